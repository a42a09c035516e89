"""Markdown: its marks are hints or go, tables are rows of cells, everything else stays as written."""

from __future__ import annotations

import pytest

from assistant.documents import read_bytes


@pytest.mark.parametrize(
    ("written", "text", "level", "bold"),
    [
        ("# 标题", "标题", 1, 0),
        ("### （一）学习方面 ###", "（一）学习方面", 3, 0),
        ("##一、存在的问题", "一、存在的问题", 2, 0),
        ("#\u3000标题", "标题", 1, 0),
        ("## **一、问题**", "一、问题", 2, 4),
        ("####### 七个不是标题", "####### 七个不是标题", 0, 0),
        ("#1 楼", "#1 楼", 0, 0),
        ("#信访接待#今天", "#信访接待#今天", 0, 0),
        ("**一是学用结合不紧。**到村少。", "一是学用结合不紧。到村少。", 0, 9),
        ("　　**（一）学习不深入。**到村少。", "　　（一）学习不深入。到村少。", 0, 11),
        ("**作风方面**：到村少。", "作风方面：到村少。", 0, 4),
        ("__整改措施__", "整改措施", 0, 4),
        ("**镇领导班子到**村调研", "**镇领导班子到**村调研", 0, 0),
        ("按照**市委要求，征集意见**条", "按照**市委要求，征集意见**条", 0, 0),
        ("句中**强调**无痕", "句中强调无痕", 0, 0),
        ("突出**“三抓”**这条主线，***重在落实***。", "突出“三抓”这条主线，重在落实。", 0, 0),
        ("**镇领导**很重视**信访**", "镇领导很重视信访", 0, 3),
        ("**一、问题** **（一）学习**", "一、问题 （一）学习", 0, 4),
        ("- **一、列表**", "一、列表", 0, 4),
        ("  * 到村宣讲", "到村宣讲", 0, 0),
        ("+ 到村宣讲", "到村宣讲", 0, 0),
        ("1. 到村宣讲", "1. 到村宣讲", 0, 0),
        ("- 3 -", "- 3 -", 0, 0),
        ("-3℃", "-3℃", 0, 0),
        ("感谢**和**的支持", "感谢**和**的支持", 0, 0),
        ("**省**市**县", "**省**市**县", 0, 0),
        ("***同志", "***同志", 0, 0),
        ("联系人：***，电话：***", "联系人：***，电话：***", 0, 0),
        ("姓名__性别__", "姓名__性别__", 0, 0),
        (r"句中\*\*镇\*\*", "句中**镇**", 0, 0),
        (r"\- 到村**宣讲**", "- 到村**宣讲**", 0, 0),
        (r"\到村**宣讲**", "到村**宣讲**", 0, 0),
        (r"\到村宣讲", r"\到村宣讲", 0, 0),
        ("- - -", "", 0, 0),
        ("| 不是表格 |", "| 不是表格 |", 0, 0),
    ],
)
def test_lines(written: str, text: str, level: int, bold: int) -> None:
    document = read_bytes(f"{written}\n正文".encode(), "稿子.md")
    assert document.text == f"{text}\n正文"
    assert (document.paragraphs[0].heading_level, document.paragraphs[0].bold_prefix) == (level, bold)


def test_an_underlined_heading() -> None:
    document = read_bytes("标题\n====\n正文\n---\n正文\n".encode(), "稿子.md")
    assert document.text == "标题\n正文\n\n正文"
    assert [p.heading_level for p in document.paragraphs] == [1, 0, 0, 0]


def test_a_table() -> None:
    text = "见下表：\n| 村 | **次数** | 说明 |\n|:---|--:|:-:|\n| 石桥 | 1 | 甲\\|乙<br>丙 |\n柳沟 | 2 |\n\n| 无表头 |\n"
    document = read_bytes(text.encode(), "稿子.md")
    assert document.text == "见下表：\n村\t次数\t说明\n石桥\t1\t甲|乙 丙\n柳沟\t2\n\n| 无表头 |"
    assert [p.container for p in document.paragraphs] == ["body", "table", "table", "table", "body", "body"]
    assert all("\n" not in document.text[p.start : p.end] for p in document.paragraphs)


@pytest.mark.parametrize("below", ["|---|", "---", "| 一 | 二 |", "|---|---|---|"])
def test_what_only_looks_like_a_table(below: str) -> None:
    document = read_bytes(f"| 村 | 次数 |\n{below}\n正文".encode(), "稿子.md")
    assert document.text.startswith("| 村 | 次数 |\n")
    assert {p.container for p in document.paragraphs} == {"body"}


def test_stars_that_hide_words_are_told_by_the_whole_text() -> None:
    """“**县”: in a text most of whose stars stand for words left out, none is a mark of bold."""
    hidden = "在**县召开\n**镇党委\n感谢**大力**支持\n**一是学习少。**到村少。"
    assert read_bytes(hidden.encode(), "稿子.md").text == hidden.replace("**一是学习少。**", "一是学习少。")
    bold = "突出**学习**\n突出**作风**\n在**县召开"
    assert read_bytes(bold.encode(), "稿子.md").text == "突出学习\n突出作风\n在**县召开"


def test_code_is_left_alone() -> None:
    text = "~~~\n# 不是标题\n- **一、不是加粗**\n| a |\n|---|\n~~~\n```py\n# 也不是\n"
    assert read_bytes(text.encode(), "稿子.md").text == text.rstrip("\n")
