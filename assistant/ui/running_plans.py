"""Plans that are being made: each can be asked what it waits for, and be stopped. Imports use cases' types.

Stopping closes the request at the model's service; nothing is kept of a plan that was stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from assistant.drafting.plan_values import PlanView
from assistant.errors import DraftError
from assistant.language_model.model import Waiting
from assistant.ui.pacing import paced
from assistant.wording import Language


@dataclass(slots=True)
class _Running:
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: Waiting | None = None


class RunningPlans:
    """The plans that are being made, by owner and by the run that the page gave each."""

    def __init__(self) -> None:
        self._running: dict[tuple[str, str], _Running] = {}

    async def made(
        self, owner: str, run: str, events: AsyncGenerator[Waiting | PlanView, None]
    ) -> PlanView | None:
        """The plan that the events end with, None where it was stopped before."""
        running = self._running[owner, run] = _Running()
        plan: PlanView | None = None
        try:
            async for batch in paced(events, running.stop, 0):
                for event in batch:
                    if isinstance(event, Waiting):
                        running.waiting = event
                    else:
                        plan = event
        finally:
            self._running.pop((owner, run), None)
        if plan is None and not running.stop.is_set():
            raise DraftError("plan_unknown")
        return plan

    def waits_for(self, owner: str, run: str, language: Language) -> str:
        """What a plan waits for, in words; nothing where it goes on or is over."""
        running = self._running.get((owner, run))
        return running.waiting.text(language) if running is not None and running.waiting is not None else ""

    def stop(self, owner: str, run: str) -> None:
        """End one. From the loop it runs in; one that is over is left alone."""
        running = self._running.get((owner, run))
        if running is not None:
            running.stop.set()
