"""How a suggestion's changes stand, and where, as the text around them changes. Pure; imports pure ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.changes.diff import Hunk
from assistant.changes.edits import Edit, carry
from assistant.changes.runs import Run
from assistant.changes.runs import carried as carried_by
from assistant.document import Span

State = Literal["pending", "accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class HunkState:
    """One change.

    span: where its text stands now (`after` if accepted, else `before`), None where an edit reached into it;
    version: the number of the version that accepted it.
    """

    state: State = "pending"
    span: Span | None = None
    version: int | None = None

    def as_json(self) -> list[Any]:
        """`[state, start, end, version]`."""
        start, end = (self.span.start, self.span.end) if self.span else (None, None)
        return [self.state, start, end, self.version]

    @classmethod
    def from_json(cls, values: list[Any]) -> HunkState:
        """The reverse of `as_json`."""
        state, start, end, version = values
        return cls(state, None if start is None else Span(start, end), version)


Standing = Mapping[int, HunkState]
"""The states of one suggestion's hunks, by hunk id."""


def fresh(hunks: Iterable[Hunk]) -> Standing:
    """As a suggestion is when it is made: every change pending, in the text it was made for."""
    return {hunk.id: HunkState("pending", Span(hunk.start, hunk.end)) for hunk in hunks}


def carried(standing: Standing, edits: Collection[Edit]) -> Standing:
    """After edits that are not the suggestion's own."""
    if not edits:
        return standing
    return {
        number: replace(hunk, span=carry(hunk.span, edits) if hunk.span else None)
        for number, hunk in standing.items()
    }


def moved(standing: Standing, runs: Collection[Run]) -> Standing:
    """After stretches of the text were moved, changes that wait or were made in them with them."""
    return {
        number: replace(hunk, span=carried_by(hunk.span, runs) if hunk.span else None)
        for number, hunk in standing.items()
    }


def unfit(standing: Standing, hunks: Collection[Hunk], wanted: Collection[int], text: str) -> list[int]:
    """Those of the `wanted` changes whose place in `text` was lost."""
    by_id = {hunk.id: hunk for hunk in hunks}
    lost = []
    for number in sorted(wanted):
        hunk, now = by_id[number], standing[number]
        expected = hunk.after if now.state == "accepted" else hunk.before
        if now.span is None or text[now.span.start : now.span.end] != expected:
            lost.append(number)
    return lost


def turned(
    standing: Standing, hunks: Iterable[Hunk], wanted: Mapping[int, State], version: int
) -> tuple[tuple[Edit, ...], Standing]:
    """The edits that bring changes into the states `wanted`, and how all of the suggestion then stand.

    Every change that is turned must have its place (see `unfit`). version: the number the text gets if there
    are edits. Changes of one suggestion that touch each other keep their order, wherever they were moved.
    """
    edits: list[Edit] = []
    after: dict[int, HunkState] = {}
    shift = 0

    def place(hunk: Hunk) -> tuple[int, int]:
        span = standing[hunk.id].span
        return span.start if span else -1, hunk.id

    for hunk in sorted(hunks, key=place):
        now = standing[hunk.id]
        state = wanted.get(hunk.id, now.state)
        size = now.span.end - now.span.start if now.span else 0
        if now.span and (state == "accepted") != (now.state == "accepted"):
            text = hunk.after if state == "accepted" else hunk.before
            edits.append(Edit(now.span.start, now.span.end, text))
            start = now.span.start + shift
            shift += len(text) - size
            size = len(text)
        else:
            start = now.span.start + shift if now.span else 0
        number = (version if now.state != "accepted" else now.version) if state == "accepted" else None
        after[hunk.id] = HunkState(state, Span(start, start + size) if now.span else None, number)
    return tuple(edits), after
