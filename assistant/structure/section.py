"""The parts of an outline as values: Section and Outline. Pure; imports items, roles and the wording.

Top-level sections tile the text; children tile the rest of their parent after its heading and introduction.
Nothing is lost: title, opening, closing and web residue are sections too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.structure.items import Item
from assistant.structure.roles import Role
from assistant.wording import Notice

SectionKind = Literal["section", "title", "opening", "closing", "residue"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document at `[start, end)`, its children included.

    label: canonical, repaired (`（四）`); written_label: what stood there (`（%1）`); both None where there is none, and
    level is then 0. heading: `text[heading_start:heading_end]`, without label and final mark. body_start, body_end:
    the text without heading and trailing blank lines, children included. Where the heading is all there is (a
    numbered sentence, an entry of a list), the sentence is heading and body at once.
    items: in the section's own text, not in its children's.
    """

    id: str
    label: str | None
    written_label: str | None
    heading: str
    heading_start: int
    heading_end: int
    level: int
    role: Role
    start: int
    end: int
    items: tuple[Item, ...]
    children: tuple[Section, ...]
    body_start: int
    body_end: int
    kind: SectionKind

    @property
    def name(self) -> str:
        """Label and heading in one line, as a path shows them: `（三）工作作风方面`."""
        return (self.label or "") + " ".join(self.heading.split("\n"))


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's sections. title: its lines joined, empty where there is none. length: of the text."""

    title: str
    length: int
    sections: tuple[Section, ...]
    warnings: tuple[Notice, ...]

    def walk(self) -> Iterator[Section]:
        """Every section, depth first, in document order."""
        pending = list(reversed(self.sections))
        while pending:
            section = pending.pop()
            yield section
            pending.extend(reversed(section.children))

    def find(self, section_id: str) -> Section | None:
        """The section of that id."""
        return next((section for section in self.walk() if section.id == section_id), None)

    def path(self, section_id: str) -> tuple[Section, ...]:
        """The section of that id and those above it, outermost first; empty where there is none."""
        pending: list[tuple[Section, ...]] = [(section,) for section in self.sections]
        while pending:
            trail = pending.pop()
            if trail[-1].id == section_id:
                return trail
            pending.extend((*trail, child) for child in trail[-1].children)
        return ()
