"""Thirty chats at once through a running service: what the way from the model's server to the page adds to each piece.

Baseline, in the same run: the same thirty streams asked for directly with the openai client. Also from Stop to the
request closed, and the service's memory. `pytest -s -m bench`, this file.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from gradio_client.utils import apply_diff

from assistant.samples import sample_draft
from tests.benchmarks.service import (
    Json,
    PageCalls,
    Service,
    fill,
    service,
    value_of,
)
from tests.scripted_model import Scripted, ScriptedModel

CHATS = 30
RATE = 30.0  # pieces a second
TARGET_ADDED_MS = 100.0
TARGET_STOP_MS = 200.0
PRESSES = 10
MARK = "【改写】\n"
NOTE = "\n【说明】\n补出了时间、地点和结果。"


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


def told(name: str, values: Sequence[float]) -> str:
    return f"{name:58} p50 {statistics.median(values):6.1f}  p95 {p95(values):6.1f}  max {max(values):6.1f} ms"


def body(number: int) -> str:
    """The rewrite that answer `number` gives: the sample's, told apart by its first words."""
    return f"第{number:02d}位同志提出，{sample_draft().rewrite_text()}"


def answer(number: int) -> Scripted:
    return Scripted(MARK + body(number) + NOTE, step=2, pace=1 / RATE)


@dataclass
class Chat:
    """One tab with its draft, and what came in its stream. arrived: the time of each line and the line."""

    page: PageCalls
    draft: str = ""
    section: str = ""
    run: str = ""
    asked: float = 0.0
    arrived: list[tuple[float, str]] = field(default_factory=list)
    writing: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self, client: httpx.AsyncClient) -> None:
        """Try the sample, as its button does."""
        got = await client.post(self.page.RUN, json=self.page.call("welcome", "sample", {}), cookies=self.page.cookies)
        values = self.page.values(got.json(), "welcome", "sample")
        self.draft = values["header"]["draft"]
        self.section = values["rewrite"]["prepared"]["section"]

    async def send(self, client: httpx.AsyncClient, run: str) -> None:
        """Ask for a rewrite and take the answer in to its end; the lines are read later, when no time counts."""
        self.run, self.arrived = run, []
        self.writing.clear()
        sent = {"run": run, "text": "更具体", "draft": self.draft, "section": self.section, "seen": -1}
        call = self.page.call("composer", "send", sent, {"draft": self.draft, "messages": []})
        self.asked = time.monotonic()
        (await client.post(self.page.JOIN, json=call, cookies=self.page.cookies)).raise_for_status()
        where = {"session_hash": self.page.session}
        async with client.stream("GET", self.page.DATA, params=where, cookies=self.page.cookies) as stream:
            async for line in stream.aiter_lines():
                if not line:
                    continue
                self.arrived.append((time.monotonic(), line))
                if "process_generating" in line and len(self.arrived) > 8:
                    self.writing.set()
                if "close_stream" in line:
                    return

    def shown(self) -> Iterator[tuple[float, str, bool]]:
        """The time of each update, the rewrite as far as it is shown then, and whether it is over."""
        live: Json = {}
        first = True
        at = self.page.outputs("composer", "send").index("live")
        for when, line in self.arrived:
            message = json.loads(line.removeprefix("data: "))
            if message["msg"] not in ("process_generating", "process_completed"):
                continue
            assert message["success"], line
            data = message["output"].get("data")
            if message["msg"] == "process_generating":
                value = data[at]
                live = value_of(value) if first else apply_diff(live, value)
                first = False
            value = value_of(live)
            blocks = value.get("blocks", [])
            assert not [b for b in blocks if b["type"] == "failed"], blocks
            text = "".join(b["text"] for b in blocks if b["type"] == "text" and b["channel"] == "proposal")
            yield when, text, bool(value.get("done") or [b for b in blocks if b["type"] == "suggested"])


@asynccontextmanager
async def running(folder: Path, model: ScriptedModel) -> AsyncIterator[tuple[Service, list[Chat], httpx.AsyncClient]]:
    """A service connected with the scripted model, and thirty tabs of thirty owners, each with the sample open."""
    data = folder / "data"
    fill(data)
    with service(data, GAIGAO_MODEL="scripted", OPENAI_BASE_URL=model.url) as served:
        served.wait_listening()
        served.wait_engines()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=CHATS)
        async with httpx.AsyncClient(base_url=served.url, trust_env=False, timeout=60, limits=limits) as client:
            config = (await client.get("/config")).json()
            chats = [Chat(PageCalls(served.url, config)) for _ in range(CHATS)]
            for chat in chats:
                await chat.open(client)
            yield served, chats, client


def number_in(seen_or_text: str) -> int:
    return int(seen_or_text[1:3])
