"""The table of changes, in Word and in Markdown."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents import read_bytes
from assistant.layout import ComparisonRow, comparison_docx, comparison_markdown
from assistant.layout.word_style import NOT_XML

ROWS = (
    ComparisonRow(
        "一（三）工作作风方面",
        "一是调查研究不够深入。今年下村46次，次数不算少。",
        "一是调查研究不够深入。今年下村46次，真正坐下来谈心的只有9次。",
        "换成台账里的数字",
        ("甲镇对照检查材料", "乙镇对照检查材料"),
    ),
    ComparisonRow("二、原因分析", "", "（四）机制不健全。\n没有督查台账。", "补上原因"),
    ComparisonRow("三、整改措施", "群众的事再小，也是天大的事。", "", ""),
)


def document(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "docProps" in name]
        return archive.read("word/document.xml").decode()


def marked(xml: str, mark: str) -> list[str]:
    runs = re.findall(r"<w:r>.*?</w:r>", xml)
    return [re.sub("<[^>]+>", "", run) for run in runs if f"<w:{mark}" in run]


def test_word() -> None:
    data = comparison_docx("青禾镇总结", ROWS)
    assert data == comparison_docx("青禾镇总结", ROWS)
    lines = read_bytes(data, "表.docx").text.split("\n")
    assert lines[0] == "《青禾镇总结》修改对照表"
    assert lines[2] == "部分\t修改前\t修改后\t理由"
    assert lines[3].split("\t") == [ROWS[0].section, ROWS[0].before, ROWS[0].after, ROWS[0].reason]
    assert lines[4].split("\t") == ["二、原因分析", "（新增）", "（四）机制不健全。 没有督查台账。", "补上原因"]
    assert lines[5].split("\t")[2] == "（删去）"
    assert "甲镇" not in "".join(lines)


def test_marks_are_told_without_colour() -> None:
    xml = document(comparison_docx("青禾镇总结", ROWS))
    assert marked(xml, "strike/>") == ["次数不算少", "群众的事再小，也是天大的事。"]
    assert marked(xml, "u ") == ["真正坐下来谈心的只有9次", "（四）机制不健全。", "没有督查台账。"]
    assert "w:color" not in xml
    assert xml.count("<w:tblHeader/>") == 1
    assert 'w:orient="landscape"' in xml


def test_sources_only_where_asked() -> None:
    line = read_bytes(comparison_docx("青禾镇总结", ROWS, sources=True), "表.docx").text.split("\n")
    assert line[2].endswith("理由\t来源")
    assert line[3].endswith("甲镇对照检查材料 乙镇对照检查材料")
    assert "甲镇" not in comparison_markdown("青禾镇总结", ROWS)
    assert "甲镇对照检查材料<br>乙镇对照检查材料" in comparison_markdown("青禾镇总结", ROWS, sources=True)


def test_english() -> None:
    lines = read_bytes(comparison_docx("Report", ROWS, "en", sources=True), "t.docx").text.split("\n")
    assert lines[0] == "Changes: Report"
    assert lines[2] == "Section\tBefore\tAfter\tReason\tSources"
    assert "(added)" in lines[4]
    assert comparison_markdown("Report", ROWS, "en").startswith("# Changes: Report\n")


@pytest.mark.parametrize("title", ["", "  "])
def test_nothing_changed_and_no_title(title: str) -> None:
    text = read_bytes(comparison_docx(title, ()), "表.docx").text
    assert text.split("\n") == ["修改对照表", "没有修改。"]
    assert comparison_markdown(title, ()) == "# 修改对照表\n\n没有修改。\n"


def test_line_ends_of_windows() -> None:
    rows = (ComparisonRow("一、问题", "旧。\r\n旧二。", "新。\r新二。", "改\r\n好", ("甲\r\n乙",)),)
    lines = comparison_markdown("甲", rows, sources=True).splitlines()
    assert len(lines) == 7 and lines[-1].endswith("| 改<br>好 | 甲 乙 |")
    text = read_bytes(comparison_docx("甲", rows), "表.docx").text
    assert text.split("\n")[3] == "一、问题\t旧。 旧二。\t新。 新二。\t改 好"


def test_markdown() -> None:
    text = comparison_markdown("青禾镇总结", ROWS)
    lines = text.split("\n")
    assert lines[:6] == [
        "# 《青禾镇总结》修改对照表",
        "",
        "加删除线的是删去的文字，加下划线的是增加的文字。",
        "",
        "| 部分 | 修改前 | 修改后 | 理由 |",
        "| --- | --- | --- | --- |",
    ]
    assert "<del>次数不算少</del>" in lines[6] and "<ins>真正坐下来谈心的只有9次</ins>" in lines[6]
    assert "<ins>（四）机制不健全。<br>没有督查台账。</ins>" in lines[7]
    assert text.endswith(" |\n")


text = st.text("一二三四。，|\n\\`*_<>&[]#~!\t a1", max_size=40)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(ComparisonRow, text, text, text, text, st.lists(text, max_size=2).map(tuple)), max_size=5), st.booleans())
def test_markdown_stays_a_table(rows: list[ComparisonRow], sources: bool) -> None:
    """Every row has its cells whatever the texts hold, and the texts come back."""
    lines = comparison_markdown("标题|\n二", rows, sources=sources).split("\n")
    if not rows:
        return
    assert len(lines) == 7 + len(rows)
    for row, line in zip(rows, lines[6:], strict=False):
        cells = re.split(r"(?<!\\)(?:\\\\)*\|", line)
        assert len(cells) == 2 + 4 + sources
        shown = [re.sub(r"\\(.)", r"\1", re.sub("<(?!br)[^>]*>", "", cell[1:-1])) for cell in cells[1:-1]]
        for cell, entry in zip(shown[:4], (row.section, row.before or "（新增）", row.after or "（删去）", row.reason), strict=True):
            told = cell.replace("<br>", "\n").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            assert told == entry.replace("\t", " ")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(ComparisonRow, *[st.text(max_size=30)] * 4), max_size=3))
def test_any_texts_make_a_word_file(rows: list[ComparisonRow]) -> None:
    shown = unescape(re.sub("<[^>]+>", "", document(comparison_docx("x", rows))))
    for row in rows:
        for piece in re.split(r"[\r\n\t]", NOT_XML.sub("", row.section + "\n" + row.reason)):
            assert piece in shown
