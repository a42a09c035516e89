"""The room that a prompt has for texts, and how much of it each may take. Pure; imports nothing."""

from __future__ import annotations

from collections.abc import Sequence


def longest_that_fits(lengths: Sequence[int], room: int) -> int:
    """The length to which the longest texts must be cut so that all fit together, in characters as `room` is."""
    if sum(lengths) <= room:
        return max(lengths, default=0)
    for number, shortest in enumerate(sorted(lengths)):
        share = room // (len(lengths) - number)
        if shortest > share:
            return share
        room -= shortest
    return max(lengths, default=0)
