"""Cases of assignment: a draft, a frame, and where a careful editor would put each part; and how many are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.document import Document
from assistant.restructure.assignment import Assigned, Embed, assign
from assistant.restructure.frame import Frame, HeadingData, headings
from assistant.restructure.parts import Parts, parts_of
from assistant.structure.outline import outline


@dataclass(frozen=True)
class Case:
    """wanted: how a part begins, and the headings that are right for it (`甲 > 乙`; None: nothing of the frame)."""

    id: str
    draft: str
    frame: Frame
    wanted: tuple[tuple[str, tuple[str | None, ...]], ...]


def cases(path: Path) -> list[Case]:
    raw: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    found = []
    for one in raw:
        made = headings([HeadingData.model_validate(h) for h in one["frame"]])
        wanted = tuple(
            (entry["part"], tuple(entry["to"]) if isinstance(entry["to"], list) else (entry["to"],))
            for entry in one["assign"]
        )
        found.append(Case(one["id"], one["draft"], Frame(one["id"], one["id"], made), wanted))
    return found


@dataclass
class Figures:
    """right, of all; right of those said to be certain."""

    parts: int = 0
    right: int = 0
    sure: int = 0
    sure_right: int = 0
    misses: list[str] = field(default_factory=list)

    def line(self) -> str:
        return (
            f"{self.parts} parts: right {self.right / max(1, self.parts):.3f}; "
            f"certain {self.sure} ({self.sure / max(1, self.parts):.2f}), of these right {self.sure_right / max(1, self.sure):.3f}"
        )


def parts_in(draft: str) -> Parts:
    document = Document.from_text(draft)
    return parts_of(document, outline(document))


def measured(found: Iterable[Case], embed: Embed | None) -> Figures:
    figures = Figures()
    for case in found:
        parts = parts_in(case.draft)
        every = assign(parts, case.frame, embed).every
        names = {h.id: " > ".join(p.heading for p in case.frame.path(h.id)) for h in case.frame.walk()}
        position = 0
        for words, right in case.wanted:
            at = parts.text.find(words, position)
            at = parts.text.find(words) if at < 0 else at
            position = at + 1
            one = _at(parts, every, at, at + len(words))
            told = names.get(one.heading or "") if one is not None else None
            good = told in right
            figures.parts += 1
            figures.right += good
            if one is not None and one.certainty == "sure":
                figures.sure += 1
                figures.sure_right += good
            if not good:
                mark = "!!" if one is not None and one.certainty == "sure" else "  "
                score = one.score if one else 0
                figures.misses.append(f"{case.id}{mark} {words} → {told} ({score:.2f}), wanted {right}")
    return figures


def _at(parts: Parts, every: Sequence[Assigned], start: int, end: int) -> Assigned | None:
    """The assignment of what stands at `[start, end)`: the smallest part that holds its end, else one that begins in it."""
    best: tuple[int, Assigned] | None = None
    for one in every:
        found = [part for part_id in one.parts if (part := parts.find(part_id)) is not None]
        first, last = found[0].text_start, found[-1].text_end
        if not (first < end and start < last):
            continue
        size = last - first
        if best is None or size < best[0]:
            best = (size, one)
    return best[1] if best else None
