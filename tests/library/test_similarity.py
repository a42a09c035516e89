"""Which reports are versions of one, and which only look alike."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.similarity import (
    Version,
    are_versions,
    bare,
    containment,
    families,
    pack,
    shared,
    signature,
    unpack,
)
from tests.library.texts import report, revised
from tests.shared import needs_shared, shared_texts


def version(name: str, text: str, year: int | None = 2023) -> Version:
    return Version(name, year, signature(text), lambda: text)


BASE = report(1, sections=4)


@pytest.mark.parametrize(
    ("other", "year", "same"),
    [
        (BASE, 2023, True),
        (BASE.replace("，", ",").replace("\n", "\r\n\n"), 2023, True),
        (revised(BASE, 1), 2023, True),
        (revised(BASE, 2, every=1), 2023, True),
        ("\n".join(reversed(BASE.split("\n"))), 2023, True),
        (BASE[: len(BASE) * 7 // 10], 2023, True),
        (BASE + "\n" + report(2, sections=1), 2023, True),
        (BASE.replace("2023", "2024"), 2024, True),  # only the date was changed
        (
            revised(BASE, 3, every=1)[: len(BASE) * 8 // 10] + report(9)[:600],
            2024,
            False,
        ),  # recycled, but another year's
        (BASE[: len(BASE) // 5], 2023, False),  # an excerpt is not a version
        (report(11, share=1, sections=4), 2024, False),  # next year's, half of it repeated
        (report(11, share=1, sections=4), 2023, False),
        (report(2, sections=4), 2023, False),
        ("", 2023, False),
    ],
)
def test_versions(other: str, year: int, same: bool) -> None:
    one, two = version("a", BASE), version("b", other, year)
    assert are_versions(one, two) is same
    assert are_versions(two, one) is same


def test_half_a_report_is_really_shared_in_that_case() -> None:
    """Otherwise the table above would prove nothing about yearly reports."""
    assert 0.3 < shared(BASE, report(11, share=1, sections=4)) < 0.7


def test_short_texts_are_compared_whole() -> None:
    assert are_versions(version("a", "同意。"), version("b", "同意！"))
    assert not are_versions(version("a", "同意。"), version("b", "不同意。"))
    assert not are_versions(version("a", ""), version("b", "。。"))


@given(st.text(max_size=400))
def test_a_text_is_a_version_of_itself(text: str) -> None:
    assert are_versions(version("a", text), version("b", text)) is bool(bare(text))
    values = signature(text)
    assert np.array_equal(unpack(pack(values)), values)
    assert np.all(values[1:] > values[:-1])
    assert containment(values, values) == (1.0 if len(values) else 0.0)


@given(
    st.text(alphabet="的一是在不了有和人这。，\n", max_size=200),
    st.text(alphabet="的一是在不了有和人这。，\n", max_size=200),
)
def test_likeness_has_no_direction_and_stays_in_bounds(one: str, other: str) -> None:
    for measure in (shared(one, other), containment(signature(one), signature(other))):
        assert 0.0 <= measure <= 1.0
    assert are_versions(version("a", one), version("b", other)) == are_versions(
        version("b", other), version("a", one)
    )


def test_the_sample_estimates_the_share_of_grams() -> None:
    half = BASE[: len(BASE) // 2] + report(21, sections=4)[: len(BASE) // 2]
    assert 0.35 < containment(signature(BASE), signature(half)) < 0.65


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20), st.randoms())
def test_families_are_the_connected_groups_named_by_their_earliest(
    pairs: list[tuple[int, int]], dice: random.Random
) -> None:
    order = [str(n) for n in range(10)]
    named = [(str(a), str(b)) for a, b in pairs]
    found = families(order, named)
    shuffled = [pair if dice.random() < 0.5 else pair[::-1] for pair in named]
    dice.shuffle(shuffled)
    assert families(order, shuffled) == found
    for report_id, family in found.items():
        assert found[family] == family
        assert int(family) <= int(report_id)
    assert all(found[a] == found[b] for a, b in named)
    for a, b in itertools.combinations(order, 2):
        if found[a] == found[b]:
            assert any(found[x] == found[a] for pair in named for x in pair)


@needs_shared
def test_real_reports_are_versions_of_themselves_and_of_nothing_else() -> None:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in shared_texts()]
    texts = [text for text in dict.fromkeys(texts) if len(bare(text)) > 400][:12]
    known = [version(str(n), text, None) for n, text in enumerate(texts)]
    for one, other in itertools.combinations(known, 2):
        if are_versions(one, other):
            assert shared(one.text(), other.text()) >= 0.7
    for n, text in enumerate(texts[:5]):
        assert are_versions(known[n], version("x", revised(text, n, every=2), None))
