"""A message and its answer: streamed, stopped, failed, with a draft and without."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from assistant.chat.events import ChatEvent, Said
from assistant.errors import ModelError
from assistant.ui.chat_turn import ChatTurn
from assistant.ui.desk import Desk
from assistant.ui.ports import Services
from assistant.ui.review_panel import ReviewPanel
from assistant.ui.visitor import Visitor
from tests.ui.reports import REPORT
from tests.ui.scripted_chat import ScriptedChat

Json = dict[str, Any]


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


@pytest.fixture
def turn(services: Services, desk: Desk) -> ChatTurn:
    return ChatTurn(services, desk, ReviewPanel(services, desk))


@pytest.fixture
def draft(desk: Desk, visitor: Visitor) -> str:
    return str(desk.paste(visitor, {"text": REPORT})["orders"]["tab"]["draft"])


def message(text: str, draft: str | None, **more: Any) -> Json:
    return {"run": "r1", "text": text, "draft": draft, "section": "1.1", "chosen": None, **more}


async def answered(turn: ChatTurn, visitor: Visitor, sent: Json) -> list[Json]:
    """The values of the part `live`."""
    updates = [update async for update in turn.send(visitor, sent)]
    assert all(update.keys() == {"live"} for update in updates), "a further output makes every update dear"
    return [{**update["live"], "blocks": drawn(update["live"])} for update in updates]


def drawn(live: Json) -> list[Json]:
    """The blocks as the page draws them."""
    blocks: list[Json] = json.loads(live["blocks"])
    if live["text"]:
        blocks[-1]["text"] = live["text"]
    return blocks


def ended(turn: ChatTurn, visitor: Visitor, last: Json) -> Json:
    """What the page asks for when an answer is over."""
    return turn.ended(visitor, {**last, "reviewing": None})


async def test_a_rewrite_is_streamed_and_ends_under_review(
    turn: ChatTurn, visitor: Visitor, draft: str
) -> None:
    live = await answered(turn, visitor, message("写具体点", draft))
    assert live[0]["blocks"][0]["type"] == "understood"
    last = live[-1]
    assert (last["run"], last["draft"], last["done"], last["changed"]) == ("r1", draft, True, True)
    after = ended(turn, visitor, last)
    assert [m["role"] for m in after["conversation"]["messages"]] == ["user", "assistant"]
    review = next(para for para in after["sheet"]["paras"] if para["k"] == "review")
    assert after["orders"]["see"] == review["id"] == last["shows"]
    assert after["orders"]["about"] == draft


async def test_the_click_on_a_candidate_is_handed_on(
    turn: ChatTurn, visitor: Visitor, draft: str, services: Services
) -> None:
    await answered(turn, visitor, message("写具体点", draft, chosen={"1": "2.1"}))
    assert isinstance(services.chat, ScriptedChat)
    assert services.chat.asked[-1]["chosen"] == {1: "2.1"}


async def test_stop_ends_the_answer_and_says_so(
    services: Services, desk: Desk, visitor: Visitor, draft: str
) -> None:
    chat = ScriptedChat(services.drafts, pause=0.5)
    services.chat = chat
    turn = ChatTurn(services, desk, ReviewPanel(services, desk))
    task = asyncio.ensure_future(answered(turn, visitor, message("写具体点", draft)))
    await asyncio.sleep(0.3)
    assert await turn.stop(visitor, {"run": "r1"}) == {}
    updates = await asyncio.wait_for(task, 5)
    assert chat.closed == 1
    assert updates[-1]["done"]
    assert updates[-1]["blocks"][-1]["type"] == "stopped"
    after = ended(turn, visitor, updates[-1])
    assert after["conversation"]["messages"][-1]["blocks"][-1]["type"] == "stopped"
    assert "sheet" not in after


async def test_nobody_stops_anothers_answer(
    services: Services, desk: Desk, visitor: Visitor, draft: str
) -> None:
    services.chat = ScriptedChat(services.drafts, pause=0.02)
    turn = ChatTurn(services, desk, ReviewPanel(services, desk))
    task = asyncio.ensure_future(answered(turn, visitor, message("写具体点", draft)))
    await asyncio.sleep(0.1)
    await turn.stop(Visitor("f" * 32, "zh"), {"run": "r1"})
    updates = await asyncio.wait_for(task, 20)
    assert updates[-1]["changed"]


async def test_a_stop_for_an_answer_that_is_over_frees_the_page(turn: ChatTurn, visitor: Visitor) -> None:
    told = await turn.stop(visitor, {"run": "gone", "draft": "d"})
    assert told == {"live": {"run": "gone", "draft": "d", "done": True, "gone": True}}


async def test_without_a_draft_the_whole_answer_is_in_the_last_value(
    turn: ChatTurn, visitor: Visitor
) -> None:
    last = (await answered(turn, visitor, message("找几段", None)))[-1]
    assert last["draft"] is None
    assert [block["type"] for block in last["blocks"]] == ["understood", "found"]


class Failing:
    """A chat that says one thing and then fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def respond(self, *_: Any, **__: Any) -> AsyncGenerator[ChatEvent, None]:
        yield Said("先说一句。")
        raise self.error


async def test_a_failure_of_the_chat_itself_is_shown(
    services: Services, desk: Desk, visitor: Visitor
) -> None:
    services.chat = Failing(ModelError("no_model"))  # type: ignore[assignment]
    updates = await answered(
        ChatTurn(services, desk, ReviewPanel(services, desk)), visitor, message("找", None)
    )
    blocks = updates[-1]["blocks"]
    assert [block["type"] for block in blocks] == ["said", "failed"]
    assert blocks[1]["error"]["hint"]


async def test_an_earlier_message_is_put_back_into_the_box(
    turn: ChatTurn, visitor: Visitor, draft: str
) -> None:
    last = (await answered(turn, visitor, message("写具体点", draft)))[-1]
    asked = ended(turn, visitor, last)["conversation"]["messages"][0]["id"]
    await answered(turn, visitor, message("再压一压", draft))
    sent = {"draft": draft, "message": asked, "then": "edit", "seen": 0, "reviewing": last["shows"]}
    update = turn.rewind(visitor, sent)
    assert update["orders"]["propose"] == "写具体点"
    assert update["conversation"]["messages"] == []
    # Nothing of the suggestions was accepted: they leave with the messages that speak of them.
    assert not [para for para in update["sheet"]["paras"] if para["k"] == "review"]


async def test_an_answer_is_made_anew_about_the_same_section(
    turn: ChatTurn, visitor: Visitor, draft: str
) -> None:
    await answered(turn, visitor, message("写具体点", draft))
    last = (await answered(turn, visitor, message("再压一压", draft, section="2.1")))[-1]
    asked = ended(turn, visitor, last)["conversation"]["messages"][2]["id"]
    update = turn.rewind(visitor, {"draft": draft, "message": asked, "then": "again", "reviewing": None})
    assert len(update["conversation"]["messages"]) == 2
    assert update["orders"]["send"]["text"] == "再压一压"
    assert update["orders"]["send"]["section"] == "2.1"


async def test_what_was_cut_off_is_gone_on_with(
    turn: ChatTurn, visitor: Visitor, draft: str, services: Services
) -> None:
    await answered(turn, visitor, message("写具体点", draft, resume="m1"))
    assert isinstance(services.chat, ScriptedChat)
    assert services.chat.asked[-1]["resume"] == "m1"
