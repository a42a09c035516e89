"""Frames as they are chosen from: their headings, their year and source, and whether they are the current ones. Pure views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.library.catalog import Report
from assistant.restructure.frame import Frame, FrameHeading
from assistant.structure.report_identity import KINDS
from assistant.ui.library_view import kind_name
from assistant.wording import Language, wording


def frames_json(frames: Iterable[Frame], kind: str | None, language: Language) -> list[dict[str, Any]]:
    """Named frames, those for this kind of report first and of a kind the newest. kind: of the draft."""
    known = list(KINDS)

    def order(one: Frame) -> tuple[bool, int, bool, int]:
        at = known.index(one.kind) if one.kind in known else len(known)
        return one.kind != kind, at, not one.current, -(one.year or 0)

    return [
        {"name": one.name, "fitting": one.kind == kind, **frame_json(one, language)}
        for one in sorted(frames, key=order)
    ]


def frame_json(frame: Frame, language: Language) -> dict[str, Any]:
    """A frame with its outline. standing: how its year is to be taken; an old one is never called the current one."""
    dated = frame.year is not None and frame.origin in ("built_in", "own")
    if dated:
        key = "standing_current" if frame.current else "standing_old"
        standing = wording(f"page.restructure.{key}", language, year=frame.year)
    else:
        standing = wording("page.restructure.standing_usual", language) if frame.origin == "built_in" else ""
    return {
        "title": frame.title,
        "kind_name": kind_name(frame.kind, language) if frame.kind in KINDS[:-1] else "",
        "year": frame.year,
        "source": frame.source,
        "old": dated and not frame.current,
        "standing": standing,
        "headings": headings_json(frame.headings),
    }


def headings_json(headings: Sequence[FrameHeading]) -> list[dict[str, Any]]:
    """Headings as lines, with their levels."""
    return [{"text": one.heading, "level": one.level} for top in headings for one in top.walk()]


def reports_json(reports: Iterable[Report], kind: str | None, language: Language) -> list[dict[str, Any]]:
    """Reports to take the outline of: those of the draft's kind first, the newest of them first."""
    found = sorted(reports, key=lambda one: (one.kind != kind, -(one.year or 0), one.title))
    return [
        {
            "id": one.id,
            "title": one.title,
            "kind_name": kind_name(one.kind, language),
            "year": one.year,
            "origin_name": wording(f"page.origin.{one.origin}", language),
            "fitting": one.kind == kind,
        }
        for one in found
    ]
