"""Stop closes the request at the model's service: 40 of 40, within two seconds, however it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time

import pytest

from assistant.language_model.connection import Connection
from assistant.language_model.model import ChatModel, Piece
from assistant.revision.revision import Delta, Retrieved, Waiting, revise
from tests.revision.drafts import body, section
from tests.scripted_model import Scripted, ScriptedModel

TIMES = 40
SLOW = Scripted("【改写】\n" + body("1.1") * 40, pace=0.01, first=0.02)


async def closed(scripted: ScriptedModel, count: int, limit: float = 2.0) -> float:
    """Seconds until `count` requests were seen to be left; fails after `limit`."""
    begun = time.monotonic()
    while len(scripted.left) < count:
        assert time.monotonic() - begun < limit, f"{len(scripted.left)} of {count} requests were closed"
        await asyncio.sleep(0.005)
    return time.monotonic() - begun


async def test_cancelling_the_task(scripted: ScriptedModel, chosen: Connection) -> None:
    document, outline, found = section("1.1")
    chance = random.Random(7)

    async def rewrite() -> None:
        async for _ in revise(document, outline, found, "更具体", model=ChatModel(chosen)):
            pass

    for n in range(TIMES):
        scripted.enqueue(SLOW)
        task = asyncio.create_task(rewrite())
        while len(scripted.asked) <= n:
            await asyncio.sleep(0.002)
        await asyncio.sleep(chance.uniform(0, 0.12))  # before the first word, or in the middle
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await closed(scripted, n + 1)
    assert [seen.outcome for seen in scripted.asked] == ["left"] * TIMES


async def test_closing_the_generator(scripted: ScriptedModel, chosen: Connection) -> None:
    document, outline, found = section("1.1")
    for n in range(TIMES):
        scripted.enqueue(SLOW)
        rewriting = revise(document, outline, found, "更具体", model=ChatModel(chosen))
        async for event in rewriting:
            if isinstance(event, Delta):
                break
        await rewriting.aclose()
        await closed(scripted, n + 1)
    assert [seen.outcome for seen in scripted.asked] == ["left"] * TIMES


async def test_many_at_once(scripted: ScriptedModel, chosen: Connection) -> None:
    from langchain_core.messages import HumanMessage

    scripted.enqueue(*[SLOW] * TIMES)
    model = ChatModel(chosen)
    begun = 0

    async def ask() -> None:
        nonlocal begun
        first = True
        async for event in model.stream([HumanMessage("问题")]):
            if first and isinstance(event, Piece):
                begun, first = begun + 1, False

    tasks = [asyncio.create_task(ask()) for _ in range(TIMES)]
    while begun < TIMES:
        await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await closed(scripted, TIMES)


async def test_stopping_while_a_busy_service_is_waited_for(
    scripted: ScriptedModel, chosen: Connection
) -> None:
    document, outline, found = section("1.1")
    scripted.enqueue(Scripted(status=429, headers={"retry-after": "20"}, body={"error": {"message": "slow"}}))
    rewriting = revise(document, outline, found, "更具体", model=ChatModel(chosen))
    assert isinstance(await anext(rewriting), Retrieved)
    assert isinstance(await anext(rewriting), Waiting)
    begun = time.monotonic()
    await rewriting.aclose()
    assert time.monotonic() - begun < 0.5 and len(scripted.asked) == 1


async def test_a_reply_without_end_is_stopped(scripted: ScriptedModel, chosen: Connection) -> None:
    from assistant.errors import ModelError

    document, outline, found = section("1.1")
    scripted.enqueue(Scripted("【改写】\n" + body("1.1") * 2_000, step=400, pace=0.001))
    with pytest.raises(ModelError) as raised:
        async with contextlib.aclosing(
            revise(document, outline, found, "更具体", model=ChatModel(chosen))
        ) as events:
            async for _ in events:
                pass
    assert raised.value.code == "reply_too_much"
    await closed(scripted, 1)
