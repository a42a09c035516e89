"""Text → terms: a table of cases, and what must hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.tokens import MAX_WORD, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("，。！（）——　\n\t", []),
        ("改", ["改"]),
        ("改厕所", ["改", "厕", "所", "改厕", "厕所"]),
        ("改，厕", ["改", "厕"]),
        ("改\n厕", ["改", "厕"]),
        ("2023年", ["2023", "年"]),
        ("２０２３年", ["2023", "年"]),
        ("增长6.5%", ["增", "长", "增长", "6.5"]),
        ("3,000元", ["3000", "元"]),
        ("1,234,567.5", ["1234567.5"]),
        ("1,2,3", ["1", "2", "3"]),
        ("ＧＤＰ与GDP", ["gdp", "与", "gdp"]),
        ("Wi-Fi全覆盖", ["wi", "fi", "全", "覆", "盖", "全覆", "覆盖"]),
        ("snake_case", ["snake", "case"]),
        ("〇", ["〇"]),
        ("𠮷林", ["𠮷", "林", "𠮷林"]),
        ("改\ud800厕", ["改", "厕"]),
        ("x" * 500, ["x" * MAX_WORD]),
    ],
)
def test_cases(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.text())
def test_terms_are_words_of_the_index(text: str) -> None:
    for term in tokens(text):
        assert term
        assert not any(character.isspace() for character in term)
        assert len(term) <= MAX_WORD
        assert term != "_"


@given(st.text(alphabet="甲乙丙丁", min_size=1, max_size=30))
def test_a_run_gives_characters_and_pairs(text: str) -> None:
    found = tokens(text)
    assert found[: len(text)] == list(text)
    assert found[len(text) :] == [text[i : i + 2] for i in range(len(text) - 1)]


@given(st.text(), st.text())
def test_lines_do_not_touch(first: str, second: str) -> None:
    assert tokens(f"{first}\n{second}") == tokens(first) + tokens(second)
