"""What each line of a document is on paper: title, addressee, heading, body, signature, date … Pure; imports structure.

Told by the outline, and by words where the outline keeps several kinds together (what stands above and below a title,
a signature and its date). No character is added, changed or moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.document import Document
from assistant.layout.page_layout import LineKind
from assistant.structure.front_matter import is_addressee, is_appendix, is_date, squeezed
from assistant.structure.lines import BLANKS
from assistant.structure.outline import Outline, Section

MARKS = "。．.：:；;！!？?"
ADDRESSEE_CHARS = 120
SIGNATURE_CHARS = 30
MOST_COLUMNS = 63  # Word opens no table with more
ENTRY_CHARS = 25  # a longer numbered sentence with a full stop is text, and no heading

NUMBER = re.compile(
    r"(?P<office>\S{1,16}?)(?P<open>[〔\[（(【［])(?P<year>(?:19|20)\d\d)(?P<close>[〕\]）)】］])\s*第?\s*\d{1,5}\s*号"
)
_MARK = re.compile(r"(?:绝密|机密|秘密|特急|加急|急件|平急|内部资料|内部材料|附件).{0,12}")
_LETTERHEAD = re.compile(r"\S{2,30}文件")
_ENCLOSURES = re.compile(rf"附[{BLANKS}]*件[{BLANKS}]*[：:]")
_ENCLOSURE = re.compile(rf"[0-9０-９]{{1,2}}[.．、][{BLANKS}]*\S")
_SIGNED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:人|签名|签字|单位)\s*[：:]\s*\S{0,20}")
_BELOW_DATE = re.compile(r"[（(].{1,60}[）)]|(?:抄送|抄报|联系人|联系电话|印发)\s*[：:]?.{0,60}")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line at `[start, end)`, the blanks around it left out.

    head: where the part that stands in the face of a heading of this `level` ends, in a line that runs on as body.
    new_page: it begins a page.
    """

    kind: LineKind
    start: int
    end: int
    head: int = 0
    level: int = 0
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Rows of cells; a row may have fewer cells than the table has columns."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> int:
        return max(len(row) for row in self.rows)


Block = PaperLine | PaperTable


def paper(document: Document, outline: Outline) -> tuple[Block, ...]:
    """Every line that is not blank, in order; neighbouring lines with tabs as tables."""
    lines = list(_visible(document))
    kinds = _Kinds(document.text, outline, lines).kinds
    return tuple(_blocks(document.text, lines, kinds))


@dataclass(frozen=True, slots=True)
class _Line:
    """raw: with the blanks around it, which may be empty cells; apart: no line stands directly above it."""

    start: int
    end: int
    raw: str
    container: str
    apart: bool


def _visible(document: Document) -> Iterator[_Line]:
    blank = True
    for paragraph in document.paragraphs:
        raw = document.text[paragraph.start : paragraph.end]
        stripped = raw.strip(BLANKS)
        if stripped:
            start = paragraph.start + raw.index(stripped[0])
            yield _Line(start, start + len(stripped), raw, paragraph.container, blank)
        blank = not stripped


