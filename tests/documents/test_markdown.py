"""Markdown: marks of headings and of bold beginnings are hints, everything else stays as written."""

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
        ("句中**强调**保留", "句中**强调**保留", 0, 0),
        ("- **一、列表**", "- **一、列表**", 0, 0),
    ],
)
def test_lines(written: str, text: str, level: int, bold: int) -> None:
    document = read_bytes(f"{written}\n正文".encode(), "稿子.md")
    assert document.text == f"{text}\n正文"
    assert (document.paragraphs[0].heading_level, document.paragraphs[0].bold_prefix) == (level, bold)


def test_an_underlined_heading() -> None:
    document = read_bytes("标题\n====\n正文\n---\n".encode(), "稿子.md")
    assert document.text == "标题\n正文\n---"
    assert [p.heading_level for p in document.paragraphs] == [1, 0, 0]


def test_code_is_left_alone() -> None:
    text = "~~~\n# 不是标题\n**一、不是加粗**\n~~~\n```py\n# 也不是\n"
    assert read_bytes(text.encode(), "稿子.md").text == text.rstrip("\n")
