"""ASGI middleware: a visitor without an owner's id gets a random one, in a cookie that scripts cannot read.

Imports the visitor's names only.
"""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from uuid import uuid4

from assistant.ui.visitor import OWNER_COOKIE, owner_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

YEAR = 365 * 24 * 60 * 60


def cookies_in(scope: Scope) -> dict[str, str]:
    """The cookies of a request."""
    jar: SimpleCookie = SimpleCookie()
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            jar.load(value.decode("latin-1"))
    return {name: morsel.value for name, morsel in jar.items()}


class OwnerCookie:
    """Gives the id on the first answer, and to the request itself, so that it counts at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or owner_in(cookies_in(scope)):
            await self._app(scope, receive, send)
            return
        new = uuid4().hex
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        # Lax, not Strict: following a link to the page must not make one a stranger to one's drafts.
        line = f"{OWNER_COOKIE}={new}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}".encode()

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), (b"set-cookie", line)]}
            await send(message)

        headers = [*scope["headers"], (b"cookie", f"{OWNER_COOKIE}={new}".encode())]
        await self._app({**scope, "headers": headers}, receive, with_cookie)
