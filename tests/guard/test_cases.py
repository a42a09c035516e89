"""What the guard finds in the cases written for it, by kind."""

from __future__ import annotations

import pytest

from tests.guard.measured import cases, measured, misses

LEAST = {
    "copied": (0.95, 0.95), "foreign_fact": (0.95, 0.9), "new_fact": (0.95, 0.9), "lost_fact": (0.95, 0.9),
    "formulation": (1.0, 0.98), "placeholder": (0.95, 0.9), "leak": (0.95, 0.9),
}  # fmt: skip


EVERY = [case for name in ("worked_with", "held_out", "afterwards") for case in cases(name)]


@pytest.mark.parametrize("kind", LEAST)
def test_recall_and_precision(kind: str) -> None:
    tallies = measured(EVERY)
    recall, precision = LEAST[kind]
    assert tallies[kind].recall >= recall and tallies[kind].precision >= precision, misses(tallies)


@pytest.mark.parametrize("name", ["blind", "blind_second", "reworded"])
@pytest.mark.parametrize("kind", ["foreign_fact", "new_fact", "lost_fact"])
def test_facts_in_cases_of_other_hands(name: str, kind: str) -> None:
    tallies = measured(cases(name))
    recall, precision = LEAST[kind]
    assert tallies[kind].recall >= recall and tallies[kind].precision >= precision, misses(tallies)


@pytest.mark.parametrize(
    "name", ["blind_third", "blind_fourth", "blind_fifth", "blind_sixth", "blind_seventh", "blind_eighth"]
)
@pytest.mark.parametrize("kind", ["foreign_fact", "new_fact", "lost_fact"])
def test_facts_in_cases_that_were_little_mended_for(name: str, kind: str) -> None:
    tally = measured(cases(name))[kind]
    assert tally.recall >= 0.85 and tally.precision >= 0.88, misses({kind: tally})


def test_there_are_enough_and_half_have_nothing_to_find() -> None:
    assert len(EVERY) >= 200
    assert len({case.id for case in EVERY}) == len(EVERY)
    assert sum(not case.find for case in EVERY) / len(EVERY) >= 0.5
