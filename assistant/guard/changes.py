"""Which changes of a suggestion a finding belongs to: a text with changes → what it becomes, its findings by change. Pure.

Imports the guard's values and the type of a change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.changes.diff import Hunk
from assistant.guard.findings import Finding, Guarded, Proposal, finding_json
from assistant.wording import Language, wording

Guard = Callable[[Proposal], Guarded]
"""The guard over some library."""


@dataclass(frozen=True, slots=True)
class ChangeFinding:
    """A finding and the changes it came with: none where it is about text that the suggestion leaves as it was.

    id: "f1", "f2" … in the order of the text; places: for each of `hunks` the finding's start and end counted from the
    beginning of the change's new text, before or beyond which they may lie.
    """

    id: str
    finding: Finding
    hunks: tuple[int, ...]
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A stretch of a text, `[start, end)`, as its changes make it: `proposed`.

    spans: for each change the span of its `after` in `proposed`.
    """

    start: int
    end: int
    proposed: str
    spans: Mapping[int, tuple[int, int]]
    hunks: tuple[Hunk, ...]


def changed(text: str, hunks: Iterable[Hunk], start: int, end: int) -> Changed:
    """`text[start:end]` with these changes made; all of them lie in it and none overlaps another."""
    ordered = tuple(sorted(hunks, key=lambda hunk: (hunk.start, hunk.id)))
    pieces: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    position, length = start, 0
    for hunk in ordered:
        kept = text[position : hunk.start]
        length += len(kept)
        spans[hunk.id] = (length, length + len(hunk.after))
        length += len(hunk.after)
        pieces += [kept, hunk.after]
        position = hunk.end
    pieces.append(text[position:end])
    return Changed(start, end, "".join(pieces), spans, ordered)


def around(text: str, hunks: Collection[Hunk]) -> tuple[int, int]:
    """The whole lines that the changes lie in: the stretch of the text to be judged with them."""
    first, last = min(hunk.start for hunk in hunks), max(hunk.end for hunk in hunks)
    end = text.find("\n", last)
    return text.rfind("\n", 0, first) + 1, len(text) if end < 0 else end


def by_change(findings: Iterable[Finding], made: Changed) -> tuple[ChangeFinding, ...]:
    """Each finding with its changes: those whose new text it stands in; for a lost fact, those that took it out."""
    found = []
    for number, finding in enumerate(findings, 1):
        hunks = _hunks(finding, made)
        starts = [made.spans[hunk][0] for hunk in hunks]
        places = tuple((finding.start - start, finding.end - start) for start in starts)
        found.append(ChangeFinding(f"f{number}", finding, hunks, places))
    return tuple(found)


def _hunks(finding: Finding, made: Changed) -> tuple[int, ...]:
    if finding.kind == "lost_fact":
        start, end = finding.draft_start or 0, finding.draft_end or 0
        return tuple(h.id for h in made.hunks if h.start < end and start < h.end)
    spans = finding.marks or ((finding.start, finding.end),)
    starts = [span[0] for span in spans]
    return tuple(hunk.id for hunk in made.hunks if _touched(spans, starts, *made.spans[hunk.id]))


def _touched(spans: Sequence[tuple[int, int]], starts: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the spans, which are in order, reaches into `[start, end)`."""
    at = bisect_left(starts, end)
    return at > 0 and spans[at - 1][1] > start


def errors(findings: Iterable[ChangeFinding]) -> tuple[ChangeFinding, ...]:
    """Those that keep a change from being accepted unasked."""
    return tuple(one for one in findings if one.finding.severity == "error" and one.hunks)


def change_finding_json(one: ChangeFinding, language: Language = "zh") -> dict[str, Any]:
    """A finding of `gaigao revise --json`: as the guard's, with its changes."""
    return {**finding_json(one.finding, language), "hunks": list(one.hunks)}


def stored_finding(one: ChangeFinding) -> dict[str, Any]:
    """A finding as a draft keeps it: with what a page marks, and what its message is made of."""
    finding = one.finding
    stored = {
        "id": one.id,
        **change_finding_json(one),
        "places": [list(place) for place in one.places],
        "marks": [list(span) for span in finding.marks],
        "params": dict(finding.params),
    }
    if finding.source is not None:
        stored["source"] = {
            **stored["source"],
            "origin": finding.source.origin,
            "marks": [list(span) for span in finding.source.marks],
        }
    return stored


def stored_message(stored: Mapping[str, Any], language: Language = "zh") -> str:
    """The message of a kept finding in this language."""
    return wording(f"guard.{stored['rule']}", language, quote=stored["quote"], **stored.get("params", {}))
