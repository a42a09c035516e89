"""Texts as `Sources`, in memory: a writer's other drafts, a unit's earlier reports, for the check of a whole draft. Pure.

Only what is asked is indexed; the texts are walked once a question, in linear time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from assistant.guard.findings import Compared
from assistant.guard.sources import GRAM, Run, SourcePassage
from assistant.structure.passages import MOST, Passage
from assistant.structure.plain import letters_of
from assistant.structure.sentences import cut_long, sentence_spans

ORIGIN = "draft"
"""The `origin` of a draft as a source: neither `reference` nor `own`."""

_PLACES = 64  # of one gram in the text asked about: more of them are a row of one character
_RARE, _FEW = 5, 8  # letters of a group; in how many sentences it may stand to be rare
_NEAREST = 8  # passages for a sentence
_BETWEEN = "\n"  # no letter


@dataclass(frozen=True, slots=True)
class Text:
    """A text to compare with, under its id and title."""

    id: str
    title: str
    text: str


class Held:
    """`Sources` over passages in memory. All are one writer's or unit's, and so of one family: what its years have in
    common is no common language.
    """

    def __init__(self, passages: Sequence[SourcePassage]) -> None:
        self._passages = passages
        self._letters = [letters_of(one.passage.text) for one in passages]
        self._all = _BETWEEN.join(self._letters)
        self._starts = [0, *accumulate(len(one) + 1 for one in self._letters)]

    def compared(self) -> Compared:
        """How much there is."""
        return Compared(len({one.report_id for one in self._passages}), len(self._passages))

    def runs(self, text: str) -> Sequence[Run]:
        """See `Sources.runs`. At each place of a passage all that matches there, then on behind the longest of it."""
        places: dict[str, list[int]] = defaultdict(list)
        for at in range(len(text) - GRAM + 1):
            known = places[text[at : at + GRAM]]
            if len(known) < _PLACES:
                known.append(at)
        return [run for number in range(len(self._letters)) for run in self._of_passage(text, places, number)]

    def _of_passage(self, text: str, places: dict[str, list[int]], number: int) -> Iterator[Run]:
        passage = self._letters[number]
        at = 0
        while at <= len(passage) - GRAM:
            longest = 0
            for start in places.get(passage[at : at + GRAM], ()):
                length = GRAM
                limit = min(len(text) - start, len(passage) - at)
                while length < limit and text[start + length] == passage[at + length]:
                    length += 1
                yield Run(start, start + length, number, at)
                longest = max(longest, length)
            at += longest or 1

    def near(self, text: str, spans: Sequence[tuple[int, int]]) -> Sequence[Sequence[tuple[int, int]]]:
        """See `Sources.near`."""
        rare: dict[str, list[int]] = defaultdict(list)
        for number, (start, end) in enumerate(spans):
            for gram in {text[at : at + _RARE] for at in range(start, end - _RARE + 1)}:
                rare[gram].append(number)
        rare = {gram: numbers for gram, numbers in rare.items() if len(numbers) <= _FEW}
        votes: list[Counter[int]] = [Counter() for _ in spans]
        for number, passage in enumerate(self._letters):
            for gram in {passage[at : at + _RARE] for at in range(len(passage) - _RARE + 1)} & rare.keys():
                for span in rare[gram]:
                    votes[span][number] += 1
        return [counted.most_common(_NEAREST) for counted in votes]

    def find(self, text: str, most: int = 8) -> Sequence[Run]:
        """See `Sources.find`."""
        found: list[Run] = []
        at = self._all.find(text) if text else -1
        while at >= 0 and len(found) < most:
            number = bisect_right(self._starts, at) - 1
            found.append(Run(0, len(text), number, at - self._starts[number]))
            at = self._all.find(text, at + len(text))
        return found

    def titled(self, text: str, most: int = 8) -> Sequence[SourcePassage]:
        """See `Sources.titled`."""
        first = {
            one.report_id: one for one in reversed(self._passages) if text in letters_of(one.report_title)
        }
        return list(first.values())[:most]

    def report(self, passage: int) -> str:
        """The report that a passage is of."""
        return self._passages[passage].report_id

    def family(self, passage: int) -> str:
        """One for all."""
        return ""

    def letters(self, passage: int) -> str:
        """The letters of a passage."""
        return self._letters[passage]

    def passages(self, numbers: Sequence[int]) -> Sequence[SourcePassage]:
        """See `Sources.passages`."""
        return [self._passages[number] for number in numbers]


def held(texts: Iterable[Text], origin: str = ORIGIN) -> Held:
    """Texts as `Sources`."""
    return Held(
        [
            SourcePassage(
                Passage(f"{one.id}-{number:04d}", one.text[start:end], start, end, "other", ()),
                one.id, one.title, origin, "",
            )
            for one in texts
            for number, (start, end) in enumerate(_cut(one.text))
        ]
    )  # fmt: skip


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Whole sentences, as many as a passage holds; one that is longer is cut."""
    begin = last = -1
    for start, end in sentence_spans(text, 0, len(text)):
        if begin >= 0 and end - begin > MOST:
            yield from cut_long(text, begin, last, MOST)
            begin = -1
        if begin < 0:
            begin = start
        last = end
    if begin >= 0:
        yield from cut_long(text, begin, last, MOST)
