"""A stream of events in batches, no more often than the page can draw them, until it ends or is stopped.

Imports nothing of the project. Thirty answers at once stay fluent because each sends at most one update in 60 ms.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TypeVar

INTERVAL = 0.06
Event = TypeVar("Event")


async def paced(
    events: AsyncGenerator[Event, None], stop: asyncio.Event, interval: float = INTERVAL
) -> AsyncIterator[list[Event]]:
    """Batches of `events`. Set `stop` to end: the generator is closed before this returns.

    A batch is sent at once if the last one is `interval` seconds past, so that a first word never waits; nothing is
    held back longer than that. Whatever `events` raises is raised after what came before it was given out.
    """
    loop = asyncio.get_running_loop()
    batch: list[Event] = []
    sent = loop.time() - interval
    coming: asyncio.Task[Event] | None = None
    stopping = asyncio.ensure_future(stop.wait())
    try:
        while True:
            if coming is None:
                coming = asyncio.ensure_future(anext(events))
            wait = max(0.0, sent + interval - loop.time()) if batch else None
            await asyncio.wait({coming, stopping}, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                break
            if coming.done():
                done, coming = coming, None
                try:
                    batch.append(done.result())
                except StopAsyncIteration:
                    break
                except BaseException:
                    if batch:
                        yield batch
                    raise
            if batch and loop.time() - sent >= interval:
                sent = loop.time()
                yield batch
                batch = []
        if batch:
            yield batch
    finally:
        stopping.cancel()
        if coming is not None:
            coming.cancel()
            # What it raises on its way out belongs to an answer nobody waits for any more.
            with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration, Exception):
                await coming
        await events.aclose()
