"""What a section is called in front of its writer. Pure; imports pure modules and the wording."""

from __future__ import annotations

from assistant.structure.items import Item
from assistant.structure.section import Outline, Section
from assistant.structure.section_index import SectionIndex
from assistant.structure.structure_notices import shortened
from assistant.wording import Language, wording

_HEADING = 20  # characters of a heading that are shown


def section_name(outline: Outline, section: Section, language: Language, item: Item | None = None) -> str:
    """`一（三）工作作风方面`, followed by ` · 二是` for an item; a section without heading by what it is."""
    return _name(SectionIndex(outline), section, language, item)


def section_names(outline: Outline, language: Language) -> dict[str, str]:
    """The name of every section by its id."""
    index = SectionIndex(outline)
    return {section.id: _name(index, section, language) for section in outline.walk()}


def _name(index: SectionIndex, section: Section, language: Language, item: Item | None = None) -> str:
    entry = index.by_id[section.id]
    labels = entry.labels if entry.above else section.label or ""
    name = labels + shortened(section.heading, _HEADING)
    if section.kind in ("title", "opening", "closing", "residue"):
        name = wording(f"structure.{section.kind}", language)
    elif not name:
        name = wording(f"roles.{section.role}", language)
    return f"{name} · {item.label}" if item else name
