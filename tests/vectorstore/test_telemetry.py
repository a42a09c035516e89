"""Nothing that the environment says makes the search engine room tell anybody anything."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vectorstore.chroma_server import chroma_command, chroma_server

CODE = """
import sys
from pathlib import Path
seen = []
def watch(event, args):
    if event == "socket.connect" and args[0].family.name != "AF_UNIX":
        seen.append(args[1])
sys.addaudithook(watch)
from tests.vectorstore.entries import report_entries, unit_rows
from vectorstore.dense import DenseIndex, _sealed_settings
from vectorstore.embeddings import open_embedder
from vectorstore.fused import SearchIndex
embedder = open_embedder("use")
index = SearchIndex.open(Path(sys.argv[1]), embedder, splitter="1")
index.add(report_entries(1, embedder.encode(["调查研究不够深入。"] * 3)))
assert len(index.search("调查研究", k=3)) == 3
index.close()
remote = DenseIndex.open(sys.argv[2], dimension=embedder.dimension)  # whose client would send traces
remote.add(report_entries(1, embedder.encode(["调查研究不够深入。"])))
assert remote.count() == 1
remote.close()
settings = _sealed_settings()
assert settings.anonymized_telemetry is False
assert not settings.chroma_otel_granularity and not settings.chroma_otel_collection_endpoint
assert settings.chroma_server_host is None and settings.migrations == "apply"
server = int(sys.argv[2].rpartition(":")[2])
print([address for address in seen if address[:2] != ("127.0.0.1", server)])
"""


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what anybody sent to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard: list[bytes] = []
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    heard.append(b"connected")

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], heard
        stop.set()
        thread.join()


@pytest.mark.skipif(chroma_command() is None, reason="chromadb's program `chroma` is not installed")
@pytest.mark.parametrize("where", ["environment", ".env"])
def test_nobody_is_told_anything(tmp_path: Path, listener: tuple[int, list[bytes]], where: str) -> None:
    port, heard = listener
    address = f"http://127.0.0.1:{port}"
    wishes = {
        "ANONYMIZED_TELEMETRY": "true",
        "CHROMA_OTEL_COLLECTION_ENDPOINT": address,
        "CHROMA_OTEL_GRANULARITY": "all",
        "CHROMA_OTEL_SERVICE_NAME": "x",
        "CHROMA_SERVER_HOST": "127.0.0.1",
        "CHROMA_SERVER_HTTP_PORT": str(port),
        "MIGRATIONS": "none",
        "OTEL_EXPORTER_OTLP_ENDPOINT": address,
        "OTEL_TRACES_EXPORTER": "otlp",
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_ENDPOINT": address,
        "LANGSMITH_API_KEY": "x",
    }
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    if where == "environment":
        environment |= wishes
    else:
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in wishes.items()))
    with chroma_server(tmp_path / "server") as server:
        done = subprocess.run(
            [sys.executable, "-c", CODE, str(tmp_path / "index"), server],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
    assert heard == []
