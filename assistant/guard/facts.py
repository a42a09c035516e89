"""The facts of a text, compared by value: `facts`, `Given` (all that the user gave). Pure.

Imports plain text, and the guard's quantities and names. 三个 / 3个 / 三 are one fact; so are 2023年 / 23年 / 去年.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.guard.fact_words import fact_words
from assistant.guard.names import Name, NameKind, names
from assistant.guard.quantities import Moment, Quantity, moments, quantities
from assistant.structure.plain import folded, letters_of

FactKind = Literal["number", "date"] | NameKind
_PENDING = re.compile(r"【待补[^】\n]{0,80}】")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|——|—|-)")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact at `[start, end)` of the text it was read from; content: its value."""

    kind: FactKind
    start: int
    end: int
    quote: str
    content: Quantity | Moment | Name


def year_of(text: str) -> int | None:
    """The year a draft is about: the first of its title's lines, else the one named most."""
    text = folded(text[:20_000]).text
    title = _YEAR.search("\n".join(text.split("\n", 3)[:3])[:120])
    if title:
        return int(title[0])
    counted = Counter(int(year) for year in _YEAR.findall(text))
    return max(counted, key=lambda year: (counted[year], year)) if counted else None


def facts(text: str, year: int | None) -> list[Fact]:
    """The facts of a text in its order, none inside another. year: the draft's."""
    plain = folded(text)
    pending = [match.span() for match in _PENDING.finditer(plain.text)]
    found: list[tuple[FactKind, Quantity | Moment | Name]] = [(name.kind, name) for name in names(plain.text)]
    taken = [(one.start, one.end) for kind, one in found if kind in ("document", "campaign")] + pending
    covered = _Covered(taken)
    found += [("date", one) for one in moments(plain.text, year) if not covered.overlaps(one.start, one.end)]
    dates = [(one.start, one.end) for kind, one in found if kind == "date"]
    found += [("number", one) for one in quantities(plain.text, [*taken, *dates])]
    kept: list[Fact] = []
    for kind, one in found:
        if kind not in ("document", "campaign") and covered.overlaps(one.start, one.end):
            continue
        start, end = plain.span(one.start, one.end)
        kept.append(Fact(kind, start, end, text[start:end], one))
    kept.sort(key=lambda fact: (fact.start, -fact.end))
    return kept


class _Covered:
    """Spans that do not overlap each other, asked whether they overlap another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def overlaps(self, start: int, end: int) -> bool:
        at = bisect_left(self._starts, end)
        return at > 0 and self._spans[at - 1][1] > start


class Given:
    """Texts with their facts: what the user gave, or what a proposal says. A fact is known where its value is there."""

    def __init__(self, texts: Iterable[str], year: int | None) -> None:
        texts = [text for text in texts if text]
        self.letters = "\n".join(letters_of(text) for text in texts)
        self.numbers: dict[Decimal, set[str]] = {}
        self.years: set[int] = set()
        self.months: set[int] = set()
        self.days: set[tuple[int | None, int | None]] = set()
        for text in texts:
            for fact in facts(text, year):
                if isinstance(fact.content, Quantity):
                    self.numbers.setdefault(fact.content.value.normalize(), set()).add(fact.content.group)
                elif isinstance(fact.content, Moment):
                    moment = fact.content
                    if moment.year:
                        self.years.add(moment.year)
                    if moment.month:
                        self.months.add(moment.month)
                        self.days.add((moment.month, moment.day))

    def knows(self, fact: Fact, *, common: bool = False) -> bool:
        """Whether the fact is here by value. common: national titles that everyone quotes count as known."""
        content = fact.content
        if isinstance(content, Quantity):
            if content.value == 1 and letters_of(fact.quote).replace("1", "一") in self.letters:
                return True  # 一名 is seldom a fact, 1名 is one, and both are the same
            groups = self.numbers.get(content.value.normalize(), set())
            return bool(groups) and (
                content.group in groups or content.group in ("", "个") or bool(groups & {"", "个"})
            )
        if isinstance(content, Moment):
            if content.year and not content.relative and content.year not in self.years:
                return False
            if content.month and content.month not in self.months:
                return False
            return not content.day or (content.month, content.day) in self.days
        return self._knows_name(content, common)

    def _knows_name(self, name: Name, common: bool) -> bool:
        core = letters_of(name.core)
        if not core or core in self.letters:
            return True
        if (
            common
            and name.kind == "document"
            and any(letters_of(one) in core for one in fact_words().raw["common_titles"])
        ):
            return True
        if name.kind == "place":
            # a verb that was taken for the name's beginning: 慰问柳树湾村; but 下石桥村 is not 石桥村
            apart = fact_words().raw["tell_apart"]
            for cut in range(1, len(core) - 2):
                if core[cut:] in self.letters and not (cut == 1 and core[0] in apart):
                    return True
            return False
        if name.kind == "organisation":
            return any(core[cut:] in self.letters for cut in range(1, max(1, len(core) - 4)))
        return False


def surfaces(fact: Fact) -> list[str]:
    """How the fact may be written, as letters, the most exact first: for looking it up in the library."""
    quote = letters_of(fact.quote)
    content = fact.content
    if isinstance(content, Name):
        return (
            [letters_of(content.text), letters_of(content.core)]
            if content.core != content.text
            else [letters_of(content.text)]
        )
    if isinstance(content, Moment):
        found = [quote]
        if content.month and content.day:
            found += [f"{content.month}月{content.day}日"]
            if content.year:
                found.insert(1, f"{content.year}年{content.month}月{content.day}日")
        elif content.year and content.month:
            found += [f"{content.year}年{content.month}月"]
        elif content.year:
            found += [f"{content.year}年"]
        return list(dict.fromkeys(found))
    return list(dict.fromkeys([quote, *_written(content)]))


def _written(quantity: Quantity) -> list[str]:
    units = fact_words().units
    words = [word for word, (group, _) in units.items() if group == quantity.group] or [""]
    whole, bare = [], []
    for word in words:
        value = quantity.value / (units[word][1] if word else Decimal(1))
        for scale, name in ((1, ""), (10_000, "万"), (100_000_000, "亿")):
            part = (value / scale).normalize()
            exponent = part.as_tuple().exponent
            if part >= Decimal("0.1") and isinstance(exponent, int) and exponent >= -3:
                digits = f"{part:f}"
                whole.append(letters_of(f"{digits}{name}{word}"))
                if len(part.as_tuple().digits) > 1:
                    bare.append(letters_of(f"{digits}{name}"))  # 1860余人次
    return [*whole, *bare]


def significant(fact: Fact) -> int:
    """How telling a number is: its digits without trailing noughts; names and dates count as many."""
    if not isinstance(fact.content, Quantity):
        return 9
    digits = fact.content.value.normalize().as_tuple().digits
    return len(digits)
