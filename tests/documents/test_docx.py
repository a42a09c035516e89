"""What a Word file says beyond its words: headings, bold beginnings, generated numbers, what was left out."""

from __future__ import annotations

import io
import time

import docx as python_docx
import pytest

from assistant.document import Document
from assistant.documents import read_bytes
from assistant.documents.word_symbols import symbol
from tests.documents import word_files as word
from tests.documents.table import OFFICE_BODY, OFFICE_NUMBERS, OFFICE_STYLES
from tests.documents.word_files import (
    NORMAL,
    definition,
    deleted,
    docx,
    field,
    instance,
    level,
    p,
    run,
    style,
    table,
    text_box,
)

BOLD = "<w:b/>"


def opened(body: str, **more: str) -> Document:
    return read_bytes(docx(body, **more), "稿子.docx")


def lines(document: Document) -> list[str]:
    return document.text.split("\n")


def hints(document: Document) -> list[tuple[str, int, int]]:
    """Text, heading level and bold prefix of every paragraph."""
    return [(document.text[q.start : q.end], q.heading_level, q.bold_prefix) for q in document.paragraphs]


def test_heading_levels() -> None:
    styles = (
        NORMAL
        + style("1", name="heading 1", more='<w:outlineLvl w:val="0"/>')
        + style("My", based_on="1")
        + style("WPS2", name="标题 2")
        + style("T", name="Title")
        + style("Flat", based_on="1", more='<w:outlineLvl w:val="9"/>')
    )
    body = (
        p("甲", style="1")
        + p("乙", style="My")
        + p("丙", style="WPS2")
        + p("丁", style="T")
        + p("戊", style="Flat")
    )
    body += p("己", properties='<w:outlineLvl w:val="2"/>') + p("庚")
    assert [level for _, level, _ in hints(opened(body, styles=styles))] == [1, 1, 2, 0, 0, 3, 0]


def test_only_the_first_line_of_a_heading_has_its_level() -> None:
    styles = NORMAL + style("1", name="heading 1")
    document = opened(p("一、问题", "<w:r><w:br/></w:r>", "正文接着写", style="1"), styles=styles)
    assert [level for _, level, _ in hints(document)] == [1, 0]


@pytest.mark.parametrize(
    ("paragraph", "prefix"),
    [
        (p(run("（一）学习不深入。", BOLD), "学用结合不紧。"), 9),
        (p(run("（一）", BOLD), " ", run("学习不深入。", BOLD), "学用结合不紧。"), 10),
        (p(run("全段加粗", BOLD)), 4),
        (p("没有加粗"), 0),
        (p("后面", run("才加粗", BOLD)), 0),
        (p(run("不加粗", '<w:b w:val="0"/>'), "的话"), 0),
        (
            p(
                run("学习不深入。", '<w:rFonts w:eastAsia="楷体_GB2312"/>'),
                run("学用结合不紧。", '<w:rFonts w:eastAsia="仿宋_GB2312"/>'),
            ),
            6,
        ),
        (p(run("全段楷体", '<w:rFonts w:eastAsia="楷体_GB2312"/>')), 0),
    ],
)
def test_bold_beginnings(paragraph: str, prefix: int) -> None:
    assert hints(opened(paragraph))[0][2] == prefix


def test_bold_from_styles() -> None:
    styles = (
        NORMAL
        + style("B", run="<w:b/>")
        + '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = (
        p("整段加粗", style="B")
        + p(run("强调。", '<w:rStyle w:val="S"/>'), "其余")
        + p(run("取消", '<w:b w:val="false"/>'), style="B")
    )
    assert [bold for _, _, bold in hints(opened(body, styles=styles))] == [4, 3, 0]


def test_an_automatic_number_belongs_to_the_bold_beginning() -> None:
    numbering = definition(0, level(0, "chineseCounting", "%1是")) + instance(1, 0)
    document = opened(p(run("学用结合不紧。", BOLD), "一年只有2次。", number=(1, 0)), numbering=numbering)
    assert hints(document) == [("一是学用结合不紧。一年只有2次。", 0, 9)]


