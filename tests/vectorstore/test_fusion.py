"""Two scores → one: order, ties, missing scores, the bonus."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from vectorstore.fusion import DENSE_WEIGHT, ROLE_BONUS, fuse

IDS = st.text(alphabet="abcdef0123456789-", min_size=1, max_size=6)
SCORES = st.dictionaries(IDS, st.floats(0, 100), max_size=20)
COSINES = st.dictionaries(IDS, st.floats(-1, 1), max_size=20)


def order(lexical: dict[str, float], dense: dict[str, float], *preferred: str) -> list[str]:
    return [one.passage_id for one in fuse(lexical, dense, preferred)]


def test_both_scores_count_and_terms_count_more() -> None:
    assert order({"a": 2, "b": 1, "c": 0}, {"a": 0.5, "b": 0.5, "c": 0.5}) == ["a", "b", "c"]
    assert order({"a": 1, "b": 1}, {"a": 0.1, "b": 0.9}) == ["b", "a"]
    assert order({"a": 9, "b": 1, "c": 1}, {"a": 0.1, "b": 0.9, "c": 0.1})[0] == "a"


def test_equal_ones_stand_by_id() -> None:
    assert order({"b": 1, "c": 1, "a": 1}, {}) == ["a", "b", "c"]


def test_one_without_a_vector_counts_as_least_similar() -> None:
    scored = {one.passage_id: one for one in fuse({"a": 1, "b": 1, "c": 1}, {"a": 0.2, "b": 0.8})}
    assert scored["c"].dense is None
    assert scored["c"].score == scored["a"].score < scored["b"].score


def test_a_vector_without_terms_is_no_candidate() -> None:
    assert order({"a": 1}, {"a": 0.1, "x": 0.9}) == ["a"]


def test_the_bonus_decides_between_near_ones_only() -> None:
    dense = {"a": 0.5, "b": 0.5, "c": 0.5}
    assert order({"a": 10, "b": 9.9, "c": 0}, dense, "b") == ["b", "a", "c"]
    assert order({"a": 10, "b": 5, "c": 0}, dense, "c") == ["a", "b", "c"]
    assert 0 < ROLE_BONUS <= DENSE_WEIGHT < 1


@given(SCORES, COSINES, st.integers())
def test_any_scores(lexical: dict[str, float], dense: dict[str, float], seed: int) -> None:
    found = fuse(lexical, dense)
    assert {one.passage_id for one in found} == set(lexical)
    assert [(-one.score, one.passage_id) for one in found] == sorted(
        (-one.score, one.passage_id) for one in found
    )
    for one in found:
        assert one.lexical == lexical[one.passage_id]
        assert one.dense == dense.get(one.passage_id)
    shuffled = list(lexical)
    random.Random(seed).shuffle(shuffled)
    assert fuse({key: lexical[key] for key in shuffled}, dense) == found
