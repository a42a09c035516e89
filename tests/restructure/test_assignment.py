"""What is assigned where, how certain, and the plan that follows: over cases, and what must hold of any of them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.restructure.assignment import assign
from assistant.restructure.frame import built_in_frames
from assistant.restructure.frame_plan import plan_from
from assistant.restructure.report_frame import frame_of_report
from assistant.restructure.validation import validate
from tests.restructure.assigned_cases import Case, cases, measured, parts_in
from tests.restructure.drafts import parts
from tests.restructure.random_plans import check
from tests.restructure.random_plans import parts as random_parts
from vectorstore.embeddings import open_embedder

SETS = {
    name: cases(Path(__file__).with_name("cases") / f"{name}.yaml")
    for name in ("worked_with", "blind", "second", "third")
}
UNSEEN = {name: cases(Path(__file__).with_name("unseen") / f"{name}.yaml") for name in ("fourth", "fifth")}
"""Never learned from, and never looked at but for their totals."""
CASES = [case for found in SETS.values() for case in found]
FRAMES = built_in_frames()


@pytest.mark.parametrize("name", SETS)
def test_most_parts_are_right_and_nearly_all_that_are_called_certain(name: str) -> None:
    """With the built-in embedding; all these cases have been learned from, the bench has the figures for unseen ones."""
    figures = measured(SETS[name], open_embedder("use").embed_documents)
    print(f"\n{figures.line()}")
    assert figures.right >= 0.85 * figures.parts
    assert figures.sure_right >= 0.97 * figures.sure
    assert figures.sure >= 0.3 * figures.parts


def test_cases_that_nothing_was_learned_from() -> None:
    """Together; what is measured of each stands in the bench and the README."""
    figures = measured(
        [case for found in UNSEEN.values() for case in found], open_embedder("use").embed_documents
    )
    assert figures.right >= 0.78 * figures.parts
    assert figures.sure_right >= 0.95 * figures.sure and figures.sure >= 0.25 * figures.parts


@pytest.mark.parametrize("name", SETS)
def test_without_the_embedding_fewer_are_right_and_as_many_of_those_called_certain(name: str) -> None:
    figures = measured(SETS[name], None)
    print(f"\n{figures.line()}")
    assert figures.right >= 0.7 * figures.parts
    assert figures.sure_right >= 0.95 * figures.sure


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_plan_of_every_case_is_valid_and_keeps_all(case: Case) -> None:
    found = parts_in(case.draft)
    every = assign(found, case.frame)
    plan = plan_from(every, found)
    assert validate(plan, found).valid
    done = check(found, plan)
    told = {entry.heading for entry in done.outline_after}
    assert {heading.heading for heading in case.frame.walk()} <= told
    unassigned = [part for one in every.unassigned for i in one.parts if (part := found.find(i)) is not None]
    said = [found.words(inner) for part in unassigned for inner in part.walk() if inner.kind == "sentence"]
    assert all(words in done.text for words in said)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(FRAMES))
@example(
    1593, next(frame for frame in FRAMES if frame.name == "年度工作总结")
)  # nested as deep as sections may be
def test_any_draft_and_frame(seed: int, frame: object) -> None:
    found = random_parts(Random(seed))
    every = assign(found, frame)  # type: ignore[arg-type]
    assert every == assign(found, frame)  # type: ignore[arg-type]
    plan = plan_from(every, found)
    assert validate(plan, found).valid
    chance = Random(seed)
    check(found, plan)
    check(found, plan, {one.id for one in plan.operations if chance.random() < 0.5})


def test_gaps_and_what_fits_nowhere() -> None:
    frame = next(frame for frame in FRAMES if frame.name == "民主生活会2021")
    every = assign(parts(), frame)
    assert [gap.heading for gap in every.gaps][:1] == ["2020年度民主生活会整改措施落实情况"]
    assert [one.parts[0] for one in every.unassigned] == ["u2/p1", "u3/p1"]


def test_a_report_in_order_already_needs_nothing() -> None:
    found = parts()
    frame = frame_of_report(found.document, found.outline, name="自己")
    assert not plan_from(assign(found, frame), found).operations
