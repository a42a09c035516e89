"""Changes decided under the guard: what is held and asked, what is accepted past it, the one-click ways out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from assistant.drafting.drafts import Drafts
from assistant.errors import DraftError, LibraryError, ModelError
from assistant.language_model.model import Waiting
from assistant.reviewing.mending import Mended, Mending
from assistant.ui.chat_turn import ChatTurn
from assistant.ui.desk import Desk
from assistant.ui.ports import Services
from assistant.ui.review_panel import ReviewPanel
from assistant.ui.visitor import Visitor
from tests.ui.reports import REPORT
from tests.ui.scripted_guard import TITLE, ScriptedGuard

Json = dict[str, Any]
COPIED = "全年只到枣坪村走了两趟，群众的心里话听得不多"
PASTED = f"　　一是学习不够系统。{COPIED}。\n　　二是学用结合不紧。遇到难题先问松口村的群众。"


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


@pytest.fixture
def reviews(services: Services, desk: Desk) -> ReviewPanel:
    return ReviewPanel(services, desk)


@pytest.fixture
def tab(desk: Desk, reviews: ReviewPanel, visitor: Visitor, found: ScriptedGuard) -> Json:
    """A tab with a pasted rewrite under review: change 1 is copied, change 2 names a place that nobody gave."""
    found.copied(COPIED)
    found.new_place("松口村")
    opened = desk.paste(visitor, {"text": REPORT})["orders"]["tab"]
    return opened | pasted(reviews, visitor, opened)["orders"]["tab"]


def here(tab: Json, **more: Any) -> Json:
    about = {"draft": tab["draft"], "seen": tab["seen"], "reviewing": tab.get("reviewing")}
    return {**about, "suggestion": tab.get("reviewing"), "section": None, **more}


def pasted(reviews: ReviewPanel, visitor: Visitor, tab: Json, text: str = PASTED) -> Json:
    return reviews.review(visitor, here(tab, section="1.1", text=text))


def the_review(update: Json) -> Json:
    return next(para for para in update["sheet"]["paras"] if para["k"] == "review")


def finding_of(desk: Desk, visitor: Visitor, tab: Json, kind: str) -> Json:
    review = the_review(desk.look(visitor, here(tab)))
    return next(one for one in review["findings"] if one["kind"] == kind)


def text_of(drafts: Drafts, tab: Json) -> str:
    return drafts.current("0123456789abcdef0123456789abcdef", tab["draft"]).text


def test_a_change_with_an_error_is_held_and_the_finding_named(
    reviews: ReviewPanel, visitor: Visitor, drafts: Drafts, tab: Json
) -> None:
    update = reviews.decide(visitor, here(tab, hunk=1, state="accepted"))
    assert update.keys() == {"orders"}, "nothing is drawn anew: the focus stays where it is"
    asked = update["orders"]["confirm"]
    assert (asked["suggestion"], asked["hunk"]) == (tab["reviewing"], 1)
    (named,) = asked["findings"]
    assert (named["label"], named["quote"], named["source"]["report"]["title"]) == ("疑似照抄", COPIED, TITLE)
    assert {"x": COPIED} in named["source"]["runs"]
    assert named["actions"] == ["source"]
    assert text_of(drafts, tab) == REPORT


def test_only_the_users_word_accepts_it(
    reviews: ReviewPanel, visitor: Visitor, drafts: Drafts, tab: Json
) -> None:
    step = here(tab, hunk=1, state="accepted")
    for said in (False, None, "yes", 1):
        assert reviews.decide(visitor, step | {"confirmed": said})["orders"]["confirm"]
    update = reviews.decide(visitor, step | {"confirmed": True})
    assert the_review(update)["hunks"] == {"1": "accepted", "2": "pending"}
    assert COPIED in text_of(drafts, tab)


def test_refusing_asks_nothing(reviews: ReviewPanel, visitor: Visitor, tab: Json) -> None:
    update = reviews.decide(visitor, here(tab, hunk=1, state="rejected"))
    review = the_review(update)
    assert review["hunks"]["1"] == "rejected"
    assert [one["kind"] for one in review["findings"]] == ["new_fact"]


def test_the_others_are_accepted_and_what_stayed_is_told(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, drafts: Drafts, found: ScriptedGuard
) -> None:
    found.copied(COPIED)
    tab = desk.paste(visitor, {"text": REPORT})["orders"]["tab"]
    text = f"　　一是学习不够系统。{COPIED}。\n　　二是学用结合不紧。遇到难题先问群众。"
    tab |= pasted(reviews, visitor, tab, text)["orders"]["tab"]
    update = reviews.decide_all(visitor, here(tab, state="accepted"))
    assert update["orders"]["notes"] == [["lasting", "1 处有问题未接受，请逐处看：疑似照抄。"]]
    assert update["orders"]["see"] == tab["reviewing"]
    assert the_review(update)["hunks"] == {"1": "pending", "2": "accepted"}
    assert "先问群众" in text_of(drafts, tab)
    assert COPIED not in text_of(drafts, tab)


def test_a_library_that_cannot_be_asked_holds_the_change(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, found: ScriptedGuard
) -> None:
    found.failure = LibraryError("library_loading")
    tab = desk.paste(visitor, {"text": REPORT})["orders"]["tab"]
    update = pasted(reviews, visitor, tab)
    assert "没有核对" in the_review(update)["checked"]
    tab |= update["orders"]["tab"]
    asked = reviews.decide(visitor, here(tab, hunk=1, state="accepted"))["orders"]["confirm"]
    assert [one["label"] for one in asked["findings"]] == ["未核对"]
    found.failure = None
    found.new_place("松口村")
    review = the_review(desk.look(visitor, here(tab)))
    assert (review["errors"], review["unchecked"], review["notices"]) == ({"2": 1}, False, [])


def test_a_fact_is_left_open_in_a_suggestion_that_takes_its_place(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, tab: Json
) -> None:
    finding = finding_of(desk, visitor, tab, "new_fact")
    update = reviews.missing(visitor, here(tab, finding=finding["id"]))
    review = the_review(update)
    assert review["id"] != tab["reviewing"]
    assert update["orders"]["tab"]["reviewing"] == review["id"]
    shown = json.dumps(review["paras"], ensure_ascii=False)
    assert "【待补：哪个地方？】" in shown
    assert "松口村" not in shown
    assert [one["kind"] for one in review["findings"]] == ["copied"]
    with pytest.raises(DraftError):
        reviews.missing(visitor, here(tab, finding="f99"))


def test_a_second_tab_never_shows_what_was_replaced(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, tab: Json
) -> None:
    finding = finding_of(desk, visitor, tab, "new_fact")
    mended = the_review(reviews.missing(visitor, here(tab, finding=finding["id"])))["id"]
    assert the_review(desk.look(visitor, here(tab)))["id"] == mended


def test_a_fact_is_vouched_for_and_becomes_material(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, drafts: Drafts, tab: Json
) -> None:
    finding = finding_of(desk, visitor, tab, "new_fact")
    update = reviews.vouch(visitor, here(tab, finding=finding["id"]))
    assert len(update["materials"]["materials"]) == 1
    assert "已加入本次素材" in update["orders"]["notes"][0][1]
    assert the_review(update)["errors"] == {"1": 1}
    update = reviews.decide(visitor, here(tab | update["orders"]["tab"], hunk=2, state="accepted"))
    assert "松口村" in text_of(drafts, tab)


def test_material_counts_at_once_for_what_waits(desk: Desk, visitor: Visitor, tab: Json) -> None:
    update = desk.add_material(visitor, here(tab, text="在松口村住了三天。"))
    assert the_review(update)["errors"] == {"1": 1}
    added = update["materials"]["materials"][0]["id"]
    update = desk.remove_material(visitor, here(tab, material=added))
    assert the_review(update)["errors"] == {"1": 1, "2": 1}


def test_the_prepared_rewrite_is_pasted_once(desk: Desk, reviews: ReviewPanel, visitor: Visitor) -> None:
    tab = desk.sample(visitor, {})["orders"]["tab"]
    first = reviews.prepared(visitor, here(tab))["orders"]["see"]
    assert reviews.prepared(visitor, here(tab))["orders"]["see"] == first
    assert desk.look(visitor, here(tab))["rewrite"]["prepared"] is None


class ScriptedMending(Mending):
    """Recasts without a model: the fact is left open instead."""

    failure: ModelError | None = None
    pause = 0.0

    async def recast(
        self, owner: str, suggestion: str, finding: str, seen: int | None = None
    ) -> AsyncGenerator[Waiting | Mended, None]:
        yield Waiting("m")
        await asyncio.sleep(self.pause)
        if self.failure is not None:
            raise self.failure
        yield Mended(self.leave_open(owner, suggestion, finding, seen))


@pytest.fixture
def recasting(services: Services, drafts: Drafts) -> ScriptedMending:
    mending = ScriptedMending(drafts, services.reviewing, lambda: pytest.fail("no model is asked"))
    services.mending = mending
    return mending


def asked_to_recast(tab: Json, finding: Json) -> Json:
    recast = {"suggestion": tab["reviewing"], "finding": finding["id"]}
    return here(tab, run="r1", text="用自己的话重写：“松口村”", recast=recast)


async def test_a_sentence_recast_is_a_message_with_its_answer(
    services: Services, desk: Desk, visitor: Visitor, tab: Json, recasting: ScriptedMending
) -> None:
    turn = ChatTurn(services, desk, ReviewPanel(services, desk))
    sent = asked_to_recast(tab, finding_of(desk, visitor, tab, "new_fact"))
    live = [update["live"] async for update in turn.send(visitor, sent)]
    assert "重写" in live[0]["waiting"]
    assert live[-1]["done"]
    assert live[-1]["shows"] != tab["reviewing"]
    after = turn.ended(visitor, {**live[-1], "reviewing": tab["reviewing"]})
    question, answer = after["conversation"]["messages"]
    assert (question["text"], question["kept"]) == (sent["text"], False)
    assert "还有 1 处问题" in answer["blocks"][0]["text"]
    assert "未与互联网比对" in answer["blocks"][0]["checked"]
    assert the_review(after["sheet"] and after)["id"] == live[-1]["shows"]


async def test_a_recast_that_fails_says_why_and_leaves_the_review(
    services: Services, desk: Desk, visitor: Visitor, tab: Json, recasting: ScriptedMending
) -> None:
    recasting.failure = ModelError("model_empty", where="", reason="")
    turn = ChatTurn(services, desk, ReviewPanel(services, desk))
    sent = asked_to_recast(tab, finding_of(desk, visitor, tab, "new_fact"))
    live = [update["live"] async for update in turn.send(visitor, sent)]
    assert json.loads(live[-1]["blocks"])[0]["type"] == "failed"
    assert not live[-1]["changed"]
    assert the_review(desk.look(visitor, here(tab)))["id"] == tab["reviewing"]


async def test_a_recast_can_be_stopped(
    services: Services, desk: Desk, visitor: Visitor, tab: Json, recasting: ScriptedMending
) -> None:
    recasting.pause = 30.0
    turn = ChatTurn(services, desk, ReviewPanel(services, desk))
    sent = asked_to_recast(tab, finding_of(desk, visitor, tab, "new_fact"))

    async def answered() -> list[Json]:
        return [update["live"] async for update in turn.send(visitor, sent)]

    task = asyncio.ensure_future(answered())
    await asyncio.sleep(0.3)
    await turn.stop(visitor, {"run": "r1"})
    live = await asyncio.wait_for(task, 5)
    assert json.loads(live[-1]["blocks"])[-1]["type"] == "stopped"
    kept = turn.ended(visitor, {**live[-1], "reviewing": None})["conversation"]["messages"]
    assert kept[-1]["blocks"][-1]["type"] == "stopped"
