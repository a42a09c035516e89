"""Reports read again from their originals: all of them when passages are cut another way, and those that
the catalog has lost. Imports records, originals and intake.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.errors import GaigaoError, LibraryError
from assistant.library.catalog import NewReport, State
from assistant.library.intake import read_report, report_id, understand
from assistant.library.originals import Originals
from assistant.library.records import Records, Recut
from assistant.wording import Notice

Progress = Callable[[int, int, str], None]
_STANDING: tuple[State, ...] = ("adding", "indexed", "updating")


class Rereading:
    """Reads originals again. splitter: the version of the passage splitter; libreoffice: as in the settings."""

    def __init__(self, records: Records, originals: Originals, splitter: str, libreoffice: str) -> None:
        self._splitter = splitter
        self._records = records
        self._originals = originals
        self._libreoffice = libreoffice
        self.notices: list[Notice] = []

    def all(self, tell: Progress) -> dict[str, Recut]:
        """Every report as it is read and cut now, if the index was cut another way; else nothing."""
        state = self._records.state()
        if state is None or state.splitter == self._splitter:
            return {}
        found: dict[str, Recut] = {}
        unread = 0
        suffixes = {id_: suffix for id_, (_, suffix) in self._records.states().items()}
        reports = self._records.reports(states=_STANDING)
        for done, report in enumerate(reports):
            tell(done, len(reports), report.title)
            try:
                new, _ = self._read(report.id, suffixes[report.id], report.filename)
            except GaigaoError:
                # The text as it was read when the report was added is in the catalog: nothing is lost by
                # this.
                unread += 1
                document = self._records.document(report.id)
                if document is None:
                    continue
                new = understand(document, report.id, report.filename, report.origin)
            found[report.id] = Recut(new.document, new.passages, new.text_hash, new.signature)
        if unread:
            self.notices.append(Notice("originals_not_read_again", {"count": unread}))
        return found

    def strays(
        self, strays: dict[str, str], take: Callable[[NewReport, bytes], None], tell: Progress
    ) -> None:
        """Read originals that no row knows (id → suffix) and `take` them in. Their names and origins are
        lost.
        """
        restored = 0
        for done, (stray, suffix) in enumerate(strays.items()):
            name = f"{stray[:8]}{suffix}"
            tell(done, len(strays), name)
            try:
                take(*self._read(stray, suffix, name))
                restored += 1
            except GaigaoError as error:
                self.notices.append(Notice("original_not_restored", {"name": name, "reason": error.reason()}))
        if restored:
            self.notices.append(Notice("originals_restored", {"count": restored}))

    def _read(self, identity: str, suffix: str, filename: str) -> tuple[NewReport, bytes]:
        data = self._originals.read(identity, suffix)
        if report_id(data) != identity:
            raise LibraryError("original_damaged", where=filename)
        return read_report(data, filename, "reference", libreoffice=self._libreoffice), data
