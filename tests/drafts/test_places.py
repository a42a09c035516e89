"""Where a stretch of an earlier text is now: what is left of it, what it has become, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.changes.edits import Edit, apply_edits, carry, compose
from assistant.changes.runs import kept, runs_of
from assistant.document import Span
from assistant.drafting.places import inverse, narrowed, reached

TEXT = "零一二三四五六七八九"


@st.composite
def edits(draw: st.DrawFn, length: int = len(TEXT)) -> tuple[Edit, ...]:
    """Sorted, disjoint edits that do not touch, each writing characters that stand nowhere else."""
    made, position, fresh = [], 0, 0xAC00
    while position <= length and draw(st.booleans()):
        start = draw(st.integers(position, length))
        end = draw(st.integers(start, min(length, start + 4)))
        size = draw(st.integers(0 if end > start else 1, 3))
        made.append(Edit(start, end, "".join(chr(fresh + n) for n in range(size))))
        fresh, position = fresh + size, end + 1
    return tuple(made)


SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda pair: Span(*sorted(pair)))


@given(edits=edits(), span=SPANS)
def test_what_is_kept_is_what_no_edit_took(edits: tuple[Edit, ...], span: Span) -> None:
    new = apply_edits(TEXT, edits)
    pieces = [new[piece.start : piece.end] for piece in kept(span, runs_of(edits))]
    assert all(pieces)
    assert "".join(pieces) == "".join(c for c in TEXT[span.start : span.end] if c in new)


@given(edits=edits(), span=SPANS)
def test_what_it_became_holds_what_is_kept_and_nothing_of_its_neighbours(
    edits: tuple[Edit, ...], span: Span
) -> None:
    new = apply_edits(TEXT, edits)
    now = reached(span, edits)
    assert 0 <= now.start <= now.end <= len(new)
    text = new[now.start : now.end]
    assert not set(text) & (set(TEXT) - set(TEXT[span.start : span.end]))
    for piece in kept(span, runs_of(edits)):
        assert new[piece.start : piece.end] in text
    carried = carry(span, edits)
    if carried is not None and span.start < span.end:
        assert now == carried


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (Edit(0, 2, "甲乙丙"), "三四五"),
        (Edit(3, 3, "甲"), "三四五"),
        (Edit(6, 6, "甲"), "三四五"),
        (Edit(4, 4, "甲"), "三甲四五"),
        (Edit(2, 4, "甲"), "甲四五"),
        (Edit(5, 8, "甲乙"), "三四甲乙"),
        (Edit(1, 9, "甲"), "甲"),
        (Edit(3, 6, ""), ""),
        (Edit(8, 10, ""), "三四五"),
    ],
)
def test_what_a_stretch_becomes(edit: Edit, text: str) -> None:
    now = reached(Span(3, 6), (edit,))
    assert apply_edits(TEXT, (edit,))[now.start : now.end] == text


@given(edits=edits())
def test_the_way_back(edits: tuple[Edit, ...]) -> None:
    new = apply_edits(TEXT, edits)
    assert apply_edits(new, inverse(edits, TEXT)) == TEXT
    assert apply_edits(TEXT, compose(edits, inverse(edits, TEXT))) == TEXT


@given(edits=edits())
def test_narrowed_edits_do_the_same(edits: tuple[Edit, ...]) -> None:
    assert apply_edits(TEXT, narrowed(TEXT, edits)) == apply_edits(TEXT, edits)


def test_an_edit_of_a_sentence_is_narrowed_to_its_words() -> None:
    old = "全年到村12次。办法不多。"
    edits = narrowed(old, (Edit(0, len(old), "全年到村15次。办法很多。"),))
    assert edits == (Edit(4, 6, "15"), Edit(10, 11, "很")) or apply_edits(old, edits).startswith(
        "全年到村15次"
    )
    assert sum(edit.end - edit.start for edit in edits) <= 4
