"""A rewrite set like its original: what was not rewritten is no change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.changes.diff import hunks
from assistant.revision.layout import about_marks, settle
from tests.revision.drafts import TEXT, body

ORIGINAL = body("1.1")


def flattened(text: str) -> str:
    """As a careless model gives a text back: no indents, no blank lines, no spaces, full-width marks, other quotes."""
    lines = [
        line.strip().replace(" ", "").replace(",", "，").replace("“", '"').replace("”", '"')
        for line in text.split("\n")
    ]
    return "\n".join(line for line in lines if line)


def test_an_untouched_text_is_the_original_again() -> None:
    for text in (ORIGINAL, TEXT):
        assert settle(text, text) == text
        assert settle(text, flattened(text)) == text


def test_one_changed_word_is_one_change() -> None:
    rewrite = flattened(ORIGINAL).replace("不够深入", "浮在面上")
    settled = settle(ORIGINAL, rewrite)
    assert settled == ORIGINAL.replace("不够深入", "浮在面上")
    (change,) = hunks(ORIGINAL, settled)
    assert (change.before, change.after) == ("一是学习不够深入。", "一是学习浮在面上。")


def test_a_new_paragraph_is_set_like_the_others() -> None:
    settled = settle(ORIGINAL, flattened(ORIGINAL) + "\n三是制度执行不严，台账不全。")
    assert settled == ORIGINAL + "\n\n　　三是制度执行不严，台账不全。"


def test_a_paragraph_in_between_is_set_like_the_others() -> None:
    first, second = flattened(ORIGINAL).split("\n")
    settled = settle(ORIGINAL, f"{first}\n学习笔记也不齐全。\n{second}")
    assert settled.split("\n")[2] == "　　学习笔记也不齐全。"
    assert settled.startswith(ORIGINAL.split("\n")[0]) and settled.endswith(ORIGINAL.split("\n")[-1])


def test_a_paragraph_left_out_leaves_no_gap() -> None:
    second = flattened(ORIGINAL).split("\n")[1]
    assert settle(ORIGINAL, second).strip("\n 　") == second.replace('"千万工程"', "“千万工程”")


def test_marks_are_left_as_the_model_set_them_where_the_wish_is_about_marks() -> None:
    rewrite = ORIGINAL.replace(", ", "，")
    assert settle(ORIGINAL, rewrite) == ORIGINAL
    assert settle(ORIGINAL, rewrite, keep_marks=False) == rewrite


@pytest.mark.parametrize(
    ("wish", "about"),
    [
        ("把半角逗号改成全角", True),
        ("改得更规范", True),
        ("统一标点", True),
        ("改得更具体", False),
        ("压到500字", False),
    ],
)
def test_which_wishes_are_about_marks(wish: str, about: bool) -> None:
    assert about_marks(wish) == about


@pytest.mark.parametrize(
    ("original", "rewrite", "settled"),
    [
        ("\n  到村里走访少。 \n", "到村里走访很少。", "\n  到村里走访很少。 \n"),
        (
            "2023年学习 12 次, 共 3 天。",
            "2023年学习12次，共3天，记了笔记。",
            "2023年学习 12 次, 共 3 天，记了笔记。",
        ),
        ("", " 新写的一段。\n", "新写的一段。"),
        ("　　", "新写的一段。", "新写的一段。"),
        ("到村里走访少。", "", ""),
        ("甲：“乙”。", "甲:「乙」。", "甲：“乙”。"),
        ("村名\t次数\n石桥\t4", "村名\t次数\n石桥\t5", "村名\t次数\n石桥\t5"),
    ],
)
def test_each(original: str, rewrite: str, settled: str) -> None:
    assert settle(original, rewrite) == settled


class TestGeneratedNumbers:
    ORIGINAL = "1. 学习不够深入，次数太少。\n2. 到村里走访少，困难掌握不细。"
    NUMBERS = ("1. ", "2. ")

    @pytest.mark.parametrize(
        "rewrite",
        [
            "1. 学习不够深入，一年只有12次。\n2. 到村里走访少，困难掌握不细。",
            "学习不够深入，一年只有12次。\n到村里走访少，困难掌握不细。",
            "一、学习不够深入，一年只有12次。\n（二）到村里走访少，困难掌握不细。",
            "1.学习不够深入，一年只有12次。\n2.到村里走访少，困难掌握不细。",
        ],
    )
    def test_they_stay_whatever_the_model_writes(self, rewrite: str) -> None:
        settled = settle(self.ORIGINAL, rewrite, numbers=self.NUMBERS)
        assert settled == "1. 学习不够深入，一年只有12次。\n2. 到村里走访少，困难掌握不细。"

    def test_what_follows_a_number_is_not_taken_for_one(self) -> None:
        original = "1. 一是学习不够深入。"
        assert settle(original, "一是学习浮在面上。", numbers=["1. "]) == "1. 一是学习浮在面上。"


LINES = st.lists(
    st.text(alphabet=st.sampled_from("走访少学习深入，。；：“”（）一二三是12 ab,"), min_size=1, max_size=40),
    min_size=1,
    max_size=6,
)


@given(
    lines=LINES, gap=st.sampled_from(["\n", "\n\n", "\n　\n"]), lead=st.sampled_from(["", "　　", "  ", "\t"])
)
def test_what_was_not_rewritten_is_never_a_change(lines: list[str], gap: str, lead: str) -> None:
    text = gap.join(lead + line for line in lines)
    assert settle(text, text) == text
    assert settle(text, text.strip()) == text or not text.strip()


@given(old=LINES, new=LINES)
def test_no_letter_of_a_rewrite_is_lost_or_made_up(old: list[str], new: list[str]) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[^\w]", "", text)

    settled = settle("\n".join(old), "\n".join(new))
    assert letters(settled) == letters("\n".join(new))
