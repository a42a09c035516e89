"""ASGI middleware: the page's first HTML in the visitor's language, with something to see while scripts load.

Gradio's own HTML says "en", names pictures on other hosts and is blank until its scripts ran. Imports the wording.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.ui.owner_cookie import cookies_in
from assistant.ui.visitor import language_in
from assistant.wording import Language, wording

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OTHER_HOSTS = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>', re.DOTALL)
_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
_STYLE = f"<style>{Path(__file__).with_name('opening.css').read_text(encoding='utf-8')}</style>"


def dressed(html: str, language: Language) -> str:
    """Gradio's HTML in a language: its `lang`, what Gradio's own texts go by, and the opening sight."""
    tag = _TAGS[language]
    # Gradio chooses its own texts by navigator.language; the visitor's choice on the page comes before the browser's.
    tell = f'<script>Object.defineProperty(navigator,"language",{{value:"{tag}"}});</script>'
    opening = (
        f'<div id="opening" role="status"><b>{wording("page.app.name", language)}</b>'
        f"<span>{wording('page.app.loading', language)}</span></div>"
        f"<noscript>{wording('page.app.no_script', language)}</noscript>"
    )
    html = re.sub(r'<html\s+lang="en"', f'<html lang="{tag}" data-language="{language}"', html, count=1)
    html = _OTHER_HOSTS.sub("", html)
    html = re.sub(r"<head>", lambda match: match.group() + tell + _STYLE, html, count=1)
    return re.sub(r"<body[^>]*>", lambda match: match.group() + opening, html, count=1)


class FrontPage:
    """Dresses the answer to `GET /`; all else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        language = language_in(headers, cookies_in(scope))
        # Unpacked, so that it can be read here.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            kept = [(n, v) for n, v in start.get("headers", ()) if n.lower() != b"content-length"]
            if any(n.lower() == b"content-type" and v.startswith(b"text/html") for n, v in kept):
                body = dressed(body.decode("utf-8"), language).encode("utf-8")
                kept += [(b"vary", b"Accept-Language, Cookie"), (b"cache-control", b"no-cache")]
            await send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
            await send({"type": "http.response.body", "body": body})

        await self._app({**scope, "headers": plain}, receive, collect)
