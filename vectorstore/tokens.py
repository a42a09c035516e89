"""Text → terms of the lexical index: characters and their bigrams for Chinese, whole words for the rest.
Pure; imports nothing.
"""

from __future__ import annotations

import re
import unicodedata

# Part of the index's fingerprint: another way to cut needs another index.
TOKENS_VERSION = "chars-bigrams-1"

# A word no longer than this: an address or an encoded picture in a text is no search term.
MAX_WORD = 64

# CJK ideographs and their extensions; compatibility forms are folded into them before.
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)*"
_RUNS = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<number>{_NUMBER})|(?P<word>[^\W\d_{_HAN}]+)")


def tokens(text: str) -> list[str]:
    """The terms of `text`, in order and with repetitions.

    A run of Chinese characters gives each character and each pair of neighbours; a number or a word of
    another script stays whole, in lower case. Full-width forms are folded (NFKC), punctuation separates and
    is dropped, and no pair reaches across it.
    """
    found: list[str] = []
    for run in _RUNS.finditer(unicodedata.normalize("NFKC", text).lower()):
        piece = run.group()
        if run.lastgroup == "han":
            found += piece
            found += [piece[i : i + 2] for i in range(len(piece) - 1)]
        else:
            found.append(piece.replace(",", "")[:MAX_WORD])
    return found
