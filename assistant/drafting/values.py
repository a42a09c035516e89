"""What `Drafts` answers with: frozen values, no database. Imports pure modules only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from assistant.changes.diff import Mark
from assistant.document import Document
from assistant.drafting.hunk_states import State
from assistant.guard.findings import Compared
from assistant.wording import Notice

Cause = Literal[
    "opened", "typed", "accepted", "taken_back", "restructured", "restored", "kept_aside", "copied"
]  # fmt: skip


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
class DeletedDraft:
    """A draft that was deleted and can still be had back. gone_at: when it is purged."""

    info: DraftInfo
    deleted_at: datetime
    gone_at: datetime


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
    "heading", "start", "end", "body_start", "body_end"} in that version; citations: snapshots, as
    `gaigao revise --json` has them; findings: what the guard found when it was last asked, as `guard.changes`
    stores it, compared: with what, None where it has not been asked; superseded: no longer offered.
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
    compared: Compared | None
    notices: tuple[Notice, ...]
    prompt: Mapping[str, Any] | None
    model: str | None
    usage: Mapping[str, Any] | None
    created_at: datetime
    superseded: bool = False

    @property
    def pending(self) -> int:
        """How many changes still wait for the user: none where another suggestion took its place."""
        return 0 if self.superseded else sum(hunk.state == "pending" for hunk in self.hunks)


@dataclass(frozen=True, slots=True)
class AcceptedChange:
    """A change that is in the text, for a table of what was changed and why.

    section: its name as the chat has it; before: the text it replaced; after: what stands at its place now, edits
    made since included (`edited`); start, end: that place in the current text, empty where something was removed;
    reason: the suggestion's note, or the wish where there is none; citations: as in `SuggestionView`.
    """

    suggestion: str
    hunk: int
    section: str
    before: str
    after: str
    edited: bool
    start: int
    end: int
    reason: str
    citations: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """How long a draft should be, counted by `length.count`. sections: by the id a section has in the current text."""

    whole: int | None = None
    sections: Mapping[str, int] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class QuickAction:
    """A user's own wish under a name. position: its place in the row of buttons, from 0."""

    id: str
    name: str
    wish: str
    position: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a user wants their Word files.

    author: who the tracked changes and comments are by, empty where the user did not say; line_pitch: 28 or 29 points;
    fonts: by role of the layout (`title`, `body` …), only those that differ from the layout's own.
    """

    author: str = ""
    line_pitch: int = 28
    fonts: Mapping[str, str] = field(default_factory=dict)
