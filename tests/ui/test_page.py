"""The page as a whole: stable ids, nothing public over HTTP, its failures told, mounted as it should be."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.errors import DraftError, GaigaoError
from assistant.ui.desk import Desk
from assistant.ui.entrance import Entrance
from assistant.ui.page import build_page, mount
from assistant.ui.ports import Services
from assistant.ui.visitor import OWNER_COOKIE, Visitor
from tests.ui.conftest import OWNER
from tests.ui.reports import REPORT, document


# Built inside a running loop: where there is none, Gradio makes one and never closes it.
@pytest.fixture
async def blocks(services: Services) -> gr.Blocks:
    return build_page(services)


async def test_every_part_has_an_id_of_its_own(blocks: gr.Blocks) -> None:
    ids = [b.elem_id for b in blocks.blocks.values() if not isinstance(b, gr.Blocks)]
    named = [i for i in ids if i]
    assert len(named) == len(set(named))
    assert {"header", "views", "outline", "materials", "sheet", "editor", "conversation", "composer"} <= set(
        named
    )
    assert all(b.elem_id for b in blocks.blocks.values() if isinstance(b, gr.HTML | gr.UploadButton))


async def test_no_handler_is_public_and_long_ones_have_their_bounds(blocks: gr.Blocks) -> None:
    functions = list(blocks.fns.values())
    assert functions
    assert all(fn.api_visibility == "private" for fn in functions)
    queued = [fn for fn in functions if fn.queue]
    assert sorted((fn.concurrency_id, fn.concurrency_limit) for fn in queued) == [("chat", 32), ("ingest", 1)]


@pytest.fixture
async def client(services: Services) -> AsyncIterator[TestClient]:
    with TestClient(mount(FastAPI(docs_url=None, redoc_url=None, openapi_url=None), services)) as client:
        yield client


async def test_the_page_is_served_whole_and_to_itself(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert OWNER_COOKIE in answer.headers["set-cookie"]
    config = re.search(r"window\.gradio_config = (\{.*?\});</script>", answer.text, re.DOTALL)
    assert config
    told = json.loads(config[1])
    assert told["analytics_enabled"] is False
    assert told["footer_links"] == []
    assert told["run_history"] is False
    others = re.findall(r'(?:src|href|content)="(https?://[^"]+)"', answer.text)
    assert others == []


@pytest.mark.parametrize(
    "path",
    ["/docs", "/openapi.json", "/redoc", "/gradio_api/runs", "/monitoring", "/gradio_api/file=/etc/passwd"],
)
async def test_what_is_not_the_page_is_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (401, 403, 404, 405)


async def test_nothing_is_listed_as_an_interface_for_programs(client: TestClient) -> None:
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


async def test_a_file_over_the_bound_is_refused(client: TestClient) -> None:
    answer = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * (22 * 1024 * 1024))})
    assert answer.status_code == 413


class Asked:
    """What a handler sees of a request."""

    def __init__(self, cookies: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> None:
        self.cookies = {OWNER_COOKIE: OWNER} if cookies is None else cookies
        self.headers = headers or {}


@pytest.fixture
def entrance(services: Services) -> Entrance:
    return Entrance(services.settings, Desk(services))


async def outcome(entrance: Entrance, handler: Any, sent: Any = None, **asked: Any) -> Any:
    return await entrance.outcome(handler, Asked(**asked), sent or {})  # type: ignore[arg-type]


async def test_a_failure_is_a_note_in_the_visitors_language(entrance: Entrance) -> None:
    def fails(_visitor: Visitor, _sent: Any) -> Any:
        raise GaigaoError("unexpected", kind="X", detail="")

    zh = await outcome(entrance, fails)
    en = await outcome(entrance, fails, headers={"Accept-Language": "en"})
    assert zh["orders"]["notes"][0][0] == "error"
    assert re.search(r"[\u4e00-\u9fff]", zh["orders"]["notes"][0][1])
    assert not re.search(r"[\u4e00-\u9fff]", en["orders"]["notes"][0][1])


@pytest.mark.parametrize("error", [KeyError("text"), ValueError("秘密的原文"), RuntimeError("秘密的原文")])
async def test_a_fault_of_the_program_is_told_and_leaks_no_text(
    entrance: Entrance, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_visitor: Visitor, _sent: Any) -> Any:
        raise error

    told = await outcome(entrance, fails)
    assert told["orders"]["notes"][0][0] == "error"
    assert "秘密" not in json.dumps(told, ensure_ascii=False)
    assert "秘密" not in caplog.text


async def test_without_a_cookie_one_is_asked_to_allow_it(entrance: Entrance) -> None:
    told = await outcome(entrance, lambda _visitor, _sent: {}, cookies={})
    assert "Cookie" in told["orders"]["notes"][0][1]


async def test_who_was_behind_sees_the_latest_text_with_the_note(
    entrance: Entrance, services: Services
) -> None:
    current = services.drafts.create(OWNER, "稿子", document(REPORT))

    def fails(_visitor: Visitor, _sent: Any) -> Any:
        raise DraftError("draft_changed_meanwhile", where="稿子")

    told = await outcome(entrance, fails, {"draft": current.draft, "seen": 0, "reviewing": None})
    assert told["sheet"]["seen"] == current.revision
    assert told["orders"]["tab"]["seen"] == current.revision
    assert told["orders"]["notes"][0][0] == "error"


async def test_a_draft_that_is_gone_leads_to_the_first_page(entrance: Entrance) -> None:
    def fails(_visitor: Visitor, _sent: Any) -> Any:
        raise DraftError("draft_unknown")

    told = await outcome(entrance, fails, {"draft": "gone", "seen": 0})
    assert told["orders"]["tab"]["draft"] is None


def test_a_call_of_a_script_answers_with_its_failure(entrance: Entrance) -> None:
    def fails(_visitor: Visitor, _sent: Any) -> Any:
        raise DraftError("draft_unknown")

    answer = entrance.call("whole_text", fails)({}, Asked())
    assert answer["code"] == "draft_unknown"
    assert answer["error"]
