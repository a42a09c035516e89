"""Tables for material: cells as their formats show them, rows as lines."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from assistant.documents import read_bytes
from assistant.errors import DocumentError
from tests.documents.office_files import workbook
from tests.documents.word_files import archive


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        ((3.14159, "0.00"), "3.14"),
        ((0.856, "0%"), "86%"),
        ((0.8567, "0.00%"), "85.67%"),
        ((1234567.5, "#,##0.0"), "1234567.5"),
        ((5, '0"个"'), "5"),
        (123456789012345, "123456789012345"),
        (True, "TRUE"),
        ("0470-1234567", "0470-1234567"),
        ((dt.datetime(2024, 3, 1), "yyyy/m/d"), "2024-03-01"),
        ((dt.datetime(2024, 3, 1, 8, 30), "yyyy/m/d h:mm"), "2024-03-01 08:30"),
        ((dt.date(2024, 3, 1), 'yyyy"年"m"月"d"日"'), "2024年3月1日"),
        ((dt.date(2024, 3, 1), 'yyyy"年"m"月"'), "2024年3月"),
        ((dt.date(2024, 3, 1), 'm"月"d"日"'), "3月1日"),
        ((dt.time(8, 30), "h:mm"), "08:30"),
        ("  两头空白 ", "两头空白"),
        ("甲\r\n乙\t丙", "甲 乙 丙"),
    ],
)
def test_cells(cell: object, text: str) -> None:
    document = read_bytes(workbook({"Sheet1": [["值", cell]]}), "表.xlsx")
    assert document.text == f"值\t{text}"
    assert document.warnings == ()


def test_a_single_sheet_is_not_named() -> None:
    assert read_bytes(workbook({"台账": [["甲"]], "空": []}), "表.xlsx").text == "甲"


def test_sheets_are_headings() -> None:
    document = read_bytes(workbook({"甲表": [["1"]], "乙表": [["2"]]}), "表.xlsx")
    assert [(document.text[p.start : p.end], p.heading_level, p.container) for p in document.paragraphs] == [
        ("甲表", 1, "body"), ("1", 0, "table"), ("乙表", 1, "body"), ("2", 0, "table"),
    ]  # fmt: skip


def changed(change: Callable[[str], str]) -> bytes:
    """A workbook of two cells, its sheet's XML changed."""
    with zipfile.ZipFile(io.BytesIO(workbook({"表": [["甲", "乙"]]}))) as package:
        return archive(
            {
                n: change(package.read(n).decode()) if n.endswith("sheet1.xml") else package.read(n)
                for n in package.namelist()
            }
        )


def test_a_declared_size_of_a_million_rows_means_nothing() -> None:
    data = changed(lambda xml: re.sub("<dimension[^>]*>", '<dimension ref="A1:XFD1048576"/>', xml))
    assert read_bytes(data, "表.xlsx").text == "甲\t乙"


def test_a_leap_over_a_billion_rows_is_refused() -> None:
    data = changed(
        lambda xml: (
            xml.replace('r="1"', 'r="999999999"')
            .replace('"A1"', '"A999999999"')
            .replace('"B1"', '"B999999999"')
        )
    )
    with pytest.raises(DocumentError) as raised:
        read_bytes(data, "表.xlsx")
    assert raised.value.code == "table_too_large"


def test_unreadable_extensions_of_a_sheet_do_not_warn() -> None:
    """openpyxl warns of them; here a warning would be an error."""
    extension = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    assert read_bytes(changed(lambda xml: xml.replace("</worksheet>", extension)), "表.xlsx").text == "甲\t乙"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("村,次数\n柳沟,2\n", "村\t次数\n柳沟\t2"),
        ("村;次数\n柳沟;2,5\n石桥;1,5", "村\t次数\n柳沟\t2,5\n石桥\t1,5"),
        ("村\t次数\n柳沟\t2", "村\t次数\n柳沟\t2"),
        ('"甲,乙","丙""丁"""\r\n', '甲,乙\t丙"丁"'),
        ("只有一列\n柳沟", "只有一列\n柳沟"),
        ("甲,,\n,,丙", "甲\n\t\t丙"),
        ('没关的"引号,乙\n丙,丁', '没关的"引号\t乙\n丙\t丁'),
    ],
)
def test_csv(data: str, text: str) -> None:
    assert read_bytes(data.encode(), "表.csv").text == text


def test_a_csv_of_one_huge_cell_is_refused_by_name() -> None:
    with pytest.raises(DocumentError) as raised:
        read_bytes(("甲" * 140_000 + ",乙").encode(), "表.csv")
    assert raised.value.code == "damaged"
