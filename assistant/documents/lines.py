"""Lines as the readers find them, and the document they make. Pure; imports only document and the wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from assistant.document import Document, Paragraph, Span
from assistant.wording import Notice

if TYPE_CHECKING:
    from lxml import etree


class Origin(NamedTuple):
    """Where a piece of a line stands in an XML file.

    source: the element that says it, None for what the reader put there (a generated number, a mark between cells);
    paragraph: the one it is in, None between two. A piece without text: of an empty paragraph, or, with a source, the
    break before this line.
    """

    text: str
    source: etree._Element | None
    paragraph: etree._Element | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: text without newline, hints as in `Paragraph`, generated spans within the line.

    origins: of XML files; their texts one after the other are `text`.
    """

    text: str
    heading_level: int = 0
    bold_prefix: int = 0
    container: str = "body"
    generated: tuple[Span, ...] = ()
    origins: tuple[Origin, ...] = ()


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
    """Several lines as one, their hints dropped, their generated spans and origins kept."""
    text = ""
    generated: list[Span] = []
    origins: list[Origin] = []
    for number, line in enumerate(lines):
        if number:
            text += separator
            origins.append(Origin(separator, None, None))
        origins += line.origins
        generated.extend(Span(len(text) + span.start, len(text) + span.end) for span in line.generated)
        text += line.text
    return Line(text, generated=tuple(generated), origins=tuple(origins))


def without_tabs(line: Line) -> Line:
    """The line with tabs as spaces: within a table's cell a tab would look like the next cell."""
    if "\t" not in line.text:
        return line
    origins = tuple(origin._replace(text=origin.text.replace("\t", " ")) for origin in line.origins)
    return replace(line, text=line.text.replace("\t", " "), origins=origins)
