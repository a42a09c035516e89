"""One Word paragraph while its runs are gathered, and the lines it becomes. Pure; imports only document and lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from assistant.document import Span
from assistant.documents.lines import Line, Origin
from assistant.documents.word_styles import Look


class Piece(NamedTuple):
    """Text of one element, how it is set, and the paragraph it is in."""

    text: str
    look: Look
    source: etree._Element | None
    paragraph: etree._Element | None


@dataclass(slots=True)
class Gathered:
    """Text of a paragraph's runs with their looks, its text boxes, and whether something was left out."""

    paragraph: etree._Element | None = None  # whose runs are gathered now
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)  # texts of old-style WordArt
    left_out: bool = False
    new_page: etree._Element | None = (
        None  # a break of page or column stands here: a line break, if text follows
    )

    def __bool__(self) -> bool:
        return bool(self.pieces or self.boxes or self.drawn)

    def add(self, text: str, look: Look, source: etree._Element | None) -> None:
        """Text in the order of the file; "\\n" for a line break."""
        if text:
            self._append(Piece(text, look, source, self.paragraph))

    def take(self, other: Gathered) -> None:
        """Append what was gathered elsewhere."""
        for piece in other.pieces:
            self._append(piece)
        self.boxes.extend(other.boxes)
        self.drawn.extend(other.drawn)
        self.left_out = self.left_out or other.left_out

    def _append(self, piece: Piece) -> None:
        if self.new_page is not None:
            self.pieces.append(Piece("\n", piece.look, self.new_page, self.paragraph))
            self.new_page = None
        self.pieces.append(piece)

    def lines(self, label: str, heading_level: int, container: str) -> list[Line]:
        """The paragraph's lines; the automatic number `label` and the level of a heading belong to the first."""
        made = []
        for number, part in enumerate(_at_newlines(self.pieces)):
            text = "".join(piece.text for piece in part)
            origins = tuple(Origin(piece.text, piece.source, piece.paragraph) for piece in part)
            bold = _prefix(part)
            if number:
                made.append(Line(text, 0, bold, container, (), origins))
                continue
            before = (Origin(label, None, self.paragraph),) if label or not part else ()
            generated = (Span(0, len(label)),) if label else ()
            bold = bold + len(label) if bold else 0
            made.append(Line(label + text, heading_level, bold, container, generated, before + origins))
        return made


def _at_newlines(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if "\n" not in piece.text:
            lines[-1].append(piece)
            continue
        first, *others = piece.text.split("\n")
        if first:
            lines[-1].append(piece._replace(text=first))
        lines.extend([piece._replace(text="")] for _ in others)
        for line, other in zip(lines[-len(others) :], others, strict=True):
            if other:
                line.append(piece._replace(text=other))
    return lines


def _prefix(pieces: list[Piece]) -> int:
    """Length of a beginning that is set apart: in bold, or else in a heading's face that the rest is not in."""
    bold = _leading(pieces, [piece.look.bold for piece in pieces])
    if bold:
        return bold
    faces = [piece.look.face for piece in pieces]
    leading = _leading(pieces, faces)
    return leading if leading < sum(len(piece.text) for piece in pieces) else 0


def _leading(pieces: list[Piece], chosen: list[bool]) -> int:
    """Length of the chosen pieces at the beginning; blanks between them do not count against them."""
    length = end = 0
    for piece, is_chosen in zip(pieces, chosen, strict=True):
        length += len(piece.text)
        if is_chosen and piece.text.strip():
            end = length
        elif not is_chosen and piece.text.strip():
            break
    return end
