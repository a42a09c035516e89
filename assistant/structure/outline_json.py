"""An outline as the command line's JSON. Pure; imports pure modules."""

from __future__ import annotations

from typing import Any

from assistant.document import Document
from assistant.structure.section import Outline, Section
from assistant.wording import Language


def section_json(section: Section) -> dict[str, Any]:
    """SECTION of the command line's contract."""
    return {
        "id": section.id,
        "label": section.label,
        "written_label": section.written_label,
        "heading": section.heading,
        "heading_start": section.heading_start,
        "heading_end": section.heading_end,
        "level": section.level,
        "role": section.role,
        "start": section.start,
        "end": section.end,
        "items": [{"label": item.label, "start": item.start, "end": item.end} for item in section.items],
        "children": [section_json(child) for child in section.children],
    }


def outline_json(document: Document, outline: Outline, language: Language = "zh") -> dict[str, Any]:
    """What `gaigao outline --json` prints."""
    return {
        "title": outline.title,
        "length": outline.length,
        "text": document.text,
        "sections": [section_json(section) for section in outline.sections],
        "warnings": [notice.as_json(language) for notice in (*document.warnings, *outline.warnings)],
    }
