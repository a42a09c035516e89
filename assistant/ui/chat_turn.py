"""One message and its answer on the page: streamed, stopped, kept. Thin over the chat. Imports use cases' types."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from assistant.chat.events import Changed, ChatEvent, Suggested, Transcript, Waited
from assistant.errors import GaigaoError
from assistant.ui.answer_view import LiveAnswer
from assistant.ui.desk import Desk, Payload, Update, orders
from assistant.ui.desk_view import conversation_json, wish_json
from assistant.ui.pacing import paced
from assistant.ui.ports import Services
from assistant.ui.review_panel import ReviewPanel
from assistant.ui.visitor import Visitor


class ChatTurn:
    """The handlers of the chat. One object for all visitors: it knows which answers are being written."""

    def __init__(self, services: Services, desk: Desk, reviews: ReviewPanel) -> None:
        self._services = services
        self._desk = desk
        self._reviews = reviews
        self._running: dict[tuple[str, str], asyncio.Event] = {}

    async def stop(self, visitor: Visitor, sent: Payload) -> Update:
        """End an answer: its request at the model's service is closed."""
        running = self._running.get((visitor.owner, str(sent.get("run"))))
        if running is None:
            return {"live": {"run": sent.get("run"), "draft": sent.get("draft"), "done": True, "gone": True}}
        running.set()
        return {}

    async def send(self, visitor: Visitor, sent: Payload) -> AsyncIterator[Update]:
        """Answer a message, as values of the part `live` alone: every further output would cost each update more
        than the update itself. The last says `done`; the page then asks for `ended`.
        """
        run, draft = str(sent["run"]), sent.get("draft")
        stop = asyncio.Event()
        self._running[visitor.owner, run] = stop
        transcript, live = Transcript(visitor.language), LiveAnswer(visitor.language)
        # What the page does when the answer is over: a suggestion to show, a draft to draw anew.
        after: dict[str, Any] = {"changed": False, "shows": None}
        try:
            async for batch in paced(self._events(visitor, sent), stop):
                waiting = ""
                for event in batch:
                    transcript.add(event)
                    waiting = event.text if isinstance(event, Waited) else ""
                    if isinstance(event, Suggested | Changed):
                        after = {"changed": True, "shows": event.suggestion or after["shows"]}
                shown = live.value(transcript.blocks)
                yield {"live": {"run": run, "draft": draft, **shown, "waiting": waiting}}
            if stop.is_set():
                transcript.stopped()
        except GaigaoError as error:
            transcript.blocks.append(
                {"type": "failed", "task": None, "error": error.as_json(visitor.language)}
            )
        finally:
            self._running.pop((visitor.owner, run), None)
        shown = live.value(transcript.blocks)
        yield {"live": {"run": run, "draft": draft, **shown, "done": True, **after}}

    def _events(self, visitor: Visitor, sent: Payload) -> AsyncGenerator[ChatEvent, None]:
        if sent.get("recast"):
            return self._reviews.recast(visitor, sent)
        return self._services.chat.respond(
            visitor.owner,
            sent.get("draft"),
            sent["text"],
            selected=sent.get("section"),
            chosen={int(n): section for n, section in (sent.get("chosen") or {}).items()} or None,
            resume=sent.get("resume") or None,
            language=visitor.language,
        )

    def rewind(self, visitor: Visitor, sent: Payload) -> Update:
        """An earlier message to be written or answered anew: it and all after it leave the conversation.

        What they suggested goes with them, unless something of it was accepted. then: "edit" puts the words into the
        box, "again" sends them as they were, about the section they were about.
        """
        draft, drafts = sent["draft"], self._services.drafts
        left = drafts.rewind(visitor.owner, draft, sent["message"])
        asked = wish_json(left)
        then = {"send": asked} if sent["then"] == "again" else {"propose": asked["text"]}
        current = drafts.settle(visitor.owner, draft)
        reviewing = sent.get("reviewing")
        told = orders(tab={"seen": current.revision, "reviewing": reviewing}, about=draft, **then)
        return {
            "conversation": conversation_json(draft, drafts.messages(visitor.owner, draft), visitor.language),
            **self._desk.parts(visitor, current, reviewing),
            "orders": told,
        }

    def ended(self, visitor: Visitor, sent: Payload) -> Update:
        """After an answer about a draft: the conversation as it is kept, and the draft with what was suggested."""
        draft, shows = sent["draft"], sent.get("shows")
        drafts = self._services.drafts
        messages = conversation_json(draft, drafts.messages(visitor.owner, draft), visitor.language)
        current = drafts.current(visitor.owner, draft)
        if not sent.get("changed"):
            return {"conversation": messages, "header": self._desk.header(visitor, current)}
        reviewing = shows or sent.get("reviewing")
        told = orders(tab={"seen": current.revision, "reviewing": reviewing}, about=draft, see=shows)
        return {
            "conversation": messages,
            **self._desk.parts(visitor, current, reviewing),
            "orders": told,
        }
