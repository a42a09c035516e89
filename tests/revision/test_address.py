"""Addresses as people paste them, and which of them stay on this machine."""

from __future__ import annotations

import pytest

from assistant.errors import SettingsError
from assistant.language_model.address import destination, has_version, is_loopback, normalise, shown


@pytest.mark.parametrize(
    ("pasted", "base_url"),
    [
        ("https://api.deepseek.com/v1", "https://api.deepseek.com/v1"),
        ("https://api.deepseek.com/v1/", "https://api.deepseek.com/v1"),
        ("https://api.deepseek.com/v1/chat/completions", "https://api.deepseek.com/v1"),
        ("https://open.bigmodel.cn/api/paas/v4/chat/completions/", "https://open.bigmodel.cn/api/paas/v4"),
        ("  “https://api.moonshot.cn/v1/models”  ", "https://api.moonshot.cn/v1"),
        ("api.openai.com/v1", "https://api.openai.com/v1"),
        ("localhost:11434", "http://localhost:11434"),
        ("127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("192.168.1.20:8000/v1", "http://192.168.1.20:8000/v1"),
        ("gpuserver:8000/v1", "http://gpuserver:8000/v1"),
        ("http：／／127．0．0．1：8000／v1", "http://127.0.0.1:8000/v1"),
        ("http://0.0.0.0:8000/v1", "http://127.0.0.1:8000/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
        ("https://api.deepseek.com/v1?x=1#top", "https://api.deepseek.com/v1"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_what_is_pasted_becomes_a_base_address(pasted: str, base_url: str) -> None:
    assert normalise(pasted) == base_url
    assert normalise(base_url) == base_url


@pytest.mark.parametrize(
    "pasted",
    ["ftp://host/v1", "http://", "https://a b/v1", "http://host:99999/v1", "file:///x", "http://host:0"],
)
def test_what_is_no_address_is_said_to_be_none(pasted: str) -> None:
    with pytest.raises(SettingsError) as raised:
        normalise(pasted)
    assert raised.value.code == "model_address_bad"
    assert raised.value.message() and raised.value.hint()


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "::1", "[::1]", "::ffff:127.0.0.1"]
)
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "localhost.example.com",
        "127.0.0.1.nip.io",
        "0.0.0.0",
        "10.0.0.1",
        "192.168.0.1",
        "api.openai.com",
        "::",
        "::ffff:8.8.8.8",
        "1270.0.1",
        "",
    ],
)
def test_everything_else_is_remote(host: str) -> None:
    assert not is_loopback(host)


def test_where_text_goes_is_said_in_plain_words() -> None:
    assert destination("http://127.0.0.1:11434/v1", "qwen3:8b").text().startswith("本机处理，未外发")
    away = destination("https://user:secret@api.deepseek.com/v1", "deepseek-chat")
    assert not away.local
    assert "api.deepseek.com" in away.text() and "secret" not in away.text() and "user" not in away.text()
    assert "deepseek-chat" in away.text("en")


def test_a_model_that_ollama_computes_elsewhere_is_remote() -> None:
    assert not destination("http://127.0.0.1:11434/v1", "gpt-oss:120b-cloud").local
    assert not destination("http://localhost:11434/v1", "qwen3-coder:480b-cloud").local


def test_a_missing_version_is_noticed() -> None:
    assert (
        has_version("https://open.bigmodel.cn/api/paas/v4")
        and has_version("http://h/v1")
        and has_version("http://h/v1beta")
    )
    assert not has_version("http://127.0.0.1:11434") and not has_version("https://api.deepseek.com")


def test_an_address_is_shown_without_its_secrets() -> None:
    assert shown("http://u:p@[::1]:8000/v1") == "[::1]:8000"
