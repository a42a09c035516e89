"""Outlines of small reports: what is a section, what it is called, what is told about it."""

from __future__ import annotations

import pytest

from assistant.document import Document, Paragraph, Span, line_spans
from assistant.structure.outline import outline
from assistant.structure.outline_json import outline_json
from tests.structure.mini_reports import MINI_REPORTS, Mini
from tests.structure.trees import bodies, codes, table, tree_of


@pytest.mark.parametrize("mini", MINI_REPORTS, ids=lambda mini: mini.name)
def test_tree(mini: Mini) -> None:
    assert tree_of(mini.text) == mini.tree


@pytest.mark.parametrize("mini", MINI_REPORTS, ids=lambda mini: mini.name)
def test_warnings(mini: Mini) -> None:
    assert codes(mini.text) == mini.warnings


ONE_LINE_HEADINGS = [mini for mini in MINI_REPORTS if "⏎" not in mini.tree]


@pytest.mark.parametrize("mini", ONE_LINE_HEADINGS, ids=lambda mini: mini.name)
@pytest.mark.parametrize("newline", ["\n\n", "\r\n", "\n\u3000\u3000", "\n \u00a0"], ids=["blank", "crlf", "indent", "nbsp"])
def test_the_tree_does_not_depend_on_blank_lines_and_indents(mini: Mini, newline: str) -> None:
    assert tree_of(mini.text.replace("\n", newline)) == mini.tree


def test_a_document_without_any_structure_is_one_section() -> None:
    assert tree_of("") == ""
    assert tree_of("\n \n") == "u1 other"
    assert tree_of("你好") == "u1 other"
    assert tree_of("一、存在的问题") == "1 problems 一、存在的问题"


def test_bodies_are_without_heading_and_with_the_children() -> None:
    found = bodies(
        "一、存在的问题\n\n　　（一）学习不深。平时学得少。\n\n（二）作风不实\n\n　　下村少。\n\n\n二、整改措施\n1.每周学习。\n2.每月下村\n三、打算\n"
    )
    assert found["1"] == "（一）学习不深。平时学得少。\n\n（二）作风不实\n\n　　下村少。"
    assert found["1.1"] == "平时学得少。"
    assert found["1.2"] == "下村少。"
    assert found["2.1"] == "每周学习。"  # a numbered sentence is heading and body at once
    assert found["2.2"] == ""  # a heading with nothing below it
    assert found["3"] == ""


def test_an_empty_section_says_where_its_text_would_stand() -> None:
    document = Document.from_text("一、问题\n二、措施\n每周学习。")
    empty = outline(document).find("1")
    assert empty is not None
    assert empty.body_start == empty.body_end == document.text.index("\n")


def test_the_heading_is_without_label_and_final_mark() -> None:
    for line, heading in {
        "一、存在的问题：": "存在的问题",
        "（一）经济运行平稳有序。": "经济运行平稳有序",
        "（一） 对照“落实部署不到位，能力有待提升”方面。": "对照“落实部署不到位，能力有待提升”方面",
        "1. 什么是“三资”？": "什么是“三资”",
        "**一、存在的问题**": "存在的问题",
        "## 一、存在的问题": "存在的问题",
        "一、深化改革：抓重点，促提升": "深化改革：抓重点，促提升",
    }.items():
        document = Document.from_text(f"{line}\n学习不够深入，下村不够多。")
        section = outline(document).sections[0]
        assert section.heading == heading
        assert document.text[section.heading_start : section.heading_end] == heading


def test_bold_tells_the_heading_from_its_text() -> None:
    text = "一、存在的问题\n（一）理论学习不够系统，学用结合不够紧密，平时忙于事务。\n二、措施\n抓紧整改。"
    spans = line_spans(text)
    bold = text.index("，学用结合") - spans[1].start
    paragraphs = tuple(Paragraph(s.start, s.end, bold_prefix=bold if i == 1 else 0) for i, s in enumerate(spans))
    found = outline(Document(text, paragraphs)).find("1.1")
    assert found is not None
    assert found.heading == "理论学习不够系统"
    assert text[found.body_start : found.body_end] == "学用结合不够紧密，平时忙于事务。"


def test_heading_styles_make_sections_without_numbers() -> None:
    levels = {"工作总结": 1, "存在的问题": 2, "学习方面": 3, "作风方面": 3, "整改措施": 2}
    text = "工作总结\n存在的问题\n学习方面\n不够系统。\n作风方面\n不够扎实。\n整改措施\n每周学习。"
    spans = line_spans(text)
    paragraphs = tuple(Paragraph(s.start, s.end, levels.get(text[s.start : s.end], 0)) for s in spans)
    document = Document(text, paragraphs)
    assert table(document, outline(document)) == (
        "u1 title 工作总结\nu2 problems 存在的问题\n u3 problems 学习方面\n u4 problems 作风方面\nu5 measures 整改措施"
    )


