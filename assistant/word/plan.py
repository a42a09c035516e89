"""Which lines of the old text stay, change, go or are new. Imports the changes and units; touches no file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.changes.alignment import common
from assistant.changes.edits import Edit
from assistant.document import line_spans
from assistant.word.units import Unit, shape
from assistant.word.values import UnplacedError

_MOST_CELLS = 60_000  # lines × lines compared with each other
_ANY, _ROW = 0.05, 5.0


@dataclass(slots=True)
class Kept:
    """A unit that stays, with the lines [first, first + count) of the new text."""

    unit: Unit
    first: int
    lines: list[str]

    @property
    def changed(self) -> bool:
        """Whether its text is another."""
        return self.lines != self.unit.lines


@dataclass(slots=True)
class Removed:
    """A unit that goes."""

    unit: Unit


@dataclass(slots=True)
class Added:
    """A line of the new text that is a paragraph of its own."""

    first: int
    text: str


Step = Kept | Removed | Added


def plan(units: Sequence[Unit], old: str, new: str, edits: Sequence[Edit]) -> list[Step]:
    """Steps in the order of the text. edits: lead from `old`, the lines of the units, to `new`.

    Raises UnplacedError where a row of a table would come or go.
    """
    old_lines, new_lines = old.split("\n"), new.split("\n")
    fixed = {unit.first for unit in units if unit.fixed}
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    for i1, i2, j1, j2 in _clusters(old, new, edits):
        pairs += zip(range(i, i1), range(j, j1), strict=True)
        pairs += _aligned(old_lines, new_lines, i1, i2, j1, j2, fixed)
        i, j = i2, j2
    pairs += zip(range(i, len(old_lines)), range(j, len(new_lines)), strict=True)
    return list(_steps(units, new_lines, pairs))


def _clusters(old: str, new: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int, int, int]]:
    """The lines that edits touch: [i1, i2) of the old text became [j1, j2) of the new one."""
    spans = line_spans(old)
    line = 0
    shift = 0  # lines by which the new text is ahead
    current: tuple[int, int, int] | None = None  # first line, line after the last, growth in lines
    for edit in edits:
        while spans[line].end < edit.start:
            line += 1
        last = line
        while spans[last].end < edit.end:
            last += 1
        growth = edit.replacement.count("\n") - old.count("\n", edit.start, edit.end)
        if current is not None and line < current[1]:
            current = (current[0], max(last + 1, current[1]), current[2] + growth)
        else:
            if current is not None:
                yield current[0], current[1], current[0] + shift, current[1] + shift + current[2]
                shift += current[2]
            current = (line, last + 1, growth)
        line = last
    if current is not None:
        yield current[0], current[1], current[0] + shift, current[1] + shift + current[2]


def _aligned(
    old: Sequence[str], new: Sequence[str], i1: int, i2: int, j1: int, j2: int, fixed: set[int]
) -> Iterator[tuple[int | None, int | None]]:
    while i1 < i2 and j1 < j2 and old[i1] == new[j1]:
        yield i1, j1
        i1, j1 = i1 + 1, j1 + 1
    tail = 0
    while i1 < i2 - tail and j1 < j2 - tail and old[i2 - 1 - tail] == new[j2 - 1 - tail]:
        tail += 1
    i2, j2 = i2 - tail, j2 - tail
    if (i2 - i1) * (j2 - j1) > _MOST_CELLS:
        matcher = SequenceMatcher(None, old[i1:i2], new[j1:j2], autojunk=False)
        i, j = i1, j1
        for block in matcher.get_matching_blocks():
            yield from _by_table(old, new, i, i1 + block.a, j, j1 + block.b, fixed)
            yield from ((i1 + block.a + n, j1 + block.b + n) for n in range(block.size))
            i, j = i1 + block.a + block.size, j1 + block.b + block.size
    else:
        yield from _by_table(old, new, i1, i2, j1, j2, fixed)
    for n in range(tail):
        yield i2 + n, j2 + n


def _by_table(
    old: Sequence[str], new: Sequence[str], i1: int, i2: int, j1: int, j2: int, fixed: set[int]
) -> Iterator[tuple[int | None, int | None]]:
    rows, columns = i2 - i1, j2 - j1
    if rows == columns == 1:
        yield i1, j1
        return
    if rows * columns > _MOST_CELLS * 4:
        yield from ((i, None) for i in range(i1, i2))
        yield from ((None, j) for j in range(j1, j2))
        return
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    gains = [[_gain(old[i], new[j], i in fixed) for j in range(j1, j2)] for i in range(i1, i2)]
    for i in range(rows):
        for j in range(columns):
            matched = best[i][j] + gains[i][j] if gains[i][j] else 0.0
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], matched)
    backwards: list[tuple[int | None, int | None]] = []
    i, j = rows, columns
    while i or j:
        if i and j and gains[i - 1][j - 1] and best[i][j] == best[i - 1][j - 1] + gains[i - 1][j - 1]:
            i, j = i - 1, j - 1
            backwards.append((i1 + i, j1 + j))
        elif j and (not i or best[i][j] == best[i][j - 1]):
            j -= 1
            backwards.append((None, j1 + j))
        else:
            i -= 1
            backwards.append((i1 + i, None))
    yield from reversed(backwards)


def _gain(old: str, new: str, fixed: bool) -> float:
    """What it is worth to take a line for another's successor; 0 where it cannot be."""
    if fixed:
        return _ROW + common(old, new) if old.count("\t") == new.count("\t") else 0.0
    if not old.strip() or not new.strip():
        return 0.5 if not old.strip() and not new.strip() else 0.0
    shared = common(old, new)
    alike = 0.5 if shape(old) == shape(new) else 0.0
    return _ANY + alike + shared * 2 * shared / (len(old) + len(new))


def _steps(
    units: Sequence[Unit], new: Sequence[str], pairs: Sequence[tuple[int | None, int | None]]
) -> Iterator[Step]:
    unit_of = [unit for unit in units for _ in range(unit.count)]
    partners: dict[int, list[int]] = {}
    for i, j in pairs:
        if i is not None and j is not None:
            partners.setdefault(unit_of[i].first, []).append(j)
    done: set[int] = set()
    taken = -1
    for i, j in pairs:
        if i is None:
            if j is not None and j > taken:
                yield Added(j, new[j])
            continue
        unit = unit_of[i]
        own = partners.get(unit.first)
        if own is None:
            if unit.first not in done:
                done.add(unit.first)
                if unit.fixed:
                    raise UnplacedError("table" if unit.segments else "box")
                yield Removed(unit)
        elif j is not None and unit.first not in done:
            done.add(unit.first)
            taken = own[-1]
            yield Kept(unit, own[0], list(new[own[0] : own[-1] + 1]))
