"""The connection on the page: tried, saved, forgotten; a key never comes back; nothing is saved on an open service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import GaigaoError
from assistant.language_model.connection import saved
from assistant.settings import Settings
from assistant.ui.handlers import Handlers
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from tests.scripted_model import Scripted, ScriptedModel

KEY = "sk-geheim-0123456789-geheim"


@pytest.fixture
def handlers(services: Services) -> Handlers:
    return Handlers(services)


def filled(address: str, **more: Any) -> dict[str, Any]:
    return {
        "service": "other",
        "address": address,
        "model": "test",
        "key": KEY,
        "file": "",
        "draft": None,
        **more,
    }


def test_nothing_is_chosen_at_first(handlers: Handlers, visitor: Visitor) -> None:
    panel = handlers.connection.panel(visitor)
    assert panel["service"] is None
    assert panel["where"]["text"] == "本机处理，未外发"
    assert {one["id"] for one in panel["services"]} >= {
        "deepseek",
        "dashscope",
        "zhipu",
        "moonshot",
        "ollama",
        "gguf",
    }


def test_a_saved_connection_is_told_everywhere_and_its_key_nowhere(
    handlers: Handlers, visitor: Visitor
) -> None:
    update = handlers.connection_save(visitor, filled("https://api.example.com/v1"))
    assert update["connection"]["answer"]["ok"]
    assert update["header"]["where"]["local"] is False
    assert "api.example.com" in update["header"]["where"]["text"]
    assert update["welcome"]["local"] is False
    assert update["views"]["model"] is True
    assert KEY not in json.dumps({**update, "again": handlers.start(visitor, {})}, ensure_ascii=False)
    assert update["connection"]["has_key"] is True


def test_an_empty_key_keeps_the_saved_one_for_the_same_address_only(
    handlers: Handlers, visitor: Visitor, settings: Settings
) -> None:
    handlers.connection_save(visitor, filled("https://api.example.com/v1"))
    handlers.connection_save(visitor, filled("https://api.example.com/v1", key="", model="other"))
    kept = saved(settings.data_dir)
    assert kept is not None
    assert (kept.api_key, kept.model) == (KEY, "other")
    handlers.connection_save(visitor, filled("https://elsewhere.example.org/v1", key=""))
    moved = saved(settings.data_dir)
    assert moved is not None
    assert moved.api_key == ""


def test_forgetting_removes_key_and_address(handlers: Handlers, visitor: Visitor, settings: Settings) -> None:
    handlers.connection_save(visitor, filled("https://api.example.com/v1"))
    update = handlers.connection_forget(visitor, {"draft": None})
    assert saved(settings.data_dir) is None
    assert update["header"]["where"]["local"] is True


async def test_a_connection_is_tried(handlers: Handlers, visitor: Visitor) -> None:
    with ScriptedModel() as model:
        model.enqueue(Scripted("好"))
        update = await handlers.connection_test(visitor, filled(model.url))
    assert update["connection"]["answer"]["ok"], update["connection"]["answer"]


async def test_a_refused_key_is_told_in_plain_words(handlers: Handlers, visitor: Visitor) -> None:
    with ScriptedModel() as model:
        model.enqueue(Scripted(status=401, body={"error": {"message": "bad key"}}))
        update = await handlers.connection_test(visitor, filled(model.url))
    answer = update["connection"]["answer"]
    assert not answer["ok"]
    assert "密钥" in answer["texts"][0]
    assert KEY not in json.dumps(update, ensure_ascii=False)


@pytest.mark.parametrize("address", ["ht!tp://", "file:///etc/passwd"])
def test_an_unusable_address_is_told_beside_the_form(
    handlers: Handlers, visitor: Visitor, address: str
) -> None:
    update = handlers.connection_save(visitor, filled(address))
    assert not update["connection"]["answer"]["ok"]
    assert "header" not in update


def test_a_service_open_to_others_only_shows_and_tests(
    services: Services, visitor: Visitor, tmp_path: Path
) -> None:
    services.settings = Settings(data_dir=services.settings.data_dir, host="0.0.0.0")
    handlers = Handlers(services)
    assert handlers.connection.panel(visitor)["may_save"] is False
    update = handlers.connection_save(visitor, filled("https://api.example.com/v1"))
    assert "gaigao connect" in update["connection"]["answer"]["texts"][0]
    assert saved(services.settings.data_dir) is None


def test_a_damaged_file_is_told_and_can_be_forgotten(
    handlers: Handlers, visitor: Visitor, settings: Settings
) -> None:
    (settings.data_dir / "connection.json").write_text("{", encoding="utf-8")
    panel = handlers.connection.panel(visitor)
    assert panel["saved"] is True
    assert panel["answer"]["texts"]
    handlers.connection_forget(visitor, {"draft": None})
    assert handlers.connection.panel(visitor)["answer"] is None


def test_the_same_answer_twice_is_seen_twice(handlers: Handlers, visitor: Visitor) -> None:
    error = GaigaoError("unexpected", kind="x", detail="")
    first, second = handlers.connection.failed(visitor, error), handlers.connection.failed(visitor, error)
    assert first != second
