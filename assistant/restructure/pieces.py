"""What a restructured text is made of, piece by piece: stretches of the old text, and words written by the plan. Pure.

Imports the tree. A label or heading that is written anew keeps the characters that it shares with the old one, so that its
line is known to be the same line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.document import Span
from assistant.restructure.tree import Node

PieceKind = Literal["text", "sentence", "heading", "label", "added"]


@dataclass(slots=True)
class Piece:
    """A stretch of the new text: taken from `source`, or `words`. node: whose it is. generated: Word writes it."""

    kind: PieceKind
    source: Span | None = None
    words: str = ""
    node: Node | None = None
    generated: bool = False

    @property
    def size(self) -> int:
        """How many characters it has."""
        return self.source.end - self.source.start if self.source is not None else len(self.words)


def stretches(text: str, piece: Piece) -> Iterator[Span | str]:
    """A piece as spans of the old text and new words."""
    if piece.source is not None:
        yield piece.source
        return
    old = _replaced(piece)
    words, before = piece.words, text[old.start : old.end]
    most = min(len(words), len(before))
    first = next((n for n in range(most) if words[n] != before[n]), most)
    most -= first
    last = next((n for n in range(most) if words[-1 - n] != before[-1 - n]), most)
    if first:
        yield Span(old.start, old.start + first)
    if first + last < len(words):
        yield words[first : len(words) - last]
    if last:
        yield Span(old.end - last, old.end)


def _replaced(piece: Piece) -> Span:
    """What stood in the place of a label or heading that is written anew; an empty span where nothing did."""
    part = piece.node.part if piece.node is not None else None
    if part is None or piece.generated or piece.node is None or piece.node.made_by:
        return Span(0, 0)
    if piece.kind == "label":
        return part.label
    if piece.kind == "heading" and piece.node.heading is not None and part.section is not None:
        return Span(part.section.heading_start, part.section.heading_end)
    return Span(0, 0)
