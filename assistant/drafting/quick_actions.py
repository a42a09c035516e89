"""A user's own wishes under a name, one click each. Imports the database and the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from assistant.database import utc_now
from assistant.drafting.access import kept_in
from assistant.drafting.rows import clean
from assistant.drafting.tables import QuickActionRow
from assistant.drafting.values import QuickAction
from assistant.errors import DraftError

MOST = 50
LONGEST_NAME, LONGEST_WISH = 40, 2_000
_NAMED_AFTER = 12  # characters of a wish that has no name


class QuickActions:
    """The quick actions of every owner. Another owner's is an unknown one. All may raise StoreError."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def list(self, owner: str) -> tuple[QuickAction, ...]:
        """An owner's quick actions, in their order."""
        with kept_in(self._engine, reading=True) as session:
            return _values(_rows(session, owner))

    def save(self, owner: str, name: str, wish: str, id: str | None = None) -> QuickAction:
        """Keep a wish under a name: a new one at the end, or that of `id` written anew.

        Raises DraftError: quick_action_empty, quick_action_too_long, quick_actions_full, quick_action_unknown.
        """
        wish = clean(wish).strip()
        if not wish:
            raise DraftError("quick_action_empty")
        name = " ".join(clean(name).split()) or " ".join(wish.split())[:_NAMED_AFTER]
        if len(name) > LONGEST_NAME or len(wish) > LONGEST_WISH:
            raise DraftError(
                "quick_action_too_long", where=name[:LONGEST_NAME], name=LONGEST_NAME, wish=LONGEST_WISH
            )
        with kept_in(self._engine) as session:
            rows = _locked(session, owner)
            if id is not None:
                row = _found(rows, id)
                row.name, row.wish, row.changed_at = name, wish, self._clock()
            elif len(rows) >= MOST:
                raise DraftError("quick_actions_full", limit=MOST)
            else:
                now = self._clock()
                row = QuickActionRow(
                    owner=owner, name=name, wish=wish, position=len(rows), created_at=now, changed_at=now
                )
                session.add(row)
                session.flush()
                rows = [*rows, row]
            return QuickAction(row.id, row.name, row.wish, rows.index(row))

    def delete(self, owner: str, id: str) -> tuple[QuickAction, ...]:
        """Take one away; those that are left. Raises DraftError("quick_action_unknown")."""
        with kept_in(self._engine) as session:
            rows = _locked(session, owner)
            row = _found(rows, id)
            session.delete(row)
            return _placed([other for other in rows if other is not row])

    def move(self, owner: str, id: str, position: int) -> tuple[QuickAction, ...]:
        """Put one at another place, counted from 0; all in their new order. Raises DraftError("quick_action_unknown")."""
        with kept_in(self._engine) as session:
            rows = _locked(session, owner)
            row = _found(rows, id)
            rows.remove(row)
            rows.insert(max(0, position), row)
            return _placed(rows)


def _locked(session: Session, owner: str) -> list[QuickActionRow]:
    """The owner's rows, for writing: a write first takes the lock, as for drafts."""
    session.execute(
        update(QuickActionRow)
        .where(QuickActionRow.owner == owner)
        .values(position=QuickActionRow.position)
        .execution_options(synchronize_session=False)
    )
    return _rows(session, owner)


def _rows(session: Session, owner: str) -> list[QuickActionRow]:
    return [
        *session.scalars(
            select(QuickActionRow)
            .where(QuickActionRow.owner == owner)
            .order_by(QuickActionRow.position, QuickActionRow.created_at, QuickActionRow.id)
        )
    ]


def _found(rows: Sequence[QuickActionRow], id: str) -> QuickActionRow:
    for row in rows:
        if row.id == id:
            return row
    raise DraftError("quick_action_unknown")


def _placed(rows: Sequence[QuickActionRow]) -> tuple[QuickAction, ...]:
    """Number the rows in their order."""
    for position, row in enumerate(rows):
        row.position = position
    return _values(rows)


def _values(rows: Sequence[QuickActionRow]) -> tuple[QuickAction, ...]:
    return tuple(QuickAction(row.id, row.name, row.wish, n) for n, row in enumerate(rows))
