"""Edits give the new text, compose, and carry a place exactly as far as its text is untouched."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.changes.diff import hunks
from assistant.changes.edits import Edit, apply_edits, carry, compose, edits_between
from assistant.document import Span
from tests.changes.texts import revised, text


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> tuple[Edit, ...]:
    """Sorted, disjoint edits of a text of `length` characters."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return tuple(
        Edit(start, end, draw(st.sampled_from(("", "新", "增补", "甲乙丙")))) for start, end in pairs
    )


@given(original=text(), data=st.data())
def test_edits_between_give_the_new_text(original: str, data: st.DataObject) -> None:
    new = data.draw(revised(original))
    edits = edits_between(original, new)
    assert apply_edits(original, edits) == new
    assert bool(edits) == (original != new)
    assert all(a.end < b.start for a, b in pairwise(edits))


@given(old=st.text("甲乙丙，。\n1", max_size=40), new=st.text("甲乙丙，。\n1", max_size=40))
def test_edits_between_any_texts(old: str, new: str) -> None:
    assert apply_edits(old, edits_between(old, new)) == new


@given(old=text(least=1), data=st.data())
def test_typing_in_one_place_is_one_edit(old: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(old)))
    typed = data.draw(st.sampled_from(("新", "的确如此", "。", "\n")))
    (edit,) = edits_between(old, old[:at] + typed + old[at:])
    assert edit.start == edit.end
    assert edit.growth == len(typed)
    assert at <= edit.start <= at + len(typed) * len(old)


def test_only_what_differs_is_edited() -> None:
    old = "下村12次，走访不够深入。\n没有动的一段。\n最后一段也改了两个字。"
    new = "下村15次，走访不够扎实。\n没有动的一段。\n最后一段也改了三个字。"
    assert edits_between(old, new) == (Edit(3, 4, "5"), Edit(10, 12, "扎实"), Edit(29, 30, "三"))


@given(data=st.data(), old=st.text("甲乙丙丁", max_size=30))
def test_compose_is_one_after_the_other(data: st.DataObject, old: str) -> None:
    first = data.draw(edits_of(len(old)))
    middle = apply_edits(old, first)
    second = data.draw(edits_of(len(middle)))
    assert apply_edits(old, compose(first, second)) == apply_edits(middle, second)
    assert compose((), second) == compose(second, ())


@given(data=st.data(), old=st.text(min_size=1, max_size=40))
def test_carried_places_keep_their_text(data: st.DataObject, old: str) -> None:
    edits = data.draw(edits_of(len(old)))
    start, end = sorted((data.draw(st.integers(0, len(old))), data.draw(st.integers(0, len(old)))))
    moved = carry(Span(start, end), edits)
    if start == end:
        reached = any(e.start <= start <= e.end for e in edits)
    else:
        reached = any((e.start < end and start < e.end) or start < e.start < end for e in edits)
    assert (moved is None) == reached
    if moved is not None:
        new = apply_edits(old, edits)
        assert new[moved.start : moved.end] == old[start:end]
        assert new[: moved.start] == apply_edits(
            old[:start], [e for e in edits if e.end <= start and e.start < end]
        )


@given(original=text(least=1), data=st.data())
def test_untouched_sentences_are_carried_through_typing(original: str, data: st.DataObject) -> None:
    """A change elsewhere loses no place: every hunk that the typing does not reach still fits."""
    proposed = data.draw(revised(original))
    typed_at = data.draw(st.integers(0, len(original)))
    typed = original[:typed_at] + "【新写的话】" + original[typed_at:]
    edits = edits_between(original, typed)
    for hunk in hunks(original, proposed):
        moved = carry(Span(hunk.start, hunk.end), edits)
        if hunk.start <= typed_at <= hunk.end:
            continue
        assert moved is not None
        assert typed[moved.start : moved.end] == hunk.before


@pytest.mark.parametrize("edits", [(Edit(3, 2, ""),), (Edit(0, 9, ""),), (Edit(2, 3, ""), Edit(1, 2, ""))])
def test_edits_that_do_not_fit_are_refused(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(ValueError, match="edits"):
        apply_edits("甲乙丙丁", edits)
