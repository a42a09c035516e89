"""The route by which another process has this one, the owner of the data folder, carry out its commands.

Only for the same machine and whoever can read the folder's secret. Imports the owner's commands and FastAPI.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from assistant.errors import GaigaoError, LibraryError, StoreError, UsageError
from assistant.library.ownership import SECRET_HEADER
from assistant.owner import wire
from assistant.owner.commands import COMMANDS

if TYPE_CHECKING:
    from assistant.library.library import Library

MAX_BODY = 32 * 1024 * 1024  # bytes: one file of the largest size, in base64, and its name


def owner_router(library: Callable[[], Library | None], secret: Callable[[], str]) -> APIRouter:
    """The routes. library: the open library, None while it is being opened; secret: the folder's."""
    router = APIRouter(include_in_schema=False)

    @router.get("/owner")
    async def owner(request: Request) -> Response:
        """Who answers here, for a caller that wants to know whether the address is still the owner's."""
        if refusal := _refused(request, secret()):
            return refusal
        return JSONResponse({"owner": True, "ready": library() is not None})

    @router.post("/owner/commands/{name}")
    async def command(name: str, request: Request) -> Response:
        """Carry out one command; its answer is a stream of JSON Lines."""
        if refusal := _refused(request, secret()):
            return refusal
        if name not in COMMANDS:
            return _failure(404, UsageError("unknown_command", where=name))
        if (opened := library()) is None:
            return _failure(503, StoreError("owner_starting"))
        try:
            body = await _body(request)
        except GaigaoError as error:
            return _failure(413 if error.code == "request_too_large" else 400, error)
        return StreamingResponse(_lines(COMMANDS[name](opened, body)), media_type="application/jsonl")

    return router


def _refused(request: Request, secret: str) -> Response | None:
    given = request.headers.get(SECRET_HEADER, "")
    if _same_machine(request) and secrets.compare_digest(
        given.encode("utf-8", "replace"), secret.encode("utf-8")
    ):
        return None
    return _failure(403, StoreError("owner_refuses"))


def _same_machine(request: Request) -> bool:
    client = request.client.host if request.client else ""
    try:
        if ipaddress.ip_address(client).is_loopback:
            return True
    except ValueError:
        return False
    # A service that listens on the network's address alone is reached from its own machine under that
    # address.
    server = request.scope.get("server")
    return server is not None and client == server[0]


async def _body(request: Request) -> dict[str, Any]:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BODY:
            raise LibraryError("request_too_large", limit=MAX_BODY // 1024 // 1024)
    try:
        body = json.loads(data or b"{}")
    except ValueError as error:
        raise UsageError("bad_request", reason=type(error).__name__) from error
    if not isinstance(body, dict):
        raise UsageError("bad_request", reason=type(body).__name__)
    return body


async def _lines(stream: Iterator[dict[str, Any]]) -> AsyncIterator[bytes]:
    try:
        while (line := await run_in_threadpool(next, stream, None)) is not None:
            yield json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    finally:
        # The caller has gone, or all is said: closing the stream stops work that nobody waits for.
        close = getattr(stream, "close", None)
        if close is not None:
            close()


def _failure(status: int, error: GaigaoError) -> JSONResponse:
    return JSONResponse({"error": wire.error_out(error)}, status)


def loopback_url(host: str, port: int) -> str:
    """The address under which a service that listens on `host` is reached from its own machine."""
    if host in ("", "0.0.0.0", "::", "localhost"):  # noqa: S104  (compared, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
