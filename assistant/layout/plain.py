"""A document as plain text and as Markdown. Pure; imports the document, the outline and the reader of Markdown."""

from __future__ import annotations

from assistant.document import Document
from assistant.documents.markdown import markdown_document
from assistant.layout.page_layout import LineKind
from assistant.layout.paper import PaperLine, paper
from assistant.structure.lines import BLANKS
from assistant.structure.outline import Outline

_LEVELS: dict[LineKind, int] = {
    "title": 1,
    "appendix_title": 2,
    "heading_1": 2,
    "heading_2": 3,
    "heading_3": 4,
    "heading_4": 5,
}
_BELOW = "\n\n# x"  # read as a heading, unless what stands above it spoils it


def plain_text(document: Document) -> str:
    """The text as it is, with a newline at its end."""
    return document.text + "\n"


def text_bytes(text: str) -> bytes:
    """A text file for Windows: UTF-8 with a byte-order mark and CRLF.

    Notepad before 2019 takes a file without the mark for GBK when it is short, and shows LF alone as no line end at
    all; WPS and the editors of 麒麟 read both.
    """
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def markdown(document: Document, outline: Outline) -> str:
    """Headings by level, every line a paragraph of its own. Reading it gives the text back, blank lines and the
    blanks before and after a line aside."""
    kinds = {block.start: block.kind for block in paper(document, outline) if isinstance(block, PaperLine)}
    written = []
    for paragraph in document.paragraphs:
        line = document.text[paragraph.start : paragraph.end]
        words = line.strip(BLANKS)
        if not words:
            continue
        kind = kinds.get(paragraph.start + line.index(words[0]), "body")
        written.append(_written(words, _LEVELS.get(kind, 0)))
    return "\n\n".join(written) + "\n"


def _written(line: str, level: int) -> str:
    """The line as Markdown that is read as just this line: what looks like a mark of its own gets a backslash."""
    for attempt in (f"{'#' * level} {line}" if level else line, line):
        if markdown_document(attempt + _BELOW).text == f"{line}\n\nx":
            return attempt
    return f"\\{line}"
