"""One message and its answer on the page: streamed, stopped, kept. Thin over the chat. Imports use cases' types."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from assistant.chat.events import Changed, Suggested, Transcript, Waited
from assistant.errors import GaigaoError
from assistant.ui.answer_view import blocks_json
from assistant.ui.desk import Desk, Payload, Update, orders
from assistant.ui.desk_view import conversation_json
from assistant.ui.pacing import paced
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor


class ChatTurn:
    """The handlers of the chat. One object for all visitors: it knows which answers are being written."""

    def __init__(self, services: Services, desk: Desk) -> None:
        self._services = services
        self._desk = desk
        self._running: dict[tuple[str, str], asyncio.Event] = {}

    async def stop(self, visitor: Visitor, sent: Payload) -> Update:
        """End an answer: its request at the model's service is closed."""
        running = self._running.get((visitor.owner, str(sent.get("run"))))
        if running is None:
            return {"live": {"run": sent.get("run"), "done": True}}
        running.set()
        return {}

    async def send(self, visitor: Visitor, sent: Payload, shown: Mapping[str, Any]) -> AsyncIterator[Update]:
        """Answer a message. shown: the conversation as the page has it, which is all that is kept without a draft."""
        run, draft = str(sent["run"]), sent.get("draft")
        stop = asyncio.Event()
        self._running[visitor.owner, run] = stop
        transcript = Transcript(visitor.language)
        shows: str | None = None  # the suggestion to be seen in the draft afterwards
        changed = False
        try:
            events = self._services.chat.respond(
                visitor.owner,
                draft,
                sent["text"],
                selected=sent.get("section"),
                chosen={int(n): section for n, section in (sent.get("chosen") or {}).items()} or None,
                language=visitor.language,
            )
            async for batch in paced(events, stop):
                waiting = ""
                for event in batch:
                    transcript.add(event)
                    waiting = event.text if isinstance(event, Waited) else ""
                    if isinstance(event, Suggested | Changed):
                        changed = True
                        shows = event.suggestion or shows
                blocks = blocks_json(transcript.blocks, visitor.language)
                yield {"live": {"run": run, "draft": draft, "blocks": blocks, "waiting": waiting}}
            if stop.is_set():
                transcript.stopped()
        except GaigaoError as error:
            transcript.blocks.append(
                {"type": "failed", "task": None, "error": error.as_json(visitor.language)}
            )
        finally:
            self._running.pop((visitor.owner, run), None)
        yield await asyncio.to_thread(self._ended, visitor, sent, shown, transcript, changed, shows)

    def _ended(
        self,
        visitor: Visitor,
        sent: Payload,
        shown: Mapping[str, Any],
        transcript: Transcript,
        changed: bool,
        shows: str | None,
    ) -> Update:
        """The answer as it is kept, and the draft with what was suggested."""
        run, draft = str(sent["run"]), sent.get("draft")
        done = {"live": {"run": run, "draft": draft, "done": True}}
        if not draft:
            said = [
                {"id": f"{run}-q", "role": "user", "text": sent.get("shown") or sent["text"]},
                {"id": run, "role": "assistant", "blocks": blocks_json(transcript.blocks, visitor.language)},
            ]
            before = shown.get("messages", ()) if not shown.get("draft") else ()
            return {**done, "conversation": {"draft": None, "messages": [*before, *said]}}
        drafts = self._services.drafts
        messages = conversation_json(draft, drafts.messages(visitor.owner, draft), visitor.language)
        current = drafts.current(visitor.owner, draft)
        update = {**done, "conversation": messages}
        if not changed:
            return {**update, "header": self._desk.header(visitor, current)}
        reviewing = shows or sent.get("reviewing")
        told = orders(tab={"seen": current.revision, "reviewing": reviewing}, about=draft, see=shows)
        return {**update, **self._desk.parts(visitor, current, reviewing), "orders": told}
