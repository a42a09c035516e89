"""The changes of a draft that are in its text, wherever it was edited since. Imports the open draft and pure modules."""

from __future__ import annotations

from assistant.changes.diff import Hunk
from assistant.document import Span
from assistant.drafting.hunk_states import HunkState, unfit
from assistant.drafting.open_draft import OpenDraft
from assistant.drafting.places import reached
from assistant.drafting.rows import hunks_of
from assistant.drafting.tables import SuggestionRow
from assistant.drafting.values import AcceptedChange


def accepted_changes(draft: OpenDraft) -> tuple[AcceptedChange, ...]:
    """Every accepted change with its place in the current text, in the order of the text."""
    text = draft.text
    found = []
    for row in draft.all_suggestions():
        standing, hunks = draft.standing_now(row), hunks_of(row)
        lost = set(unfit(standing, hunks, standing.keys(), text))
        for hunk in hunks:
            now = standing[hunk.id]
            if now.state != "accepted":
                continue
            span = _where(draft, row, hunk, now) if hunk.id in lost else now.span
            if span is not None:
                found.append(_change(row, hunk, span, text))
    return tuple(sorted(found, key=lambda change: (change.start, change.end)))


def _where(draft: OpenDraft, row: SuggestionRow, hunk: Hunk, now: HunkState) -> Span | None:
    """The place of an accepted change that was edited since: followed from the version that accepted it."""
    if now.version is None:
        return None
    then = draft.standing_at(row, now.version)
    span = then[hunk.id].span if then else None
    return reached(span, draft.edits_since(now.version)) if span else None


def _change(row: SuggestionRow, hunk: Hunk, span: Span, text: str) -> AcceptedChange:
    after = text[span.start : span.end]
    return AcceptedChange(
        suggestion=row.id,
        hunk=hunk.id,
        section=row.section["name"],
        before=hunk.before,
        after=after,
        edited=after != hunk.after,
        start=span.start,
        end=span.end,
        reason=row.note or row.instruction,
        citations=tuple(row.citations),
    )
