"""The copy index: where every few letters of every passage stand. Finds shared wording and exact strings. Imports its
segments and `plain`; knows passages, not drafts.

Folder: `segments.json` and one folder a segment. A report is added as a new segment beside, small neighbours are
merged, a removed report's segment is written anew without it; the list is switched last, so that a kill leaves the
old state or the new one.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.errors import StoreError
from assistant.structure.plain import LETTERS_VERSION, letters_of
from vectorstore.copy_segment import Codes, Segment, codes

if TYPE_CHECKING:
    from vectorstore.entry import Entry

# What is stored, and the letters it was made of, are compared as they were when it was written.
COPIES_VERSION = f"2.{LETTERS_VERSION}"
_MERGE = 2  # a segment is merged with the one before it where that is not so many times larger


class Shared(NamedTuple):
    """A run of a query in a passage: `query[start:end]` is `letters[at:at + end - start]`."""

    start: int
    end: int
    passage: str
    report: str
    at: int


class Near(NamedTuple):
    """A passage that a span of a query may be made of. votes: how many rare groups of letters they share."""

    span: int
    passage: str
    report: str
    votes: int


@dataclass(frozen=True, slots=True, eq=False)
class CopyView:
    """The index at one moment: what is added or removed later does not change it."""

    segments: tuple[Segment, ...] = ()

    def shared(self, text: str) -> list[Shared]:
        """The runs of at least GRAM letters that `text` shares with passages; a formula's places are sampled."""
        units = codes(text)
        return [
            Shared(start, end, segment.ids[number], segment.reports[number], at)
            for segment in self.segments
            for start, end, number, at in segment.shared(units)
        ]

    def near(self, text: str, spans: Sequence[tuple[int, int]], most: int = 4) -> list[list[Near]]:
        """For each span the passages that share most rare groups of letters with it, best first, whatever their order."""
        units = codes(text)
        found: list[list[Near]] = [[] for _ in spans]
        for segment in self.segments:
            of, passages, votes = segment.near(units, spans)
            order = np.lexsort((passages, -votes, of))
            of, passages, votes = of[order], passages[order], votes[order]
            first = np.flatnonzero(np.diff(of, prepend=-1))
            rank = np.arange(len(of)) - np.repeat(first, np.diff(first, append=len(of)))
            best = rank < most
            rows = (of[best].tolist(), passages[best].tolist(), votes[best].tolist())
            for span, number, count in zip(*rows, strict=True):
                found[span].append(Near(span, segment.ids[number], segment.reports[number], count))
        return [sorted(one, key=lambda near: -near.votes)[:most] for one in found]

    def find(self, text: str, most: int = 8) -> list[Shared]:
        """Up to `most` places of an exact string."""
        units = codes(text)
        found: list[Shared] = []
        for segment in self.segments:
            for number, at in segment.find(units, most - len(found)):
                found.append(Shared(0, len(units), segment.ids[number], segment.reports[number], at))
            if len(found) >= most:
                break
        return found

    def letters(self, passage_id: str) -> str:
        """The letters of a passage, empty where there is no such passage."""
        for segment in self.segments:
            number = segment.number.get(passage_id)
            if number is not None:
                return segment.letters(number).tobytes().decode("utf-16-le", "replace")
        return ""

    def reports(self) -> dict[str, str]:
        """Every passage id with its report."""
        return {
            passage_id: report
            for segment in self.segments
            for passage_id, report in zip(segment.ids, segment.reports, strict=True)
        }


