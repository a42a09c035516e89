"""The judge: what a changed file says, read by a second reader that shares no code with the writer.

Every paragraph is read with the standard library's XML reader, all tracked changes accepted or refused, and compared
with what was to be written and with what stood there before. Imports errors, documents (for their own reading) only.
"""

from __future__ import annotations

import io
import posixpath
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.document import Document
from assistant.documents.docx import word_document
from assistant.errors import DocumentError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {True: (f"{_W}del", f"{_W}moveFrom"), False: (f"{_W}ins", f"{_W}moveTo")}
_SILENT = frozenset(
    _W + n
    for n in (
        "rPr",
        "pPr",
        "instrText",
        "delInstrText",
        "sectPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sdtPr",
        "tblGrid",
    )
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "sym": "\ufffc"}
_SPOKEN = {_W + name: text for name, text in _CHARACTERS.items()}
_TEXTS = frozenset(
    (f"{_W}t", f"{_W}delText", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
)
_MARKS = frozenset(_W + n for n in ("ins", "del", "moveFrom", "moveTo"))
_BLANKS = " \t\u3000\xa0"

Look = object


@dataclass(slots=True)
class ReadParagraph:
    """One paragraph as read: its characters, the look of each, its properties."""

    text: str = ""
    looks: list[Look] = field(default_factory=list)
    properties: Look = None


@dataclass(frozen=True, slots=True)
class TextChange:
    """`old` became `new`; kept: (start in old, start in new, length) of the stretches that stayed."""

    old: str
    new: str
    kept: tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class Expected:
    """What is to be found, by the number of each paragraph in the order of `base`.

    base: the main part before the change, its revisions accepted; changed; removed; added: number of the paragraph
    before (-1 for none) → texts.
    """

    base: bytes
    changed: dict[int, TextChange] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    added: dict[int, list[str]] = field(default_factory=dict)


def prove(
    original: bytes, data: bytes, expected: Expected, lines: Sequence[str], name: str, *, tracked: bool
) -> None:
    """Raises DocumentError `word_proof_failed` where the file `data` says anything but what was to be written."""
    base = read_view(expected.base, accept=True)
    main = main_part(data)
    found = [
        [p.text for p in read_view(main_part(original), accept=True)] == [p.text for p in base],
        _as_expected(read_view(main, accept=True), base, expected),
        not tracked or read_view(main, accept=False) == base,
        _reads_as(word_document(data, name), lines),
    ]
    if not all(found):
        raise DocumentError(
            "word_proof_failed", where=name, views=[n for n, ok in enumerate(found) if not ok]
        )


def main_part(data: bytes) -> bytes:
    """The main part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = {n.replace("\\", "/").lstrip("/").lower(): n for n in package.namelist()}
        target = "word/document.xml"
        if "_rels/.rels" in names:
            for relation in ET.fromstring(package.read(names["_rels/.rels"])):  # noqa: S314
                if relation.get("Type", "").endswith("/officeDocument"):
                    path = (
                        posixpath.normpath(posixpath.join("/", relation.get("Target", "")))
                        .lstrip("/")
                        .lower()
                    )
                    target = path if path in names else target
                    break
        return package.read(names[target])


def _as_expected(found: Sequence[ReadParagraph], base: Sequence[ReadParagraph], expected: Expected) -> bool:
    wanted: list[tuple[str, ReadParagraph | None, TextChange | None]] = []
    wanted += ((text, None, None) for text in expected.added.get(-1, ()))
    for number, before in enumerate(base):
        if number not in expected.removed:
            wanted.append((before.text, before, expected.changed.get(number)))
        wanted += ((text, None, None) for text in expected.added.get(number, ()))
    if len(found) != len(wanted):
        return False
    return all(_is(p, *want) for p, want in zip(found, wanted, strict=True))


def _is(found: ReadParagraph, text: str, before: ReadParagraph | None, change: TextChange | None) -> bool:
    if change is None:
        return _bare(found.text) == _bare(text) and (before is None or found.looks == before.looks)
    assert before is not None
    if before.text == change.old:
        same = found.text == change.new
        return same and all(
            found.looks[j : j + length] == before.looks[i : i + length] for i, j, length in change.kept
        )
    # The paragraph holds what its text leaves out: hidden characters, breaks of pages.
    grown = len(_bare(change.new)) - len(_bare(change.old))
    position = iter(_bare(found.text))
    return len(_bare(found.text)) == len(_bare(before.text)) + grown and all(
        c in position for c in _bare(change.new)
    )


def _bare(text: str) -> str:
    return text.replace("\n", "")


def _reads_as(document: Document, lines: Sequence[str]) -> bool:
    """Whether the file's own reading gives these lines, blank ones and leading spaces aside."""
    found = [line.strip(_BLANKS) for line in document.text.split("\n")]
    wanted = [line.strip(_BLANKS) for line in "\n".join(lines).split("\n")]
    if [f for f in found if f] == [x for x in wanted if x]:
        return True
    # A row that grows or shrinks may be read as one line or as several.
    rows = any(paragraph.container == "table" for paragraph in document.paragraphs)
    return rows and "".join(document.text.split()) == "".join("".join(lines).split())


def read_view(main: bytes, *, accept: bool) -> list[ReadParagraph]:
    """The paragraphs of a main part, in every version of a text box, all tracked changes accepted or refused."""
    reader = _View(accept)
    body = ET.fromstring(main).find(f"{_W}body")  # noqa: S314
    if body is not None:
        reader.blocks(body)
    return [paragraph for paragraph in reader.found if paragraph is not None]


class _View:
    def __init__(self, accept: bool) -> None:
        self.found: list[ReadParagraph | None] = []
        self._accept = accept
        self._gone = _GONE[accept]

    def blocks(self, parent: ET.Element) -> None:
        """Read the blocks below; a paragraph whose end is gone runs on into the next one."""
        open_at: int | None = None
        pending: ReadParagraph | None = None
        for child in self._flat(parent):
            if child.tag != f"{_W}p":
                if pending is not None and open_at is not None and pending.text:
                    self.found[open_at] = pending
                pending = None
                self.blocks(child)
                continue
            if pending is None:
                pending, open_at = ReadParagraph(), len(self.found)
                self.found.append(None)
            boxes: list[ET.Element] = []
            self._text(child, None, pending, boxes)
            pending.properties = self._properties(child)
            for box in boxes:
                self.blocks(box)
            if not self._end_is_gone(child) and open_at is not None:
                self.found[open_at] = pending
                pending = None
        if pending is not None and open_at is not None:
            self.found[open_at] = pending

    def _flat(self, parent: ET.Element) -> list[ET.Element]:
        """Paragraphs and tables, rows, cells; what only wraps them is looked into."""
        found: list[ET.Element] = []
        for child in parent:
            name = child.tag.removeprefix(_W)
            if child.tag in self._gone or child.tag in _SILENT:
                continue
            if name in ("p", "tbl", "tc"):
                found.append(child)
            elif name == "tr":
                mark = child.find(f"{_W}trPr/{self._gone[0]}")
                if mark is None:
                    found.append(child)
            else:
                found += self._flat(child)
        return found

    def _text(self, parent: ET.Element, look: Look, into: ReadParagraph, boxes: list[ET.Element]) -> None:
        for child in parent:
            tag = child.tag
            if tag in self._gone or tag in _SILENT:
                continue
            if tag == f"{_W}r":
                self._text(child, _look(child.find(f"{_W}rPr")), into, boxes)
                continue
            text = ""
            if tag in _TEXTS:
                text = child.text or ""
            elif tag in _SPOKEN:
                text = _SPOKEN[tag]
            elif tag == f"{_W}br":
                text = "" if child.get(f"{_W}type") in ("page", "column") else "\n"
            elif tag == f"{_W}txbxContent":
                boxes.append(child)
            else:
                self._text(child, look, into, boxes)
            if text:
                into.text += text
                into.looks += [look] * len(text)

    def _end_is_gone(self, paragraph: ET.Element) -> bool:
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        return mark is not None and any(mark.find(tag) is not None for tag in self._gone)

    def _properties(self, paragraph: ET.Element) -> Look:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return (), (), None
        mark = properties.find(f"{_W}rPr")
        change = properties.find(f"{_W}pPrChange")
        section = properties.find(f"{_W}sectPr")
        source = properties
        if change is not None and not self._accept:
            old = change.find(f"{_W}pPr")
            source = old if old is not None else ET.Element("none")
        own = tuple(
            _look(child) for child in source if child.tag not in (f"{_W}rPr", f"{_W}pPrChange", f"{_W}sectPr")
        )
        ends = tuple(_look(child) for child in mark if child.tag not in _MARKS) if mark is not None else ()
        return own, ends, None if section is None else _look(section)


def _look(element: ET.Element | None) -> Look:
    """An element's content as a value that can be compared."""
    if element is None:
        return None
    return (
        element.tag,
        tuple(sorted(element.attrib.items())),
        tuple(_look(child) for child in element if not child.tag.endswith("Change")),
    )
