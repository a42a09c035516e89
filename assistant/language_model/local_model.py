"""A GGUF model file run on this machine: llama.cpp (xllamacpp) in a process of its own, on a loopback port, with a key.

Started on first use, stopped with this process, however it ends. Imports errors and the wording's types.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import importlib.util
import json
import os
import secrets
import subprocess  # the child is this very program
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import ModelError
from assistant.wording import Notice

MAGIC = b"GGUF"
# Tokens for one prompt and its answer: 12,000 characters of Chinese are some 9,000 tokens.
CONTEXT_TOKENS = 16_384
START_SECONDS = 300.0
PACKAGE = "xllamacpp"


@dataclass(frozen=True, slots=True)
class Running:
    """A model file being served. seconds: what the start took; memory: MB resident when it was loaded, 0 if unknown."""

    path: str
    base_url: str
    api_key: str = field(repr=False)
    pid: int
    seconds: float
    memory: int

    def notice(self) -> Notice:
        """What it takes, as told to the user."""
        params = {
            "model": Path(self.path).name,
            "seconds": round(self.seconds, 1),
            "memory": self.memory or "?",
        }
        return Notice("model_file_ready", params)


_lock = threading.Lock()
_process: subprocess.Popen[bytes] | None = None
_running: Running | None = None


def check(path: str) -> None:
    """Whether a file can be run here. Raises ModelError("local_missing", "model_file_missing", "model_file_wrong")."""
    file = Path(path)
    try:
        with file.open("rb") as opened:
            begin = opened.read(len(MAGIC))
    except OSError as error:
        raise ModelError("model_file_missing", where=path) from error
    if begin != MAGIC:
        raise ModelError("model_file_wrong", where=path)
    if importlib.util.find_spec(PACKAGE) is None:
        raise ModelError("local_missing", where=path)


def is_running(path: str) -> bool:
    """Whether this file is being served."""
    return running(path) is not None


def running(path: str) -> Running | None:
    """The file as it is served now, None where it is not."""
    current, process = _running, _process
    if current is None or process is None or current.path != path or process.poll() is not None:
        return None
    return current


async def server_for(path: str) -> Running:
    """The server of a model file, started where it is not running. Raises ModelError."""
    served = running(path)
    return served if served is not None else await asyncio.to_thread(_start, path)


def stop() -> None:
    """Stop the model file that is being served, if any."""
    global _process, _running
    process, _process, _running = _process, None, None
    if process is None:
        return
    with contextlib.suppress(OSError):
        process.stdin.close()  # type: ignore[union-attr]
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
    process.stdout.close()  # type: ignore[union-attr]


def _start(path: str) -> Running:
    global _process, _running
    with _lock:
        current = running(path)
        if current is not None:
            return current
        check(path)
        stop()  # one model at a time: memory is what an office computer has least of
        key = secrets.token_urlsafe(24)
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant.language_model.local_model"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # llama.cpp's log may hold the prompt
            cwd=Path(__file__).resolve().parents[2],
        )
        _process = process
        assert process.stdin is not None and process.stdout is not None
        # By the pipe, not by the arguments: those can be read by every user of the machine.
        order = {"path": path, "key": key, "context": CONTEXT_TOKENS, "threads": os.cpu_count() or 2}
        with contextlib.suppress(OSError):
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()
        watchdog = threading.Timer(START_SECONDS, process.kill)
        watchdog.start()
        line = process.stdout.readline()
        watchdog.cancel()
        try:
            told: dict[str, Any] = json.loads(line)
        except ValueError:
            told = {"error": f"exit {process.wait(10)}"}
        if "error" in told:
            stop()
            size = Path(path).stat().st_size // 1_000_000
            raise ModelError("model_file_failed", where=path, reason=str(told["error"])[:120], size=size)
        seconds = time.monotonic() - begun
        _running = Running(path, f"{told['address']}/v1", key, process.pid, seconds, int(told["memory"]))
        return _running


atexit.register(stop)


def _memory() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1_000_000 if sys.platform == "darwin" else 1_000)


def serve() -> None:
    """The child: serve the model file named on standard input until standard input ends."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    order = json.loads(sys.stdin.buffer.readline())
    told: dict[str, Any]
    try:
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = order["path"]
        params.n_ctx = order["context"]
        params.n_parallel = 1
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = order["threads"]
        params.use_jinja = True
        params.port = 0
        params.api_keys = [order["key"]]
        server = xllamacpp.Server(params)
        told = {"address": server.listening_address, "memory": _memory()}
    except Exception as error:  # noqa: BLE001  (whatever llama.cpp raises is told by the parent)
        told = {"error": str(error) or type(error).__name__}
    answer.write(json.dumps(told) + "\n")
    answer.flush()
    if "error" not in told:
        sys.stdin.buffer.read()  # ends when the parent does, killed or not
    os._exit(0)


if __name__ == "__main__":
    serve()
