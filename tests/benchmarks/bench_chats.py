"""Thirty chats at once through a running service: what the way from the model's server to the page adds to each piece.

Baseline, in the same run: the same thirty streams asked for directly with the openai client. Also from Stop to the
request closed, and the service's memory. `pytest -s -m bench`, this file.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx
import pytest
from gradio_client.utils import apply_diff
from openai import AsyncOpenAI
from playwright.async_api import async_playwright

from assistant.samples import sample_draft
from tests.benchmarks.service import (
    Json,
    PageCalls,
    Service,
    fill,
    service,
    value_of,
)
from tests.browser.driving import ARGUMENTS, ROOT, chromium, free_port
from tests.scripted_model import Scripted

CHATS = 30
RATE = 30.0  # pieces a second
TARGET_ADDED_MS = 100.0
TARGET_STOP_MS = 200.0
PRESSES = 20
STEP = 2  # characters a piece
MARK = "【改写】\n"
NOTE = "\n【说明】\n补出了时间、地点和结果。"


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


def told(name: str, values: Sequence[float]) -> str:
    return (
        f"{name:60} p50 {statistics.median(values):6.1f}  p95 {p95(values):6.1f}  max {max(values):6.1f} ms"
    )


def body(number: int) -> str:
    """The rewrite that answer `number` gives: the sample's, known by its first letters, which are no figure to verify."""
    return f"{chr(ord('a') + number // 10)}{chr(ord('a') + number % 10)}位同志提出，{sample_draft().rewrite_text()}"


def number_of(text: str) -> int:
    """Which answer it is."""
    return (ord(text[0]) - ord("a")) * 10 + ord(text[1]) - ord("a")


class Model:
    """The scripted model as a process of its own, so that it shares no interpreter with the clients."""

    def __init__(self, process: subprocess.Popen[bytes], address: str, client: httpx.AsyncClient) -> None:
        self.process, self.url, self._client = process, f"{address}/v1", client

    async def script(self, *, notes: int = 1) -> None:
        """Forget what was asked; the next thirty requests get the answers 0 to 29, in the order they come."""
        await self._client.post("/reset", json={})
        made = [Scripted(MARK + body(n) + NOTE * notes, step=STEP, pace=1 / RATE) for n in range(CHATS)]
        await self._client.post("/script", json=[asdict(one) for one in made])

    async def asked(self) -> list[Json]:
        """The requests for an answer since then."""
        history = (await self._client.get("/history")).json()["history"]
        return [seen for seen in history if seen["path"].endswith("/chat/completions")]


@asynccontextmanager
async def scripted_model() -> AsyncIterator[Model]:
    port = free_port()
    command = [sys.executable, "-m", "tests.scripted_model", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None and await asyncio.to_thread(process.stdout.readline)
        address = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as client:
            for _ in range(100):
                try:
                    await client.get("/history")
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.05)
            yield Model(process, address, client)
    finally:
        process.terminate()
        process.communicate()


@dataclass
class Chat:
    """One tab with its draft, and what came in its stream. arrived: each line with its time."""

    page: PageCalls
    draft: str = ""
    section: str = ""
    run: str = ""
    asked: float = 0.0
    over: float = 0.0
    arrived: list[tuple[float, str]] = field(default_factory=list)
    writing: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self, client: httpx.AsyncClient) -> None:
        """Try the sample, as its button does."""
        call = self.page.call("welcome", "sample", {})
        answer = await client.post(self.page.RUN, json=call, headers=self.page.headers)
        values = self.page.values(answer.json(), "welcome", "sample")
        self.draft = values["header"]["draft"]
        self.section = values["rewrite"]["prepared"]["section"]

    async def send(self, client: httpx.AsyncClient, run: str) -> None:
        """Ask for a rewrite and take the answer in to its end; the lines are read later, when no time counts."""
        self.run, self.arrived = run, []
        self.writing.clear()
        sent = {"run": run, "text": "更具体", "draft": self.draft, "section": self.section, "seen": -1}
        call = self.page.call("composer", "send", sent, {"draft": self.draft, "messages": []})
        self.asked = time.monotonic()
        (await client.post(self.page.JOIN, json=call, headers=self.page.headers)).raise_for_status()
        where = {"session_hash": self.page.session}
        async with client.stream("GET", self.page.DATA, params=where, headers=self.page.headers) as stream:
            async for line in stream.aiter_lines():
                if not line:
                    continue
                self.arrived.append((time.monotonic(), line))
                if not self.writing.is_set() and "proposal" in line:
                    self.writing.set()
                if "close_stream" in line:
                    break
        if after := self.page.afterwards("composer", "send"):
            (await client.post(self.page.RUN, json=after, headers=self.page.headers)).raise_for_status()
        self.over = time.monotonic()

    async def stop(self, client: httpx.AsyncClient) -> float:
        """Press Stop; returns when it was pressed."""
        pressed = time.monotonic()
        call = self.page.call("composer", "stop", {"run": self.run})
        (await client.post(self.page.RUN, json=call, headers=self.page.headers)).raise_for_status()
        return pressed

    def shown(self) -> Iterator[tuple[float, str, bool]]:
        """Of each update: when it came, the rewrite as the page shows it then, whether the rewrite is complete."""
        live: Json = {}
        updates = 0
        at = self.page.outputs("composer", "send").index("live")
        for when, line in self.arrived:
            message = json.loads(line.removeprefix("data: "))
            if message["msg"] != "process_generating":
                continue
            assert message["success"], line
            value = message["output"]["data"][at]
            live = apply_diff(live, value) if updates else value_of(value)
            updates += 1
            blocks = json.loads(live.get("blocks") or "[]")
            if live.get("text"):
                blocks[-1]["text"] = live["text"]
            assert not [block for block in blocks if block["type"] == "failed"], blocks
            text = "".join(b["text"] for b in blocks if b["type"] == "text" and b["channel"] == "proposal")
            yield when, text, bool(live.get("done") or [b for b in blocks if b["type"] == "suggested"])


