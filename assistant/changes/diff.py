"""The changes of a proposal, each separately acceptable, and applying any of them. Pure; imports pure ones.

A hunk is one aligned sentence pair, one inserted or removed sentence, or one inserted or removed paragraph
with its line break. Hunks that only together keep a pair of marks (“”《》（）) whole are one. No hunk
touches a barrier (a number that Word generates).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.changes.alignment import Pair, Unit, align, common, numbered_units, units
from assistant.changes.marks import Mark, marks
from assistant.document import Span

__all__ = ["Hunk", "Mark", "apply", "hunks"]

_PAIRS = ("“”", "‘’", "《》", "〈〉", "（）", "()", "【】", "〔〕", "「」", "『』", "[]", "{}", '""')
_REACH = 2_000  # characters within which the other half of a changed pair is looked for


@dataclass(frozen=True, slots=True)
class Hunk:
    """One change. `before == text[start:end]` of the whole document; ids count from 1 within one proposal.

    marks: the characters deleted and inserted, for display only.
    """

    id: int
    start: int
    end: int
    before: str
    after: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Neighbouring units that belong together: [i1, i2) of the original's, [j1, j2) of the proposal's."""

    i1: int
    i2: int
    j1: int
    j2: int

    @property
    def two_sided(self) -> bool:
        return self.i1 < self.i2 and self.j1 < self.j2

    def joined(self, later: _Group) -> _Group:
        return _Group(self.i1, later.i2, self.j1, later.j2)


@dataclass(frozen=True, slots=True)
class _Change:
    """[start, end) of the original becomes [new_start, new_end) of the proposal."""

    start: int
    end: int
    new_start: int
    new_end: int

    def joined(self, later: _Change) -> _Change:
        return _Change(self.start, later.end, self.new_start, later.new_end)


def hunks(
    original: str, proposed: str, *, offset: int = 0, barriers: Sequence[Span] = ()
) -> tuple[Hunk, ...]:
    """The changes that make `original` into `proposed`, sorted and disjoint.

    offset: where `original` begins in the document; barriers: spans that no change may touch, in document
    offsets. All hunks applied give the proposal, with the barriers as they were in the original.
    """
    fixed = [
        Span(max(b.start - offset, 0), min(b.end - offset, len(original)))
        for b in sorted(barriers)
        if b.start < b.end and b.overlaps(offset, offset + len(original))
    ]
    old = units(original, fixed)
    labels = frozenset(
        written for span in fixed if (written := original[span.start : span.end].lstrip()).strip()
    )
    at_start = bool(old) and old[0].kind == "fixed"
    new = numbered_units(proposed, labels, at_start) if fixed else units(proposed)
    changes: list[_Change] = []
    for run in _runs(old, align(old, new), new):
        found = (_change(group, old, new) for group in _settled(run, old, new))
        differing = [c for c in found if original[c.start : c.end] != proposed[c.new_start : c.new_end]]
        changes += _paired(differing, original, proposed)
    return tuple(
        Hunk(
            number,
            offset + c.start,
            offset + c.end,
            original[c.start : c.end],
            proposed[c.new_start : c.new_end],
            marks(original[c.start : c.end], proposed[c.new_start : c.new_end]),
        )
        for number, c in enumerate(changes, 1)
    )


def apply(text: str, hunks: Iterable[Hunk]) -> str:
    """`text` (the whole document) with any of one proposal's hunks applied.

    Raises ValueError where a hunk does not fit the text.
    """
    parts: list[str] = []
    position = 0
    for hunk in sorted(hunks, key=lambda hunk: hunk.id):
        if hunk.start < position or text[hunk.start : hunk.end] != hunk.before:
            raise ValueError(f"change {hunk.id} does not fit the text")
        parts += text[position : hunk.start], hunk.after
        position = hunk.end
    return "".join([*parts, text[position:]])


def _change(group: _Group, old: Sequence[Unit], new: Sequence[Unit]) -> _Change:
    return _Change(
        _offset(old, group.i1), _offset(old, group.i2), _offset(new, group.j1), _offset(new, group.j2)
    )


def _offset(units: Sequence[Unit], n: int) -> int:
    """Where unit `n` begins; units tile their text."""
    return units[n - 1].end if n else 0


# --- from counterparts to groups ---------------------------------------------------------------------------


def _runs(old: Sequence[Unit], pairs: Sequence[Pair], new: Sequence[Unit]) -> Iterator[list[_Group]]:
    """The groups between the original's fixed units, which stay as they are, paired or not."""
    run: list[_Group] = []
    i = j = 0
    for a, b in pairs:
        i2 = i if a is None else a + 1
        j2 = j if b is None else b + 1
        if a is not None and old[a].kind == "fixed":
            yield run
            run = []
        else:
            run.append(_Group(i, i2, j, j2))
        i, j = i2, j2
    yield run


