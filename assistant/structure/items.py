"""Enumerated parts inside a section's text: 一是 / 二是, 首先 / 其次, 第一， / 第二，, 其一， / 其二，, 1. / 2., ① / ②.

Pure; imports numbering and lines. An item runs from its label to the next item's label. The last one of a run
ends with its paragraph; where the items are paragraphs of their own, each holds the paragraphs up to the next, and
the last as many as the longest of the others. What is enumerated inside an item is no item.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assistant.structure.lines import BLANKS
from assistant.structure.numbering import chinese, label_text, number_of, read_label


@dataclass(frozen=True, slots=True)
class Item:
    """An enumerated part. label: canonical (`一是`, also where the text lost its 一); the span begins with it."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """lost: the item's label had lost its number; repeated: it repeated the one before, `written` is what stood there;
    missing: `written` is missing before the item, and nothing shows whether it was left out on purpose."""

    item: Item
    trouble: Literal["lost", "repeated", "missing"]
    written: str = ""


@dataclass(frozen=True, slots=True)
class FoundItems:
    """Items in order. doubts: what was wrong with their labels, in order."""

    items: tuple[Item, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A possible label. leads: at the beginning of a paragraph. number: 0 where it was lost."""

    family: str
    number: int
    label: str
    start: int
    leads: bool
    lost: bool = False
    written: str = ""  # where the label repeated the one before


_MARKS = re.compile(
    r"(?P<shi>(?P<shi_n>[一二三四五六七八九十]{1,3})(?:[ \u3000、，,.．]{0,2}(?=是))?(?P<verb>[是要抓靠看查改]))"
    r"|(?P<dash>[—－-]是)"
    r"|(?P<digit_shi>(?P<digit_n>[1-9１-９])是)"
    r"|(?P<lost>是(?![否的])(?=[\u4e00-\u9fff]))"
    r"|(?P<nth>第(?P<nth_n>[一二三四五六七八九十]{1,3}|[1-9])(?:个(?:问题|方面|原因|建议|意见|特点)?|点|条)?(?=[，,、：:是]))"
    r"|(?P<qi>其(?P<qi_n>[一二三四五六七八九十]{1,2})(?=[，,、：:是]))"
    r"|(?P<noun>(?P<noun_w>问题|任务|措施|案例|事项|专题|意见|建议)(?P<noun_n>[一二三四五六七八九十]{1,2}|[0-9]{1,2})(?=[：:、.．]))"
    r"|(?P<order>首先|其次|再次|再者|最后)"
    r"|(?P<written>[（(](?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})[）)]|[0-9０-９]{1,2}[.．、)）](?![0-9０-９])"
    r"|[\u2460-\u249b\u3251-\u325f\u2776-\u277f])"
)
# 一是, 二要, 三抓: what nobody writes by chance, so that a list may lack a number
_SPOKEN = frozenset("是抓靠看查改")
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9}
_SENTENCE = "\n。；;！？!?：:”’）)…"
_ANYWHERE = _SENTENCE + "，,、"
_STOP = re.compile(r"\s*(?:各位|同志们|以上|总之|综上|在看到|在肯定|与此同时|同时，我们|特此)")


def find_items(text: str, start: int, end: int, skip: Sequence[tuple[int, int]] = ()) -> FoundItems:
    """The items of `text[start:end]`. `skip`: sorted spans in which nothing is an item (tables, residue)."""
    marks = list(_outside(_marks(text, start, end), skip))
    if not marks:
        return FoundItems()
    breaks = [match.start() for match in re.compile("\n").finditer(text, start, end)]
    layout = _Layout(text, start, end, breaks)
    chosen: list[tuple[Sequence[_Mark], list[tuple[int, int]]]] = []
    covered: list[tuple[int, int]] = []
    for run in _leading_runs(marks):
        spans = layout.spans(run)
        if not covered or run[0].start >= covered[-1][1]:
            chosen.append((run, spans))
            covered.append((run[0].start, spans[-1][1]))
    chosen += [(run, layout.spans(run)) for run in _inline_runs(_outside(marks, covered), breaks)]
    chosen.sort(key=lambda entry: entry[0][0].start)
    items: list[Item] = []
    doubts: list[Doubt] = []
    for members, spans in chosen:
        if items and members[0].start < items[-1].end:
            continue
        before = 0
        for mark, (first, last) in zip(members, spans, strict=True):
            items.append(Item(mark.label, first, last))
            doubts += _doubts(mark, items[-1], before)
            before = mark.number
    return FoundItems(tuple(items), tuple(doubts))


