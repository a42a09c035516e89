"""Which characters of a changed sentence were deleted and inserted, for display. Pure; imports nothing.

Numbers, dates and Latin words are never split, and a single equal character between two changes counts as
changed: what is left reads as words replaced, not as confetti.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MarkKind = Literal["equal", "delete", "insert"]

_TOKEN = re.compile(
    r"\d{2,4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?"  # 2026年5月3日
    r"|\d{1,2}月(?:\d{1,2}[日号])?"
    r"|\d+(?:[.,:]\d+)*[%％‰]?"
    r"|[零〇一二三四五六七八九十百千万亿两]{2,}"
    r"|[A-Za-zÀ-ɏ]+(?:['’_-][A-Za-zÀ-ɏ]+)*"
    r"|[*×]{2,}|\S|\s+"
)
_INSIDE = re.compile(r"[\dA-Za-zÀ-ɏ.,:%％‰年月日号零〇一二三四五六七八九十百千万亿两'’_*×\s-]")
_CLAUSE = re.compile(r"[^，、：,:]*[，、：,:]|[^，、：,:]+")
_MAX_CELLS = 100_000  # tokens × tokens compared one by one: 300 characters a side
_ENDS = "，、；。：！？"

_Change = tuple[str, str]  # (text before, text after); equal text stands on both sides


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a changed sentence: equal and deleted ones are its text before, the others that after."""

    kind: MarkKind
    text: str


def marks(before: str, after: str) -> tuple[Mark, ...]:
    """How `before` became `after`: a deletion stands before the insertion that replaces it."""
    found: list[Mark] = []
    for old, new in _slide(_joined(_changes(before, after))):
        if old == new:
            found.append(Mark("equal", old))
            continue
        if old:
            found.append(Mark("delete", old))
        if new:
            found.append(Mark("insert", new))
    return tuple(found)


def _changes(before: str, after: str) -> list[_Change]:
    head, tail = _common_ends(before, after)
    first, last = before[:head], before[len(before) - tail :]
    middle = _compared(before[head : len(before) - tail], after[head : len(after) - tail])
    return [change for change in [(first, first), *middle, (last, last)] if change != ("", "")]


def _common_ends(before: str, after: str) -> tuple[int, int]:
    """Length of what both begin and end with, cut back so that no number, date or word is split."""
    limit = min(len(before), len(after))
    head = 0
    while head < limit and before[head] == after[head]:
        head += 1
    while head and _INSIDE.match(before[head - 1]):
        head -= 1
    tail = 0
    while tail < limit - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    while tail and _INSIDE.match(before[-tail]):
        tail -= 1
    return head, tail


def _compared(before: str, after: str) -> list[_Change]:
    if not before or not after:
        return [(before, after)]
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) <= _MAX_CELLS:
        return list(_matched(old, new))
    clauses = _CLAUSE.findall(before), _CLAUSE.findall(after)
    if len(clauses[0]) * len(clauses[1]) > _MAX_CELLS:
        return [(before, after)]
    finer: list[_Change] = []
    for left, right in _matched(*clauses):
        if left == right or len(left) * len(right) > _MAX_CELLS:
            finer.append((left, right))
        else:
            finer.extend(_matched(_TOKEN.findall(left), _TOKEN.findall(right)))
    return finer


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    for _, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[i1:i2]), "".join(new[j1:j2])


def _joined(changes: list[_Change]) -> list[_Change]:
    """Absorb equal text too short to be read between two changes; neighbours that changed become one."""
    result: list[_Change] = []
    for n, (old, new) in enumerate(changes):
        after_change = bool(result) and result[-1][0] != result[-1][1]
        inside = after_change and n + 1 < len(changes) and changes[n + 1][0] != changes[n + 1][1]
        changed = old != new or (inside and _unreadable(old, result[-1], changes[n + 1]))
        if result and changed == after_change:
            result[-1] = (result[-1][0] + old, result[-1][1] + new)
        else:
            result.append((old, new))
    kept = sum(len(old) for old, new in result if old == new)
    if kept * 4 < min(sum(len(old) for old, _ in result), sum(len(new) for _, new in result)):
        return [("".join(old for old, _ in result), "".join(new for _, new in result))]
    return result


def _unreadable(equal: str, left: _Change, right: _Change) -> bool:
    size = len(equal.strip())
    around = min(max(map(len, left)), max(map(len, right)))
    return size <= 1 or size * 2 < min(around, 7)


def _slide(changes: list[_Change]) -> list[_Change]:
    """Move a pure insertion or deletion so that it ends with its punctuation rather than begins with it."""
    result = list(changes)
    for n in range(1, len(result) - 1):
        old, new = result[n]
        text = old or new
        if (old and new) or text[0] not in _ENDS or text[-1] in _ENDS:
            continue
        after = result[n + 1][0]
        equal_neighbours = result[n - 1][0] == result[n - 1][1] and after == result[n + 1][1]
        if not equal_neighbours or after[0] != text[0] or len(after) < 2:
            continue
        moved = text[1:] + text[0]
        result[n - 1] = (result[n - 1][0] + text[0], result[n - 1][1] + text[0])
        result[n] = (moved, "") if old else ("", moved)
        result[n + 1] = (after[1:], after[1:])
    return result