def test_unnumbered_headings_hold_the_numbers_below_them() -> None:
    levels = {"存在的问题": 1, "整改措施": 1}
    text = "存在的问题\n（一）学习不深\n少。\n（二）作风不实\n少。\n整改措施\n（一）抓学习\n抓。"
    paragraphs = tuple(Paragraph(s.start, s.end, levels.get(text[s.start : s.end], 0)) for s in line_spans(text))
    document = Document(text, paragraphs)
    assert table(document, outline(document)) == (
        "u1 problems 存在的问题\n u1.1 problems （一）学习不深\n u1.2 problems （二）作风不实\n"
        "u2 measures 整改措施\n u2.1 measures （一）抓学习"
    )


def test_rows_of_a_table_are_no_headings() -> None:
    text = "一、整改台账\n序号\t问题\n1.\t学习不够\n2.\t下村少\n二、打算\n继续。"
    tables = {2, 3, 1}
    paragraphs = tuple(
        Paragraph(s.start, s.end, container="table" if i in tables else "body") for i, s in enumerate(line_spans(text))
    )
    document = Document(text, paragraphs)
    assert [s.id for s in outline(document).walk()] == ["1", "2"]


def test_generated_numbers_count_as_labels() -> None:
    text = "（一）强化学习抓落实，一年来组织学习十二次，撰写心得六篇，解决实际问题三个，群众反映较好，并在全县大会上作了交流发言\n（二）改进作风"
    start = text.index("（二）")
    spans = (Span(0, 3), Span(start, start + 3))
    document = Document(text, tuple(Paragraph(s.start, s.end) for s in line_spans(text)), spans)
    assert [s.label for s in outline(document).walk()] == ["（一）", "（二）"]


def test_json_has_exactly_the_fields_of_the_contract() -> None:
    document = Document.from_text("青禾镇工作总结\n一、成绩\n（一）修路\n一是甲。\n二是乙。")
    found = outline_json(document, outline(document), "zh")
    assert set(found) == {"title", "length", "text", "sections", "warnings"}
    assert found["title"] == "青禾镇工作总结"
    assert found["length"] == len(document.text) == len(found["text"])
    title, section = found["sections"]
    assert set(section) == {
        "id", "label", "written_label", "heading", "heading_start", "heading_end", "level", "role", "start", "end",
        "items", "children",
    }  # fmt: skip
    assert (title["id"], title["label"], title["level"]) == ("u1", None, 0)
    child = section["children"][0]
    assert (child["id"], child["label"], child["level"]) == ("1.1", "（一）", 2)
    assert [set(item) for item in child["items"]] == [{"label", "start", "end"}] * 2


def test_warnings_are_told_in_both_languages_with_the_place() -> None:
    document = Document.from_text("一、问题\n（一）学习不深\n少。\n（%1）作风不实\n少。")
    found = outline(document)
    for language, words in (("zh", "已损坏"), ("en", "damaged")):
        warnings = outline_json(document, found, language)["warnings"]  # type: ignore[arg-type]
        assert len(warnings) == 1
        assert words in warnings[0]["message"]
        assert "作风不实" in warnings[0]["message"]
        assert "（二）" in warnings[0]["message"]


def test_many_troubles_are_summed_up() -> None:
    text = "\n".join("（%1）问题" for _ in range(80))
    found = outline(Document.from_text(text))
    assert len(found.warnings) == 51
    assert found.warnings[-1].code == "labels_more"
    assert found.warnings[-1].params["count"] == 30


def test_find_and_path() -> None:
    found = outline(Document.from_text("一、问题\n（一）学习\n1.少。\n二、措施\n抓。"))
    assert [s.id for s in found.path("1.1.1")] == ["1", "1.1", "1.1.1"]
    assert found.path("9") == ()
    assert found.find("1.1.1") is found.path("1.1.1")[-1]
    assert found.find("9") is None
    assert [s.id for s in found.walk()] == ["1", "1.1", "1.1.1", "2"]


WORK = "今年以来，走访群众300户，完成招商项目5个，新建公路12公里，取得明显成效。"
CREED = "认真学习理论，提高政治站位，增强政治意识，始终保持一致。"


