"""The text of a draft: typing, versions, steps back and forth, what is different between any two. Imports the
database, the tables and pure modules.
"""

from __future__ import annotations

from sqlalchemy import select

from assistant.changes.edits import Edit
from assistant.changes.runs import Runs
from assistant.document import Document
from assistant.drafting.access import DraftAccess
from assistant.drafting.comparison import Comparison, compared
from assistant.drafting.document import document_of
from assistant.drafting.rows import clean, version_of
from assistant.drafting.tables import VersionRow
from assistant.drafting.values import Current, Version
from assistant.errors import DraftError


class Texts(DraftAccess):
    """The part of `Drafts` that keeps what is written."""

    def current(self, owner: str, draft: str) -> Current:
        """The text as it stands, typing included."""
        with self._reading(owner, draft) as (_, opened):
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
        with self._reading(owner, draft) as (session, opened):
            current = opened.state.version
            rows = session.scalars(
                select(VersionRow).where(VersionRow.draft_id == draft).order_by(VersionRow.number.desc())
            )
            return tuple(version_of(version, current) for version in rows)

    def version(self, owner: str, draft: str, number: int) -> Document:
        """The text of a version. Raises DraftError("version_unknown")."""
        with self._reading(owner, draft) as (_, opened):
            row = opened.history.version(number)
            return document_of(row.text, row.layout)

    def compare(self, owner: str, draft: str, before: int, after: int | None = None) -> Comparison:
        """What is different between two versions, or between a version and the text as it stands (after: None).

        Raises DraftError("version_unknown").
        """
        with self._reading(owner, draft) as (_, opened):
            old = opened.history.version(before).text
            new = opened.text if after is None else opened.history.version(after).text
        return compared(old, new, before, after)

    def edits_since(self, owner: str, draft: str, version: int = 1) -> tuple[Edit, ...]:
        """What leads from a version's text to the text as it stands, typing included.

        Each edit is as small as the words that differ. Raises DraftError("version_unknown").
        """
        with self._reading(owner, draft) as (_, opened):
            return opened.edits_since(version)

    def moves_since(self, owner: str, draft: str, version: int = 1) -> Runs | None:
        """What of a version's text stands where in the text as it stands; None where nothing was moved since."""
        with self._reading(owner, draft) as (_, opened):
            return opened.moves_since(version)
