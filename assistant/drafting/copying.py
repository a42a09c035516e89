"""A second draft made of a first. Imports the open draft, the tables and pure modules.

The chat stays behind, and of the versions all but two: the text as it was opened, because the original file can take
changes only against it, and the text as it stands. Nothing of the copy can change the first.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.document import Span
from assistant.drafting.accepted import accepted_changes
from assistant.drafting.document import document_of
from assistant.drafting.hunk_states import HunkState
from assistant.drafting.length_targets import anchored
from assistant.drafting.lengths import targets_of
from assistant.drafting.open_draft import OpenDraft
from assistant.drafting.open_plans import OpenPlans
from assistant.drafting.places import reached
from assistant.drafting.plan_states import OperationState, PlanState
from assistant.drafting.rows import standing_json
from assistant.drafting.tables import DraftRow, MaterialRow, PlanGroundRow, PlanRow, SuggestionRow
from assistant.structure.outline import outline


def copied(session: Session, source: OpenDraft, title: str, now: datetime) -> str:
    """Make the copy; its id."""
    first = source.history.version(1)
    opened, document = document_of(first.text, first.layout), source.document
    row = DraftRow(
        owner=source.row.owner,
        title=title,
        filename=source.row.filename,
        original=source.row.original,
        created_at=now,
        changed_at=now,
        revision=1,
    )
    copy = OpenDraft.start(session, row, opened, now)
    if document.text != opened.text:
        moves = source.moves_since(1)
        copy.begin_anew(document, source.edits_since(1), {"title": source.row.title}, moves)
    _copy_material(session, source, row.id)
    _copy_suggestions(session, source, copy)
    _copy_plans(session, source, copy)
    targets = targets_of(source)
    row.targets = {
        "whole": targets.whole,
        "sections": [
            anchored(section, copy.state.version, targets.sections[section.id])
            for section in outline(document).walk()
            if section.id in targets.sections
        ],
    }
    return row.id


def _copy_material(session: Session, source: OpenDraft, draft: str) -> None:
    rows = session.scalars(select(MaterialRow).where(MaterialRow.draft_id == source.row.id))
    for row in rows.all():
        session.add(
            MaterialRow(
                draft_id=draft, name=row.name, kind=row.kind, text=row.text, created_at=row.created_at
            )
        )


_CARRIED_OVER = (
    "number", "section", "instruction", "original", "proposed", "note", "hunks", "citations", "findings",
    "compared", "notices", "prompt", "model", "usage", "created_at", "superseded_at",
)  # fmt: skip


def _copy_suggestions(session: Session, source: OpenDraft, copy: OpenDraft) -> None:
    """Those of which something is in the text. What of them still waited is left refused: nobody asks any more."""
    state = copy.state
    places = {(c.suggestion, c.hunk): Span(c.start, c.end) for c in accepted_changes(source)}
    standings: dict[str, Any] = {}
    for row in source.all_suggestions():
        standing = source.standing_now(row)
        if not any(hunk.state == "accepted" for hunk in standing.values()):
            continue
        values = {name: getattr(row, name) for name in _CARRIED_OVER}
        own = SuggestionRow(draft_id=copy.row.id, version=state.version, **values)
        own.section = _moved(row, source)
        session.add(own)
        session.flush()
        standings[own.id] = standing_json(
            {
                number: HunkState("accepted", places.get((row.id, number)), state.version)
                if hunk.state == "accepted"
                else HunkState("rejected", hunk.span)
                for number, hunk in standing.items()
            }
        )
    state.hunks = standings


_PLANNED = (
    "number", "source", "name", "made_by", "instruction", "frame", "needs", "assignments", "unassigned", "gaps", "notices",
    "prompt", "model", "usage", "created_at", "superseded_at",
)  # fmt: skip


def _copy_plans(session: Session, source: OpenDraft, copy: OpenDraft) -> None:
    """Those of which something is in the text, on the ground they stand on; what still waited is left refused."""
    plans = OpenPlans(session, source)
    states: dict[str, Any] = {}
    for row in plans.every():
        standing = plans.standing(row)
        if not standing.accepted:
            continue
        values = {name: getattr(row, name) for name in _PLANNED}
        own = PlanRow(draft_id=copy.row.id, version=None, ground_id="", **values)
        session.add(own)
        session.flush()
        ground = session.get_one(PlanGroundRow, standing.ground)
        kept = PlanGroundRow(
            plan_id=own.id, text=ground.text, layout=ground.layout, operations=ground.operations
        )
        session.add(kept)
        session.flush()
        own.ground_id = kept.id
        operations = {
            one["id"]: OperationState("accepted", copy.state.version)
            if standing.of(one["id"]).state == "accepted"
            else OperationState("rejected", None, standing.of(one["id"]).because)
            for one in ground.operations
        }
        states[own.id] = PlanState(kept.id, standing.since, operations).as_json()
    copy.state.plans = states or None


def _moved(row: SuggestionRow, source: OpenDraft) -> dict[str, Any]:
    """A suggestion's section with its offsets in the text as it stands."""
    edits = source.edits_since(row.version)
    whole = reached(Span(row.section["start"], row.section["end"]), edits)
    body = reached(Span(row.section["body_start"], row.section["body_end"]), edits)
    return {
        **row.section,
        "start": whole.start,
        "end": whole.end,
        "body_start": body.start,
        "body_end": body.end,
    }
