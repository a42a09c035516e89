"""Frames: the headings a report is to have, each with its year and source. Pure; imports roles.

A frame is data (`frames.yaml`, or a file of the office's own), the outline of a report (`report_frame`), or what a notice
asks for (`notice`). An old frame is never shown as the current one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.structure.roles import ROLES, Role

Origin = Literal["built_in", "own", "report", "notice"]


@dataclass(frozen=True, slots=True)
class FrameHeading:
    """A heading of a frame. id: its position (`2.3`). role: told, or None where it is to be told from the words.

    cues: words by which what belongs here is known. sample: how the report it is from begins there; only compared.
    own_words: it stands for a heading that only another unit could write; the draft's own one stays as it is.
    """

    id: str
    heading: str
    level: int = 1
    role: Role | None = None
    cues: tuple[str, ...] = ()
    sample: str = ""
    children: tuple[FrameHeading, ...] = ()
    own_words: bool = False

    def walk(self) -> Iterator[FrameHeading]:
        """This heading and those below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Frame:
    """The headings a report is to have. year: for which it was set; source: who set it, and where.

    current: whether it is the newest of its kind; never true of one that a later one of the same kind follows.
    left_out: how many headings of the report it is from state that unit's own facts and are not taken as they stand.
    """

    name: str
    title: str
    headings: tuple[FrameHeading, ...]
    kind: str = "other"
    year: int | None = None
    source: str = ""
    current: bool = False
    origin: Origin = "own"
    left_out: int = 0

    def walk(self) -> Iterator[FrameHeading]:
        """Every heading, in order."""
        for heading in self.headings:
            yield from heading.walk()

    def find(self, heading_id: str) -> FrameHeading | None:
        """The heading of that id."""
        return next((heading for heading in self.walk() if heading.id == heading_id), None)

    def path(self, heading_id: str) -> tuple[FrameHeading, ...]:
        """The heading of that id and those above it, outermost first."""
        names = heading_id.split(".")
        found = (self.find(".".join(names[: n + 1])) for n in range(len(names)))
        return tuple(heading for heading in found if heading is not None)

    def as_json(self) -> dict[str, Any]:
        """An entry of `gaigao frames`."""
        return {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "year": self.year,
            "source": self.source,
            "current": self.current,
            "origin": self.origin,
            "headings": [_heading_json(heading) for heading in self.headings],
        }


def _heading_json(heading: FrameHeading) -> dict[str, Any]:
    return {
        "id": heading.id,
        "heading": heading.heading,
        "role": heading.role,
        "children": [_heading_json(child) for child in heading.children],
    }


def without_blanks(frame: Frame) -> Frame:
    """The frame as a draft is put into it: headings that only say 【待补：…】 are the writer's own and not aimed at."""
    return replace(frame, headings=_said(frame.headings))


def aimed_at(frame: Frame) -> Frame:
    """The frame as a model is told it: without what only the writer can call by its name."""
    return replace(frame, headings=_named(_said(frame.headings)))


def _named(found: Sequence[FrameHeading]) -> tuple[FrameHeading, ...]:
    return tuple(
        replace(one, children=_named([child for child in one.children if not child.own_words]))
        for one in found
    )


def _said(found: Sequence[FrameHeading]) -> tuple[FrameHeading, ...]:
    return tuple(replace(one, children=_said(one.children)) for one in found if "【待补" not in one.heading)


class HeadingData(BaseModel):
    """A heading in a file of frames."""

    model_config = ConfigDict(extra="forbid")

    heading: str = Field(min_length=1, max_length=120)
    role: Literal[ROLES] | None = None  # type: ignore[valid-type]
    cues: list[str] = Field(default_factory=list)
    children: list[HeadingData] = Field(default_factory=list)


class FrameData(BaseModel):
    """A frame in a file of frames."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=60)
    title: str = Field(min_length=1, max_length=120)
    kind: str = "other"
    year: int | None = Field(default=None, ge=1949, le=2100)
    source: str = Field(min_length=1)
    headings: list[HeadingData] = Field(min_length=1)


def frames_of(data: Any, *, origin: Origin = "own") -> tuple[Frame, ...]:
    """The frames that a file says. Raises pydantic's ValidationError where it does not fit the schema.

    Which are current is not in the file: of a kind with a year, the frames of the latest year; what has no year and is
    of a kind where none has one.
    """
    read = [FrameData.model_validate(entry) for entry in data]
    found = [
        Frame(
            one.name,
            one.title,
            headings(one.headings),
            one.kind,
            one.year,
            one.source,
            origin=origin,
        )
        for one in read
    ]
    return with_current(found)


def with_current(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames, each told whether it is the current one of its kind."""
    latest: dict[str, int] = {}
    for frame in frames:
        latest[frame.kind] = max(latest.get(frame.kind, 0), frame.year or 0)
    return tuple(
        Frame(
            one.name,
            one.title,
            one.headings,
            one.kind,
            one.year,
            one.source,
            (one.year or 0) == latest[one.kind],
            one.origin,
        )
        for one in frames
    )


def headings(data: Iterable[HeadingData], above: str = "") -> tuple[FrameHeading, ...]:
    """Headings with their positions as ids."""
    found = []
    for number, one in enumerate(data, start=1):
        heading_id = f"{above}.{number}" if above else str(number)
        children = headings(one.children, heading_id)
        level = heading_id.count(".") + 1
        found.append(FrameHeading(heading_id, one.heading, level, one.role, tuple(one.cues), "", children))
    return tuple(found)


@lru_cache(maxsize=1)
def built_in_frames() -> tuple[Frame, ...]:
    """The frames that come with the program."""
    data = yaml.safe_load(Path(__file__).with_name("frames.yaml").read_text("utf-8"))
    return frames_of(data, origin="built_in")


__all__ = [
    "Frame",
    "FrameData",
    "FrameHeading",
    "HeadingData",
    "Origin",
    "built_in_frames",
    "frames_of",
    "headings",
    "with_current",
]
