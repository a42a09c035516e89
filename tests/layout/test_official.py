"""A document laid out as a Word file: its text comes back, its properties say nothing, its notices say what is needed."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.document import Document, Paragraph, line_spans
from assistant.documents import read, read_bytes
from assistant.layout import Written, layout, write_layout
from assistant.structure.outline import outline
from tests.layout.texts import OFFICIAL, SPEECH, essence
from tests.shared import SHARED, needs_shared


def written(text: str | Document, **adjusted: object) -> Written:
    document = Document.from_text(text) if isinstance(text, str) else text
    return write_layout(document, outline(document), layout(**adjusted))  # type: ignore[arg-type]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


# -- the text comes back ------------------------------------------------------------------------------------------------

word = st.text("学习作风廉洁不够深入加强落实问题措施工作村镇二三0129.%", min_size=1, max_size=30)
labelled = st.builds(
    lambda label, words, mark, rest: label + words + mark + rest,
    st.sampled_from(["一、", "二、", "（一）", "（二）", "1.", "2.", "（1）", "第一部分 ", "①", "一是", "（%1）", "## ", "**", ""]),
    word,
    st.sampled_from(["", "。", "：", "；", "，"]),
    st.one_of(st.just(""), word),
)
special = st.sampled_from(
    [
        "枫政发〔2025〕8号", "青禾镇人民政府文件", "青禾镇2025年工作总结", "各位代表：", "县委组织部：", "附件：1.表", "2. 清单", "附件1", "附件",
        "特此报告。", "青禾镇人民政府", "2025年1月5日", "（联系人：某某）", "甲\t乙\t丙", "1\t2\t", "\t居中", "两 个  空格", "<b>&amp;\"'", "“引号”——…",
        "a\u00a0b", "全角　空格", "\u200b零宽", "日期：二〇二五年三月", "名词解释", "目录", "e\u0301 ×÷±", "😀𠮷",
    ]
)  # fmt: skip
line = st.builds(lambda blank, words: blank + words, st.sampled_from(["", "　　", " ", "\t"]), st.one_of(labelled, special))
text = st.lists(st.one_of(line, st.just("")), min_size=1, max_size=30).map("\n".join)


def check(document: Document) -> None:
    if not essence(document):
        return
    made = written(document)
    again = read_bytes(made.data, "稿.docx")
    assert essence(again) == essence(document)
    assert not again.generated  # numbers are written once, as text
    assert not again.warnings


@settings(max_examples=150, deadline=None)
@given(text)
def test_any_report_reads_back(text: str) -> None:
    check(Document.from_text(text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_reads_back(text: str) -> None:
    check(Document.from_text(text))


@settings(max_examples=100, deadline=None)
@given(text, st.data())
def test_any_hints_read_back(text: str, data: st.DataObject) -> None:
    """Levels, bold beginnings, tables and boxes, whatever a reader may say."""
    paragraphs = tuple(
        Paragraph(
            span.start,
            span.end,
            data.draw(st.sampled_from([0, 0, 1, 2, 3, 9])),
            0,
            data.draw(st.sampled_from(["body", "table", "table", "text_box"])),
        )
        for span in line_spans(text)
    )
    check(Document(text, paragraphs))


@pytest.mark.parametrize("text", [OFFICIAL, SPEECH])
def test_the_outline_is_the_same(text: str) -> None:
    document = Document.from_text(text)
    again = read_bytes(written(document).data, "稿.docx")
    assert essence(again) == essence(document)
    names = [[(s.id, s.kind, s.name) for s in outline(d).walk()] for d in (document, again)]
    assert names[0] == names[1]


@needs_shared
def test_real_reports_read_back() -> None:
    assert SHARED is not None
    for file in sorted((SHARED / "reports").glob("*.txt")):
        document = read(file)
        again = read_bytes(written(document).data, "稿.docx")
        assert essence(again) == essence(document)
        assert [(s.id, s.name) for s in outline(again).walk()] == [(s.id, s.name) for s in outline(document).walk()]


# -- nothing of its maker ------------------------------------------------------------------------------------------------


def test_no_properties_and_the_same_bytes() -> None:
    data = written(OFFICIAL).data
    assert data == written(OFFICIAL).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        whole = b"".join(archive.read(name) for name in names).lower()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if re.search("docProps|theme|thumbnail|comments|customXml", name)]
    for trace in (b"python", b"gaigao", "改稿".encode(), b"rsid", b"macintosh", b"w:author"):
        assert trace not in whole


def test_another_reader_finds_the_same() -> None:
    import docx

    document = docx.Document(io.BytesIO(written(OFFICIAL).data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.count("一、主要做法") == 1
    assert document.tables[0].cell(3, 1).text == "210"
    assert [p.style.name for p in document.paragraphs if p.text in ("一、主要做法", "1.建立台账")] == ["Heading 1", "Heading 3"]


# -- what is asked for ---------------------------------------------------------------------------------------------------


def test_adjustments_arrive() -> None:
    data = written(OFFICIAL, line_pitch=29, fonts={"body": "仿宋", "title": "华文中宋", "latin": "Arial"}).data
    styles = part(data, "word/styles.xml")
    assert 'w:line="580"' in styles and 'w:line="560"' not in styles
    assert "仿宋_GB2312" not in styles and "Times" not in styles
    assert 'w:eastAsia="华文中宋"' in styles
    assert 'w:top="2098"' in part(data, "word/document.xml")


def test_page_numbers_odd_and_even() -> None:
    data = written(SPEECH).data
    assert "<w:evenAndOddHeaders/>" in part(data, "word/settings.xml")
    document = part(data, "word/document.xml")
    assert re.findall(r'footerReference w:type="(\w+)"', document) == ["default", "even"]
    for name in ("word/footer1.xml", "word/footer2.xml"):
        footer = part(data, name)
        assert "PAGE" in footer and re.sub("<[^>]+>", "", footer.replace(" PAGE ", "")).strip() == "— 1 —"


def test_tables_repeat_their_first_row() -> None:
    body = part(written(OFFICIAL).data, "word/document.xml")
    assert body.count("<w:tblHeader/>") == 2


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("青禾镇通知\n一、做法\n按照青政发〔2025〕8号文件执行。", []),
        ("青禾镇通知\n一、做法\n按照青政发[2025]8号、青办发（2024）第3号和青委〔2023〕03号执行。", ["layout_document_numbers"]),
        ("一、做法\n2025年（2024年为30万元）完成8号楼。", []),
        (SPEECH, ["layout_date"]),
        (OFFICIAL, ["layout_document_numbers", "layout_enclosure_stops"]),
        ("一、做法\n有\x0b控制\x01字符。", ["layout_characters_left_out"]),
    ],
)
def test_notices(text: str, codes: list[str]) -> None:
    notices = written(text).notices
    assert [notice.code for notice in notices] == ["layout_fonts_instead", *codes]
    for notice in notices:
        assert notice.text("zh") and notice.text("en")
    assert "仿宋_GB2312→仿宋" in notices[0].text() and "Times New Roman" in notices[0].text()


def test_fonts_without_a_known_substitute() -> None:
    fonts = dict.fromkeys(("body", "title", "heading_1", "heading_2", "byline", "mark", "page_number"), "宋体")
    assert [notice.code for notice in written("一、做法\n好。", fonts=fonts).notices] == ["layout_fonts"]


def test_found_numbers_are_named_and_nothing_is_changed() -> None:
    made = written(OFFICIAL)
    told = next(notice for notice in made.notices if notice.code == "layout_document_numbers")
    assert "枫政发[2025]第08号" in told.text()
    assert "枫政发[2025]第08号" in read_bytes(made.data, "稿.docx").text
