"""Fits the weights of the course of a draft (`SEEN`, `LINKED` of `course.py`) to the cases; prints them to be put there.

`python -m tests.restructure.weights`: what the embedding says of a set is learned from the other sets, so that it is not
trusted more than it deserves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.restructure import course
from assistant.restructure.likeness import Likeness, Table
from assistant.restructure.purposes import purposes
from tests.restructure import learning

KEEP, STEPS, RATE = 0.003, 50, 0.12
WIDTH = len(course.SEEN)


@dataclass
class Chain:
    """A case as the fitting needs it. right: for each sentence how much of each role is right, none where nothing is told."""

    one: learning.Told
    seen: Table
    links: Table
    right: list[Table | None]


def chain(one: learning.Told, likeness: Likeness) -> Chain:
    judged = purposes(one.units, one.targets, likeness)
    fitting = judged.of_each  # sentence, role, group
    groups = list(judged.groups.values())
    right: list[Table | None] = []
    for n, wanted in enumerate(one.right):
        places = set()
        for name in wanted or ():
            if name is None:
                places.add(len(groups))
            elif name in one.names:
                place = one.names.index(name)
                places.add(next(g for g, members in enumerate(groups) if place in members))
        shares = fitting[n] + np.eye(1, len(groups) + 1, len(groups)) * 0.02
        right.append(shares[:, sorted(places)].sum(axis=1) / shares.sum(axis=1) if places else None)
    return Chain(one, judged.seen, course.links_of(one.units), right)


def pairs(own: Table, links: Table) -> tuple[Table, Table]:
    """How probable each role of a sentence is, and each two of neighbours."""
    shares, _ = course.summed_up(own, links)
    if len(own) < 2:
        return shares, np.zeros_like(links)
    ahead = np.zeros_like(own)
    ahead[0] = own[0]
    for n in range(1, len(own)):
        before = ahead[n - 1][:, None] + links[n - 1]
        top = before.max(axis=0)
        ahead[n] = own[n] + top + np.log(np.exp(before - top).sum(axis=0))
    behind = np.log(np.maximum(shares, 1e-300)) - ahead
    both = ahead[:-1, :, None] + links + (own[1:] + behind[1:])[:, None, :]
    both = np.exp(both - both.max(axis=(1, 2), keepdims=True))
    return shares, both / both.sum(axis=(1, 2), keepdims=True)


def slope(chains: Sequence[Chain], weights: Table) -> Table:
    found, count = np.zeros_like(weights), 0
    for one in chains:
        own, links = one.seen @ weights[:WIDTH], one.links @ weights[WIDTH:]
        told = np.array([np.zeros(len(course.ROLES)) if r is None else np.log(r + 1e-3) for r in one.right])
        (free, free_two), (bound, bound_two) = pairs(own, links), pairs(own + told, links)
        found[:WIDTH] += np.einsum("nr,nrf->f", free - bound, one.seen)
        found[WIDTH:] += np.einsum("nrs,nrsf->f", free_two - bound_two, one.links)
        count += sum(1 for right in one.right if right is not None)
    return found / count


def fitted(chains: Sequence[Chain]) -> Table:
    start = np.array([*course.SEEN.values(), *course.LINKED.values()])
    at, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        down = slope(chains, at) + KEEP * (at - start)
        mean, square = 0.9 * mean + 0.1 * down, 0.98 * square + 0.02 * down * down
        at -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.98**step)) + 1e-7)
    return at


def main() -> None:
    sets = learning.sets()
    chains: list[Chain] = []
    for name, some in sets.items():
        learning.use(learning.without(name, sets))
        likeness = Likeness(learning.embed)
        chains += [chain(one, likeness) for one in some if one.units]
    found = fitted(chains)
    for name, value in zip([*course.SEEN, *course.LINKED], found, strict=True):
        print(f'    "{name}": {value:.1f},')


if __name__ == "__main__":
    main()