def _settled(run: Sequence[_Group], old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[_Group]:
    """The groups that are one change each: split and fused sentences joined, gaps divided."""
    gap: _Group | None = None
    for group in _widened(run, old, new):
        if not group.two_sided:
            gap = gap.joined(group) if gap else group
            continue
        if gap:
            yield from _divided(gap, old, new)
            gap = None
        yield group
    if gap:
        yield from _divided(gap, old, new)


def _widened(run: Sequence[_Group], old: Sequence[Unit], new: Sequence[Unit]) -> list[_Group]:
    """One sentence split into two, or two fused into one, is one change: join what shares its words."""
    result: list[_Group] = []
    for group in run:
        result.append(group)
        while len(result) > 1 and _belong(result[-2], result[-1], old, new):
            later = result.pop()
            result[-1] = result[-1].joined(later)
    return result


def _belong(first: _Group, second: _Group, old: Sequence[Unit], new: Sequence[Unit]) -> bool:
    if first.two_sided == second.two_sided:
        return False
    pair, single = (first, second) if first.two_sided else (second, first)
    whole = first.joined(second)
    if any(unit.kind != "sentence" for unit in (*old[whole.i1 : whole.i2], *new[whole.j1 : whole.j2])):
        return False
    before, after = _texts(pair, old, new)
    if before == after:
        return False
    added = _letters("".join(_texts(single, old, new)))
    return common(*_texts(whole, old, new)) - common(before, after) >= max(4, 0.6 * added)


def _texts(group: _Group, old: Sequence[Unit], new: Sequence[Unit]) -> tuple[str, str]:
    return (
        "".join(unit.text for unit in old[group.i1 : group.i2]),
        "".join(unit.text for unit in new[group.j1 : group.j2]),
    )


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _divided(gap: _Group, old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[_Group]:
    """A gap, where nothing of one side is like anything of the other, as changes: sentence for sentence in
    order, then what is left over. A paragraph that is wholly new or gone is one change with its line break.
    """
    removed = _chunks(old, gap.i1, gap.i2)
    inserted = _chunks(new, gap.j1, gap.j2)
    i, j = gap.i1, gap.j1
    while removed or inserted:
        i2, j2 = i, j
        fit = bool(removed and inserted) and removed[0].lone and inserted[0].lone
        if fit or not inserted or (removed and inserted[0].lone):
            i2 = removed.pop(0).end
        if fit or i2 == i:
            j2 = inserted.pop(0).end
        yield _Group(i, i2, j, j2)
        i, j = i2, j2


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Units up to `end` that are inserted or removed together; lone: a sentence, no line break."""

    end: int
    lone: bool


def _chunks(units: Sequence[Unit], start: int, end: int) -> list[_Chunk]:
    """Sentences singly, paragraphs whole; their line break is the one before where a line goes on."""
    breaks = [n for n in range(start, end) if "\n" in units[n].text]
    continued = start > 0 and (units[start - 1].kind != "break")
    cuts = {n if continued else n + 1 for n in breaks} | {end}
    chunks: list[_Chunk] = []
    position = start
    for cut in sorted(cuts - {start}):
        if any(position <= n < cut for n in breaks):
            chunks.append(_Chunk(cut, False))
        else:
            chunks += [_Chunk(n + 1, True) for n in range(position, cut)]
        position = cut
    return chunks


# --- paired marks ------------------------------------------------------------------------------------------


def _paired(changes: Sequence[_Change], original: str, proposed: str) -> list[_Change]:
    """Join changes that open and close a pair of marks between them, with what lies in between."""
    result: list[_Change] = []
    rest = list(changes)
    while rest:
        first = rest.pop(0)
        partner = _partner(first, rest, original, proposed)
        if partner is None:
            result.append(first)
        else:
            rest[: partner + 1] = [first.joined(rest[partner])]
    return result


def _partner(first: _Change, later: Sequence[_Change], original: str, proposed: str) -> int | None:
    """The first later change with which a kind of marks that `first` leaves unpaired is paired again."""
    kinds = _unsettled(first, _PAIRS, original, proposed)
    if not kinds:
        return None
    for n, change in enumerate(later):
        if change.start - first.end > _REACH:
            break
        if len(_unsettled(first.joined(change), kinds, original, proposed)) < len(kinds):
            return n
    return None


def _unsettled(change: _Change, kinds: Sequence[str], original: str, proposed: str) -> list[str]:
    """The kinds of marks whose unpaired ones the change makes more or fewer."""
    before, after = original[change.start : change.end], proposed[change.new_start : change.new_end]
    return [kind for kind in kinds if _unpaired(before, kind) != _unpaired(after, kind)]


def _unpaired(text: str, kind: str) -> tuple[int, int]:
    """How many closing and opening marks have no partner; straight quotation marks open and close in turn."""
    if kind[0] == kind[1]:
        return text.count(kind[0]) % 2, 0
    closing = opened = 0
    for character in text:
        if character == kind[0]:
            opened += 1
        elif character == kind[1]:
            closing, opened = (closing, opened - 1) if opened else (closing + 1, 0)
    return closing, opened