class CopyIndex:
    """The index of one folder; folder None: in memory. `add` and `remove` are durable when they return.

    Raises StoreError: copies_broken for what cannot be read, store_no_space, store_not_writable.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._writing = threading.RLock()
        self._view = CopyView()
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError("copies_broken", where=str(folder), reason=type(error).__name__) from error
            self._view = self._load(folder)
            self._tidy(folder)

    @property
    def view(self) -> CopyView:
        """What is in it now."""
        return self._view

    def add(self, entries: Sequence[Entry]) -> None:
        """Add passages, or replace those of the same ids."""
        self.add_texts([(one.passage.id, one.tags.report_id, one.passage.text) for one in entries])

    def add_texts(self, passages: Sequence[tuple[str, str, str]]) -> None:
        """Add passages as (id, report, text). What is there already is not written again."""
        with self._writing:
            coming = {passage_id: (report, codes(letters_of(text))) for passage_id, report, text in passages}
            new = [(id_, *one) for id_, one in coming.items() if not self._has(id_, *one)]
            if not new:
                return
            segments = self._without(frozenset(id_ for id_, _, _ in new))
            segments.append(Segment.of(new))
            while len(segments) > 1 and len(segments[-2].units) < _MERGE * len(segments[-1].units):
                segments[-2:] = [Segment.joined(segments[-2:])]
            self._switch(segments)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove reports; unknown ones are ignored, and nothing is written where all are."""
        with self._writing:
            reports = frozenset(report_ids)
            segments = self._without(
                frozenset(id_ for id_, report in self._view.reports().items() if report in reports)
            )
            if segments != list(self._view.segments):
                self._switch(segments)

    def reports(self) -> dict[str, str]:
        """Every passage id, with its report."""
        return self._view.reports()

    def size(self) -> tuple[int, int]:
        """Letters and bytes of its arrays."""
        segments = self._view.segments
        return sum(len(one.units) for one in segments), sum(one.size for one in segments)

    def close(self) -> None:
        """Let the files go."""
        with self._writing:
            self._view = CopyView()

    def _has(self, passage_id: str, report: str, letters: Codes) -> bool:
        return any(
            number is not None
            and one.reports[number] == report
            and np.array_equal(one.letters(number), letters)
            for one in self._view.segments
            for number in (one.number.get(passage_id),)
        )

    def _without(self, passage_ids: frozenset[str]) -> list[Segment]:
        """The segments, those that hold any of these passages made anew without them."""
        found = []
        for segment in self._view.segments:
            going = passage_ids & segment.number.keys()
            if not going:
                found.append(segment)
            elif len(going) < len(segment.ids):
                found.append(Segment.joined([segment], going))
        return found

    def _switch(self, segments: Sequence[Segment]) -> None:
        folder = self._folder
        if folder is None:
            self._view = CopyView(tuple(segments))
            return
        old = {one.name for one in self._view.segments}
        try:
            for segment in segments:
                if segment.name not in old:
                    segment.save(folder)
            new = folder / "segments.json.new"
            with new.open("w", encoding="utf-8") as file:
                json.dump({"version": COPIES_VERSION, "segments": [one.name for one in segments]}, file)
                file.flush()
                os.fsync(file.fileno())
            new.replace(folder / "segments.json")
        except OSError as error:
            if error.errno in _FULL:
                size = sum(one.size for one in segments if one.name not in old)
                raise StoreError("store_no_space", where=str(folder), megabytes=(size >> 20) + 1) from error
            raise StoreError("store_not_writable", where=str(folder)) from error
        # What was written is what is used, and is not kept in memory.
        self._view = self._load(folder)
        self._tidy(folder)

    def _tidy(self, folder: Path) -> None:
        """Delete what was merged away, or left by a kill; what is still open elsewhere goes at a later start."""
        names = {one.name for one in self._view.segments}
        for other in folder.iterdir():
            if other.is_dir() and other.name not in names:
                shutil.rmtree(other, ignore_errors=True)

    def _load(self, folder: Path) -> CopyView:
        known = {one.name: one for one in self._view.segments}
        try:
            if not (folder / "segments.json").exists():
                return CopyView()
            listed = json.loads((folder / "segments.json").read_text("utf-8"))
            if listed["version"] != COPIES_VERSION:
                raise ValueError(listed["version"])
            return CopyView(
                tuple(known.get(name) or Segment.load(folder, name) for name in listed["segments"])
            )
        except (ValueError, KeyError, TypeError, AttributeError, EOFError, OSError) as error:
            raise StoreError("copies_broken", where=str(folder), reason=type(error).__name__) from error


_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
