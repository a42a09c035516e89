"""Invariant 3 of the design (any subset gives exactly the chosen changes), and what reads well."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.changes.diff import Hunk, apply, hunks
from assistant.document import Span
from tests.changes.texts import SENTENCES, numbered, revised, text


def well_formed(document: str, found: tuple[Hunk, ...]) -> None:
    """What holds for every list of hunks."""
    assert [h.id for h in found] == list(range(1, len(found) + 1))
    position = 0
    for hunk in found:
        assert position <= hunk.start <= hunk.end
        assert document[hunk.start : hunk.end] == hunk.before
        assert hunk.before != hunk.after
        assert "".join(m.text for m in hunk.marks if m.kind != "insert") == hunk.before
        assert "".join(m.text for m in hunk.marks if m.kind != "delete") == hunk.after
        position = hunk.end


def by_hand(document: str, chosen: list[Hunk]) -> str:
    """The chosen changes made one at a time from the end, independently of `apply`."""
    for hunk in reversed(chosen):
        document = document[: hunk.start] + hunk.after + document[hunk.end :]
    return document


def check_subsets(original: str, proposed: str, data: st.DataObject, offset: int = 0) -> None:
    before = "序" * offset
    document = before + original + "尾"
    found = hunks(original, proposed, offset=offset)
    well_formed(document, found)
    assert apply(document, found) == before + proposed + "尾"
    assert apply(document, ()) == document
    chosen = [h for h in found if data.draw(st.booleans())]
    assert apply(document, chosen) == by_hand(document, chosen)
    assert apply(document, reversed(chosen)) == by_hand(document, chosen)


@given(original=text(), data=st.data())
def test_realistic_revisions(original: str, data: st.DataObject) -> None:
    check_subsets(original, data.draw(revised(original)), data, data.draw(st.integers(0, 3)))


@given(original=text(), proposed=text(), data=st.data())
def test_unrelated_texts(original: str, proposed: str, data: st.DataObject) -> None:
    check_subsets(original, proposed, data)


@given(
    original=st.text('甲乙，。；\n“”（）" 　12', max_size=60),
    proposed=st.text('甲乙，。；\n“”（）" 　12', max_size=60),
    data=st.data(),
)
def test_random_texts(original: str, proposed: str, data: st.DataObject) -> None:
    check_subsets(original, proposed, data)


@given(original=st.text(max_size=80), proposed=st.text(max_size=80), data=st.data())
def test_any_characters(original: str, proposed: str, data: st.DataObject) -> None:
    check_subsets(original, proposed, data)


@given(case=numbered(), data=st.data())
def test_barriers_unchanged_in_the_proposal(
    case: tuple[str, str, tuple[Span, ...]], data: st.DataObject
) -> None:
    original, proposed, barriers = case
    found = hunks(original, proposed, barriers=barriers)
    well_formed(original, found)
    assert apply(original, found) == proposed
    untouched(original, found, barriers, data)


@given(case=numbered(), proposed=text(), data=st.data())
def test_barriers_survive_any_proposal(
    case: tuple[str, str, tuple[Span, ...]], proposed: str, data: st.DataObject
) -> None:
    original, _, barriers = case
    found = hunks(original, proposed, barriers=barriers)
    well_formed(original, found)
    untouched(original, found, barriers, data)


def untouched(
    original: str, found: tuple[Hunk, ...], barriers: tuple[Span, ...], data: st.DataObject
) -> None:
    """No change overlaps a barrier, and every number still begins its own line after any of them."""
    for barrier in barriers:
        for hunk in found:
            assert not barrier.overlaps(hunk.start, hunk.end)
            assert not barrier.start < hunk.start < barrier.end
    chosen = [h for h in found if data.draw(st.booleans())]
    result = apply(original, chosen)
    for barrier in barriers:
        moved = barrier.start + sum(len(h.after) - len(h.before) for h in chosen if h.end <= barrier.start)
        label = original[barrier.start : barrier.end]
        assert result[moved : moved + len(label)] == label
        assert moved == 0 or result[moved - 1] == "\n"


@given(original=text(least=1), data=st.data())
def test_any_subset_keeps_pairs_whole(original: str, data: st.DataObject) -> None:
    """Where neither text has an unpaired mark, no choice of changes makes one."""
    proposed = data.draw(revised(original))
    for pair in ("“”", "《》", "（）"):
        original, proposed = (data.draw(wrapped(side, pair)) for side in (original, proposed))
    if any(unpaired(side) for side in (original, proposed)):
        return
    found = hunks(original, proposed)
    chosen = [h for h in found if data.draw(st.booleans())]
    assert not unpaired(apply(original, chosen))


@st.composite
def wrapped(draw: st.DrawFn, text: str, pair: str) -> str:
    """`text` without the marks `pair`, perhaps with one pair of them around some of it."""
    text = "".join(c for c in text if c not in pair)
    if draw(st.booleans()):
        return text
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text[:start] + pair[0] + text[start:end] + pair[1] + text[end:]


def unpaired(text: str) -> bool:
    for opening, closing in ("“”", "《》", "（）", "()"):
        depth = 0
        for character in text:
            depth += (character == opening) - (character == closing)
            if depth < 0:
                return True
        if depth:
            return True
    return False


CASES = yaml.safe_load((Path(__file__).parent / "reads_well.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_reads_well(case: dict[str, Any]) -> None:
    found = hunks(case["original"], case["proposed"])
    assert [[h.before, h.after] for h in found] == case["changes"]
    assert apply(case["original"], found) == case["proposed"]


def test_barriers_and_a_proposal_without_the_numbers() -> None:
    original = "（一）走访不够。\n（二）学习不深。"
    barriers = (Span(0, 3), Span(9, 12))
    found = hunks(original, "走访太少。\n学习不深。", barriers=barriers)
    assert [(h.before, h.after) for h in found] == [("走访不够。", "走访太少。")]


def test_barriers_and_a_proposal_that_renumbers() -> None:
    original = "（一）走访不够。\n（二）学习不深。"
    found = hunks(original, "一、走访太少。\n二、学习不深。", barriers=(Span(0, 3), Span(9, 12)))
    assert [(h.before, h.after) for h in found] == [("走访不够。", "走访太少。")]


def test_barriers_and_a_new_numbered_paragraph() -> None:
    original = "（一）走访不够。\n（二）学习不深。"
    found = hunks(original, original + "\n（三）纪律不严。", barriers=(Span(0, 3), Span(9, 12)))
    assert [(h.start, h.before, h.after) for h in found] == [(17, "", "\n（三）纪律不严。")]


def test_barriers_are_in_document_offsets() -> None:
    document = "一、问题\n（一）走访不够。"
    found = hunks("（一）走访不够。", "（一）走访太少。", offset=5, barriers=(Span(0, 2), Span(5, 8)))
    assert [(h.start, h.end, h.after) for h in found] == [(8, 13, "走访太少。")]
    assert apply(document, found) == "一、问题\n（一）走访太少。"


def test_one_word_in_a_long_section_is_one_sentence() -> None:
    original = "".join(f"第{n}件事办得不够扎实，群众有意见。" for n in range(1, 120))
    proposed = original.replace("第60件事办得不够扎实", "第60件事办得不够细致")
    (found,) = hunks(original, proposed)
    assert found.before == "第60件事办得不够扎实，群众有意见。"
    changed = [(m.kind, m.text) for m in found.marks if m.kind != "equal"]
    assert changed == [("delete", "扎实"), ("insert", "细致")]


def test_apply_refuses_a_text_it_does_not_fit() -> None:
    found = hunks("甲村的路修了。", "甲村的路修好了。")
    with pytest.raises(ValueError, match="change 1"):
        apply("乙村的路修了。", found)


def test_a_section_of_3000_characters_is_quick() -> None:
    original = "".join(f"{SENTENCES[n % 12]}（{n}）" for n in range(150))[:3000]
    proposed = original.replace("不够", "还不够").replace("村", "社区").replace("二是", "三是")
    hunks(original, proposed)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        hunks(original, proposed)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.05


LONG = {
    "all the same": ("好。" * 50_000, "好。" * 49_000 + "坏。" + "好。" * 900),
    "no sentence end": ("一" * 100_000, "一" * 50_000 + "二" + "一" * 50_000),
    "nothing in common": ("啊" * 60_000 + "。", "天地" * 30_000),
    "commas only": ("甲乙丙，" * 20_000, "甲丙，乙" * 20_000),
    "short sentences": ("天。地。地。天。" * 6_000, "地。天。天。地。天。" * 5_000),
    "blank lines": ("\n" * 50_000, "\n\n " * 30_000),
    "every sentence changed": (
        "".join(f"第{n}件事办得不够扎实，群众有意见。" for n in range(6_000)),
        "".join(f"第{n}件事办得还算扎实，群众没意见。" for n in range(3, 6_003)),
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_a_hundred_thousand_characters_do_not_hang(name: str) -> None:
    original, proposed = LONG[name]
    start = time.perf_counter()
    found = hunks(original, proposed)
    assert time.perf_counter() - start < 20
    assert apply(original, found) == proposed


@settings(max_examples=50)
@given(original=text(), data=st.data())
def test_the_same_call_gives_the_same_answer(original: str, data: st.DataObject) -> None:
    proposed = data.draw(revised(original))
    assert hunks(original, proposed) == hunks(original, proposed)
    assert hunks(original, original) == ()


@pytest.mark.parametrize(
    ("original", "barriers", "proposed"),
    [
        (" 1.作风不实。会议多。", [Span(0, 3)], " 1.作风不实。会议少。"),
        (
            "问题\n 1. 学习不够。\n 2. 会议多。",
            [Span(3, 7), Span(14, 18)],
            "问题\n 1. 学习不够。\n 2. 会议少。",
        ),
        ("\t1. 廉洁。\n一、 学习。", [Span(0, 4), Span(8, 11)], "\t1. 廉洁。\n一、 学习好。"),
    ],
)
def test_a_number_with_blanks_around_it_stays_as_it_is(
    original: str, barriers: list[Span], proposed: str
) -> None:
    assert not hunks(original, original, barriers=barriers)
    assert apply(original, hunks(original, proposed, barriers=barriers)) == proposed
