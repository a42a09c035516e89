"""The chat and the material of a draft. Imports the database, the tables and pure modules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import func, select

from assistant.drafting.access import DraftAccess
from assistant.drafting.rows import clean, clean_json, material_of, message_of
from assistant.drafting.tables import MaterialRow, MessageRow
from assistant.drafting.values import DraftMaterial, Message
from assistant.errors import DraftError


class Conversations(DraftAccess):
    """The part of `Drafts` that keeps what was said and what was given."""

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
        with self._transaction(reading=True) as session:
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
        """The chat, in order; what was superseded is left out."""
        with self._transaction(reading=True) as session:
            self._row(session, owner, draft)
            rows = session.scalars(
                select(MessageRow)
                .where(MessageRow.draft_id == draft, MessageRow.superseded_at.is_(None))
                .order_by(MessageRow.number)
            )
            return tuple(message_of(row) for row in rows)

    def rewind(self, owner: str, draft: str, message: str) -> tuple[Message, ...]:
        """Take a message and all after it out of the conversation, to write or answer it anew.

        They are kept in the database. The suggestions they speak of are no longer offered, unless something
        of them was accepted; the text stays as it is. Returned are the messages that left, in order.
        Raises DraftError("message_unknown").
        """
        with self._locked(owner, draft) as (session, opened):
            first = session.get(MessageRow, message)
            if first is None or first.draft_id != draft or first.superseded_at is not None:
                raise DraftError("message_unknown")
            rows = session.scalars(
                select(MessageRow)
                .where(
                    MessageRow.draft_id == draft,
                    MessageRow.number >= first.number,
                    MessageRow.superseded_at.is_(None),
                )
                .order_by(MessageRow.number)
            ).all()
            mentioned = {text for row in rows for text in _texts(row.content)}
            for row in rows:
                row.superseded_at = self._clock()
            for suggestion in opened.all_suggestions():
                if suggestion.id in mentioned:
                    suggestion.superseded_at = self._clock()
            return tuple(message_of(row) for row in rows)


def _texts(value: Any) -> set[str]:
    """Every text in JSON."""
    match value:
        case str():
            return {value}
        case Mapping():
            return set().union(*map(_texts, value.values()))
        case list() | tuple():
            return set().union(*map(_texts, value))
        case _:
            return set()
