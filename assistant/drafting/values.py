"""What `Drafts` answers with: frozen values, no database. Imports pure modules only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from assistant.changes.diff import Mark
from assistant.document import Document
from assistant.drafting.hunk_states import State
from assistant.wording import Notice

Cause = Literal["opened", "typed", "accepted", "taken_back", "restored", "kept_aside"]


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """A draft in a list. version: the number of its current version; length: 字数, see `length.count`."""

    id: str
    title: str
    filename: str | None
    version: int
    length: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Current:
    """A draft's text as it stands now, typing included.

    version: the version it is or was typed over; typing: whether it holds typing that is no version yet;
    revision: hand it back as `seen` with every write, so that a change made elsewhere in between is noticed;
    saved_at: when this text was saved; document: the text with its lines' hints, for `outline`; undo, redo:
    what a click on either would take back or repeat, None where there is nothing.
    """

    draft: str
    title: str
    version: int
    revision: int
    typing: bool
    document: Document
    saved_at: datetime
    undo: Notice | None
    redo: Notice | None

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of the timeline. name: what made it, to be shown; parent: the version it was made from."""

    number: int
    parent: int | None
    cause: Cause
    name: Notice
    details: Mapping[str, Any]
    current: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class HunkView:
    """A change and where it stands in the current text.

    fits: whether it can still be accepted (or, if accepted, taken back); start, end: the place of `before`
    (`after` if accepted) in the current text, None where it does not fit; version: the one that accepted it.
    """

    id: int
    state: State
    fits: bool
    start: int | None
    end: int | None
    before: str
    after: str
    marks: tuple[Mark, ...]
    version: int | None


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion and how its changes stand.

    number: counted within the draft; version: the one it was made for; section: {"id", "name", "label",
    "heading", "start", "end", "body_start", "body_end"} in that version; citations, findings: snapshots, as
    `gaigao revise --json` has them.
    """

    id: str
    number: int
    draft: str
    version: int
    section: Mapping[str, Any]
    instruction: str
    original: str
    proposed: str
    note: str
    hunks: tuple[HunkView, ...]
    citations: tuple[Mapping[str, Any], ...]
    findings: tuple[Mapping[str, Any], ...]
    notices: tuple[Notice, ...]
    prompt: Mapping[str, Any] | None
    model: str | None
    usage: Mapping[str, Any] | None
    created_at: datetime

    @property
    def pending(self) -> int:
        """How many changes still wait for the user."""
        return sum(hunk.state == "pending" for hunk in self.hunks)


@dataclass(frozen=True, slots=True)
class DraftMaterial:
    """Facts given for one draft. kind: pasted, file or answer."""

    id: str
    name: str
    kind: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the chat. content: {"text": …} of the user, {"blocks": […]} of the assistant."""

    id: str
    number: int
    role: Literal["user", "assistant"]
    content: Mapping[str, Any]
    reply_to: str | None
    created_at: datetime
