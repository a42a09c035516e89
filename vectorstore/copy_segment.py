"""One segment of the copy index: the letters of some passages and where each of their grams stands, in sorted arrays,
memory-mapped and never changed. Imports numpy.

A place is filed under 32 bits: 22 of its first NEAR letters, 10 of its first GRAM letters. So one array answers for
both lengths: an exact code finds a gram, a range of codes all that begin alike.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

GRAM = 8
NEAR = 5
# A gram in more places than this is a formula: only its earliest places are looked at.
MOST_PLACES = 256
# The most pairs of places that one question looks at, so that a text made of formulas takes no longer than its length.
_MOST_AT_ALL, _FEWEST_PLACES = 2_000_000, 16
# NEAR letters that stand in more places tell little of where a text comes from: only the earliest few are looked at.
_RARE, _OF_MANY = 40, 8
_TAIL = 10  # bits

Codes = NDArray[np.uint16]
Grams = NDArray[np.uint32]
Places = NDArray[np.uint32]
Numbers = NDArray[np.int64]
_ARRAYS = {"units": "<u2", "starts": "<u4", "grams": "<u4", "places": "<u4"}


def codes(text: str) -> Codes:
    """Letters as 16-bit units; those beyond the basic plane count as one unknown each."""
    wide = np.frombuffer(text.encode("utf-32-le", "replace"), "<u4")
    return np.where(wide > 0xFFFF, 0xFFFD, wide).astype("<u2")


def grams(units: Codes) -> Grams:
    """The code of each place with GRAM letters, in order; none where the text is shorter."""
    if len(units) < GRAM:
        return np.zeros(0, np.uint32)
    total = np.zeros(len(units) - GRAM + 1, np.uint64)
    for step in range(NEAR):
        total *= np.uint64(0x9E3779B97F4A7C15)
        total += units[step : step + len(total)]
    found = (_mixed(total) >> np.uint64(42)) << np.uint64(_TAIL)
    within = np.ones(len(total), bool)
    for step in range(NEAR, GRAM):
        letters = units[step : step + len(total)]
        within &= letters != 0  # what stands in the next passage is not filed with this one
        total *= np.uint64(0x9E3779B97F4A7C15)
        total += letters * within
    return np.asarray(found | (_mixed(total) >> np.uint64(64 - _TAIL)), np.uint32)


def _mixed(total: NDArray[np.uint64]) -> NDArray[np.uint64]:
    total = total ^ (total >> np.uint64(29))
    total *= np.uint64(0xBF58476D1CE4E5B9)
    return total


@dataclass(frozen=True, eq=False)
class Segment:
    """starts: where each passage begins in `units`, and where the last one ends; a 0 stands after each passage, and
    enough of them after the last for a gram to be read anywhere. grams: sorted, places: of each.
    """

    name: str
    ids: tuple[str, ...]
    reports: tuple[str, ...]
    units: Codes
    starts: Places
    grams: Grams
    places: Places

    @classmethod
    def of(cls, passages: Iterable[tuple[str, str, Codes]]) -> Segment:
        """A segment of passages: id, report, letters."""
        ids, reports, parts, starts, position = [], [], [], [0], 0
        gap = np.zeros(1, "<u2")
        for passage_id, report, letters in passages:
            ids.append(passage_id)
            reports.append(report)
            parts += [letters, gap]
            position += len(letters) + 1
            starts.append(position)
        units = np.concatenate([*parts, np.zeros(GRAM, "<u2")])
        found = grams(units)
        within = np.ones(len(found), bool)  # no place whose first letters are not all of one passage
        for back in range(NEAR):
            at = np.flatnonzero(units == 0) - back
            within[at[(at >= 0) & (at < len(found))]] = False
        places = np.flatnonzero(within).astype(np.uint32)
        order = np.argsort(found[places], kind="stable")
        places = places[order]
        return cls(
            uuid4().hex, tuple(ids), tuple(reports), units, np.array(starts, np.uint32), found[places], places
        )

    @classmethod
    def joined(cls, segments: Sequence[Segment], without: frozenset[str] = frozenset()) -> Segment:
        """One segment with the passages of several, but for some ids. Sorted runs are merged, not sorted again."""
        ids: list[str] = []
        reports: list[str] = []
        units, starts, filed, places, position = [], [np.zeros(1, np.int64)], [], [], 0
        for one in segments:
            kept = np.fromiter((id_ not in without for id_ in one.ids), bool, len(one.ids))
            begins = one.starts.astype(np.int64)
            sizes = begins[1:] - begins[:-1]
            kept_units = np.repeat(kept, sizes)
            moved = np.concatenate(([0], np.cumsum(sizes * kept)[:-1])) - begins[:-1] + position
            stays = kept_units[one.places] if not kept.all() else slice(None)
            old = one.places[stays]
            places.append((old + np.repeat(moved, sizes)[old]).astype(np.uint32))
            filed.append(one.grams[stays])
            units.append(one.units[: len(kept_units)][kept_units])
            ids += [id_ for id_, keep in zip(one.ids, kept, strict=True) if keep]
            reports += [report for report, keep in zip(one.reports, kept, strict=True) if keep]
            starts.append(position + np.cumsum(sizes[kept]))
            position += int(sizes[kept].sum())
        merged = np.concatenate(filed)
        order = np.argsort(merged, kind="stable")
        return cls(
            uuid4().hex, tuple(ids), tuple(reports), np.concatenate([*units, np.zeros(GRAM, "<u2")]),
            np.concatenate(starts).astype(np.uint32), merged[order], np.concatenate(places)[order],
        )  # fmt: skip

    @classmethod
    def load(cls, folder: Path, name: str) -> Segment:
        """A stored segment, memory-mapped. Raises ValueError where a file is not what was written."""
        place = folder / name
        listed = json.loads((place / "passages.json").read_text("utf-8"))
        if listed["checks"] != _checks(place, listed["ids"], listed["reports"]):
            raise ValueError(name)
        arrays = {part: np.asarray(np.load(place / f"{part}.npy", mmap_mode="r")) for part in _ARRAYS}
        return cls(name, tuple(listed["ids"]), tuple(listed["reports"]), **arrays)

    def save(self, folder: Path) -> None:
        """Write it under its name, to the disk itself."""
        place = folder / self.name
        place.mkdir(parents=True)
        for part, kind in _ARRAYS.items():
            with (place / f"{part}.npy").open("wb") as file:
                np.save(file, np.asarray(getattr(self, part), kind))
                file.flush()
                os.fsync(file.fileno())
        checks = _checks(place, self.ids, self.reports)
        with (place / "passages.json").open("w", encoding="utf-8") as listing:
            json.dump({"ids": self.ids, "reports": self.reports, "checks": checks}, listing)
            listing.flush()
            os.fsync(listing.fileno())

    @property
    def size(self) -> int:
        """Bytes of its arrays."""
        return sum(getattr(self, part).nbytes for part in _ARRAYS)

    def letters(self, number: int) -> Codes:
        """The letters of its passage of this number."""
        return self.units[int(self.starts[number]) : int(self.starts[number + 1]) - 1]

    def shared(self, units: Codes) -> Iterator[tuple[int, int, int, int]]:
        """The runs of GRAM letters or more that a text shares with passages: (start, end, number of the passage, at)."""
        wanted = grams(units)
        query, places = self._places(units, np.arange(len(wanted)), wanted, wanted, GRAM, MOST_PLACES)
        if not len(query):
            return
        diagonal = places - query
        order = np.lexsort((query, diagonal))
        query, places, diagonal = query[order], places[order], diagonal[order]
        new = np.flatnonzero((np.diff(diagonal) != 0) | (np.diff(query) != 1)) + 1
        first = np.concatenate(([0], new))
        last = np.concatenate((new, [len(query)])) - 1
        numbers = self._numbers(places[first])
        at = places[first] - self.starts[numbers]
        yield from zip(
            query[first].tolist(), (query[last] + GRAM).tolist(), numbers.tolist(), at.tolist(), strict=True
        )

    def near(self, units: Codes, spans: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers, Numbers]:
        """Passages that share groups of NEAR letters with spans of a text, rare ones above all: (number of the span, number of the
        passage, how many groups), in order of the spans.
        """
        within = np.full(len(units), -1, np.int64)
        for number, (start, end) in enumerate(spans):
            within[start : max(start, end - NEAR + 1)] = number
        asked = np.flatnonzero(within >= 0)
        query, places = self._places(units, asked, *_beginnings(units, asked), NEAR, _RARE, rare=True)
        many = max(1, len(self.ids))
        pairs = within[query] * many + self._numbers(places)
        once = np.unique(pairs * len(units) + query) // max(1, len(units))
        pairs, votes = np.unique(once, return_counts=True)
        return pairs // many, pairs % many, votes

    def find(self, units: Codes, most: int) -> Iterator[tuple[int, int]]:
        """Some places of an exact string as (number of the passage, at)."""
        if len(units) >= NEAR:
            start = np.zeros(1, np.int64)
            if len(units) >= GRAM:
                low = high = grams(units[:GRAM])
            else:
                low, high = _beginnings(units, start)
            _, found = self._places(units, start, low, high, len(units), MOST_PLACES)
        else:
            found = np.flatnonzero(self.units[:-GRAM] == units[0]) if len(units) else np.zeros(0, np.int64)
            for step in range(1, len(units)):
                found = found[self.units[found + step] == units[step]]
        found = found[:most]
        numbers = self._numbers(found)
        yield from zip(numbers.tolist(), (found - self.starts[numbers]).tolist(), strict=True)

    @cached_property
    def number(self) -> dict[str, int]:
        """Passage id → its number."""
        return {passage_id: number for number, passage_id in enumerate(self.ids)}

    def _numbers(self, places: Numbers) -> Numbers:
        return np.searchsorted(self.starts, places, "right") - 1

    def _places(
        self,
        units: Codes,
        asked: Numbers,
        low: Grams,
        high: Grams,
        length: int,
        most: int,
        *,
        rare: bool = False,
    ) -> tuple[Numbers, Numbers]:
        """Where `length` letters from each of the `asked` places stand: pairs of a place asked and a place here, at most
        about `most` of each. low, high: their codes; rare: fewer of what stands in more places.
        """
        most = max(_FEWEST_PLACES, min(most, _MOST_AT_ALL // max(1, len(asked))))
        first = np.searchsorted(self.grams, low, "left")
        counts = np.searchsorted(self.grams, high, "right") - first
        counts = np.where(counts > most, _OF_MANY if rare else most, counts)
        query = np.repeat(asked, counts)
        offsets = np.arange(len(query)) - np.repeat(np.cumsum(counts) - counts, counts)
        places = self.places[np.repeat(first, counts) + offsets].astype(np.int64)
        for step in range(length):  # a code is not the text
            if step % GRAM == 0:
                fits = (places + step + GRAM <= len(self.units)) & (
                    query + min(length, step + GRAM) <= len(units)
                )
                query, places = query[fits], places[fits]
            same = self.units[places + step] == units[query + step]
            query, places = query[same], places[same]
        return query, places


def _beginnings(units: Codes, asked: Numbers) -> tuple[Grams, Grams]:
    """The first and the last code of all that begins with the NEAR letters of these places."""
    found = grams(np.concatenate((units, np.zeros(GRAM, np.uint16))))[asked]
    low = found >> np.uint32(_TAIL) << np.uint32(_TAIL)
    return low, low | np.uint32((1 << _TAIL) - 1)


def _checks(place: Path, ids: Sequence[str], reports: Sequence[str]) -> list[int]:
    """Checksums of what a segment's folder holds: a bit that flips must not hide a copy."""
    found = [zlib.crc32("\n".join((*ids, *reports)).encode())]
    for part in _ARRAYS:
        check = 0
        with (place / f"{part}.npy").open("rb") as file:
            while block := file.read(1 << 20):
                check = zlib.crc32(block, check)
        found.append(check)
    return found
