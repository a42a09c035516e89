"""What is common language and so is no copying: standing phrases, and what many independent families share. Pure.

The data is `common.yaml`, and the fixed phrases.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

import numpy as np
import yaml

from assistant.guard.formulation import formulations
from assistant.structure.plain import letters_of

_SHORTEST = 4
_STARTS = 64  # beginnings of what is shared that are looked at in one sentence


@dataclass(frozen=True, slots=True)
class Common:
    """Common language. shared_by: (up to so many letters, so many independent families), shortest first, and at least this
    part of all reports.
    """

    shared_by: tuple[tuple[int, int], ...]
    part: float
    phrases: dict[str, tuple[str, ...]]

    def families(self, length: int, reports: int) -> int | None:
        """How many families make a stretch of this length common among so many reports; None: no number does."""
        least = math.ceil(self.part * reports)
        return next((max(families, least) for most, families in self.shared_by if length <= most), None)


@lru_cache(maxsize=1)
def common() -> Common:
    """The data. phrases: by their first letters, the longest first."""
    raw = yaml.safe_load(Path(__file__).with_name("common.yaml").read_text("utf-8"))
    phrases = {letters_of(one) for one in raw["phrases"]}
    for one in formulations():
        phrases |= {letters_of(one.phrase), letters_of(one.right)}
    by_beginning: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in sorted(phrases, key=lambda one: (-len(one), one)):
        if len(phrase) >= _SHORTEST:
            by_beginning[phrase[:_SHORTEST]].append(phrase)
    return Common(
        tuple((row["up_to"], row["families"]) for row in raw["shared_by"]),
        raw["part_of_reports"],
        {beginning: tuple(found) for beginning, found in by_beginning.items()},
    )


def standing(text: str) -> bytearray:
    """Which letters of a text belong to standing phrases."""
    phrases = common().phrases
    found = bytearray(len(text))
    until = 0
    for at in range(len(text) - _SHORTEST + 1):
        for phrase in phrases.get(text[at : at + _SHORTEST], ()):
            if text.startswith(phrase, at):
                if at + len(phrase) > until:
                    until = at + len(phrase)
                    found[at:until] = b"\1" * len(phrase)
                break
    return found


@lru_cache(maxsize=8)
def _needed(reports: int) -> list[int]:
    """How many families make a stretch common, by its length."""
    longest = max(length for length, _ in common().shared_by)
    return [common().families(length, reports) or 0 for length in range(longest + 1)]


def shared(stretches: Iterable[tuple[str, int, int]], reports: int) -> set[tuple[int, int]]:
    """The stretches, of (family, start, end), that so many families have that they are common among so many reports."""
    needed = _needed(reports)
    rows = sorted(set(stretches), key=itemgetter(2))
    numbers: dict[str, int] = {}
    family = np.array([numbers.setdefault(name, len(numbers)) for name, _, _ in rows], np.int64)
    fewest = min(needed)
    if len(numbers) < fewest:
        return set()
    first = np.array([start for _, start, _ in rows])
    last = np.array([end for _, _, end in rows])
    starts = np.unique(first)
    found = set()
    for start in starts[:: len(starts) // _STARTS + 1].tolist():
        here = (first <= start) & (start < last)
        reach = np.zeros(len(numbers), np.int64)
        reach[family[here]] = last[here]  # the furthest of each family comes last
        ends = np.sort(reach[reach > 0])[::-1].tolist()
        for number, end in enumerate(ends[fewest - 1 :], fewest):
            if end - start < len(needed) and needed[end - start] <= number:
                found.add((start, end))
    return found
