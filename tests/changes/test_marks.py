"""Marks are for reading: words, numbers and dates whole, no single characters left between two changes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.changes.marks import marks
from tests.changes.texts import revised, sentence


def drawn(before: str, after: str) -> str:
    signs = {"equal": "{}", "delete": "[-{}]", "insert": "[+{}]"}
    return "".join(signs[mark.kind].format(mark.text) for mark in marks(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("下村12次。", "下村15次。", "下村[-12][+15]次。"),
        ("完成率98.5%。", "完成率98.7%。", "完成率[-98.5%][+98.7%]。"),
        ("共1,236件。", "共1,286件。", "共[-1,236][+1,286]件。"),
        ("2025年5月6日到村。", "2026年5月6日到村。", "[-2025年5月6日][+2026年5月6日]到村。"),
        ("5月6日到村。", "5月8日到村。", "[-5月6日][+5月8日]到村。"),
        ("会议开了二十三次。", "会议开了二十五次。", "会议开了[-二十三][+二十五]次。"),
        ("用Excel台账。", "用Access台账。", "用[-Excel][+Access]台账。"),
        ("走访不够深入。", "走访不够扎实。", "走访不够[-深入][+扎实]。"),
        ("扎实推进工作。", "有序推动工作。", "[-扎实推进][+有序推动]工作。"),
        ("要加强学习。", "要学习。", "要[-加强]学习。"),
        ("各项工作有进展。", "扎实推进，各项工作有进展。", "[+扎实推进，]各项工作有进展。"),
        ("部署了，工作有进展。", "部署了，扎实推进，工作有进展。", "部署了，[+扎实推进，]工作有进展。"),
        ("", "新的一句。", "[+新的一句。]"),
        ("旧的一句。", "", "[-旧的一句。]"),
        ("各项工作取得一定成绩。", "全年下村四十六天、化解积案九件。",
         "[-各项工作取得一定成绩。][+全年下村四十六天、化解积案九件。]"),
        ("“学习”不够。", "《学习》不够。", "[-“][+《]学习[-”][+》]不够。"),
    ],
)  # fmt: skip
def test_reads_as_words(before: str, after: str, expected: str) -> None:
    assert drawn(before, after) == expected


@given(before=sentence, data=st.data())
def test_both_sides_are_whole_and_nothing_is_unreadable(before: str, data: st.DataObject) -> None:
    after = data.draw(revised(before))
    found = marks(before, after)
    assert "".join(mark.text for mark in found if mark.kind != "insert") == before
    assert "".join(mark.text for mark in found if mark.kind != "delete") == after
    for first, second in pairwise(found):
        assert first.kind != second.kind
        assert (first.kind, second.kind) != ("insert", "delete")
    for mark in found[1:-1]:
        assert mark.kind != "equal" or len(mark.text.strip()) > 1


@given(numbers=st.tuples(st.integers(0, 99999), st.integers(0, 99999)))
def test_a_number_is_never_split(numbers: tuple[int, int]) -> None:
    before, after = (f"全年办结{n}件信访事项。" for n in numbers)
    expected = before if before == after else f"全年办结[-{numbers[0]}][+{numbers[1]}]件信访事项。"
    assert drawn(before, after) == expected
