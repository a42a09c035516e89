"""PDF files with a text layer. Only importer of pypdfium2; the other pdf_ modules say what the glyphs mean.

PDFium is not safe in several threads: one file is read at a time.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from threading import Lock
from typing import Any

from assistant.document import Document
from assistant.documents.bounds import MAX_PDF_CHARACTERS, check_pages
from assistant.documents.content import Content, expect
from assistant.documents.format import Format, Source
from assistant.documents.lines import Line, compose
from assistant.documents.pdf_furniture import is_bare
from assistant.documents.pdf_lines import Glyph, Page, lines_of_page
from assistant.documents.pdf_paragraphs import paragraphs
from assistant.errors import DocumentError
from assistant.wording import Notice

_PDFIUM = Lock()
_MOST_UNKNOWN = 0.3  # share of characters without a meaning from which a text layer is useless
_SLANT = 0.06  # of a right angle: text that slants more is a watermark
_FEW = 12  # a page with no more glyphs than this may hold nothing but its number
_PAGES_NAMED = 10


def read(source: Source) -> Document:
    """Paragraphs put together from the text layer, without page numbers and running heads.

    Raises DocumentError `encrypted`, `damaged`, `too_many_pages`, `too_much_text`, `no_text_layer` or
    `garbled_text_layer`.
    """
    expect(source, Content.PDF)
    with _PDFIUM:
        pages = _pages(source.data, source.name)
    texts = paragraphs(pages)
    if not texts:
        raise DocumentError("no_text_layer", where=source.name)
    pictures = [number for number, page in enumerate(pages, 1) if page.has_pictures and is_bare(page)]
    notices = [_pages_without_text(pictures)] if pictures else []
    return compose([Line(text) for text in texts], format=FORMAT.name, warnings=notices)


def _pages_without_text(numbers: list[int]) -> Notice:
    named = ", ".join(map(str, numbers[:_PAGES_NAMED])) + ("…" if len(numbers) > _PAGES_NAMED else "")
    return Notice("pages_without_text", {"count": len(numbers), "pages": named})


def _pages(data: bytes, where: str) -> list[Page]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise DocumentError("encrypted" if protected else "damaged", where=where) from error
    pages: list[Page] = []
    characters = nameless = 0
    with closing(document):
        check_pages(len(document), where)
        for number in range(len(document)):
            try:
                with closing(document[number]) as page:
                    layer = _Layer(page, raw, MAX_PDF_CHARACTERS - characters, where)
            except pypdfium2.PdfiumError as error:
                raise DocumentError("damaged", where=where) from error
            characters += layer.count
            nameless += layer.nameless
            pages.append(layer.page)
    if nameless and nameless >= characters * _MOST_UNKNOWN:
        raise DocumentError("garbled_text_layer", where=where)
    return pages


@dataclass(frozen=True, slots=True)
class _Frame:
    """A page's lower left corner and size in points, as its glyphs are placed."""

    left: float
    bottom: float
    width: float
    height: float

    def upright(self, glyph: Glyph, origin_x: float, quarter: int) -> Glyph:
        """The glyph as it stands when the page is turned so that its text runs from left to right."""
        left, right = glyph.left - self.left, glyph.right - self.left
        bottom, top = glyph.bottom - self.bottom, glyph.top - self.bottom
        x, y = origin_x - self.left, glyph.baseline - self.bottom
        width, height = self.width, self.height
        if quarter == 1:  # PDFium counts clockwise: this text runs downwards
            return Glyph(glyph.character, height - top, height - bottom, left, right, x)
        if quarter == 2:
            return Glyph(
                glyph.character, width - right, width - left, height - top, height - bottom, height - y
            )
        if quarter == 3:
            return Glyph(glyph.character, bottom, top, width - right, width - left, width - x)
        return Glyph(glyph.character, left, right, bottom, top, y)


class _Layer:
    """The text layer of one page.

    page: its lines, of the direction that most text runs in; count: its characters; nameless: those of them that the
    file does not say the meaning of.
    """

    def __init__(self, page: Any, raw: Any, most: int, where: str) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._frame = _Frame(left, bottom, right - left, top - bottom)
        self.nameless = 0
        text_page = raw.FPDFText_LoadPage(page.raw)
        try:
            self.count = max(raw.FPDFText_CountChars(text_page), 0) if text_page else 0
            if self.count > most:
                raise DocumentError("too_much_text", where=where, limit=MAX_PDF_CHARACTERS // 10_000)
            found = list(self._glyphs(text_page, raw))
        finally:
            raw.FPDFText_ClosePage(text_page)
        quarter = Counter(quarter for quarter, _ in found).most_common(1)[0][0] if found else 0
        has_pictures = len(found) < _FEW and any(
            page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        )
        width, height = self._frame.width, self._frame.height
        if quarter % 2:
            width, height = height, width
        lines = tuple(lines_of_page([glyph for q, glyph in found if q == quarter]))
        self.page = Page(width, height, lines, has_pictures)

    def _glyphs(self, text_page: Any, raw: Any) -> Iterator[tuple[int, Glyph]]:
        """Every glyph that does not slant, with the quarter turns of its text."""
        x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        for index in range(self.count):
            code = raw.FPDFText_GetUnicode(text_page, index)
            if code in (0x0A, 0x0D) or raw.FPDFText_IsGenerated(text_page, index):
                continue
            if (code < 0x20 and code != 0x02) or raw.FPDFText_HasUnicodeMapError(text_page, index) == 1:
                self.nameless += 1
                continue
            turns = raw.FPDFText_GetCharAngle(text_page, index) / (math.pi / 2)
            if abs(turns - round(turns)) < _SLANT:
                raw.FPDFText_GetCharOrigin(text_page, index, x, y)
                raw.FPDFText_GetLooseCharBox(text_page, index, box)
                glyph = Glyph(chr(code), box.left, box.right, box.bottom, box.top, y.value)
                quarter = round(turns) % 4
                yield quarter, self._frame.upright(glyph, x.value, quarter)


FORMAT = Format("pdf", (".pdf",), read)
