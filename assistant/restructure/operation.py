"""Operations on parts and plans of them, as values. Pure; imports the wording.

A plan is carried out in its order. Parts are named by the ids of the version it was made for; what an operation makes
is named `@` and the operation's id. A part is moved by one operation at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from assistant.wording import Language, Reason

Kind = Literal[
    "move", "merge", "split", "rename", "level", "reorder", "renumber", "add", "to_headings", "to_items"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Where = Literal["before", "after", "first", "last"]
WHERE: tuple[Where, ...] = get_args(Where)
Certainty = Literal["sure", "likely", "unsure"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)


@dataclass(frozen=True, slots=True)
class To:
    """Where an operation puts its parts, and what it makes of them.

    where: before or after `anchors`, or first or last in them; of several anchors the first that is there counts, none
    is the whole text. heading: a new one (rename, split, add). level: of a section (level), 1 is the outermost. at: the
    part that begins the second half (split).
    """

    where: Where = "last"
    anchors: tuple[str, ...] = ()
    heading: str = ""
    level: int = 0
    at: str = ""

    def as_json(self) -> dict[str, Any]:
        """Only what is said."""
        found: dict[str, Any] = {"where": self.where, "part": self.anchors[0] if self.anchors else None}
        if len(self.anchors) > 1:
            found["else"] = list(self.anchors[1:])
        if self.heading:
            found["heading"] = self.heading
        if self.level:
            found["level"] = self.level
        if self.at:
            found["at"] = self.at
        return found


def told(text: str) -> Reason:
    """A reason in somebody's own words."""
    return Reason("restructure.reason.told", {"text": text})


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a plan, which can be accepted or refused by itself. needs: ids of operations it makes no sense without.

    move: parts to a place. merge: the later parts into the first. split: a part at `to.at`. rename: a heading. level:
    sections up or down. reorder: parts beside each other, in this order. renumber: the numbers in these sections, of
    the whole text where none is named. add: an empty section with 【待补：…】. to_headings: all items of a section.
    to_items: all subsections of a section.
    """

    id: str
    kind: Kind
    parts: tuple[str, ...] = ()
    to: To = field(default_factory=To)
    reason: Reason = field(default_factory=lambda: Reason("restructure.reason.asked"))
    certainty: Certainty = "sure"
    needs: tuple[str, ...] = ()

    @property
    def made(self) -> str:
        """The id of the part that it makes (split, add)."""
        return f"@{self.id}"

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """The object of the command line's contract."""
        return {
            "id": self.id,
            "kind": self.kind,
            "parts": list(self.parts),
            "to": self.to.as_json(),
            "reason": self.reason.text(language),
            "certainty": self.certainty,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """Operations in the order in which they are carried out."""

    operations: tuple[Operation, ...] = ()

    def find(self, operation_id: str) -> Operation | None:
        """The operation of that id."""
        return next((one for one in self.operations if one.id == operation_id), None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An operation that cannot be carried out, and why: a code under `restructure.refusal`, the values for its text."""

    operation: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def reason(self) -> Reason:
        """Why."""
        return Reason(f"restructure.refusal.{self.code}", self.params)

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """`{"operation", "code", "message"}`."""
        return {"operation": self.operation, "code": self.code, "message": self.reason().text(language)}


class RefusedError(Exception):
    """Raised within this package where an operation cannot be carried out; told as a Refusal."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
