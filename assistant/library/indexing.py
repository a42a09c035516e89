"""The library's indexes: opened, checked against the catalog, repaired, replaced. They hold nothing that
the catalog and the stored vectors do not, so whatever is wrong with them is mended by making new ones
beside. Imports records, vectors and, when an index is first needed, the vectorstore.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from assistant.errors import StoreError
from assistant.library.catalog import LibraryState, Report
from assistant.library.records import Records, Recut, StoredPassage, stored
from assistant.library.vectors import Vector, Vectors
from assistant.wording import Notice

if TYPE_CHECKING:
    from vectorstore.embeddings import Embedder
    from vectorstore.entry import Entry
    from vectorstore.fused import SearchIndex

Step = Callable[[int, int], None]
T = TypeVar("T")

# What a store says when only a new index helps.
BROKEN = frozenset({"dense_broken", "lexical_broken", "copies_broken"})
_REPORTS_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where indexes are kept: a folder with one folder for each, and a Chroma server's address or nothing.

    splitter: the version of the passage splitter.
    """

    folder: Path
    splitter: str
    chroma_url: str = ""

    def new_name(self, generation: int) -> str:
        """A name that no index here or on the server has."""
        return f"{generation:06d}-{uuid4().hex[:8]}"

    def open(self, name: str, embedder: Embedder) -> SearchIndex:
        """Open or make the index of this name. Raises StoreError or ModelError, see `SearchIndex.open`."""
        from vectorstore.fused import SearchIndex

        return SearchIndex.open(
            self.folder / name,
            embedder,
            splitter=self.splitter,
            chroma_url=self.chroma_url,
            collection=_collection(name),
        )

    def drop_copies(self, name: str) -> None:
        """Delete the copy index of this name's index, which is closed."""
        shutil.rmtree(self.folder / name / "copies", ignore_errors=True)

    def fingerprint(self, embedder: Embedder) -> str:
        """What an index made now belongs to."""
        from vectorstore.embeddings import index_fingerprint

        return index_fingerprint(embedder, self.splitter)

    def drop(self, name: str) -> None:
        """Delete an index that is closed. What cannot be deleted now (a file still open on Windows, a
        server that does not answer) is deleted at a later start, because its folder is the last to go.
        """
        if self.chroma_url:
            from vectorstore.dense import drop_collection

            try:
                drop_collection(self.chroma_url, _collection(name))
            except StoreError:
                return
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def drop_others(self, name: str) -> None:
        """Delete every index but this one: what a replacement, finished or killed, left behind."""
        with suppress(OSError):
            for other in self.folder.iterdir():
                if other.name != name and other.is_dir():
                    self.drop(other.name)
                elif not other.is_dir():
                    other.unlink(missing_ok=True)


def _collection(name: str) -> str:
    return f"gaigao-{name}"