def test_generated_spans_are_the_numbers() -> None:
    document = opened(OFFICE_BODY, styles=OFFICE_STYLES, numbering=OFFICE_NUMBERS)
    assert [document.text[s.start : s.end] for s in document.generated] == [
        "一、", "（一）", "一是", "二是", "（二）", "一是", "二是", "1. ", "（1）", "2. ", "二、", "（一）", "● ",
    ]  # fmt: skip


def test_numbers_in_tables_are_marked() -> None:
    body = table((p("", number=(1, 0)), "供水"), (p("", number=(1, 0)), p("道路", number=(2, 0))))
    numbering = (
        definition(0, level(0, "decimal", "%1"))
        + definition(1, level(0, "chineseCounting", "%1是"))
        + instance(1, 0)
        + instance(2, 1)
    )
    document = opened(body, numbering=numbering)
    assert lines(document) == ["1\t供水", "2\t一是道路"]
    assert [document.text[s.start : s.end] for s in document.generated] == ["1", "2", "一是"]
    assert {q.container for q in document.paragraphs} == {"table"}


def test_nested_tables_stand_as_lines() -> None:
    inner = table(("村", "次数"), ("石桥", "1"))
    document = opened(table(("附表", p("说明") + inner + p(""))))
    assert lines(document) == ["附表", "说明", "村\t次数", "石桥\t1"]


def test_merged_cells_and_odd_rows() -> None:
    merged = word.row("合计") + word.row("", "2", "")
    document = opened(
        f"<w:tbl>{word.row('村', '次')}{merged}<w:sdt><w:sdtContent>{word.row('甲', '乙')}</w:sdtContent></w:sdt></w:tbl>"
    )
    assert lines(document) == ["村\t次", "合计", "\t2\t", "甲\t乙"]


def test_tabs_and_breaks_within_a_cell_do_not_break_the_row() -> None:
    document = opened(table((p("甲", "<w:r><w:tab/></w:r>", "乙"), p("丙", "<w:r><w:br/></w:r>", "丁"))))
    assert lines(document) == ["甲 乙\t丙 丁"]


def test_deleted_and_hidden_rows() -> None:
    rows = (
        word.row("留下", "1")
        + word.row("删去", "2", properties='<w:del w:id="3"/>')
        + word.row("藏起", "3", properties="<w:hidden/>")
    )
    document = opened(f"<w:tbl>{rows}</w:tbl>")
    assert lines(document) == ["留下\t1"]
    assert {n.code for n in document.warnings} == {"tracked_changes_accepted", "hidden_text_left_out"}


def test_text_boxes_once_and_in_place() -> None:
    picture = "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing/></mc:Choice><mc:Fallback><w:t>备用</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    document = opened(p("前") + p(text_box(p("框中一段"), table(("甲", "乙")))) + p("后", picture))
    assert lines(document) == ["前", "框中一段", "甲\t乙", "后备用"]
    assert [q.container for q in document.paragraphs] == ["body", "text_box", "table", "body"]


def test_old_word_art_is_text() -> None:
    document = opened(
        p('<w:r><w:pict><v:shape><v:textpath string="青石镇人民政府文件"/></v:shape></w:pict></w:r>')
        + p("正文")
    )
    assert lines(document) == ["青石镇人民政府文件", "正文"]


def test_fields_that_never_end() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\h</w:instrText></w:r>'
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    stray_end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    document = opened(
        p(stray_end, "甲") + p("乙", begin) + p("丙") + p("丁", begin, separate, "戊") + p("己")
    )
    assert lines(document) == ["甲", "乙", "丙", "丁戊", "己"]
    assert document.warnings == ()


