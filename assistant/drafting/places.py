"""Where a stretch of an earlier text is now, whatever was edited in it. Pure; imports edits.

`edits.carry` answers only for a stretch that was left alone; here edits may reach into it.
"""

from __future__ import annotations

from collections.abc import Collection

from assistant.changes.edits import Edit, edits_between
from assistant.document import Span


def reached(span: Span, edits: Collection[Edit]) -> Span:
    """The stretch that `span` has become: what is left of it, with what was written into or over it.

    What was added at either end stays outside.
    """
    first: int | None = None  # where the result begins, once an edit reached in
    end, shift = span.end, 0
    for edit in edits:
        if edit.start >= span.end:
            break
        if edit.end > span.start:
            if first is None:
                first = min(span.start, edit.start) + shift
            end = max(end, edit.end)
        shift += edit.growth
    return Span(span.start + shift if first is None else first, end + shift)


def inverse(edits: Collection[Edit], text: str) -> tuple[Edit, ...]:
    """The edits that lead back to `text`, which the edits were made to."""
    back = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.replacement), text[edit.start : edit.end]))
        shift += edit.growth
    return tuple(back)


def narrowed(text: str, edits: Collection[Edit]) -> tuple[Edit, ...]:
    """The same edits of `text`, each as small as the words that differ."""
    return tuple(
        Edit(edit.start + part.start, edit.start + part.end, part.replacement)
        for edit in edits
        for part in edits_between(text[edit.start : edit.end], edit.replacement)
    )
