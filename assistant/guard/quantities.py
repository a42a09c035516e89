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
_CHINESE = f"(?:千(?![瓦克米伏帕卡字])|[{CHINESE.replace('千', '')}])"  # 五万千瓦 is 五万 of a unit
_SCALES = f"(?:千(?![瓦克米伏帕卡字])|[{SCALES.replace('千', '')}])"
_RANGE = r"(?:[-－–—―~〜～至到]{1,2})"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `[start, end)`: value in the group's first unit; group "" where there is no unit; more: 余 or 多
    stands with it; listed: the last of what was just named, where it says how many that was (河东 in 河西、河东两个社区).
    """

    start: int
    end: int
    value: Decimal
    group: str
    more: bool = False
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date at `[start, end)`, as far as it is told. relative: the year was told as 去年 or the like. part: the first and
    the last month of a quarter or of half a year. 前10个月 ends in the tenth month.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    relative: bool = False
    part: tuple[int, int] | None = None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = fact_words()
    unit = either(words.units)
    number = re.compile(
        rf"(?P<percent>百分之(?P<of>{_ARABIC}|百(?![{CHINESE}])|[{CHINESE}]{{1,12}}))"
        rf"|(?P<half>一半)|(?P<parts>[二三四五六七八九十两2-9]|10)分之(?P<part>[一二三四五六七八九1-9])"
        rf"|第(?P<rank>\d{{1,3}}|[{CHINESE}]{{1,5}})(?P<ranked>名|位|届|批|期|次|轮|组|巡察组|巡视组|督导组|督查组|调研组|检查组|支部|网格|小组)?"
        rf"|(?P<arabic>{_ARABIC})(?P<scales>{_SCALES}{{0,3}})(?:(?P<more>余|多|来)(?P<after>[万亿]{{0,2}}))?(?P<unit>{unit})?"
        rf"|(?P<chinese>(?!点){_CHINESE}{{1,24}})(?:(?P<cmore>余|多|来)(?P<cafter>[万亿]{{0,2}}))?(?P<cunit>{unit})?"
    )
    skipped = re.compile(either(words.raw["not_numbers"]))
    own = re.compile(either(words.raw["of_the_text"]))
    return number, skipped, own


_CLAUSE = re.compile("[^，。；：！？,;:!?\n]+\\Z")
_AND = re.compile("[、和与及]")
_NEXT = re.compile(rf"{_RANGE}[\d{CHINESE}]")
_PROGRAMME = re.compile("来|以来|行动|计划|规划|任期|一届|制")
_PHASE = re.compile("[、，。）]|及|和|工程|项目|改造|建设|扩建|前期|开工|基地")
_RECORD = re.compile("(?:以?来|内)(?:的?最|新[高低]|首|历史)")
_SHARE = re.compile("[到足约占近过达有降升增高减仅只剩]")
_WINDOW = re.compile("(?:近|过去|今后|未来|前|头)$")
_TIMES = 5
_WRITTEN_OUT = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_NOT_TENTHS = "立为果效长功本员熟绩不了人天套交像分"
_HAPPENED = re.compile("(?<!没有)(?<!未)(?<!无)(?<!不)(?:发生|查处|出现|立案)了?$")
_RANKED = re.compile(
    "(?:(?:排名|位居|位列|名列|排在|列)[^，。；]{1,8}|全[国省市县区镇乡校院系]|排名|位居|位列|名列|排列|居|列|排)(?:倒数)?$"
)
_YEAR4 = r"(?:19|20)\d\d|[一二][零九][零一二三四五六七八九]{2}"
_TOLD = "今年|本年度|本年|去年|上年度|上一年度|上一年|上年|前年|明年|次年|下一年"
_YEARS = (
    rf"(?<!\d)(?:{_YEAR4})年度?|(?<![\d.近约满达第过去续])\d\d年度?(?![来间前后以期代内的多余时])|{_TOLD}"
)
_MONTH = r"(?:1[0-2]|0?[1-9])|十[一二]|[一二三四五六七八九十]"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_DATE = re.compile(
    rf"(?P<year>{_YEARS})?(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    rf"|(?:(?P<m0>(?<![\d.])(?:{_MONTH}))(?:月份?)?{_RANGE})?(?P<m>(?<![\d.])(?:{_MONTH}))月(?!均|度例|度计|度会)份?"
    rf"(?:(?:(?P<d0>{_DAY})[日号]?{_RANGE})?(?P<d>{_DAY})(?:日|号(?!锅炉|楼|线|泵|机|矿|井|桥|库|门|车|地块|文件|院|厅|站|码头|高炉)))?(?:[上中下]旬|底|初|末)?)"
    rf"|前(?P<months>{_MONTH})个月|(?P<first>(?<!\d)(?:19|20)\d\d)(?={_RANGE}(?:19|20)\d\d年)|(?P<alone>{_YEARS})底?"
)
_DOTTED = re.compile(
    r"(?<![\d.])(?P<y>20\d\d)[./-](?:(?P<m>1[0-2]|0?[1-9])[./-](?P<d>[12]\d|3[01]|0?[1-9])"
    r"|(?P<month>0[1-9]|1[0-2])(?![\u4e00-\u9fff%]))(?![\d.]|[/-]\d)"
    r"|(?<![\d.])(?P<m0>1[0-2]|[1-9])[·•](?P<d0>[12]\d|3[01]|[1-9])(?!\d)"
)
_LAST_YEAR = ("去年", "上年", "上一年", "上年度", "上一年度")
_THIS_YEAR = ("今年", "本年", "本年度")


def moments(text: str, year: int | None) -> Iterator[Moment]:
    """The dates of a text; of a range its first and its last. year: that of the draft, which 去年 and 23年 are told by."""
    for match in _DOTTED.finditer(text):
        month = match["m"] or match["month"] or match["m0"]
        yield Moment(*match.span(), _small(match["y"]), int(month), _small(match["d"] or match["d0"]))
    for match in _DATE.finditer(text):
        span = match.span()
        if match["first"]:
            yield Moment(*span, int(match["first"]))
            continue
        told, relative = _year(match["alone"] or match["year"], year)
        if match["quarter"] or match["half"]:
            last = (_small(match["quarter"]) or 0) * 3 or (6 if match["half"] == "上" else 12)
            first = last - 2 if match["quarter"] else last - 5
            yield Moment(*span, told, relative=relative, part=(first, last))
            continue
        month = _small(match["m"] or match["months"])
        if month is None:
            if told is not None or relative:
                yield Moment(*span, told, relative=relative)
            continue
        vague = match.start() > 0 and text[match.start() - 1] in "个几每两"
        if vague and not (match["year"] or match["d"]):
            continue
        day = _small(match["d"])
        if match["d0"]:
            yield Moment(*span, told, month, _small(match["d0"]), relative)
        elif match["months"]:
            yield Moment(*span, told, 1, None, relative)
        elif match["m0"]:
            yield Moment(*span, told, _small(match["m0"]), None, relative)
        yield Moment(*span, told, month, day, relative)


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
    number, skipped, _ = _patterns()
    phrases = (m.span() for m in skipped.finditer(text))
    used = sorted([*taken, *(span for span in phrases if not text[span[0] - 1 : span[0]].isdecimal())])
    pointer = 0
    pending: Quantity | None = None  # the first of a range, waiting for its unit
    for match in number.finditer(text):
        start, end = match.span()
        while pointer < len(used) and used[pointer][1] <= start:
            pointer += 1
        if pointer < len(used) and used[pointer][0] < end:
            pending = None
            continue
        found = _share(match) or _rank(text, match) or _counted(text, match)
        if found is None:
            pending = None
            continue
        quantity, factor, open_range = found
        if pending is not None:
            if not re.fullmatch(_RANGE, text[pending.end : start]):
                yield pending
            elif quantity.group or factor == 1:
                yield Quantity(pending.start, pending.end, pending.value * factor, quantity.group)
            pending = None
        if open_range:
            pending = quantity
        elif quantity.group or text[end : end + 1] != "点":
            yield quantity
    if pending is not None:
        yield pending


_Found = tuple[Quantity, Decimal, bool]
"""A number; how many of its group's first unit its own unit is; whether it is the first of a range."""


