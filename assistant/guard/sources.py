"""What the guard needs to know of the library, as a protocol: `Sources`, `Run`, `SourcePassage`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from assistant.guard.findings import Compared
from assistant.structure.passages import Passage

GRAM = 8
"""The shortest run that is looked up, in letters (`structure.plain.letters`)."""
NEAR = 5
"""The letters of a group that near copies share."""


class Run(NamedTuple):
    """`text[start:end]` of what was asked stands in a passage at `at` of the passage's letters. passage: its number."""

    start: int
    end: int
    passage: int
    at: int


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A passage and the report it is of."""

    passage: Passage
    report_id: str
    report_title: str
    origin: str
    family: str
    year: int | None = None


class Sources(Protocol):
    """The library as the guard sees it. All texts are letters."""

    def compared(self) -> Compared:
        """How much there is."""

    def runs(self, text: str) -> Sequence[Run]:
        """The longest stretches of at least GRAM letters that `text` shares with each passage."""

    def near(self, text: str, spans: Sequence[tuple[int, int]]) -> Sequence[Sequence[tuple[int, int]]]:
        """For each span the passages that share most rare groups of 5 letters with it, as (its number, how many)."""

    def find(self, text: str, most: int = 8) -> Sequence[Run]:
        """Some of the places where `text`, of any length, stands."""

    def titled(self, text: str, most: int = 8) -> Sequence[SourcePassage]:
        """Some of the reports whose title holds `text`, each by its first passage."""

    def report(self, passage: int) -> str:
        """The report that a passage is of."""

    def family(self, passage: int) -> str:
        """The family of the report that a passage is of."""

    def letters(self, passage: int) -> str:
        """The letters of a passage."""

    def passages(self, numbers: Sequence[int]) -> Sequence[SourcePassage]:
        """The passages of these numbers."""


class Nothing:
    """An empty library."""

    def compared(self) -> Compared:
        """Nothing."""
        return Compared(0, 0)

    def runs(self, text: str) -> Sequence[Run]:
        """None."""
        return ()

    def near(self, text: str, spans: Sequence[tuple[int, int]]) -> Sequence[Sequence[tuple[int, int]]]:
        """None."""
        return [()] * len(spans)

    def find(self, text: str, most: int = 8) -> Sequence[Run]:
        """None."""
        return ()

    def titled(self, text: str, most: int = 8) -> Sequence[SourcePassage]:
        """None."""
        return ()

    def report(self, passage: int) -> str:
        """There is none."""
        raise IndexError(passage)

    def family(self, passage: int) -> str:
        """There is none."""
        raise IndexError(passage)

    def letters(self, passage: int) -> str:
        """There is none."""
        raise IndexError(passage)

    def passages(self, numbers: Sequence[int]) -> Sequence[SourcePassage]:
        """There are none."""
        if numbers:
            raise IndexError(numbers[0])
        return ()
