"""Settings: their order, their bounds, and `.env.example` held to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from assistant.settings import Settings
from assistant.wording import wording

ROOT = Path(__file__).resolve().parent.parent


def environment_name(name: str) -> str:
    alias = Settings.model_fields[name].validation_alias
    return alias.choices[0] if alias else f"GAIGAO_{name.upper()}"  # type: ignore[union-attr]


def test_the_example_lists_every_setting_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = dict(
        line.removeprefix("# ").split("=", 1)
        for line in lines
        if line.startswith("# ") and "=" in line and " " not in line[2:]
    )
    expected = {}
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        if isinstance(default, SecretStr):
            default = default.get_secret_value()
        shown = (
            ""
            if default is None or name == "data_dir"
            else str(default).lower()
            if isinstance(default, bool)
            else str(default)
        )
        expected[environment_name(name)] = shown
        assert f"# {wording(f'settings.{name}', 'en').replace('`', '')}" in lines
    assert listed == expected


def test_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings().port == 7860
    (tmp_path / ".env").write_text(
        "GAIGAO_PORT=7001\nOPENAI_BASE_URL=http://127.0.0.1:1/v1\n", encoding="utf-8"
    )
    assert (Settings().port, Settings().openai_base_url) == (7001, "http://127.0.0.1:1/v1")
    monkeypatch.setenv("GAIGAO_PORT", "7002")
    assert Settings().port == 7002
    assert Settings(port=7003).port == 7003


def test_a_key_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert "sk-secret" not in repr(Settings()) + str(Settings())


def test_a_stray_key_chooses_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert Settings().model == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GAIGAO_PORT", "99999"),
        ("GAIGAO_PORT", "abc"),
        ("GAIGAO_CONTEXT_CHARS", "10"),
        ("GAIGAO_LANGUAGE", "fr"),
    ],
)
def test_a_bad_value_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()
