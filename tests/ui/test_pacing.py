"""Updates come in batches, nothing is held back, and a stop closes what is behind them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator

import pytest

from assistant.ui.pacing import paced


class Source:
    """A stream that knows whether it was closed."""

    def __init__(self, pauses: list[float], error: Exception | None = None) -> None:
        self.pauses, self.error, self.closed = pauses, error, False

    async def events(self) -> AsyncGenerator[int, None]:
        try:
            for number, pause in enumerate(self.pauses):
                await asyncio.sleep(pause)
                yield number
            if self.error:
                raise self.error
        finally:
            self.closed = True


async def batches(
    source: Source, stop: asyncio.Event | None = None, interval: float = 0.05
) -> list[list[int]]:
    return [list(batch) async for batch in paced(source.events(), stop or asyncio.Event(), interval)]


async def test_everything_arrives_in_order_and_in_few_batches() -> None:
    found = await batches(Source([0.001] * 100))
    assert [n for batch in found for n in batch] == list(range(100))
    assert len(found) < 30


async def test_the_first_event_does_not_wait() -> None:
    begun = time.monotonic()
    async for batch in paced(Source([0.0, 5.0]).events(), asyncio.Event(), 1.0):
        assert batch == [0]
        break
    assert time.monotonic() - begun < 0.5


async def test_the_last_event_before_a_silence_is_not_held_back() -> None:
    stop = asyncio.Event()
    arrived: list[float] = []
    begun = time.monotonic()
    async for batch in paced(Source([0.0, 0.01, 30.0]).events(), stop, 0.05):
        arrived.append(time.monotonic() - begun)
        if 1 in batch:
            stop.set()
    assert arrived[-1] < 2.0


@pytest.mark.parametrize("round_", range(40))
async def test_a_stop_closes_the_stream_every_time(round_: int) -> None:
    source = Source([0.0, 0.0, 60.0])
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.001 * (round_ % 5), stop.set)
    begun = time.monotonic()
    await batches(source, stop, 0.01)
    assert source.closed
    assert time.monotonic() - begun < 2.0


async def test_leaving_closes_the_stream() -> None:
    source = Source([0.0, 60.0])
    updates = paced(source.events(), asyncio.Event(), 0.01)
    await anext(updates)
    await updates.aclose()
    assert source.closed


async def test_a_cancelled_reader_closes_the_stream() -> None:
    source = Source([0.0, 60.0])
    task = asyncio.ensure_future(batches(source))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert source.closed


async def test_an_error_comes_after_what_was_said_before_it() -> None:
    found: list[int] = []
    with pytest.raises(LookupError):
        async for batch in paced(Source([0.0, 0.0, 0.0], LookupError()).events(), asyncio.Event(), 5.0):
            found += batch
    assert found == [0, 1, 2]
