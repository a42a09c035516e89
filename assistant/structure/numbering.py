"""Numbers of headings: read the label that stands at the start of a line, write the canonical one, repair a run.

Pure; imports nothing of the project. Canonical forms follow GB/T 9704—2012 §7.3.3: 一、 （一） 1. （1）.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Style(StrEnum):
    """The kinds of label, outermost first (the usual order of nesting)."""

    PART = "part"  # 第一部分
    CHAPTER = "chapter"  # 第一章
    CLAUSE = "clause"  # 第一节
    ARTICLE = "article"  # 第一条
    CHINESE = "chinese"  # 一、
    BRACKETED_CHINESE = "bracketed_chinese"  # （一）
    ARABIC = "arabic"  # 1.
    DECIMAL = "decimal"  # 1.1
    BRACKETED_ARABIC = "bracketed_arabic"  # （1）
    CIRCLED = "circled"  # ①


RANK = {style: rank for rank, style in enumerate(Style)}


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it stands in the text at `[start, end)`, separators included, blanks after it not.

    number: None where it cannot be read (`（%1）`), `guess` then says what it may have been. loose: written in a way
    that prose is written too (`一 `, `1：`), so that a heading needs more evidence than this. prefix: the leading
    numbers of a decimal label (1.2 → (1,)).
    """

    style: Style
    number: int | None
    start: int
    end: int
    loose: bool = False
    guess: int | None = None
    prefix: tuple[int, ...] = ()


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "幺": 1}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰", "一二三四五六七八九十百")
_NUMERAL = re.compile(
    r"(?P<h>[一二三四五六七八九]?)百(?:[零〇](?P<hu>[一二三四五六七八九])|(?P<ht>[一二三四五六七八九])十(?P<htu>[一二三四五六七八九]?))?"
    r"|(?P<t>[一二三四五六七八九]?)十(?P<tu>[一二三四五六七八九]?)"
    r"|(?P<u>[一二三四五六七八九])"
)


def number_of(text: str) -> int | None:
    """The number that `text` writes, in Chinese numerals up to 999 or digits of either width; None if it is none."""
    text = text.translate(_FORMAL)
    if text.isdecimal():
        return int(text) if len(text) <= 4 else None
    if len(text) == 1 and (number := circled_number(text)) is not None:
        return number
    match = _NUMERAL.fullmatch(text)
    if match is None:
        return None
    if (unit := match["u"]) is not None:
        return _DIGITS[unit]
    if match["t"] is not None:
        return _DIGITS.get(match["t"], 1) * 10 + _DIGITS.get(match["tu"], 0)
    hundreds = _DIGITS.get(match["h"], 1) * 100
    return hundreds + _DIGITS.get(match["hu"] or "零", 0) + _tens(match["ht"], match["htu"])


def _tens(tens: str | None, units: str | None) -> int:
    return _DIGITS[tens] * 10 + _DIGITS.get(units or "零", 0) if tens else 0