class _InUse:
    """An index and its readers: one that was replaced is closed when the last of them has left."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._changed = threading.Condition()
        self._readers = 0
        self._retired = False

    @contextmanager
    def read(self) -> Iterator[SearchIndex | None]:
        """The index while it is used; None where it was replaced meanwhile."""
        with self._changed:
            there = not self._retired
            self._readers += there
        try:
            yield self._index if there else None
        finally:
            if there:
                with self._changed:
                    self._readers -= 1
                    self._changed.notify_all()

    def retire(self) -> None:
        """Wait for the readers, then close."""
        with self._changed:
            self._retired = True
            self._changed.wait_for(lambda: self._readers == 0)
        self._index.close()


class Indexing:
    """The indexes of one library. writer: the library's lock; whoever changes anything holds it."""

    def __init__(
        self, place: Place, records: Records, vectors: Vectors, embedder: Embedder, writer: threading.RLock
    ) -> None:
        self._place = place
        self._records = records
        self._vectors = vectors
        self._embedder = embedder
        self._writer = writer
        self._current: _InUse | None = None
        self.notices: list[Notice] = []

    @property
    def opened(self) -> bool:
        """Whether there is an index to work with."""
        return self._current is not None

    def open(self, step: Step) -> None:
        """Open the current index, make the first one, or replace a broken one.

        Raises StoreError("fingerprint_mismatch") where the reports were indexed by another embedding or
        splitter.
        """
        if self._current is not None:
            return
        wanted = self._place.fingerprint(self._embedder)
        state = self._records.state()
        if state is None:
            state = LibraryState(0, self._place.new_name(0), wanted, self._place.splitter)
            self._records.start(state)
        if state.fingerprint != wanted:
            if self._records.states():
                raise StoreError("fingerprint_mismatch", stored=state.fingerprint, wanted=wanted)
            state = LibraryState(
                state.generation + 1, self._place.new_name(state.generation + 1), wanted, self._place.splitter
            )
            self._records.switch(state)
        try:
            self._current = _InUse(self._opened(state.folder))
        except StoreError as error:
            # The catalog says that it fits: a folder that says otherwise is as good as broken.
            if error.code not in BROKEN and error.code != "fingerprint_mismatch":
                raise
            self._repair(step, error.code)

    def check(self, step: Step) -> None:
        """Compare the index with the catalog, and replace it where they differ; the copy index alone is
        mended in its place.
        """
        expected = self._records.passage_ids_by_report()
        wrong = self._with_index(lambda index: index.verify(expected), step)
        if wrong and all(one.index == "copies" for one in wrong):
            self._copy_again({one.report_id for one in wrong}, expected.keys())
            wrong = self._with_index(lambda index: index.verify(expected), step)
        if wrong:
            self._repair(step, "index_differs")
        state = self._records.state()
        if state is not None:
            self._place.drop_others(state.folder)

    def embed(self, report_id: str, step: Step) -> None:
        """See that every text of a report has its vector."""
        self._embedded(self._records.passages(report_id), step)

    def put(self, reports: Sequence[Report]) -> None:
        """Index reports of the catalog, or their new tags: one commit for all."""
        entries = []
        for report in reports:
            passages = self._records.passages(report.id)
            found = self._embedded(passages, _no_step)
            entries += [_entry(one, report, found) for one in passages]
        self._with_index(lambda index: index.add(entries), _no_step)

    def remove(self, report_ids: Sequence[str]) -> None:
        """Take reports out of the index."""
        self._with_index(lambda index: index.remove(report_ids), _no_step)

    def ask(self, question: Callable[[SearchIndex], T]) -> T:
        """Put a question to the index; one that shows itself broken is replaced, and the question put
        again.
        """
        return self._with_index(question, _no_step)

    def rebuild(self, step: Step, recut: Mapping[str, Recut] | None = None) -> None:
        """Make a new index beside, switch to it in the catalog, then delete the old one.

        recut: reports whose texts or passages change with the switch. Whatever goes wrong before leaves all
        as it was.
        """
        state = self._records.state()
        generation = state.generation + 1 if state else 0
        name = self._place.new_name(generation)
        new = LibraryState(generation, name, self._place.fingerprint(self._embedder), self._place.splitter)
        index = self._place.open(name, self._embedder)
        try:
            self._fill(index, recut or {}, step)
            if state is None:
                self._records.start(new)
            self._records.switch(new, recut)
        except BaseException:
            index.close()
            self._place.drop(name)
            raise
        old, self._current = self._current, _InUse(index)
        if old is not None:
            old.retire()
        self._vectors.prune()
        self._place.drop_others(name)

    def close(self) -> None:
        """Wait for the readers and close."""
        current, self._current = self._current, None
        if current is not None:
            current.retire()

    def _opened(self, name: str) -> SearchIndex:
        try:
            return self._place.open(name, self._embedder)
        except StoreError as error:
            if error.code != "copies_broken":
                raise
        self._place.drop_copies(name)  # `check` will miss it
        return self._place.open(name, self._embedder)

    def _copy_again(self, report_ids: Collection[str], listed: Collection[str]) -> None:
        """Make the copy index of these reports from the stored texts: it was damaged, or the folder is older than it."""
        passages = [
            (one.passage.id, report_id, one.passage.text)
            for report_id in report_ids
            if report_id in listed
            for one in self._records.passages(report_id)
        ]
        self._with_index(lambda index: index.copy_again(report_ids, passages), _no_step)
        self.notices.append(Notice("copies_made", {"count": len(report_ids)}))

    def _fill(self, index: SearchIndex, recut: Mapping[str, Recut], step: Step) -> None:
        reports = self._records.reports(states=("adding", "indexed", "updating"))
        total = sum(
            len(recut[report.id].passages) if report.id in recut else report.passages for report in reports
        )
        done = 0
        step(0, total)
        for start in range(0, len(reports), _REPORTS_AT_ONCE):
            entries: list[Entry] = []
            for report in reports[start : start + _REPORTS_AT_ONCE]:
                passages = self._passages(report.id, recut)
                found = self._embedded(passages, _shifted(step, done, total))
                entries += [_entry(one, report, found) for one in passages]
                done += len(passages)
            index.add(entries)
            step(done, total)

    def _embedded(self, passages: Sequence[StoredPassage], step: Step) -> dict[str, Vector]:
        return self._vectors.complete({one.text_hash: one.passage.text for one in passages}, step)

    def _passages(self, report_id: str, recut: Mapping[str, Recut]) -> list[StoredPassage]:
        if (new := recut.get(report_id)) is None:
            return self._records.passages(report_id)
        return [stored(one, report_id) for one in new.passages]

    def _repair(self, step: Step, reason: str) -> None:
        self.rebuild(step)
        self.notices.append(Notice("index_repaired", {"reason": reason}))

    def _with_index(self, work: Callable[[SearchIndex], T], step: Step) -> T:
        before = self._current
        try:
            with self._reading() as index:
                return work(index)
        except StoreError as error:
            if error.code not in BROKEN:
                raise
            with self._writer:
                if self._current is before:
                    self._repair(step, error.code)
        with self._reading() as index:
            return work(index)

    @contextmanager
    def _reading(self) -> Iterator[SearchIndex]:
        while True:
            current = self._current
            if current is None:
                raise StoreError("library_closed")
            with current.read() as index:
                if index is not None:
                    yield index
                    return


def _entry(one: StoredPassage, report: Report, vectors: Mapping[str, Vector]) -> Entry:
    from vectorstore.entry import Entry, ReportTags

    return Entry(one.passage, ReportTags(report.id, report.kind, report.origin), vectors[one.text_hash])


def _shifted(step: Step, before: int, total: int) -> Step:
    """Progress of a part as progress of the whole."""
    return lambda done, _of_part: step(before + done, total)


def _no_step(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
