"""Edits: how one text became another, and where a place of the old is in the new. Pure; imports pure ones.

Edits of one step are sorted and disjoint, in offsets of the text before the step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.changes.diff import hunks
from assistant.document import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters [start, end) of the old text were replaced."""

    start: int
    end: int
    replacement: str

    @property
    def growth(self) -> int:
        """Characters by which the text grew."""
        return len(self.replacement) - (self.end - self.start)


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Edits that make `old` into `new`, none of them larger than the words that differ.

    A single run of typing is one edit, at the latest place it can have been made.
    """
    limit = min(len(old), len(new))
    head = _common_head(old, new, limit)
    tail = _common_head(old[::-1], new[::-1], limit - head)
    middle = hunks(old[head : len(old) - tail], new[head : len(new) - tail], offset=head)
    edits: list[Edit] = []
    for hunk in middle:
        position = hunk.start
        for mark in hunk.marks:
            if mark.kind == "insert":
                edits.append(Edit(position, position, mark.text))
            else:
                end = position + len(mark.text)
                if mark.kind == "delete":
                    edits.append(Edit(position, end, ""))
                position = end
    return _tidy(edits)


def _common_head(a: str, b: str, limit: int) -> int:
    """Length of the common beginning, at most `limit`; by halving, as comparing slices is quick."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[low:middle] == b[low:middle] else (low, middle - 1)
    return low


def _tidy(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Touching edits as one, edits that change nothing left out."""
    result: list[Edit] = []
    for edit in edits:
        if result and result[-1].end == edit.start:
            last = result.pop()
            edit = Edit(last.start, edit.end, last.replacement + edit.replacement)
        result.append(edit)
    return tuple(edit for edit in result if edit.replacement or edit.start < edit.end)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits. Raises ValueError for edits that overlap or lie outside the text."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        if not position <= edit.start <= edit.end <= len(text):
            raise ValueError("edits are not sorted and disjoint within the text")
        parts += text[position : edit.start], edit.replacement
        position = edit.end
    return "".join([*parts, text[position:]])


def carry(span: Span, edits: Iterable[Edit]) -> Span | None:
    """Where `span` stands after the edits, its text unchanged. None: an edit reaches into it.

    An edit may touch a span from outside. A place between two characters (an empty span) is lost when an edit
    touches it: what stood there beside it is gone, or something else was put there.
    """
    shift = 0
    for edit in edits:
        if span.start == span.end and edit.start <= span.start <= edit.end:
            return None
        if edit.end <= span.start:
            shift += edit.growth
        elif edit.start >= span.end:
            break
        else:
            return None
    return Span(span.start + shift, span.end + shift)


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that do at once what `first` and then `second` do."""
    edits: list[Edit] = []
    position = 0  # in the old text
    pieces = _cut(_pieces(first), second)
    for piece in pieces:
        if isinstance(piece, str):
            edits.append(Edit(position, position, piece))
        else:
            edits.append(Edit(position, piece.start, ""))
            position = piece.end
    return _tidy(edits)


_Piece = Span | str  # what the text after some edits is made of: stretches of the old text, and new text
_END = 1 << 60  # beyond any text


def _pieces(edits: Iterable[Edit]) -> Iterator[_Piece]:
    position = 0
    for edit in edits:
        yield Span(position, edit.start)
        yield edit.replacement
        position = edit.end
    yield Span(position, _END)


def _cut(pieces: Iterable[_Piece], edits: Iterable[Edit]) -> Iterator[_Piece]:
    """The pieces of the text that `edits` make of the text that consists of `pieces`."""
    source = iter(pieces)
    piece: _Piece = next(source)
    position = 0  # where `piece` begins
    for edit in [*edits, None]:
        for until, wanted in ((edit.start, True), (edit.end, False)) if edit else ((_END, True),):
            while position < until:
                taken, rest = _split(piece, until - position)
                if wanted:
                    yield taken
                position += _size(taken)
                if rest is not None:
                    piece = rest
                    break
                following = next(source, None)
                if following is None:
                    return
                piece = following
        if edit:
            yield edit.replacement


def _size(piece: _Piece) -> int:
    return len(piece) if isinstance(piece, str) else piece.end - piece.start


def _split(piece: _Piece, size: int) -> tuple[_Piece, _Piece | None]:
    """The first `size` characters of a piece, and what is left of it."""
    if size >= _size(piece):
        return piece, None
    if isinstance(piece, str):
        return piece[:size], piece[size:]
    return Span(piece.start, piece.start + size), Span(piece.start + size, piece.end)
