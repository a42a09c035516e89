"""The labels of items as they are written (一是, 第二，, 其一，, 问题三：, 首先，, 1., ①) and the same with another number.

Pure; imports numbering. The heading labels are in `labels`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.structure.numbering import BLANK, Style, chinese, label_text, number_of, read_label

_N = "[一二三四五六七八九十]{1,3}"
_ITEM = re.compile(
    rf"(?:(?P<shi>{_N}){BLANK}{{0,2}}[、，,.．]{{0,2}}{BLANK}?(?P<verb>[是要抓靠看查改])"
    r"|(?P<lost>[—－\-]?是)"
    r"|(?P<digit>[1-9１-９])(?P<digit_verb>是)"
    rf"|第(?P<nth>{_N}|[1-9])(?:个(?:问题|方面|原因|建议|意见|特点)?|点|条)?"
    rf"|其(?P<qi>{_N})"
    rf"|(?P<noun_w>问题|任务|措施|案例|事项|专题|意见|建议)(?P<noun>{_N}|[0-9]{{1,2}})"
    rf"|(?P<order>首先|其次|再次|再者|最后)){BLANK}*[，,、：:.．]?{BLANK}*"
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ORDER = ("首先", "其次", "再次", "再者", "最后")


@dataclass(frozen=True, slots=True)
class ItemLabel:
    """A label of an item. family: what counts together (`是`, `第`, `order`, a style of number). number: None where it
    cannot be read. before, after: what is written around the number, separators included. end: where it ends.
    """

    family: str
    number: int | None
    before: str
    numeral: str
    after: str
    end: int


def read_item_label(text: str, start: int, end: int) -> ItemLabel:
    """The label that an item at `[start, end)` begins with; an empty one where nothing reads as a label."""
    match = _ITEM.match(text, start, end)
    if match is not None:
        return _spoken(match)
    label = read_label(text, start, end)
    if label is None:
        return ItemLabel("", None, "", "", "", start)
    stop = label.end
    while stop < end and text[stop] in " \t\u3000\u00a0":
        stop += 1
    written = text[start:stop]
    numeral = re.search(
        r"[一二三四五六七八九十百]+|[0-9０-９]+|[\u2460-\u249b\u3220-\u3229\u3251-\u32bf\u2776-\u2793]",
        written,
    )
    if numeral is None:
        return ItemLabel(label.style.value, None, written, "", "", stop)
    return ItemLabel(
        label.style.value,
        label.number,
        written[: numeral.start()],
        numeral[0],
        written[numeral.end() :],
        stop,
    )


def _spoken(match: re.Match[str]) -> ItemLabel:
    written = match[0]
    if match["lost"]:
        return ItemLabel("是", None, "", "", "是" + written[len(match["lost"]) :], match.end())
    if match["order"]:
        return ItemLabel("order", None, "", match["order"], written[len(match["order"]) :], match.end())
    group = next(name for name in ("shi", "digit", "nth", "qi", "noun") if match[name])
    at, stop = match.start(group) - match.start(), match.end(group) - match.start()
    verb = match["verb"] or "是"
    family = {
        "shi": "是" if verb in "是要" else verb,
        "digit": "是",
        "nth": "第",
        "qi": "其",
        "noun": match["noun_w"],
    }[group]
    numeral = chinese(number_of(match[group]) or 1) if group == "digit" else match[group]
    return ItemLabel(
        family or "", number_of(match[group]), written[:at], numeral, written[stop:], match.end()
    )


def renumbered(label: ItemLabel, number: int, count: int) -> str:
    """The label as it is written for the item `number` of `count`."""
    if not label.family:
        return label.before + label.numeral + label.after
    if label.family == "order":
        return order_word(number, count) + label.after
    return label.before + numeral_like(label.numeral, number) + label.after


def order_word(number: int, count: int) -> str:
    """首先, 其次, 再次 … 最后 for the item `number` of `count`."""
    if number == 1:
        return "首先"
    if number == 2:
        return "其次"
    return "最后" if number == count else "再次" if number == 3 else "再者"


_ENCLOSED = ((0x3220, 10), (0x2474, 20), (0x2488, 20), (0x2776, 10))


def numeral_like(written: str, number: int) -> str:
    """`number` in the kind of numeral that `written` is."""
    first = written[:1]
    if first and first.isascii() and first.isdigit():
        return str(number)
    if first in "０１２３４５６７８９" and first:
        return str(number).translate(_FULL_WIDTH)
    if first and 0x2460 <= ord(first) <= 0x32BF:
        for base, size in _ENCLOSED:
            if base <= ord(first) < base + size and number <= size:
                return chr(base + number - 1)
        return label_text(Style.CIRCLED, number)
    if first and 0x2776 <= ord(first) < 0x2780 and number <= 10:
        return chr(0x2775 + number)
    return chinese(number)


def family_number(labels: Sequence[ItemLabel]) -> ItemLabel | None:
    """The label that the others of a run are written like: the first that has a number or an order."""
    return next((label for label in labels if label.numeral), next(iter(labels), None))
