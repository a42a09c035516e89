"""The steps by which a report enters the library, changes and leaves, in the order that makes a kill
between any two of them harmless, and how the next start finishes them. Imports records, originals, families
and indexing.

enter    original under a temporary name → rows, `adding` → its own name → vectors
settle   → indexes → `indexed`
change   rows, `updating` → indexes → `indexed`
leave    `removing` → indexes → original → rows
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from assistant.database import utc_now
from assistant.errors import GaigaoError, StoreError
from assistant.library.catalog import NewReport
from assistant.library.families import Families
from assistant.library.indexing import Indexing, Step
from assistant.library.originals import Originals
from assistant.library.records import Records
from assistant.wording import Notice


class Shelving:
    """The steps. Whoever calls one holds the library's writer lock."""

    def __init__(self, records: Records, originals: Originals, indexing: Indexing) -> None:
        self._records = records
        self._originals = originals
        self._indexing = indexing
        self._families = Families(records)
        self._half_in: dict[str, str] = {}  # id → suffix: could not be added, and not be undone either
        self.notices: list[Notice] = []

    def enter(self, new: NewReport, data: bytes, step: Step) -> None:
        """Take a report in, up to the indexes: `settle_in` must follow, or `undo`.

        Whatever goes wrong, it is out again afterwards, or at the latest after the next start.
        """
        families = self._families.with_new(new)
        self._originals.receive(new.id, new.suffix, data)
        self._half_in[new.id] = new.suffix
        try:
            latest = self._records.latest()
            now = utc_now()  # never before the last one: the earliest names a family, whatever the clock does
            added_at = max(now, latest + timedelta(microseconds=1)) if latest else now
            self._records.insert(new, added_at, families)
            self._originals.keep(new.id, new.suffix)
            self._indexing.embed(new.id, step)
        except BaseException:
            self.undo([new.id])
            raise

    def settle_in(self, ids: Sequence[str]) -> None:
        """Put entered reports into the indexes. Whatever goes wrong, they are all out again."""
        try:
            self._complete(ids)
        except BaseException:
            self.undo(ids)
            raise
        for report_id in ids:
            del self._half_in[report_id]

    def undo(self, ids: Iterable[str]) -> None:
        """Take entered reports out again. What cannot be undone now is tried again by `tidy`."""
        with suppress(GaigaoError):  # the failure that led here is the one to be told
            for report_id in ids:
                if report_id in self._half_in:
                    self._undo(report_id)

    def _complete(self, ids: Sequence[str]) -> None:
        """Index reports whose rows are there."""
        if ids:
            self._indexing.put(self._records.reports(ids, states=("adding", "updating", "indexed")))
            self._records.mark(ids, "indexed")

    def change(self, report_id: str, values: Mapping[str, Any]) -> None:
        """Change title, kind, year or origin of a report."""
        self._records.change(report_id, values)
        if "year" in values:
            self._records.set_families(self._families.changed([report_id]))
        self._complete([report_id])

    def leave(self, ids: Collection[str]) -> None:
        """Remove reports."""
        self._records.mark(ids, "removing")
        if self._indexing.opened:
            self._indexing.remove(list(ids))
        self._forget(ids)

    def left_unfinished(self, ids: Collection[str], error: GaigaoError) -> GaigaoError:
        """What to tell of a removal that failed: where it had begun, that it is going to be completed."""
        leaving: list[str] = []
        with suppress(GaigaoError):
            leaving = [report_id for report_id in self.leaving() if report_id in ids]
        if not leaving:
            return error
        return StoreError("removal_unfinished", where=error.where, count=len(leaving), reason=error.reason())

    def texts_changed(self, ids: Collection[str]) -> None:
        """Find the families anew after reports were read again."""
        if ids:
            self._records.set_families(self._families.changed(ids))

    def settle(self) -> None:
        """The first half of finishing what was interrupted, which needs no index: originals get their
        names, and a report without one is forgotten.
        """
        states = self._records.states()
        for report_id, (state, suffix) in states.items():
            if state == "adding" and not self._originals.keep(report_id, suffix):
                self._records.delete([report_id], self._families.without([report_id]))
                self.notices.append(Notice("addition_undone", {"id": report_id[:8]}))
        self._originals.drop_unknown_arrivals(set(states))

    def finish(self, step: Callable[[int, int], None]) -> None:
        """The second half: what was being added or changed is completed, what was being removed is
        removed.
        """
        unfinished = {id_: state for id_, (state, _) in self._records.states().items() if state != "indexed"}
        leaving = [id_ for id_, state in unfinished.items() if state == "removing"]
        entering = [id_ for id_, state in unfinished.items() if state != "removing"]
        for done, report_id in enumerate(entering):
            step(done, len(entering))
            self._indexing.embed(report_id, _no_step)
            self._complete([report_id])
        if entering:
            self.notices.append(Notice("additions_completed", {"count": len(entering)}))
        if leaving:
            self.finish_leaving(leaving)

    def finish_leaving(self, ids: Collection[str]) -> None:
        """Complete removals; an original that cannot be deleted is told, and tried again at the next
        start.
        """
        try:
            self.leave(ids)
        except GaigaoError as error:
            self.notices.append(Notice("removal_pending", {"count": len(ids), "reason": error.reason()}))
        else:
            self.notices.append(Notice("removals_completed", {"count": len(ids)}))

    def tidy(self) -> None:
        """Try again what could not be undone, removed or changed before; what still cannot is left for later."""
        with suppress(GaigaoError):
            for report_id in tuple(self._half_in):
                self._undo(report_id)
            if leaving := self.leaving():
                self.leave(leaving)
            for report_id, (state, _) in self._records.states().items():
                if state == "updating":
                    self._complete([report_id])

    def leaving(self) -> list[str]:
        """Reports on their way out."""
        return [id_ for id_, (state, _) in self._records.states().items() if state == "removing"]

    def strays(self) -> dict[str, str]:
        """Originals that no row knows (id → suffix): the catalog was lost or is older than they are. A
        kill leaves none.
        """
        known = self._records.states()
        return {id_: suffix for id_, suffix in self._originals.kept().items() if id_ not in known}

    def _undo(self, report_id: str) -> None:
        if report_id in self._records.states():
            self.leave([report_id])
        self._originals.drop(report_id, self._half_in[report_id])
        del self._half_in[report_id]

    def _forget(self, ids: Collection[str]) -> None:
        states = self._records.states()
        for report_id in ids:
            self._originals.drop(report_id, states[report_id][1])
        self._records.delete(ids, self._families.without(ids))


def _no_step(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
