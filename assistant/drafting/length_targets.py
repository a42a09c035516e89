"""Which section of the text as it is now a length target is for. Pure; imports the structure and edits.

A target remembers its section as it stood in one version. Where that section is now is found anew each time, so that
an undo or a restored version brings a target back with its section.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from assistant.changes.edits import Edit
from assistant.changes.runs import Runs, kept
from assistant.document import Span
from assistant.drafting.places import reached
from assistant.structure.section import Outline, Section

LONGEST = 1_000_000
Anchor = Mapping[str, Any]


def anchored(section: Section, version: int, count: int) -> dict[str, Any]:
    """A target as it is stored: the count, and the section as it stands in a version."""
    return {
        "version": version,
        "kind": section.kind,
        "level": section.level,
        "name": section.name,
        "start": section.start,
        "end": section.end,
        "heading": [section.heading_start, section.heading_end],
        "count": count,
    }


def section_now(anchor: Anchor, edits: Collection[Edit], runs: Runs, outline: Outline) -> Section | None:
    """The section a target is for in the text after `edits`, None where it is gone. runs: what stands where after them.

    It is the one that has most of the old heading; where no character of that is left, the one of the same name
    (it was moved, or is back), else the one that begins where the old one stood, unless the text was moved about, and has
    most of what stood below its heading.
    """
    alike = [s for s in outline.walk() if s.kind == anchor["kind"]]
    below = Span(anchor["heading"][1], anchor["end"])
    heading, text = [*kept(Span(*anchor["heading"]), runs)], [*kept(below, runs)]

    def closeness(section: Section) -> tuple[int, int, int]:
        same_level = section.level == anchor["level"]
        own = _shared(heading, section.heading_start, section.heading_end)
        return own, int(same_level), _shared(text, section.start, section.end)

    best = max(alike, key=closeness, default=None)
    if best is None or closeness(best)[0]:
        return best
    level = [s for s in alike if s.level == anchor["level"]]
    named = [s for s in level if s.name == anchor["name"]]
    if named and anchor["name"]:
        return max(named, key=closeness)
    place = reached(Span(anchor["start"], anchor["end"]), edits)
    most = max(1, below.end - below.start) / 2
    about = any(one.to > two.to for one, two in pairwise(runs))
    there = [
        s
        for s in level
        if (about or place.start <= s.start <= place.end) and _shared(text, s.start, s.end) >= most
    ]
    return max(there, key=closeness, default=None)


def _shared(pieces: Collection[Span], start: int, end: int) -> int:
    """How many characters of the pieces lie in `[start, end)`."""
    return sum(max(0, min(piece.end, end) - max(piece.start, start)) for piece in pieces)
