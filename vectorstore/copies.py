"""The copy index: every character 8-gram of every passage, in sorted arrays on disk, memory-mapped. Finds shared
wording and exact strings. Imports numpy and `plain`; knows passages, not drafts.

Folder: `segments.json` and one folder a segment, never changed once written. A report is added as a
new segment beside; small neighbours are merged; a removed report stays in its segment, struck from the list.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.structure.plain import letters_of

if TYPE_CHECKING:
    from vectorstore.entry import Entry

GRAM = 8
COPIES_VERSION = 1
# A gram in more places than this is a formula: its places are sampled.
MOST_PLACES = 256
_MERGE = 2  # a segment is merged with the one before it where that is not so many times larger

Codes = NDArray[np.uint16]
Hashes = NDArray[np.uint32]
Places = NDArray[np.uint32]


def codes(text: str) -> Codes:
    """Letters as 16-bit units; those beyond the basic plane count as one unknown each."""
    wide = np.frombuffer(text.encode("utf-32-le", "replace"), "<u4")
    return np.where(wide > 0xFFFF, 0xFFFD, wide).astype("<u2")


def hashes(units: Codes) -> Hashes:
    """The hash of every gram, in order; none where the text is shorter."""
    if len(units) < GRAM:
        return np.zeros(0, np.uint32)
    total = np.zeros(len(units) - GRAM + 1, np.uint64)
    for step in range(GRAM):
        total *= np.uint64(0x9E3779B97F4A7C15)
        total += units[step : step + len(total)]
    total ^= total >> np.uint64(29)
    total *= np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(total >> np.uint64(32), np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A run of a query in a passage: `query[start:end]` is `letters[at:at + end - start]`."""

    start: int
    end: int
    passage: str
    report: str
    at: int


