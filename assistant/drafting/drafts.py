"""A user's drafts: text and versions, the review of suggestions, material and chat, kept in the database.

Imports the database, the tables and pure modules. Every call names the owner and is one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assistant.database import utc_now
from assistant.document import Document
from assistant.drafting.document import document_of
from assistant.drafting.hunk_states import State, unfit
from assistant.drafting.open_draft import Action, OpenDraft
from assistant.drafting.rows import (
    clean,
    clean_json,
    hunks_of,
    material_of,
    message_of,
    suggestion_row,
    version_of,
)
from assistant.drafting.tables import DraftRow, MaterialRow, MessageRow, StateRow, SuggestionRow, VersionRow
from assistant.drafting.values import Current, DraftInfo, DraftMaterial, Message, SuggestionView, Version
from assistant.errors import DraftError, StoreError
from assistant.revision.length import count
from assistant.revision.suggestion import Suggestion

__all__ = ["Current", "DraftInfo", "DraftMaterial", "Drafts", "Message", "SuggestionView", "Version"]


class Drafts:
    """Everything that is kept of drafts.

    owner: an opaque id; another owner's draft is an unknown one. seen: `Current.revision` of the text that
    the caller shows; a write to a text that has changed since raises DraftError("draft_changed_meanwhile").
    All may raise DraftError("draft_unknown") and StoreError("draft_not_saved").
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    # --- drafts --------------------------------------------------------------------------------------------

    def create(
        self,
        owner: str,
        title: str,
        document: Document,
        *,
        filename: str | None = None,
        original: bytes | None = None,
    ) -> Current:
        """A new draft of a document as it was read; original: the file's bytes."""
        text = clean(document.text)
        if text != document.text:
            document = Document.from_text(text, format=document.format)
        now = self._clock()
        row = DraftRow(
            owner=owner,
            title=clean(title).strip() or filename or "",
            filename=filename,
            original=original,
            created_at=now,
            changed_at=now,
            revision=1,
        )
        with self._transaction() as session:
            return OpenDraft.start(session, row, document, now).current()

    def list(self, owner: str) -> tuple[DraftInfo, ...]:
        """An owner's drafts, the last changed first."""
        with self._transaction() as session:
            rows = session.scalars(
                select(DraftRow)
                .where(DraftRow.owner == owner, DraftRow.deleted_at.is_(None))
                .order_by(DraftRow.changed_at.desc(), DraftRow.created_at.desc())
            )
            return tuple(self._info(session, row) for row in rows.all())

    def get(self, owner: str, draft: str) -> DraftInfo:
        """One draft as it stands in the list."""
        with self._transaction() as session:
            return self._info(session, self._row(session, owner, draft))

    def rename(self, owner: str, draft: str, title: str) -> DraftInfo:
        """Give a draft another title; an empty one changes nothing."""
        with self._locked(owner, draft) as (session, opened):
            opened.row.title = clean(title).strip() or opened.row.title
            return self._info(session, opened.row)

    def delete(self, owner: str, draft: str) -> None:
        """Take a draft out of the list. It is kept and can be had back (`bring_back`)."""
        with self._locked(owner, draft) as (_, opened):
            opened.row.deleted_at = self._clock()

    def bring_back(self, owner: str, draft: str) -> DraftInfo:
        """Put a deleted draft into the list again."""
        with self._locked(owner, draft, deleted=True) as (session, opened):
            opened.row.deleted_at = None
            return self._info(session, opened.row)

    def original(self, owner: str, draft: str) -> bytes | None:
        """The file as it was opened."""
        with self._transaction() as session:
            return self._row(session, owner, draft).original

    # --- the text ------------------------------------------------------------------------------------------

    def current(self, owner: str, draft: str) -> Current:
        """The text as it stands, typing included."""
        with self._transaction() as session:
            opened = OpenDraft(session, self._row(session, owner, draft), self._clock())
            return opened.current()

    def save_typing(self, owner: str, draft: str, text: str, seen: int) -> Current:
        """Save what was typed. A text identical to the one kept is no conflict, whatever was seen.

        Raises DraftError("draft_changed") where the draft was changed elsewhere: `text` is then kept as a
        version of its own, beside the others, whose number is the error's param `version`.
        """
        text = clean(text)
        conflict: DraftError | None = None
        with self._locked(owner, draft) as (_, opened):
            if text == opened.text:
                return opened.current()
            if seen == opened.row.revision:
                opened.type(text)
                return opened.current()
            number = opened.keep_aside(text)
            conflict = DraftError("draft_changed", where=opened.row.title, version=number)
        raise conflict

    def settle(self, owner: str, draft: str) -> Current:
        """Make a version of typing that has been left alone for a minute."""
        with self._locked(owner, draft) as (_, opened):
            opened.settle()
            return opened.current()

    def freeze(self, owner: str, draft: str, seen: int | None = None) -> Current:
        """Make a version of any typing: what an action begins with, so that it names the text it is for."""
        with self._locked(owner, draft, seen) as (_, opened):
            opened.freeze()
            return opened.current()

    def undo(self, owner: str, draft: str, seen: int | None = None) -> Current:
        """Take the last step back: the earlier text, and how every change stood then."""
        with self._locked(owner, draft, seen) as (_, opened):
            opened.undo()
            return opened.current()

    def redo(self, owner: str, draft: str, seen: int | None = None) -> Current:
        """Repeat the step last taken back."""
        with self._locked(owner, draft, seen) as (_, opened):
            opened.redo()
            return opened.current()

    def restore(self, owner: str, draft: str, version: int, seen: int | None = None) -> Current:
        """Make an earlier version current again, as a new version."""
        with self._locked(owner, draft, seen) as (_, opened):
            opened.restore(version)
            return opened.current()

    def versions(self, owner: str, draft: str) -> tuple[Version, ...]:
        """The timeline, the newest first."""
        with self._transaction() as session:
            row = self._row(session, owner, draft)
            current = OpenDraft(session, row, self._clock()).state.version
            rows = session.scalars(
                select(VersionRow).where(VersionRow.draft_id == draft).order_by(VersionRow.number.desc())
            )
            return tuple(version_of(version, current) for version in rows)

    def version(self, owner: str, draft: str, number: int) -> Document:
        """The text of a version. Raises DraftError("version_unknown")."""
        with self._transaction() as session:
            row = OpenDraft(session, self._row(session, owner, draft), self._clock()).version(number)
            return document_of(row.text, row.layout)

    # --- suggestions ---------------------------------------------------------------------------------------

    def add_suggestion(
        self,
        owner: str,
        draft: str,
        suggestion: Suggestion,
        *,
        version: int,
        name: str = "",
        instruction: str = "",
    ) -> SuggestionView:
        """Keep a suggestion made for the text of `version`. name: the section as the chat names it."""
        with self._locked(owner, draft) as (_, opened):
            row = suggestion_row(suggestion, draft, version, name, instruction, self._clock())
            opened.add_suggestion(row)
            return opened.view(row)

    def suggestion(self, owner: str, suggestion: str) -> SuggestionView:
        """A suggestion with how its changes stand in the current text."""
        with self._transaction() as session:
            row, draft = self._suggestion_rows(session, owner, suggestion)
            return OpenDraft(session, draft, self._clock()).view(row)

    def suggestions(self, owner: str, draft: str) -> tuple[SuggestionView, ...]:
        """All suggestions of a draft, in the order they were made."""
        with self._transaction() as session:
            opened = OpenDraft(session, self._row(session, owner, draft), self._clock())
            return tuple(opened.view(row) for row in opened.suggestions())

    def accept(self, owner: str, suggestion: str, hunks: Collection[int], seen: int | None = None) -> Current:
        """Accept changes: a new version. Raises DraftError("change_lost") where one no longer fits."""
        return self._turn(owner, suggestion, seen, "accepted", "accepted", hunks)

    def reject(self, owner: str, suggestion: str, hunks: Collection[int], seen: int | None = None) -> Current:
        """Refuse changes; an accepted one is taken back, also after later edits elsewhere."""
        return self._turn(owner, suggestion, seen, "rejected", "rejected", hunks)

    def reconsider(
        self, owner: str, suggestion: str, hunks: Collection[int], seen: int | None = None
    ) -> Current:
        """Make changes pending again; an accepted one is taken back."""
        return self._turn(owner, suggestion, seen, "pending", "reconsidered", hunks)

    def accept_all(self, owner: str, suggestion: str, seen: int | None = None) -> Current:
        """Accept all pending changes that still fit the text; those that do not stay pending.

        Raises DraftError("change_lost") where none of the pending ones fits.
        """
        return self._turn(owner, suggestion, seen, "accepted", "accepted", None)

    def reject_all(self, owner: str, suggestion: str, seen: int | None = None) -> Current:
        """Refuse all pending changes."""
        return self._turn(owner, suggestion, seen, "rejected", "rejected", None)

    # --- material and messages -----------------------------------------------------------------------------

    def add_material(
        self, owner: str, draft: str, name: str, text: str, kind: str = "pasted"
    ) -> DraftMaterial:
        """Add facts for this draft. Raises DraftError("material_empty")."""
        text = clean(text)
        if not text.strip():
            raise DraftError("material_empty", where=name)
        with self._locked(owner, draft) as (session, _):
            row = MaterialRow(
                draft_id=draft, name=clean(name), kind=kind, text=text, created_at=self._clock()
            )
            session.add(row)
            session.flush()
            return material_of(row)

    def materials(self, owner: str, draft: str) -> tuple[DraftMaterial, ...]:
        """The draft's material, in the order it was added."""
        with self._transaction() as session:
            self._row(session, owner, draft)
            rows = session.scalars(
                select(MaterialRow).where(MaterialRow.draft_id == draft).order_by(MaterialRow.created_at)
            )
            return tuple(material_of(row) for row in rows)

    def remove_material(self, owner: str, draft: str, material: str) -> None:
        """Take material away. Raises DraftError("material_unknown")."""
        with self._locked(owner, draft) as (session, _):
            row = session.get(MaterialRow, material)
            if row is None or row.draft_id != draft:
                raise DraftError("material_unknown")
            session.delete(row)

    def add_message(
        self,
        owner: str,
        draft: str,
        role: Literal["user", "assistant"],
        content: Mapping[str, Any],
        reply_to: str | None = None,
    ) -> Message:
        """Keep a message of the chat. content: JSON."""
        with self._locked(owner, draft) as (session, _):
            latest = session.scalar(select(func.max(MessageRow.number)).where(MessageRow.draft_id == draft))
            row = MessageRow(
                draft_id=draft,
                number=(latest or 0) + 1,
                role=role,
                content=clean_json(content),
                reply_to=reply_to,
                created_at=self._clock(),
            )
            session.add(row)
            session.flush()
            return message_of(row)

    def messages(self, owner: str, draft: str) -> tuple[Message, ...]:
        """The chat, in order."""
        with self._transaction() as session:
            self._row(session, owner, draft)
            rows = session.scalars(
                select(MessageRow).where(MessageRow.draft_id == draft).order_by(MessageRow.number)
            )
            return tuple(message_of(row) for row in rows)

    # --- parts ---------------------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        """One transaction; what the database refuses is told as not saved."""
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        except DBAPIError as error:
            raise StoreError("draft_not_saved", reason=type(error.orig).__name__) from error

    @contextmanager
    def _locked(
        self, owner: str, draft: str, seen: int | None = None, *, deleted: bool = False
    ) -> Iterator[tuple[Session, OpenDraft]]:
        """The draft, for writing: nobody else writes to it until the transaction ends."""
        with self._transaction() as session:
            # Writing first takes the lock on SQLite and PostgreSQL alike, before anything is read.
            session.execute(
                update(DraftRow)
                .where(DraftRow.id == draft, DraftRow.owner == owner)
                .values(revision=DraftRow.revision)
                .execution_options(synchronize_session=False)
            )
            row = self._row(session, owner, draft, deleted=deleted)
            if seen is not None and seen != row.revision:
                raise DraftError("draft_changed_meanwhile", where=row.title)
            yield session, OpenDraft(session, row, self._clock())

    def _row(self, session: Session, owner: str, draft: str, *, deleted: bool = False) -> DraftRow:
        row = session.get(DraftRow, draft)
        if row is None or row.owner != owner or (row.deleted_at is not None and not deleted):
            raise DraftError("draft_unknown")
        return row

    def _info(self, session: Session, row: DraftRow) -> DraftInfo:
        state = session.get_one(StateRow, row.state_id)
        text = row.working_text or OpenDraft(session, row, self._clock()).text
        return DraftInfo(
            row.id, row.title, row.filename, state.version, count(text), row.created_at, row.changed_at
        )

    def _suggestion_rows(
        self, session: Session, owner: str, suggestion: str
    ) -> tuple[SuggestionRow, DraftRow]:
        row = session.get(SuggestionRow, suggestion)
        draft = session.get(DraftRow, row.draft_id) if row else None
        if row is None or draft is None or draft.owner != owner or draft.deleted_at is not None:
            raise DraftError("suggestion_unknown")
        return row, draft

    def _turn(
        self,
        owner: str,
        suggestion: str,
        seen: int | None,
        state: State,
        action: Action,
        chosen: Collection[int] | None,
    ) -> Current:
        """Bring the chosen changes, or all pending ones that can be, into a state."""
        with self._transaction() as session:
            draft = self._suggestion_rows(session, owner, suggestion)[1].id
        with self._locked(owner, draft, seen) as (session, opened):
            row = session.get_one(SuggestionRow, suggestion)
            if chosen is None:
                standing = opened.standing_now(row)
                pending = [number for number, hunk in standing.items() if hunk.state == "pending"]
                lost = unfit(standing, hunks_of(row), pending, opened.text) if state == "accepted" else []
                chosen = set(pending) - set(lost) or pending
            opened.turn(row, dict.fromkeys(chosen, state), action)
            return opened.current()
