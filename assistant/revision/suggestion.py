"""A proposed change of one section, as a value and as the command line's JSON. Pure; imports pure values.

Offsets are into the whole document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.changes.diff import Hunk
from assistant.guard.changes import ChangeFinding, change_finding_json
from assistant.guard.findings import Compared
from assistant.language_model.prompt import PromptStamp
from assistant.structure.passages import Passage, passage_json
from assistant.wording import Language, Notice


@dataclass(frozen=True, slots=True)
class Citation:
    """The passage behind `[n]` in a note: a snapshot, valid when its report is gone."""

    n: int
    report_id: str
    report_title: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed change of one section.

    start, end: the section; original: `text[body_start:body_end]`, its body without the heading, subsections included;
    proposed: what it is with every hunk accepted; note: what was changed and why; model, prompt, usage: None for a
    rewrite made elsewhere; findings: what the guard found, compared: with what, None where it has not been asked.
    """

    section_id: str
    label: str | None
    heading: str
    start: int
    end: int
    body_start: int
    body_end: int
    original: str
    proposed: str
    note: str
    hunks: tuple[Hunk, ...]
    citations: tuple[Citation, ...] = ()
    findings: tuple[ChangeFinding, ...] = ()
    compared: Compared | None = None
    model: str | None = None
    prompt: PromptStamp | None = None
    usage: Mapping[str, int] | None = None
    notices: tuple[Notice, ...] = ()


def suggestion_json(suggestion: Suggestion, language: Language = "zh") -> dict[str, Any]:
    """The object of `gaigao revise --json`."""
    return {
        "section": {
            "id": suggestion.section_id,
            "label": suggestion.label,
            "heading": suggestion.heading,
            "start": suggestion.start,
            "end": suggestion.end,
        },
        "original": suggestion.original,
        "proposed": suggestion.proposed,
        "note": suggestion.note,
        "hunks": [
            {"id": h.id, "start": h.start, "end": h.end, "before": h.before, "after": h.after}
            for h in suggestion.hunks
        ],
        "citations": [
            {
                "n": citation.n,
                "report": {"id": citation.report_id, "title": citation.report_title},
                "passage": passage_json(citation.passage),
            }
            for citation in suggestion.citations
        ],
        "findings": [change_finding_json(one, language) for one in suggestion.findings],
        "model": suggestion.model,
        "prompt": suggestion.prompt.as_json() if suggestion.prompt else None,
        "usage": dict(suggestion.usage) if suggestion.usage is not None else None,
        "notices": [notice.as_json(language) for notice in suggestion.notices],
    }
