"""The outline as the rows of the left column, and sections by name. Pure views of pure modules' values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from assistant.document import Document
from assistant.drafting.values import Targets
from assistant.revision.length import count
from assistant.structure.section import Outline, Section
from assistant.wording import Language, wording


def section_title(section: Section, language: Language) -> str:
    """A section's heading without its label; for one without a heading, what it is."""
    heading = " ".join(section.heading.split())
    if section.kind in ("title", "opening", "closing", "residue"):
        name = wording(f"structure.{section.kind}", language)
        return name[:1].upper() + name[1:]
    return heading or wording("page.outline.whole", language)


def section_name(outline: Outline, section: Section, language: Language) -> str:
    """A section as one speaks of it: the labels above it, its own, its heading (`一（三）工作作风方面`)."""
    above = "".join(
        (part.label or "").rstrip("、.．") for part in outline.path(section.id)[:-1] if part.label
    )
    return f"{above}{section.label or ''}{section_title(section, language)}"


def outline_json(
    document: Document,
    outline: Outline,
    *,
    draft: str,
    waiting: Collection[str] = (),
    targets: Targets = Targets(),  # noqa: B008  (a frozen value)
    language: Language = "zh",
) -> dict[str, Any]:
    """The value of the part `outline`. waiting: ids of sections with changes to review; targets: how long
    it should be."""
    return {
        "draft": draft,
        "length": count(document.text),
        "target": targets.whole,
        "rule": wording("length.rule", language),
        "warnings": [
            *(n.text(language) for n in document.warnings),
            *(n.text(language) for n in outline.warnings),
        ],
        "sections": [
            {
                "id": section.id,
                "kind": section.kind,
                "label": section.label,
                "title": section_title(section, language),
                "name": section_name(outline, section, language),
                "level": max(1, min(section.level, 4)),
                "length": count(document.text[section.start : section.end]),
                "target": targets.sections.get(section.id),
                "open": section.id in waiting,
            }
            for section in outline.walk()
        ],
    }


def utf16_offset(text: str, offset: int) -> int:
    """An offset into `text` as a browser counts it, where a character beyond the basic plane counts twice."""
    return offset + sum(character > "\uffff" for character in text[:offset])