class Segment:
    """Some passages, never changed. starts: where each begins in `units`; one 0 stands after each."""

    def __init__(
        self, name: str, ids: Sequence[str], reports: Sequence[str], units: Codes, starts: Places,
        grams: Hashes, places: Places,
    ) -> None:  # fmt: skip
        self.name = name
        self.ids = tuple(ids)
        self.reports = tuple(reports)
        self.units = units
        self.starts = starts
        self.grams = grams
        self.places = places

    @classmethod
    def of(cls, passages: Iterable[tuple[str, str, Codes]]) -> Segment:
        """A segment of passages: id, report, letters."""
        ids, reports, parts, starts, position = [], [], [], [], 0
        gap = np.zeros(1, "<u2")
        for passage_id, report, units in passages:
            ids.append(passage_id)
            reports.append(report)
            starts.append(position)
            parts += [units, gap]
            position += len(units) + 1
        units = np.concatenate(parts) if parts else np.zeros(0, "<u2")
        grams = hashes(units)
        # no gram across two passages
        ends = np.flatnonzero(units == 0)
        across = np.zeros(len(grams), bool)
        for back in range(GRAM):
            at = ends - back
            across[at[(at >= 0) & (at < len(grams))]] = True
        places = np.flatnonzero(~across).astype(np.uint32)
        order = np.argsort(grams[places], kind="stable")
        places = places[order]
        return cls(uuid4().hex, ids, reports, units, np.array(starts, np.uint32), grams[places], places)

    @classmethod
    def load(cls, folder: Path, name: str) -> Segment:
        """A stored segment, memory-mapped."""
        place = folder / name
        known = json.loads((place / "passages.json").read_text("utf-8"))
        arrays = [
            np.load(place / f"{part}.npy", mmap_mode="r") for part in ("units", "starts", "grams", "places")
        ]
        units, starts, grams, places = arrays
        if not len(starts) == len(known["ids"]) == len(known["reports"]) or len(grams) != len(places):
            raise ValueError(name)
        return cls(name, known["ids"], known["reports"], units, starts, grams, places)

    def save(self, folder: Path) -> None:
        """Write it under its name."""
        place = folder / self.name
        place.mkdir(parents=True)
        for part in ("units", "starts", "grams", "places"):
            with (place / f"{part}.npy").open("wb") as file:
                np.save(file, getattr(self, part))
                file.flush()
                os.fsync(file.fileno())
        (place / "passages.json").write_text(json.dumps({"ids": self.ids, "reports": self.reports}), "utf-8")

    def passages(self, without: frozenset[str]) -> Iterator[tuple[str, str, Codes]]:
        """What went into it, but for some reports."""
        for number, (passage_id, report) in enumerate(zip(self.ids, self.reports, strict=True)):
            if report not in without:
                yield passage_id, report, np.array(self.of_passage(number))

    def of_passage(self, number: int) -> Codes:
        """The letters of its passage of this number."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.units)
        return self.units[int(self.starts[number]) : int(end) - 1]

    def shared(self, units: Codes, wanted: Hashes) -> Iterator[tuple[int, int, int, int]]:
        """Runs as (start, end, number of the passage, at)."""
        if not len(wanted) or not len(self.grams):
            return
        low = np.searchsorted(self.grams, wanted, "left")
        counts = np.searchsorted(self.grams, wanted, "right") - low
        counts = np.minimum(counts, MOST_PLACES)
        total = int(counts.sum())
        if not total:
            return
        query = np.repeat(np.arange(len(wanted)), counts)
        offsets = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        places = np.asarray(self.places[np.repeat(low, counts) + offsets], np.int64)
        same = np.ones(total, bool)  # a hash is not the text
        for step in range(GRAM):
            same &= self.units[places + step] == units[query + step]
        query, places = query[same], places[same]
        if not len(query):
            return
        diagonal = places - query
        order = np.lexsort((query, diagonal))
        query, places, diagonal = query[order], places[order], diagonal[order]
        new = np.flatnonzero((np.diff(diagonal) != 0) | (np.diff(query) != 1)) + 1
        first = np.concatenate(([0], new))
        last = np.concatenate((new, [len(query)])) - 1
        numbers = np.searchsorted(self.starts, places[first], "right") - 1
        for a, b, number in zip(first.tolist(), last.tolist(), numbers.tolist(), strict=True):
            start, end = int(query[a]), int(query[b]) + GRAM
            yield start, end, number, int(places[a]) - int(self.starts[number])

    def find(self, units: Codes, most: int) -> Iterator[tuple[int, int]]:
        """Places of an exact string as (number of the passage, at)."""
        if not len(units) or not len(self.units):
            return
        if len(units) >= GRAM:
            seen = 0
            for start, end, number, at in self.shared(units, hashes(units)):
                if start == 0 and end == len(units):
                    yield number, at
                    seen += 1
                    if seen >= most:
                        return
            return
        candidates = np.flatnonzero(self.units[: max(0, len(self.units) - len(units) + 1)] == units[0])
        for step in range(1, len(units)):
            candidates = candidates[self.units[candidates + step] == units[step]]
        for place in candidates[:most].tolist():
            number = int(np.searchsorted(self.starts, place, "right")) - 1
            yield number, place - int(self.starts[number])


@dataclass(frozen=True, slots=True, eq=False)
class CopyView:
    """The index at one moment: what is added or removed later does not change it."""

    segments: tuple[Segment, ...]
    removed: tuple[frozenset[str], ...]

    def shared(self, text: str) -> list[Shared]:
        """The runs of at least GRAM letters that `text` shares with passages; a formula's places are sampled."""
        units = codes(text)
        wanted = hashes(units)
        return [
            Shared(start, end, segment.ids[number], segment.reports[number], at)
            for segment, gone in self._parts()
            for start, end, number, at in segment.shared(units, wanted)
            if segment.reports[number] not in gone
        ]

    def find(self, text: str, most: int = 8) -> list[Shared]:
        """Up to about `most` places of an exact string."""
        units = codes(text)
        found: list[Shared] = []
        for segment, gone in self._parts():
            for number, at in segment.find(units, most * 4):
                if segment.reports[number] not in gone:
                    found.append(Shared(0, len(units), segment.ids[number], segment.reports[number], at))
                    if len(found) >= most:
                        return found
        return found

    def passages(self) -> dict[str, str]:
        """Every passage id with its report."""
        return {
            passage_id: report
            for segment, gone in self._parts()
            for passage_id, report in zip(segment.ids, segment.reports, strict=True)
            if report not in gone
        }

    def _parts(self) -> Iterator[tuple[Segment, frozenset[str]]]:
        return iter(zip(self.segments, self.removed, strict=True))


