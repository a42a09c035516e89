"""Trying a connection out, as the panel and `gaigao connect` do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.language_model.connection import Connection, connection
from assistant.language_model.trial import models_at, try_out
from tests.revision.conftest import KEY
from tests.scripted_model import Scripted, ScriptedModel


async def test_a_good_connection(scripted: ScriptedModel, chosen: Connection) -> None:
    scripted.enqueue("好")
    trial = await try_out(chosen)
    assert trial.ok and trial.connection == chosen and trial.seconds > 0
    assert "连接成功" in trial.text() and "scripted" in trial.text("en")
    sent = scripted.asked[0].body["messages"]
    assert len(sent) == 1 and len(sent[0]["content"]) < 20, "no word of a document is sent"


async def test_an_address_without_version_is_completed(scripted: ScriptedModel, chosen: Connection) -> None:
    scripted.enqueue("好")
    trial = await try_out(replace(chosen, base_url=chosen.base_url.removesuffix("/v1")))
    assert trial.ok and trial.connection == chosen and "/v1" in trial.text()
    said = [trial.text(), *(notice.text() for notice in trial.notices)]  # what the page shows
    assert sum("/v1" in text for text in said) == 1
    assert "completed" not in trial.text("en") and trial.text("en").count("/v1") == 2  # what lacked, and the address


async def test_a_bad_key_is_told_and_not_shown(scripted: ScriptedModel, chosen: Connection) -> None:
    scripted.enqueue(Scripted(status=401, body={"error": {"message": f"Incorrect API key provided: {KEY}"}}))
    trial = await try_out(chosen)
    assert not trial.ok and "密钥" in trial.text() and "key" in trial.text("en") and KEY not in trial.text()


async def test_a_missing_model_file_is_told(tmp_path: object) -> None:
    trial = await try_out(connection(model=f"{tmp_path}/absent.gguf"))
    assert not trial.ok and "找不到" in trial.text()


async def test_a_refused_key_is_no_empty_list(chosen: Connection) -> None:
    from assistant.errors import ModelError

    class Closed(ScriptedModel):
        async def _plain(self, writer: object, answer: Scripted, seen: object) -> None:
            await super()._plain(writer, Scripted(status=401, body={"error": {"message": "no"}}), seen)  # type: ignore[arg-type]

    with Closed() as server, pytest.raises(ModelError) as raised:
        await models_at(replace(chosen, base_url=server.url))
    assert raised.value.code == "model_key_refused"


async def test_models_are_listed(chosen: Connection) -> None:
    with ScriptedModel(models=("b", "a")) as server:
        assert await models_at(replace(chosen, base_url=server.url)) == ("a", "b")
        assert server.history[0].headers["authorization"] == f"Bearer {KEY}"
        assert await models_at(replace(chosen, base_url=f"{server.url}/nothing")) == ()
