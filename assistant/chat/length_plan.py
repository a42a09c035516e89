"""How a wish for the whole draft is shared among its parts, as a rewrite is of one part. Pure; imports pure ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.document import Document
from assistant.revision.length import Target, count
from assistant.structure.section import Outline, Section

_LONG = 1_200  # characters beyond which a part is divided into its subsections
_TINY = 60  # a part shorter than this is left out of a cut
_HARD = 0.4  # cutting more than this is unlikely without losing facts


@dataclass(frozen=True, slots=True)
class Share:
    """One part: how long it is, and how long it is to be (None where the wish names no length)."""

    section: Section
    now: int
    wanted: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """now: of the whole draft; kept: of what is left as it is, headings included; left: what the target leaves for
    the rest (negative where it cannot be done).
    """

    shares: tuple[Share, ...]
    now: int
    kept: int
    left: int | None

    @property
    def possible(self) -> bool:
        """Whether the parts left alone leave any room."""
        return self.left is None or self.left >= 20 * len(self.shares)

    @property
    def hard(self) -> bool:
        """Whether so much must go that facts may go with it."""
        changed = sum(share.now for share in self.shares)
        return self.left is not None and self.left < changed * (1 - _HARD)


def plan(document: Document, outline: Outline, kept: Sequence[Section], wanted: Target | None) -> Plan:
    """The parts to be rewritten, in order, each with its share of the length wanted."""
    text = document.text
    locked = {section.id for section in kept}
    parts = [
        part for top in outline.sections for part in _parts(top, text) if not _locked(outline, part, locked)
    ]
    parts = [
        part for part in parts if wanted is None or count(text[part.body_start : part.body_end]) >= _TINY
    ]
    sizes = [count(text[part.body_start : part.body_end]) for part in parts]
    now = count(text)
    rest = now - sum(sizes)
    left = None if wanted is None else wanted.count - rest
    total = sum(sizes) or 1
    shares = tuple(
        Share(part, size, None if left is None else 10 * round(size * max(left, 0) / total / 10))
        for part, size in zip(parts, sizes, strict=True)
    )
    return Plan(shares, now, rest, left)


def _parts(section: Section, text: str) -> list[Section]:
    if section.kind not in ("section", "opening", "closing") or section.body_end <= section.body_start:
        return []
    if section.children and count(text[section.body_start : section.body_end]) > _LONG:
        return [part for child in section.children for part in _parts(child, text)]
    return [section]


def _locked(outline: Outline, part: Section, locked: set[str]) -> bool:
    return any(section.id in locked for section in outline.path(part.id))
