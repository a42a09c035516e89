"""An outline as a compact table, so that a test can show what it expects. Used by the tests of structure only."""

from __future__ import annotations

from assistant.document import Document
from assistant.structure.outline import Outline, Section, outline

_SHORT = {
    "follow_up": "follow",
    "achievements": "achieve",
    "personal_matters": "personal",
}


def tree_of(text: str) -> str:
    """One line a section: id, kind or role, label«as written», heading, [items]."""
    document = Document.from_text(text)
    return table(document, outline(document))


def table(document: Document, found: Outline) -> str:
    """The outline as a table."""
    lines: list[str] = []

    def add(section: Section, depth: int) -> None:
        kind = section.kind if section.kind != "section" else _SHORT.get(section.role, section.role)
        parts = [" " * depth + section.id, kind]
        label = section.label or ""
        if section.written_label is not None and section.written_label != section.label:
            label += f"«{section.written_label}»"
        heading = section.heading.replace("\n", "⏎")
        if label + heading:
            parts.append(label + heading)
        if section.items:
            parts.append("[" + " ".join(item.label for item in section.items) + "]")
        lines.append(" ".join(parts))
        for child in section.children:
            add(child, depth + 1)

    for section in found.sections:
        add(section, 0)
    return "\n".join(lines)


def bodies(text: str) -> dict[str, str]:
    """Section id → its body."""
    document = Document.from_text(text)
    return {s.id: document.text[s.body_start : s.body_end] for s in outline(document).walk()}


def codes(text: str) -> list[str]:
    """The codes of an outline's warnings."""
    return [notice.code for notice in outline(Document.from_text(text)).warnings]
