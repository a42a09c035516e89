"""A rewrite that broke off and what was written after it, as one reply. Pure; imports nothing of the project."""

from __future__ import annotations

import re

HEAD = "【改写】\n"
"""How a reply begins: see the prompt `revise`."""

_MARK = re.compile(r"^\s*[【\[［]\s*改写\s*[】\]］]\s*[：:]?\s*")
_LONGEST_OVERLAP, _SHORTEST_OVERLAP = 60, 4
_SAME_BEGINNING = 12  # characters; a model that begins so again writes the whole anew


def joined(begun: str, more: str) -> str:
    """The whole reply. What `more` repeats of the end of `begun` stands once; begun anew, it stands alone."""
    text = _MARK.sub("", more)
    beginning = begun.lstrip()[:_SAME_BEGINNING]
    if len(beginning) == _SAME_BEGINNING and text.lstrip().startswith(beginning):
        return HEAD + text
    for length in range(min(len(text), len(begun), _LONGEST_OVERLAP), _SHORTEST_OVERLAP - 1, -1):
        if begun.endswith(text[:length]):
            text = text[length:]
            break
    return HEAD + begun + text
