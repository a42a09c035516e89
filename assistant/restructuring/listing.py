"""The parts of a draft and the headings of a frame as a model is shown them: ids, headings, shortened text. Pure.

Imports restructure and the wording's types. What is listed is data; who puts it into a prompt fences it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from assistant.restructure.parts import Part, Parts
from assistant.structure.room import longest_that_fits
from assistant.wording import Notice, wording

HEADING_CHARS = 60
_LEAST_CHARS = 16  # of a paragraph's text: with fewer it tells nothing
_SNIPPET_CHARS = 40
_CUT = "……"


class Heading(Protocol):
    """A heading of a frame, with those below it."""

    @property
    def heading(self) -> str:
        """Its words."""

    @property
    def children(self) -> Sequence[Heading]:
        """The headings below it."""


def frame_lines(frame: Iterable[Heading], depth: int = 0) -> str:
    """The headings of a frame, one a line, indented by their level."""
    lines = []
    for one in frame:
        lines.append("  " * depth + " ".join(one.heading.split()))
        below = frame_lines(one.children, depth + 1)
        if below:
            lines.append(below)
    return "\n".join(lines)


def headings_of(frame: Iterable[Heading]) -> list[str]:
    """The headings of a frame, in order."""
    return [heading for one in frame for heading in (one.heading, *headings_of(one.children))]


def parts_lines(parts: Parts, room: int, *, sentences: bool = False) -> tuple[str, tuple[Notice, ...]]:
    """The parts, one a line with its id, in at most `room` characters, and what had to be left out.

    Sections always stand in it as far as they fit; paragraphs and items where there is room to tell what they say,
    sentences where they are asked for.
    """
    rows = [(part, depth) for part, depth in _rows(parts) if sentences or part.kind != "sentence"]
    heads = [_head(part, depth) for part, depth in rows]
    says = [_says(parts, part, sentences) for part, _ in rows]
    least = sum(len(head) + 1 + min(len(text), _LEAST_CHARS) for head, text in zip(heads, says, strict=True))
    if least > room and sentences:
        return parts_lines(parts, room)
    if least > room:
        return _sections_only(parts, rows, room)
    limit = longest_that_fits([len(text) for text in says], room - sum(len(head) + 1 for head in heads))
    shortened = sum(len(text) > limit for text in says)
    lines = [head + _cut(text, limit) for head, text in zip(heads, says, strict=True)]
    notices = (Notice("draft_shortened", {"count": shortened}),) if shortened else ()
    return "\n".join(lines), notices


def _rows(parts: Parts) -> list[tuple[Part, int]]:
    """All parts and how deep each stands; web residue is nothing to plan with."""
    found = []
    roots = [part for part in parts.roots if part.section is None or part.section.kind != "residue"]
    pending = [(part, 0) for part in reversed(roots)]
    while pending:
        part, depth = pending.pop()
        found.append((part, depth))
        if not part.fixed:
            pending.extend((child, depth + 1) for child in reversed(part.children))
    return found


def _head(part: Part, depth: int) -> str:
    section = part.section
    kind = ""
    if section is not None and section.kind != "section":
        kind = f"（{wording(f'structure.{section.kind}')}）"
    elif part.kind == "table":
        kind = f"（{wording('restructuring.listing.table')}）"
    return f"{'  ' * depth}〔{part.id}〕{kind}"


def _says(parts: Parts, part: Part, sentences: bool = False) -> str:
    """The heading of a section, the text of anything else as far as its own parts do not say it."""
    section = part.section
    if section is not None and section.kind == "title":
        return _line(parts.words(part), HEADING_CHARS)
    if section is not None:
        return _line(section.name, HEADING_CHARS)
    inner = [child for child in part.children if sentences or child.kind != "sentence"]
    if inner:
        return _line(parts.text[part.text_start : inner[0].start])
    return _line(parts.words(part))


def _line(text: str, most: int | None = None) -> str:
    text = " ".join(text.split())
    return text if most is None else _cut(text, most)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: max(0, limit - len(_CUT))] + _CUT


def _sections_only(
    parts: Parts, rows: Sequence[tuple[Part, int]], room: int
) -> tuple[str, tuple[Notice, ...]]:
    """Headings with the beginning of what stands under them; the deepest are left out until they fit."""
    sections = [(part, depth) for part, depth in rows if part.kind == "section"]
    deepest = max((depth for _, depth in sections), default=0)
    while (
        deepest
        and sum(len(_head(p, d)) + len(_says(parts, p)) + 1 for p, d in sections if d <= deepest) > room
    ):
        deepest -= 1
    shown = [(part, depth) for part, depth in sections if depth <= deepest]
    lines = [_head(part, depth) + _says(parts, part) for part, depth in shown]
    left = room - sum(map(len, lines)) - len(lines)
    own = [_own_text(parts, part) for part, _ in shown]
    limit = min(_SNIPPET_CHARS, longest_that_fits([len(text) + 1 for text in own], max(0, left)))
    if limit >= _LEAST_CHARS:
        lines = [
            f"{line}｜{_cut(text, limit - 1)}" if text else line
            for line, text in zip(lines, own, strict=True)
        ]
    out = "\n".join(lines)
    if len(out) > room:
        out = out[:room].rpartition("\n")[0]
    hidden = len(rows) - (out.count("\n") + 1 if out else 0)
    return out, (Notice("plan_parts_hidden", {"count": hidden}),)


def _own_text(parts: Parts, part: Part) -> str:
    """What a section says before its first subsection."""
    inner = next((child.start for child in part.children if child.kind == "section"), part.end)
    return _line(parts.text[part.head_end : inner]) if part.section and part.section.kind == "section" else ""
