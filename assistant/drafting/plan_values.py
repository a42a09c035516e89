"""Plans of restructuring as they are kept and shown: frozen values, no database. Imports pure modules only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from assistant.document import Document, Span
from assistant.drafting.hunk_states import State
from assistant.drafting.values import Current
from assistant.restructure.applied import Applied
from assistant.restructure.operation import Operation, Plan
from assistant.wording import Language, Notice, Reason

Source = Literal["frame", "report", "wish", "notice"]
MadeBy = Literal["rules", "model"]


@dataclass(frozen=True, slots=True)
class Unassigned:
    """没对上的: a stretch of the draft that fits no heading of the frame and stays where it is. quote: its text."""

    parts: tuple[str, ...]
    start: int
    end: int
    quote: str
    reason: Reason

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """The object of the command line's contract."""
        return {
            "parts": list(self.parts),
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "reason": self.reason.text(language),
        }


@dataclass(frozen=True, slots=True)
class ProposedPlan:
    """A plan to be kept. name: of the frame or report, or the wish; frame: as `Frame.as_json`.

    assignments: the heading of every part, as `Assigned.as_json`; gaps: what the frame has and the draft lacks:
    {"heading", "level", "role", "passages": [{"report", "passage"}…]}. prompt, model, usage: of the model, where it gave it.
    """

    plan: Plan
    source: Source
    name: str
    made_by: MadeBy = "rules"
    instruction: str = ""
    frame: Mapping[str, Any] | None = None
    assignments: tuple[Mapping[str, Any], ...] = ()
    unassigned: tuple[Unassigned, ...] = ()
    gaps: tuple[Mapping[str, Any], ...] = ()
    notices: tuple[Notice, ...] = ()
    prompt: Mapping[str, Any] | None = None
    model: str | None = None
    usage: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation and how it stands.

    operation: in the ids of `PlanView.parts`; names, texts: of its parts; place: what it puts them to, by name. because:
    the operation it was refused with; version: the one that accepted it; needs: what it cannot be done without.
    refusal: why it cannot be done now, None where it can be (or is).
    """

    operation: Operation
    state: State
    names: tuple[str, ...]
    texts: tuple[str, ...]
    place: str
    needs: tuple[str, ...] = ()
    because: str | None = None
    version: int | None = None
    refusal: Reason | None = None

    @property
    def id(self) -> str:
        """The operation's id."""
        return self.operation.id


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan and how its operations stand.

    number: counted within the draft; version: the one it was made for, None in a copy. fits: whether it can still be
    carried out on the text as it is; else it has to be made anew. unassigned: at its place in the current text where that
    is known (`places`). document: the text its parts are of; now: what its accepted operations made of it; preview: what
    all make of it that are not refused; both None where it does not fit. superseded: no longer offered.
    """

    id: str
    number: int
    draft: str
    version: int | None
    source: Source
    name: str
    made_by: MadeBy
    instruction: str
    operations: tuple[OperationView, ...]
    fits: bool
    frame: Mapping[str, Any] | None
    assignments: tuple[Mapping[str, Any], ...]
    unassigned: tuple[Unassigned, ...]
    places: tuple[Span | None, ...]
    gaps: tuple[Mapping[str, Any], ...]
    notices: tuple[Notice, ...]
    prompt: Mapping[str, Any] | None
    model: str | None
    usage: Mapping[str, Any] | None
    created_at: datetime
    document: Document | None = None
    now: Applied | None = None
    preview: Applied | None = None
    superseded: bool = False

    @property
    def pending(self) -> int:
        """How many operations still wait for the user."""
        return (
            0 if self.superseded or not self.fits else sum(one.state == "pending" for one in self.operations)
        )

    def find(self, operation: str) -> OperationView | None:
        """The operation of that id."""
        return next((one for one in self.operations if one.id == operation), None)


@dataclass(frozen=True, slots=True)
class PlanTurned:
    """What turning operations came to. changed: every operation whose state changed, those that were not asked for too.

    because: of those not asked for, the operation they went with.
    """

    current: Current
    changed: Mapping[str, State]
    because: Mapping[str, str] = field(default_factory=dict)
