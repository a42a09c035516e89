"""Tables (xlsx, csv) as lines with tabs between cells, for 本次素材. Only importer of openpyxl.

A cell is shown as its number format shows it, as far as facts are concerned: dates, percentages, decimals. Hidden
sheets are left out.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assistant.document import Document
from assistant.documents.archive import Archive
from assistant.documents.bounds import MAX_TABLE_CELLS
from assistant.documents.content import Content, expect
from assistant.documents.format import Format, Source
from assistant.documents.lines import Line, compose
from assistant.documents.text import plain_text
from assistant.errors import DocumentError
from assistant.wording import Notice

# A formula whose result the saving program did not store.
_UNCOMPUTED = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_DOCTYPE = b"<!DOCTYPE"


def read_workbook(source: Source) -> Document:
    """Every visible sheet; where there are several, each under its name.

    Raises DocumentError as archives do, `hostile_xml`, `damaged` or `table_too_large`.
    """
    expect(source, Content.XLSX)
    notices = _inspect(Archive(source.data, source.name), source.name)
    sheets, hidden = _sheets(source)
    if hidden:
        notices.append(Notice("hidden_sheets_left_out", {"count": hidden}))
    lines: list[Line] = []
    for name, rows in sheets:
        if len(sheets) > 1:
            lines.append(Line(_cell(name), heading_level=1))
        lines.extend(_row(row) for row in rows)
    return compose(lines, format=XLSX.name, warnings=notices)


def read_csv(source: Source) -> Document:
    """The rows of a file whose cells are separated by commas, semicolons or tabs."""
    text, notices = plain_text(source)
    named = re.match(r"sep=([,;\t|])\r?\n", text)  # Excel's own hint
    text = text[named.end() :] if named else text
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=named[1] if named else _delimiter(text, source.extension)
    )
    try:
        rows = list(_within_bounds(reader, source.name))
    except csv.Error as error:
        raise DocumentError("damaged", where=source.name) from error
    return compose([_row(row) for row in rows], format=CSV.name, warnings=notices)


def _inspect(archive: Archive, where: str) -> list[Notice]:
    """Refuse hostile parts before openpyxl sees them; tell of formulas without a stored result."""
    uncomputed = 0
    for name in archive.names():
        if (name.startswith("xl/") and name.endswith((".xml", ".rels"))) or name == "[content_types].xml":
            content = archive.read(name)
            if _DOCTYPE in content or _DOCTYPE.decode().encode("utf-16-le") in content:
                raise DocumentError("hostile_xml", where=where)
            if name.startswith("xl/worksheets/"):
                uncomputed += len(_UNCOMPUTED.findall(content))
    return [Notice("formulas_without_result", {"count": uncomputed})] if uncomputed else []


def _sheets(source: Source) -> tuple[list[tuple[str, list[list[str]]]], int]:
    """Name and rows of the sheets that hold something, and how many are hidden."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts it does not read, such as data validation
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
            try:
                visible = [s for s in workbook.worksheets if s.sheet_state == "visible"]
                sheets = [(sheet.title, _rows_of(sheet, source.name)) for sheet in visible]
                hidden = len(workbook.worksheets) - len(visible)
            finally:
                workbook.close()
        except (DocumentError, MemoryError):
            raise
        except Exception as error:
            raise DocumentError("damaged", where=source.name) from error
    return [(name, rows) for name, rows in sheets if rows], hidden


def _rows_of(sheet: Any, where: str) -> list[list[str]]:
    sheet.reset_dimensions()  # files declare a million rows where a dozen are used
    rows = (
        [_shown(cell.value, getattr(cell, "number_format", "")) for cell in row] for row in sheet.iter_rows()
    )
    return [row for row in _within_bounds(rows, where) if any(row)]


def _within_bounds(rows: Iterable[list[str]], where: str) -> Iterator[list[str]]:
    cells = 0
    for row in rows:
        cells += len(row) + 1  # rows count too: a file may leap over a million empty ones
        if cells > MAX_TABLE_CELLS:
            raise DocumentError("table_too_large", where=where, limit=MAX_TABLE_CELLS // 10_000)
        yield row


def _row(cells: Sequence[str]) -> Line:
    return Line("\t".join(map(_cell, cells)).rstrip("\t"), container="table")


def _cell(text: str) -> str:
    """A cell's text on one line: a tab or newline in it would look like another cell or row."""
    return re.sub(r"[\t\r\n\x0b\x0c]+", " ", text.strip())


def _shown(value: object, number_format: str) -> str:
    """A cell's value as its format shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, number_format or "")
    if isinstance(value, dt.datetime):
        day = _date(value, number_format)
        return f"{day} {value:%H:%M}" if value.time() != dt.time() else day
    if isinstance(value, dt.date):
        return _date(value, number_format)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value)


def _number(value: float, number_format: str) -> str:
    """Percentages and fixed decimals as formatted, other numbers without superfluous digits."""
    pattern = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format.split(";")[0])
    places = re.search(r"0\.(0+)", pattern)
    if "%" in pattern:
        return f"{value * 100:.{len(places[1]) if places else 0}f}%"
    if places and "E" not in pattern:
        return f"{value:.{len(places[1])}f}"
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.10g}"


def _date(value: dt.date, number_format: str) -> str:
    """A date in words where the format is, else as 2024-03-01."""
    year, month, day = "年" in number_format, "月" in number_format, "日" in number_format
    if not month:
        return f"{value:%Y-%m-%d}"
    return (f"{value.year}年" if year else "") + f"{value.month}月" + (f"{value.day}日" if day else "")


def _delimiter(text: str, extension: str) -> str:
    """The separator that stands most evenly in the first lines."""
    if extension == ".tsv":
        return "\t"
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:20] if line.strip()]
    scores = {
        d: (min((line.count(d) for line in lines), default=0), sum(line.count(d) for line in lines))
        for d in ",\t;"
    }
    best = max(scores, key=lambda d: scores[d])
    return best if scores[best][1] else ","


XLSX = Format("xlsx", (".xlsx", ".xlsm"), read_workbook, tabular=True)
CSV = Format("csv", (".csv", ".tsv"), read_csv, tabular=True)
