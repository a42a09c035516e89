"""Two texts side by side, ready to be drawn: by lines, with the characters marked that changed inside them. Pure;
imports the changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from assistant.changes.alignment import Unit, align
from assistant.changes.marks import Mark, marks

LineKind = Literal["equal", "changed", "removed", "added"]


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line of either text or of both.

    before, after: its number in the earlier and the later text, from 1, None where it is not there; marks: its
    characters in order; equal and deleted ones are the line before, equal and inserted ones the line after.
    """

    kind: LineKind
    before: int | None
    after: int | None
    marks: tuple[Mark, ...]

    def text(self, side: Literal["before", "after"]) -> str:
        """The line as it stands on one side."""
        left_out = "insert" if side == "before" else "delete"
        return "".join(mark.text for mark in self.marks if mark.kind != left_out)


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """Changed lines with their neighbours. skipped: how many equal lines are left out before it."""

    skipped: int
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between two texts.

    before, after: the versions' numbers, None for the text as it stands with its typing; parts: in the order of the
    text, none where the texts are equal; skipped: how many equal lines follow the last part; changed: lines that are
    not equal; inserted, deleted: characters.
    """

    before: int | None
    after: int | None
    parts: tuple[ComparedPart, ...]
    skipped: int
    changed: int
    inserted: int
    deleted: int


def compared(
    old: str, new: str, before: int | None = None, after: int | None = None, *, around: int = 1
) -> Comparison:
    """Compare two texts. around: how many equal lines are shown beside a changed one."""
    lines = _lines(old, new)
    changed = [n for n, line in enumerate(lines) if line.kind != "equal"]
    shown = sorted({n for at in changed for n in range(at - around, at + around + 1) if 0 <= n < len(lines)})
    parts: list[ComparedPart] = []
    end = 0  # of the part before
    run: list[int] = []
    for n, following in zip_longest(shown, shown[1:]):
        run.append(n)
        if following != n + 1:
            parts.append(ComparedPart(run[0] - end, tuple(lines[run[0] : n + 1])))
            run, end = [], n + 1
    sizes = {"equal": 0, "delete": 0, "insert": 0}
    for n in changed:
        for mark in lines[n].marks:
            sizes[mark.kind] += len(mark.text)
    return Comparison(
        before, after, tuple(parts), len(lines) - end, len(changed), sizes["insert"], sizes["delete"]
    )


def _lines(old: str, new: str) -> list[ComparedLine]:
    """Every line of both texts, counterparts together."""
    one, other = _units(old), _units(new)
    result = []
    for i, j in align(one, other):
        before = _shown(one[i]) if i is not None else ""
        after = _shown(other[j]) if j is not None else ""
        kind: LineKind
        found: tuple[Mark, ...]
        if i is None:
            kind, found = "added", (Mark("insert", after),)
        elif j is None:
            kind, found = "removed", (Mark("delete", before),)
        elif before == after:
            kind, found = "equal", (Mark("equal", after),)
        else:
            kind, found = "changed", marks(before, after)
        result.append(ComparedLine(kind, None if i is None else i + 1, None if j is None else j + 1, found))
    return result


def _units(text: str) -> Sequence[Unit]:
    """The lines of a text; a blank one is a break, which is a blank one's counterpart only."""
    units, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        units.append(
            Unit("sentence", start, end, line) if line.strip() else Unit("break", start, end, line + "\n")
        )
        start = end + 1
    return units


def _shown(unit: Unit) -> str:
    return unit.text.removesuffix("\n")
