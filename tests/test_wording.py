"""Every text a user sees exists in both languages, with the same placeholders, and every key in the code exists."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from assistant.wording import catalogue, language_of, wording

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    ROOT / "app.py",
    *sorted((ROOT / "assistant").rglob("*.py")),
    *sorted((ROOT / "vectorstore").rglob("*.py")),
]
ERROR_CLASSES = {
    "GaigaoError", "UsageError", "SettingsError", "DocumentError", "SectionError", "LibraryError", "StoreError",
    "DraftError", "PromptError", "ModelError",
}  # fmt: skip


def placeholders(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_placeholders() -> None:
    wrong = {
        key: entry
        for key, entry in catalogue().items()
        if placeholders(entry["zh"]) != placeholders(entry["en"])
    }
    assert not wrong


def test_chinese_is_chinese_and_english_is_english() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    allowed = re.compile(r"[“《（【]+[^”》】]*[”》）】]+|改稿|一是|二是|（一）|一、")
    wrong = [
        key
        for key, entry in catalogue().items()
        if han.search(allowed.sub("", entry["en"])) and not key.startswith(("kinds", "samples"))
    ]
    assert not wrong, f"Chinese words in English texts: {wrong[:10]}"


def literal_first_arguments(names: set[str]) -> list[tuple[str, str]]:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            called = (
                node.func.id
                if isinstance(node.func, ast.Name)
                else node.func.attr
                if isinstance(node.func, ast.Attribute)
                else ""
            )
            if called in names and isinstance(node.args[0].value, str):
                found.append((path.name, node.args[0].value))
    return found


def test_every_error_has_its_texts() -> None:
    missing = []
    for where, code in literal_first_arguments(ERROR_CLASSES):
        missing += [
            f"{where}: {code}.{part}"
            for part in ("message", "hint")
            if f"errors.{code}.{part}" not in catalogue()
        ]
    assert not missing


def test_every_notice_and_text_in_the_code_exists() -> None:
    missing = [
        f"{w}: {c}" for w, c in literal_first_arguments({"Notice"}) if f"notices.{c}" not in catalogue()
    ]
    missing += [f"{w}: {k}" for w, k in literal_first_arguments({"wording"}) if k not in catalogue()]
    missing += [
        f"{w}: {k}"
        for w, k in literal_first_arguments({"say"})
        if w != "console.py" and f"cli.{k}" not in catalogue()
    ]
    assert not missing


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording("no.such.key")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9", "en"),
        ("fr-FR,en;q=0.5", "en"),
        ("de", "zh"),
    ],
)
def test_language_from_the_browser(header: str | None, language: str) -> None:
    assert language_of(header) == language
