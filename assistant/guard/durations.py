"""Numbers told in two pieces, in a folded text, by value: 一年零两个月, 两个半小时, 1/3, 下午3点; and what a text gives in
other words: 半年 for six months. Pure; imports the guard's numerals and the type of a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.guard.fact_words import fact_words
from assistant.guard.numerals import CHINESE, arabic, chinese
from assistant.guard.quantities import Quantity

_NUMBER = rf"(?:\d{{1,3}}|[{CHINESE.replace('点', '')}]{{1,4}})"
_AFTERNOON = "下午|晚上|傍晚|晚"
_PIECES = re.compile(
    rf"(?P<years>{_NUMBER})年[零又]?(?P<months>{_NUMBER})个月"
    rf"|(?P<ones>{_NUMBER})(?:个半(?P<of>小时|月)|年半(?!数))"
    rf"|(?P<halves>{_NUMBER})(?P<kind>[次天倍里亩吨斤])半(?![天年月径])"
    r"|(?<![\d/.])(?P<part>\d{1,2})/(?P<whole>\d{1,3})(?![\d/年月日号.])"
    rf"|(?P<day>上午|早上|清晨|凌晨|中午|{_AFTERNOON})(?P<hour>{_NUMBER})[点时](?P<past>半|\d{{1,2}}分|整)?"
    r"|(?<!\d)(?P<sharp>[01]?\d|2[0-4])时(?![间期段常候而有代刻俗差任效限令速])"
)
_HALF_A_YEAR = re.compile("(?<![上下每])半年")
_HALF_A_MONTH = re.compile("(?<![上下每])半个?月")
_YEARS = re.compile(rf"(?P<years>{_NUMBER})年(?![度份底末初前代])")
_HALF = re.compile("过半|半数|对半|半成以上|大半")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_CLASS = re.compile(
    rf"(?<![a-z])(?P<roman>{'|'.join(sorted(_ROMAN, key=len, reverse=True))})(?P<of>[类级型期])"
)
_END_OF_YEAR = re.compile("年[末底]")


def durations(text: str) -> Iterator[Quantity]:
    """The numbers in two pieces, and the hours of the day."""
    for match in _PIECES.finditer(text):
        value, group = _meant(match)
        if value is not None:
            yield Quantity(*match.span(), value, group)


def _meant(match: re.Match[str]) -> tuple[Decimal | None, str]:
    if match["years"]:
        years, months = _value(match["years"]), _value(match["months"])
        return (years * 12 + months if years is not None and months is not None else None), "个月"
    if match["ones"]:
        ones = _value(match["ones"])
        if ones is None:
            return None, ""
        half = ones + Decimal("0.5")
        return (half * 12, "个月") if not match["of"] else (half, "小时" if match["of"] == "小时" else "个月")
    if match["halves"]:
        ones = _value(match["halves"])
        factor = fact_words().units[match["kind"]][1]
        return (None if ones is None else (ones + Decimal("0.5")) * factor), _group(match["kind"])
    if match["part"]:
        part, whole = int(match["part"]), int(match["whole"])
        share = (Decimal(100) * part / whole).quantize(Decimal("0.01")) if 0 < part < whole else None
        return share, "%"
    hour = _value(match["hour"] or match["sharp"])
    if hour is None or hour > 24:
        return None, ""
    if match["day"] and re.fullmatch(_AFTERNOON, match["day"]) and hour < 12:
        hour += 12
    past = match["past"] or ""
    minutes = Decimal(30) if past == "半" else Decimal(past[:-1]) if past.endswith("分") else Decimal(0)
    return hour + minutes / 60, "时"


def implied(text: str) -> Iterator[Quantity]:
    """What is given in other words: 半年 is six months, 半个月 fifteen days, 两年 are 24 and two years."""
    for match in _HALF_A_YEAR.finditer(text):
        yield Quantity(*match.span(), Decimal(6), "个月")
    for match in _HALF.finditer(text):
        yield Quantity(*match.span(), Decimal(50), "%")
    for match in _CLASS.finditer(text):
        yield Quantity(*match.span(), Decimal(_ROMAN[match["roman"]]), _group(match["of"]))
    for match in _HALF_A_MONTH.finditer(text):
        yield Quantity(*match.span(), Decimal(15), "天")
    for match in _YEARS.finditer(text):
        years = _value(match["years"])
        if years is not None and years < 100:
            yield Quantity(*match.span(), years * 12, "个月")
            yield Quantity(*match.span(), years, "年")  # 近三年 is no figure of its own, and gives 近3年


def _group(unit: str) -> str:
    return fact_words().units.get(unit, ("", Decimal(1)))[0]


def ends_a_year(text: str) -> bool:
    """Whether the end of a year is named: its last month is."""
    return _END_OF_YEAR.search(text) is not None


def _value(word: str) -> Decimal | None:
    return arabic(word) if word.isascii() else chinese(word)
