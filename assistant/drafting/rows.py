"""Between the rows of a draft and the values they stand for. Imports the tables and pure modules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from assistant.changes.diff import Hunk, Mark
from assistant.changes.edits import Edit
from assistant.drafting.hunk_states import HunkState, Standing, unfit
from assistant.drafting.tables import MaterialRow, MessageRow, SuggestionRow, VersionRow
from assistant.drafting.values import DraftMaterial, HunkView, Message, SuggestionView, Version
from assistant.errors import DraftError
from assistant.guard.changes import stored_finding
from assistant.guard.findings import Compared
from assistant.revision.suggestion import Suggestion, suggestion_json
from assistant.wording import Notice

LONGEST = 1_000_000  # characters of a draft or a material


def step_name(action: str, details: Mapping[str, Any]) -> Notice:
    """What a step or a version is called in the timeline and on the undo button."""
    params = {**details, "count": len(details.get("changes", ()))}
    if action == "restructured":
        return Notice(f"step_{details.get('step', action)}", params)
    if action == "opened" and details.get("filename"):
        return Notice("step_opened_file", params)
    return Notice(f"step_{action}", params)


def hunks_of(row: SuggestionRow) -> tuple[Hunk, ...]:
    """The stored changes of a suggestion."""
    return tuple(
        Hunk(**{**stored, "marks": tuple(Mark(kind, text) for kind, text in stored["marks"])})
        for stored in row.hunks
    )


def hunks_json(hunks: Collection[Hunk]) -> list[dict[str, Any]]:
    """Changes as they are stored."""
    return [
        {
            "id": hunk.id,
            "start": hunk.start,
            "end": hunk.end,
            "before": hunk.before,
            "after": hunk.after,
            "marks": [[mark.kind, mark.text] for mark in hunk.marks],
        }
        for hunk in hunks
    ]


def standing_json(standing: Standing) -> dict[str, list[Any]]:
    """`{hunk id: [state, start, end, version]}`."""
    return {str(number): hunk.as_json() for number, hunk in standing.items()}


def edits_of(stored: Sequence[Sequence[Any]]) -> tuple[Edit, ...]:
    """The reverse of `plain`."""
    return tuple(Edit(*edit) for edit in stored)


def plain(edits: Collection[Edit]) -> list[list[Any]]:
    """Edits as they are stored: `[[start, end, replacement]…]`."""
    return [[edit.start, edit.end, edit.replacement] for edit in edits]


def standing_of(stored: Mapping[str, list[Any]]) -> Standing:
    """The reverse of `standing_json`."""
    return {int(number): HunkState.from_json(values) for number, values in stored.items()}


def clean(text: str) -> str:
    """A text as it can be kept: line ends as LF, no NUL, no half characters.

    Raises DraftError("draft_too_long").
    """
    if len(text) > LONGEST:
        raise DraftError("draft_too_long", length=len(text), limit=LONGEST)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean_json(value: Any) -> Any:
    """JSON whose texts can be kept by any database."""
    match value:
        case str():
            return clean(value)
        case Mapping():
            return {clean(str(key)): clean_json(item) for key, item in value.items()}
        case list() | tuple():
            return [clean_json(item) for item in value]
        case _:
            return value


def version_of(row: VersionRow, current: int) -> Version:
    """An entry of the timeline."""
    name = step_name(row.cause, row.details)
    return Version(
        row.number,
        row.parent,
        row.cause,  # type: ignore[arg-type]  # written by OpenDraft only
        name,
        row.details,
        row.number == current,
        row.created_at,
    )


def material_of(row: MaterialRow) -> DraftMaterial:
    """Material."""
    return DraftMaterial(row.id, row.name, row.kind, row.text, row.created_at)


def message_of(row: MessageRow) -> Message:
    """A message."""
    role: Literal["user", "assistant"] = "user" if row.role == "user" else "assistant"
    return Message(row.id, row.number, role, row.content, row.reply_to, row.created_at)


def compared_json(compared: Compared | None) -> dict[str, int] | None:
    """What a suggestion was compared with, as it is stored."""
    return asdict(compared) if compared else None


def suggestion_row(
    suggestion: Suggestion, draft: str, version: int, name: str, instruction: str, now: datetime
) -> SuggestionRow:
    """The row to keep a suggestion in, its number still to be given."""
    return SuggestionRow(
        draft_id=draft,
        version=version,
        section={
            "id": suggestion.section_id,
            "name": name or f"{suggestion.label or ''}{suggestion.heading}",
            "label": suggestion.label,
            "heading": suggestion.heading,
            "start": suggestion.start,
            "end": suggestion.end,
            "body_start": suggestion.body_start,
            "body_end": suggestion.body_end,
        },
        instruction=clean(instruction),
        original=suggestion.original,
        proposed=clean(suggestion.proposed),
        note=clean(suggestion.note),
        hunks=clean_json(hunks_json(suggestion.hunks)),
        citations=suggestion_json(suggestion)["citations"],
        findings=clean_json([stored_finding(one) for one in suggestion.findings]),
        compared=compared_json(suggestion.compared),
        notices=[[notice.code, dict(notice.params)] for notice in suggestion.notices],
        prompt=suggestion.prompt.as_json() if suggestion.prompt else None,
        model=suggestion.model,
        usage=dict(suggestion.usage) if suggestion.usage else None,
        created_at=now,
    )


def suggestion_of(row: SuggestionRow, standing: Standing, text: str) -> SuggestionView:
    """A suggestion, its changes standing in `text` as `standing` says."""
    hunks = hunks_of(row)
    lost = unfit(standing, hunks, [hunk.id for hunk in hunks], text)
    views = []
    for hunk in hunks:
        now = standing[hunk.id]
        span = None if hunk.id in lost else now.span
        views.append(
            HunkView(
                hunk.id,
                now.state,
                span is not None,
                span.start if span else None,
                span.end if span else None,
                hunk.before,
                hunk.after,
                hunk.marks,
                now.version,
            )
        )
    return SuggestionView(
        row.id,
        row.number,
        row.draft_id,
        row.version,
        row.section,
        row.instruction,
        row.original,
        row.proposed,
        row.note,
        tuple(views),
        tuple(row.citations),
        tuple(row.findings),
        Compared(**row.compared) if row.compared else None,
        tuple(Notice(code, params) for code, params in row.notices),
        row.prompt,
        row.model,
        row.usage,
        row.created_at,
        row.superseded_at is not None,
    )
