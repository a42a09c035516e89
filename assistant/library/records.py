"""Every question and change that the library puts to its catalog, each in one transaction. Imports the
catalog.

Nothing here knows an index or a file: see `library.py` for the order in which the three change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from assistant.database import transaction
from assistant.document import Document
from assistant.library.catalog import (
    LISTED,
    LibraryRow,
    LibraryState,
    NewReport,
    PassageRow,
    Report,
    ReportRow,
    State,
    VectorRow,
    chunks,
    document_of,
    passage_of,
    passage_row,
    structure_of,
    text_hash,
)
from assistant.structure.passages import Passage

# In the order of the fields of Passage (and its text's hash) and of Report.
_OF_PASSAGE = (
    PassageRow.id,
    PassageRow.text,
    PassageRow.start,
    PassageRow.end,
    PassageRow.role,
    PassageRow.path,
    PassageRow.text_hash,
)
_OF_REPORT = (
    ReportRow.id.label("report_id"),
    ReportRow.title,
    ReportRow.kind,
    ReportRow.year,
    ReportRow.origin,
    ReportRow.family,
    ReportRow.filename,
    ReportRow.passages,
    ReportRow.added_at,
)
_AT_ONCE = 500  # parameters of one statement; SQLite's bound was 999 for long


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the report it is of and the hash of its text."""

    passage: Passage
    report_id: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What families are made of: a report's year and its signature's bytes, None where they were not
    asked for.
    """

    id: str
    year: int | None
    signature: bytes | None


class Records:
    """The catalog of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # the library as a whole

    def state(self) -> LibraryState | None:
        """The library's own row; None before the first index was made."""
        with transaction(self._engine) as session:
            row = session.get(LibraryRow, 1)
            return (
                None
                if row is None
                else LibraryState(row.generation, row.folder, row.fingerprint, row.splitter)
            )

    def start(self, state: LibraryState) -> None:
        """Record the first index."""
        with transaction(self._engine) as session:
            session.add(
                LibraryRow(
                    id=1,
                    generation=state.generation,
                    folder=state.folder,
                    fingerprint=state.fingerprint,
                    splitter=state.splitter,
                )
            )

    def switch(self, state: LibraryState, recut: Mapping[str, Recut] | None = None) -> None:
        """Make `state` the current one, with everything that belongs to it: new texts and passages, no
        report half added.
        """
        with transaction(self._engine) as session:
            for report_id, new in (recut or {}).items():
                _recut(session, report_id, new)
            session.execute(
                update(ReportRow).where(ReportRow.state.in_(("adding", "updating"))).values(state="indexed")
            )
            session.execute(
                update(LibraryRow).values(
                    generation=state.generation,
                    folder=state.folder,
                    fingerprint=state.fingerprint,
                    splitter=state.splitter,
                )
            )

    # reports

    def reports(self, ids: Collection[str] | None = None, states: Collection[State] = LISTED) -> list[Report]:
        """The reports in one of `states` (listed ones), earliest first; only those of `ids` where given."""
        with transaction(self._engine) as session:
            query = select(*_OF_REPORT).where(ReportRow.state.in_(states))
            rows = (row for part in _parts(ids) for row in session.execute(_among(query, part)))
            return sorted((Report(*row) for row in rows), key=lambda report: (report.added_at, report.id))

    def states(self) -> dict[str, tuple[State, str]]:
        """Every report, whatever its state: id → state and suffix of its original."""
        with transaction(self._engine) as session:
            rows = session.execute(select(ReportRow.id, ReportRow.state, ReportRow.suffix))
            return {row.id: (row.state, row.suffix) for row in rows}

    def beginning_with(self, prefix: str) -> list[str]:
        """Ids of listed reports that begin with `prefix` (lower-case hexadecimal)."""
        with transaction(self._engine) as session:
            found = select(ReportRow.id).where(
                ReportRow.state.in_(LISTED), ReportRow.id.startswith(prefix, autoescape=True)
            )
            return list(session.scalars(found))

    def document(self, report_id: str) -> Document | None:
        """The text of a report as it was read; None where there is no such report."""
        with transaction(self._engine) as session:
            row = session.execute(
                select(ReportRow.text, ReportRow.structure).where(ReportRow.id == report_id)
            ).one_or_none()
            return None if row is None else document_of(row.text, row.structure)

    def text(self, report_id: str) -> str:
        """The text of a report, empty where there is no such report."""
        with transaction(self._engine) as session:
            return session.scalar(select(ReportRow.text).where(ReportRow.id == report_id)) or ""

    def insert(self, new: NewReport, added_at: datetime, families: Mapping[str, str]) -> None:
        """Take a report in, in state `adding`, with its passages; `families` changes those of others too."""
        with transaction(self._engine) as session:
            session.add(
                ReportRow(
                    id=new.id,
                    filename=new.filename,
                    suffix=new.suffix,
                    title=new.title,
                    kind=new.kind,
                    year=new.year,
                    origin=new.origin,
                    family=families[new.id],
                    state="adding",
                    added_at=added_at,
                    passages=len(new.passages),
                    text=new.document.text,
                    text_hash=new.text_hash,
                    structure=structure_of(new.document),
                    signature=new.signature,
                )
            )
            session.flush()
            _insert_passages(session, new.id, new.passages)
            _set_families(session, families)

    def change(self, report_id: str, values: Mapping[str, Any]) -> None:
        """Change what is editable of a report, and mark its tags in the indexes as old."""
        with transaction(self._engine) as session:
            session.execute(
                update(ReportRow).where(ReportRow.id == report_id).values(**values, state="updating")
            )

    def mark(self, ids: Collection[str], state: State) -> None:
        """Set the state of reports, as one step of the library's generation."""
        with transaction(self._engine) as session:
            for part in chunks(list(ids), _AT_ONCE):
                session.execute(update(ReportRow).where(ReportRow.id.in_(part)).values(state=state))
            session.execute(update(LibraryRow).values(generation=LibraryRow.generation + 1))

    def delete(self, ids: Collection[str], families: Mapping[str, str]) -> None:
        """Forget reports, their passages and the vectors that no other passage has."""
        with transaction(self._engine) as session:
            hashes: set[str] = set()
            for part in chunks(list(ids), _AT_ONCE):
                hashes.update(
                    session.scalars(select(PassageRow.text_hash).where(PassageRow.report_id.in_(part)))
                )
                session.execute(delete(PassageRow).where(PassageRow.report_id.in_(part)))
                session.execute(delete(ReportRow).where(ReportRow.id.in_(part)))
            for part in chunks(sorted(hashes), _AT_ONCE):
                used = set(
                    session.scalars(select(PassageRow.text_hash).where(PassageRow.text_hash.in_(part)))
                )
                session.execute(
                    delete(VectorRow).where(VectorRow.text_hash.in_([h for h in part if h not in used]))
                )
            _set_families(session, families)
            session.execute(update(LibraryRow).values(generation=LibraryRow.generation + 1))

    def signed(self, without: Collection[str] = ()) -> list[Signed]:
        """What families are made of, of every report that is not on its way out, earliest first. No
        signature for the reports of `without`.
        """
        with transaction(self._engine) as session:
            query = select(ReportRow.id, ReportRow.year).where(ReportRow.state != "removing")
            rows = session.execute(query.order_by(ReportRow.added_at, ReportRow.id)).all()
            signatures: dict[str, bytes] = {}
            for part in chunks([row.id for row in rows if row.id not in without], _AT_ONCE):
                found = select(ReportRow.id, ReportRow.signature).where(ReportRow.id.in_(part))
                signatures.update((row.id, row.signature) for row in session.execute(found))
            return [Signed(row.id, row.year, signatures.get(row.id)) for row in rows]

    def families(self, *, leaving: bool = False) -> dict[str, str]:
        """Report id → family id, earliest first; those on their way out only with `leaving`."""
        with transaction(self._engine) as session:
            query = select(ReportRow.id, ReportRow.family).order_by(ReportRow.added_at, ReportRow.id)
            if not leaving:
                query = query.where(ReportRow.state != "removing")
            return {row.id: row.family for row in session.execute(query)}

    def set_families(self, families: Mapping[str, str]) -> None:
        """Change families."""
        with transaction(self._engine) as session:
            _set_families(session, families)

    def twins(self, report_id: str) -> list[str]:
        """Ids of the listed reports with the same text as this one, itself among them, earliest first."""
        with transaction(self._engine) as session:
            text = select(ReportRow.text_hash).where(ReportRow.id == report_id).scalar_subquery()
            query = select(ReportRow.id).where(ReportRow.text_hash == text, ReportRow.state.in_(LISTED))
            return list(session.scalars(query.order_by(ReportRow.added_at, ReportRow.id)))

    def latest(self) -> datetime | None:
        """When the last report came."""
        with transaction(self._engine) as session:
            return session.scalar(select(func.max(ReportRow.added_at)))

    # passages

    def passages(self, report_id: str) -> list[StoredPassage]:
        """The passages of a report, in its order."""
        with transaction(self._engine) as session:
            query = select(PassageRow).where(PassageRow.report_id == report_id).order_by(PassageRow.ordinal)
            return [
                StoredPassage(passage_of(row), report_id, row.text_hash) for row in session.scalars(query)
            ]

    def with_reports(self, ids: Sequence[str]) -> dict[str, tuple[StoredPassage, Report]]:
        """Those of `ids` that are passages of listed reports, each with its report."""
        # Plain columns in one query: this is half of what a search costs beside the indexes.
        query = select(*_OF_PASSAGE, *_OF_REPORT).join(ReportRow).where(ReportRow.state.in_(LISTED))
        found: dict[str, tuple[StoredPassage, Report]] = {}
        reports: dict[str, Report] = {}
        with transaction(self._engine) as session:
            for part in chunks(list(ids), _AT_ONCE):
                for row in session.execute(query.where(PassageRow.id.in_(part))):
                    fields = tuple(row)
                    passage_id, text, start, end, role, path, digest = fields[: len(_OF_PASSAGE)]
                    report = reports.get(row.report_id)
                    if report is None:
                        report = reports[row.report_id] = Report(*fields[len(_OF_PASSAGE) :])
                    passage = Passage(passage_id, text, start, end, role, tuple(path))
                    found[passage_id] = (StoredPassage(passage, report.id, digest), report)
        return found

    def passage_ids_by_report(self) -> dict[str, list[str]]:
        """The passages of every listed report: what the indexes must hold."""
        with transaction(self._engine) as session:
            query = (
                select(PassageRow.report_id, PassageRow.id).join(ReportRow).where(ReportRow.state.in_(LISTED))
            )
            found: dict[str, list[str]] = {}
            for row in session.execute(query):
                found.setdefault(row.report_id, []).append(row.id)
            return found

    def count(self) -> tuple[int, int]:
        """How many reports and passages are listed."""
        with transaction(self._engine) as session:
            query = select(func.count(), func.coalesce(func.sum(ReportRow.passages), 0))
            reports, passages = session.execute(query.where(ReportRow.state.in_(LISTED))).one()
            return reports, passages


