"""The library as the guard sees it: the copy index for the wording, the catalog for the rest. Imports records and the
guard's values, and for the check of a whole draft its texts in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.database import utc_now
from assistant.guard.findings import Compared
from assistant.guard.inspection import Shelves
from assistant.guard.sources import Run, SourcePassage
from assistant.guard.texts import Held
from assistant.library.catalog import Origin, Report
from assistant.library.records import Records
from assistant.structure.passages import Passage
from assistant.structure.plain import letters_of

if TYPE_CHECKING:
    from vectorstore.copies import CopyView, Shared


class LibrarySources:
    """`Sources` over one moment of the library, or over its reports of one origin. A passage has a number as long as
    this lives.
    """

    def __init__(self, view: CopyView, records: Records, origin: Origin | None = None) -> None:
        self._view = view
        self._records = records
        self._reports: dict[str, Report] = {
            report.id: report for report in records.reports() if origin in (None, report.origin)
        }
        self._numbers: dict[str, int] = {}
        self._ids: list[tuple[str, str]] = []
        self._loaded: dict[int, SourcePassage] = {}
        self._titles: list[tuple[str, Report]] | None = None

    def compared(self) -> Compared:
        """How much there is."""
        return Compared(len(self._reports), sum(report.passages for report in self._reports.values()))

    def runs(self, text: str) -> Sequence[Run]:
        """See `Sources.runs`."""
        return self._runs(self._view.shared(text))

    def near(self, text: str, spans: Sequence[tuple[int, int]]) -> Sequence[Sequence[tuple[int, int]]]:
        """See `Sources.near`."""
        return [
            [
                (self._number(one.passage, one.report), one.votes)
                for one in span
                if one.report in self._reports
            ]
            for span in self._view.near(text, spans)
        ]

    def find(self, text: str, most: int = 8) -> Sequence[Run]:
        """See `Sources.find`."""
        return self._runs(self._view.find(text, most))

    def titled(self, text: str, most: int = 8) -> Sequence[SourcePassage]:
        """See `Sources.titled`."""
        if self._titles is None:
            self._titles = [(letters_of(report.title), report) for report in self._reports.values()]
        found = [report for title, report in self._titles if text in title][:most]
        first = {report.id: self._records.passages(report.id)[:1] for report in found}
        return [_source(stored.passage, report) for report in found for stored in first[report.id]]

    def report(self, passage: int) -> str:
        """See `Sources.report`."""
        return self._ids[passage][1]

    def family(self, passage: int) -> str:
        """See `Sources.family`."""
        return self._reports[self._ids[passage][1]].family

    def letters(self, passage: int) -> str:
        """See `Sources.letters`."""
        return self._view.letters(self._ids[passage][0])

    def passages(self, numbers: Sequence[int]) -> Sequence[SourcePassage]:
        """See `Sources.passages`; empty ones where a report has gone meanwhile."""
        wanted = {self._ids[number][0]: number for number in numbers if number not in self._loaded}
        if wanted:
            for passage_id, (stored, report) in self._records.with_reports(list(wanted)).items():
                self._loaded[wanted[passage_id]] = _source(stored.passage, report)
        return [self._loaded.get(number) or self._gone(number) for number in numbers]

    def _runs(self, shared: Sequence[Shared]) -> list[Run]:
        return [
            Run(one.start, one.end, self._number(one.passage, one.report), one.at)
            for one in shared
            if one.report in self._reports
        ]

    def _number(self, passage_id: str, report_id: str) -> int:
        number = self._numbers.get(passage_id)
        if number is None:
            number = self._numbers[passage_id] = len(self._ids)
            self._ids.append((passage_id, report_id))
        return number

    def _gone(self, number: int) -> SourcePassage:
        passage_id, report_id = self._ids[number]
        return _source(Passage(passage_id, "", 0, 0, "other", ()), self._reports[report_id])


def shelves(view: CopyView, records: Records, generation: int) -> Shelves:
    """The library for the check of a whole draft. This unit's own reports are few: they are held in memory."""
    own = [
        _source(stored.passage, report)
        for report in records.reports()
        if report.origin == "own"
        for stored in records.passages(report.id)
    ]
    references, every = LibrarySources(view, records, "reference"), LibrarySources(view, records)
    return Shelves(references, Held(own), every, generation, utc_now())


def _source(passage: Passage, report: Report) -> SourcePassage:
    return SourcePassage(passage, report.id, report.title, report.origin, report.family, report.year)
