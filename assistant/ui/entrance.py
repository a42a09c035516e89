"""Every call from the page enters here: who asks, and what is told of a failure. Imports gradio's request type.

A failure is told on the page in the visitor's language; none ends in a traceback or in silence.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import anyio.to_thread
import gradio as gr

from assistant.errors import DraftError, GaigaoError, UsageError
from assistant.ui.desk import Desk, Payload, Update, orders
from assistant.ui.visitor import Visitor, visitor

if TYPE_CHECKING:
    from assistant.settings import Settings

_LOG = logging.getLogger(__name__)
Handler = Callable[[Visitor, Payload], Update | Awaitable[Update]]
Answer = Callable[[Visitor, Payload], dict[str, Any]]


@contextmanager
def translated() -> Iterator[None]:
    """What is no GaigaoError becomes one. Only its kind is logged: a message could hold a document's text."""
    try:
        yield
    except GaigaoError:
        raise
    except Exception as error:
        kind = type(error).__name__
        _LOG.warning("a handler of the page failed: %s", kind, exc_info=_LOG.isEnabledFor(logging.DEBUG))
        if isinstance(error, KeyError | ValueError | TypeError):
            raise UsageError("page_confused", detail=kind) from error
        raise GaigaoError("unexpected", kind=kind, detail="") from error


class Entrance:
    """Calls of handlers for visitors."""

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self._settings, self._desk = settings, desk

    def somebody(self, request: gr.Request) -> Visitor:
        """Who sent a request; without an owner where no cookie came."""
        cookies = {str(k): str(v) for k, v in dict(request.cookies or {}).items()}
        headers = {str(k).lower(): str(v) for k, v in dict(request.headers or {}).items()}
        return visitor(headers, cookies, self._settings)

    def visitor(self, request: gr.Request) -> Visitor:
        """Who sent a request. Raises UsageError("no_owner")."""
        found = self.somebody(request)
        if not found.owner:
            raise UsageError("no_owner")
        return found

    async def outcome(self, handler: Handler, request: gr.Request, sent: Payload) -> Update:
        """What a handler answers, or what is told of its failure."""
        try:
            with translated():
                who = self.visitor(request)
                if inspect.iscoroutinefunction(handler):
                    update: Update = await handler(who, sent)
                    return update
                return await anyio.to_thread.run_sync(handler, who, sent)  # type: ignore[arg-type]
        except GaigaoError as error:
            return await anyio.to_thread.run_sync(self._failed, error, request, sent)

    def told(self, error: GaigaoError, request: gr.Request) -> Update:
        """A failure as a note."""
        return {"orders": orders(notes=[["error", error.tell(self.somebody(request).language)]])}

    def call(self, name: str, handler: Answer) -> Callable[..., Any]:
        """A function that a part's script may call: `server.NAME(payload)`. Its failure is an answer too."""

        def answer(payload: dict[str, Any], request: gr.Request) -> dict[str, Any]:
            try:
                with translated():
                    return handler(self.visitor(request), payload)
            except GaigaoError as error:
                return {"error": error.tell(self.somebody(request).language), "code": error.code}

        answer.__name__ = name
        return answer

    def _failed(self, error: GaigaoError, request: gr.Request, sent: Mapping[str, Any]) -> Update:
        """What the page says and shows after a failure: the latest text where it was behind."""
        told = self.told(error, request)
        if not isinstance(error, DraftError) or not sent.get("draft"):
            return told
        try:
            who = self.visitor(request)
            if error.code == "draft_unknown":
                return self._desk.nothing_open(who, notes=[["error", error.tell(who.language)]])
            latest = self._desk.look(who, {**sent, "see": False})
        except GaigaoError:
            return told
        latest["orders"]["notes"] = told["orders"]["notes"]
        return latest
