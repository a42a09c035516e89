"""The outline of a report as a frame. Pure; imports frame, general_heading and the outline.

Nothing of its text is taken, and of its headings only what any unit may write: what it says itself is only compared with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.document import Document
from assistant.restructure.frame import Frame, FrameHeading
from assistant.restructure.general_heading import general_headings
from assistant.restructure.targets import named_roles
from assistant.structure.outline import Outline, Section

SAMPLE_CHARS = 400
_FINAL = re.compile(r"[。：:；;，,\s]+$")


def frame_of_report(
    document: Document,
    outline: Outline,
    *,
    name: str,
    title: str = "",
    year: int | None = None,
    source: str = "",
) -> Frame:
    """The outline of a report as a frame."""
    found, left_out = general_headings(_of_sections(document.text, outline.sections, ""))
    return Frame(
        name,
        title or outline.title or name,
        found,
        year=year,
        source=source,
        origin="report",
        left_out=left_out,
    )


def _of_sections(text: str, sections: Sequence[Section], above: str) -> tuple[FrameHeading, ...]:
    found: list[FrameHeading] = []
    for section in sections:
        if section.kind != "section" or not section.heading or section.body_start == section.heading_start:
            continue
        heading_id = f"{above}.{len(found) + 1}" if above else str(len(found) + 1)
        heading = _FINAL.sub("", " ".join(section.heading.split("\n")))
        children = _of_sections(text, section.children, heading_id)
        sample = text[section.body_start : min(section.body_end, section.body_start + SAMPLE_CHARS)]
        level = heading_id.count(".") + 1
        role = None if len(named_roles(heading)) > 1 else section.role
        found.append(FrameHeading(heading_id, heading, level, role, (), sample, children))
    return tuple(found)