class _Kinds:
    """The kind of every line, by the offset it begins at; lines that are not named are body."""

    def __init__(self, text: str, outline: Outline, lines: Sequence[_Line]) -> None:
        self.text = text
        self.lines = lines
        self.kinds: dict[int, PaperLine] = {}
        title_end = 0
        for section in outline.sections:
            if section.kind == "title":
                self._front(section)
                title_end = section.end
        self._addressees(outline, title_end)
        for section in outline.sections:
            if section.kind == "section":
                self._headings(section, 1)
            elif section.kind == "closing":
                self._signature(section)
        self._enclosures(title_end)

    def _set(self, line: _Line, kind: LineKind, **more: int | bool) -> None:
        self.kinds[line.start] = replace(PaperLine(kind, line.start, line.end), **more)  # type: ignore[arg-type]

    def _within(self, start: int, end: int) -> list[_Line]:
        return [line for line in self.lines if line.end > start and line.start < end]

    def _words(self, line: _Line) -> str:
        return squeezed(self.text[line.start : line.end])

    def _front(self, section: Section) -> None:
        for line in self._within(section.start, section.end):
            words = self._words(line)
            if line.start < section.heading_end and line.end > section.heading_start:
                self._set(line, "title")
            elif NUMBER.fullmatch(words):
                self._set(line, "document_number")
            elif line.end <= section.heading_start and _MARK.fullmatch(words):
                self._set(line, "mark")
            elif line.end <= section.heading_start and _LETTERHEAD.fullmatch(words):
                self._set(line, "letterhead")
            else:
                self._set(line, "byline")

    def _addressees(self, outline: Outline, after: int) -> None:
        for section in outline.sections:
            if section.kind in ("title", "residue"):
                continue
            if section.level or section.start > after:
                return
            for line in self._within(section.start, section.end):
                if not self._is_addressee(line):
                    return
                self._set(line, "addressee")

    def _is_addressee(self, line: _Line) -> bool:
        words = self._words(line)
        return words[-1] in "：:！!" and len(words) <= ADDRESSEE_CHARS and is_addressee(words)

    def _headings(self, section: Section, depth: int) -> None:
        level = section.level or depth
        lines = self._within(section.start, section.heading_end)
        if section.heading and lines:
            if not section.level and is_appendix(self._words(lines[0])):
                self._appendix(lines)
            elif level <= 4:
                self._heading(section, level, lines)
        for child in section.children:
            self._headings(child, depth + 1)

    def _appendix(self, lines: Sequence[_Line]) -> None:
        first, *rest = lines
        named = self._words(first).startswith("附")
        self._set(first, "mark" if named else "appendix_title", new_page=True)
        for line in rest:
            self._set(line, "appendix_title")

    def _heading(self, section: Section, level: int, lines: Sequence[_Line]) -> None:
        kind: LineKind = f"heading_{level}"  # type: ignore[assignment]
        entry = section.body_start <= section.heading_start
        for line in lines:
            rest = self.text[section.heading_end : line.end] if section.heading_end < line.end else ""
            if not rest.strip(MARKS + BLANKS):
                if entry and rest.strip(BLANKS) and section.heading_end - section.heading_start > ENTRY_CHARS:
                    continue
                self._set(line, kind)
            elif rest[0] in MARKS or not entry:
                # A run-in heading ends with its mark: 。 belongs to the heading's face.
                head = section.heading_end + (rest[0] in MARKS)
                self._set(line, "body", head=head, level=level)

    def _signature(self, section: Section) -> None:
        """The last lines of the closing: who signs, and when; a note in brackets may stand below."""
        found: list[tuple[_Line, LineKind]] = []
        for line in reversed(self._within(section.start, section.end)):
            words = self._words(line)
            if is_date(words):
                found.append((line, "date"))
            elif not found and _BELOW_DATE.fullmatch(words):
                continue
            elif _SIGNED.fullmatch(words) or (found and self._may_sign(line, words)):
                found.append((line, "signature"))
            else:
                break
        for line, kind in found:
            self._set(line, kind)

    def _may_sign(self, line: _Line, words: str) -> bool:
        short = len(words) <= SIGNATURE_CHARS and words[-1] not in "。；;！!：:，,？?”"
        return (
            short
            and line.container == "body"
            and not _ENCLOSURES.match(words)
            and not _ENCLOSURE.match(words)
        )

    def _enclosures(self, after: int) -> None:
        """`附件：1. ……` and the lines `2. ……` below it."""
        inside = False
        for line in self.lines:
            words = self.text[line.start : line.end]
            begins = line.start >= after and line.container == "body" and _ENCLOSURES.match(words)
            if begins or (inside and _ENCLOSURE.match(words)):
                self._set(line, "enclosures")
                inside = True
            else:
                inside = False


def _blocks(text: str, lines: Sequence[_Line], kinds: dict[int, PaperLine]) -> Iterator[Block]:
    index = 0
    while index < len(lines):
        stop = _table_end(lines, kinds, index)
        if stop > index and max(line.raw.count("\t") for line in lines[index:stop]) < MOST_COLUMNS:
            rows = (line.raw.split("\t") for line in lines[index:stop])
            yield PaperTable(tuple(tuple(cell.strip(BLANKS) for cell in row) for row in rows))
            index = stop
        else:
            for line in lines[index : max(stop, index + 1)]:
                yield kinds.get(line.start) or PaperLine("body", line.start, line.end)
            index = max(stop, index + 1)


def _table_end(lines: Sequence[_Line], kinds: dict[int, PaperLine], first: int) -> int:
    """Where the table that begins at this line ends; `first` if none does.

    The rows of a table in the file; in a plain text, at least two neighbouring lines with equally many tabs, the first
    of them between words.
    """
    stop = first
    if lines[first].container == "table":
        while (
            stop < len(lines)
            and lines[stop].container == "table"
            and (stop == first or not lines[stop].apart)
        ):
            stop += 1
        return stop if any("\t" in line.raw for line in lines[first:stop]) else first
    tabs = lines[first].raw.count("\t")
    if not tabs or "\t" not in lines[first].raw.strip(BLANKS):
        return first
    while (
        stop < len(lines)
        and lines[stop].raw.count("\t") == tabs
        and not lines[stop].raw.lstrip(" \u3000\xa0").startswith("\t")
        and lines[stop].container == "body"
        and (stop == first or not lines[stop].apart)
        and lines[stop].start not in kinds
    ):
        stop += 1
    return stop if stop - first >= 2 else first
