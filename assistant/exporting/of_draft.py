"""A kept draft as a manuscript: its file, its text as it stands, and why its changes were made. Imports the drafts."""

from __future__ import annotations

from dataclasses import replace

from assistant.drafting.drafts import Drafts
from assistant.exporting.export import Export, Kind, Options, export
from assistant.exporting.manuscript import Manuscript, Reason
from assistant.guard.inspection import Inspection
from assistant.wording import Language

OPENED = 1
"""The version a draft begins with."""


def manuscript_of_draft(drafts: Drafts, owner: str, draft: str) -> Manuscript:
    """The draft, typing included. Raises DraftError("draft_unknown")."""
    info = drafts.get(owner, draft)
    reasons = (
        Reason.of(
            change.start, change.end, change.reason, (str(c["report"]["title"]) for c in change.citations)
        )
        for change in drafts.accepted(owner, draft)
    )
    return Manuscript(
        title=info.title,
        filename=info.filename,
        original=drafts.original(owner, draft),
        before=drafts.version(owner, draft, OPENED),
        after=drafts.current(owner, draft).document,
        edits=drafts.edits_since(owner, draft, OPENED),
        reasons=tuple(reasons),
        moves=drafts.moves_since(owner, draft, OPENED),
    )


def export_draft(
    drafts: Drafts,
    owner: str,
    draft: str,
    kind: Kind,
    *,
    options: Options | None = None,
    language: Language = "zh",
    inspection: Inspection | None = None,
) -> Export:
    """The draft as a file. inspection: of its text now, for the kinds of `CHECKS`. Raises what `manuscript_of_draft` and
    `export` raise.
    """
    manuscript = replace(manuscript_of_draft(drafts, owner, draft), inspection=inspection)
    return export(manuscript, kind, options=options, language=language)
