"""A draft's text with what the format of its file said of its lines, carried along as the text changes.

Pure; imports the document and edits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from assistant.changes.edits import Edit, apply_edits, carry
from assistant.document import Document, Paragraph, Span, line_spans

_NO_HINT = Paragraph(0, 0)


def layout_json(document: Document) -> dict[str, Any]:
    """All but the text: format, generated spans, and the hints of the lines that have any."""
    return {
        "format": document.format,
        "generated": [[span.start, span.end] for span in document.generated],
        "lines": [
            [p.start, p.heading_level, p.bold_prefix, p.container]
            for p in document.paragraphs
            if replace(p, start=0, end=0) != _NO_HINT
        ],
    }


def document_of(text: str, layout: dict[str, Any]) -> Document:
    """The document that `layout_json` was made of."""
    hints = {start: hint for start, *hint in layout["lines"]}
    lines = (Paragraph(line.start, line.end, *hints.get(line.start, ())) for line in line_spans(text))
    generated = tuple(Span(start, end) for start, end in layout["generated"])
    return Document(text, tuple(lines), generated, (), layout["format"])


def edited(document: Document, edits: Collection[Edit]) -> Document:
    """The document after edits.

    A line keeps its hints while its first character (its whole bold beginning) is there; of lines that
    were joined, the first one's count. A number that an edit reached into is generated no longer.
    """
    text = apply_edits(document.text, edits)
    lines = [Paragraph(line.start, line.end) for line in line_spans(text)]
    starts = [line.start for line in lines]
    taken: set[int] = set()
    for paragraph in document.paragraphs:
        first = Span(paragraph.start, paragraph.start + max(1, paragraph.bold_prefix))
        moved = carry(first, edits) if paragraph.end > paragraph.start else None
        if moved is None:
            continue
        number = bisect_right(starts, moved.start) - 1
        line = lines[number]
        if number not in taken:
            bold = moved.end - line.start if paragraph.bold_prefix else 0
            lines[number] = replace(paragraph, start=line.start, end=line.end, bold_prefix=bold)
            taken.add(number)
    generated = (carry(span, edits) for span in document.generated)
    kept = tuple(span for span in generated if span is not None)
    return Document(text, tuple(lines), kept, document.warnings, document.format)
