"""A gaigao service as a process of its own, and the page's calls as the browser makes them. For the benchmarks."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from assistant.ui.visitor import OWNER_COOKIE
from tests.browser.driving import ROOT, free_port

Json = dict[str, Any]


@dataclass(frozen=True)
class Service:
    """A running service. begun: when its process was started (time.monotonic)."""

    process: subprocess.Popen[bytes]
    url: str
    begun: float
    log: Path

    @property
    def since(self) -> float:
        """Seconds since the process was started."""
        return time.monotonic() - self.begun

    def processor_seconds(self) -> float:
        """Processor time used so far, all threads; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self, field: str = "VmRSS") -> float:
        """Resident memory in MB, `VmHWM` for its peak; 0 where the system does not tell."""
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(field)), 0.0)

    def wait_listening(self, limit: float = 90.0) -> float:
        """Seconds from the start until the port is open."""
        host, port = "127.0.0.1", int(self.url.rpartition(":")[2])
        while self.since < limit:
            assert self.process.poll() is None, f"the service ended: {self.log.read_text()[-2000:]}"
            with socket.socket() as probe:
                if probe.connect_ex((host, port)) == 0:
                    return self.since
            time.sleep(0.02)
        raise AssertionError("the service did not listen")

    def wait_engines(self, limit: float = 120.0) -> float:
        """Seconds from the start until the page says that the engines are loaded."""
        page = PageCalls(self.url)
        with httpx.Client(trust_env=False, base_url=self.url, headers=page.headers) as client:
            page.learn(client.get("/config").json())
            while self.since < limit:
                answer = client.post(
                    page.RUN, json=page.call("header", "engines", {"draft": None}), timeout=30
                )
                state = page.values(answer.json(), "header", "engines")["header"]["engines"]
                assert state != "failed", self.log.read_text()[-2000:]
                if state == "ready":
                    return self.since
                time.sleep(0.1)
        raise AssertionError("the engines were not loaded")


@contextmanager
def service(data_dir: Path, **environment: str) -> Iterator[Service]:
    """`gaigao serve` on a data folder; stopped at the end."""
    port = free_port()
    log = data_dir.parent / f"service-{port}.log"
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("GAIGAO_", "OPENAI_"))}
    with log.open("wb") as output:
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "--port", str(port)],
            env={**mine, "GAIGAO_DATA_DIR": str(data_dir), **environment},
            cwd=data_dir.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Service(process, f"http://127.0.0.1:{port}", begun, log)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def fill(data_dir: Path) -> None:
    """A data folder with the samples in its library, as a first start leaves it."""
    with service(data_dir) as first:
        first.wait_listening()
        first.wait_engines()


class PageCalls:
    """What one tab of the page sends, with an owner and a session of its own."""

    RUN = "/gradio_api/run/predict"
    JOIN = "/gradio_api/queue/join"
    DATA = "/gradio_api/queue/data"

    def __init__(self, url: str, config: Json | None = None) -> None:
        self.url = url
        self.session = uuid4().hex[:11]
        self.headers = {"cookie": f"{OWNER_COOKIE}={uuid4().hex}"}
        self._ids: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._events: dict[tuple[int | None, str], Json] = {}
        self._after: dict[int, Json] = {}
        if config is not None:
            self.learn(config)

    def learn(self, config: Json) -> None:
        """Take in which parts and events the page has."""
        self._names = {part["id"]: part["props"].get("elem_id", "") for part in config["components"]}
        self._ids = {name: number for number, name in self._names.items() if name}
        events = config["dependencies"]
        self._events = {(target, name): event for event in events for target, name in event["targets"]}
        self._after = {e["trigger_after"]: e for e in events if e.get("trigger_after") is not None}

    def call(self, part: str, event: str, sent: Mapping[str, Any], *data: Any) -> Json:
        """The body of a request for an event of a part."""
        trigger = self._ids[part]
        return {
            "data": list(data),
            "event_data": dict(sent),
            "fn_index": self._events[trigger, event]["id"],
            "session_hash": self.session,
            "trigger_id": trigger,
        }

    def afterwards(self, part: str, event: str) -> Json | None:
        """The body of the request that the page makes by itself when an event is over; None where there is none."""
        trigger = self._ids[part]
        after = self._after.get(self._events[trigger, event]["id"])
        if after is None:
            return None
        body = self.call(part, event, {})
        return {**body, "event_data": None, "fn_index": after["id"]}

    def outputs(self, part: str, event: str) -> list[str]:
        """The parts that an event changes, in order."""
        return [self._names[number] for number in self._events[self._ids[part], event]["outputs"]]

    def values(self, answer: Json, part: str, event: str) -> Json:
        """The parts' new values in an answer."""
        return {
            name: value_of(value)
            for name, value in zip(self.outputs(part, event), answer["data"], strict=True)
        }


def value_of(value: Any) -> Any:
    """A component's value; an update that says nothing is an empty one."""
    value = value.get("value", {}) if isinstance(value, dict) and "__type__" in value else value
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value
