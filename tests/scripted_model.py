"""A language model that says what a test tells it to: an OpenAI-compatible server over real HTTP on loopback.

    with ScriptedModel() as model:
        model.enqueue(Scripted("【改写】\\n……"), Scripted(status=429, headers={"retry-after": "1"}))
        ... model.url ... model.history[0].body["messages"] ...

With nothing enqueued it rewrites the section it is given by a fixed rule. As a process, for browsers and benches:
`python -m tests.scripted_model --port 9100 [--first MS] [--pace MS]`; `POST /script` enqueues, `GET /history` tells.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Fault = Literal["", "reset", "drop", "stall", "garbage", "odd", "error"]


@dataclass(frozen=True)
class Scripted:
    """One answer.

    text: streamed in pieces of `step` characters (or `pieces` as they are); reasoning: sent before it as
    `reasoning_content`. wait: seconds before the headers; first: before the first piece; pace: between pieces.
    finish: the finish reason, None for none; done: whether `[DONE]` is sent; usage: whether tokens are counted when asked.
    status, headers, body, content_type: an answer that is no stream. fault: what happens after the pieces: `reset` (TCP
    reset), `drop` (closed in the middle of the transfer), `stall` (silence until the client leaves), `garbage` (a chunk
    that is no JSON), `odd` (JSON of another shape), `error` (an error object in the stream).
    """

    text: str = ""
    pieces: tuple[str, ...] = ()
    reasoning: tuple[str, ...] = ()
    step: int = 4
    wait: float = 0.0
    first: float = 0.0
    pace: float = 0.0
    finish: str | None = "stop"
    done: bool = True
    usage: bool = True
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    content_type: str = "application/json"
    fault: Fault = ""
    error: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """The pieces as they are sent."""
        return self.pieces or tuple(self.text[i : i + self.step] for i in range(0, len(self.text), self.step))


@dataclass
class Seen:
    """One request as it arrived, and what became of it.

    outcome: "running", "finished", "left" (the client closed before the end) or the fault; sent: pieces; sent_at: when
    each was handed to the socket; closed_at: when the end was noticed (both by time.monotonic).
    """

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    at: float
    outcome: str = "running"
    sent: int = 0
    sent_at: list[float] = field(default_factory=list)
    closed_at: float | None = None

    @property
    def user(self) -> str:
        """The text of the last user message."""
        return next((m["content"] for m in reversed(self.body["messages"]) if m["role"] == "user"), "")

    @property
    def system(self) -> str:
        """The text of the system message."""
        return next((m["content"] for m in self.body["messages"] if m["role"] == "system"), "")


def by_rule(seen: Seen) -> Scripted:
    """The answer where nothing was enqueued: made from what was asked, the same every time."""
    original = re.search(r"<原文 编号=[^>]*>\n(.*)\n</原文 编号=[^>]*>", seen.user, re.DOTALL)
    if original is None:
        return Scripted("好。")
    sentences = re.findall(r"[^。！？；\n]+[。！？；]?|\n+", original[1])
    spoken = [n for n, s in enumerate(sentences) if len(s) > 5 and s[-1] in "。！？；"]
    for n in spoken[:1] or range(len(sentences) - 1, len(sentences)):
        sentences[n] = f"{sentences[n][:-1]}，【待补：哪个村？何时？结果如何？】{sentences[n][-1]}"
    for n in spoken[2:3]:
        sentences[n] = (
            sentences[n].replace("不够", "还不够", 1)
            if "不够" in sentences[n]
            else "对照检查，" + sentences[n]
        )
    cited = "，借鉴了[1]的展开方式" if "[1]" in seen.user else ""
    return Scripted(f"【改写】\n{''.join(sentences)}\n【说明】\n补出了需要您填写的地方{cited}。")


class ScriptedModel:
    """The server, in a thread of its own. first, pace: seconds added to answers made by rule."""

    def __init__(
        self,
        *,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        models: tuple[str, ...] = ("scripted",),
        rule: Callable[[Seen], Scripted] = by_rule,
        first: float = 0.0,
        pace: float = 0.0,
    ) -> None:
        self._port = port
        self._tls = tls
        self._rule = rule
        self._first, self._pace = first, pace
        self._script: deque[Scripted] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self.models = models
        self.history: list[Seen] = []
        self.prefix = "/v1"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The base address."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._port}{self.prefix}"

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    @property
    def asked(self) -> list[Seen]:
        """The requests for an answer."""
        return [seen for seen in self.history if seen.path.endswith("/chat/completions")]

    @property
    def left(self) -> list[Seen]:
        """The requests whose client closed before the end: the log of disconnects."""
        return [seen for seen in self.history if seen.outcome == "left"]

    def enqueue(self, *answers: Scripted | str) -> None:
        """The next answers, in order."""
        self._script.extend(a if isinstance(a, Scripted) else Scripted(a) for a in answers)

    def start(self) -> Self:
        """Listen; returns when the port is open."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the scripted model did not start")
        return self

    def stop(self) -> None:
        """Close the port and every connection."""
        if self._loop and self._stop:
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread:
            self._thread.join(10)

    async def serve(self) -> None:
        """Listen until stopped."""
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        tasks: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            try:
                await self._answer(reader, writer)
            except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                pass
            finally:
                tasks.discard(task)
                writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", self._port, ssl=self._tls)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- one request -----------------------------------------------------------------------------------

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        begin = await reader.readexactly(1)
        if begin == b"\x16":  # a TLS greeting on a plain port
            writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            await writer.drain()
            return
        head = (begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        raw = await reader.readexactly(int(headers.get("content-length", 0)))
        seen = Seen(method, path, headers, json.loads(raw) if raw else None, time.monotonic())
        if path in ("/script", "/history", "/reset"):
            await self._control(path, seen, writer)
            return
        self.history.append(seen)
        if method == "GET" and path == f"{self.prefix}/models":
            listed = {"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]}
            await self._plain(writer, Scripted(body=listed), seen)
        elif path != f"{self.prefix}/chat/completions":
            await self._plain(writer, Scripted(status=404, body={"detail": "Not Found"}), seen)
        else:
            answer = self._script.popleft() if self._script else self._by_rule(seen)
            leaving = asyncio.ensure_future(reader.read(1))  # ends when the client closes
            task = asyncio.current_task()
            assert task is not None
            try:
                await self._until_left(self._send(writer, answer, seen), leaving, seen)
            finally:
                leaving.cancel()
                seen.closed_at = seen.closed_at or time.monotonic()

    def _by_rule(self, seen: Seen) -> Scripted:
        answer = self._rule(seen)
        if not (self._first or self._pace):
            return answer
        return Scripted(**{**answer.__dict__, "first": self._first, "pace": self._pace})

    async def _until_left(self, sending: Any, leaving: asyncio.Future[bytes], seen: Seen) -> None:
        send = asyncio.ensure_future(sending)
        await asyncio.wait({send, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not send.done():
            seen.outcome, seen.closed_at = "left", time.monotonic()
            send.cancel()
        try:
            await send
        except asyncio.CancelledError:
            pass
        except ConnectionError:  # writing noticed it before reading did
            seen.outcome = "left"

    async def _send(self, writer: asyncio.StreamWriter, answer: Scripted, seen: Seen) -> None:
        await asyncio.sleep(answer.wait)
        if answer.status != 200 or answer.body is not None:
            await self._plain(writer, answer, seen)
            return
        if not seen.body.get("stream"):
            await self._plain(writer, Scripted(body=_whole(answer, seen.body.get("model", ""))), seen)
            return
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n"
        )

        async def event(data: str) -> None:
            payload = f"data: {data}\n\n".encode()
            writer.write(b"%x\r\n%s\r\n" % (len(payload), payload))
            await writer.drain()

        def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            base = {
                "id": "s",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": seen.body.get("model"),
            }
            return json.dumps({**base, "choices": [choice], **more}, ensure_ascii=False)

        for piece in answer.reasoning:
            await asyncio.sleep(answer.pace)
            await event(chunk({"role": "assistant", "content": None, "reasoning_content": piece}))
        await asyncio.sleep(answer.first)
        for number, piece in enumerate(answer.parts):
            if number and answer.pace:
                await asyncio.sleep(answer.pace)
            seen.sent_at.append(time.monotonic())
            await event(chunk({"role": "assistant", "content": piece} if not number else {"content": piece}))
            seen.sent += 1
        if answer.fault:
            await self._fail(writer, answer, seen, event)
            if answer.fault in ("reset", "drop"):
                return
        if answer.finish is not None:
            await event(chunk({}, answer.finish))
        if answer.usage and (seen.body.get("stream_options") or {}).get("include_usage"):
            await event(
                json.dumps(
                    {
                        "id": "s",
                        "object": "chat.completion.chunk",
                        "created": 0,
                        "choices": [],
                        "usage": _usage(answer),
                    }
                )
            )
        if answer.done:
            await event("[DONE]")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        if seen.outcome == "running":
            seen.outcome = "finished"

    async def _fail(self, writer: asyncio.StreamWriter, answer: Scripted, seen: Seen, event: Any) -> None:
        seen.outcome = answer.fault
        match answer.fault:
            case "reset":
                sock: socket.socket = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            case "drop":
                writer.transport.abort()
            case "stall":
                seen.outcome = "running"
                await asyncio.sleep(3600)
            case "garbage":
                await event('{"id": "s", "choices": [{"delta": {"con')
            case "odd":
                await event('{"id": "s", "choices": 3}')
            case "error":
                await event(
                    json.dumps({"error": dict(answer.error) or {"message": "internal error", "code": 500}})
                )

    async def _plain(self, writer: asyncio.StreamWriter, answer: Scripted, seen: Seen) -> None:
        body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body, ensure_ascii=False)
        payload = body.encode()
        head = {
            "content-type": answer.content_type,
            "content-length": str(len(payload)),
            "connection": "close",
        }
        lines = [
            f"HTTP/1.1 {answer.status} Scripted",
            *(f"{k}: {v}" for k, v in {**head, **answer.headers}.items()),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + payload)
        await writer.drain()
        seen.outcome = "finished"

    async def _control(self, path: str, seen: Seen, writer: asyncio.StreamWriter) -> None:
        if path == "/script":
            for entry in seen.body:
                fields = {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}
                self._script.append(Scripted(**fields))
        elif path == "/reset":
            self._script.clear()
            self.history.clear()
        await self._plain(
            writer,
            Scripted(body={"now": time.monotonic(), "history": [asdict(s) for s in self.history]}),
            seen,
        )


def _usage(answer: Scripted) -> dict[str, int]:
    counted = len(answer.parts) + len(answer.reasoning)
    return {"prompt_tokens": 11, "completion_tokens": counted, "total_tokens": 11 + counted}


def _whole(answer: Scripted, model: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(answer.parts)}
    choice = {"index": 0, "message": message, "finish_reason": answer.finish}
    return {
        "id": "s",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [choice],
        "usage": _usage(answer),
    }


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="A scripted, OpenAI-compatible language model.")
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--first", type=float, default=0.0, help="milliseconds before the first piece")
    parser.add_argument("--pace", type=float, default=0.0, help="milliseconds between pieces")
    options = parser.parse_args()
    model = ScriptedModel(port=options.port, first=options.first / 1000, pace=options.pace / 1000)
    print(f"http://127.0.0.1:{options.port}/v1", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(model.serve())


if __name__ == "__main__":
    main()
