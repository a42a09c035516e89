"""What is to be told about a document's structure: repaired labels, gaps, residue. Pure; imports section and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.structure.items import Item
from assistant.structure.numbering import Trouble
from assistant.structure.section import Section
from assistant.wording import Notice

QUOTED = 24
SHOWN = 6
MOST = 50


def shortened(words: str, most: int = QUOTED) -> str:
    """`words` in one line, cut with … where they are longer than `most`."""
    words = " ".join(words.split()).replace("“", "‘").replace("”", "’")
    return words if len(words) <= most else words[: most - 1] + "…"


class Remarks:
    """Collects remarks while the outline is made, then tells them in the order of the text."""

    def __init__(self) -> None:
        self._labels: list[tuple[Section, Trouble]] = []
        self._items: list[tuple[Section, Item]] = []
        self._notices: list[Notice] = []

    def residue(self, where: Literal["head", "tail", "inside"], words: Sequence[str]) -> None:
        """Lines of web residue at one place."""
        if words:
            shown = "／".join(shortened(w, 16) for w in words[:SHOWN]) + ("…" if len(words) > SHOWN else "")
            self._notices.append(Notice(f"residue_{where}", {"count": len(words), "lines": shown}))

    def contents(self, found: bool) -> None:
        """A table of contents."""
        if found:
            self._notices.append(Notice("contents_found"))

    def label(self, section: Section, trouble: Trouble | None) -> None:
        """A label that was repaired or looks wrong."""
        if trouble is not None:
            self._labels.append((section, trouble))

    def items(self, section: Section, repaired: Sequence[Item]) -> None:
        """Items whose label had lost its number."""
        self._items.extend((section, item) for item in repaired)

    def notices(self, sections: Sequence[Section]) -> tuple[Notice, ...]:
        """Everything said, those on labels and items with the labels of the sections they stand in."""
        if not self._labels and not self._items:
            return tuple(self._notices)
        places = _places(sections)
        told = [
            (section.start, Notice(f"label_{trouble}" if section.written_label else "label_lost", {
                "written": section.written_label or "", "label": section.label or "",
                "place": places[section.id], "heading": shortened(section.heading),
            }))
            for section, trouble in self._labels
        ]
        told += [
            (item.start, Notice("item_label_lost", {"label": item.label, "place": places[section.id]}))
            for section, item in self._items
        ]
        told.sort(key=lambda entry: entry[0])
        more = [Notice("labels_more", {"count": len(told) - MOST})] if len(told) > MOST else []
        return (*self._notices, *(notice for _, notice in told[:MOST]), *more)


def _places(sections: Sequence[Section]) -> dict[str, str]:
    """For each section its labels and heading in one short line: `一（四）工作作风方面`."""
    places: dict[str, str] = {}
    pending = [(section, "") for section in sections]
    while pending:
        section, above = pending.pop()
        labels = above + (section.label or "").rstrip("、.")
        places[section.id] = labels + shortened(section.heading)
        pending.extend((child, labels) for child in section.children)
    return places