def test_fields_within_fields() -> None:
    inner = field("PAGE", "3")
    outer = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>{inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("显示")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert opened(p("前", outer, "后")).text == "前显示后"


def test_contents_in_a_content_control() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('目录')}{p('一、问题 1')}</w:sdtContent></w:sdt>"
    )
    document = opened(p("标题") + contents + p("一、问题"))
    assert lines(document) == ["标题", "一、问题"]
    assert document.warnings[0].params == {"count": 2}


def test_a_deleted_last_mark_keeps_the_text() -> None:
    assert opened(p("甲") + p("乙", mark='<w:del w:id="1"/>')).text == "甲\n乙"
    assert opened(p("甲", mark='<w:del w:id="1"/>') + table(("乙", "丙"))).text == "甲\n乙\t丙"


def test_only_formatting_changes_are_no_warning() -> None:
    changed = run("加粗", '<w:b/><w:rPrChange w:id="1"><w:rPr/></w:rPrChange>')
    document = opened(
        p(
            changed,
            properties='<w:pPrChange w:id="2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>',
        ),
        numbering=OFFICE_NUMBERS,
    )
    assert (document.text, document.warnings) == ("加粗", ())


def test_the_warning_counts_the_changes() -> None:
    document = opened(p("甲", deleted("乙"), deleted("丙")))
    (notice,) = document.warnings
    assert notice.params == {"count": 2}
    assert "2 处" in notice.text("zh")


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings", 0xFE, "☑"),
        ("Symbol", 0xF0B3, "≥"),
        ("Webdings", 0xF041, "•"),
        ("宋体", 0x2460, "①"),
        ("宋体", 0xE000, "•"),
        ("x", 0xD800, "•"),
    ],
)
def test_symbols(font: str, code: int, shown: str) -> None:
    assert symbol(font, code) == shown


def test_newlines_in_the_file_are_blanks() -> None:
    assert opened("<w:p><w:r><w:t>甲\n   乙</w:t></w:r></w:p>").text == "甲 乙"


def test_a_new_file_of_python_docx() -> None:
    made = python_docx.Document()
    made.add_heading("青石镇对照检查材料", 0)
    made.add_heading("一、存在的问题", 1)
    made.add_paragraph("学用结合不紧。")
    made.add_paragraph("到村宣讲少", style="List Number")
    made.add_paragraph("督办不及时", style="List Number")
    made.add_paragraph("柳沟村", style="List Bullet")
    out = io.BytesIO()
    made.save(out)
    document = read_bytes(out.getvalue(), "新建.docx")
    assert lines(document) == [
        "青石镇对照检查材料",
        "一、存在的问题",
        "学用结合不紧。",
        "1. 到村宣讲少",
        "2. 督办不及时",
        "• 柳沟村",
    ]
    assert [q.heading_level for q in document.paragraphs][:3] == [0, 1, 0]


def test_empty_paragraphs_stay_but_not_at_the_end() -> None:
    assert opened(p("") + p("甲") + p("") + p("乙") + p("") + p("")).text == "\n甲\n\n乙"


def test_a_large_file_is_read_in_seconds() -> None:
    """About 2 MB as a file, 60,000 runs: 2 s is what a user waits; the bound is generous for a busy machine."""
    import random

    rnd = random.Random(3)
    words = "学习调研群众问题整改措施责任单位时限台账监督检查机制健全完善供水管道改造道路硬化"
    body = "".join(
        p(
            *(
                run(
                    "".join(rnd.choices(words, k=40)) + "，", "<w:b/>" if n % 7 == 0 else '<w:sz w:val="32"/>'
                )
                for n in range(6)
            ),
            number=(1, 1) if k % 3 == 0 else None,
        )
        for k in range(10_000)
    )
    data = docx(body, numbering=OFFICE_NUMBERS)
    assert 1_500_000 < len(data) < 4_000_000
    started = time.perf_counter()
    document = read_bytes(data, "大文件.docx")
    assert time.perf_counter() - started < 15
    assert len(document.paragraphs) == 10_000
    assert len(document.generated) == 3_334
