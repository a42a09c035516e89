"""The tables of a user's drafts: versions, states, suggestions, plans, material, messages; and of what a user has beside
them: quick actions, preferences. Imports the database.

A version is a text and never changes. A state is where an undo can go back to: a version, and how every
change of every suggestion and every operation of every plan stood then. A draft points at its current state and may hold typing beyond it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.database import Base, UtcDateTime


def new_id() -> str:
    """A random id, 32 hexadecimal digits."""
    return uuid4().hex


class DraftRow(Base):
    """One user's own text.

    revision: grows with every change of the text, typing included; a write names the one it saw.
    working_edits: the typing as edits of the current version's text. original: the file as it came, to write
    changes back into. targets: how long the whole and its sections should be (see `length_targets.py`).
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_owner", "owner", "deleted_at"),
        Index("ix_draft_deleted", "deleted_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    owner: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text)
    filename: Mapped[str | None] = mapped_column(Text)
    original: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state_id: Mapped[int | None] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    working_text: Mapped[str | None] = mapped_column(Text)
    working_edits: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    working_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    targets: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class VersionRow(Base):
    """An immutable text of a draft, numbered from 1.

    cause: opened, typed, accepted, taken_back, restructured, restored, kept_aside, copied; details: what the timeline
    names it by; edits: [[start, end, replacement]…] against the parent version; moves: [[start, end, to]…], what of the
    parent's text stands where, for a version that moved text; layout: what the file's format said of the lines (see
    `layout.py`).
    """

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    parent: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    layout: Mapped[dict[str, Any]] = mapped_column(JSON)
    cause: Mapped[str] = mapped_column(String(20))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    edits: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moves: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))


class StateRow(Base):
    """A step that undo and redo walk: one version with the state of every suggestion's changes and plan's operations.

    hunks: {suggestion id: {hunk id: [state, start, end, version]}}, start and end null where the change no
    longer fits, version the number of the one that accepted it. plans: {plan id: …}, see `plan_states.PlanState`.
    action, details: what made the step.
    """

    __tablename__ = "draft_state"
    __table_args__ = (Index("ix_draft_state_parent", "draft_id", "parent_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(20))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    hunks: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    plans: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class MaterialRow(Base):
    """Facts given for one draft. kind: pasted, file or answer."""

    __tablename__ = "draft_material"
    __table_args__ = (Index("ix_draft_material_draft", "draft_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SuggestionRow(Base):
    """A proposed change of one section, made for one version; how its changes stand is in the states.

    findings, compared: what the guard found and what it compared, None where it has not been asked (see
    `guard.changes.stored_finding`). replaces: the suggestion it was made from. superseded_at: when the answer it belongs
    to left the conversation, or another took its place.
    """

    __tablename__ = "draft_suggestion"
    __table_args__ = (Index("ix_draft_suggestion_draft", "draft_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    section: Mapped[dict[str, Any]] = mapped_column(JSON)
    instruction: Mapped[str] = mapped_column(Text)
    original: Mapped[str] = mapped_column(Text)
    proposed: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    hunks: Mapped[list[Any]] = mapped_column(JSON)
    citations: Mapped[list[Any]] = mapped_column(JSON)
    findings: Mapped[list[Any]] = mapped_column(JSON)
    notices: Mapped[list[Any]] = mapped_column(JSON)
    prompt: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    model: Mapped[str | None] = mapped_column(Text)
    usage: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    compared: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    replaces: Mapped[str | None] = mapped_column(String(32))


class PlanRow(Base):
    """A plan of restructuring, made for one version; how its operations stand is in the states.

    version: None in a copy of the draft. ground_id: the text it was made for, with its operations. source: frame, report,
    wish or notice; name: of that; made_by: rules or model. needs: {operation: those it cannot be done without}. frame,
    assignments, unassigned, gaps: what was compared (see `plan_values.ProposedPlan`). superseded_at: when another took
    its place.
    """

    __tablename__ = "draft_plan"
    __table_args__ = (Index("ix_draft_plan_draft", "draft_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    version: Mapped[int | None] = mapped_column(Integer)
    ground_id: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(20))
    instruction: Mapped[str] = mapped_column(Text)
    frame: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    needs: Mapped[dict[str, Any]] = mapped_column(JSON)
    assignments: Mapped[list[Any]] = mapped_column(JSON)
    unassigned: Mapped[list[Any]] = mapped_column(JSON)
    gaps: Mapped[list[Any]] = mapped_column(JSON)
    notices: Mapped[list[Any]] = mapped_column(JSON)
    prompt: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    model: Mapped[str | None] = mapped_column(Text)
    usage: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PlanGroundRow(Base):
    """A text that a plan stands on, and its operations in the ids of that text's parts. Never changes.

    The first is the text the plan was made for; another follows when an operation is turned after other changes.
    """

    __tablename__ = "draft_plan_ground"
    __table_args__ = (Index("ix_draft_plan_ground_plan", "plan_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("draft_plan.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    layout: Mapped[dict[str, Any]] = mapped_column(JSON)
    operations: Mapped[list[Any]] = mapped_column(JSON)


class MessageRow(Base):
    """One message of the chat. content: {"text": …} of the user, {"blocks": […]} of the assistant.

    superseded_at: when it left the conversation because an earlier message was written or answered anew.
    """

    __tablename__ = "draft_message"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    reply_to: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuickActionRow(Base):
    """A wish that a user keeps under a name, to be sent with one click."""

    __tablename__ = "quick_action"
    __table_args__ = (Index("ix_quick_action_owner", "owner", "position"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    owner: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    wish: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PreferenceRow(Base):
    """How a user wants their files. chosen: what differs from the defaults (see `preferences.py`)."""

    __tablename__ = "preference"

    owner: Mapped[str] = mapped_column(String(200), primary_key=True)
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
