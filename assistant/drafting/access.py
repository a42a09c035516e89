"""How drafts are reached: one transaction a call, the owner checked, the draft locked for writing, and what the
database says told as an error that is safe to show.

Imports the database, the tables and pure modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from json import JSONDecodeError

from sqlalchemy import Engine, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from assistant.database import Trouble, trouble_of, utc_now
from assistant.drafting.open_draft import OpenDraft
from assistant.drafting.tables import DraftRow, SuggestionRow
from assistant.errors import DraftError, StoreError

_CODES: dict[Trouble, str] = {
    "full": "draft_disk_full",
    "busy": "draft_database_busy",
    "read_only": "draft_database_read_only",
    "damaged": "draft_database_damaged",
    "gone": "draft_database_gone",
    "failed": "draft_not_saved",
}


@contextmanager
def kept_in(engine: Engine, *, reading: bool = False) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any exception. Raises StoreError."""
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except SQLAlchemyError as error:
        trouble, reason = trouble_of(error)
        code = "draft_not_read" if reading and trouble == "failed" else _CODES[trouble]
        # From None: the error's own text may hold the statement, and with it the user's.
        raise StoreError(code, reason=reason) from None
    except (JSONDecodeError, UnicodeDecodeError) as error:  # a row that is no longer what was written
        raise StoreError("draft_database_damaged", reason=type(error).__name__) from None


class DraftAccess:
    """What every part of `Drafts` stands on: the engine, the clock, and the ways to a draft's row."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    @contextmanager
    def _transaction(self, *, reading: bool = False) -> Iterator[Session]:
        """One transaction; what the database refuses is told."""
        with kept_in(self._engine, reading=reading) as session:
            yield session

    @contextmanager
    def _reading(self, owner: str, draft: str) -> Iterator[tuple[Session, OpenDraft]]:
        """The draft as it is, to look at."""
        with self._transaction(reading=True) as session:
            yield session, OpenDraft(session, self._row(session, owner, draft), self._clock())

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
        row = session.get(DraftRow, draft) if draft else None  # a page without a draft names none
        if row is None or row.owner != owner or (row.deleted_at is not None and not deleted):
            raise DraftError("draft_unknown")
        return row

    def _suggestion_rows(
        self, session: Session, owner: str, suggestion: str
    ) -> tuple[SuggestionRow, DraftRow]:
        row = session.get(SuggestionRow, suggestion)
        draft = session.get(DraftRow, row.draft_id) if row else None
        if row is None or draft is None or draft.owner != owner or draft.deleted_at is not None:
            raise DraftError("suggestion_unknown")
        return row, draft
