"""`gaigao connect` and a rewrite through what it saved, over real HTTP against the scripted model."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.scripted_model import ScriptedModel


def answers(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_tried_saved_used_and_forgotten(
    gaigao: Run, draft: Path, filled_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    with ScriptedModel() as model:
        answers(monkeypatch, "sk-test-0123456789abcd")
        status, value, _ = gaigao(
            "connect", "--service", "other", "--address", model.url, "--model", "scripted"
        )
        assert status == 0 and value["saved"]["model"] == "scripted" and value["saved"]["local"] is True
        file = folder / "connection.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "0123456789" not in json.dumps(value)
        (filled_folder / "connection.json").write_bytes(file.read_bytes())
        status, value, err = gaigao(
            "revise", str(draft), "--section", "一（三）", "--instruction", "写具体一点", folder=filled_folder
        )
        (filled_folder / "connection.json").unlink()
        assert status == 0, value
        assert value["model"] == "scripted" and value["hunks"]
        assert set(value["prompt"]) == {"name", "version", "sha256"}
        assert all(citation["n"] >= 1 and citation["report"]["title"] for citation in value["citations"])
        assert "本机处理，未外发" in err
    assert gaigao("connect", "--forget")[1] == {"forgotten": True}
    assert not file.exists() and gaigao("connect", "--forget")[1] == {"forgotten": False}


def test_a_connection_that_does_not_work_is_not_saved(
    gaigao: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "")
    status, value, _ = gaigao(
        "connect", "--service", "other", "--address", "http://127.0.0.1:9/v1", "--model", "x"
    )
    assert status == 1 and value["error"]["hint"]
    assert not (tmp_path / "data" / "connection.json").exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--service", "nobody"), "no_such_service"),
        (("--model", "/nowhere/model.gguf"), "model_file_missing"),
        (
            ("--service", "other", "--address", "not an address", "--model", "x", "--untested"),
            "model_address_bad",
        ),
    ],
)
def test_what_cannot_be_connected(
    gaigao: Run, given: tuple[str, ...], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "")
    status, value, _ = gaigao("connect", *given)
    assert status in (1, 2) and value["error"]["code"] == code


def test_asked_by_number(gaigao: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "99")
    assert gaigao("connect")[1]["error"]["code"] == "no_such_choice"
    answers(monkeypatch)
    assert gaigao("connect")[1]["error"]["code"] == "no_answer"
