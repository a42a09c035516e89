"""Lines as the readers find them, and the document they make. Pure; imports only document and the wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.document import Document, Paragraph, Span
from assistant.wording import Notice


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: text without newline, hints as in `Paragraph`, generated spans within the line."""

    text: str
    heading_level: int = 0
    bold_prefix: int = 0
    container: str = "body"
    generated: tuple[Span, ...] = ()


def compose(lines: Sequence[Line], *, format: str, warnings: Iterable[Notice] = ()) -> Document:
    """The document of these lines. Empty lines at the end are layout and left out; all others stay."""
    count = len(lines)
    while count and not lines[count - 1].text:
        count -= 1
    paragraphs: list[Paragraph] = []
    generated: list[Span] = []
    start = 0
    for line in lines[:count] or [Line("")]:
        if "\n" in line.text:
            raise ValueError("a line holds a newline")
        end = start + len(line.text)
        paragraphs.append(Paragraph(start, end, line.heading_level, line.bold_prefix, line.container))
        generated.extend(Span(start + span.start, start + span.end) for span in line.generated)
        start = end + 1
    text = "\n".join(line.text for line in lines[:count])
    return Document(text, tuple(paragraphs), tuple(generated), tuple(warnings), format)


def joined(lines: Sequence[Line], separator: str) -> Line:
    """Several lines as one, their hints dropped and their generated spans kept."""
    text = ""
    generated: list[Span] = []
    for number, line in enumerate(lines):
        text += separator if number else ""
        generated.extend(Span(len(text) + span.start, len(text) + span.end) for span in line.generated)
        text += line.text
    return Line(text, generated=tuple(generated))


def without_tabs(line: Line) -> Line:
    """The line with tabs as spaces: within a table's cell a tab would look like the next cell."""
    return replace(line, text=line.text.replace("\t", " ")) if "\t" in line.text else line