@pytest.mark.parametrize("between", [" ", "", "\u3000\u3000"], ids=["blank", "nothing", "wide"])
def test_a_report_in_one_line_is_told(between: str) -> None:
    parts = ["青禾镇2025年工作总结", "一、工作情况", WORK * 12, "二、存在问题", "调研不深入。" * 60, "三、下步打算", "每月下村四天。" * 30]
    document = Document.from_text(between.join(parts))
    notices = outline(document).warnings
    assert [notice.code for notice in notices] == ["not_divided"]
    assert "二、" in notices[0].text() and "回车" in notices[0].text() and "Enter" in notices[0].text("en")
    assert codes("\n".join(parts)) == []


def test_what_is_no_report_in_one_line() -> None:
    listed = "一是抓学习；二是抓作风。推动一、二、三产业融合。按照（一）（二）项规定办理。"
    assert codes("一、工作情况\n" + (listed + WORK) * 12 + "\n二、问题\n少。") == []
    assert codes("一、工作情况。走访群众。二、存在问题。学习少。") == []  # short


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("", "", ["3 三、", "4 四、«４、»"]),
        ("（一）学习不够\n少。\n（二）作风不实\n少。\n", "", ["3 三、", "3.1 （一）", "3.2 （二）", "4 四、«４、»"]),
        ("", "1.抓学习\n多。\n2.抓作风\n多。\n", ["3 三、", "4 四、«４、»", "4.1 1.", "4.2 2."]),
        ("", "５、有关建议\n多。\n", ["3 三、", "4 四、«４、»", "5 五、«５、»"]),
        # a series of its own is open, or 四、 comes later
        ("1.甲\n少。\n2.乙\n少。\n3.丙\n少。\n", "", ["3 三、", "3.1 1.", "3.2 2.", "3.3 3.", "3.4 4.«４、»"]),
        ("", "四、打算\n多。\n", ["3 三、", "3.1 4.«４、»", "4 四、"]),
    ],
)
def test_a_number_that_goes_on_in_another_style(above: str, below: str, expected: list[str]) -> None:
    text = f"一、工作情况\n多。\n二、存在问题\n少。\n三、原因分析\n少。\n{above}４、下步工作\n多。\n{below}"
    found = outline(Document.from_text(text))
    shown = [
        f"{s.id} {s.label}" + (f"«{s.written_label}»" if s.written_label != s.label else "")
        for s in found.walk()
        if s.start >= text.index("三、")
    ]
    assert shown == expected
    if "4 四、«４、»" in expected:
        assert {notice.code for notice in found.warnings} == {"label_wrong"}


def test_a_number_does_not_go_on_from_another_section() -> None:
    text = "一、工作情况\n1.甲\n多。\n2.乙\n多。\n3.丙\n多。\n二、问题\n少。\n三、原因\n少。\n4.打算\n多。"
    assert [s.id for s in outline(Document.from_text(text)).walk()] == ["1", "1.1", "1.2", "1.3", "2", "3", "3.1"]


def test_sections_named_alike_are_for_the_same() -> None:
    """`……方面`: the first, which says nothing of what it is for, is like those after it."""
    first = f"一、思想政治方面\n1）加强学习\n{CREED}\n2）站稳立场\n{CREED}\n"
    second = f"二、工作实绩方面\n1）抓项目\n{WORK}\n2）抓民生\n{WORK}\n"
    found = outline(Document.from_text(f"2025年述职报告\n{first}{second}三、存在的问题\n学习不够。"))
    assert {s.id: s.role for s in found.walk() if s.label} == {
        **dict.fromkeys(["1", "1.1", "1.2", "2", "2.1", "2.2"], "achievements"), "3": "problems",
    }  # fmt: skip
    other = outline(Document.from_text(f"2025年述职报告\n一、镇情\n{CREED}\n{second}")).find("1")
    assert other is not None and other.role == "other"


@pytest.mark.parametrize("name", ["李志强", "青禾镇党委书记\u3000李志强", "李 某\n（2025年1月5日）"])
@pytest.mark.parametrize("title", ["青禾镇2025年工作总结\n", ""])
def test_a_speaker_below_web_residue_is_no_heading(title: str, name: str) -> None:
    residue = "来源：青禾网\n发布时间：2025-01-05 10:00\n"
    document = Document.from_text(f"{title}{residue}{name}\n一、工作情况\n{WORK}\n二、存在问题\n少。")
    found = outline(document)
    assert [s.heading for s in found.sections if not s.label] == [title.strip(), "", ""][not title :]
    assert [s.kind for s in found.sections][-3:] == ["title", "section", "section"]
    assert found.title == title.strip()
