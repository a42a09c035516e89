"""The value of a numeral, Arabic or Chinese. Pure; imports nothing of the project.

cn2an reads a lone numeral but neither finds one in a text nor tells 两三 from 23, so this is done here.
"""

from __future__ import annotations

from decimal import Decimal

DIGITS = {
    c: n
    for n, cs in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in cs
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
CHINESE = "".join(DIGITS) + "".join(_SMALL) + "".join(_LARGE) + "点"
SCALES = "".join(_SMALL) + "".join(_LARGE)


def arabic(digits: str, scales: str = "") -> Decimal:
    """`1,234.5` and the scales after it (万, 千万 …) as a value."""
    value = Decimal(digits.replace(",", ""))
    for character in scales:
        value *= _SMALL.get(character) or _LARGE[character]
    return value


def chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral; None where it is none (两三, 十百) or only about (几)."""
    whole, _, fraction = text.partition("点")
    if "点" in text and (not whole or not fraction):
        return None
    value = _whole(whole)
    if value is None or not fraction:
        return value
    scale = ""
    while fraction and fraction[-1] in _LARGE:
        scale, fraction = fraction[-1] + scale, fraction[:-1]
    if not fraction or any(c not in DIGITS for c in fraction):
        return None
    return arabic(f"{value}." + "".join(str(DIGITS[c]) for c in fraction), scale)


def _whole(text: str) -> Decimal | None:
    if not text:
        return None
    if all(c in DIGITS for c in text):
        if len(text) == 1:
            return Decimal(DIGITS[text])
        # 二〇二四; 两三 and 七八 are no numbers
        return Decimal("".join(str(DIGITS[c]) for c in text)) if len(text) > 2 and len(text) <= 12 else None
    if len(text) > 24:
        return None
    total = section = 0
    digit: int | None = None
    last = 10**5
    for character in text:
        if character in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[character]
        elif character in _SMALL:
            unit = _SMALL[character]
            if unit >= last or (digit == 0 and unit != 10):
                return None
            section += (digit if digit is not None else 1) * unit
            if digit is None and unit != 10:
                return None
            last, digit = unit, None
        else:
            section += digit or 0
            if not section and not total:
                return None
            total = (total + section) * _LARGE[character] if character == "亿" else total + section * 10_000
            section, digit, last = 0, None, 10**5
    if digit and last < 10**5 and last > 10 and text[-2] in _SMALL:
        digit *= last // 10  # 三百五: 350
    elif digit and text[-2] == "万":
        digit *= 1000
    return Decimal(total + section + (digit or 0))
