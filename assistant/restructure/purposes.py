"""What each sentence of a draft is for, among what the headings of a frame are for. Pure; imports the course, targets and likeness,
and numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.restructure.course import EDGES, PLACE, ROLES, course, seen_of
from assistant.restructure.likeness import Likeness, Table, most_open
from assistant.restructure.subjects import names_of
from assistant.restructure.targets import Target, groups
from assistant.restructure.units import Unit

LIKE = 4.0  # how much the embedding decides between headings that take what is for the same


@dataclass(frozen=True)
class Purposes:
    """groups: the headings by what they are for. seen: what is seen of each sentence (see `course`).

    of_each: sentence, role → how much of it each group takes; the last: none. roles, fitting: how probable each role and
    each group is for each sentence.
    """

    groups: dict[str, list[int]]
    seen: Table
    of_each: Table
    roles: Table

    @property
    def fitting(self) -> Table:
        return np.asarray((self.roles[:, :, None] * self.of_each).sum(axis=1))

    @property
    def at_the_edge(self) -> Table:
        """How probable it is that a sentence opens or closes the draft."""
        return np.asarray(self.roles[:, [PLACE[role] for role in EDGES]].sum(axis=1))


def purposes(found: Sequence[Unit], targets: Sequence[Target], likeness: Likeness | None) -> Purposes:
    """What each sentence is for."""
    explicit = frozenset(role for target in targets for role in target.roles or ())
    beside = groups(targets)
    taken = _taken_by(beside, targets, explicit)
    of_each = np.repeat(taken[None], len(found), axis=0)
    seen = seen_of(found, explicit)
    roles = course(found, seen)
    if likeness is None or not found:
        return Purposes(beside, seen, of_each, roles)
    rows = most_open(roles)
    some = [found[row] for row in rows]
    words = [unit.words for unit in some]
    over = [unit.above[-1] if unit.above else "" for unit in some]
    like = _like(words, targets, beside, likeness)
    best = _of_roles(like, taken)
    told = (likeness.roles(words), likeness.roles(over, headings=True), best)
    seen = seen_of(found, explicit, *(_at(rows, len(found), table) for table in told))
    if len(beside) > 1:
        of_each[rows, :, :-1] *= np.exp(LIKE * (like[:, None, :] - best[:, :, None]).clip(max=0.0))
    return Purposes(beside, seen, of_each, course(found, seen))


def _at(rows: Sequence[int], count: int, table: Table | None) -> Table | None:
    """A table of some rows as one of all; the others say nothing."""
    if table is None or len(table) == count:
        return table
    whole = np.zeros((count, table.shape[1]))
    whole[list(rows)] = table
    return whole


def _like(
    words: Sequence[str], targets: Sequence[Target], beside: Mapping[str, list[int]], likeness: Likeness
) -> Table:
    """How like each sentence (row) is to the headings of each group (column), the best of them."""
    if len(beside) < 2:
        return np.zeros((len(words), len(beside)))
    table = likeness.about(words, names_of(targets))
    best = np.stack([table[:, members].max(axis=1) for members in beside.values()], axis=1)
    return np.asarray(best - best.mean(axis=1, keepdims=True))


def _of_roles(like: Table, taken: Table) -> Table:
    """How like each sentence (row) is to the headings that take what is for each role (column); nothing where none does."""
    table = np.zeros((len(like), len(taken)))
    for role in range(len(taken)):
        groups_of = np.flatnonzero(taken[role, :-1])
        if len(groups_of):
            table[:, role] = like[:, groups_of].max(axis=1)
    return table


def _taken_by(beside: Mapping[str, list[int]], targets: Sequence[Target], explicit: frozenset[str]) -> Table:
    """Role (row) → how much of what is for it goes to each group (column); the last: to none."""
    table = np.zeros((len(ROLES), len(beside) + 1))
    for column, members in enumerate(beside.values()):
        roles = targets[members[0]].roles if len(beside) > 1 else frozenset(ROLES) - set(EDGES)
        for role, share in _taken(roles, explicit).items():
            table[PLACE[role], column] = share
    for role in EDGES:
        table[PLACE[role], -1] = 0.0 if role in explicit else 1.0
    return table


def _taken(roles: frozenset[str] | None, explicit: frozenset[str]) -> Mapping[str, float]:
    """How much of what is for each role headings take that are for `roles`."""
    if not roles:
        return {role: 1.0 for role in ROLES if role not in explicit and role not in EDGES}
    found = dict.fromkeys(sorted(roles), 1.0)
    if "follow_up" in roles and "achievements" not in explicit:
        found["achievements"] = 0.8
    if "achievements" in roles and "follow_up" not in explicit:
        found["follow_up"] = 0.8
    if "follow_up" in roles and "problems" not in explicit:
        found |= {"problems": 1.0, "causes": 1.0}
    return found
