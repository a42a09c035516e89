"""Which sentence of one text answers to which of another. Pure; imports the document's values only.

A text is units: sentences, breaks (a newline with the blank lines after it), and fixed units, the numbers
Word generates together with the newline before them. Alignment keeps the order and maximises the characters
in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz.distance import Indel, LCSseq
from rapidfuzz.process import cdist

from assistant.document import Span

UnitKind = Literal["sentence", "break", "fixed"]
Pair = tuple[int | None, int | None]  # a unit of the old text and one of the new; None: it has no counterpart

_ENDS = "。！？；!?;…"
_CLOSERS = "”’」』）》】〕)]》〉"
_BRACKETED = r"【[^】\n]{0,200}】|（[^）\n]{0,200}）"  # a sentence does not end inside: 【待补：哪个村？】
_SENTENCE = re.compile(rf"(?:{_BRACKETED}|[^{_ENDS}\n])*+(?:[{_ENDS}]+[{re.escape(_CLOSERS)}]*)?")
_BREAK = re.compile(r"\n(?:[^\S\n]*\n)*")
_DIGITS = "一二三四五六七八九十百"
_LABEL = re.compile(rf"[（(][{_DIGITS}\d]{{1,4}}[）)]|[{_DIGITS}]{{1,4}}、|\d{{1,3}}[.．、](?!\d)")
_SIMILAR = 0.4  # sentences less alike than this are not each other's counterpart
_MAX_CELLS = 1_000_000  # units × units aligned in one table: 1 s and 30 MB
_BREAK_GAIN, _LABEL_GAIN = 0.5, 5.0  # in characters in common


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a text; the units of a text tile it. label: the bare number of a fixed unit."""

    kind: UnitKind
    start: int
    end: int
    text: str
    label: str = ""


def units(text: str, fixed: Sequence[Span] = ()) -> tuple[Unit, ...]:
    """The units of `text`, whose generated numbers are the spans `fixed` (sorted, disjoint)."""
    found: list[Unit] = []
    position = 0
    for span in fixed:
        start = max(position, _line_head(text, span.start))
        found += _plain_units(text, position, start)
        label = text[span.start : span.end].strip()
        found.append(Unit("fixed", start, span.end, text[start : span.end], label))
        position = span.end
    return (*found, *_plain_units(text, position, len(text)))


def numbered_units(text: str, labels: frozenset[str], at_start: bool) -> tuple[Unit, ...]:
    """The units of a proposal, in which what stands like a number at a line's head is a fixed unit too.

    labels: the original's generated numbers, with the blanks behind them; at_start: whether the original begins with one.
    """
    spans = []
    every = labels | {label.rstrip() for label in labels}
    for line in re.finditer(r"(?m)^[^\S\n]*", text):
        if line.start() == 0 and not at_start:
            continue
        own = max((label for label in every if text.startswith(label, line.end())), key=len, default="")
        match = _LABEL.match(text, line.end())
        if own:
            spans.append(Span(line.end(), line.end() + len(own)))
        elif match:
            spans.append(Span(*match.span()))
    return units(text, spans)


def _line_head(text: str, position: int) -> int:
    """Where the newline before `position` stands, or the text begins, if only white space is between; else `position`."""
    head = len(text[:position].rstrip(" \t　\xa0"))
    return head - 1 if head and text[head - 1] == "\n" else position if head else 0


def _plain_units(text: str, start: int, end: int) -> Iterator[Unit]:
    position = start
    while position < end:
        kind: UnitKind = "break" if text[position] == "\n" else "sentence"
        match = (_BREAK if kind == "break" else _SENTENCE).match(text, position, end)
        assert match is not None  # each matches at least the first character
        stop = match.end()
        if stop < end and text[stop] in "\"'" and match.group().count(text[stop]) % 2:
            stop += 1  # a straight quotation mark that closes
        yield Unit(kind, position, stop, text[position:stop])
        position = stop


def align(old: Sequence[Unit], new: Sequence[Unit]) -> list[Pair]:
    """Counterparts in order; every unit of both texts stands in exactly one pair.

    Where the new text has all the numbers of the old one, in their order, they are each other's counterparts.
    """
    numbers = [i for i, unit in enumerate(old) if unit.kind == "fixed"]
    labels = {old[i].label for i in numbers}
    counterparts = [j for j, unit in enumerate(new) if unit.kind == "fixed" and unit.label in labels]
    if [old[i].label for i in numbers] != [new[j].label for j in counterparts]:
        numbers = counterparts = []
    pairs: list[Pair] = []
    i1 = j1 = 0
    for i, j in zip(numbers, counterparts, strict=True):
        pairs += [*_aligned(old, new, i1, i, j1, j), (i, j)]
        i1, j1 = i + 1, j + 1
    return [*pairs, *_aligned(old, new, i1, len(old), j1, len(new))]


