"""What the guard says: `Finding`, its `Source`, `Compared`; what it is given: `Proposal`. Pure; imports passages' type.

Spans are Python string offsets: `start`, `end` into the proposed text, `draft_start`, `draft_end` into the draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.structure.passages import Passage, passage_json
from assistant.wording import Language, wording

Kind = Literal[
    "copied", "foreign_fact", "new_fact", "lost_fact", "formulation", "placeholder", "leak", "unchecked"
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "copied", "foreign_fact", "new_fact", "lost_fact", "formulation", "placeholder", "leak",
)  # fmt: skip
Severity = Literal["error", "warning", "advice"]


@dataclass(frozen=True, slots=True)
class Source:
    """The passage of the library behind a finding. marks: what is shared, as spans of `passage.text`."""

    report_id: str
    report_title: str
    passage: Passage
    origin: str = "reference"
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `proposed[start:end] == quote`, but for a lost fact: empty span at the place where it would
    belong, and `draft[draft_start:draft_end] == quote`.

    rule: the message's key under `guard`; params: its values; marks: the shared characters, as spans of the proposal.
    """

    rule: str
    kind: Kind
    severity: Severity
    start: int
    end: int
    quote: str
    draft_start: int | None = None
    draft_end: int | None = None
    source: Source | None = None
    marks: tuple[tuple[int, int], ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)

    def message(self, language: Language = "zh") -> str:
        """What it is and what to do, in one or two sentences."""
        return wording(f"guard.{self.rule}", language, quote=self.quote, **self.params)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the proposal was compared with: reports and passages of the library, and its own sentences."""

    reports: int
    passages: int
    sentences: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the guard judges. draft: the user's text; proposed: what is to replace it, or the part of it at
    `[start, end)` (the whole where None); material: texts whose facts may be used; instruction: the wish.
    prompt: further words that must not appear (the prompt's own sentences). earlier: earlier wordings of the draft: what
    they tell is known.
    """

    draft: str
    proposed: str
    instruction: str = ""
    material: tuple[str, ...] = ()
    start: int = 0
    end: int | None = None
    prompt: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def original(self) -> str:
        """What the proposal replaces."""
        return self.draft[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Guarded:
    """The guard's answer: what was compared, what was found, in the order of the text."""

    compared: Compared
    findings: tuple[Finding, ...]


def finding_json(finding: Finding, language: Language = "zh") -> dict[str, Any]:
    """A finding of the command line's contract."""
    source = finding.source
    return {
        "rule": finding.rule,
        "kind": finding.kind,
        "severity": finding.severity,
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "draft_start": finding.draft_start,
        "draft_end": finding.draft_end,
        "source": None
        if source is None
        else {
            "report": {"id": source.report_id, "title": source.report_title},
            "passage": passage_json(source.passage),
        },
        "message": finding.message(language),
    }


def guarded_json(guarded: Guarded, language: Language = "zh") -> dict[str, Any]:
    """The answer of `gaigao guard` as JSON."""
    compared = guarded.compared
    return {
        "compared": {"reports": compared.reports, "passages": compared.passages},
        "findings": [finding_json(one, language) for one in guarded.findings],
    }
