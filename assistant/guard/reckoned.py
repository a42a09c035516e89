"""Figures that nobody gave but that follow from two or more given in one sentence: a sum, a difference, a share. Pure.

A small number follows from others by chance: it counts only after a word that says how it was reckoned.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from assistant.guard.quantities import Quantity

_SENTENCE = re.compile("[。！？\n]")
_MOST = 24
"""Numbers of a sentence that are looked at."""
_LONGEST = 8
_TELLING = 3
_SUM = re.compile("[共总全两三四五六七八]|合计|累计|和|与|及|达|近")
_DIFFERENCE = re.compile("[还剩余另未多少增减降升差超省缩压比]|尚有|提高|节约|其中")
_SHARE = re.compile("[率占达增减降升长过超近约为至到]|完成|提高|比")
BEFORE = 14
"""Letters before a number in which such a word stands."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `[start, end)` and its numbers."""

    start: int
    end: int
    numbers: tuple[Quantity, ...]


def sentences(text: str, numbers: Iterable[Quantity]) -> list[Sentence]:
    """The sentences with at least two of these numbers."""
    ends = [match.start() for match in _SENTENCE.finditer(text)] + [len(text)]
    rows: list[list[Quantity]] = [[] for _ in ends]
    for number in numbers:
        rows[bisect_left(ends, number.start)].append(number)
    starts = [0, *ends]
    return [
        Sentence(start, end, tuple(row[:_MOST]))
        for start, end, row in zip(starts, ends, rows, strict=False)
        if len(row) > 1
    ]


class Reckoned:
    """What follows from the numbers of some sentences."""

    def __init__(self, rows: Sequence[Sentence]) -> None:
        self._sums: set[tuple[Decimal, str]] = set()
        self._differences: set[tuple[Decimal, str]] = set()
        self._shares: list[Decimal] = []
        for row in rows:
            self._sums.update(_sums(row.numbers))
            for one, other in combinations(row.numbers, 2):
                if one.group != other.group:
                    if "元" in (one.group, other.group):  # 75名, 人均3000元
                        self._sums.add(((one.value * other.value).normalize(), "元"))
                    continue
                low, high = sorted((one.value, other.value))
                group = "个百分点" if one.group == "%" else one.group
                self._differences.add(((high - low).normalize(), group))
                if low > 0:
                    self._shares += [low / high * 100, (high - low) / low * 100, (high - low) / high * 100]
        self._shares.sort()

    def gives(self, quantity: Quantity, before: str) -> bool:
        """Whether a number follows. before: what stands before it."""
        telling = len(quantity.value.normalize().as_tuple().digits) >= _TELLING
        before = before[-BEFORE:]
        key = (quantity.value.normalize(), quantity.group)
        if key in self._sums:
            return telling or _SUM.search(before) is not None
        if key in self._differences:
            return telling or _DIFFERENCE.search(before) is not None
        return quantity.group == "%" and self._gives_share(quantity, before)

    def _gives_share(self, quantity: Quantity, before: str) -> bool:
        exponent = quantity.value.as_tuple().exponent
        if not _SHARE.search(before) or not isinstance(exponent, int):
            return False
        if exponent >= 0 and quantity.value != 100:  # 95% is near too many shares
            return False
        step = Decimal(1).scaleb(exponent)
        return any(abs(share - quantity.value) <= step / 2 for share in self._shares)


def _sums(row: Sequence[Quantity]) -> Iterator[tuple[Decimal, str]]:
    """Of neighbours of one group, and of any two."""
    groups = {one.group for one in row}
    for group in groups:
        values = [one.value for one in row if one.group == group]
        for one, other in combinations(values, 2):
            yield (one + other).normalize(), group
        for first, _ in enumerate(values):
            total = Decimal(0)
            for value in values[first : first + _LONGEST]:
                total += value
                yield total.normalize(), group
