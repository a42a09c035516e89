"""No plan loses, alters or doubles a sentence: random drafts and random plans."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.restructure.applied import apply
from assistant.restructure.operation import Plan
from assistant.restructure.validation import carry_out, dependencies, validate
from tests.restructure.random_plans import check, parts, plan

seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_no_plan_loses_a_sentence(seed: int) -> None:
    chance = Random(seed)
    found = parts(chance)
    wanted = plan(chance, found)
    done = check(found, wanted)
    assert {one.operation for one in done.refused} == {
        one.operation for one in validate(wanted, found).refusals
    }


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_nothing_chosen_changes_nothing(seed: int) -> None:
    chance = Random(seed)
    found = parts(chance)
    assert apply(found, plan(chance, found), set()).text == found.text
    assert apply(found, Plan()).text == found.text


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_any_choice_of_a_valid_plan(seed: int) -> None:
    """What is left out takes with it what depends on it, and only that."""
    chance = Random(seed)
    found = parts(chance)
    wanted = Plan(tuple(
        one for one in plan(chance, found, 10).operations
    ))  # fmt: skip
    wanted = Plan(tuple(one for one in wanted.operations if one.id in carry_out(wanted, found).accepted))
    assert validate(wanted, found).valid
    needed = dependencies(wanted, found)
    chosen = {one.id for one in wanted.operations if chance.random() < 0.6}
    done = check(found, wanted, chosen)
    for one in done.refused:
        assert one.operation in needed, f"{one.operation} refused ({one.code}), but depends on nothing"
    for one_id in done.accepted:
        assert set(needed.get(one_id, ())) <= set(done.accepted)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_ten_thousand_plans() -> None:
    carried = operations = moved = 0
    for seed in range(10_000):
        chance = Random(seed)
        found = parts(chance)
        done = check(found, plan(chance, found))
        carried += len(done.accepted)
        operations += len(done.accepted) + len(done.refused)
        moved += done.sentences.moved
    print(
        f"\n10,000 plans: {carried} of {operations} operations carried out, {moved} sentences moved, 0 lost"
    )
    assert carried > 15_000