@dataclass(frozen=True)
class Streamed:
    """What became of one chat: milliseconds from each piece sent upstream to its text on the page; seconds until then."""

    added: list[float]
    before_asking: float
    before_showing: float
    updates: int


def measured(chat: Chat, requests: Sequence[Json]) -> Streamed:
    updates = list(chat.shown())
    written = max((text for _, text, _ in updates), key=len)
    number = number_of(written)
    whole, sent_at = body(number), requests[number]["sent_at"]
    assert whole.startswith(written), "the page shows other text than was sent"
    added, n = [], 0
    for piece, sent in enumerate(sent_at):
        end = (piece + 1) * STEP - len(MARK)
        if end <= 0:
            continue
        if end > len(whole):
            break  # the note, which is shown when the rewrite is complete
        needed = len(whole[:end].rstrip())
        while not updates[n][2] and len(updates[n][1]) < needed:
            n += 1
        added.append((updates[n][0] - sent) * 1000)
    first = next(when for when, text, _ in updates if text)
    return Streamed(added, sent_at[0] - chat.asked, first - chat.asked, len(updates))


async def direct(model: Model) -> list[float]:
    """Milliseconds from each piece sent to its arrival in thirty streams asked for with the openai client."""

    async def one(client: AsyncOpenAI) -> tuple[str, list[float]]:
        arrived, text = [], ""
        stream = await client.chat.completions.create(
            model="scripted", stream=True, messages=[{"role": "user", "content": "更具体"}]
        )
        async for chunk in stream:
            piece = chunk.choices[0].delta.content if chunk.choices else None
            if piece:
                arrived.append(time.monotonic())
                text += piece
        return text.removeprefix(MARK), arrived

    await model.script()
    async with AsyncOpenAI(base_url=model.url, api_key="none", max_retries=0) as client:
        streams = await asyncio.gather(*(one(client) for _ in range(CHATS)))
    requests = await model.asked()
    return [
        (came - sent) * 1000
        for text, arrived in streams
        for came, sent in zip(arrived, requests[number_of(text)]["sent_at"], strict=True)
    ]


@asynccontextmanager
async def running(folder: Path, model: Model) -> AsyncIterator[tuple[Service, list[Chat], httpx.AsyncClient]]:
    """A service connected with the scripted model, and thirty tabs of thirty owners, each with the sample open."""
    data = folder / "data"
    await asyncio.to_thread(fill, data)
    with service(data, GAIGAO_MODEL="scripted", OPENAI_BASE_URL=model.url) as served:
        await asyncio.to_thread(served.wait_listening)
        await asyncio.to_thread(served.wait_engines)
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=CHATS)
        async with httpx.AsyncClient(
            base_url=served.url, trust_env=False, timeout=60, limits=limits
        ) as client:
            config = (await client.get("/config")).json()
            chats = [Chat(PageCalls(served.url, config)) for _ in range(CHATS)]
            for chat in chats:
                await chat.open(client)
            yield served, chats, client