class CopyIndex:
    """The index of one folder; folder None: in memory. `add` and `remove` are durable when they return."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._writing = threading.RLock()
        self._view = CopyView((), ())
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                self._view = self._load(folder)
            except OSError as error:
                raise StoreError("copies_broken", where=str(folder), reason=type(error).__name__) from error

    @property
    def view(self) -> CopyView:
        """What is in it now."""
        return self._view

    def add(self, entries: Sequence[Entry]) -> None:
        """Add passages; those of the same reports that were there before go."""
        self.add_texts([(one.passage.id, one.tags.report_id, one.passage.text) for one in entries])

    def add_texts(self, passages: Sequence[tuple[str, str, str]]) -> None:
        """Add passages as (id, report, text)."""
        if not passages:
            return
        with self._writing:
            known = self._view.passages()
            if all(passage_id in known for passage_id, _, _ in passages) and self._same(passages):
                return
            segments, removed = list(self._view.segments), list(self._view.removed)
            coming = frozenset(report for _, report, _ in passages)
            new = Segment.of((one, report, codes(letters_of(text))) for one, report, text in passages)
            removed = [
                gone | (coming & set(segment.reports))
                for segment, gone in zip(segments, removed, strict=True)
            ]
            segments.append(new)
            removed.append(frozenset())
            while len(segments) > 1 and len(segments[-2].units) < _MERGE * len(segments[-1].units):
                merged = Segment.of(
                    (
                        one
                        for segment, gone in zip(segments[-2:], removed[-2:], strict=True)
                        for one in segment.passages(gone)
                    )
                )
                segments[-2:], removed[-2:] = [merged], [frozenset()]
            self._switch(CopyView(tuple(segments), tuple(removed)))

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove reports; unknown ones are ignored."""
        ids = frozenset(report_ids)
        with self._writing:
            pairs = [
                (segment, gone | (ids & set(segment.reports)))
                for segment, gone in zip(self._view.segments, self._view.removed, strict=True)
            ]
            pairs = [(segment, gone) for segment, gone in pairs if not gone.issuperset(segment.reports)]
            self._switch(CopyView(tuple(s for s, _ in pairs), tuple(g for _, g in pairs)))

    def reports(self) -> dict[str, str]:
        """Every passage id, with its report."""
        return self._view.passages()

    def size(self) -> tuple[int, int]:
        """Letters and bytes of its arrays."""
        return (
            sum(len(s.units) for s in self._view.segments),
            sum(
                s.units.nbytes + s.grams.nbytes + s.places.nbytes + s.starts.nbytes
                for s in self._view.segments
            ),
        )

    def close(self) -> None:
        """Let the files go."""
        with self._writing:
            self._view = CopyView((), ())

    def _same(self, passages: Sequence[tuple[str, str, str]]) -> bool:
        """Whether these passages stand there already with the same letters."""
        wanted = {passage_id: codes(letters_of(text)) for passage_id, _, text in passages}
        seen = 0
        for segment, gone in zip(self._view.segments, self._view.removed, strict=True):
            for number, (passage_id, report) in enumerate(zip(segment.ids, segment.reports, strict=True)):
                if passage_id in wanted and report not in gone:
                    if not np.array_equal(segment.of_passage(number), wanted[passage_id]):
                        return False
                    seen += 1
        return seen == len(wanted)

    def _switch(self, view: CopyView) -> None:
        folder = self._folder
        if folder is None:
            self._view = view
            return
        try:
            for segment in view.segments:
                if not (folder / segment.name).is_dir():
                    segment.save(folder)
            listed = [
                {"name": segment.name, "removed": sorted(gone)}
                for segment, gone in zip(view.segments, view.removed, strict=True)
            ]
            new = folder / "segments.json.new"
            with new.open("w", encoding="utf-8") as file:
                json.dump({"version": COPIES_VERSION, "segments": listed}, file)
                file.flush()
                os.fsync(file.fileno())
            new.replace(folder / "segments.json")
            self._view = self._load(folder)
        except OSError as error:
            code = "store_no_space" if error.errno == 28 else "store_not_writable"
            raise StoreError(code, where=str(folder)) from error
        names = {segment.name for segment in view.segments}
        for other in folder.iterdir():  # merged away, or left by a kill; one still open elsewhere goes later
            if other.is_dir() and other.name not in names:
                shutil.rmtree(other, ignore_errors=True)

    def _load(self, folder: Path) -> CopyView:
        listing = folder / "segments.json"
        if not listing.exists():
            return CopyView((), ())
        try:
            listed = json.loads(listing.read_text("utf-8"))
            if listed["version"] != COPIES_VERSION:
                raise ValueError(listed["version"])
            # what was written is what is used: a segment still in memory is opened from its files
            known = {one.name: one for one in self._view.segments if isinstance(one.units, np.memmap)}
            segments = [
                known.get(one["name"]) or Segment.load(folder, one["name"]) for one in listed["segments"]
            ]
            return CopyView(tuple(segments), tuple(frozenset(one["removed"]) for one in listed["segments"]))
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise StoreError("copies_broken", where=str(folder), reason=type(error).__name__) from error


def letters_by_passage(view: CopyView) -> Mapping[str, str]:
    """Passage id → its letters; for tests and small libraries."""
    return {
        passage_id: segment.of_passage(number).tobytes().decode("utf-16-le", "replace")
        for segment in view.segments
        for number, passage_id in enumerate(segment.ids)
    }
