"""Random plans, accepted, refused, taken back, undone and typed over in any order: no sentence is lost, each text is the
one that the accepted operations make of the plan's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from assistant.changes.diff import apply as apply_hunks
from assistant.changes.edits import apply_edits
from assistant.database import open_database
from assistant.drafting.drafts import Current, Drafts
from assistant.drafting.plan_values import PlanView
from assistant.errors import DraftError
from assistant.restructure.applied import apply
from assistant.restructure.operation import Plan
from assistant.restructure.parts import Parts
from assistant.restructure.validation import carry_out
from tests.drafts.conftest import Clock
from tests.drafts.plans import proposed
from tests.drafts.suggestions import suggestion
from tests.restructure import random_plans

OWNER = "9f3c"
ACTIONS = ("accept", "accept", "refuse", "reconsider", "all", "undo", "redo", "restore")
Snapshot = tuple[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def one_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("plans")
    engine = open_database(f"sqlite:///{(folder / 'plans.db').as_posix()}")
    yield engine
    engine.dispose()


def valid(chance: Random) -> tuple[Parts, Plan]:
    """A random draft and a plan for it that can be carried out."""
    parts = random_plans.parts(chance)
    plan = random_plans.plan(chance, parts, 7)
    done = carry_out(plan, parts).accepted
    return parts, Plan(tuple(one for one in plan.operations if one.id in done))


class Review:
    """A user who reviews a plan and wrote down every text with the operations that were accepted then."""

    def __init__(self, engine: Engine, chance: Random) -> None:
        self.drafts, self.chance = Drafts(engine, Clock()), chance
        self.parts, self.plan = valid(chance)
        self.now: Current = self.drafts.create(OWNER, "稿", self.parts.document)
        self.view = self.drafts.add_plan(
            OWNER, self.now.draft, proposed(self.plan), version=1, document=self.parts.document
        )
        self.back: list[Snapshot] = []
        self.forth: list[Snapshot] = []
        self.versions = {1: self.snapshot()}
        self.touched = False  # typed in

    def snapshot(self) -> Snapshot:
        view = self.drafts.plan(OWNER, self.view.id)
        text = self.drafts.current(OWNER, self.now.draft).text
        return text, tuple(one.state for one in view.operations)

    def step(self, action: str) -> None:
        before = self.snapshot()
        try:
            getattr(self, action)()
        except DraftError as error:
            assert error.code in self.expected(action), error.code
            assert self.snapshot() == before, "a step that was refused changed something"
            return
        after = self.snapshot()
        self.versions[self.now.version] = after
        if action not in ("undo", "redo") and after != before:
            self.back.append(before)
            self.forth.clear()

    def expected(self, action: str) -> tuple[str, ...]:
        if action in ("undo", "redo"):
            return (f"nothing_to_{action}",)
        lost = ("plan_lost",) if self.touched else ()
        return ("operation_depends", "operation_refused", *lost) if action in ("accept", "all") else lost

    def some(self) -> list[str]:
        every = [one.id for one in self.plan.operations]
        return self.chance.sample(every, min(len(every), self.chance.randint(1, 3)))

    def accept(self) -> None:
        self.now = self.drafts.accept_operations(OWNER, self.view.id, self.some(), self.now.revision).current

    def refuse(self) -> None:
        self.now = self.drafts.reject_operations(OWNER, self.view.id, self.some(), self.now.revision).current

    def reconsider(self) -> None:
        self.now = self.drafts.reconsider_operations(OWNER, self.view.id, self.some()).current

    def all(self) -> None:
        self.now = self.drafts.accept_plan(OWNER, self.view.id, self.now.revision).current

    def undo(self) -> None:
        before = self.snapshot()
        self.now = self.drafts.undo(OWNER, self.now.draft)
        assert self.snapshot() == self.back.pop()
        self.forth.append(before)

    def redo(self) -> None:
        before = self.snapshot()
        self.now = self.drafts.redo(OWNER, self.now.draft)
        assert self.snapshot() == self.forth.pop()
        self.back.append(before)

    def restore(self) -> None:
        number = self.chance.choice(sorted(self.versions))
        self.now = self.drafts.restore(OWNER, self.now.draft, number)
        assert self.now.text == self.drafts.version(OWNER, self.now.draft, number).text

    def type(self) -> None:
        """Words typed in somewhere, or a few characters taken out."""
        text = self.now.text
        at = self.chance.randint(0, len(text))
        end = min(len(text), at + self.chance.choice((0, 0, 1, 2)))
        words = self.chance.choice(("补充", "又一句话。", "", "新"))
        self.touched = True
        wanted = text[:at] + words + text[end:]
        self.drafts.save_typing(OWNER, self.now.draft, wanted, self.now.revision)
        self.now = self.drafts.freeze(OWNER, self.now.draft)

    # What holds whatever was done.

    def accepted(self, view: PlanView) -> set[str]:
        return {one.id for one in view.operations if one.state == "accepted"}

    def check(self) -> None:
        view = self.drafts.plan(OWNER, self.view.id)
        text = self.drafts.current(OWNER, self.now.draft).text
        for version in self.drafts.versions(OWNER, self.now.draft):
            own = self.drafts.version(OWNER, self.now.draft, version.number).text
            assert apply_edits(own, self.drafts.edits_since(OWNER, self.now.draft, version.number)) == text
        if not self.touched:
            assert view.fits
            done = apply(self.parts, self.plan, self.accepted(view))
            assert set(done.accepted) == self.accepted(view)
            assert text == done.text and done.sentences.lost == 0
        if view.fits:
            assert view.now is not None and view.preview is not None
            assert view.now.text == text
            assert view.now.sentences.lost == view.preview.sentences.lost == 0
        for one in view.operations:
            if one.state == "accepted":
                assert set(one.needs) <= self.accepted(view), "without what it needs"


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_no_sentence_is_lost_in_any_order(one_engine: Engine, seed: int) -> None:
    chance = Random(seed)
    review = Review(one_engine, chance)
    for _ in range(chance.randint(2, 8)):
        review.step(chance.choice(ACTIONS))
        review.check()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_and_typed_over(one_engine: Engine, seed: int) -> None:
    """What was typed stays, whatever is accepted or taken back; where it cannot, nothing is done."""
    chance = Random(seed)
    review = Review(one_engine, chance)
    for _ in range(chance.randint(3, 8)):
        review.step(chance.choice((*ACTIONS[:5], "undo", "type", "type")))
        review.check()
        numbers = random_plans.serials(review.now.text)
        assert all(count == 1 for count in numbers.values()), "a sentence is there twice"


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_suggestions_follow(one_engine: Engine, seed: int) -> None:
    """A change that still fits is accepted where its sentence went."""
    chance = Random(seed)
    review = Review(one_engine, chance)
    text = review.parts.text
    sentences = [part for part in review.parts.sentences() if part.text_end - part.text_start > 6]
    if not sentences:
        return
    wanted = text
    for part in reversed(chance.sample(sentences, min(3, len(sentences)))):
        at = part.text_start + 3
        if wanted == text or at < wanted.find("变"):
            wanted = wanted[:at] + "变" + wanted[at:]
    value = suggestion(review.parts.document, 0, len(text), wanted)
    wanted = apply_hunks(text, value.hunks)
    view = review.drafts.add_suggestion(OWNER, review.now.draft, value, version=1)
    for _ in range(chance.randint(1, 4)):
        review.step(chance.choice(("accept", "all", "refuse", "undo")))
    plan = review.drafts.plan(OWNER, review.view.id)
    accepted = review.accepted(plan)
    for hunk in review.drafts.suggestion(OWNER, view.id).hunks:
        if hunk.fits:
            review.drafts.accept(OWNER, view.id, [hunk.id])
    hunks = review.drafts.suggestion(OWNER, view.id).hunks
    now = review.drafts.current(OWNER, review.now.draft).text
    assert now.count("变") == sum(hunk.after.count("变") for hunk in hunks if hunk.state == "accepted")
    review.touched = True
    try:
        review.drafts.reject_operations(OWNER, review.view.id, sorted(accepted))
    except DraftError as error:
        assert error.code == "plan_lost"
        return
    now = review.drafts.current(OWNER, review.now.draft).text
    if all(hunk.state == "accepted" for hunk in hunks):
        assert now == wanted


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
def test_many_reviews(one_engine: Engine, part: int) -> None:
    for seed in range(part * 100, part * 100 + 100):
        test_no_sentence_is_lost_in_any_order.hypothesis.inner_test(one_engine, seed)  # type: ignore[attr-defined]
        test_and_typed_over.hypothesis.inner_test(one_engine, seed)  # type: ignore[attr-defined]
        test_suggestions_follow.hypothesis.inner_test(one_engine, seed)  # type: ignore[attr-defined]
