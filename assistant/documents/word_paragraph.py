"""One Word paragraph while its runs are gathered, and the lines it becomes. Pure; imports only document and lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from assistant.document import Span
from assistant.documents.lines import Line
from assistant.documents.word_styles import Look


@dataclass(slots=True)
class Gathered:
    """Text of a paragraph's runs with their looks, its text boxes, and whether something was left out."""

    pieces: list[tuple[str, Look]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)  # texts of old-style WordArt
    left_out: bool = False
    new_page: bool = False  # a break of page or column stands here: a line break, if text follows

    def __bool__(self) -> bool:
        return bool(self.pieces or self.boxes or self.drawn)

    def add(self, text: str, look: Look) -> None:
        """Text in the order of the file; "\\n" for a line break."""
        if text and self.new_page:
            self.pieces.append(("\n", look))
            self.new_page = False
        if text:
            self.pieces.append((text, look))

    def take(self, other: Gathered) -> None:
        """Append what was gathered elsewhere."""
        for text, look in other.pieces:
            self.add(text, look)
        self.boxes.extend(other.boxes)
        self.drawn.extend(other.drawn)
        self.left_out = self.left_out or other.left_out

    def lines(self, label: str, heading_level: int, container: str) -> list[Line]:
        """The paragraph's lines; the automatic number `label` and the level of a heading belong to the first."""
        parts = _at_newlines(self.pieces)
        made = [Line("".join(text for text, _ in part), 0, _prefix(part), container) for part in parts]
        first = made[0]
        bold = first.bold_prefix + len(label) if first.bold_prefix else 0
        generated = (Span(0, len(label)),) if label else ()
        made[0] = replace(
            first, text=label + first.text, heading_level=heading_level, bold_prefix=bold, generated=generated
        )
        return made


def _at_newlines(pieces: list[tuple[str, Look]]) -> list[list[tuple[str, Look]]]:
    lines: list[list[tuple[str, Look]]] = [[]]
    for text, look in pieces:
        first, *others = text.split("\n")
        lines[-1].append((first, look))
        lines.extend([(other, look)] for other in others)
    return lines


def _prefix(pieces: list[tuple[str, Look]]) -> int:
    """Length of a beginning that is set apart: in bold, or else in a heading's face that the rest is not in."""
    bold = _leading(pieces, [look.bold for _, look in pieces])
    if bold:
        return bold
    faces = [look.face for _, look in pieces]
    leading = _leading(pieces, faces)
    return leading if leading < sum(len(text) for text, _ in pieces) else 0


def _leading(pieces: list[tuple[str, Look]], chosen: list[bool]) -> int:
    """Length of the chosen pieces at the beginning; blanks between them do not count against them."""
    length = end = 0
    for (text, _), is_chosen in zip(pieces, chosen, strict=True):
        length += len(text)
        if is_chosen and text.strip():
            end = length
        elif not is_chosen and text.strip():
            break
    return end
