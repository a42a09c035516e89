"""The list of a user's drafts: made, found, renamed, copied, deleted, had back, purged. Imports the database, the
tables and pure modules.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, func, or_, select
from sqlalchemy.orm import Session

from assistant.database import utc_now
from assistant.document import Document
from assistant.drafting.access import DraftAccess
from assistant.drafting.copying import copied
from assistant.drafting.open_draft import OpenDraft
from assistant.drafting.rows import clean
from assistant.drafting.tables import DraftRow, StateRow, VersionRow
from assistant.drafting.values import Current, DeletedDraft, DraftInfo
from assistant.revision.length import count
from assistant.wording import Language, wording

KEPT_DELETED = timedelta(days=30)
_LENGTHS_KEPT = 2_000

# What a draft says now: its typing, or its current version.
_TEXT = func.coalesce(DraftRow.working_text, VersionRow.text)


class Listing(DraftAccess):
    """The part of `Drafts` that keeps the list."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(engine, clock)
        # (draft, revision) → 字数: counting the whole list anew at each save would read every text.
        self._lengths: OrderedDict[tuple[str, int], int] = OrderedDict()

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

    def list(self, owner: str, query: str = "") -> tuple[DraftInfo, ...]:
        """An owner's drafts, the last changed first; with a query those that hold every word of it.

        Words are looked for in title, file name and text, whatever the case of Latin letters.
        """
        chosen = [DraftRow.deleted_at.is_(None), *(_holds(word) for word in clean(query).split())]
        with self._transaction(reading=True) as session:
            return self._infos(session, owner, *chosen)

    def deleted(self, owner: str) -> tuple[DeletedDraft, ...]:
        """The drafts that can still be had back, the last deleted first."""
        with self._transaction(reading=True) as session:
            infos = self._infos(session, owner, DraftRow.deleted_at > self._clock() - KEPT_DELETED)
            found = []
            for info in infos:
                at = session.get_one(DraftRow, info.id).deleted_at
                assert at is not None  # by the condition above
                found.append(DeletedDraft(info, at, at + KEPT_DELETED))
            return tuple(sorted(found, key=lambda one: one.deleted_at, reverse=True))

    def get(self, owner: str, draft: str) -> DraftInfo:
        """One draft as it stands in the list."""
        with self._reading(owner, draft) as (session, _):
            return self._info(session, draft)

    def rename(self, owner: str, draft: str, title: str) -> DraftInfo:
        """Give a draft another title; an empty one changes nothing."""
        with self._locked(owner, draft) as (session, opened):
            opened.row.title = clean(title).strip() or opened.row.title
            session.flush()
            return self._info(session, draft)

    def copy(self, owner: str, draft: str, language: Language = "zh") -> DraftInfo:
        """A second draft of the same text, material, targets and original file; its history starts anew.

        It keeps the text as it was opened as its first version, so that the original file fits it, and what was
        accepted, so that it can be told and taken back; not the chat. language: of the words added to the title.
        """
        with self._locked(owner, draft) as (session, opened):
            taken = set(
                session.scalars(
                    select(DraftRow.title).where(DraftRow.owner == owner, DraftRow.deleted_at.is_(None))
                )
            )
            number = 2
            title = wording("notices.draft_copy", language, title=opened.row.title)
            while title in taken:
                title = wording("notices.draft_copy_again", language, title=opened.row.title, number=number)
                number += 1
            return self._info(session, copied(session, opened, title, self._clock()))

    def delete(self, owner: str, draft: str) -> None:
        """Take a draft out of the list. For 30 days it is kept and can be had back (`bring_back`)."""
        with self._locked(owner, draft) as (_, opened):
            opened.row.deleted_at = self._clock()

    def bring_back(self, owner: str, draft: str) -> DraftInfo:
        """Put a deleted draft into the list again."""
        with self._locked(owner, draft, deleted=True) as (session, opened):
            opened.row.deleted_at = None
            session.flush()
            return self._info(session, draft)

    def purge(self) -> int:
        """Remove what any owner deleted more than 30 days ago, with all that belongs to it; how many drafts."""
        with self._transaction() as session:
            # The rows of versions, messages … go by their foreign keys.
            gone = delete(DraftRow).where(DraftRow.deleted_at <= self._clock() - KEPT_DELETED)
            return len(session.scalars(gone.returning(DraftRow.id)).all())

    def original(self, owner: str, draft: str) -> bytes | None:
        """The file as it was opened."""
        with self._transaction(reading=True) as session:
            return self._row(session, owner, draft).original

    # --- parts ---------------------------------------------------------------------------------------------

    def _info(self, session: Session, draft: str) -> DraftInfo:
        return self._infos(session, None, DraftRow.id == draft)[0]

    def _infos(
        self, session: Session, owner: str | None, *chosen: ColumnElement[bool]
    ) -> tuple[DraftInfo, ...]:
        asked = (
            select(DraftRow, StateRow.version, VersionRow.id)
            .join(StateRow, StateRow.id == DraftRow.state_id)
            .join(VersionRow, (VersionRow.draft_id == DraftRow.id) & (VersionRow.number == StateRow.version))
            .where(*chosen)
            .order_by(DraftRow.changed_at.desc(), DraftRow.created_at.desc())
        )
        if owner is not None:
            asked = asked.where(DraftRow.owner == owner)
        return tuple(
            DraftInfo(
                row.id,
                row.title,
                row.filename,
                number,
                self._length(session, row, version),
                row.created_at,
                row.changed_at,
            )
            for row, number, version in session.execute(asked).all()
        )

    def _length(self, session: Session, row: DraftRow, version: str) -> int:
        """The draft's 字数. Its revision grows with every change of the text, so a count holds for good."""
        key = row.id, row.revision
        length = self._lengths.get(key)
        if length is None:
            text = row.working_text
            if text is None:
                text = session.scalar(select(VersionRow.text).where(VersionRow.id == version)) or ""
            length = self._lengths[key] = count(text)
            while len(self._lengths) > _LENGTHS_KEPT:
                self._lengths.popitem(last=False)
        return length


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a draft's title, file name or text holds a word."""
    return or_(
        DraftRow.title.icontains(word, autoescape=True),
        DraftRow.filename.icontains(word, autoescape=True),
        _TEXT.icontains(word, autoescape=True),
    )
