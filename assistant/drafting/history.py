"""The versions of one draft, and what leads from any of them to any other. Imports the tables and pure modules.

Every version but the first records the edits that made it of its parent, so that places can be followed through what
was really done, not only through what two texts have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.changes.edits import Edit, compose, edits_between
from assistant.changes.runs import EVERYTHING, Run, Runs, composed, inverted, runs_of
from assistant.document import Document
from assistant.drafting.document import layout_json
from assistant.drafting.places import inverse
from assistant.drafting.rows import edits_of, plain
from assistant.drafting.tables import DraftRow, VersionRow
from assistant.drafting.values import Cause
from assistant.errors import DraftError


class History:
    """All versions of a draft; who calls it has locked the draft for writing."""

    def __init__(self, session: Session, row: DraftRow) -> None:
        self._session = session
        self._row = row

    def version(self, number: int) -> VersionRow:
        """A version by number. Raises DraftError("version_unknown")."""
        row = self._session.scalar(
            select(VersionRow).where(VersionRow.draft_id == self._row.id, VersionRow.number == number)
        )
        if row is None:
            raise DraftError("version_unknown", where=self._row.title, version=number)
        return row

    def next_number(self) -> int:
        """The number the next version gets."""
        latest = select(func.max(VersionRow.number)).where(VersionRow.draft_id == self._row.id)
        return (self._session.scalar(latest) or 0) + 1

    def latest(self, cause: Cause) -> VersionRow | None:
        """The newest version made by `cause`."""
        return self._session.scalar(
            select(VersionRow)
            .where(VersionRow.draft_id == self._row.id, VersionRow.cause == cause)
            .order_by(VersionRow.number.desc())
            .limit(1)
        )

    def add(
        self,
        cause: Cause,
        details: dict[str, Any],
        document: Document,
        edits: Sequence[Edit],
        parent: int | None,
        at: datetime,
        moves: Runs | None = None,
    ) -> int:
        """Keep a new version, made of `parent` by `edits`; its number. moves: what stands where, if text was moved."""
        number = self.next_number()
        self._session.add(
            VersionRow(
                draft_id=self._row.id,
                number=number,
                parent=parent,
                text=document.text,
                layout=layout_json(document),
                cause=cause,
                details=details,
                edits=plain(edits),
                created_at=at,
                moves=[list(run) for run in moves] if moves is not None else None,
            )
        )
        self._session.flush()
        return number

    def edits_from(self, earlier: int, later: int) -> tuple[Edit, ...]:
        """How the text of one version became that of another: by what was recorded, else by comparing the two.

        Versions on two branches (one of them was undone) are led back to the one they share.
        """
        if earlier == later:
            return ()
        asked = select(VersionRow.number, VersionRow.parent).where(VersionRow.draft_id == self._row.id)
        parents = {row.number: row.parent for row in self._session.execute(asked)}
        back, forth = _line(parents, earlier), _line(parents, later)
        shared = next((number for number in back if number in forth), None)
        if shared is None:
            return edits_between(self.version(earlier).text, self.version(later).text)
        undone = inverse(
            self._along(back[: back.index(shared)]), self.version(shared).text if shared != earlier else ""
        )
        return compose(undone, self._along(forth[: forth.index(shared)]))

    def runs_from(self, earlier: int, later: int) -> Runs:
        """What of one version's text stands where in another's; what was moved on the way is the same text."""
        if earlier == later:
            return EVERYTHING
        asked = select(VersionRow.number, VersionRow.parent, VersionRow.edits, VersionRow.moves).where(
            VersionRow.draft_id == self._row.id
        )
        rows = {row.number: row for row in self._session.execute(asked)}
        parents = {number: row.parent for number, row in rows.items()}
        back, forth = _line(parents, earlier), _line(parents, later)
        shared = next((number for number in back if number in forth), None)
        if shared is None:
            return runs_of(edits_between(self.version(earlier).text, self.version(later).text))
        runs = EVERYTHING
        for number in back[: back.index(shared)]:
            runs = composed(runs, inverted(_runs(rows[number])))
        for number in reversed(forth[: forth.index(shared)]):
            runs = composed(runs, _runs(rows[number]))
        return runs

    def moves(self, earlier: int, later: int) -> Runs | None:
        """As `runs_from`, where text was moved on the way from one version to another; else None."""
        asked = select(VersionRow.number, VersionRow.parent, VersionRow.moves.is_not(None)).where(
            VersionRow.draft_id == self._row.id
        )
        rows = self._session.execute(asked).all()
        parents = {number: parent for number, parent, _ in rows}
        way = set(_line(parents, earlier)) ^ set(_line(parents, later))
        if not any(moves and number in way for number, _, moves in rows):
            return None
        return self.runs_from(earlier, later)

    def _along(self, numbers: Sequence[int]) -> tuple[Edit, ...]:
        """The edits of versions that follow each other, given from the last to the first, as one step."""
        asked = select(VersionRow.number, VersionRow.edits).where(
            VersionRow.draft_id == self._row.id, VersionRow.number.in_(numbers)
        )
        stored = {row.number: row.edits for row in self._session.execute(asked)}
        edits: tuple[Edit, ...] = ()
        for number in numbers:
            edits = compose(edits_of(stored[number]), edits)
        return edits


def _runs(row: Any) -> Runs:
    if row.moves is not None:
        return tuple(Run(*run) for run in row.moves)
    return runs_of(edits_of(row.edits))


def _line(parents: dict[int, int | None], number: int) -> list[int]:
    """A version and those it came from, the newest first."""
    line: list[int] = []
    at: int | None = number
    while at is not None and at in parents:
        line.append(at)
        at = parents[at]
    return line
