"""Labels: read as written, written canonically, repaired in a run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.structure.numbering import (
    Style,
    chinese,
    circled_number,
    label_text,
    number_of,
    read_label,
    repair,
)

S = Style


@given(st.integers(1, 999))
def test_chinese_numerals_there_and_back(number: int) -> None:
    assert number_of(chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("一百", 100), ("一百零五", 105), ("一百一十", 110), ("百", 100),
        ("壹", 1), ("叁", 3), ("拾", 10), ("１２", 12), ("007", 7), ("①", 1), ("㉑", 21),
        ("", None), ("二〇二四", None), ("一二", None), ("零", None), ("十十", None), ("x", None), ("12345", None),
    ],
)  # fmt: skip
def test_number_of(text: str, number: int | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("style", [style for style in Style if style is not Style.DECIMAL])
@given(number=st.integers(1, 50))
def test_a_canonical_label_is_read_as_itself(style: Style, number: int) -> None:
    text = label_text(style, number) + " 标题"
    label = read_label(text, 0, len(text))
    assert label is not None
    assert (label.style, label.number, label.start) == (style, number, 0)
    assert text[: label.end] == label_text(style, number)


@pytest.mark.parametrize(
    ("line", "style", "number", "written"),
    [
        ("一、问题", S.CHINESE, 1, "一、"),
        ("十二、问题", S.CHINESE, 12, "十二、"),
        ("一 、问题", S.CHINESE, 1, "一 、"),
        ("一．问题", S.CHINESE, 1, "一．"),
        ("一.问题", S.CHINESE, 1, "一."),
        ("一.、问题", S.CHINESE, 1, "一.、"),
        ("壹、问题", S.CHINESE, 1, "壹、"),
        ("一，问题", S.CHINESE, 1, "一，"),
        ("一 问题", S.CHINESE, 1, "一"),
        ("（一）问题", S.BRACKETED_CHINESE, 1, "（一）"),
        ("(一)问题", S.BRACKETED_CHINESE, 1, "(一)"),
        ("（四)问题", S.BRACKETED_CHINESE, 4, "（四)"),
        ("(四）问题", S.BRACKETED_CHINESE, 4, "(四）"),
        ("（ 一 ）问题", S.BRACKETED_CHINESE, 1, "（ 一 ）"),
        ("（一）、问题", S.BRACKETED_CHINESE, 1, "（一）、"),
        ("一）问题", S.BRACKETED_CHINESE, 1, "一）"),
        ("（一 问题", S.BRACKETED_CHINESE, 1, "（一"),
        ("〔一〕问题", S.BRACKETED_CHINESE, 1, "〔一〕"),
        ("㈡问题", S.BRACKETED_CHINESE, 2, "㈡"),
        ("1.问题", S.ARABIC, 1, "1."),
        ("1、问题", S.ARABIC, 1, "1、"),
        ("１．问题", S.ARABIC, 1, "１．"),
        ("12 .问题", S.ARABIC, 12, "12 ."),
        ("1，问题", S.ARABIC, 1, "1，"),
        ("⒊问题", S.ARABIC, 3, "⒊"),
        ("（1）问题", S.BRACKETED_ARABIC, 1, "（1）"),
        ("(１)问题", S.BRACKETED_ARABIC, 1, "(１)"),
        ("1)问题", S.BRACKETED_ARABIC, 1, "1)"),
        ("⑵问题", S.BRACKETED_ARABIC, 2, "⑵"),
        ("①问题", S.CIRCLED, 1, "①"),
        ("❷问题", S.CIRCLED, 2, "❷"),
        ("第一部分 问题", S.PART, 1, "第一部分"),
        ("第一部分：问题", S.PART, 1, "第一部分："),
        ("第 二 章 问题", S.CHAPTER, 2, "第 二 章"),
        ("第3节　问题", S.CLAUSE, 3, "第3节"),
        ("第十条 问题", S.ARTICLE, 10, "第十条"),
        ("1.2 问题", S.DECIMAL, 2, "1.2"),
        ("（%1） 问题", S.BRACKETED_CHINESE, None, "（%1）"),
        ("（）问题", S.BRACKETED_CHINESE, None, "（）"),
        ("（ ）问题", S.BRACKETED_CHINESE, None, "（ ）"),
        ("（—）问题", S.BRACKETED_CHINESE, None, "（—）"),
        ("%1、问题", S.CHINESE, None, "%1、"),
        ("%1.问题", S.ARABIC, None, "%1."),
        ("l.问题", S.ARABIC, None, "l."),
        ("—、问题", S.CHINESE, None, "—、"),
    ],
)  # fmt: skip
def test_read_label(line: str, style: Style, number: int | None, written: str) -> None:
    text = "前文" + line
    label = read_label(text, 2, len(text))
    assert label is not None
    assert (label.style, label.number, text[label.start : label.end]) == (style, number, written)


@pytest.mark.parametrize(
    "line", ["", "问题", "2023年工作", "1.", "一", "二〇二四年", "（见附件1）", "（此件公开发布）", "第一次", "一是", "A.问题", "——问题", "（略）"]
)  # fmt: skip
def test_what_is_no_label(line: str) -> None:
    label = read_label(line, 0, len(line))
    assert label is None or line in ("1.",)


def test_a_label_is_read_only_within_its_line() -> None:
    text = "一\n、问题"
    assert read_label(text, 0, 1) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([1, 2, 3], "1 2 3"),
        ([1, None, 3], "1 2damaged 3"),
        ([None, 2, 3], "1damaged 2 3"),
        ([None, None, None], "1damaged 2damaged 3damaged"),
        ([1, 2, 3, None], "1 2 3 4damaged"),
        ([None, 3], "2damaged 3"),
        ([1, 2, 2, 4], "1 2 3repeated 4"),
        ([1, 2, 3, 3], "1 2 3 4repeated"),
        ([1, 1], "1 2repeated"),
        ([1, 2, 2, 3], "1 2 2kept 3"),
        ([1, 2, 2, 5], "1 2 3repeated 5gap"),
        ([1, 1, 1, 1], "1 2repeated 3repeated 4repeated"),
        ([1, 2, 2, 2, 4], "1 2 2kept 2kept 4gap"),
        ([1, 2, 4, 3, 5], "1 2 4kept 3kept 5"),
        ([1, 5, 3], "1 2wrong 3"),
        ([3, 2, 3], "1wrong 2 3"),
        ([1, 2, 1, 4], "1 2 3wrong 4"),
        ([1, 3], "1 3gap"),
        ([1, 4, 5], "1 4gap 5"),
        ([3, 4], "3gap 4"),
        ([1, 2, 1, 2], "1 2 1restart 2"),
        ([1, 2, 3, 2], "1 2 3 2kept"),
        ([], ""),
    ],
)
def test_repair(written: list[int | None], expected: str) -> None:
    assert " ".join(f"{r.number}{r.trouble or ''}" for r in repair(written)) == expected


@given(st.lists(st.one_of(st.none(), st.integers(1, 9)), max_size=12))
def test_repair_never_invents_a_change_without_saying_so(written: list[int | None]) -> None:
    repaired = repair(written)
    assert len(repaired) == len(written)
    for number, result in zip(written, repaired, strict=True):
        assert result.number >= 1
        if result.trouble in (None, "kept", "gap", "restart"):
            assert result.number == number


@given(st.integers(1, 50))
def test_circles(number: int) -> None:
    assert circled_number(label_text(Style.CIRCLED, number)) == number