def _share(match: re.Match[str]) -> _Found | None:
    """百分之三十, 一半, 三分之一."""
    start, end = match.span()
    if match["percent"]:
        of = match["of"]
        value = (
            arabic(of) if of[0].isdigit() and of.isascii() else Decimal(100) if of == "百" else chinese(of)
        )
    elif match["half"]:
        value = Decimal(50)
    elif match["part"]:
        share = Decimal(100) * (_small(match["part"]) or 1) / (_small(match["parts"]) or 1)
        value = share.quantize(Decimal("0.01"))
    else:
        return None
    return None if value is None else (Quantity(start, end, value, "%"), Decimal(1), False)


def _rank(text: str, match: re.Match[str]) -> _Found | None:
    """第三名; 第一责任人 and 第一位的 are no ranks."""
    rank = match["rank"]
    if not rank:
        return None
    value = arabic(rank) if rank.isascii() else chinese(rank)
    ranked = match["ranked"] and (value or 0) > 1
    if value is None or not (ranked or _RANKED.search(text[max(0, match.start() - 12) : match.start()])):
        return None
    return Quantity(*match.span(), value, "第"), Decimal(1), False


def _counted(text: str, match: re.Match[str]) -> _Found | None:
    """3个, 一千二百余人, 42.6万元, 三."""
    if not (match["arabic"] or match["chinese"]):
        return None
    start, end = match.span()
    after = text[end : end + 1]
    unit = (match["unit"] or match["cunit"] or "").lower()
    more = bool(match["more"] or match["cmore"])
    group, factor = fact_words().units.get(unit, ("", Decimal(1)))
    first = not unit and not more and bool(_NEXT.match(text, end))
    if match["arabic"]:
        value = arabic(match["arabic"].replace("，", ","), match["scales"])
        if (
            not unit
            and not match["scales"]
            and (_label(text, start, end) or (after.isascii() and after.isalpha()))
        ):
            return None  # 1. and 5G
    else:
        spelled = _spelled(text, match, unit, first)
        if spelled is None:
            return None
        value = spelled
    if _patterns()[2].match(text, end - len(unit)) or (unit == "成" and after and after in _NOT_TENTHS):
        return None
    if unit == "度" and match["chinese"] and value <= _TIMES:  # 两度停车
        group = "次"
    value = arabic("1", match["after"] or match["cafter"] or "") * value
    listed = (
        _listed(text, start, int(value))
        if 2 <= value <= 10 and group in ("个", "项", "人", "家", "处")
        else ""
    )
    return Quantity(start, end, value * factor, group, more, listed), factor, first


