"""A library for the guard, made of texts: the real copy index in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.guard.findings import Compared
from assistant.guard.sources import Run, SourcePassage
from assistant.structure.passages import Passage
from assistant.structure.plain import letters_of
from vectorstore.copies import CopyIndex, Shared


@dataclass(frozen=True)
class Example:
    """A report of a test's library."""

    id: str
    title: str
    passages: tuple[str, ...]
    origin: str = "reference"
    family: str = ""
    year: int | None = None


class Shelf:
    """`Sources` over examples."""

    def __init__(self, examples: Sequence[Example], index: CopyIndex | None = None) -> None:
        self._index = index or CopyIndex(None)
        self._passages: list[SourcePassage] = []
        self._numbers: dict[str, int] = {}
        self._reports = len(examples)
        self._titles: list[tuple[str, SourcePassage]] = []
        rows = []
        for example in examples:
            start = 0
            for ordinal, text in enumerate(example.passages):
                passage = Passage(f"{example.id}-{ordinal:04d}", text, start, start + len(text), "other", ())
                start += len(text) + 1
                self._numbers[passage.id] = len(self._passages)
                family = example.family or example.id
                self._passages.append(
                    SourcePassage(passage, example.id, example.title, example.origin, family, example.year)
                )
                rows.append((passage.id, example.id, text))
            if example.passages:
                first = self._passages[-len(example.passages)]
                self._titles.append((letters_of(example.title), first))
        self._index.add_texts(rows)

    def compared(self) -> Compared:
        return Compared(self._reports, len(self._passages))

    def runs(self, text: str) -> list[Run]:
        return self._runs(self._index.view.shared(text))

    def near(self, text: str, spans: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        found = self._index.view.near(text, spans)
        return [[(self._numbers[one.passage], one.votes) for one in span] for span in found]

    def find(self, text: str, most: int = 8) -> list[Run]:
        return self._runs(self._index.view.find(text, most))

    def titled(self, text: str, most: int = 8) -> list[SourcePassage]:
        return [first for title, first in self._titles if text in title][:most]

    def report(self, passage: int) -> str:
        return self._passages[passage].report_id

    def family(self, passage: int) -> str:
        return self._passages[passage].family

    def letters(self, passage: int) -> str:
        return letters_of(self._passages[passage].passage.text)

    def passage(self, passage: int) -> SourcePassage:
        return self._passages[passage]

    def _runs(self, shared: Sequence[Shared]) -> list[Run]:
        return [Run(one.start, one.end, self._numbers[one.passage], one.at) for one in shared]
