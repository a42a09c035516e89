"""A plan and what it makes of a draft, as the command line's contract has it. Pure; imports applied and assignment."""

from __future__ import annotations

from typing import Any

from assistant.restructure.applied import Applied
from assistant.restructure.assignment import Assigned, Assignments
from assistant.restructure.operation import Plan
from assistant.restructure.part_name import with_names
from assistant.restructure.parts import Parts
from assistant.wording import Language, wording


def plan_json(
    parts: Parts,
    plan: Plan,
    applied: Applied,
    assignments: Assignments | None = None,
    language: Language = "zh",
) -> dict[str, Any]:
    """The object of `gaigao restructure`.

    Besides the contract's keys: refused (operations that were not carried out, and why) and changes (places of the new
    text to be looked at). Offsets of unassigned parts are into the draft, of changes into the new text.
    """
    return {
        "operations": [operation.as_json(language) for operation in plan.operations],
        "outline_before": [entry.as_json() for entry in applied.outline_before],
        "outline_after": [entry.as_json() for entry in applied.outline_after],
        "sentences": applied.sentences.as_json(),
        "unassigned": [
            unassigned_json(parts, one, language) for one in (assignments.unassigned if assignments else ())
        ],
        "gaps": [
            {
                "id": gap.id,
                "heading": gap.heading,
                "level": gap.level,
                "message": wording("restructure.gap.line", language, heading=gap.heading),
            }
            for gap in (assignments.gaps if assignments else ())
        ],
        "refused": [with_names(one, parts, plan).as_json(language) for one in applied.refused],
        "changes": [change.as_json(language) for change in applied.changes],
    }


def unassigned_json(parts: Parts, one: Assigned, language: Language = "zh") -> dict[str, Any]:
    """没对上的, at its place."""
    found = [part for part_id in one.parts if (part := parts.find(part_id)) is not None]
    start, end = found[0].text_start, found[-1].text_end
    return {
        "parts": list(one.parts),
        "start": start,
        "end": end,
        "quote": parts.text[start:end],
        "reason": one.reason.text(language),
    }
