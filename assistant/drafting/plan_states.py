"""How a plan's operations stand, and what was done to the text since they last changed. Pure; imports pure ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.changes.edits import Edit, compose
from assistant.drafting.hunk_states import State


@dataclass(frozen=True, slots=True)
class OperationState:
    """One operation. version: the number of the version that accepted it; because: refused with that operation."""

    state: State = "pending"
    version: int | None = None
    because: str | None = None


_PENDING = OperationState()


@dataclass(frozen=True, slots=True)
class PlanState:
    """How a plan stands at a step.

    ground: the text that its accepted operations are carried out on (`PlanGroundRow`); since: what was done otherwise to
    the text that this gave; operations: those that are not pending.
    """

    ground: str
    since: tuple[Edit, ...] = ()
    operations: Mapping[str, OperationState] = field(default_factory=dict)

    def of(self, operation: str) -> OperationState:
        """How an operation stands."""
        return self.operations.get(operation, _PENDING)

    @property
    def accepted(self) -> frozenset[str]:
        """The operations that are in the text."""
        return frozenset(one for one, now in self.operations.items() if now.state == "accepted")

    def with_edits(self, edits: Sequence[Edit]) -> PlanState:
        """After edits that are not the plan's own."""
        return replace(self, since=compose(self.since, edits)) if edits else self

    def as_json(self) -> dict[str, Any]:
        """As a step keeps it."""
        return {
            "ground": self.ground,
            "since": [[edit.start, edit.end, edit.replacement] for edit in self.since],
            "operations": {
                one: [now.state, now.version, now.because] for one, now in self.operations.items()
            },
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> PlanState:
        """The reverse of `as_json`."""
        return cls(
            stored["ground"],
            tuple(Edit(*edit) for edit in stored["since"]),
            {one: OperationState(*now) for one, now in stored["operations"].items()},
        )


def plans_after(stored: Mapping[str, Any] | None, edits: Sequence[Edit]) -> dict[str, Any]:
    """All plans of a step after edits that are not theirs, as the next step keeps them."""
    return {
        plan: PlanState.from_json(state).with_edits(edits).as_json() for plan, state in (stored or {}).items()
    }


def with_needed(chosen: Iterable[str], needs: Mapping[str, Sequence[str]]) -> set[str]:
    """Operations with all those they cannot be done without."""
    found: set[str] = set()
    pending = list(chosen)
    while pending:
        one = pending.pop()
        if one not in found:
            found.add(one)
            pending += needs.get(one, ())
    return found


def depending(on: str, needs: Mapping[str, Sequence[str]]) -> set[str]:
    """The operations that cannot be done without one, that one left out."""
    return {one for one in needs if one != on and on in with_needed((one,), needs)}
