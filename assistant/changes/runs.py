"""Runs: which stretches of a text stand where in the text it became, moved ones too. Pure; imports edits.

Edits say of a moved stretch only that it went away and came in elsewhere; runs say that it is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.changes.edits import Edit
from assistant.document import Span


class Run(NamedTuple):
    """The characters `[start, end)` of the old text stand at `to` in the new one."""

    start: int
    end: int
    to: int


Runs = tuple[Run, ...]
"""In the order of the old text; none overlaps another in either text."""

EVERYTHING: Runs = (Run(0, 1 << 60, 0),)
"""Nothing was changed, however long the text is."""


def runs_of(edits: Iterable[Edit]) -> Runs:
    """What edits left as it was."""
    found: list[Run] = []
    position, shift = 0, 0
    for edit in edits:
        if edit.start > position:
            found.append(Run(position, edit.start, position + shift))
        position = edit.end
        shift += edit.growth
    return (*found, Run(position, EVERYTHING[0].end, position + shift))


def composed(first: Runs, second: Runs) -> Runs:
    """What is left after both."""
    order = sorted(second)
    found: list[Run] = []
    for run in first:
        until = run.to + run.end - run.start
        for other in order:
            start, end = max(run.to, other.start), min(until, other.end)
            if start < end:
                at = run.start + start - run.to
                found.append(Run(at, at + end - start, other.to + start - other.start))
    return _joined(sorted(found))


def inverted(runs: Runs) -> Runs:
    """The way back."""
    return tuple(sorted(Run(run.to, run.to + run.end - run.start, run.start) for run in runs))


def runs_of_pieces(pieces: Iterable[Span | str]) -> Runs:
    """Of a text made of stretches of an old one, in any order, and of new words."""
    found: list[Run] = []
    position = 0
    for piece in pieces:
        if isinstance(piece, str):
            position += len(piece)
            continue
        if piece.start < piece.end:
            found.append(Run(piece.start, piece.end, position))
        position += piece.end - piece.start
    return _joined(sorted(found))


def _joined(runs: Sequence[Run]) -> Runs:
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last is not None and last.end == run.start and last.to + last.end - last.start == run.to:
            found[-1] = Run(last.start, run.end, last.to)
        else:
            found.append(run)
    return tuple(found)


def carried(span: Span, runs: Collection[Run]) -> Span | None:
    """Where `span` stands now, its text unchanged; None where something was done within it.

    A place between two characters is lost where they no longer stand beside each other.
    """
    for run in runs:
        inside = run.start <= span.start and span.end <= run.end
        if inside and (span.start < span.end or run.start < span.start < run.end):
            return Span(span.start + run.to - run.start, span.end + run.to - run.start)
    return None


def kept(span: Span, runs: Collection[Run]) -> Iterator[Span]:
    """What is left of `span`, at its places in the new text, in the order of the old."""
    for run in runs:
        start, end = max(span.start, run.start), min(span.end, run.end)
        if start < end:
            yield Span(start + run.to - run.start, end + run.to - run.start)