def _listed(text: str, start: int, value: int) -> str:
    clause = _CLAUSE.search(text, max(0, start - 60), start)
    parts = _AND.split(clause[0]) if clause else []
    return parts[-1] if len(parts) == value and all(parts) else ""


def _spelled(text: str, match: re.Match[str], unit: str, first: bool) -> Decimal | None:
    """The value of a numeral in characters, None where it only looks like one: 一起, 几十, 近三年."""
    start, end = match.span()
    value = chinese(match["chinese"])
    if match["chinese"] in _WRITTEN_OUT:  # 队伍, 陆某: alone they are no numerals
        return None
    before = text[start - 1 : start]
    if (
        value is None
        or (before and before in "几数")
        or (value == 1 and before == "每")
        or (unit in ("个", "种", "条", "类", "级", "张", "道", "项", "节") and before and before in '“"「')
    ):
        return None
    if not unit and not first and not (len(match["chinese"]) > 2 and value > 100):
        return None
    happened = unit == "起" and _HAPPENED.search(text[max(0, start - 5) : start])
    counted = happened or (
        value == 1 and unit in fact_words().raw["counted_ones"] and text[end : end + 1] != unit
    )
    if value <= 1 and not counted and (unit != "成" or not _SHARE.search(before)):
        return None
    if unit == "期" and value <= 3 and _PHASE.match(text, end):
        return None
    if unit == "年" and (
        value < 3
        or (_PROGRAMME.match(text, end) and not _RECORD.match(text, end))
        or _WINDOW.search(text[max(0, start - 2) : start])
    ):
        return None
    return value


def _label(text: str, start: int, end: int) -> bool:
    """Whether a bare number is the label of a line or a part: 1. or （2）."""
    line = text.rfind("\n", max(0, start - 4), start)
    listed = text[start - 1 : start] in ("。", "；", "：", ";", "") and text[end : end + 1] in (".", "、")
    at_start = listed or start == 0 or (line >= 0 and not text[line + 1 : start].strip("（( "))
    if text[end : end + 1] == "；" and (start == 0 or text[start - 1] == "\n"):  # the number of a table's row
        return True
    bracketed = text[start - 1 : start] in ("（", "(") and text[end : end + 1] in ("）", ")")
    return bracketed or (at_start and text[end : end + 1] in (".", "、", "．", "）", ")"))
