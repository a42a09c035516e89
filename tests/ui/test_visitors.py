"""Whose drafts and which language: cookies, a trusted header, the browser's wish; the first HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from assistant.settings import Settings
from assistant.ui.front_page import FrontPage, dressed
from assistant.ui.owner_cookie import OwnerCookie
from assistant.ui.visitor import OWNER_COOKIE, visitor

ID = "00112233445566778899aabbccddeeff"


@pytest.mark.parametrize(
    ("headers", "cookies", "trusted", "owner", "language"),
    [
        ({}, {OWNER_COOKIE: ID}, "", ID, "zh"),
        ({"accept-language": "en-GB,en;q=0.9"}, {OWNER_COOKIE: ID}, "", ID, "en"),
        ({"accept-language": "en"}, {OWNER_COOKIE: ID, "gaigao_language": "zh"}, "", ID, "zh"),
        ({"accept-language": "en"}, {OWNER_COOKIE: ID, "gaigao_language": "xx"}, "", ID, "en"),
        ({}, {OWNER_COOKIE: "../../etc"}, "", "", "zh"),
        ({"x-user": "王"}, {OWNER_COOKIE: ID}, "", ID, "zh"),
        ({"x-user": "王"}, {OWNER_COOKIE: ID}, "x-user", "user:王", "zh"),
        ({}, {OWNER_COOKIE: ID}, "x-user", ID, "zh"),
    ],
)
def test_who_asks(
    headers: dict[str, str], cookies: dict[str, str], trusted: str, owner: str, language: str, tmp_path: Path
) -> None:
    found = visitor(headers, cookies, Settings(data_dir=tmp_path, trusted_user_header=trusted))
    assert (found.owner, found.language) == (owner, language)


def app() -> FastAPI:
    inner = FastAPI()

    @inner.get("/", response_class=HTMLResponse)
    def front() -> str:
        return (
            '<!doctype html>\n<html\n\tlang="en" style="x">\n<head>\n<meta property="og:image"\n content="https://elsewhere/a.jpg"/>'
            '<title>t</title></head>\n<body style="a">\n<gradio-app></gradio-app></body></html>'
        )

    @inner.get("/whoami")
    def whoami(request: Request) -> str:
        return request.cookies.get(OWNER_COOKIE, "")

    inner.add_middleware(FrontPage)
    inner.add_middleware(OwnerCookie)
    return inner


def test_a_stranger_gets_an_id_that_counts_at_once_and_stays() -> None:
    with TestClient(app()) as client:
        first = client.get("/whoami")
        line = first.headers["set-cookie"]
        assert re.fullmatch(r"[0-9a-f]{32}", first.json())
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
        second = client.get("/whoami")
        assert second.json() == first.json()
        assert "set-cookie" not in second.headers


def test_a_forged_id_is_replaced() -> None:
    with TestClient(app(), cookies={OWNER_COOKIE: "me"}) as client:
        assert "set-cookie" in client.get("/whoami").headers


@pytest.mark.parametrize(
    ("accept", "tag", "name"), [("zh-CN", "zh-CN", "改稿"), ("en-US,en;q=0.8", "en", "Gaigao")]
)
def test_the_first_html_is_in_the_visitors_language_and_names_no_other_host(
    accept: str, tag: str, name: str
) -> None:
    with TestClient(app()) as client:
        answer = client.get("/", headers={"accept-language": accept})
    assert f'lang="{tag}"' in answer.text
    assert f"<b>{name}</b>" in answer.text
    assert "elsewhere" not in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_other_answers_pass_as_they_are() -> None:
    with TestClient(app()) as client:
        assert client.get("/nowhere").status_code == 404


def test_gradios_own_html_is_dressed() -> None:
    """Fails when a new Gradio changes its template so that nothing is replaced any more."""
    import gradio

    template = Path(gradio.__file__).with_name("templates") / "frontend" / "index.html"
    html = dressed(template.read_text(encoding="utf-8"), "zh")
    assert 'data-language="zh"' in html
    assert 'id="opening"' in html
    assert 'navigator,"language"' in html
    assert not re.search(r"<meta[^>]*(?:og:|twitter:)", html)
