"""Which heading of a frame each part of a draft belongs to, told without a model: by role, words and an embedding.

Pure; imports frame, units and themes, and numpy. What fits nowhere is listed at its place; it is never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.restructure.frame import Frame, FrameHeading
from assistant.restructure.likeness import Embed, Likeness, Table
from assistant.restructure.operation import Certainty
from assistant.restructure.parts import Part, Parts
from assistant.restructure.purposes import purposes
from assistant.restructure.subjects import Said, about, shared_out
from assistant.restructure.targets import Target, counterparts_of, groups, targets_of
from assistant.restructure.units import Unit, units
from assistant.structure.plain import letters_of
from assistant.wording import Language, Reason

SURE, LIKELY = 0.95, 0.5
NOTHING = 0.12  # less than this of what a unit is for has a heading
BESIDE, PARALLEL = 3.0, 1.5  # in a frame with headings for the same below problems, causes and measures

__all__ = ["Assigned", "Assignments", "Embed", "assign"]


@dataclass(frozen=True, slots=True)
class Assigned:
    """A part and the heading of the frame it belongs to; None: 没对上的. score: how probable, 0 to 1.

    parts: one, or the sentences of one that belong elsewhere than the rest of it.
    """

    parts: tuple[str, ...]
    heading: str | None
    certainty: Certainty
    reason: Reason
    score: float = 0.0

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """Its values, the reason as a sentence."""
        return {
            "parts": list(self.parts),
            "heading": self.heading,
            "certainty": self.certainty,
            "reason": self.reason.text(language),
        }


@dataclass(frozen=True, slots=True)
class Assignments:
    """Every unit of a draft, in order, with its heading. gaps: headings of the frame without any part."""

    frame: Frame
    every: tuple[Assigned, ...]
    gaps: tuple[FrameHeading, ...]

    @property
    def unassigned(self) -> tuple[Assigned, ...]:
        """没对上的, in the order of the draft."""
        return tuple(one for one in self.every if one.heading is None)

    def of(self, heading_id: str) -> tuple[Assigned, ...]:
        """What belongs under a heading, in the order of the draft."""
        return tuple(one for one in self.every if one.heading == heading_id)


def assign(parts: Parts, frame: Frame, embed: Embed | None = None) -> Assignments:
    """Which heading of `frame` each part of a draft belongs to.

    embed: texts → vectors (one row each); without it by role and words alone. Deterministic for the same embedding.
    """
    found = units(parts)
    targets = targets_of(frame)
    runs = _Judge(found, targets, Likeness(embed) if embed is not None else None).runs() if found else []
    every = tuple(_grouped(parts, found, runs, targets))
    taken = {one.heading for one in every}
    gaps = tuple(
        heading
        for heading in frame.walk()
        if not any(one.id in taken for one in heading.walk()) and not _inside_gap(frame, heading, taken)
    )
    return Assignments(frame, every, gaps)


def _inside_gap(frame: Frame, heading: FrameHeading, taken: Iterable[str | None]) -> bool:
    """Whether the heading above is a gap already."""
    above = frame.path(heading.id)[:-1]
    return bool(above) and not any(one.id in set(taken) for one in above[-1].walk())


# -- the judgement --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """Sentences of one block that are for the same. group: of headings, None where it is for none of them."""

    units: list[int]
    group: str | None
    share: float
    target: int | None = None
    reason: Reason | None = None


class _Judge:
    def __init__(self, found: Sequence[Unit], targets: Sequence[Target], likeness: Likeness | None) -> None:
        self.units, self.targets, self.likeness = found, targets, likeness
        self.groups = groups(targets)

    def runs(self) -> list[_Run]:
        found = self._runs()
        spread: dict[int, Table] = {}  # run → how probable each target is, of those it may be
        order = sorted(self.groups, key=lambda name: ("problems" not in name, self.groups[name][0]))
        for name in order:
            rows = [n for n, run in enumerate(found) if run.group == name]
            members = self.groups[name]
            if not rows:
                continue
            if len(members) == 1:
                shares = np.ones((len(rows), 1))
            else:
                said = [self._said(found[n]) for n in rows]
                scores = about(said, [self.targets[m] for m in members], self.likeness)
                scores += self._counterparts(found, rows, members, spread)
                shares = shared_out(scores)
            for row, n in enumerate(rows):
                whole = np.zeros(len(self.targets))
                whole[members] = shares[row]
                spread[n] = whole
                best = members[int(shares[row].argmax())]
                found[n].target, found[n].share = best, found[n].share * float(shares[row].max())
                found[n].reason = self._reason(
                    self.units[found[n].units[0]], self.targets[best], len(members)
                )
        return found

    # -- what it is for ---------------------------------------------------------------------------------------------

    def _runs(self) -> list[_Run]:
        """The sentences of each block, those for the same together. What only leads to what follows is for that."""
        told = purposes(self.units, self.targets, self.likeness)
        fitting = told.fitting
        names = [*self.groups, None]
        best: list[int] = []
        for n in range(len(self.units)):
            nowhere = fitting[n, -1] > 0.5 or fitting[n, :-1].max(initial=0.0) < NOTHING
            best.append(len(names) - 1 if nowhere else int(fitting[n, :-1].argmax()))
        for n in range(len(self.units) - 2, -1, -1):
            if self.units[n].announces and self.units[n + 1].section == self.units[n].section:
                best[n] = best[n + 1]
        found: list[_Run] = []
        for n, unit in enumerate(self.units):
            name, row = names[best[n]], fitting[n]
            share = (
                float(row[best[n]] / (row.sum() or 1.0)) if name is not None else 1 - float(row[:-1].sum())
            )
            if found and self.units[n - 1].block == unit.block and best[n - 1] == best[n]:
                found[-1].units.append(n)
                found[-1].share = min(found[-1].share, share)
            else:
                found.append(_Run([n], name, max(0.0, share)))
        for run in found:
            if run.group is None:
                edge = told.at_the_edge[run.units].min() > 0.5
                run.reason = Reason(f"restructure.assigned.{'edge' if edge else 'no_heading'}")
        return found

    # -- what it is about -------------------------------------------------------------------------------------------

    def _said(self, run: _Run) -> Said:
        first = self.units[run.units[0]]
        return Said("".join(self.units[n].words for n in run.units), first.head, first.above)

    def _counterparts(
        self, found: Sequence[_Run], rows: Sequence[int], members: Sequence[int], spread: Mapping[int, Table]
    ) -> Table:
        """Where headings for the same stand below problems, causes and measures: what a run takes up of the others."""
        table = np.zeros((len(rows), len(members)))
        for name, others in self.groups.items():
            pairs = counterparts_of(self.targets, members, others)
            runs = [n for n, run in enumerate(found) if run.group == name and n in spread]
            if not pairs or not runs:
                continue
            for place, n in enumerate(rows):
                section = self.units[found[n].units[0]].section
                beside = [m for m in runs if m < n and self.units[found[m].units[0]].section == section]
                if beside:
                    weight, other = BESIDE, beside[-1]
                elif len(runs) == len(rows):
                    weight, other = PARALLEL, runs[place]
                else:
                    continue
                table[place] += weight * spread[other][[pairs[member] for member in members]]
        return table

    @staticmethod
    def _reason(unit: Unit, target: Target, beside: int) -> Reason:
        heading = unit.above[-1] if unit.above else unit.head
        if letters_of(heading) == letters_of(target.names[-1]):
            return Reason("restructure.assigned.same_heading")
        if beside == 1 and target.roles:
            role = sorted(target.roles)[0]
            return Reason("restructure.assigned.role", {"role": Reason(f"roles.{role}")})
        return Reason("restructure.assigned.words", {"heading": target.names[-1]})


# -- which parts they are -----------------------------------------------------------------------------------------


def _grouped(
    parts: Parts, found: Sequence[Unit], runs: Sequence[_Run], targets: Sequence[Target]
) -> Iterable[Assigned]:
    """The largest parts that are for one heading: a section, a block, else sentences."""
    sections: dict[str, list[_Run]] = {}
    for run in runs:
        sections.setdefault(found[run.units[0]].section, []).append(run)
    for section_id, inside in sections.items():
        section = parts.find(section_id)
        assert section is not None
        yield from _of_section(parts, section, found, inside, targets)


def _of_section(
    parts: Parts, section: Part, found: Sequence[Unit], runs: Sequence[_Run], targets: Sequence[Target]
) -> Iterable[Assigned]:
    headed = section.section is not None and bool(section.section.heading)
    below = any(child.kind == "section" for child in section.children)
    movable = headed and not below and section.section is not None and section.section.kind == "section"
    first = found[runs[0].units[0]]
    one = len({run.target for run in runs}) == 1
    if movable and (one or first.claims or first.part == section.id or section.heading_is_text):
        # the heading says something: it goes with what stands in its line, and what is for something else leaves it
        own = [run for run in runs if run.target == runs[0].target]
        yield _assigned((section.id,), own, targets)
        runs = [run for run in runs if run.target != runs[0].target]
    for block in dict.fromkeys(found[run.units[0]].block for run in runs):
        inside = [run for run in runs if found[run.units[0]].block == block]
        whole = [unit.part for unit in found if unit.block == block]
        if len({run.target for run in inside}) == 1 and sum(len(run.units) for run in inside) == len(whole):
            yield _assigned((block,), inside, targets)
            continue
        for run in inside:
            yield _assigned(tuple(found[n].part for n in run.units), [run], targets)


def _assigned(part_ids: tuple[str, ...], runs: Sequence[_Run], targets: Sequence[Target]) -> Assigned:
    share = min(run.share for run in runs)
    target = runs[0].target
    reason = runs[0].reason
    assert reason is not None
    if target is None:
        return Assigned(part_ids, None, "likely" if share >= LIKELY else "unsure", reason, share)
    certainty: Certainty = "sure" if share >= SURE else "likely" if share >= LIKELY else "unsure"
    return Assigned(part_ids, targets[target].heading.id, certainty, reason, share)
