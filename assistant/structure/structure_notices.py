"""What is to be told about a document's structure: repaired labels, gaps, residue. Pure; imports section and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.structure.items import Doubt
from assistant.structure.numbering import Label, Trouble, label_text, read_label
from assistant.structure.section import Section
from assistant.structure.undivided import Undivided
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
        self._items: list[tuple[Section, Doubt, str]] = []
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

    def undivided(self, found: Undivided | None) -> None:
        """A report in one line."""
        if found is not None:
            labels = "".join(f"“{label}”" for label in found.labels[:2])
            more = {"count": len(found.labels), "labels": labels, "length": found.length}
            self._notices.append(Notice("not_divided", more))

    def label(self, section: Section, trouble: Trouble | None) -> None:
        """A label that was repaired or looks wrong."""
        if trouble is not None:
            self._labels.append((section, trouble))

    def items(self, section: Section, doubts: Sequence[tuple[Doubt, str]]) -> None:
        """What is wrong with the labels of items, with the words of each."""
        self._items.extend((section, doubt, words) for doubt, words in doubts)

    def notices(self, sections: Sequence[Section]) -> tuple[Notice, ...]:
        """Everything said, those on labels and items with the labels of the sections they stand in."""
        if not self._labels and not self._items:
            return tuple(self._notices)
        places, missing = _places(sections), _missing(sections)
        told = [
            (section.start, Notice(f"label_{trouble}" if section.written_label else "label_lost", {
                "written": section.written_label or "", "label": section.label or "",
                "place": places[section.id], "heading": shortened(section.heading), "missing": missing.get(section.id, ""),
            }))
            for section, trouble in self._labels
        ]
        told += [
            (doubt.item.start, Notice(f"item_label_{doubt.trouble}", {
                "label": doubt.item.label, "written": doubt.written, "place": places[section.id] or shortened(words),
            }))
            for section, doubt, words in self._items
        ]
        told.sort(key=lambda entry: entry[0])
        more = [Notice("labels_more", {"count": len(told) - MOST})] if len(told) > MOST else []
        return (*self._notices, *(notice for _, notice in told[:MOST]), *more)


def _missing(sections: Sequence[Section]) -> dict[str, str]:
    """For each section whose number leaves out others what is left out before it: `三、`, `（三）、（四）`, `三—五`."""
    missing: dict[str, str] = {}
    pending = [sections]
    while pending:
        siblings = pending.pop()
        last: Label | None = None
        for section in siblings:
            label = read_label(f"{section.label} ", 0, len(section.label) + 1) if section.label else None
            if label is not None and label.number is not None:
                before = last.number if last and last.number and last.style is label.style else 0
                lost = [label_text(label.style, n, label.prefix) for n in range(before + 1, label.number)]
                if lost:
                    ends = lost if len(lost) == 1 else [lost[0].rstrip("、."), lost[-1].rstrip("、.")]
                    missing[section.id] = ("、" if len(lost) == 2 else "—").join(ends)
            last = label
            pending.append(section.children)
    return missing


def _places(sections: Sequence[Section]) -> dict[str, str]:
    """For each section its labels and heading in one short line: `一（四）工作作风方面`."""
    places: dict[str, str] = {}
    pending = [(section, "") for section in sections]
    while pending:
        section, above = pending.pop()
        labels = above + (section.label or "").rstrip("、.")
        places[section.id] = (labels if above else section.label or "") + shortened(section.heading)
        pending.extend((child, labels) for child in section.children)
    return places
