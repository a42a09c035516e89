"""The copy index: what is added is found at once and after opening again, what is removed is not, damage is told."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.structure.plain import letters_of
from vectorstore.copies import CopyIndex
from vectorstore.copy_segment import Segment, codes

PARTS = ("units.npy", "starts.npy", "grams.npy", "places.npy", "passages.json")
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


@pytest.mark.parametrize("damage", ["segments.json", *(f"*/{part}" for part in PARTS)])
@pytest.mark.parametrize("how", ["cut", "one bit", "gone"])
def test_damage_is_told(tmp_path: Path, damage: str, how: str) -> None:
    CopyIndex(tmp_path).add_texts(ROWS)
    file = next(tmp_path.glob(damage))
    if how == "gone":
        file.unlink()
        if damage == "segments.json":  # as in a folder that is new: `verify` misses what should be there
            assert not CopyIndex(tmp_path).reports()
            return
    elif how == "cut":
        file.write_bytes(file.read_bytes()[:-3])
    else:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 4
        file.write_bytes(data)
    with pytest.raises(StoreError, match="查重索引"):
        CopyIndex(tmp_path)


def test_an_index_of_another_version_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CopyIndex(tmp_path).add_texts(ROWS)
    monkeypatch.setattr("vectorstore.copies.COPIES_VERSION", "another")
    with pytest.raises(StoreError, match="查重索引"):
        CopyIndex(tmp_path)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "store_no_space"),
        (errno.EROFS, "store_not_writable"),
        (errno.EIO, "store_not_writable"),
    ],
)
@pytest.mark.parametrize("moment", range(7))
def test_what_cannot_be_written_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, moment: int
) -> None:
    index = CopyIndex(tmp_path)
    index.add_texts(ROWS)
    done = 0

    def failing(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            nonlocal done
            done += 1
            if done > moment:
                raise OSError(number, os.strerror(number))
            return work(*args)

        return run

    monkeypatch.setattr(os, "fsync", failing(os.fsync))
    monkeypatch.setattr(Path, "replace", failing(Path.replace))
    with pytest.raises(StoreError) as caught:
        index.add_texts([("c-0000", "c", "谁家有事都到那里说，说完就办。")])
    assert caught.value.code == code and caught.value.message() and caught.value.hint()
    monkeypatch.undo()
    for now in (index, CopyIndex(tmp_path)):
        assert now.reports() == {row[0]: row[1] for row in ROWS}
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1, "what was left is cleared away"
    index.add_texts([("c-0000", "c", "谁家有事都到那里说，说完就办。")])
    assert len(CopyIndex(tmp_path).reports()) == 4


def test_nothing_is_written_where_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was never added can be taken back while the disk is full."""
    index = CopyIndex(tmp_path)
    index.add_texts(ROWS)
    monkeypatch.setattr(CopyIndex, "_switch", None)
    index.remove(["unknown"])
    index.add_texts(ROWS[1:])
    index.add_texts([])


def test_passages_are_replaced_by_their_ids() -> None:
    index = CopyIndex(None)
    index.add_texts(ROWS[:1])
    index.add_texts(
        [("a-0001", "a", "第二天有人上门，问了情况。"), ("a-0000", "a", "石桌搬走了，说话的地方没了。")]
    )
    assert index.view.letters("a-0000") == "石桌搬走了说话的地方没了"
    assert set(index.reports()) == {"a-0000", "a-0001"}
    assert index.view.letters("unknown") == ""


def test_near_passages_are_those_with_most_in_common() -> None:
    index = CopyIndex(None)
    index.add_texts(ROWS)
    text = "前头一句没有人写过村口老槐树下放着一张石桌谁家有事就到那里说"
    [nothing, near] = index.view.near(text, [(0, 9), (9, len(text))])
    assert nothing == []
    assert [(one.passage, one.report) for one in near] == [("a-0000", "a")] and near[0].votes >= 4


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="甲乙丙1", max_size=30), min_size=1, max_size=8), st.sets(st.integers(0, 7)))
def test_a_joined_segment_is_one_made_at_once(texts: list[str], without: set[int]) -> None:
    passages = [
        (f"p{number}", f"r{number % 3}", codes(letters_of(text))) for number, text in enumerate(texts)
    ]
    gone = frozenset(f"p{number}" for number in without)
    half = len(passages) // 2
    joined = Segment.joined([Segment.of(passages[:half]), Segment.of(passages[half:])], gone)
    made = Segment.of(one for one in passages if one[0] not in gone)
    assert (joined.ids, joined.reports) == (made.ids, made.reports)
    for part in ("units", "starts", "grams"):
        assert np.array_equal(getattr(joined, part), getattr(made, part)), part
    assert sorted(zip(joined.grams, joined.places, strict=True)) == sorted(
        zip(made.grams, made.places, strict=True)
    )


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text(alphabet="甲乙丙1", max_size=40), min_size=1, max_size=6),
    st.text(alphabet="甲乙丙1", min_size=1, max_size=12),
)
def test_an_exact_string_is_found_wherever_it_stands(texts: list[str], asked: str) -> None:
    index = CopyIndex(None)
    index.add_texts([(f"p{number}", "r", text) for number, text in enumerate(texts)])
    found = {(one.passage, one.at) for one in index.view.find(asked, 10_000)}
    assert found == {
        (f"p{number}", at)
        for number, text in enumerate(texts)
        for at in range(len(text))
        if text.startswith(asked, at)
    }


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
