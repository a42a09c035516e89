"""What comparable reports of the library have and neither a draft nor its frame has, with passages that show how they wrote it.

Imports restructure and the values of plans; the library is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from assistant.restructure.general_heading import heading_for
from assistant.restructure.parts import Parts
from assistant.structure.passages import passage_json
from assistant.structure.report_identity import identify
from assistant.structure.roles import Role

if TYPE_CHECKING:
    from assistant.drafting.plan_values import ProposedPlan
    from assistant.library.hits import Hit

_ROLES: tuple[Role, ...] = ("follow_up", "problems", "causes", "measures", "case", "personal_matters")
_LOOKED_AT = 12
LEAST = 3  # so many reports, versions of one counted once, make it usual
SHOWN = 3


class Searchable(Protocol):
    """The library as it is asked."""

    def search(self, query: str, k: int = 10, role: str | None = None) -> Sequence[Hit]:
        """The passages that fit."""


def usual_elsewhere(parts: Parts, proposed: ProposedPlan, library: Searchable) -> list[dict[str, Any]]:
    """Gaps as a plan has them, `from` \"reports\": what reports of the draft's kind usually have and it lacks.

    Raises what searching raises.
    """
    kind = identify(parts.document, parts.outline, "").kind
    if kind == "other" or proposed.source == "wish":
        return []
    had = {section.role for section in parts.outline.walk()} | {gap["role"] for gap in proposed.gaps}
    had |= set(_frame_roles((proposed.frame or {}).get("headings", ())))
    found = []
    for role in _ROLES:
        if role in had:
            continue
        hits = [hit for hit in library.search(heading_for(role), _LOOKED_AT, role) if hit.report.kind == kind]
        first = {hit.report.family: hit for hit in reversed(hits)}
        if len(first) < LEAST:
            continue
        shown = sorted(first.values(), key=lambda hit: hit.rank)[:SHOWN]
        found.append(
            {
                "id": f"reports:{role}",
                "heading": heading_for(role),
                "level": 1,
                "role": role,
                "above": [],
                "from": "reports",
                "passages": [
                    {
                        "report": {"id": hit.report.id, "title": hit.report.title},
                        "passage": passage_json(hit.passage),
                    }
                    for hit in shown
                ],
            }
        )
    return found


def _frame_roles(headings: Sequence[dict[str, Any]]) -> list[str]:
    return [
        str(role)
        for one in headings
        for role in (one.get("role"), *_frame_roles(one.get("children", ())))
        if role
    ]
