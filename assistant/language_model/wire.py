"""What goes over the wire to a model's service and back: the HTTP client of one request. Imports the errors alone.

Nothing is sent that the service does not need, and nothing is followed to another address.
"""

from __future__ import annotations

import ssl
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.language_model.model_errors import NotStreamed, RedirectedError

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 10.0
_WHOLE_ANSWER_BYTES = 4_000_000
_KEPT_HEADERS = frozenset(
    ("host", "accept", "accept-encoding", "authorization", "connection", "content-length", "content-type")
)
NO_KEY = "no-key"


def http_client(read: float, *, local: bool) -> httpx.AsyncClient:
    """A client for one request: closing it closes the request, whatever the layers above do. read: seconds."""
    import httpx

    return httpx.AsyncClient(
        verify=certificates(),
        # What is meant for this machine must not go through a proxy named in the environment.
        trust_env=not local,
        follow_redirects=False,
        timeout=httpx.Timeout(read, connect=CONNECT_SECONDS),
        event_hooks={"request": [_plain], "response": [_only_streams]},
    )


async def _plain(request: httpx.Request) -> None:
    """Send what the service needs and nothing about this machine."""
    for name in list(request.headers):
        if name.lower() not in _KEPT_HEADERS:
            del request.headers[name]
    if request.headers.get("authorization") == f"Bearer {NO_KEY}":
        del request.headers["authorization"]
    request.headers["user-agent"] = "gaigao"


async def _only_streams(response: httpx.Response) -> None:
    """Stop what is no stream before it is read as one, and everything that leads to another address."""
    if 300 <= response.status_code < 400:
        raise RedirectedError
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if response.request.method == "POST" and response.status_code == 200 and kind.endswith(("html", "json")):
        body = bytearray()
        async for part in response.aiter_bytes():
            body += part
            if len(body) > _WHOLE_ANSWER_BYTES:
                break
        raise NotStreamed(kind, bytes(body))


def whole_answer(error: BaseException) -> tuple[str, str, dict[str, int] | None] | None:
    """Text, finish reason and usage where a service ignored the wish for a stream and answered at once."""
    link: BaseException | None = error
    while link is not None and not isinstance(link, NotStreamed):
        link = link.__cause__
    body: Any = link.json() if link is not None else None
    try:
        choice = body["choices"][0]
        text, finish = choice["message"]["content"] or "", choice.get("finish_reason") or ""
        counted = body.get("usage")
    except (TypeError, KeyError, IndexError, AttributeError):
        return None
    if not isinstance(text, str):
        return None
    names = ("prompt_tokens", "completion_tokens", "total_tokens")
    counted = counted if isinstance(counted, dict) else {}
    return text, finish, {name: counted[name] for name in names if isinstance(counted.get(name), int)} or None


@lru_cache(maxsize=1)
def certificates() -> ssl.SSLContext:
    """The authorities this machine trusts (an office's own among them) and the common ones."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