def _doubts(mark: _Mark, item: Item, before: int) -> Iterator[Doubt]:
    if mark.family in _SPOKEN and mark.number > before + 1:
        missing = (_relabelled(mark, number).label for number in range(before + 1, mark.number))
        yield Doubt(item, "missing", "、".join(missing))
    if mark.lost:
        yield Doubt(item, "lost")
    if mark.written:
        yield Doubt(item, "repeated", mark.written)


def _relabelled(mark: _Mark, number: int) -> _Mark:
    return replace(mark, number=number, label=chinese(number) + mark.label[-1:])


def _outside(marks: Iterable[_Mark], spans: Sequence[tuple[int, int]]) -> Iterator[_Mark]:
    starts = [first for first, _ in spans]
    for mark in marks:
        at = bisect_right(starts, mark.start) - 1
        if at < 0 or mark.start >= spans[at][1]:
            yield mark


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Everything that reads as a label after a mark of punctuation or at the beginning of a paragraph."""
    for match in _MARKS.finditer(text, start, end):
        at = match.start()
        before = at - 1
        while before >= start and text[before] in BLANKS and at - before < 12:
            before -= 1
        char = text[before] if before >= start else "\n"
        if char in _ANYWHERE or (match["written"] and 0x2460 <= ord(match["written"][0]) <= 0x277F):
            mark = _read(match, at, char)
            if mark is not None:
                yield mark


def _read(match: re.Match[str], at: int, before: str) -> _Mark | None:
    leads, sentence = before == "\n", before in _SENTENCE
    kind = match.lastgroup
    if match["shi"]:
        number = number_of(match["shi_n"])
        verb = match["verb"]
        if not number or (len(match["shi"]) > len(match["shi_n"]) + 1 and not leads):
            return None
        return _Mark("是" if verb in "是要" else verb, number, match["shi_n"] + verb, at, leads)
    if match["dash"] or match["digit_shi"]:
        number = number_of(match["digit_n"]) if match["digit_shi"] else 1
        counted = number and (leads or (sentence and match["digit_shi"]))
        return _Mark("是", number, chinese(number) + "是", at, leads, lost=leads) if number and counted else None
    if match["lost"]:
        return _Mark("是", 0, "", at, leads, lost=True) if leads else None
    if match["order"]:
        return _Mark("首先", _ORDER[match["order"]], match["order"], at, leads) if sentence else None
    if match["nth"] or match["qi"]:
        number = number_of(match["nth_n"] or match["qi_n"])
        return _Mark("第" if match["nth"] else "其", number, match[0], at, leads) if number and sentence else None
    if match["noun"]:
        number = number_of(match["noun_n"])
        return _Mark(match["noun_w"], number, match[0], at, leads) if number and leads else None
    label = read_label(match[0] + "文", 0, len(match[0]) + 1) if kind else None
    if label is None or label.number is None or before == "、":
        return None
    return _Mark(label.style.value, label.number, label_text(label.style, label.number), at, leads)


def _leading_runs(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """Runs of items that are paragraphs of their own; the outermost first where several begin together."""
    runs: list[list[_Mark]] = []
    families: dict[str, list[_Mark]] = {}
    for mark in marks:
        families.setdefault(mark.family, []).append(mark)
    for members in families.values():
        inline = [m for m in members if not m.leads]
        for run in _chains([m for m in members if m.leads]):
            filled = _continued(_fill(run, inline), inline)
            if len(filled) > 1:
                runs.append(filled)
    return sorted(runs, key=lambda run: (run[0].start, -run[-1].start))


def _chains(marks: Sequence[_Mark]) -> Iterator[list[_Mark]]:
    """Cut marks of one family into runs that count on. A label that lost its number takes the one that is missing."""
    run: list[_Mark] = []
    lost: list[_Mark] = []
    last = 0
    for position, mark in enumerate(marks):
        if mark.number == 0:
            lost.append(mark)
            continue
        if not lost and _repeats(mark, last, next((m.number for m in marks[position + 1 :] if m.number), None)):
            run.append(replace(_relabelled(mark, last + 1), written=mark.label))
            last += 1
            continue
        if mark.number <= last and not (mark.family == "首先" and mark.number == last):
            yield from _ended(run, lost, last)
            run, last = [], 0
        missing = mark.number - last - 1
        if 0 < missing <= len(lost) and mark.family == "是":
            run += [
                replace(m, number=last + i, label=chinese(last + i) + "是")
                for i, m in enumerate(lost[-missing:], start=1)
            ]
        lost = []
        run.append(mark)
        last = mark.number
    yield from _ended(run, lost, last)


def _repeats(mark: _Mark, last: int, following: int | None) -> bool:
    """Whether the label repeats the one before by mistake: 一是 二是 二是 四是."""
    return mark.family in _SPOKEN and mark.number == last > 0 and following == last + 2


def _ended(run: list[_Mark], lost: Sequence[_Mark], last: int) -> Iterator[list[_Mark]]:
    if len(run) > 1 and len(lost) == 1 and lost[0].start > run[-1].start:
        run.append(replace(lost[0], number=last + 1, label=chinese(last + 1) + "是"))
    if run:
        yield run


def _fill(run: list[_Mark], inline: Sequence[_Mark]) -> list[_Mark]:
    """Add labels that stand inside a paragraph where the run lacks just these (一是 after a colon, 二是 below)."""
    filled: list[_Mark] = []
    starts = [m.start for m in inline]
    floor, last = -1, 0
    for mark in run:
        if mark.number > last + 1:
            between = inline[bisect_right(starts, floor) : bisect_left(starts, mark.start)]
            wanted, chain = mark.number - 1, []
            for candidate in reversed(between):
                if candidate.number == wanted and wanted > last:
                    chain.append(candidate)
                    wanted -= 1
            if wanted == last:
                filled += reversed(chain)
        filled.append(mark)
        floor, last = mark.start, mark.number
    return filled


def _continued(run: list[_Mark], inline: Sequence[_Mark]) -> list[_Mark]:
    """The run with what counts on behind its last label inside a paragraph (四是 in the paragraph of 三是)."""
    run = list(run)
    if not run or run[-1].family not in _SPOKEN or len(run) < 3:
        return run
    for mark in inline:
        if mark.start > run[-1].start:
            if mark.number != run[-1].number + 1:
                break
            run.append(mark)
    return run


def _inline_runs(marks: Iterable[_Mark], breaks: Sequence[int]) -> Iterator[list[_Mark]]:
    """Runs of two or more items inside one paragraph, counted from 一; of 一是 … 三是 one may be missing."""
    groups: dict[tuple[str, int], list[_Mark]] = {}
    for mark in marks:
        if mark.number:
            groups.setdefault((mark.family, bisect_left(breaks, mark.start)), []).append(mark)
    done: list[list[_Mark]] = []
    for (family, _), group in groups.items():
        run: list[_Mark] = []
        for position, mark in enumerate(group):
            last = run[-1].number if run else 0
            following = group[position + 1].number if position + 1 < len(group) else None
            most = 2 if family in _SPOKEN else 9 if family == "首先" else 1
            if run and last < mark.number <= last + most:
                run.append(mark)
            elif run and _repeats(mark, last, following):
                run.append(replace(_relabelled(mark, last + 1), written=mark.label))
            elif mark.number == 1 or (not run and mark.number == 2 and family in _SPOKEN):
                run = [mark]
                done.append(run)
    yield from (run for run in done if len(run) > 1)


class _Layout:
    """How far the items of a run go."""

    def __init__(self, text: str, start: int, end: int, breaks: Sequence[int]) -> None:
        self.text, self.start, self.end, self.breaks = text, start, end, breaks

    def _paragraph_end(self, position: int) -> int:
        at = bisect_left(self.breaks, position)
        return self.breaks[at] if at < len(self.breaks) else self.end

    def spans(self, run: Sequence[_Mark]) -> list[tuple[int, int]]:
        """The span of each item of the run."""
        spans = [(a.start, self._trim(a.start, b.start)) for a, b in pairwise(run)]
        last = run[-1]
        end = self._paragraph_end(last.start)
        if last.leads and len(run) > 1:
            end = self._last_end(end, max(self.text.count("\n", a, b) for a, b in spans))
        spans.append((last.start, self._trim(last.start, end)))
        return spans

    def _last_end(self, end: int, more: int) -> int:
        """`end` moved on by up to `more` lines, but not into what sums up or addresses the hearers."""
        lines = 0
        while lines < more and end < self.end:
            following = self._paragraph_end(end + 1)
            if _STOP.match(self.text, end + 1, following):
                break
            end = following
            lines += 1
        return end

    def _trim(self, start: int, end: int) -> int:
        return start + len(self.text[start:end].rstrip())
