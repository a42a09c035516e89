"""Edits of a text whose stretches were moved: what keeps its place, and the way back. Pure; imports edits.

A text made of stretches of an old one, in any order, and of new words: as much as possible stays where it is (the
heaviest increasing run), the rest is taken out and put in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from assistant.changes.edits import Edit
from assistant.document import Span


def edits_of_pieces(text: str, pieces: Iterable[Span | str]) -> tuple[Edit, ...]:
    """Edits that make `text` into the pieces in their order; spans of `text` that overlap nowhere, and new words."""
    joined = _joined(pieces)
    kept = _heaviest([piece for piece in joined if isinstance(piece, Span)])
    edits: list[Edit] = []
    position, words = 0, ""
    for piece in joined:
        if isinstance(piece, Span) and piece in kept:
            _add(edits, text, position, piece.start, words)
            position, words = piece.end, ""
        else:
            words += piece if isinstance(piece, str) else text[piece.start : piece.end]
    _add(edits, text, position, len(text), words)
    return tuple(edits)


def _add(edits: list[Edit], text: str, start: int, end: int, words: str) -> None:
    if text[start:end] != words:
        edits.append(Edit(start, end, words))


def _joined(pieces: Iterable[Span | str]) -> list[Span | str]:
    found: list[Span | str] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, Span):
            if piece.start == piece.end:
                continue
            if isinstance(last, Span) and last.end == piece.start:
                found[-1] = Span(last.start, piece.end)
                continue
        elif not piece:
            continue
        elif isinstance(last, str):
            found[-1] = last + piece
            continue
        found.append(piece)
    return found


def _heaviest(spans: Sequence[Span]) -> set[Span]:
    """The spans, in order, whose starts increase and whose lengths make the greatest sum."""
    starts = sorted(span.start for span in spans)
    best: list[tuple[int, int]] = [(0, -1)] * (
        len(starts) + 1
    )  # a Fenwick tree of (weight, index of the last span)
    before = [-1] * len(spans)
    top = (0, -1)
    for index, span in enumerate(spans):
        rank = bisect_left(starts, span.start)
        found, at = (0, -1), rank
        while at > 0:
            found = max(found, best[at])
            at -= at & -at
        before[index] = found[1]
        entry = (found[0] + span.end - span.start, index)
        top = max(top, entry)
        at = rank + 1
        while at <= len(starts):
            best[at] = max(best[at], entry)
            at += at & -at
    kept: set[Span] = set()
    index = top[1]
    while index >= 0:
        kept.add(spans[index])
        index = before[index]
    return kept


def inverse(text: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that undo `edits`, which were made in `text`: in offsets of the text after them."""
    found = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        found.append(Edit(start, start + len(edit.replacement), text[edit.start : edit.end]))
        shift += edit.growth
    return tuple(found)
