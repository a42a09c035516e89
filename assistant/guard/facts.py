"""The facts of a text, compared by value: `facts`, `Given` (all that the user gave). Pure.

Imports plain text, and the guard's quantities and names. 三个 / 3个 / 三 are one fact; so are 2023年 / 23年 / 去年.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from assistant.guard import honours
from assistant.guard.durations import durations, ends_a_year, implied
from assistant.guard.fact_words import fact_words, name_words
from assistant.guard.name import Name, NameKind
from assistant.guard.names import names
from assistant.guard.organisations import short_for
from assistant.guard.places import is_name, is_word
from assistant.guard.quantities import Moment, Quantity, moments, quantities
from assistant.guard.reckoned import BEFORE, Reckoned, Sentence, sentences
from assistant.guard.words import Lexer, clause_spans
from assistant.structure.plain import folded, letters_of

FactKind = Literal["number", "date"] | NameKind
_PENDING = re.compile(r"【待补[^】\n]{0,80}】")
_MOST = 200
_NUMERALS = frozenset("一二三四五六七八九十百千零")
_LEVEL = re.compile("([省市县区镇乡村州旗])委?$")
_SPAN = re.compile("[-－–—~〜～至到].*月")
_MARK = re.compile("[，。；：！？、,;:!?\n]")
_ORGAN = re.compile("^(?:[镇乡县市区村]|街道|社区)?党(?:委|组|工委|支部|总支)(?=.)")
_ALL = re.compile("全部|全覆盖|全员|悉数|所有|应[办保收享查改]尽[办保收享查改]|百分之百|百分百|件件")
# Blanks are dropped, but not those between the cells of a table, or a date and its time.
_CELLS = re.compile(r"\t|(?<=\d)[ T](?=\d{1,2}:\d\d)")
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


def facts(text: str, year: int | None, lexer: Lexer | None = None, known: Collection[str] = ()) -> list[Fact]:
    """The facts of a text in its order. year: the draft's; known: clauses (`clauses`) whose names nobody asks about.

    Without a lexer: no places, units and persons.
    """
    plain = folded(_CELLS.sub("；", text))
    pending = [match.span() for match in _PENDING.finditer(plain.text)]
    found: list[tuple[FactKind, Quantity | Moment | Name]] = [
        (name.kind, name) for name in dict.fromkeys(names(plain.text, lexer, known))
    ]
    taken = [(one.start, one.end) for kind, one in found if kind in ("document", "campaign")] + pending
    covered = _Covered(taken)
    found += [("date", one) for one in moments(plain.text, year) if not covered.overlaps(one.start, one.end)]
    dates = [(one.start, one.end) for kind, one in found if kind == "date" or plain.text[one.start].isdigit()]
    lasting = [one for one in durations(plain.text) if not covered.overlaps(one.start, one.end)]
    pieces = [(one.start, one.end) for one in lasting]
    found += [("number", one) for one in lasting]
    found += [("number", one) for one in quantities(plain.text, [*taken, *dates, *pieces])]
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

    def __init__(self, texts: Iterable[str], year: int | None, lexer: Lexer | None = None) -> None:
        texts = [text for text in texts if text]
        self._texts = texts
        self._lexer = lexer
        self.letters = "\n".join(letters_of(text) for text in texts)
        self._clauses = "\n".join(letters_of(clause) for text in texts for clause in _MARK.split(text))
        self.numbers: dict[Decimal, set[str]] = {}
        self.years: set[int] = set()
        self.months: set[int] = set()
        self.dated: set[tuple[int, int | None]] = set()
        self.parts: set[tuple[int, int]] = set()
        self.days: set[tuple[int | None, int | None]] = set()
        self._sentences: list[Sentence] = []
        for text in texts:
            told = facts(text, year)
            self._sentences += sentences(text, numbers_of(told))
            for fact in told:
                if isinstance(fact.content, Quantity):
                    self.numbers.setdefault(fact.content.value.normalize(), set()).add(fact.content.group)
                elif isinstance(fact.content, Moment):
                    moment = fact.content
                    if moment.year:
                        self.years.add(moment.year)
                        self.dated.add((moment.year, moment.month))
                    if moment.part:
                        self.parts.add(moment.part)
                    if moment.month:
                        self.months.add(moment.month)
                        self.days.add((moment.month, moment.day))
            plain = folded(text).text
            for one in implied(plain):
                self.numbers.setdefault(one.value.normalize(), set()).add(one.group)
            if ends_a_year(plain):
                self.months.add(12)
        self._ordered = sorted(self.numbers)

    @cached_property
    def _reckoned(self) -> Reckoned:
        return Reckoned(self._sentences)

    def gives(self, fact: Fact, proposed: str) -> bool:
        """Whether a number of a proposal follows from others that stand here in one sentence."""
        before = proposed[max(0, fact.start - BEFORE) : fact.start]
        return isinstance(fact.content, Quantity) and self._reckoned.gives(fact.content, before)

    def knows(self, fact: Fact, *, common: bool = False, placed: bool = True) -> bool:
        """Whether the fact is here by value. common: national titles that everyone quotes count as known; placed: the
        places that a unit's name begins with must be here too.
        """
        content = fact.content
        if isinstance(content, Quantity):
            if self._knows_list(content.listed) or self._knows_count(fact):
                return True
            if content.group == "%" and content.value == 100 and _ALL.search(self.letters):
                return True
            if content.value == 1 and letters_of(fact.quote).replace("1", "一") in self.letters:
                return True  # 一名 is seldom a fact, 1名 is one, and both are the same
            groups = self.numbers.get(content.value.normalize(), set())
            return _fits(content.group, groups) or (content.more and self._knows_more(content))
        if isinstance(content, Moment):
            if content.year and not content.relative and content.year not in self.years:
                return self._knows_while(fact, content)
            if content.part and not self._knows_part(*content.part):
                return False
            if content.month and not self._knows_month(content.month, _SPAN.search(fact.quote) is not None):
                return False
            return not content.day or (content.month, content.day) in self.days
        return self._knows_name(content, common, placed)

    def _knows_while(self, fact: Fact, moment: Moment) -> bool:
        """Whether what looks like a year is a while that is here: 工作17年 for 工作十七年."""
        bare = moment.month is None and moment.part is None and not fact.quote.startswith(("19", "20"))
        return bare and "年" in self.numbers.get(Decimal((moment.year or 0) % 100).normalize(), set())

    def _knows_list(self, last: str) -> bool:
        """Whether a number only counts what was just named, and no places that nobody gave."""
        return bool(last) and (letters_of(last) in self.letters or not name_words().place_end.search(last))

    def _knows_month(self, month: int, spans: bool) -> bool:
        """spans: it is an end of 1—6月, which is 上半年."""
        return month in self.months or any(
            month in part and (spans or part[1] - part[0] == 2) for part in self.parts
        )

    def _knows_part(self, first: int, last: int) -> bool:
        """Whether a quarter or half a year is here, or something within it."""
        return any(first <= month <= last for month in self.months) or any(
            first <= part[0] and part[1] <= last for part in self.parts
        )

    def _knows_count(self, fact: Fact) -> bool:
        """三个 stands here, be it of what counts the text's own parts: 三个方面."""
        quote = letters_of(fact.quote)
        if not quote.endswith("个") or quote[0].isdigit():
            return False
        return any(self.letters[at - 1 : at] not in _NUMERALS for at in _places(self.letters, quote))

    def _knows_more(self, content: Quantity) -> bool:
        """Whether a number is here that this is a round word for: 24 for 20余."""
        step = Decimal(1).scaleb(content.value.normalize().as_tuple().exponent)  # type: ignore[arg-type]
        at = bisect_right(self._ordered, content.value)
        return any(
            value < content.value + step and _fits(content.group, self.numbers[value])
            for value in self._ordered[at : at + _MOST]
        )

    def _knows_name(self, name: Name, common: bool, placed: bool) -> bool:
        core = letters_of(name.core)
        if not core:
            return True
        if name.kind == "place":
            return self._knows_place(core)
        if name.kind == "organisation":
            if placed and not all(self._knows_place(letters_of(one)) for one in name.within):
                return False
            return self._knows_unit(letters_of(name.text), core)
        if name.kind == "post":  # 镇长 is not 副镇长
            bare = _ORGAN.sub("", core)
            return any(self.letters[at - 1 : at] != "副" for at in _places(self.letters, bare))
        if core in self.letters or (
            name.core != name.text and name.kind == "campaign" and self._mostly(core)
        ):
            return True
        if name.kind == "honour":
            return honours.given(core, self.letters)
        titles = name_words().raw["common_titles"]
        return common and name.kind == "document" and any(letters_of(one) in core for one in titles)

    def _knows_place(self, core: str) -> bool:
        letters, apart = self.letters, name_words().raw["tell_apart"]
        if core in letters:
            before = {
                "" if self._clauses[at - 2 : at] == "其中" else self._clauses[at - 1 : at].strip()
                for at in _places(self._clauses, core)
            }  # 补上：石桥村
            if any(not one or one not in apart for one in before):
                return True
            return any(self._names_place(core, one) for one in before)
        # a verb that was taken for the name's beginning: 慰问柳树湾村; but 下石桥村 is not 石桥村
        if any(
            core[cut:] in letters
            and not (cut == 1 and core[0] in apart)
            and is_name(core[cut:])
            and (self._lexer is None or is_word(core[:cut], self._lexer))
            for cut in range(1, len(core) - 2)
        ):
            return True
        # 青松 in 青松、柳林两村
        ends = name_words().place_end.search(core)
        stem = core[: ends.start()] if ends else ""
        if len(stem) < 2 or stem not in letters:
            return False
        alone = re.compile(
            rf"{re.escape(stem)}(?![\u4e00-\u9fff]|$)|{re.escape(stem)}[和与及等的两三四五六七八九十]"
        )
        return any(alone.search(folded(text).text) for text in self._texts)

    def _names_place(self, core: str, before: str) -> bool:
        """Whether 石桥村 is named where 下 stands before it: 经常下石桥村."""
        if self._lexer is None:
            return True
        texts = [folded(text).text for text in self._texts]
        clauses = [text[a:b] for text in texts for a, b in clause_spans(text) if before + core in text[a:b]]
        return any(
            name.kind == "place" and name.text == core
            for name in names("\n".join(clauses[:_MOST]), self._lexer)
        )

    def _mostly(self, stem: str) -> bool:
        """Whether most of a campaign's name without marks is here in other order: 农资打假 for 打假农资."""
        pairs = [stem[at : at + 2] for at in range(len(stem) - 1)]
        return 2 * sum(pair in self.letters for pair in pairs) >= len(pairs)

    def _knows_unit(self, whole: str, core: str) -> bool:
        letters = self.letters
        level = _LEVEL.search(whole[: -len(core)])
        for at in _places(letters, core):
            before = _LEVEL.search(letters[max(0, at - 2) : at])
            if level is None or before is None or before[1] == level[1]:  # 市水利局 is not 县水利局
                return True
        return self._knows_short(core) or (level is not None and self._knows_short(level[1] + core))

    def _knows_short(self, name: str) -> bool:
        """Whether a unit's name stands here longer or shorter: 县医院 for 县人民医院."""
        for at in _places(self.letters, name[0], 10 * _MOST):
            window = self.letters[at : at + 2 * len(name) + 8]
            ends = [n + 1 for n, character in enumerate(window) if character == name[-1]]
            if any(short_for(name, window[:end]) or short_for(window[:end], name) for end in ends):
                return True
        return False


def numbers_of(found: Iterable[Fact]) -> Iterator[Quantity]:
    """The numbers among facts, each at its place in the text that the facts were read from."""
    for fact in found:
        if isinstance(fact.content, Quantity):
            yield replace(fact.content, start=fact.start, end=fact.end)


def _fits(group: str, groups: set[str]) -> bool:
    """Whether a number counts what is counted there too, as far as units tell."""
    return bool(groups) and (group in groups or group in ("", "个") or bool(groups & {"", "个"}))


def clauses(text: str) -> frozenset[str]:
    """The clauses of a text, as `facts` may be told that they are known."""
    plain = folded(text).text
    return frozenset(plain[start:end] for start, end in clause_spans(plain))


def _places(text: str, part: str, most: int = _MOST) -> list[int]:
    """Where a part stands in a text; no more than so many places."""
    found: list[int] = []
    at = text.find(part)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = text.find(part, at + 1)
    return found


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
