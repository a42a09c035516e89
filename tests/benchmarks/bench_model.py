"""What the way through the project adds to a language model: time to the first word, and from Stop to a closed request.

Baseline in the same run: the same server asked directly with httpx. `make bench`, or this file with `-m bench -s`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import time
from collections.abc import Sequence

import httpx
import pytest

from assistant.language_model.connection import connection
from assistant.language_model.model import ChatModel, warm
from assistant.revision.revision import Delta, revise
from tests.revision.drafts import body, section
from tests.revision.shelf import Shelf
from tests.scripted_model import Scripted, ScriptedModel

ROUNDS = 30
TARGET_FIRST_MS = 150.0
TARGET_STOP_MS = 200.0
ANSWER = Scripted(body("1.1").replace("不够深入", "浮在面上") * 20, first=0.1, pace=0.01)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def told(name: str, values: Sequence[float]) -> str:
    return f"{name}: p50 {statistics.median(values):.1f} ms, p95 {p95(values):.1f} ms"


async def direct(server: ScriptedModel) -> float:
    """Milliseconds to the first word, asked directly."""
    begun = time.perf_counter()
    payload = {"model": "scripted", "stream": True, "messages": [{"role": "user", "content": "问题"}]}
    async with (
        httpx.AsyncClient(trust_env=False, verify=False) as client,
        client.stream("POST", f"{server.url}/chat/completions", json=payload) as answer,
    ):
        async for line in answer.aiter_lines():
            if line.startswith("data: {") and json.loads(line[6:])["choices"][0]["delta"].get("content"):
                return (time.perf_counter() - begun) * 1_000
    raise AssertionError("no word came")


async def through(server: ScriptedModel, model: ChatModel) -> tuple[float, float]:
    """Milliseconds to the first word of a rewrite with passages, and from Stop to the request closed at the server."""
    document, outline, found = section("1.1")
    begun = time.perf_counter()
    first = 0.0
    async with contextlib.aclosing(
        revise(document, outline, found, "更具体", model=model, library=Shelf())
    ) as events:
        async for event in events:
            if isinstance(event, Delta):
                first = (time.perf_counter() - begun) * 1_000
                break
        stopped = time.monotonic()
    seen = server.asked[-1]
    while seen.outcome == "running":
        await asyncio.sleep(0.001)
    assert seen.outcome == "left" and seen.closed_at is not None
    return first, max(0.0, (seen.closed_at - stopped) * 1_000)


@pytest.mark.bench
async def test_first_word_and_stop() -> None:
    warm()
    with ScriptedModel() as server:
        model = ChatModel(connection(model="scripted", base_url=server.url))
        server.enqueue(ANSWER, ANSWER)
        await direct(server)
        await through(server, model)
        baseline, first, stop = [], [], []
        for _ in range(ROUNDS):
            server.enqueue(ANSWER, ANSWER)
            baseline.append(await direct(server))
            to_first, to_stop = await through(server, model)
            first.append(to_first)
            stop.append(to_stop)
    added = statistics.median(first) - statistics.median(baseline)
    print()
    print(told("first word, asked directly (baseline)", baseline))
    print(told("first word of a rewrite", first))
    print(f"added at the median: {added:.1f} ms (target at most {TARGET_FIRST_MS:.0f})")
    print(told(f"Stop to the request closed (target p95 {TARGET_STOP_MS:.0f} ms)", stop))
    assert added <= TARGET_FIRST_MS * 2 and p95(stop) <= TARGET_STOP_MS * 2, "far beyond the targets"
