"""The library as the guard sees it: the copy index for the wording, the catalog for the rest. Imports records and the
guard's values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.guard.findings import Compared
from assistant.guard.sources import Run, SourcePassage
from assistant.library.catalog import Report
from assistant.library.records import Records
from assistant.structure.passages import Passage
from assistant.structure.plain import letters_of

if TYPE_CHECKING:
    from vectorstore.copies import CopyView, Shared


class LibrarySources:
    """`Sources` over one moment of the library. A passage has a number as long as this lives."""

    def __init__(self, view: CopyView, records: Records) -> None:
        self._view = view
        self._records = records
        self._reports: dict[str, Report] = {report.id: report for report in records.reports()}
        self._count = records.count()
        self._numbers: dict[str, int] = {}
        self._ids: list[tuple[str, str]] = []
        self._loaded: dict[int, SourcePassage] = {}

    def compared(self) -> Compared:
        """How much there is."""
        return Compared(*self._count)

    def runs(self, text: str) -> Sequence[Run]:
        """See `Sources.runs`."""
        return self._runs(self._view.shared(text))

    def find(self, text: str, most: int = 8) -> Sequence[Run]:
        """See `Sources.find`."""
        found = self._runs(self._view.find(text, most))
        self._load([run.passage for run in found])
        return [run for run in found if run.passage in self._loaded]

    def family(self, passage: int) -> str:
        """See `Sources.family`."""
        return self._reports[self._ids[passage][1]].family

    def letters(self, passage: int) -> str:
        """See `Sources.letters`; nothing where the report has gone meanwhile."""
        return letters_of(self.passage(passage).passage.text)

    def passage(self, passage: int) -> SourcePassage:
        """See `Sources.passage`; an empty one where the report has gone meanwhile."""
        if passage not in self._loaded:
            self._load([passage])
        if passage in self._loaded:
            return self._loaded[passage]
        passage_id, report_id = self._ids[passage]
        return self._source(Passage(passage_id, "", 0, 0, "other", ()), self._reports[report_id])

    def _runs(self, shared: Sequence[Shared]) -> list[Run]:
        found = []
        for one in shared:
            if one.report not in self._reports:
                continue
            number = self._numbers.get(one.passage)
            if number is None:
                number = self._numbers[one.passage] = len(self._ids)
                self._ids.append((one.passage, one.report))
            found.append(Run(one.start, one.end, number, one.at))
        return found

    def _load(self, numbers: Sequence[int]) -> None:
        wanted = {self._ids[number][0]: number for number in numbers if number not in self._loaded}
        for passage_id, (stored, report) in self._records.with_reports(list(wanted)).items():
            self._loaded[wanted[passage_id]] = self._source(stored.passage, report)

    def _source(self, passage: Passage, report: Report) -> SourcePassage:
        return SourcePassage(passage, report.id, report.title, report.origin, report.family, report.year)