@dataclass(frozen=True, slots=True)
class Recut:
    """A report read again or cut again."""

    document: Document
    passages: tuple[Passage, ...]
    text_hash: str
    signature: bytes


def stored(passage: Passage, report_id: str) -> StoredPassage:
    """A passage as the catalog will keep it."""
    return StoredPassage(passage, report_id, text_hash(passage.text))


def _parts(ids: Collection[str] | None) -> Iterator[Sequence[str] | None]:
    if ids is None:
        yield None
    else:
        yield from chunks(list(ids), _AT_ONCE)


def _among(query: Any, ids: Sequence[str] | None) -> Any:
    return query if ids is None else query.where(ReportRow.id.in_(ids))


def _insert_passages(session: Session, report_id: str, passages: Sequence[Passage]) -> None:
    rows = [passage_row(passage, report_id, ordinal) for ordinal, passage in enumerate(passages)]
    if rows:
        session.execute(insert(PassageRow), rows)


def _recut(session: Session, report_id: str, new: Recut) -> None:
    session.execute(delete(PassageRow).where(PassageRow.report_id == report_id))
    session.execute(
        update(ReportRow)
        .where(ReportRow.id == report_id)
        .values(
            passages=len(new.passages),
            text=new.document.text,
            text_hash=new.text_hash,
            structure=structure_of(new.document),
            signature=new.signature,
        )
    )
    _insert_passages(session, report_id, new.passages)


def _set_families(session: Session, families: Mapping[str, str]) -> None:
    for report_id, family in families.items():
        session.execute(update(ReportRow).where(ReportRow.id == report_id).values(family=family))
