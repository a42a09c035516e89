"""The sections of an outline as they are spoken of: their numbers, label paths, names. Pure; imports section.

Used by `section_reference` (exact references) and `place` (what a message means).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.structure.items import Item
from assistant.structure.numbering import Style, number_of, read_label
from assistant.structure.roles import Role
from assistant.structure.section import Outline, Section, SectionKind
from assistant.wording import LANGUAGES, Language, wording

SHOWN = 40  # characters of a heading that are shown where sections are listed
_WORDS = re.compile(r"[^\u4e00-\u9fff\u3400-\u4dbfA-Za-z0-9]+")
_EDGES = re.compile(r"^(?:在|对照|关于|围绕|对于|就)(?=..)|(?<=..)(?:这个|那个)?方面$")


def core(words: str) -> str:
    """What remains of a heading or of what a user calls it: no marks, no 在 … 方面."""
    previous, words = "", _WORDS.sub("", words).casefold()
    while words != previous:
        previous, words = words, _EDGES.sub("", words)
    return words


@dataclass(frozen=True)
class Entry:
    """A section in its place. above: the entries of the sections it stands in, outermost first."""

    section: Section
    above: tuple[Entry, ...]

    @cached_property
    def number(self) -> int | None:
        """The number of its label."""
        label = self.section.label
        found = read_label(label, 0, len(label)) or read_label(label + " ", 0, len(label) + 1) if label else None
        return found.number if found else None

    @cached_property
    def style(self) -> Style | None:
        """The style of its label."""
        label = self.section.label
        found = read_label(label, 0, len(label)) or read_label(label + " ", 0, len(label) + 1) if label else None
        return found.style if found else None

    @cached_property
    def core(self) -> str:
        """Its heading without marks."""
        return core(self.section.heading)

    @cached_property
    def labels(self) -> str:
        """Its label and those above it, as a person writes them: `二（三）`, `二（三）1`, `第二部分一（三）`."""
        parts = [e.section.label for e in (*self.above, self) if e.section.label]
        return "".join(part.rstrip("、.") if part[-1] in "、." else part for part in parts)

    def is_below(self, other: Entry) -> bool:
        """Whether it stands somewhere inside `other`."""
        return any(entry is other for entry in self.above)


class SectionIndex:
    """Every section of one outline, in order."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.entries: tuple[Entry, ...] = tuple(self._entries())
        self.by_id = {entry.section.id: entry for entry in self.entries}

    def _entries(self) -> Iterator[Entry]:
        pending = [(section, ()) for section in reversed(self.outline.sections)]
        stack: list[tuple[Section, tuple[Entry, ...]]] = list(pending)
        while stack:
            section, above = stack.pop()
            entry = Entry(section, above)
            yield entry
            stack.extend((child, (*above, entry)) for child in reversed(section.children))

    @cached_property
    def labelled(self) -> tuple[Entry, ...]:
        """The entries that have a label."""
        return tuple(e for e in self.entries if e.section.label)

    @cached_property
    def tops(self) -> tuple[Entry, ...]:
        """The outermost parts: labelled ones, or unlabelled ones with a heading where there are none."""
        tops = tuple(e for e in self.labelled if not e.above)
        return tops or tuple(e for e in self.entries if not e.above and e.section.kind == "section")

    def children(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries directly below."""
        return tuple(self.by_id[child.id] for child in entry.section.children)

    def of_kind(self, kind: SectionKind) -> tuple[Entry, ...]:
        """Title, opening, closing: only the first of each is meant."""
        return tuple(e for e in self.entries if e.section.kind == kind)[:1]

    def of_role(self, role: Role) -> tuple[Entry, ...]:
        """The outermost sections of a role."""
        return tuple(
            e
            for e in self.entries
            if e.section.role == role and e.section.kind == "section" and not any(a.section.role == role for a in e.above)
        )

    def display(self, entry: Entry, language: Language = "zh") -> str:
        """The section as it is offered to choose, and understood when it comes back: `一（三）工作作风方面（1.3）`."""
        section = entry.section
        heading = " ".join(section.heading.split())
        if len(heading) > SHOWN:
            heading = heading[: SHOWN - 9] + "…" + heading[-8:]
        nested = any(e.section.label for e in entry.above)
        name = (entry.labels if nested else section.label or "") + heading
        if section.kind != "section":
            name = wording(f"structure.{section.kind}", language)
        elif not name:
            name = wording(f"roles.{section.role}", language)
        return f"{name}（{section.id}）"

    @cached_property
    def by_display(self) -> dict[str, Entry]:
        """The entry of every displayed name, in both languages."""
        return {self.display(entry, language): entry for language in LANGUAGES for entry in self.entries}


def item_number(item: Item) -> int | None:
    """一是 → 1, 第二 → 2, 首先 → 1, （3） → 3; None where the label has no number of its own (其次, 最后)."""
    if item.label == "首先":
        return 1
    match = re.search(r"[一二三四五六七八九十百]+|\d+|[①-㊿]", item.label)
    return number_of(match[0]) if match else None


def item_at(section: Section, number: int) -> Item | None:
    """The item of that number in the section's own text; -1 is the last one."""
    if not section.items:
        return None
    if number < 0:
        return section.items[number] if -number <= len(section.items) else None
    named = next((item for item in section.items if item_number(item) == number), None)
    if named is None and number <= len(section.items):
        named = section.items[number - 1]
    return named
