"""Between the rows of a plan and the values they stand for. Imports the tables and pure modules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assistant.drafting.document import document_of, layout_json
from assistant.drafting.plan_values import ProposedPlan, Unassigned
from assistant.drafting.rows import clean, clean_json
from assistant.drafting.standing_plan import Ground
from assistant.drafting.tables import PlanGroundRow, PlanRow
from assistant.restructure.operation import Operation, Plan, To
from assistant.wording import Notice, Reason


def ground_row(plan: str, ground: Ground) -> PlanGroundRow:
    """The row to keep a ground in."""
    return PlanGroundRow(
        plan_id=plan,
        text=ground.document.text,
        layout=layout_json(ground.document),
        operations=operations_json(ground.plan),
    )


def ground_of(row: PlanGroundRow) -> Ground:
    """The ground that was kept."""
    return Ground(document_of(row.text, row.layout), plan_of(row.operations))


def plan_row(proposed: ProposedPlan, draft: str, version: int, now: datetime) -> PlanRow:
    """The row to keep a plan in; its number, its ground and what depends on what still to be given."""
    return PlanRow(
        draft_id=draft,
        version=version,
        source=proposed.source,
        name=clean(proposed.name),
        made_by=proposed.made_by,
        instruction=clean(proposed.instruction),
        frame=clean_json(proposed.frame) if proposed.frame is not None else None,
        assignments=clean_json(proposed.assignments),
        unassigned=[_unassigned_json(one) for one in proposed.unassigned],
        gaps=clean_json(proposed.gaps),
        notices=[_stored(notice) for notice in proposed.notices],
        prompt=dict(proposed.prompt) if proposed.prompt else None,
        model=proposed.model,
        usage=dict(proposed.usage) if proposed.usage else None,
        created_at=now,
    )


def notices_of(row: PlanRow) -> tuple[Notice, ...]:
    """What was told of a plan."""
    return tuple(_restored(stored) for stored in row.notices)


def unassigned_of(row: PlanRow) -> tuple[Unassigned, ...]:
    """没对上的, in the text the plan was made for."""
    return tuple(
        Unassigned(tuple(one["parts"]), one["start"], one["end"], one["quote"], _restored(one["reason"]))
        for one in row.unassigned
    )


def _unassigned_json(one: Unassigned) -> dict[str, Any]:
    return {
        "parts": list(one.parts),
        "start": one.start,
        "end": one.end,
        "quote": clean(one.quote),
        "reason": _stored(one.reason),
    }


# --- operations ------------------------------------------------------------------------------------------------


def operations_json(plan: Plan) -> list[dict[str, Any]]:
    """A plan's operations as they are stored."""
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "parts": list(one.parts),
            "where": one.to.where,
            "anchors": list(one.to.anchors),
            "heading": clean(one.to.heading),
            "level": one.to.level,
            "at": one.to.at,
            "reason": _stored(one.reason),
            "certainty": one.certainty,
            "needs": list(one.needs),
        }
        for one in plan.operations
    ]


def plan_of(stored: list[dict[str, Any]]) -> Plan:
    """The reverse of `operations_json`."""
    return Plan(
        tuple(
            Operation(
                one["id"],
                one["kind"],
                tuple(one["parts"]),
                To(one["where"], tuple(one["anchors"]), one["heading"], one["level"], one["at"]),
                _restored(one["reason"]),
                one["certainty"],
                tuple(one["needs"]),
            )
            for one in stored
        )
    )


def _stored(value: Any) -> Any:
    """A reason, a notice or a value of one as JSON; a reason may stand in another."""
    match value:
        case Reason():
            return {"reason": value.key, "params": _stored(value.params)}
        case Notice():
            return {"notice": value.code, "params": _stored(value.params)}
        case Mapping():
            return {str(key): _stored(item) for key, item in value.items()}
        case str():
            return clean(value)
        case list() | tuple():
            return [_stored(item) for item in value]
        case bool() | int() | float() | None:
            return value
        case _:
            return str(value)


def _restored(value: Any) -> Any:
    match value:
        case {"reason": str(key), "params": dict(params)}:
            return Reason(key, {name: _restored(item) for name, item in params.items()})
        case {"notice": str(code), "params": dict(params)}:
            return Notice(code, {name: _restored(item) for name, item in params.items()})
        case list():
            return [_restored(item) for item in value]
        case _:
            return value
