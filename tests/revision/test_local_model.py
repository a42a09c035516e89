"""A model file run by Gaigao itself: its checks, and the life of its process, with an engine that is a stand-in."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.language_model import local_model
from assistant.language_model.connection import connection
from assistant.language_model.model import ChatModel, Ended, Piece, Waiting

ROOT = Path(__file__).resolve().parents[2]

# What xllamacpp offers, as far as it is used: parameters, and a server that listens on loopback and wants the key.
ENGINE = """
import json, pathlib, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

class CommonParams(SimpleNamespace):
    def __init__(self):
        super().__init__(model=SimpleNamespace(path=""), cpuparams=SimpleNamespace(), cpuparams_batch=SimpleNamespace())

class Server:
    def __init__(self, params):
        print("a line of log that must not be taken for an answer")
        if pathlib.Path(params.model.path).stat().st_size < 100:
            raise RuntimeError("failed to load model")
        key = params.api_keys[0]
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                if self.headers.get("authorization") != f"Bearer {key}":
                    self.send_response(401); self.end_headers(); return
                self.send_response(200); self.send_header("content-type", "text/event-stream"); self.end_headers()
                for delta, finish in (({"content": "好"}, None), ({"content": "的。"}, None), ({}, "stop")):
                    chunk = {"id": "x", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
                    self.wfile.write(f"data: {json.dumps(chunk)}\\n\\n".encode())
                self.wfile.write(b"data: [DONE]\\n\\n")
            def log_message(self, *a): pass
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.listening_address = f"http://127.0.0.1:{server.server_address[1]}"
"""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the stand-in engine, importable here and in the child."""
    (tmp_path / "xllamacpp.py").write_text(ENGINE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    yield tmp_path
    local_model.stop()


def gguf(folder: Path, name: str = "small.gguf", size: int = 200) -> Path:
    file = folder / name
    file.write_bytes(b"GGUF" + bytes(size))
    return file


class TestCheck:
    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError) as raised:
            local_model.check(str(tmp_path / "absent.gguf"))
        assert raised.value.code == "model_file_missing" and raised.value.where.endswith("absent.gguf")

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError) as raised:
            local_model.check(str(tmp_path))
        assert raised.value.code == "model_file_missing"

    @pytest.mark.parametrize("content", [b"", b"GG", b"<html>", b"PK\x03\x04zip"])
    def test_a_file_that_is_no_model(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x.gguf").write_bytes(content)
        with pytest.raises(ModelError) as raised:
            local_model.check(str(tmp_path / "x.gguf"))
        assert raised.value.code == "model_file_wrong"

    def test_the_missing_extra_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(local_model, "PACKAGE", "a_package_nobody_has")
        with pytest.raises(ModelError) as raised:
            local_model.check(str(gguf(tmp_path)))
        assert raised.value.code == "local_missing" and 'pip install "gaigao[local]"' in raised.value.hint()


async def ask(path: Path) -> tuple[str, list[object]]:
    from langchain_core.messages import HumanMessage

    text, others = "", []
    async for event in ChatModel(connection(model=str(path)), timeout=10).stream([HumanMessage("你好")]):
        if isinstance(event, Piece):
            text += event.text
        else:
            others.append(event)
    return text, others


async def test_it_is_started_on_first_use_told_and_kept(engine: Path) -> None:
    file = gguf(engine)
    assert not local_model.is_running(str(file))
    text, (waiting, ended) = await ask(file)
    assert (
        text == "好的。"
        and isinstance(waiting, Waiting)
        and "small.gguf" in waiting.text()
        and "启动" in waiting.text()
    )
    assert (
        isinstance(ended, Ended)
        and ended.notices[0].code == "model_file_ready"
        and "MB" in ended.notices[0].text()
    )
    running = local_model.running(str(file))
    assert running is not None and running.base_url.startswith("http://127.0.0.1:") and running.memory >= 0
    _, others = await ask(file)
    assert [type(o) for o in others] == [Ended], "it is not started again"
    assert local_model.running(str(file)) == running


async def test_many_first_uses_start_it_once(engine: Path) -> None:
    file = gguf(engine)
    texts = await asyncio.gather(*(ask(file) for _ in range(5)))
    assert [t for t, _ in texts] == ["好的。"] * 5
    assert len({(await local_model.server_for(str(file))).pid for _ in range(3)}) == 1


async def test_another_file_takes_its_place(engine: Path) -> None:
    first = await local_model.server_for(str(gguf(engine)))
    second = await local_model.server_for(str(gguf(engine, "other.gguf")))
    assert first.pid != second.pid and not local_model.is_running(first.path)
    assert gone(first.pid)


async def test_one_that_died_is_started_again(engine: Path) -> None:
    file = gguf(engine)
    first = await local_model.server_for(str(file))
    os.kill(first.pid, 9)
    while local_model.is_running(str(file)):
        await asyncio.sleep(0.01)
    assert (await ask(file))[0] == "好的。"


async def test_one_that_does_not_start_is_told_with_its_size(engine: Path) -> None:
    file = gguf(engine, size=10)
    with pytest.raises(ModelError) as raised:
        await ask(file)
    assert raised.value.code == "model_file_failed" and "failed to load model" in raised.value.message()
    assert not local_model.is_running(str(file))


async def test_the_key_is_not_among_the_arguments(engine: Path) -> None:
    running = await local_model.server_for(str(gguf(engine)))
    arguments = Path(f"/proc/{running.pid}/cmdline")
    if not arguments.exists():
        pytest.skip("no /proc here")
    assert running.api_key.encode() not in arguments.read_bytes()
    assert running.api_key not in repr(running)


def test_it_ends_with_the_service_even_when_that_is_killed(engine: Path) -> None:
    file = gguf(engine)
    code = (
        "import asyncio, json, sys, time\n"
        "from assistant.language_model import local_model\n"
        f"running = asyncio.run(local_model.server_for({str(file)!r}))\n"
        "print(json.dumps({'pid': running.pid}), flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        pid = json.loads(service.stdout.readline())["pid"]
        service.kill()
    assert gone(pid)


def gone(pid: int, limit: float = 5.0) -> bool:
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text():
            return True
        time.sleep(0.02)
    return False
