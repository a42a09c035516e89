"""What the guard finds in the cases written for it, by kind."""

from __future__ import annotations

import pytest

from tests.guard.measured import cases, measured, misses

LEAST = {
    "copied": (0.95, 0.95), "foreign_fact": (0.95, 0.9), "new_fact": (0.95, 0.9), "lost_fact": (0.95, 0.9),
    "formulation": (1.0, 0.98), "placeholder": (0.95, 0.9), "leak": (0.95, 0.9),
}  # fmt: skip


@pytest.mark.parametrize("name", ["worked_with", "held_out"])
def test_recall_and_precision(name: str) -> None:
    tallies = measured(cases(name))
    for kind, (recall, precision) in LEAST.items():
        tally = tallies[kind]
        assert tally.recall >= recall and tally.precision >= precision, (kind, misses(tallies))


def test_there_are_enough_and_half_have_nothing_to_find() -> None:
    every = [*cases("worked_with"), *cases("held_out")]
    assert len(every) >= 200
    assert len({case.id for case in every}) == len(every)
    assert sum(not case.find for case in every) / len(every) > 0.47
