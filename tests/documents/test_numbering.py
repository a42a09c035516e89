"""Word's automatic numbers: formats, levels, restarts, styles, links; each marked as generated."""

from __future__ import annotations

import pytest

from assistant.document import Document
from assistant.documents import read_bytes
from assistant.documents.word_number_formats import FORMATS, shown
from tests.documents.word_files import NORMAL, definition, docx, instance, level, p, style

CASES = [
    ("decimal", {1: "1", 10: "10", 101: "101"}),
    ("decimalZero", {1: "01", 9: "09", 10: "10"}),
    ("decimalFullWidth", {1: "１", 12: "１２"}),
    ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
    ("decimalEnclosedCircleChinese", {3: "③", 21: "21"}),
    ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
    ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
    ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
    ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○", 101: "一○一", 112: "一一二"}),
    (
        "chineseCountingThousand",
        {1: "一", 10: "十", 19: "十九", 20: "二十", 100: "一百", 101: "一百〇一", 110: "一百一十", 1001: "一千〇一", 10010: "一万〇一十"},
    ),
    ("taiwaneseCountingThousand", {12: "十二", 30: "三十"}),
    ("japaneseCounting", {10: "十", 11: "十一", 101: "百一", 111: "百十一", 2000: "二千"}),
    ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 11: "壹拾壹", 101: "壹佰零壹", 1234: "壹仟贰佰叁拾肆"}),
    ("ideographDigital", {1: "一", 10: "一〇", 23: "二三", 101: "一〇一"}),
    ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
    ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
    ("lowerLetter", {1: "a", 26: "z", 27: "aa", 28: "bb"}),
    ("upperLetter", {1: "A", 53: "AAA"}),
    ("lowerRoman", {4: "iv", 9: "ix", 14: "xiv"}),
    ("upperRoman", {1999: "MCMXCIX"}),
    ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
    ("numberInDash", {7: "- 7 -"}),
    ("none", {5: ""}),
    ("noSuchFormat", {5: "5"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values"), CASES, ids=[name for name, _ in CASES])
def test_formats(name: str, values: dict[int, str]) -> None:
    assert {n: shown(name, n) for n in values} == values


@pytest.mark.parametrize("name", [*FORMATS, "noSuchFormat"])
def test_values_out_of_range_are_short(name: str) -> None:
    """A damaged file may start at any value: no format grows with it."""
    for value in (-5, 0, 10**6, 2**31):
        assert len(shown(name, value)) < 60


def labels(document: Document) -> list[str]:
    """The number before each paragraph: the generated span at its start, without the blank after it."""
    spans = {span.start: span.end for span in document.generated}
    return [document.text[q.start : spans.get(q.start, q.start)].rstrip() for q in document.paragraphs]


def numbered(numbering: str, *references: tuple[int, int], styles: str = NORMAL) -> list[str]:
    """The numbers of paragraphs that refer to these (list, level)."""
    return labels(
        read_bytes(
            docx("".join(p("条文", number=r) for r in references), numbering=numbering, styles=styles),
            "编号.docx",
        )
    )


MULTILEVEL = definition(
    1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3")
)


def test_levels_count_and_restart_under_their_parent() -> None:
    found = numbered(MULTILEVEL + instance(2, 1), (2, 0), (2, 1), (2, 1), (2, 2), (2, 0), (2, 1), (2, 2))
    assert found == ["1", "1.1", "1.2", "1.2.1", "2", "2.1", "2.1.1"]


def test_lists_of_one_definition_count_on() -> None:
    found = numbered(MULTILEVEL + instance(2, 1) + instance(16, 1), (2, 0), (16, 0), (16, 1), (2, 1))
    assert found == ["1", "2", "2.1", "2.2"]


def test_a_start_override_restarts_once() -> None:
    found = numbered(
        MULTILEVEL + instance(2, 1) + instance(15, 1, l0=1),
        (2, 0),
        (2, 0),
        (15, 0),
        (15, 1),
        (15, 0),
        (2, 1),
        (15, 0),
    )
    assert found == ["1", "2", "1", "1.1", "2", "2.1", "3"]


def test_a_start_override_at_another_value() -> None:
    found = numbered(
        definition(3, level(0, "ideographTraditional", "%1．")) + instance(17, 3, l0=4), (17, 0), (17, 0)
    )
    assert found == ["丁．", "戊．"]


def test_a_level_that_never_restarts() -> None:
    numbering = definition(
        4,
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2", legal=True),
        level(2, "lowerLetter", "%3)", restart=0),
    )
    found = numbered(
        numbering + instance(5, 4), (5, 0), (5, 1), (5, 2), (5, 1), (5, 2), (5, 0), (5, 1), (5, 2)
    )
    assert found == ["第一章", "1.1", "a)", "1.2", "b)", "第二章", "2.1", "c)"]


def test_a_level_that_restarts_after_the_first_only() -> None:
    numbering = definition(
        4, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "decimal", "(%3)", restart=1)
    )
    found = numbered(numbering + instance(5, 4), (5, 0), (5, 1), (5, 2), (5, 1), (5, 2), (5, 0), (5, 2))
    assert found == ["1.", "1.1", "(1)", "1.2", "(2)", "2.", "(1)"]


def test_a_skipped_level_shows_its_start() -> None:
    assert numbered(MULTILEVEL + instance(2, 1), (2, 2), (2, 2), (2, 0)) == ["1.1.1", "1.1.2", "2"]


def test_styles_bind_levels() -> None:
    numbering = definition(
        0,
        level(0, "chineseCountingThousand", "%1、", style="H1"),
        level(1, "chineseCountingThousand", "（%2）", style="H2"),
        level(2, "decimal", "%3.", style="H3"),
    ) + instance(1, 0)
    # H2 names no level: the list binds it. H2x inherits all. Off takes the number away.
    styles = NORMAL + style("H1", based_on="a", number=1) + style("H2", based_on="a", number=1)
    styles += (
        style("H3", based_on="a", number=1, level=2)
        + style("H2x", based_on="H2")
        + style("Off", based_on="H1", number=0)
    )
    body = "".join(p("题", style=s) for s in ("H1", "H2", "H2x", "H3", "H3", "Off", "H1", "H2x"))
    body += p("无号", style="H1", number=(0, 0)) + p("续", style="H1")
    assert labels(read_bytes(docx(body, numbering=numbering, styles=styles), "编号.docx")) == [
        "一、", "（一）", "（二）", "1.", "2.", "", "二、", "（一）", "", "三、",
    ]  # fmt: skip


def test_the_default_style_may_be_numbered() -> None:
    styles = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = p("甲") + p("乙")
    document = read_bytes(
        docx(
            body, numbering=definition(0, level(0, "chineseCounting", "%1是")) + instance(1, 0), styles=styles
        ),
        "编号.docx",
    )
    assert document.text == "一是甲\n二是乙"


def test_a_link_to_a_list_style() -> None:
    numbering = (
        definition(7, link='<w:numStyleLink w:val="LS"/>')
        + definition(8, level(0, "decimal", "[%1]", start=5), link='<w:styleLink w:val="LS"/>')
        + instance(8, 7)
        + instance(9, 8)
    )
    styles = NORMAL + (
        '<w:style w:type="numbering" w:styleId="LS"><w:name w:val="LS"/><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    )
    assert numbered(numbering, (8, 0), (8, 0), styles=styles) == ["[5]", "[6]"]


def test_a_level_of_its_own_in_an_override() -> None:
    override = f'<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride></w:num>'
    assert numbered(MULTILEVEL + override, (3, 0), (3, 0)) == ["A)", "B)"]


def test_a_custom_format_with_leading_zeros() -> None:
    custom = definition(
        1,
        level(0, "decimal", "第%1号").replace(
            '<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        ),
    )
    assert numbered(custom + instance(1, 1), (1, 0), (1, 0)) == ["第001号", "第002号"]


def test_deleted_paragraphs_are_not_counted() -> None:
    gone = p(
        '<w:del w:id="1"><w:r><w:delText>删去</w:delText></w:r></w:del>',
        number=(1, 0),
        mark='<w:del w:id="2"/>',
    )
    document = read_bytes(
        docx(
            p("甲", number=(1, 0)) + gone + p("乙", number=(1, 0)),
            numbering=definition(0, level(0, "decimal", "%1.")) + instance(1, 0),
        ),
        "编号.docx",
    )
    assert document.text == "1.甲\n2.乙"


@pytest.mark.parametrize(
    ("text", "suffix", "line"),
    [
        ("%1、", "tab", "1、条文"),
        ("（%1）", "tab", "（1）条文"),
        ("%1.", "tab", "1. 条文"),
        ("%1.", "nothing", "1.条文"),
        ("第%1条", "tab", "第1条 条文"),
        ("第%1条", "space", "第1条 条文"),
        ("%1是", "tab", "1是条文"),
    ],
)
def test_the_blank_after_a_number(text: str, suffix: str, line: str) -> None:
    """A tab after a number is layout: what is read is what one would type."""
    numbering = definition(0, level(0, "decimal", text, suffix=suffix)) + instance(1, 0)
    document = read_bytes(docx(p("条文", number=(1, 0)), numbering=numbering), "编号.docx")
    assert document.text == line
    (span,) = document.generated
    assert document.text[span.end :] == "条文"


@pytest.mark.parametrize(
    ("text", "font", "bullet"),
    [
        ("\uf06c", "Wingdings", "● 条文"),
        ("\uf0d8", "Wingdings", "➢ 条文"),
        ("o", "Courier New", "○ 条文"),
        ("—", "", "— 条文"),
        ("\uf0b7", "Symbol", "• 条文"),
        ("", "", "条文"),
    ],
)
def test_bullets(text: str, font: str, bullet: str) -> None:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    numbering = definition(0, level(0, "bullet", text, suffix="tab", run_properties=fonts)) + instance(1, 0)
    assert read_bytes(docx(p("条文", number=(1, 0)), numbering=numbering), "项目符号.docx").text == bullet


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        "<w:num/>",
        '<w:num w:numId="1"/>',
        '<w:num w:numId="1"><w:abstractNumId w:val="99"/></w:num>',
        definition(0) + instance(1, 0),
        definition(0, link='<w:numStyleLink w:val="nowhere"/>') + instance(1, 0),
        definition(0, level(0, "decimal", "%1.").replace('w:ilvl="0"', 'w:ilvl="x"')) + instance(1, 0),
    ],
)
def test_broken_definitions_give_no_number(numbering: str) -> None:
    assert numbered(numbering, (1, 0), (1, 8), (7, 0)) == ["", "", ""]


def test_styles_based_on_each_other_end() -> None:
    styles = NORMAL + style("A", based_on="B") + style("B", based_on="A", number=1)
    numbering = definition(0, level(0, "decimal", "%1.")) + instance(1, 0)
    assert (
        read_bytes(docx(p("字", style="A"), styles=styles, numbering=numbering), "循环.docx").text == "1.字"
    )