async def stopped_under_load(model: Model, chats: Sequence[Chat], client: httpx.AsyncClient) -> list[float]:
    """Milliseconds from Stop to the request closed, one chat after the other while the others are written."""
    await model.script(notes=40)  # longer, so that the last is still written when its Stop is pressed
    answers = [asyncio.create_task(chat.send(client, f"stopped-{n}")) for n, chat in enumerate(chats)]
    await asyncio.gather(*(chat.writing.wait() for chat in chats))
    await asyncio.sleep(0.5)  # by then each shows the words it is known by
    pressed = []
    for chat in chats:
        pressed.append(await chat.stop(client))
        await asyncio.sleep(0.05)
    await asyncio.gather(*answers)
    requests = await model.asked()
    times = []
    for chat, at in zip(chats, pressed, strict=True):
        seen = requests[number_of(max((text for _, text, _ in chat.shown()), key=len))]
        assert seen["outcome"] == "left", seen["outcome"]
        times.append((seen["closed_at"] - at) * 1000)
    return times


async def stopped_on_the_page(model: Model, served: Service) -> list[float]:
    """Milliseconds from the click on Stop in a browser to the request closed; one chat alone."""
    times = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = await browser.new_page(locale="zh-CN")
        await page.goto(served.url)
        await page.locator("#start-sample").click()
        await page.locator("#quick-actions button").first.wait_for()
        await model.script()
        for press in range(PRESSES):
            await page.locator("#composer-text").fill("把一（三）改得更具体")
            await page.locator("#composer-text").press("Enter")
            await page.locator("#live", has_text="位同志提出").wait_for()
            pressed = time.monotonic()
            await page.evaluate("document.getElementById('composer-stop').click()")
            await page.locator("#composer-send").wait_for()
            seen = (await model.asked())[press]
            assert seen["outcome"] == "left", seen["outcome"]
            times.append((seen["closed_at"] - pressed) * 1000)
        await browser.close()
    return times


@pytest.mark.bench
@pytest.mark.timeout(300)
async def test_thirty_chats_at_once(tmp_path: Path) -> None:
    async with scripted_model() as model, running(tmp_path, model) as (served, chats, client):
        at_rest = served.memory_mb()
        await model.script()
        await chats[0].send(client, "first")  # what is loaded by the first question is loaded
        baseline = await direct(model)

        await model.script()
        gc.collect()
        gc.disable()  # the client's own pauses are not the service's
        work, begun, load = served.processor_seconds(), time.monotonic(), os.getloadavg()[0]
        await asyncio.gather(*(chat.send(client, f"run-{n}") for n, chat in enumerate(chats)))
        work, took = served.processor_seconds() - work, time.monotonic() - begun
        gc.enable()
        requests = await model.asked()
        assert len(requests) == CHATS and all(seen["outcome"] == "finished" for seen in requests)
        ends = [measured(chat, requests) for chat in chats]
        added = [each for end in ends for each in end.added]
        rate = statistics.median(
            (seen["sent"] - 1) / (seen["sent_at"][-1] - seen["sent_at"][0]) for seen in requests
        )
        memory, peak = served.memory_mb(), served.memory_mb("VmHWM")

        under_load = await stopped_under_load(model, chats, client)
        on_the_page = await stopped_on_the_page(model, served) if chromium() else []

    print(f"\n{CHATS} chats at once, {rate:.1f} pieces a second each, {len(added)} pieces; load {load:.1f}")
    print(told("sent → arrived, asked directly with openai (baseline)", baseline))
    print(told("sent → on the page, through the service", added))
    print(
        f"added over the baseline: p50 {statistics.median(added) - statistics.median(baseline):.1f}, "
        f"p95 {p95(added) - p95(baseline):.1f} ms (target: p95 at most {TARGET_ADDED_MS:.0f})"
    )
    print(told("question → first piece sent by the model", [end.before_asking * 1000 for end in ends]))
    print(told("question → first word on the page", [end.before_showing * 1000 for end in ends]))
    print(told(f"Stop → request closed, amid {CHATS} chats (target p95 {TARGET_STOP_MS:.0f})", under_load))
    if on_the_page:
        print(
            told(f"Stop clicked in Chromium → closed, alone (target p95 {TARGET_STOP_MS:.0f})", on_the_page)
        )
    else:
        print("Stop in a browser: not measured, no Chromium here")
    print(
        f"service: {work:.1f} s of processor in {took:.1f} s, {sum(e.updates for e in ends) / took:.0f} updates/s; "
        f"{at_rest:.0f} MB at rest, {memory:.0f} MB after {CHATS} chats, peak {peak:.0f} MB"
    )
    assert p95(added) <= TARGET_ADDED_MS * 2 and p95(under_load) <= TARGET_STOP_MS * 2, (
        "far beyond the targets"
    )
