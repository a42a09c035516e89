"""Which heading of a frame each part of a draft belongs to, told without a model: by role, words and an embedding.

Pure; imports frame, units and themes, and numpy. What fits nowhere is listed at its place; it is never dropped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.restructure.course import course
from assistant.restructure.frame import Frame, FrameHeading
from assistant.restructure.operation import Certainty
from assistant.restructure.order import Table, in_order
from assistant.restructure.parts import Parts
from assistant.restructure.targets import Target, crossed, grams, groups, rarity, targets_of
from assistant.restructure.themes import themes_named, themes_told
from assistant.restructure.units import Unit, units
from assistant.structure.plain import letters_of
from assistant.wording import Language, Reason

Embed = Callable[[list[str]], Any]

_W = {"theme": 1.5, "words": 3.08, "embed": 1.09, "above": 0.56, "named": 1.76}
SURE, LIKELY = 0.94, 0.6
MOST_EMBEDDED, EMBEDDED_CHARS = 16, 32
SILENT = 1.0  # words that say so much of a unit leave nothing to the embedding
GENERAL = 1.0  # how well anything fits a heading that names no subject (`履行岗位职责情况`)
# how much the subject decides between headings for different things, and between those for the same
ACROSS, SHARP = 0.66, 2.39
# in a frame with the same headings below problems, causes and measures
BESIDE, PARALLEL = 1.06, 0.69
PASSES, ENOUGH, DRAWN, MOST_DRAWN = 2, 0.7, 0.63, 1.18  # how headings without parts draw them
NOTHING, FAINT, CARVED = 0.12, 0.23, 0.65


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
    if not targets:
        every = tuple(
            Assigned(u.parts, None, "unsure", Reason("restructure.assigned.no_heading")) for u in found
        )
        return Assignments(frame, every, ())
    every = _Judge(found, targets, embed).assigned()
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
class _Told:
    """What was found of a unit: its roles, and the target chosen."""

    unit: Unit
    unit_index: int
    roles: dict[str, float]
    target: int | None = None
    share: float = 0.0


class _Judge:
    def __init__(self, found: Sequence[Unit], targets: Sequence[Target], embed: Embed | None) -> None:
        self.units, self.targets = found, targets
        self.explicit = frozenset(role for target in targets for role in target.roles or ())
        self.groups = groups(targets)
        self.grams = [grams(target.names[-1]) for target in targets]
        self.rare = rarity(self.grams)
        self.own = [grams(unit.body) for unit in found]
        self.crossed = crossed(targets)
        self.shared = _shared(self.own) if self.crossed else np.zeros((0, 0))
        self.told = [themes_told(unit.head, unit.body) for unit in found]
        self.roles = course(found, self.explicit)
        self.short: Table = np.zeros(len(targets))
        self.ordinals = _ordinals(found)
        self.embed = embed
        self.shares: Table = np.zeros((len(found), len(targets)))
        self.relevant = {theme for target in targets for theme in target.themes}
        self.ordered: Table = np.zeros((len(found), len(targets)))
        self.near: Table = np.zeros((len(found), len(targets)))
        self.done: list[_Told] = []

    def _look_nearer(self, every: Sequence[Assigned]) -> None:
        """Cosine of heading and unit, less what is usual for the unit: of those units only that words leave open."""
        doubtful = [n for n, one in enumerate(every) if one.heading is not None and one.certainty != "sure"]
        doubtful = sorted(doubtful, key=lambda n: every[n].score)[:MOST_EMBEDDED]
        if self.embed is None or not doubtful or len(self.targets) < 2:
            return
        last = [target.names[-1] for target in self.targets]
        names = [
            (one if last.count(one) == 1 else " ".join(target.names)) + " " + target.heading.sample[:120]
            for one, target in zip(last, self.targets, strict=True)
        ]
        texts = [self.units[n].body[:EMBEDDED_CHARS] for n in doubtful]
        vectors = np.asarray(self.embed([*texts, *names]), dtype=np.float64)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        alike = vectors[: len(texts)] @ vectors[len(texts) :].T
        self.near[doubtful] = alike - alike.mean(axis=1, keepdims=True)

    def assigned(self) -> tuple[Assigned, ...]:
        found = self._pass()
        for _ in range(PASSES):
            self._weigh_empty()
            found = self._pass()
        if self.embed is not None:
            self._look_nearer(found)
            found = self._pass()
        kept = _without_needless(self.units, found)
        return _with_announcers([self.units[n] for n in kept], [found[n] for n in kept])

    def _pass(self) -> list[Assigned]:
        self.done = []
        self.shares[:] = 0.0
        return [self._decided(index) for index in range(len(self.units))]

    def _weigh_empty(self) -> None:
        """Headings that little was found for, where there is enough for each, draw what fits none of the others well."""
        taken = self.shares.sum(axis=0)
        for members in self.groups.values():
            every = taken[members].sum()
            self.ordered[:, members] = in_order(self.shares, members)
            if len(members) > 1 and every >= ENOUGH * len(members):
                wanted = np.log((every / len(members) + 0.3) / (taken[members] + 0.3))
                self.short[members] = np.clip(self.short[members] + DRAWN * wanted, -MOST_DRAWN, MOST_DRAWN)

    # -- roles ------------------------------------------------------------------------------------------------------

    def _share(self, roles: Mapping[str, float], target: Target) -> float:
        """How much of what a unit may be for a heading is for."""
        if target.roles:
            share = sum(roles.get(role, 0.0) for role in target.roles)
            if "follow_up" in target.roles and "achievements" not in self.explicit:
                share += 0.8 * roles["achievements"]
            if "achievements" in target.roles and "follow_up" not in self.explicit:
                share += 0.8 * roles["follow_up"]
            if "follow_up" in target.roles and "problems" not in self.explicit:
                share += roles["problems"] + roles["causes"]
            return share
        return 1.0 - sum(roles.get(role, 0.0) for role in self.explicit) - roles["opening"] - roles["closing"]

    # -- what it is about -------------------------------------------------------------------------------------------

    def _contents(self, index: int) -> Table:
        """How well the words of a unit fit each heading."""
        unit = self.units[index]
        told = self.told[index]
        above: dict[str, float] = {}
        for name in unit.above:
            for theme, weight in themes_named(name).items():
                above[theme] = max(above.get(theme, 0.0), weight)
        if unit.item and not unit.opens:
            first = next((t.unit for t in self.done if t.unit.item == unit.item and t.unit.opens), None)
            for theme, weight in themes_told(first.head, "").items() if first is not None else ():
                above[theme] = max(above.get(theme, 0.0), min(1.5, weight))
        total = sum(weight for theme, weight in told.items() if theme in self.relevant) or 1.0
        head, over_it = grams(unit.head), frozenset[str]().union(*map(grams, unit.above))
        scores: Table = np.zeros(len(self.targets))
        for n, target in enumerate(self.targets):
            subject = sum(min(2.5, told.get(name, 0.0)) * weight for name, weight in target.themes.items())
            subject /= max(1.0, 0.45 * total)
            over = sum(above.get(name, 0.0) * weight for name, weight in target.themes.items())
            own = self.grams[n]
            whole = sum(self.rare[gram] for gram in own) or 1.0
            words = sum(self.rare[g] for g in own & head) + 0.4 * sum(
                self.rare[g] for g in own & self.own[index]
            )
            scores[n] = _W["theme"] * subject + _W["words"] * words / whole + _W["above"] * min(2.0, over)
            scores[n] += _W["named"] * sum(self.rare[g] for g in own & over_it) / whole
            if target.general:
                scores[n] = max(scores[n], GENERAL)
        said = scores.max() if len(scores) else 0.0
        scores += _W["embed"] * 4 * max(0.0, 1 - said / SILENT) * self.near[index]
        scores += self.short + self.ordered[index] + self._counterparts(index)
        return scores

    def _counterparts(self, index: int) -> Table:
        """In a frame where the same headings stand below problems, causes and measures: what a unit takes up."""
        found = np.zeros(len(self.targets))
        if not self.crossed:
            return found
        unit = self.units[index]
        best: dict[tuple[str, frozenset[str] | None], float] = {}
        for told in self.done:
            if told.target is None or told.target not in self.crossed:
                continue
            near = index - told.unit_index == 1 and told.unit.section == unit.section and not unit.opens
            parallel = self.ordinals[index] == self.ordinals[told.unit_index] and self.ordinals[index][1] > 1
            bonus = min(1.2, float(self.shared[index, told.unit_index])) + (BESIDE if near else 0.0)
            bonus += PARALLEL if parallel and told.unit.section != unit.section else 0.0
            key = self.crossed[told.target], self.targets[told.target].roles
            best[key] = max(best.get(key, 0.0), bonus)
        for n, name in self.crossed.items():
            roles = self.targets[n].roles
            found[n] = max(
                (b for (one, other), b in best.items() if one == name and other != roles), default=0.0
            )
        return found

    # -- the decision -----------------------------------------------------------------------------------------------

    def _decided(self, index: int) -> Assigned:
        unit = self.units[index]
        roles = self.roles[index]
        told = _Told(unit, index, roles)
        self.done.append(told)
        edge = sum(roles[role] for role in ("opening", "closing") if role not in self.explicit)
        if edge > 0.5:
            return Assigned(unit.parts, None, "likely", Reason("restructure.assigned.edge"), edge)
        contents = self._contents(index)
        shares = np.zeros(len(self.targets))
        fitting = {
            group: self._share(roles, self.targets[members[0]]) for group, members in self.groups.items()
        }
        if max(fitting.values()) < NOTHING:
            return Assigned(
                unit.parts,
                None,
                "likely",
                Reason("restructure.assigned.no_heading"),
                1 - max(fitting.values()),
            )
        weights = {
            group: max(fitting[group], 0.002) * math.exp(ACROSS * min(2.5, max(contents[n] for n in members)))
            for group, members in self.groups.items()
        }
        total = sum(weights.values())
        for group, members in self.groups.items():
            inside = np.exp(SHARP * (contents[members] - contents[members].max()))
            shares[members] = weights[group] / total * inside / inside.sum()
        if not unit.carved and not unit.announces:
            self.shares[index] = shares
        members = self.groups[max(weights, key=weights.__getitem__)]
        best = max(members, key=lambda n: (shares[n], -n))
        if len(members) >= 4 and contents[best] < FAINT:
            return Assigned(unit.parts, None, "unsure", Reason("restructure.assigned.no_heading"), 0.3)
        told.target, told.share = best, float(shares[best])
        certainty: Certainty = (
            "sure" if told.share >= SURE else "likely" if told.share >= LIKELY else "unsure"
        )
        target = self.targets[best]
        return Assigned(
            unit.parts, target.heading.id, certainty, self._reason(unit, target, len(members)), told.share
        )

    @staticmethod
    def _reason(unit: Unit, target: Target, beside: int) -> Reason:
        if letters_of(unit.head) == letters_of(target.names[-1]):
            return Reason("restructure.assigned.same_heading")
        if beside == 1 and target.roles:
            role = sorted(target.roles)[0]
            return Reason("restructure.assigned.role", {"role": Reason(f"roles.{role}")})
        return Reason("restructure.assigned.words", {"heading": target.names[-1]})


def _shared(texts: Sequence[frozenset[str]]) -> Table:
    """How much each text takes up of each other one: the weight of what both say, by the root of all it says."""
    weights = rarity(texts)
    place = {gram: n for n, gram in enumerate(sorted(weights))}
    table = np.zeros((len(texts), len(place)), dtype=np.float32)
    for row, text in enumerate(texts):
        table[row, [place[gram] for gram in text]] = 1.0
    weighted = table * np.array([weights[gram] for gram in sorted(weights)], dtype=np.float32)
    alike = (weighted @ table.T).astype(np.float64)
    alike /= 2 * np.sqrt(np.maximum(4.0, weighted.sum(axis=1, keepdims=True)))
    return alike


def _ordinals(found: Sequence[Unit]) -> list[tuple[int, int]]:
    """Which of how many each unit is among those below the same headings."""
    beside: dict[tuple[str, ...], list[int]] = {}
    for index, unit in enumerate(found):
        if not unit.announces:
            beside.setdefault(unit.above, []).append(index)
    places = {index: (n, len(every)) for every in beside.values() for n, index in enumerate(every)}
    return [places.get(index, (-1, 0)) for index in range(len(found))]


def _without_needless(found: Sequence[Unit], every: Sequence[Assigned]) -> list[int]:
    """Sentences that would leave their part are assigned by themselves only where they surely go elsewhere."""
    kept: list[int] = []
    whole: Assigned | None = None
    for index, (unit, one) in enumerate(zip(found, every, strict=True)):
        if (
            unit.carved
            and whole is not None
            and (
                one.heading in (None, whole.heading) or one.score < (CARVED if not unit.opens else CARVED / 2)
            )
        ):
            continue
        if not unit.carved:
            whole = one
        kept.append(index)
    return kept


def _with_announcers(found: Sequence[Unit], every: Sequence[Assigned]) -> tuple[Assigned, ...]:
    """What only leads to what follows goes with it."""
    result = list(every)
    for index in range(len(found) - 2, -1, -1):
        if found[index].announces and not found[index].headed:
            following = result[index + 1]
            result[index] = Assigned(
                found[index].parts,
                following.heading,
                "unsure",
                Reason("restructure.assigned.announces"),
                following.score,
            )
    return tuple(result)
