"""A part of a draft version, and all of them by id: sections, items, paragraphs, sentences. Pure values.

Imports the document, the outline and item_labels. How a text is read into parts is in `parts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from assistant.document import Document, Span
from assistant.restructure.item_labels import ItemLabel
from assistant.structure.outline import Outline, Section

PartKind = Literal["section", "item", "paragraph", "table", "sentence"]
FIXED = ("title", "residue")  # kinds of sections that stay where they are, as they are
EDGES = ("opening", "closing")  # whose text may move, but not the section itself


_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """A part at `[start, end)`, with the white space up to the next one. Children tile `[head_end, end)`.

    text_start, text_end: without surrounding white space. head_end: what is before it is indent, label and heading.
    label: the span of a written label, empty where there is none. item_label: of an item. continues: begins within a
    line, behind a heading or a label. section: of the outline, for a section.
    """

    id: str
    kind: PartKind
    start: int
    end: int
    head_end: int
    text_start: int
    text_end: int
    children: tuple[Part, ...] = ()
    label: Span = _NOWHERE
    item_label: ItemLabel | None = None
    continues: bool = False
    section: Section | None = None

    def walk(self) -> Iterator[Part]:
        """This part and all within it, in order."""
        pending = [self]
        while pending:
            part = pending.pop()
            yield part
            pending.extend(reversed(part.children))

    @property
    def fixed(self) -> bool:
        """Title and web residue: no operation touches them."""
        return self.section is not None and self.section.kind in FIXED

    @property
    def heading_is_text(self) -> bool:
        """A numbered sentence: what the outline calls its heading is its text."""
        return (
            self.section is not None
            and bool(self.section.heading)
            and self.head_end <= self.section.heading_start
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one version of a text."""

    document: Document
    outline: Outline
    roots: tuple[Part, ...]
    by_id: dict[str, Part] = field(repr=False)
    above: dict[str, str] = field(repr=False)

    @property
    def text(self) -> str:
        """The text of the version."""
        return self.document.text

    def walk(self) -> Iterator[Part]:
        """Every part, in the order of the text."""
        for root in self.roots:
            yield from root.walk()

    def find(self, part_id: str) -> Part | None:
        """The part of that id."""
        return self.by_id.get(part_id)

    def parent(self, part_id: str) -> Part | None:
        """The part that holds the part of that id."""
        return self.by_id.get(self.above.get(part_id, ""))

    def section_of(self, part_id: str) -> Part | None:
        """The section that holds a part, itself if it is one."""
        part = self.by_id.get(part_id)
        while part is not None and part.kind != "section":
            part = self.parent(part.id)
        return part

    def sentences(self) -> Iterator[Part]:
        """Every sentence, in order; what the title and web residue say is not counted."""
        return (part for part in self.walk() if part.kind == "sentence")

    def words(self, part: Part) -> str:
        """The text of a part."""
        return self.text[part.text_start : part.text_end]
