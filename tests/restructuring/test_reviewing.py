"""A plan under review: what it writes is judged before it is accepted, and what no longer fits becomes a suggestion."""

from __future__ import annotations

import pytest

from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.drafting.plan_values import PlanView
from assistant.errors import LibraryError
from assistant.restructure.operation import Operation, Plan, To
from assistant.restructuring.reviewing import PlanReview
from assistant.reviewing.reviewing import Reviewing
from tests.drafts.plans import REPORT, proposed
from tests.reviewing.conftest import OWNER, Watch, drafts, reviewing, watch

__all__ = ["drafts", "reviewing", "watch"]

COUNTED = REPORT.replace(
    "主要有以下两条：一是下村少；二是调研浅。", "主要有以下三条：一是下村少；二是调研浅；三是会议多。"
)
AWAY = Operation("o1", "move", ("1.2/i3",), To("last", ("1.1",)))
FOREIGN = Operation("o2", "add", (), To("after", ("2",), "槐荫村典型案例"))
BELOW = Operation("o3", "move", ("1.3/p1",), To("last", ("@o2",)), needs=("o2",))
RENAME = Operation("o4", "rename", ("2",), To(heading="根源剖析"))
PLAN = Plan((AWAY, FOREIGN, BELOW, RENAME))


@pytest.fixture
def review(drafts: Drafts, reviewing: Reviewing) -> PlanReview:
    return PlanReview(drafts, reviewing)


@pytest.fixture
def plan(drafts: Drafts, review: PlanReview) -> PlanView:
    now = drafts.create(OWNER, "对照检查", Document.from_text(COUNTED))
    return review.keep(OWNER, now.draft, proposed(PLAN), version=1, document=now.document)


def states(view: PlanView) -> str:
    return "".join({"accepted": "+", "rejected": "-", "pending": "?"}[one.state] for one in view.operations)


def test_what_it_writes_waits_for_the_user(review: PlanReview, plan: PlanView) -> None:
    outcome = review.accept(OWNER, plan.id, ["o3"])
    assert [(one.operation, [f["quote"] for f in one.findings]) for one in outcome.held] == [
        ("o2", ["槐荫村"])
    ]
    assert outcome.current.text == COUNTED and states(outcome.plan) == "????"
    outcome = review.accept(OWNER, plan.id, ["o3"], confirmed=True)
    assert outcome.held == () and "三、槐荫村典型案例\n台账登记不全。" in outcome.current.text
    assert outcome.because == {"o2": "o3"}


def test_what_it_moves_is_not_judged(
    review: PlanReview, drafts: Drafts, plan: PlanView, watch: Watch
) -> None:
    watch.quotes = {"会议多": ("copied", "error"), "根源剖析": ("copied", "warning")}
    drafts.reject_operations(OWNER, plan.id, ["o2"])
    outcome = review.accept_all(OWNER, plan.id)
    assert outcome.held == () and states(outcome.plan) == "+--+"
    assert watch.asked, "it was not asked at all"


def test_all_but_what_is_held(review: PlanReview, plan: PlanView) -> None:
    outcome = review.accept_all(OWNER, plan.id)
    assert [one.operation for one in outcome.held] == ["o2"] and states(outcome.plan) == "+??+"
    again = review.accept_all(OWNER, plan.id)
    assert [one.operation for one in again.held] == ["o2"] and again.current.text == outcome.current.text


def test_where_the_guard_cannot_be_asked_nothing_is_written(
    review: PlanReview, plan: PlanView, watch: Watch
) -> None:
    watch.failure = LibraryError("guard_unavailable", reason="…")
    outcome = review.accept(OWNER, plan.id, ["o4"])
    assert [one.operation for one in outcome.held] == ["o4"]
    assert outcome.held[0].findings[0]["kind"] == "unchecked"
    assert outcome.current.text == COUNTED
    assert "根源剖析" in review.accept(OWNER, plan.id, ["o4"], confirmed=True).current.text


def test_what_no_longer_fits_becomes_a_suggestion(review: PlanReview, drafts: Drafts, plan: PlanView) -> None:
    outcome = review.accept(OWNER, plan.id, ["o1"])
    assert "主要有以下三条：一是下村少；二是调研浅" in outcome.current.text, "nothing is changed silently"
    changes = outcome.changes
    assert changes is not None and changes.section["name"] == "按《四个带头》调整后的衔接"
    (hunk,) = [one for one in changes.hunks if "以下" in one.before]
    assert "以下两条" in hunk.after and "2 个" in changes.note
    made = drafts.accept(OWNER, changes.id, [hunk.id])
    assert "主要有以下两条" in made.text
    back = review.reject(OWNER, plan.id, ["o1"])
    assert back.current.text.count("三是会议多") == 1 and back.changes is None
    assert drafts.suggestion(OWNER, changes.id).superseded


def test_it_is_made_anew_with_every_step(review: PlanReview, drafts: Drafts, plan: PlanView) -> None:
    first = review.accept(OWNER, plan.id, ["o1"]).changes
    second = review.accept(OWNER, plan.id, ["o4"]).changes
    assert first is not None and second is not None
    offered = [one for one in drafts.suggestions(OWNER, plan.draft) if not one.superseded]
    assert [one.id for one in offered] == [second.id]
    assert review.look_again(OWNER, plan.id).changes == drafts.suggestion(OWNER, second.id)
    drafts.undo(OWNER, plan.draft)
    drafts.undo(OWNER, plan.draft)
    assert review.look_again(OWNER, plan.id).changes is None
    assert [one for one in drafts.suggestions(OWNER, plan.draft) if not one.superseded] == []


def test_where_only_a_person_can_say_it_asks(review: PlanReview, plan: PlanView) -> None:
    outcome = review.accept(OWNER, plan.id, ["o3"], confirmed=True)
    assert any("廉洁方面" in one.quote for one in outcome.questions), [one.quote for one in outcome.questions]
    assert all(one.proposal is None for one in outcome.questions)


def test_refused_and_reconsidered(review: PlanReview, plan: PlanView) -> None:
    outcome = review.reject(OWNER, plan.id, ["o2"])
    assert outcome.changed == {"o2": "rejected", "o3": "rejected"} and outcome.because == {"o3": "o2"}
    outcome = review.reconsider(OWNER, plan.id, ["o2"])
    assert states(outcome.plan) == "????"
    assert states(review.reject(OWNER, plan.id, None).plan) == "----"
