"""Word's number formats: a counter's value as it is shown. Pure; imports nothing.

Source: ECMA-376 Part 1, 17.18.59 (ST_NumberFormat); where the standard is silent or disagrees with itself, what Word
16 was seen to render (chineseCountingThousand 101: 一百〇一, chineseCounting 101: 一○一). A value outside a format's
range is shown in decimal, as the standard says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千万", "壹貳參肆伍陸柒捌玖拾佰仟萬")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_MOST = 99_999_999  # no list is longer; larger values come from damaged files
_MOST_REPEATED = 26 * 30
_MOST_ROMAN = 9_999
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _within_myriad(n: int, zero: str) -> str:
    """1–9999 with units; a gap of zeros is one `zero`: 1001 → 一千〇一."""
    shown = ""
    gap = False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, n = divmod(n, size)
        if digit:
            shown += (zero if gap and shown else "") + _DIGITS[digit - 1] + unit
        gap = not digit
    return shown


def _with_units(n: int, zero: str) -> str:
    """1–99,999,999 with units, 十 written 一十."""
    upper, lower = divmod(n, 10_000)
    shown = _within_myriad(upper, zero) + "万" if upper else ""
    if lower:
        shown += (zero if shown and lower < 1000 else "") + _within_myriad(lower, zero)
    return shown


def _counting_thousand(n: int) -> str:
    shown = _with_units(n, "〇")
    return shown[1:] if 10 <= n < 20 else shown


def _japanese_counting(n: int) -> str:
    """As 一 is left out before 十, 百 and 千, and zeros are not written: 101 → 百一."""
    shown = _with_units(n, "")
    for unit in "十百千":
        shown = shown.replace(f"一{unit}", unit)
    return shown


def _counting(zero: str) -> Callable[[int], str]:
    """To 99 with 十, from 100 digit by digit."""
    digits = _digit_by_digit(zero)
    return lambda n: _counting_thousand(n) if n < 100 else digits(n)


def _digit_by_digit(zero: str) -> Callable[[int], str]:
    return lambda n: "".join((zero + _DIGITS)[int(d)] for d in str(n))


def _from_set(characters: str) -> Callable[[int], str]:
    return lambda n: characters[n - 1] if n <= len(characters) else str(n)


def _from_block(first: int, count: int = 20) -> Callable[[int], str]:
    """Consecutive code points, such as ① to ⑳."""
    return _from_set("".join(chr(first + k) for k in range(count)))


def _letters(n: int) -> str:
    """a … z, aa, bb, cc …, as Word counts."""
    if n > _MOST_REPEATED:
        return str(n)
    repeats, letter = divmod(n - 1, 26)
    return chr(ord("a") + letter) * (repeats + 1)


def _roman(n: int) -> str:
    if n > _MOST_ROMAN:
        return str(n)
    shown = ""
    for value, numeral in _ROMAN:
        count, n = divmod(n, value)
        shown += numeral * count
    return shown


def _ordinal(n: int) -> str:
    suffix = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda n: str(n).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _from_block(0x2460),
    "decimalEnclosedCircleChinese": _from_block(0x2460),
    "decimalEnclosedParen": _from_block(0x2474),
    "decimalEnclosedFullstop": _from_block(0x2488),
    "ideographEnclosedCircle": _from_block(0x3220, 10),
    "chineseCounting": _counting("○"),
    "taiwaneseCounting": _counting("○"),
    "chineseCountingThousand": _counting_thousand,
    "taiwaneseCountingThousand": _counting_thousand,
    "japaneseCounting": _japanese_counting,
    "chineseLegalSimplified": lambda n: _with_units(n, "零").translate(_LEGAL),
    "ideographLegalTraditional": lambda n: _with_units(n, "零").translate(_LEGAL_TRADITIONAL),
    "ideographDigital": _digit_by_digit("〇"),
    "japaneseDigitalTenThousand": _digit_by_digit("〇"),
    "taiwaneseDigital": _digit_by_digit("○"),
    "koreanDigital2": _digit_by_digit("零"),
    "ideographTraditional": _from_set("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_set("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "ordinal": _ordinal,
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "none": lambda n: "",
}
"""Name in the file → how a value is shown. The scripts of other languages are shown in decimal."""


def shown(format: str, n: int) -> str:
    """The value `n` in this format; an unknown format, and a value it cannot show, in decimal."""
    if format == "none":
        return ""
    if format == "decimalZero":
        return f"{n:02d}"
    return FORMATS.get(format, str)(n) if 1 <= n <= _MOST else str(n)
