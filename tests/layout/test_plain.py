"""Plain text and Markdown: reading them gives the text back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.document import Document
from assistant.documents import read_bytes
from assistant.layout import markdown, plain_text, text_bytes
from assistant.structure.lines import BLANKS
from assistant.structure.outline import outline
from tests.layout.texts import OFFICIAL, SPEECH


def lines(text: str) -> list[str]:
    return [line.strip(BLANKS) for line in text.split("\n") if line.strip(BLANKS)]


def test_text_for_windows() -> None:
    document = Document.from_text("一、问题\n\n　　学习少。\n")
    data = text_bytes(plain_text(document))
    assert data == "\ufeff一、问题\r\n\r\n　　学习少。\r\n".encode()
    assert read_bytes(data, "稿.txt").text == document.text


def test_headings_by_level() -> None:
    document = Document.from_text(SPEECH)
    written = markdown(document, outline(document))
    assert written.startswith("# 在全县抓党建促乡村振兴工作推进会议上的发言\n\n（2025年3月8日）\n\n槐树岭镇")
    found = markdown(Document.from_text(OFFICIAL), outline(Document.from_text(OFFICIAL)))
    marked = [line for line in found.split("\n") if line.startswith("#")]
    assert [line.split(" ")[0].count("#") for line in marked] == [1, 2, 3, 4, 5, 5, 2, 2, 2, 2]


awkward = st.sampled_from(
    [
        "# 一、问题", "## 一、问题 ##", "#话题#", "**一、问题**", "**一、问题。**学习少", "```", "~~~~", "======", "---", "> 引", "1. 甲",
        "- 乙", "| a | b |", "####### 七", "#", "# ", "****", "__一是__：", "    缩进", "\t制表", "甲\t乙", "```python", "# ```", "\\# 甲", "#甲",
        "一、存在的问题", "（一）学习不够。看书少。", "青禾镇工作总结", "2025年1月1日", "附件：1.表", "附件1", "第一行  ", "# 标题 #  ", "各位代表：",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(awkward, st.text("一二、（）#*`~ \t。=-_学", max_size=12)), min_size=1, max_size=12))
def test_markdown_reads_back(written: list[str]) -> None:
    document = Document.from_text("\n".join(written))
    if not document.text.strip():
        return
    made = markdown(document, outline(document))
    assert lines(read_bytes(made.encode(), "稿.md").text) == lines(document.text)


@pytest.mark.parametrize("text", [OFFICIAL, SPEECH])
def test_whole_documents_read_back(text: str) -> None:
    document = Document.from_text(text)
    again = read_bytes(markdown(document, outline(document)).encode(), "稿.md")
    assert lines(again.text) == lines(text)
    assert [s.name for s in outline(again).walk() if s.label] == [s.name for s in outline(document).walk() if s.label]
    assert read_bytes(text_bytes(plain_text(document)), "稿.txt").text == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("## 一、问题", "## ## 一、问题"), ("**一、问题**", "\\**一、问题**"), ("```", "\\```"), ("\\# 甲", "\\\\# 甲"), ("#话题#", "#话题#")],
)
def test_a_mark_that_is_text_gets_a_backslash(text: str, written: str) -> None:
    document = Document.from_text(f"说明。\n{text}\n说明。")
    assert markdown(document, outline(document)).split("\n\n")[1] == written
    assert read_bytes(written.encode(), "稿.md").text == text
