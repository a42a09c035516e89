"""The copy index: what is added is found at once and after opening again, what is removed is not, damage is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.structure.plain import letters_of
from vectorstore.copies import CopyIndex

ROWS = [
    ("a-0000", "a", "村口的老槐树下摆着一张石桌，谁家有事都到那里说。"),
    ("a-0001", "a", "说完了，第二天就有人上门。"),
    ("b-0000", "b", "谁家有事都到那里说，这话传了三代。"),
]


def places(index: CopyIndex, text: str) -> set[tuple[str, str]]:
    return {(one.passage, text[one.start : one.end]) for one in index.view.shared(text)}


def test_shared_runs_are_whole_and_exact(tmp_path: Path) -> None:
    index = CopyIndex(tmp_path)
    index.add_texts(ROWS)
    assert places(index, "他说谁家有事都到那里说完了") == {
        ("a-0000", "谁家有事都到那里说"),
        ("b-0000", "谁家有事都到那里说"),
    }
    assert {one.passage for one in index.view.find("三代")} == {"b-0000"}
    assert not index.view.find("说说完了")  # not across two passages


def test_it_is_there_after_opening_again_and_twice_changes_nothing(tmp_path: Path) -> None:
    index = CopyIndex(tmp_path)
    for row in ROWS:
        index.add_texts([row])
    names = sorted(path.name for path in tmp_path.iterdir())
    index.add_texts([ROWS[2]])
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert CopyIndex(tmp_path).reports() == index.reports()


def test_removed_is_not_found_and_its_view_stays(tmp_path: Path) -> None:
    index = CopyIndex(tmp_path)
    index.add_texts(ROWS)
    before = index.view
    index.remove(["a", "unknown"])
    assert {one.passage for one in before.shared("谁家有事都到那里说")} == {"a-0000", "b-0000"}
    for now in (index, CopyIndex(tmp_path)):
        assert now.reports() == {"b-0000": "b"}
        assert {one.passage for one in now.view.shared("谁家有事都到那里说")} == {"b-0000"}
    index.add_texts(ROWS[:2])
    assert index.reports() == {row[0]: row[1] for row in ROWS}


@pytest.mark.parametrize("damage", ["segments.json", "*/grams.npy", "*/passages.json"])
def test_damage_is_told(tmp_path: Path, damage: str) -> None:
    CopyIndex(tmp_path).add_texts(ROWS)
    next(tmp_path.glob(damage)).write_bytes(b"x")
    with pytest.raises(StoreError, match="查重索引"):
        CopyIndex(tmp_path)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text(alphabet="甲乙丙1", max_size=40), min_size=1, max_size=6),
    st.text(alphabet="甲乙丙1", max_size=40),
)
def test_every_shared_gram_is_in_a_run(texts: list[str], asked: str) -> None:
    index = CopyIndex(None)
    for number, text in enumerate(texts):
        index.add_texts([(f"p{number}", f"r{number % 3}-{number}", text)])
    runs = index.view.shared(asked)
    for one in runs:
        text = letters_of(texts[int(one.passage[1:])])
        assert text[one.at : one.at + one.end - one.start] == asked[one.start : one.end]
    covered = {(one.passage, n) for one in runs for n in range(one.start, one.end - 7)}
    wanted = {
        (f"p{number}", n)
        for number, text in enumerate(texts)
        for n in range(len(asked) - 7)
        if asked[n : n + 8] in letters_of(text)
    }
    assert covered == wanted
