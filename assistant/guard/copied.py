"""Kind `copied`: sentences of the proposal that stand, nearly word for word, in a report of the library. Pure.

Candidates share 8-grams; a sentence is copied where 6 tenths of it stand in one passage in blocks of 4 letters or more,
the longest of 6 at least, or where one run is of 13 or more. What is common language does not count (`common.yaml`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.guard.facts import facts
from assistant.guard.findings import Finding, Proposal, Source
from assistant.guard.formulation import formulations
from assistant.guard.sources import Run, Sources
from assistant.structure.plain import Plain, letters, letters_of
from assistant.structure.sentences import sentence_spans

BLOCK = 4
LONGEST = 6
SHARE = 0.6
RUN = 13
SURE_RUN = 20  # a run so long is copied whatever stands around it
SHORTEST = 12  # letters of a sentence that are its own, below which nothing can be said
OLD_SHORTEST = 16  # the same for a sentence that the draft had already
_OWN_GRAM = 6
_PASSAGES = 6
_RUNS = 64
_PLACES = 8


@dataclass(frozen=True, slots=True)
class Common:
    """Common language. shared_by: (up to so many letters, so many independent families), shortest first."""

    shared_by: tuple[tuple[int, int], ...]
    phrases: tuple[str, ...]

    def families(self, length: int) -> int | None:
        """How many families make a stretch of this length common; None: no number does."""
        return next((families for most, families in self.shared_by if length <= most), None)


@lru_cache(maxsize=1)
def common() -> Common:
    """The data beside this module, and the fixed phrases."""
    raw = yaml.safe_load(Path(__file__).with_name("common.yaml").read_text("utf-8"))
    phrases = {letters_of(one) for one in raw["phrases"]}
    for one in formulations():
        phrases |= {letters_of(one.phrase), letters_of(one.right)}
    ordered = sorted((phrase for phrase in phrases if len(phrase) >= BLOCK), key=lambda p: (-len(p), p))
    return Common(tuple((row["up_to"], row["families"]) for row in raw["shared_by"]), tuple(ordered))


def sentence_count(text: str) -> int:
    """How many sentences a text has."""
    return sum(1 for _ in sentence_spans(text, 0, len(text)))


def findings(proposal: Proposal, sources: Sources) -> Iterator[Finding]:
    """One finding a copied sentence: the passage that explains most of it."""
    plain = letters(proposal.proposed)
    runs = sources.runs(plain.text)
    if not runs:
        return
    drafted = _covered(plain.text, letters_of(proposal.draft))
    given = _covered(plain.text, letters_of("\n".join((*proposal.material, proposal.instruction))))
    usual = _usual(plain.text)
    told = _facts(proposal.proposed, plain)
    by_start = sorted(runs, key=lambda run: (run.start, -run.end))
    pending: list[Run] = []
    taken = 0
    for start, end in _sentences(proposal.proposed, plain):
        while taken < len(by_start) and by_start[taken].start < end:
            pending.append(by_start[taken])
            taken += 1
        pending = [run for run in pending if run.end > start]
        here = [run for run in pending if min(run.end, end) - max(run.start, start) >= BLOCK]
        if not here:
            continue
        neutral = [a or b for a, b in zip(usual[start:end], given[start:end], strict=True)]
        _mark_shared(neutral, here, start, end, sources)
        told_here = told[start:end]
        if (
            found := _judged(plain, start, end, neutral, told_here, drafted[start:end], here, sources)
        ) is not None:
            yield _finding(proposal, plain, found, sources)


@dataclass(frozen=True, slots=True)
class _Match:
    """A sentence and the passage it stands in. blocks: (start in the sentence's text, start in the passage, length)."""

    start: int
    end: int
    passage: int
    blocks: tuple[tuple[int, int, int], ...]
    share: float
    in_draft: bool
    weight: int
    sure: bool


def _sentences(text: str, plain: Plain) -> Iterator[tuple[int, int]]:
    """The sentences, cut at ； too, as spans of the letters."""
    for start, end in sentence_spans(text, 0, len(text)):
        begin = start
        for at in [*(n for n in range(start, end) if text[n] in "；;"), end]:
            first, last = bisect_left(plain.at, begin), bisect_left(plain.at, at)
            if last - first >= SHORTEST:
                yield first, last
            begin = at + 1


def _covered(text: str, other: str) -> list[bool]:
    """Which letters of `text` stand in `other` within runs of at least 6."""
    grams = {other[n : n + _OWN_GRAM] for n in range(len(other) - _OWN_GRAM + 1)}
    found = [False] * len(text)
    until = 0
    for n in range(len(text) - _OWN_GRAM + 1):
        if text[n : n + _OWN_GRAM] in grams:
            for at in range(max(n, until), n + _OWN_GRAM):
                found[at] = True
            until = n + _OWN_GRAM
    return found


def _facts(text: str, plain: Plain) -> list[bool]:
    """Which letters belong to numbers, dates and names."""
    found = [False] * len(plain.text)
    for fact in facts(text, None):
        first, last = bisect_left(plain.at, fact.start), bisect_left(plain.at, fact.end)
        found[first:last] = [True] * (last - first)
    return found


def _usual(text: str) -> list[bool]:
    """Which letters belong to standing phrases."""
    found = [False] * len(text)
    for phrase in common().phrases:
        at = text.find(phrase)
        while at >= 0:
            found[at : at + len(phrase)] = [True] * len(phrase)
            at = text.find(phrase, at + len(phrase))
    return found


def _mark_shared(neutral: list[bool], runs: Sequence[Run], start: int, end: int, sources: Sources) -> None:
    """Mark what so many independent families share that it is common."""
    families: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for run in sorted(runs, key=lambda one: one.start - one.end)[: _RUNS * 4]:
        families[sources.family(run.passage)].append((max(run.start, start), min(run.end, end)))
    if len(families) < min(number for _, number in common().shared_by):
        return
    spans = sorted({span for spans in families.values() for span in spans}, key=lambda s: s[0] - s[1])[:_RUNS]
    stretches = {(max(a, c), min(b, d)) for a, b in spans for c, d in spans if min(b, d) - max(a, c) >= BLOCK}
    for first, last in stretches:
        needed = common().families(last - first)
        if needed is None:
            continue
        if sum(any(a <= first and last <= b for a, b in spans) for spans in families.values()) >= needed:
            neutral[first - start : last - start] = [True] * (last - first)


def _judged(
    plain: Plain,
    start: int,
    end: int,
    neutral: list[bool],
    told: list[bool],
    drafted: list[bool],
    runs: Sequence[Run],
    sources: Sources,
) -> _Match | None:
    own = sum(not (flag or fact) for flag, fact in zip(neutral, told, strict=True))
    if own < SHORTEST:
        return None
    weights: dict[int, int] = defaultdict(int)
    for run in runs:
        weights[run.passage] += sum(
            not flag for flag in neutral[max(run.start, start) - start : min(run.end, end) - start]
        )
    best: _Match | None = None
    for passage in sorted(weights, key=lambda one: (-weights[one], one))[:_PASSAGES]:
        match = _compared(
            plain.text[start:end], sources.letters(passage), start, end, passage, neutral, told, drafted, own
        )
        if match is not None and (
            best is None or (not match.in_draft, match.weight) > (not best.in_draft, best.weight)
        ):
            best = match
    return best


def _compared(
    sentence: str,
    passage: str,
    start: int,
    end: int,
    number: int,
    neutral: list[bool],
    told: list[bool],
    drafted: list[bool],
    own: int,
) -> _Match | None:
    blocks = _blocks(sentence, passage)
    counted = brought = longest = longest_new = 0
    for at, _, length in blocks:
        stretch = new = 0
        for n in range(at, at + length):
            if neutral[n]:
                stretch = new = 0
                continue
            if told[n]:
                continue  # the facts' own kinds tell of it; it neither counts nor parts what stands around it
            stretch += 1
            counted += 1
            new = 0 if drafted[n] else new + 1
            brought += not drafted[n]
            longest, longest_new = max(longest, stretch), max(longest_new, new)
    share = counted / own
    whole = share >= SHARE and longest >= LONGEST and counted >= SHORTEST
    if not whole and longest < RUN:
        return None
    new_enough = longest_new >= RUN or (
        whole and brought >= max(SHORTEST, counted / 2) and longest_new >= LONGEST
    )
    if not new_enough and counted < OLD_SHORTEST:
        return None
    return _Match(
        start,
        end,
        number,
        tuple(blocks),
        min(1.0, share),
        not new_enough,
        brought if new_enough else counted,
        share >= SHARE or longest >= SURE_RUN,
    )


def _blocks(sentence: str, passage: str) -> list[tuple[int, int, int]]:
    """The longest match at each place of the sentence, of at least BLOCK letters, one after the other."""
    places: dict[str, list[int]] = defaultdict(list)
    for n in range(len(passage) - BLOCK + 1):
        known = places[passage[n : n + BLOCK]]
        if len(known) < _PLACES:
            known.append(n)
    found = []
    at = 0
    while at <= len(sentence) - BLOCK:
        best = (0, 0)
        for place in places.get(sentence[at : at + BLOCK], ()):
            length = BLOCK
            limit = min(len(sentence) - at, len(passage) - place)
            while length < limit and sentence[at + length] == passage[place + length]:
                length += 1
            best = max(best, (length, -place))
        if best[0]:
            found.append((at, -best[1], best[0]))
            at += best[0]
        else:
            at += 1
    return found


def _finding(proposal: Proposal, plain: Plain, match: _Match, sources: Sources) -> Finding:
    first = match.start + match.blocks[0][0]
    last = match.start + match.blocks[-1][0] + match.blocks[-1][2]
    start, end = plain.span(first, last)
    source = sources.passage(match.passage)
    there = letters(source.passage.text)
    own = source.origin == "own"
    if match.in_draft:
        rule = "copied_own" if own else "copied_in_draft"
    else:
        rule = "copied_own" if own else "copied"
    return Finding(
        rule,
        "copied",
        "error" if rule == "copied" and match.sure else "warning",
        start,
        end,
        proposal.proposed[start:end],
        source=Source(
            source.report_id,
            source.report_title,
            source.passage,
            source.origin,
            _spans(there, ((at, length) for _, at, length in match.blocks)),
        ),
        marks=_spans(plain, ((match.start + at, length) for at, _, length in match.blocks)),
        params={"title": source.report_title, "share": round(match.share * 100)},
    )


def _spans(plain: Plain, blocks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(
        sorted(plain.span(at, at + length) for at, length in blocks if at + length <= len(plain.text))
    )
