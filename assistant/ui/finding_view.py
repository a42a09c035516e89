"""What the guard found as the page shows it: in words, with its source and what can be done, and marked in a change.

Texts are cut here and never by offset in the browser, whose strings count otherwise. Pure views.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from assistant.changes.diff import Mark
from assistant.drafting.values import HunkView, SuggestionView
from assistant.guard.changes import stored_message
from assistant.guard.findings import Finding
from assistant.guard.summary import summary
from assistant.ui.answer_view import marked_runs, source_json
from assistant.wording import Language, wording

Stored = Mapping[str, Any]
"""A finding as a suggestion keeps it (`guard.changes.stored_finding`)."""
Cut = tuple[str, str, tuple[str, ...]]
"""A piece of a change: its kind as a mark, its text, the ids of the findings it belongs to."""

_Span = tuple[int, int, str]

SEVERITIES = ("error", "warning", "advice")
_HELP = {
    "copied": ("recast",),
    "foreign_fact": ("missing", "vouch"),
    "new_fact": ("missing", "vouch"),
    "placeholder": ("missing",),
    "leak": ("recast",),
}
"""What one click can do about a kind of finding in a change that still waits."""


def finding_json(finding: Stored, language: Language, *, waiting: bool = True) -> dict[str, Any]:
    """A finding as its row is drawn. waiting: whether the change it is in can still be turned.

    told: whether the message holds the quote.
    """
    label = wording(f"guard.kinds.{finding['kind']}", language, default=finding["kind"])
    message = stored_message(finding, language)
    source = source_json(finding["source"], language) if finding.get("source") else None
    helped = _HELP.get(finding["kind"], ()) if waiting else ()
    return {
        "id": finding["id"],
        "kind": finding["kind"],
        "severity": finding["severity"],
        "label": label[0].upper() + label[1:],
        "quote": finding["quote"],
        "told": finding["quote"] in message,
        "message": _without(label, message),
        "hunks": list(finding["hunks"]),
        "source": source,
        "actions": [*helped, *(("source",) if source else ())],
    }


def finding_asked(finding: Stored, language: Language) -> dict[str, Any]:
    """A finding with the passage it comes from beside it, cut where that shares characters with it."""
    shown = finding_json(finding, language, waiting=False)
    if source := shown["source"]:
        text = source["passage"]["text"]
        shown["source"] = {**source, "runs": marked_runs(text, 0, len(text), source["marks"])}
    return shown


def _without(label: str, message: str) -> str:
    """The message, where it begins with what the label says already."""
    rest = message[len(label) :]
    if message.casefold().startswith(label.casefold()) and rest[:1] in ("：", ":"):
        rest = rest[1:].lstrip()
        return rest[:1].upper() + rest[1:]
    return message


def findings_json(suggestion: SuggestionView, language: Language) -> list[dict[str, Any]]:
    """The findings of a suggestion that still matter, the gravest first; those of changes already decided are left out.

    hunk: the change it is shown beside, None where it is about text that the suggestion leaves as it was.
    """
    waiting = {hunk.id for hunk in suggestion.hunks if hunk.state == "pending"}
    shown = []
    for finding in suggestion.findings:
        beside = next((number for number in finding["hunks"] if number in waiting), None)
        if beside is not None or (waiting and not finding["hunks"]):
            row = finding_json(finding, language, waiting=beside is not None)
            shown.append({**row, "hunk": None if beside is None else str(beside)})
    return sorted(shown, key=lambda one: SEVERITIES.index(one["severity"]))


def errors_by_change(suggestion: SuggestionView) -> dict[str, int]:
    """How many errors each change that still waits has; those without any are left out."""
    waiting = [hunk.id for hunk in suggestion.hunks if hunk.state == "pending"]
    counts = {
        str(number): sum(f["severity"] == "error" and number in f["hunks"] for f in suggestion.findings)
        for number in waiting
    }
    return {number: count for number, count in counts.items() if count}


def checked_text(suggestion: SuggestionView, language: Language) -> str:
    """With what the suggestion was compared, with what not, and what was found; or that it has not been yet."""
    if suggestion.compared is None:
        return wording("page.finding.not_checked", language)
    found = [
        Finding(one["rule"], one["kind"], one["severity"], one["start"], one["end"], one["quote"])
        for one in suggestion.findings
    ]
    return summary(suggestion.compared, found, language)


def compared_with_nothing(suggestion: SuggestionView) -> bool:
    """Whether the guard could not be asked, or had no reports yet, when the suggestion was last judged."""
    return suggestion.compared is None or not suggestion.compared.reports


def found_in(suggestion: SuggestionView, hunk: HunkView) -> list[Cut]:
    """The marks of a change, cut where a finding begins or ends: one lost in its old text, the others in its new."""
    new: list[_Span] = []
    old: list[_Span] = []
    for finding in suggestion.findings:
        if hunk.id not in finding["hunks"]:
            continue
        start, end = finding["places"][finding["hunks"].index(hunk.id)]
        if finding["kind"] != "lost_fact":
            new.append((start, end, finding["id"]))
        elif (at := hunk.before.find(finding["quote"])) >= 0:
            old.append((at, at + len(finding["quote"]), finding["id"]))
    return list(_cut(hunk.marks, new, old))


def _cut(marks: Sequence[Mark], new: Sequence[_Span], old: Sequence[_Span]) -> Iterable[Cut]:
    at = {"new": 0, "old": 0}
    for mark in marks:
        side, spans = ("old", old) if mark.kind == "delete" else ("new", new)
        for text, ids in _pieces(mark.text, at[side], spans):
            yield mark.kind, text, ids
        at[side] += len(mark.text)
        if mark.kind == "equal":
            at["old"] += len(mark.text)


def _pieces(text: str, offset: int, spans: Sequence[_Span]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """`text`, which begins at `offset`, cut at the ends of the spans: each piece with the spans it lies in."""
    bounds = {bound - offset for start, end, _ in spans for bound in (start, end)}
    cuts = [0, *sorted(cut for cut in bounds if 0 < cut < len(text)), len(text)]
    for start, end in pairwise(cuts):
        inside = (id for first, last, id in spans if first - offset <= start and end <= last - offset)
        yield text[start:end], tuple(inside)