def chinese(number: int) -> str:
    """1…999 as Chinese numerals (一, 十, 二十一, 一百零五)."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    if number < 100:
        tens, units = divmod(number, 10)
        return (digits[tens] if tens > 1 else "") + "十" + (digits[units] if units else "")
    if number > 999:
        return str(number)
    hundreds, rest = divmod(number, 100)
    if not rest:
        return digits[hundreds] + "百"
    tail = digits[rest // 10] + "十" + (digits[rest % 10] if rest % 10 else "") if rest >= 10 else "零" + digits[rest]
    return digits[hundreds] + "百" + tail


_CIRCLES = ((0x2460, 20, 1), (0x3251, 15, 21), (0x32B1, 15, 36), (0x2776, 10, 1), (0x2780, 10, 1), (0x278A, 10, 1))


def circled_number(char: str) -> int | None:
    """① → 1, ㉑ → 21, ❶ → 1; None for any other character."""
    code = ord(char)
    for first, count, value in _CIRCLES:
        if first <= code < first + count:
            return value + code - first
    return None


def label_text(style: Style, number: int, prefix: tuple[int, ...] = ()) -> str:
    """The canonical label: 一、 （一） 1. （1） ① 第一部分 第一章 第一节 第一条 1.1."""
    match style:
        case Style.PART:
            return f"第{chinese(number)}部分"
        case Style.CHAPTER:
            return f"第{chinese(number)}章"
        case Style.CLAUSE:
            return f"第{chinese(number)}节"
        case Style.ARTICLE:
            return f"第{chinese(number)}条"
        case Style.CHINESE:
            return f"{chinese(number)}、"
        case Style.BRACKETED_CHINESE:
            return f"（{chinese(number)}）"
        case Style.ARABIC:
            return f"{number}."
        case Style.DECIMAL:
            return ".".join(str(n) for n in (*prefix, number))
        case Style.BRACKETED_ARABIC:
            return f"（{number}）"
        case Style.CIRCLED:
            if number <= 20:
                return chr(0x245F + number)
            return chr(0x3250 + number - 20) if number <= 35 else chr(0x32B0 + min(number, 50) - 35)


BLANK = r"[ \t\u3000\u00a0\u2000-\u200b\u202f\ufeff]"
_CN = "一二三四五六七八九十百零〇"
_CN_ALL = _CN + "壹贰叁肆伍陆柒捌玖拾"
_D = "0-9０-９"
_DASHES = r"—－―ー─–\-"
_NTH = re.compile(
    rf"第{BLANK}*(?P<n>[{_CN_ALL}]{{1,4}}|[{_D}]{{1,3}}){BLANK}*(?P<unit>部分|[篇编章节条])(?P<sep>[、：:．.]?)"
)
_NTH_STYLE = {
    "部分": Style.PART,
    "篇": Style.PART,
    "编": Style.PART,
    "章": Style.CHAPTER,
    "节": Style.CLAUSE,
    "条": Style.ARTICLE,
}
_BRACKETED = re.compile(
    rf"[（(〔［\[【⦅]{BLANK}*(?:(?P<cn>[{_CN_ALL}]{{1,4}})|(?P<d>[{_D}]{{1,3}})|(?P<bad>%{BLANK}?\d{{1,2}}|[{_DASHES}=＝?？□lIｌ#＃]|)){BLANK}*"
    rf"[）)〕］\]】⦆](?:{BLANK}?[、．.])?"
)
# The line that 一） stands for （一）; the （ may have been left on the line before.
_HALF_CLOSED = re.compile(rf"(?:(?P<cn>[{_CN_ALL}]{{1,4}})|(?P<d>[{_D}]{{1,2}})){BLANK}*[）)](?:{BLANK}?[、．.])?")
_HALF_OPEN = re.compile(rf"[（(]{BLANK}*(?:(?P<cn>[{_CN_ALL}]{{1,4}})|(?P<d>[{_D}]{{1,2}}))(?:[、．.]|(?={BLANK}))")
_CHINESE = re.compile(
    rf"(?P<cn>[{_CN_ALL}]{{1,4}}){BLANK}{{0,2}}(?:(?P<sep>[、．.﹑])[、．.]?|(?P<loose>[，,：:。])|(?={BLANK}))"
)
_ARABIC = re.compile(
    rf"(?P<d>[{_D}]{{1,3}}){BLANK}{{0,2}}(?:(?P<sep>[.．、﹒])[、.．]?|(?P<loose>[，,：:])|(?={BLANK}))"
)
_DECIMAL = re.compile(rf"(?P<all>[{_D}]{{1,2}}(?:[.．][{_D}]{{1,2}}){{1,3}})[.．、]?(?={BLANK})")
_DAMAGED_CHINESE = re.compile(rf"(?:[{_DASHES}]{BLANK}?、|%\d{{1,2}}{BLANK}?、)")
_DAMAGED_ARABIC = re.compile(r"(?:[lIｌ|][.．、]|%\d{1,2}[.．])(?![A-Za-z.])")
_ENCLOSED = re.compile(r"[\u2460-\u249b\u3220-\u3229\u3251-\u325f\u32b1-\u32bf\u2776-\u2793][、．.]?")
_GUESS = {"l": 1, "I": 1, "ｌ": 1, "=": 2, "＝": 2} | dict.fromkeys("—－―ー─–-", 1)


def _number_in(match: re.Match[str]) -> tuple[int | None, bool]:
    """The number in group `cn` or `d`, and whether it is Chinese."""
    if (written := match["cn"]) is not None:
        return number_of(written), True
    return number_of(match["d"]), False


def _enclosed(char: str) -> tuple[Style, int] | None:
    code = ord(char)
    if 0x3220 <= code <= 0x3229:
        return Style.BRACKETED_CHINESE, code - 0x321F
    if 0x2474 <= code <= 0x2487:
        return Style.BRACKETED_ARABIC, code - 0x2473
    if 0x2488 <= code <= 0x249B:
        return Style.ARABIC, code - 0x2487
    number = circled_number(char)
    return None if number is None else (Style.CIRCLED, number)


def read_label(text: str, start: int, end: int) -> Label | None:
    """The label at `start`, or None. Only its form is judged, not whether a heading follows."""
    if start >= end:
        return None
    stop = min(end, start + 24)
    first = text[start]
    if first == "第":
        return _read_nth(text, start, stop)
    if first in "（(〔［[【⦅":
        return _read_bracketed(text, start, stop)
    if (match := _ENCLOSED.match(text, start, stop)) and (enclosed := _enclosed(first)):
        return Label(enclosed[0], enclosed[1], start, match.end())
    if match := _DECIMAL.match(text, start, stop):
        *prefix, number = (int(n) for n in re.split("[.．]", match["all"]))
        return Label(Style.DECIMAL, number, start, match.end(), loose=True, prefix=tuple(prefix))
    if match := _HALF_CLOSED.match(text, start, stop):
        value, is_chinese = _number_in(match)
        style = Style.BRACKETED_CHINESE if is_chinese else Style.BRACKETED_ARABIC
        return Label(style, value, start, match.end()) if value else None
    for pattern, style in ((_CHINESE, Style.CHINESE), (_ARABIC, Style.ARABIC)):
        if match := pattern.match(text, start, stop):
            value = number_of(match["cn"] if style is Style.CHINESE else match["d"])
            return Label(style, value, start, match.end(), loose=match["sep"] is None) if value else None
    for pattern, style in ((_DAMAGED_CHINESE, Style.CHINESE), (_DAMAGED_ARABIC, Style.ARABIC)):
        if match := pattern.match(text, start, stop):
            return Label(style, None, start, match.end(), guess=_GUESS.get(first))
    return None


def _read_nth(text: str, start: int, stop: int) -> Label | None:
    match = _NTH.match(text, start, stop)
    number = number_of(match["n"]) if match else None
    if match is None or not number:
        return None
    return Label(_NTH_STYLE[match["unit"]], number, start, match.end(), loose=not match["sep"])


def _read_bracketed(text: str, start: int, stop: int) -> Label | None:
    if match := _BRACKETED.match(text, start, stop):
        bad = match["bad"]
        if bad is not None:
            return Label(Style.BRACKETED_CHINESE, None, start, match.end(), guess=_GUESS.get(bad))
        number, is_chinese = _number_in(match)
        style = Style.BRACKETED_CHINESE if is_chinese else Style.BRACKETED_ARABIC
        return Label(style, number, start, match.end()) if number else None
    if match := _HALF_OPEN.match(text, start, stop):
        number, is_chinese = _number_in(match)
        style = Style.BRACKETED_CHINESE if is_chinese else Style.BRACKETED_ARABIC
        return Label(style, number, start, match.end(), loose=True) if number else None
    return None


Trouble = Literal["damaged", "repeated", "wrong", "kept", "gap", "restart"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """One number of a run after repair.

    trouble: None where it was right; damaged (could not be read), repeated and wrong were repaired; kept (repeated or
    out of order, and its neighbours do not say what is right), gap (a number before it is missing) and restart
    (counts from 1 again) were left as written.
    """

    number: int
    trouble: Trouble | None = None


def repair(written: Sequence[int | None]) -> tuple[Repaired, ...]:
    """The numbers of headings that stand beside each other, repaired where their neighbours say how.

    A number that cannot be read takes the next one. A repeated number becomes the following one where the run leaves
    room for it (1 2 2 5, or nothing follows). A single wrong one between its neighbours is put right. A gap may be
    deliberate and is kept; so is a repetition after which the run goes on as if it had not been (1 2 2 3).
    """
    repaired: list[Repaired] = []
    last = 0
    while (index := len(repaired)) < len(written):
        number = written[index]
        if index and number == last == written[index - 1]:
            repaired += _repair_repeated(written, index, last)
        else:
            following = next((n for n in written[index + 1 : index + 2]), None)
            repaired.append(_repair_one(number, last, following, first=index == 0))
            if following == last + 1 and number == last + 2 and written[index + 2 : index + 3] != [number]:
                repaired[-1:] = [Repaired(number, "kept"), Repaired(following, "kept")]  # 1 3 2: in the wrong order
                last = number
                continue
        last = repaired[-1].number
    return tuple(repaired)


def _repair_repeated(written: Sequence[int | None], start: int, last: int) -> list[Repaired]:
    """The repetitions of `last` from `start` on, counted on where that does not meet the number after them."""
    end = next((i for i in range(start, len(written)) if written[i] != last), len(written))
    following = written[end] if end < len(written) else None
    count = end - start
    if following is None or following == 1 or following > last + count:
        return [Repaired(last + i, "repeated") for i in range(1, count + 1)]
    return [Repaired(last, "kept")] * count


def _repair_one(number: int | None, last: int, following: int | None, *, first: bool) -> Repaired:
    expected = last + 1
    if number is None:
        missing_start = first and following is not None and following > 2
        return Repaired(following - 1 if missing_start and following else expected, "damaged")
    if number == expected:
        return Repaired(number)
    if first:
        return Repaired(expected, "wrong") if following == 2 and number != 2 else Repaired(number, "gap")
    if number == last:
        agrees = following is None or following > expected
        return Repaired(expected, "repeated") if agrees else Repaired(number, "kept")
    if number == 1:
        return Repaired(expected, "wrong") if following == expected + 1 and following != 2 else Repaired(1, "restart")
    if following == expected + 1 and following != number + 1:
        return Repaired(expected, "wrong")
    return Repaired(number, "gap" if number > last else "kept")