def _aligned(old: Sequence[Unit], new: Sequence[Unit], i1: int, i2: int, j1: int, j2: int) -> Iterator[Pair]:
    while i1 < i2 and j1 < j2 and _same(old[i1], new[j1]):
        yield i1, j1
        i1, j1 = i1 + 1, j1 + 1
    tail = 0
    while i1 < i2 - tail and j1 < j2 - tail and _same(old[i2 - 1 - tail], new[j2 - 1 - tail]):
        tail += 1
    i2, j2 = i2 - tail, j2 - tail
    if (i2 - i1) * (j2 - j1) <= _MAX_CELLS:
        yield from _by_table(old, new, i1, i2, j1, j2)
    else:
        anchors = _anchors(old, new, i1, i2, j1, j2) or [((i1 + i2) // 2, (j1 + j2) // 2)]
        for i, j in [*anchors, (i2, j2)]:
            yield from _aligned(old, new, i1, i, j1, j)
            i1, j1 = i, j
    for n in range(tail):
        yield i2 + n, j2 + n


def _same(a: Unit, b: Unit) -> bool:
    return a.kind == b.kind and a.text == b.text


def _anchors(
    old: Sequence[Unit], new: Sequence[Unit], i1: int, i2: int, j1: int, j2: int
) -> list[tuple[int, int]]:
    """Sentences that stand once in either text, as many as keep their order (patience diff)."""
    places: list[dict[str, int]] = []
    for texts, start, end in ((old, i1, i2), (new, j1, j2)):
        once: dict[str, int] = {}
        for n in range(start, end):
            once[texts[n].text] = -1 if texts[n].text in once else n
        places.append({text: n for text, n in once.items() if n >= 0})
    common = [(i, places[1][text]) for text, i in places[0].items() if text in places[1]]
    chain = _longest_increasing([j for _, j in common])
    return [common[n] for n in chain if common[n] != (i1, j1)]


def _longest_increasing(values: Sequence[int]) -> list[int]:
    """Indices of a longest increasing subsequence (patience sorting)."""
    piles: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        low, high = 0, len(piles)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if values[piles[middle]] < value else (low, middle)
        before.append(piles[low - 1] if low else -1)
        piles[low : low + 1] = [n]
    chain = []
    n = piles[-1] if piles else -1
    while n >= 0:
        chain.append(n)
        n = before[n]
    return chain[::-1]


def _by_table(old: Sequence[Unit], new: Sequence[Unit], i1: int, i2: int, j1: int, j2: int) -> Iterator[Pair]:
    """Alignment of two short runs: best[i, j] is the most that i and j units can have in common."""
    rows, columns = i2 - i1, j2 - j1
    gains = _gains(old[i1:i2], new[j1:j2]) if rows and columns else np.zeros((rows, columns))
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        matched = np.where(gains[i] > 0, best[i, :-1] + gains[i], 0)
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(best[i, 1:], matched))
    backwards: list[Pair] = []
    i, j = rows, columns
    while i and j:
        if gains[i - 1, j - 1] > 0 and best[i, j] == best[i - 1, j - 1] + gains[i - 1, j - 1]:
            i, j = i - 1, j - 1
            backwards.append((i1 + i, j1 + j))
        elif best[i, j] == best[i, j - 1]:
            j -= 1
            backwards.append((None, j1 + j))
        else:
            i -= 1
            backwards.append((i1 + i, None))
    backwards += [(None, j1 + n) for n in reversed(range(j))] + [(i1 + n, None) for n in reversed(range(i))]
    yield from reversed(backwards)


def _gains(old: Sequence[Unit], new: Sequence[Unit]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """What pairing each two units is worth, in characters in common; 0 where they are no counterparts."""
    alike = cdist(
        [unit.text for unit in old],
        [unit.text for unit in new],
        scorer=Indel.normalized_similarity,
        score_cutoff=_SIMILAR,
        dtype=np.float32,
    ).astype(np.float64)
    sizes = np.add.outer([len(unit.text) for unit in old], [len(unit.text) for unit in new]) / 2
    gains = alike * sizes
    plain = np.logical_and.outer(
        [unit.kind == "sentence" for unit in old], [unit.kind == "sentence" for unit in new]
    )
    gains[~plain] = 0
    special = [n for n, unit in enumerate(new) if unit.kind != "sentence"]
    for i, a in enumerate(old):
        if a.kind != "sentence":
            for j in special:
                gains[i, j] = _special_gain(a, new[j])
    return gains


def _special_gain(a: Unit, b: Unit) -> float:
    if a.kind == b.kind == "fixed" and a.label == b.label:
        return _LABEL_GAIN
    if ("\n" in a.text) != ("\n" in b.text):
        return 0.0
    return _BREAK_GAIN + (0.1 if a.kind == b.kind else 0.0) + (0.05 if a.text == b.text else 0.0)


def common(a: str, b: str) -> int:
    """Characters that `a` and `b` have in common, in order."""
    return int(LCSseq.similarity(a, b))
