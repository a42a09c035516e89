"""What a plan writes into a draft that was not in it, and what the guard says of that. Pure; imports restructure and the guard.

Text that is moved is the user's own and is not judged; headings, their numbers and 【待补：…】 are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from assistant.changes.runs import Runs
from assistant.document import Span
from assistant.guard.findings import Finding, Guarded
from assistant.restructure.applied import Applied
from assistant.restructure.operation import Plan

_WRITING = ("add", "rename", "split", "merge", "to_headings", "to_items")


@dataclass(frozen=True, slots=True)
class OperationFinding:
    """A finding in what operations write. Offsets are those of the text with the plan carried out."""

    finding: Finding
    operations: tuple[str, ...]


def added_spans(text: str, runs: Runs) -> tuple[Span, ...]:
    """The stretches of a new text that stand nowhere in the old one, blank ones left out."""
    found: list[Span] = []
    position = 0
    for run in sorted(runs, key=lambda run: run.to):
        found.append(Span(position, run.to))
        position = run.to + run.end - run.start
    found.append(Span(position, max(position, len(text))))
    return tuple(span for span in found if text[span.start : span.end].strip())


def in_what_is_added(
    guarded: Guarded, applied: Applied, plan: Plan, runs: Runs, chosen: Collection[str]
) -> tuple[OperationFinding, ...]:
    """The findings about what the chosen operations write, or take out of a heading, with those operations.

    runs: what of the old text stands where in the new one.
    """
    added = added_spans(applied.text, runs)
    left = sorted(runs)
    found = []
    for finding in guarded.findings:
        spans = finding.marks or ((finding.start, finding.end),)
        if finding.kind == "lost_fact":
            start, end = finding.draft_start or 0, finding.draft_end or 0
            if any(run.start <= start and end <= run.end for run in left):
                continue
        elif not any(start < one.end and one.start < end for start, end in spans for one in added):
            continue
        found.append(OperationFinding(finding, _operations(finding, applied, plan, chosen)))
    return tuple(found)


def _operations(finding: Finding, applied: Applied, plan: Plan, chosen: Collection[str]) -> tuple[str, ...]:
    """Those that wrote the heading that a finding stands in or below; all that write something where none did."""
    writing = [one.id for one in plan.operations if one.id in chosen and one.kind in _WRITING]
    entries = applied.outline_after
    at = bisect_right([entry.start for entry in entries], finding.start) - 1
    here = [one for one in entries[at].operations if one in writing] if 0 <= at < len(entries) else []
    return tuple(here or writing)
