"""Word files (docx, docm, dotx): the text as in Word after accepting all changes. Imports only parts of reading.

Automatic numbers are text, marked as generated. Tables stand as lines with tabs between cells; a row around prose
(one cell, a nested table, or a long cell of several paragraphs) stands as the lines of its cells. Text boxes follow
the paragraph they are anchored in. Headers, footers, notes, comments, hidden text and generated contents are left
out.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from assistant.document import Document
from assistant.documents.content import Content, expect
from assistant.documents.format import Format, Source
from assistant.documents.lines import compose
from assistant.documents.word_body import Body
from assistant.documents.word_numbering import Numbering
from assistant.documents.word_package import WordPackage, w
from assistant.documents.word_styles import Styles
from assistant.errors import DocumentError
from assistant.wording import Notice


def read(source: Source) -> Document:
    """The body of a Word file. Raises DocumentError, `embedded_only` where all its text is in another file."""
    expect(source, Content.DOCX)
    return word_document(source.data, source.name)


def word_document(data: bytes, where: str, *, format: str = "docx") -> Document:
    """The body of a Word file of known kind."""
    package = WordPackage(data, where)
    styles = Styles(package.styles())
    body = read_body(package.document(), styles, Numbering(package.numbering(), styles), where)
    if body.found["embedded"] and not any(line.text.strip() for line in body.lines):
        raise DocumentError("embedded_only", where=where)
    return compose(body.lines, format=format, warnings=_notices(body))


def read_body(document: etree._Element, styles: Styles, numbering: Numbering, where: str) -> Body:
    """The lines of a main part. numbering: not counted yet. Raises DocumentError `damaged`."""
    element = document.find(w("body"))
    if element is None:
        raise DocumentError("damaged", where=where)
    try:
        return Body(element, styles, numbering)
    except RecursionError as error:
        raise DocumentError("damaged", where=where) from error


def _notices(body: Body) -> Iterator[Notice]:
    found = body.found
    if found["tracked"]:
        yield Notice("tracked_changes_accepted", {"count": found["tracked"]})
    if found["hidden"]:
        yield Notice("hidden_text_left_out", {"count": found["hidden"]})
    if found["contents"]:
        yield Notice("contents_left_out", {"count": found["contents"]})
    if found["notes"]:
        yield Notice("notes_left_out", {"count": found["notes"]})
    if found["embedded"]:
        yield Notice("embedded_left_out", {"count": found["embedded"]})


FORMAT = Format("docx", (".docx", ".docm", ".dotx", ".dotm"), read)
