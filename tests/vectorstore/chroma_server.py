"""A real `chroma run` on a loopback port, for the tests of server mode."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chroma_command() -> str | None:
    """The `chroma` program of this environment."""
    return shutil.which("chroma", path=str(Path(sys.executable).parent)) or shutil.which("chroma")


@contextmanager
def chroma_server(folder: Path, port: int | None = None) -> Iterator[str]:
    """Its address, while it runs."""
    command = chroma_command()
    assert command is not None, "chromadb's program `chroma` is not installed"
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    with (folder.with_suffix(".log")).open("wb") as log:
        process = subprocess.Popen(
            [command, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.kill()
        process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "chroma run ended at once"
        try:
            if httpx.get(f"{address}/api/v2/heartbeat", timeout=1, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("chroma run did not answer within 30 s")
