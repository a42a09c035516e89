"""Choosing, saving and resolving the connection: by purpose only, keys kept to themselves."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import GaigaoError, ModelError, SettingsError
from assistant.language_model.connection import (
    FILE_NAME,
    Connection,
    connection,
    forget,
    mask,
    may_save,
    resolve,
    save,
    saved,
    where_text_goes,
)
from assistant.language_model.services import service, service_of, services
from assistant.settings import Settings

KEY = "sk-abcdefghijklmnop1234"


def settings(folder: Path, **given: Any) -> Settings:
    return Settings(data_dir=folder, _env_file=None, **given)  # type: ignore[call-arg]


@pytest.fixture
def kept(tmp_path: Path) -> Connection:
    return save(connection(model="deepseek-chat", service_id="deepseek", api_key=KEY), tmp_path)


class TestChosenOnPurpose:
    def test_nothing_is_chosen_at_first(self, tmp_path: Path) -> None:
        assert resolve(settings(tmp_path)) is None
        assert where_text_goes(settings(tmp_path)).local

    def test_a_stray_key_or_address_chooses_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", "https://api.openai.com/v1")
        monkeypatch.setenv("OPENAI_API_BASE", "https://elsewhere.example/v1")
        assert resolve(settings(tmp_path)) is None

    def test_the_name_of_a_model_chooses(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GAIGAO_MODEL", "gpt-4o")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_API_BASE", "https://elsewhere.example/v1")
        found = resolve(settings(tmp_path))
        assert found is not None
        assert (found.base_url, found.model, found.api_key, found.source) == (
            "https://api.openai.com/v1",
            "gpt-4o",
            KEY,
            "settings",
        )

    def test_an_empty_address_is_no_address(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "")
        found = resolve(settings(tmp_path, model="gpt-4o"))
        assert found is not None and found.base_url == "https://api.openai.com/v1"

    def test_a_saved_connection_chooses(self, tmp_path: Path, kept: Connection) -> None:
        assert resolve(settings(tmp_path)) == kept
        assert where_text_goes(settings(tmp_path)).address == "api.deepseek.com"


class TestPrecedence:
    def test_the_environment_beats_the_saved_one(
        self, tmp_path: Path, kept: Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in {
            "GAIGAO_MODEL": "m",
            "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
            "OPENAI_API_KEY": "sk-env",
        }.items():
            monkeypatch.setenv(name, value)
        found = resolve(settings(tmp_path))
        assert found is not None and (found.model, found.base_url, found.api_key) == (
            "m",
            "http://127.0.0.1:1/v1",
            "sk-env",
        )

    def test_the_command_line_beats_the_environment(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GAIGAO_MODEL", "from-environment")
        found = resolve(settings(tmp_path, model="from-command-line"))
        assert found is not None and found.model == "from-command-line"

    def test_the_environment_beats_dotenv(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / ".env").write_text("GAIGAO_MODEL=from-dotenv\nOPENAI_BASE_URL=http://127.0.0.1:2/v1\n")
        monkeypatch.chdir(tmp_path)
        found = resolve(Settings(data_dir=tmp_path))
        assert found is not None and (found.model, found.base_url) == ("from-dotenv", "http://127.0.0.1:2/v1")
        monkeypatch.setenv("GAIGAO_MODEL", "from-environment")
        found = resolve(Settings(data_dir=tmp_path))
        assert found is not None and (found.model, found.base_url) == (
            "from-environment",
            "http://127.0.0.1:2/v1",
        )

    def test_another_model_at_the_saved_address(self, tmp_path: Path, kept: Connection) -> None:
        found = resolve(settings(tmp_path, model="deepseek-reasoner"))
        assert found is not None and (found.model, found.base_url, found.api_key) == (
            "deepseek-reasoner",
            kept.base_url,
            KEY,
        )

    def test_a_stray_address_does_not_move_a_saved_connection(
        self, tmp_path: Path, kept: Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere.example/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-service")
        assert resolve(settings(tmp_path)) == kept

    def test_a_key_is_not_sent_to_an_address_it_did_not_come_with(
        self, tmp_path: Path, kept: Connection
    ) -> None:
        found = resolve(settings(tmp_path, model="x", openai_api_key="sk-environment"))
        assert found is not None and found.api_key == KEY
        found = resolve(settings(tmp_path, model="x", openai_base_url="http://10.0.0.1/v1"))
        assert found is not None and found.api_key == ""

    def test_a_key_left_out_of_the_file_may_come_from_the_environment(self, tmp_path: Path) -> None:
        save(connection(model="deepseek-chat", service_id="deepseek"), tmp_path)
        found = resolve(settings(tmp_path, openai_api_key="sk-environment"))
        assert found is not None and found.api_key == "sk-environment"


class TestSaving:
    def test_what_is_saved_is_read_again(self, tmp_path: Path, kept: Connection) -> None:
        assert saved(tmp_path) == kept
        assert kept.source == "saved"

    @pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
    def test_only_the_owner_may_read_it(self, tmp_path: Path, kept: Connection) -> None:
        assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600

    def test_saving_again_replaces_the_file_whole(self, tmp_path: Path, kept: Connection) -> None:
        before = (tmp_path / FILE_NAME).stat().st_ino
        save(connection(model="qwen3:8b", service_id="ollama"), tmp_path)
        assert (tmp_path / FILE_NAME).stat().st_ino != before
        assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]
        found = saved(tmp_path)
        assert found is not None and found.service == "ollama" and found.api_key == ""

    def test_a_failed_save_keeps_the_earlier_one(
        self, tmp_path: Path, kept: Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(SettingsError) as raised:
            save(connection(model="other", service_id="openai", api_key=KEY), tmp_path)
        assert raised.value.code == "connection_not_saved" and "磁盘已满" in raised.value.message()
        assert "the disk is full" in raised.value.message("en")
        assert saved(tmp_path) == kept
        assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]

    def test_a_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("")
        with pytest.raises(SettingsError):
            save(connection(model="m", service_id="ollama"), tmp_path / "data")

    @pytest.mark.parametrize(
        "content",
        [
            "",
            "{",
            "[]",
            '{"model": 3}',
            '{"service":"openai"}',
            "\x00\xff",
            '{"service":"other","model":"m","base_url":"::"}',
        ],
    )
    def test_a_damaged_file_is_named_and_its_content_is_not(self, tmp_path: Path, content: str) -> None:
        (tmp_path / FILE_NAME).write_text(content + KEY if content == "{" else content, encoding="utf-8")
        with pytest.raises(SettingsError) as raised:
            saved(tmp_path)
        assert raised.value.code == "connection_damaged"
        assert FILE_NAME in raised.value.where and KEY not in raised.value.tell() + raised.value.tell("en")

    def test_forgetting(self, tmp_path: Path, kept: Connection) -> None:
        assert forget(tmp_path) and saved(tmp_path) is None and not forget(tmp_path)

    def test_saving_is_for_a_page_on_loopback(self) -> None:
        assert may_save("127.0.0.1") and may_save("localhost")
        assert not may_save("0.0.0.0") and not may_save("192.168.1.5")


class TestKeys:
    def test_a_key_is_in_no_repr(self, kept: Connection) -> None:
        assert KEY not in repr(kept) and KEY not in str(kept)

    def test_what_a_browser_gets_holds_no_key(self, kept: Connection) -> None:
        shown = json.dumps(kept.view())
        assert KEY not in shown and "1234" in shown and kept.masked_key == "sk-…1234"

    @pytest.mark.parametrize(
        ("key", "masked"),
        [("", ""), ("short", "…"), ("sk-1234567", "…"), ("0123456789abcdef", "…cdef"), (KEY, "sk-…1234")],
    )
    def test_at_most_four_characters_are_shown(self, key: str, masked: str) -> None:
        assert mask(key) == masked

    @pytest.mark.parametrize("key", ["密钥", "sk-abc def", "sk-abc\nsk-def"])
    def test_a_key_that_is_none_is_refused_before_anything_is_sent(self, key: str) -> None:
        with pytest.raises(ModelError) as raised:
            connection(model="m", service_id="openai", api_key=key)
        assert raised.value.code == "model_key_unusable"

    def test_a_key_is_taken_out_of_quotation_marks(self) -> None:
        assert connection(model="m", service_id="openai", api_key=f' "{KEY}" ').api_key == KEY


class TestServices:
    def test_every_service_has_what_the_panel_needs(self) -> None:
        assert {
            "openai",
            "deepseek",
            "dashscope",
            "zhipu",
            "moonshot",
            "ollama",
            "vllm",
            "llamacpp",
            "lmstudio",
            "gguf",
            "other",
        } <= {s.id for s in services()}
        for entry in services():
            assert entry.name["zh"] and entry.name["en"] and entry.note["zh"] and entry.note["en"]
            assert (entry.key == "required") == bool(entry.key_page)

    def test_a_local_service_needs_no_key(self) -> None:
        for name in ("ollama", "vllm", "llamacpp", "lmstudio"):
            chosen = connection(model="m", service_id=name)
            assert chosen.destination.local and not chosen.missing_key

    def test_a_service_is_known_by_its_address(self) -> None:
        assert service_of("https://api.deepseek.com/v1").id == "deepseek"
        assert service_of("http://localhost:11434/v1").id == "ollama"
        assert service_of("http://10.1.1.1:8000/v1").id == "other"
        assert service("of last year").id == "other"

    def test_another_service_needs_an_address(self) -> None:
        with pytest.raises(SettingsError) as raised:
            connection(model="m", service_id="other")
        assert raised.value.code == "model_address_missing"

    def test_a_model_file_by_its_path(self, tmp_path: Path) -> None:
        chosen = connection(model=str(tmp_path / "small.gguf"))
        assert chosen.is_file and chosen.model_name == "small.gguf" and chosen.destination.local
        assert "small.gguf" in chosen.destination.text()
        found = resolve(settings(tmp_path, model=str(tmp_path / "small.gguf")))
        assert found is not None and found.is_file

    def test_no_model_is_no_connection(self) -> None:
        with pytest.raises(GaigaoError) as raised:
            connection(model=" ", service_id="openai")
        assert raised.value.code == "model_name_missing" and "模型名称" in raised.value.tell()
