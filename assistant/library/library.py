"""The library of example reports: add, list, search, change, remove, rebuild. One object in the one
process that owns the data folder; safe to use from many threads. Imports the catalog's modules, intake,
shelving and indexing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack, cast

from sqlalchemy import Engine

from assistant.database import open_database
from assistant.document import Document
from assistant.errors import GaigaoError, LibraryError, StoreError
from assistant.guard.findings import Guarded, Proposal
from assistant.guard.guard import guard
from assistant.guard.inspection import Inspection, Submission, inspect
from assistant.lexer import lexer
from assistant.library.adding import Adding
from assistant.library.catalog import NewReport, Origin, Report
from assistant.library.guarding import LibrarySources, shelves
from assistant.library.hits import Hit, Scored, choose
from assistant.library.indexing import Indexing, Place, Step
from assistant.library.intake import Failed, Found, SourceFile, find_files
from assistant.library.originals import Originals
from assistant.library.ownership import Ownership, Purpose
from assistant.library.records import Records
from assistant.library.requests import Changes, check_changes, check_origin, check_search
from assistant.library.rereading import Rereading
from assistant.library.results import Added, Rebuilt, Removed
from assistant.library.shelving import Shelving
from assistant.library.vectors import Vectors
from assistant.settings import Settings
from assistant.structure.passages import SPLITTER_VERSION, Passage
from assistant.wording import Notice, wording

if TYPE_CHECKING:
    from assistant.structure.roles import Role
    from vectorstore.embeddings import Embedder

__all__ = ["Added", "Changes", "Failed", "Hit", "Library", "Rebuilt", "Removed", "Report", "SourceFile"]

Progress = Callable[[int, int, str], None]

_CANDIDATES = 4  # for each hit asked for: versions of one passage are shown once
_SHORTEST_PREFIX = 8
_REMOVED_AT_ONCE = 20


class Library:
    """The library in one data folder. Open it with `Library.open`; close it, or use it as a context
    manager.
    """

    def __init__(self, settings: Settings, ownership: Ownership, engine: Engine, embedder: Embedder) -> None:
        self.ownership = ownership
        self.engine = engine
        self._settings = settings
        self._embedder = embedder
        self._writer = threading.RLock()
        self._records = Records(engine)
        self._originals = Originals(settings.data_dir / "originals")
        self._indexing = Indexing(
            Place(settings.data_dir / "index", str(SPLITTER_VERSION), settings.chroma_url),
            self._records,
            Vectors(engine, embedder),
            embedder,
            self._writer,
        )
        self._shelving = Shelving(self._records, self._originals, self._indexing)
        self._rereading = Rereading(
            self._records, self._originals, str(SPLITTER_VERSION), settings.libreoffice
        )
        self._notices: list[Notice] = []
        self._prepared = False
        self._closing = threading.Event()
        self._closed = False

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        purpose: Purpose = "command",
        ownership: Ownership | None = None,
        embedder: Embedder | None = None,
        progress: Progress | None = None,
        wait: float = 0.0,
    ) -> Self:
        """Own the data folder (waiting up to `wait` seconds for another) and finish what was interrupted.

        Engines are loaded only if something was interrupted; else by `prepare` or the first search. Raises
        StoreError("folder_owned") where another process owns the folder, SettingsError, or what the disk
        says.
        """
        from vectorstore.embeddings import open_embedder

        owned = ownership or Ownership.take(settings.data_dir, purpose, wait=wait)
        try:
            engine = open_database(settings.sqlalchemy_url)
            library = cls(
                settings,
                owned,
                engine,
                embedder
                or open_embedder(
                    settings.embedding,
                    base_url=settings.embedding_base_url or settings.openai_base_url,
                    api_key=(
                        settings.embedding_api_key.get_secret_value()
                        or settings.openai_api_key.get_secret_value()
                    ),
                ),
            )
            try:
                library._recover(progress or _quiet)
            except BaseException:
                library.close()
                raise
        except BaseException:
            if ownership is None:
                owned.release()
            raise
        return library

    # what is there

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was found and mended since the library was opened, for the user to know."""
        return (*self._notices, *self._shelving.notices, *self._rereading.notices, *self._indexing.notices)

    @property
    def generation(self) -> int:
        """Grows with every change of the library."""
        state = self._records.state()
        return state.generation if state else 0

    def list(self) -> list[Report]:
        """Every report, earliest first."""
        return self._records.reports()

    def count(self) -> tuple[int, int]:
        """How many reports and passages there are."""
        return self._records.count()

    def report(self, report_id: str) -> Report:
        """A report, by its id or the beginning of it. Raises LibraryError("unknown_report", "ambiguous_id")."""
        found = self._records.reports([report_id]) or self._records.reports([self._match(report_id) or ""])
        if not found:
            raise LibraryError("unknown_report", where=report_id)
        return found[0]

    def document(self, report_id: str) -> Document:
        """A report's text as it was read when it was added. Raises LibraryError("unknown_report")."""
        document = self._records.document(self.report(report_id).id)
        if document is None:
            raise LibraryError("unknown_report", where=report_id)
        return document

    def passages(self, report_id: str) -> tuple[Passage, ...]:
        """A report's passages, in its order. Raises LibraryError("unknown_report")."""
        self.report(report_id)
        return tuple(one.passage for one in self._records.passages(report_id))

    def search(
        self,
        query: str,
        k: int = 10,
        role: str | None = None,
        kind: str | None = None,
        origin: str | None = None,
        *,
        prefer_role: str | None = None,
        exclude_reports: Collection[str] = (),
    ) -> Sequence[Hit]:
        """The `k` passages that fit `query` best, best first; versions of one report count as one source.

        role, kind, origin: only such passages; prefer_role: a small bonus. Raises UsageError for what
        cannot be asked, StoreError("fingerprint_mismatch") where the index must be rebuilt first.
        """
        check_search(query, k, role, kind, origin)
        self.prepare()
        found = self._indexing.ask(
            lambda index: index.search(
                query,
                k=k * _CANDIDATES + 20,
                role=cast("Role | None", role),
                kind=kind,
                origin=origin,
                prefer_role=cast("Role | None", prefer_role),
                exclude_reports=exclude_reports,
            )
        )
        known = self._records.with_reports([one.passage_id for one in found])
        scored = []
        for one in found:
            if one.passage_id in known:  # else it has gone meanwhile
                stored, report = known[one.passage_id]
                scored.append(Scored(one.score, stored.passage, report, stored.text_hash))
        return choose(scored, k)

    def guard(self, proposal: Proposal) -> Guarded:
        """What is wrong with a proposed text, compared with every report. Raises as `search` does."""
        self.prepare()
        view = self._indexing.ask(lambda index: index.copies())
        return guard(proposal, LibrarySources(view, self._records), lexer())

    def inspect(self, submission: Submission) -> Inspection:
        """送审前检查: a whole draft compared with every report. Raises as `search` does."""
        self.prepare()
        view = self._indexing.ask(lambda index: index.copies())
        return inspect(submission, shelves(view, self._records, self.generation), lexer())

    # what changes it

    def prepare(self, progress: Progress | None = None, *, warm: bool = False) -> None:
        """Load the engines, check the index against the catalog and mend it.

        warm: load the embedding and the lexer too, which else load themselves at the first text, so that the first
        search and the first suggestion are quick. Raises StoreError("fingerprint_mismatch"), or what the embedding's service or the Chroma server
        says.
        """
        if not self._prepared or self._closed:
            with self._writer:
                self._require_open()
                if not self._prepared:
                    self._open_indexes(self._watched(progress))
                    self._prepared = True
        if warm:
            self._embedder.vector("")
            lexer().read(["。"])

    def add(
        self,
        files: Sequence[SourceFile | Path],
        origin: Origin | None = None,
        progress: Progress | None = None,
    ) -> Added:
        """Add files, and the readable files of folders.

        origin: of the whole batch; where it is None the name of a file's folder decides. A file that cannot
        be read stops no other. A failure of the store (disk full, embedding service gone) ends the batch:
        what is in stays in, the rest is told as failed. `progress` may raise LibraryError("stopped") for
        that. Raises StoreError where the library cannot take anything in.
        """
        check_origin(origin)
        tell = self._watched(progress)
        self.prepare(progress)
        with self._writer:
            self._shelving.tidy()
        found = find_files([file for file in files if isinstance(file, Path)])
        sources = (*found.files, *(file for file in files if isinstance(file, SourceFile)))
        adding = Adding(self._records, self._shelving, self._writer, self._settings, tell, self._require_open)
        adding.run(sources, origin)
        with suppress(GaigaoError):  # all is said and done: a stop comes too late
            tell(len(sources), len(sources), "")
        return self._outcome(adding, found)

    def update(self, report_id: str, **changes: Unpack[Changes]) -> Report:
        """Correct title, kind, year or origin of a report. Raises LibraryError("unknown_report"),
        UsageError.
        """
        check_changes(changes)
        self.prepare()
        with self._writer:
            self.report(report_id)
            if changes:
                self._shelving.change(report_id, changes)
        return self.report(report_id)

    def remove(self, ids: Sequence[str], progress: Progress | None = None) -> Removed:
        """Remove reports everywhere. ids: whole, or their first 8 characters or more.

        Raises LibraryError("ambiguous_id") before anything is removed, StoreError("removal_unfinished") where
        the rest of a removal must wait for the next start or addition.
        """
        tell = self._watched(progress)
        with self._writer:
            self._require_open()
            reports: dict[str, Report] = {}
            unknown = []
            for given in ids:
                found = self._match(given)
                if found is None:
                    unknown.append(given)
                else:
                    reports[found] = self.report(found)
            if reports:
                self._try_to_prepare(progress)
            for start in range(0, len(reports), _REMOVED_AT_ONCE):
                part = list(reports)[start : start + _REMOVED_AT_ONCE]
                tell(start, len(reports), reports[part[0]].title)
                try:
                    self._shelving.leave(part)
                except GaigaoError as error:
                    raise self._shelving.left_unfinished(part, error) from error
            with suppress(GaigaoError):
                tell(len(reports), len(reports), "")
        return Removed(tuple(reports.values()), tuple(unknown))

    def rebuild(self, progress: Progress | None = None) -> Rebuilt:
        """Make every index anew from the catalog and the stored vectors, beside the current one, and
        switch.

        Where passages are cut otherwise now, the originals are read again; where the embedding is another,
        texts are embedded again. Whatever goes wrong before the switch leaves everything as it was.
        """
        tell = self._watched(progress)
        with self._writer:
            self._require_open()
            self._shelving.settle()
            recut = self._rereading.all(tell)
            self._indexing.rebuild(self._step(tell, "indexing"), recut)
            self._shelving.texts_changed(recut.keys())
            if leaving := self._shelving.leaving():
                self._shelving.finish_leaving(leaving)
            self._prepared = True
        reports, passages = self.count()
        return Rebuilt(reports, passages)

    def close(self) -> None:
        """Stop what is under way where nothing is half done, give everything back. Harmless when repeated."""
        self._closing.set()
        with self._writer:
            if self._closed:
                return
            self._closed = True
            self._indexing.close()
            self._embedder.close()
            self.engine.dispose()
            self.ownership.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _outcome(self, adding: Adding, found: Found) -> Added:
        reports = {report.id: report for report in self._records.reports([*adding.added, *adding.unchanged])}
        duplicates = {}
        for new_id in adding.added:
            twins = self._records.twins(new_id)
            if twins and twins[0] != new_id:
                duplicates[new_id] = twins[0]
        return Added(
            tuple(reports[id_] for id_ in adding.added if id_ in reports),
            tuple(reports[id_] for id_ in adding.unchanged if id_ in reports),
            (*found.failed, *adding.failed),
            found.skipped,
            duplicates,
        )

    def _open_indexes(self, tell: Progress) -> None:
        self._shelving.settle()
        self._indexing.open(self._step(tell, "checking"))
        self._shelving.finish(self._step(tell, "finishing"))
        self._indexing.check(self._step(tell, "checking"))

    def _recover(self, tell: Progress) -> None:
        """At the start: finish or undo what was interrupted; take back in what the catalog has lost."""
        with self._writer:
            self._shelving.settle()
            strays = self._shelving.strays()
            interrupted = any(state != "indexed" for state, _ in self._records.states().values())
            if not interrupted and not strays:
                return
            try:
                self.prepare(tell)
            except GaigaoError as error:
                # Listing, and rebuilding itself, must still work.
                self._notices.append(Notice("recovery_waits", {"reason": error.reason()}))
                return
            self._rereading.strays(strays, self._take_back, tell)

    def _take_back(self, new: NewReport, data: bytes) -> None:
        self._shelving.enter(new, data, _no_step)
        self._shelving.settle_in([new.id])

    def _match(self, given: str) -> str | None:
        """The report that an id or its beginning names."""
        wanted = given.strip().lower()
        if len(wanted) < _SHORTEST_PREFIX:
            return None
        found = self._records.beginning_with(wanted)
        if len(found) > 1:
            raise LibraryError("ambiguous_id", where=given, candidates=found)
        return found[0] if found else None

    def _try_to_prepare(self, progress: Progress | None) -> None:
        """Have the index ready if it can be; one that must be rebuilt anyway need not be told of a
        removal.
        """
        try:
            self.prepare(progress)
        except StoreError as error:
            if error.code != "fingerprint_mismatch":
                raise

    def _watched(self, progress: Progress | None) -> Progress:
        """Progress that ends the work when the library is being closed."""

        def tell(done: int, total: int, what: str, /) -> None:
            if self._closing.is_set():
                raise StoreError("library_closed", where=str(self._settings.data_dir))
            if progress is not None:
                progress(done, total, what)

        return tell

    def _require_open(self) -> None:
        if self._closed:
            raise StoreError("library_closed", where=str(self._settings.data_dir))

    def _step(self, tell: Progress, what: str) -> Step:
        text = wording(f"library.progress.{what}", self._settings.language)
        return lambda done, total: tell(done, total, text)


def _quiet(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""


def _no_step(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
