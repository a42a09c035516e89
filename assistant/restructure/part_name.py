"""What a part is called before people, who do not know its id. Pure; imports parts, operation and the wording's types."""

from __future__ import annotations

from dataclasses import replace

from assistant.restructure.operation import Plan, Refusal
from assistant.restructure.parts import Part, Parts

_CHARS = 12
_NAMED = ("part", "place", "at")


def name_of(parts: Parts, part_id: str, plan: Plan | None = None) -> str:
    """`一（三）工作作风方面`, `一（三）二是调研浅`, `调研不深……`; of a part that an operation makes its heading."""
    part = parts.find(part_id)
    if part is None:
        made = plan.find(part_id[1:]) if plan is not None and part_id.startswith("@") else None
        return made.to.heading if made is not None and made.to.heading else part_id
    if part.kind == "section":
        return _section_name(parts, part) or _words(parts, part)
    home = parts.section_of(part_id)
    labels = _labels(parts, home) if home is not None and part.kind == "item" else ""
    return labels + _words(parts, part)


def with_names(refusal: Refusal, parts: Parts, plan: Plan | None = None) -> Refusal:
    """A refusal that names parts as people know them."""
    named = {
        key: name_of(parts, value, plan) if key in _NAMED and isinstance(value, str) else value
        for key, value in refusal.params.items()
    }
    return replace(refusal, params=named)


def _labels(parts: Parts, section: Part) -> str:
    """The labels down to a section: `一（三）`."""
    found: list[str] = []
    above: Part | None = section
    while above is not None:
        label = above.section.label if above.section is not None else None
        found.append((label or "").rstrip("、.") if above is not section or label else label or "")
        above = parts.parent(above.id)
    return "".join(one.rstrip("、.") for one in reversed(found))


def _section_name(parts: Parts, part: Part) -> str:
    section = part.section
    heading = " ".join(section.heading.split("\n")) if section is not None else ""
    labels = _labels(parts, part)
    if section is not None and section.label and labels == section.label.rstrip("、."):
        labels = section.label
    return labels + (heading if len(heading) <= 3 * _CHARS else heading[: 3 * _CHARS] + "…")


def _words(parts: Parts, part: Part) -> str:
    words = parts.words(part)
    return words if len(words) <= _CHARS else words[:_CHARS] + "…"
