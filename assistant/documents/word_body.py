"""The lines of a Word document's body, as a reader sees it after all tracked changes were accepted.

Imports only lxml and the other parts of reading Word files. Headers, footers, notes and comments are other parts of
the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from assistant.documents.lines import Line, joined, without_tabs
from assistant.documents.word_fields import Fields, is_contents
from assistant.documents.word_numbering import Numbering
from assistant.documents.word_package import is_on, value_of, w
from assistant.documents.word_paragraph import Gathered
from assistant.documents.word_styles import Look, Styles
from assistant.documents.word_symbols import symbol

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_P, _R, _T, _TBL, _TR, _TC, _SDT = (w(n) for n in ("p", "r", "t", "tbl", "tr", "tc", "sdt"))
_FIELD, _CODE, _SIMPLE_FIELD = (w(n) for n in ("fldChar", "instrText", "fldSimple"))
_BREAK, _SYMBOL, _RUBY, _RUN_PROPERTIES = (w(n) for n in ("br", "sym", "ruby", "rPr"))
_REMOVED = frozenset(map(w, ("del", "moveFrom")))
_ADDED = frozenset(map(w, ("ins", "moveTo")))
_PROPERTIES = frozenset(
    map(
        w,
        (
            *("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr", "sdtEndPr"),
            *("rt", "rubyPr", "delText"),
        ),
    )
)
_CHARACTERS = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
_NOTES = frozenset(map(w, ("footnoteReference", "endnoteReference")))
_BLOCKS = frozenset((_P, _TBL, _TR, _TC))
_WRAPPERS = _ADDED | frozenset(map(w, ("sdt", "sdtContent", "customXml", "smartTag")))
_EMBEDDED = frozenset(map(w, ("altChunk", "subDoc")))
_BRANCHES = (f"{_MC}Choice", f"{_MC}Fallback")
_ALTERNATIVES = f"{_MC}AlternateContent"
_BOX = w("txbxContent")
_DRAWN = f"{_VML}textpath"
_CONTENTS_CAPTION = re.compile(r"\s*(目\s*录|目\s*次|contents)\s*", re.IGNORECASE)
# A row with a cell as long as this, in several paragraphs, is a form around prose and not a row of data.
_PROSE_CELL = 120

_ReadInto = Callable[[etree._Element, Gathered], None]


class Body:
    """Reads a body once. `lines` are its lines, `numbers` its paragraphs and the automatic number of each, in order.

    found: counts of what the user should be told of: tracked, hidden, notes, contents (lines of a generated table of
    contents), embedded (whole files in the text).
    """

    def __init__(self, body: etree._Element, styles: Styles, numbering: Numbering) -> None:
        self.found: Counter[str] = Counter()
        self._styles = styles
        self._numbering = numbering
        self._fields = Fields(body)
        self.lines: list[Line] = []
        self.numbers: list[tuple[etree._Element | None, str]] = []
        self._blocks(body, "body", self.lines)

    # Blocks: paragraphs, tables and what wraps them.

    def _blocks(self, parent: etree._Element, container: str, out: list[Line]) -> None:
        """Append the lines of all blocks in `parent`. A paragraph whose mark was removed runs on into the next one."""
        gathered = Gathered()
        properties: etree._Element | None = None
        for block in _unwrapped(parent, self.found):
            if block.tag == _P:
                properties = block.find(w("pPr"))
                style = value_of(properties, "pStyle")
                gathered.paragraph = block
                self._inline(block, gathered, style)
                self._fields.end_paragraph()
                if self._mark_removed(properties, style):
                    continue
            if gathered or block.tag == _P:
                self._close(gathered, properties, container, out)
                gathered = Gathered()
            if block.tag == _TBL:
                self._table(block, out)
            elif block.tag == _SDT:
                self._leave_contents_out(
                    out, sum(1 for p in block.iter(_P) if next(p.iter(_T), None) is not None)
                )
        if gathered:
            self._close(gathered, properties, container, out)

    def _close(
        self, gathered: Gathered, properties: etree._Element | None, container: str, out: list[Line]
    ) -> None:
        """The gathered paragraph becomes lines, followed by those of its text boxes."""
        if gathered.left_out and not gathered.pieces:
            self._leave_contents_out(out, 1)
        else:
            label = self._numbering.label(properties)
            self.numbers.append((gathered.paragraph, label))
            if gathered.pieces or label or not (gathered.boxes or gathered.drawn):
                out.extend(gathered.lines(label, self._styles.heading_level(properties), container))
        for box in gathered.boxes:
            self._blocks(box, "text_box", out)
        out.extend(
            Line(text, container="text_box") for drawn in gathered.drawn for text in drawn.splitlines()
        )

    def _leave_contents_out(self, out: list[Line], count: int) -> None:
        """Count lines of a generated table of contents; its caption goes with it."""
        if not self.found["contents"]:
            last = next((n for n in range(len(out) - 1, -1, -1) if out[n].text.strip()), None)
            if last is not None and _CONTENTS_CAPTION.fullmatch(out[last].text):
                del out[last:]
        self.found["contents"] += count

    def _mark_removed(self, properties: etree._Element | None, style: str | None) -> bool:
        """Whether a paragraph's end was deleted, moved away or hidden."""
        mark = properties.find(w("rPr")) if properties is not None else None
        if mark is not None and any(mark.find(tag) is not None for tag in _ADDED):
            self.found["tracked"] += 1
        if mark is not None and any(mark.find(tag) is not None for tag in _REMOVED):
            self.found["tracked"] += 1
            return True
        return self._styles.look(style, mark).hidden

    # Tables.

    def _table(self, table: etree._Element, out: list[Line]) -> None:
        for row in _unwrapped(table, self.found):
            if row.tag != _TR:
                continue
            properties = row.find(w("trPr"))
            if properties is not None and properties.find(w("del")) is not None:
                self.found["tracked"] += 1
                continue
            if is_on(properties, "hidden"):
                self.found["hidden"] += 1
                continue
            cells = [cell for cell in _unwrapped(row, self.found) if cell.tag == _TC]
            contents = [
                self._cell(cell) for cell in cells if cell.find(f"{w('tcPr')}/{w('cellDel')}") is None
            ]
            nested = any(cell.find(_TBL) is not None for cell in cells)
            if len(contents) == 1 or nested or any(map(_is_prose, contents)):
                lines = [line for content in contents for line in content]
                out.extend([line for line in lines if line.text] or lines[:1])
            elif contents:
                texts = [joined([without_tabs(line) for line in content], " ") for content in contents]
                row_line = joined(texts, "\t")
                out.append(replace(row_line, container="table"))

    def _cell(self, cell: etree._Element) -> list[Line]:
        """The lines of a cell that hold something."""
        lines: list[Line] = []
        self._blocks(cell, "table", lines)
        empty = tuple(
            origin._replace(text="", source=None) for line in lines[:1] for origin in line.origins[:1]
        )
        return [line for line in lines if line.text.strip()] or [Line("", container="table", origins=empty)]

    # Within a paragraph: runs and what wraps them.

    def _inline(self, parent: etree._Element, gathered: Gathered, style: str | None) -> None:
        for child in parent:
            tag = child.tag
            if tag == _R:
                properties = child.find(_RUN_PROPERTIES)
                self._run(child, gathered, self._styles.look(style, properties), style)
            elif tag in _REMOVED:
                self.found["tracked"] += 1
            elif tag in _PROPERTIES:
                continue
            elif tag == _MATH_TEXT:
                self._text(child.text or "", gathered, Look(), child)
            elif tag == _ALTERNATIVES:
                self._alternatives(child, gathered, lambda branch, to: self._inline(branch, to, style))
            elif tag == _SDT:
                for content in child.iterchildren(w("sdtContent")):
                    self._inline(content, gathered, style)
            elif tag != _SIMPLE_FIELD or not is_contents(child.get(w("instr"), "")):
                self.found["tracked"] += tag in _ADDED
                self._inline(child, gathered, style)

    def _run(self, run: etree._Element, gathered: Gathered, look: Look, style: str | None) -> None:
        for child in run:
            tag = child.tag
            if tag == _T:
                self._text(_text_of(child), gathered, look, child)
            elif tag in _PROPERTIES:
                continue
            elif tag in _CHARACTERS:
                self._text(_CHARACTERS[tag], gathered, look, child)
            elif tag == _BREAK:
                self._break(child, gathered, look)
            elif tag == _FIELD:
                self._text(self._fields.mark(child), gathered, look, child)
            elif tag == _CODE:
                self._fields.code(child.text or "")
            elif tag == _SYMBOL:
                self._text(_symbol(child), gathered, look, child)
            elif tag in _NOTES:
                self.found["notes"] += 1
            elif tag == _RUBY:
                for base in child.iterchildren(w("rubyBase")):
                    self._inline(base, gathered, style)
            elif tag == _ALTERNATIVES:
                self._alternatives(child, gathered, lambda branch, to: self._run(branch, to, look, style))
            elif tag == _BOX:
                if not look.hidden:
                    gathered.boxes.append(child)
            elif tag == _DRAWN:
                gathered.drawn.append(child.get("string", ""))
            elif len(child):
                self._run(child, gathered, look, style)

    def _alternatives(self, element: etree._Element, gathered: Gathered, read: _ReadInto) -> None:
        """The first version of a content that says something: text boxes stand twice, for old and new programs."""
        for branch in element:
            if branch.tag in _BRANCHES:
                attempt = Gathered(gathered.paragraph)
                read(branch, attempt)
                if attempt:
                    gathered.take(attempt)
                    return

    def _text(self, text: str, gathered: Gathered, look: Look, source: etree._Element) -> None:
        if not text:
            return
        if self._fields.in_contents:
            gathered.left_out = True
        elif not self._fields.shows:
            return
        elif look.hidden:
            self.found["hidden"] += bool(text.strip())
        else:
            gathered.add(text, look, source)

    def _break(self, element: etree._Element, gathered: Gathered, look: Look) -> None:
        if element.get(w("type")) in ("page", "column"):
            gathered.new_page = element if gathered.pieces else None
        else:
            self._text("\n", gathered, look, element)


