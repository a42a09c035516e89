"""How long a text is, counted as Word counts, and how long a wish wants it. Pure; imports nothing of the project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# Chinese characters and the marks that a Chinese text sets at their width (“”—…· too) count one each.
_WIDE = r"\u2014\u2018-\u201d\u2026\u00b7\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\U00020000-\U0003ffff"
_COUNTED = re.compile(rf"[{_WIDE}]|[^\s\u3000{_WIDE}]+")

_DIGITS = "0-9０-９"
_NUMERALS = "零〇一二两三四五六七八九十百千万"
_NUMBER = rf"(?P<n>[{_DIGITS}]{{2,6}}|[{_NUMERALS}]{{1,9}})"
_BOUND = re.compile(
    rf"(?P<at_most>不超过|不超|不多于|不要超过|别超过|最多|限)\s*{_NUMBER}\s*(?:个)?字"
    rf"|(?:到|至|成|在|为|约|大概|大约|写)\s*(?:约|大约)?\s*{_NUMBER.replace('<n>', '<m>')}\s*(?:来|多)?(?:个)?字(?P<within>以内|以下|之内|内)?"
    rf"|{_NUMBER.replace('<n>', '<k>')}\s*(?:个)?字(?:(?P<inside>以内|以下|之内)|左右|上下)"
)
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Target:
    """How long a text should be. kind: `about` the number, or `at_most`."""

    count: int
    kind: Literal["about", "at_most"] = "about"

    def missed_by(self, count: int) -> int:
        """How far a length is from the target: 0 within a tenth of it, or below it where it is a bound."""
        if self.kind == "at_most":
            return max(0, count - self.count)
        return abs(count - self.count) if abs(count - self.count) > self.count / 10 else 0


def count(text: str) -> int:
    """The length as Word's 字数: every Chinese character and mark is one, so is every run of digits or letters."""
    return sum(1 for _ in _COUNTED.finditer(text))


def target(wish: str) -> Target | None:
    """The length a wish asks for (“压到3000字”, “控制在八百字以内”), None where it names none."""
    match = _BOUND.search(wish)
    if match is None:
        return None
    number = _number(match["n"] or match["m"] or match["k"])
    if number < 10:
        return None
    bound = match["at_most"] or match["within"] or match["inside"]
    return Target(number, "at_most" if bound else "about")


def _number(written: str) -> int:
    if written[0] not in _NUMERALS:
        return int(written)
    total = section = digit = 0
    for character in written:
        if character == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        else:
            digit = _VALUES[character]
    # “三千五” is 3500: a last digit alone stands for the next unit.
    last = re.search(r"([百千万])[一二两三四五六七八九]$", written)
    return total + section + (digit * _UNITS[last[1]] // 10 if last else digit)
