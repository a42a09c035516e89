"""Numbers with their units, and dates, in a folded text, by value. Pure; imports the guard's numerals and words.

Folded: see `structure.plain`. Offsets here are into the folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.guard.fact_words import either, fact_words
from assistant.guard.numerals import CHINESE, DIGITS, SCALES, arabic, chinese

_ARABIC = r"(?<![\d.a-z])(?:\d{1,3}(?:[,，]\d{3})+(?![\d])|\d{1,15})(?:\.\d{1,8})?"
_RANGE = r"(?:[-－–—―~〜～至到]{1,2})"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `[start, end)`: value in the group's first unit; group "" where there is no unit."""

    start: int
    end: int
    value: Decimal
    group: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A date at `[start, end)`, as far as it is told. relative: the year was told as 去年 or the like."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    relative: bool = False


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = fact_words()
    unit = either(words.units)
    number = re.compile(
        rf"(?P<percent>百分之(?P<of>{_ARABIC}|[{CHINESE}]{{1,12}}))"
        rf"|(?P<arabic>{_ARABIC})(?P<scales>[{SCALES}]{{0,3}})(?P<more>余|多|来)?(?P<unit>{unit})?"
        rf"|(?P<chinese>[{CHINESE}]{{1,24}})(?P<cmore>余|多|来)?(?P<cunit>{unit})?"
    )
    skipped = re.compile(either(words.raw["not_numbers"]))
    own = re.compile(either(words.raw["of_the_text"]))
    return number, skipped, own


_YEAR4 = r"(?:19|20)\d\d|[一二][零九][零一二三四五六七八九]{2}"
_DATE = re.compile(
    rf"(?P<year>(?<!\d)(?:{_YEAR4})年度?|(?<![\d.近约满达第])\d\d年度?(?![来间前后以期代内的多余时])|今年|本年度|本年|去年|上年度|上一年度|上一年|上年|前年|明年|次年|下一年)?"
    r"(?P<m>(?<![\d.])(?:1[0-2]|0?[1-9])|十[一二]|[一二三四五六七八九十])月(?!均|度例)份?(?:(?P<d>(?:[12]\d|3[01]|0?[1-9])|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?(?:[上中下]旬|底|初|末)?"
    rf"|(?P<alone>(?<!\d)(?:{_YEAR4})年度?|(?<![\d.近约满达第过去续])\d\d年度?(?![来间前后以期代内的多余时])|今年|本年度|去年|上年度|上一年度|上一年|上年|前年|明年|次年|下一年)底?"
)
_DOTTED = re.compile(
    r"(?<![\d.])(?P<y>20\d\d)[./-](?P<m>1[0-2]|0?[1-9])[./-](?P<d>[12]\d|3[01]|0?[1-9])(?![\d.])"
)
_LAST_YEAR = ("去年", "上年", "上一年", "上年度", "上一年度")
_THIS_YEAR = ("今年", "本年", "本年度")


def moments(text: str, year: int | None) -> Iterator[Moment]:
    """The dates of a text. year: that of the draft, which 去年 and 23年 are told by."""
    for match in _DOTTED.finditer(text):
        yield Moment(match.start(), match.end(), int(match["y"]), int(match["m"]), int(match["d"]))
    for match in _DATE.finditer(text):
        word = match["alone"] or match["year"]
        told, relative = _year(word, year)
        if match["alone"] and told is None and not relative:
            continue
        month = _small(match["m"])
        if (
            match["m"]
            and not match["year"]
            and not match["d"]
            and match.start()
            and text[match.start() - 1] in "个几每两"
        ):
            continue
        yield Moment(match.start(), match.end(), told, month, _small(match["d"]), relative)


def _year(word: str | None, base: int | None) -> tuple[int | None, bool]:
    if not word:
        return None, False
    if word in _THIS_YEAR:
        return base, True
    for words, shift in ((_LAST_YEAR, -1), (("前年",), -2), (("明年", "次年", "下一年"), 1)):
        if word in words:
            return (base + shift if base else None), True
    digits = word.rstrip("度").rstrip("年")
    if not digits.isascii():
        digits = "".join(str(DIGITS[c]) for c in digits)
    if len(digits) == 4:
        return int(digits), False
    value = int(digits)
    # 23年 is a year only near the draft's own; else it is a while
    near = (base or 2024) % 100
    return (2000 + value, False) if near - 15 <= value <= near + 6 else (None, False)


def _small(word: str | None) -> int | None:
    if not word:
        return None
    value = int(word) if word.isascii() else chinese(word)
    return None if value is None else int(value)


def quantities(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    """The numbers of a text, but for those in spans that are something else (dates, titles)."""
    number, skipped, own = _patterns()
    words = fact_words()
    used = sorted([*taken, *((m.start(), m.end()) for m in skipped.finditer(text))])
    pointer = 0
    pending: tuple[int, int, Decimal] | None = None  # the first of a range, waiting for its unit
    for match in number.finditer(text):
        start, end = match.span()
        while pointer < len(used) and used[pointer][1] <= start:
            pointer += 1
        if pointer < len(used) and used[pointer][0] < end:
            pending = None
            continue
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if match["percent"]:
            value = (
                arabic(match["of"])
                if match["of"][0].isdigit() and match["of"].isascii()
                else chinese(match["of"])
            )
            if value is not None:
                yield Quantity(start, end, value, "%")
            pending = None
            continue
        unit = (match["unit"] or match["cunit"] or "").lower()
        group, factor = words.units.get(unit, ("", Decimal(1)))
        if match["arabic"]:
            value = arabic(match["arabic"].replace("，", ","), match["scales"])
            plain = not match["scales"]
        else:
            value = chinese(match["chinese"])
            plain = False
            if value is None or (not unit and not (len(match["chinese"]) > 2 and value > 100)) or value <= 1:
                pending = None
                continue
            if (before and before in "几数第") or (unit == "个" and before and before in '“"「'):
                continue
        if (
            before == "第"
            or own.match(text, match.end() - len(unit))
            or (unit == "年" and value < 11 and not match["arabic"])
        ):
            pending = None
            continue
        if not unit and plain and _label(text, start, end):
            pending = None
            continue
        if pending is not None:
            first, stop, low = pending
            if re.fullmatch(_RANGE, text[stop:start]):
                yield Quantity(first, stop, low * factor, group)
            else:
                yield Quantity(first, stop, low, "")
            pending = None
        if (
            not unit
            and not match["more"]
            and match["arabic"]
            and re.match(rf"{_RANGE}[\d]", text[end : end + 3])
        ):
            pending = (start, end, value)
            continue
        if not unit and after == "点":
            continue
        yield Quantity(start, end, value * factor, group)
    if pending is not None:
        yield Quantity(pending[0], pending[1], pending[2], "")


def _label(text: str, start: int, end: int) -> bool:
    """Whether a bare number is the label of a line or a part: 1. or （2）."""
    line = text.rfind("\n", max(0, start - 4), start)
    listed = text[start - 1 : start] in ("。", "；", "：", ";", "") and text[end : end + 1] in (".", "、")
    at_start = listed or start == 0 or (line >= 0 and not text[line + 1 : start].strip("（( "))
    bracketed = text[start - 1 : start] in ("（", "(") and text[end : end + 1] in ("）", ")")
    return bracketed or (at_start and text[end : end + 1] in (".", "、", "．", "）", ")"))
