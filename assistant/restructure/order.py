"""Where a draft takes things up in the order of a frame: what its doubtful parts may then be. Pure; imports numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Table = np.ndarray[Any, np.dtype[np.float64]]

CLEAR, FEWEST, AGREEING = 0.6, 3, 0.8
BETWEEN, NEXT = 0.5, 0.3


def in_order(shares: Table, members: Sequence[int]) -> Table:
    """For each unit (row) and each of `members`: how much the order speaks for it; all nothing where there is no order.

    shares: how much of each unit each heading has. Order is there where those that are clear keep to that of the frame.
    """
    found = np.zeros((len(shares), len(members)))
    inside = shares[:, members]
    total = inside.sum(axis=1)
    place = inside.argmax(axis=1)
    clear = [
        row
        for row in range(len(shares))
        if total[row] > 0.5 and inside[row, place[row]] >= CLEAR * total[row]
    ]
    places = place[clear]
    if len(members) < FEWEST or len(set(places.tolist())) < FEWEST:
        return found
    steps = np.sign(places[None, :] - places[:, None])[np.triu_indices(len(places), 1)]
    if (steps < 0).sum() > (1 - AGREEING) * (steps != 0).sum():
        return found
    for row in range(len(shares)):
        if total[row] <= 0.2 or row in clear:
            continue
        before = [place[other] for other in clear if other < row]
        after = [place[other] for other in clear if other > row]
        low, high = before[-1] if before else 0, after[0] if after else len(members) - 1
        if low <= high:
            found[row, low : high + 1] += BETWEEN
            found[row, low + bool(before) : high + (not after)] += NEXT  # those that nothing was found for
    return found