def _unwrapped(parent: etree._Element, found: Counter[str]) -> Iterator[etree._Element]:
    """Paragraphs, tables, rows and cells directly in `parent` or in what only wraps them; generated contents as one."""
    for child in parent:
        tag = child.tag
        if tag in _BLOCKS or (tag == _SDT and _is_generated_contents(child)):
            yield child
        elif tag in _REMOVED:
            found["tracked"] += 1
        elif tag in _WRAPPERS:
            found["tracked"] += tag in _ADDED
            yield from _unwrapped(child, found)
        elif tag == _ALTERNATIVES:
            branches = [b for b in child if b.tag in _BRANCHES and next(b.iter(_P), None) is not None]
            if branches:
                yield from _unwrapped(branches[0], found)
        elif tag in _EMBEDDED:
            found["embedded"] += 1


def _is_generated_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
    return gallery is not None and gallery.get(w("val")) == "Table of Contents"


def _is_prose(lines: list[Line]) -> bool:
    return len(lines) > 1 and sum(len(line.text) for line in lines) > _PROSE_CELL


def _text_of(element: etree._Element) -> str:
    """The text of w:t. A newline in it is the file's layout: Word shows a blank."""
    text: str = element.text or ""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", text) if "\n" in text or "\r" in text else text


def _symbol(element: etree._Element) -> str:
    try:
        return symbol(element.get(w("font"), ""), int(element.get(w("char"), ""), 16))
    except ValueError:
        return ""
