"""What a search answers with, and which of the scored passages it answers with. Pure but for the
catalog's types.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from assistant.library.catalog import Report
from assistant.library.similarity import bare
from assistant.structure.passages import Passage, passage_json

_SAME_PASSAGE = 80.0  # rapidfuzz ratio, of 100: one passage in two versions of a report
_OF_ONE_SOURCE = 0.6  # of the answer, while others have something nearly as good
_NEARLY_AS_GOOD = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. rank: from 1; score: comparable within one request only, never growing with the
    rank.
    """

    rank: int
    score: float
    passage: Passage
    report: Report


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate: its score, and what tells it from others. text_hash: of the passage's text."""

    score: float
    passage: Passage
    report: Report
    text_hash: str


def choose(scored: Iterable[Scored], k: int) -> tuple[Hit, ...]:
    """The best `k`, best first, where versions of one report count as one source.

    A text is shown once, and so is a passage that only reads a little differently in another version. One
    source gives at most 6 tenths of the answer, as long as others have passages at least half as good, on the
    scale from the worst candidate to the best.
    """
    distinct: list[Scored] = []
    for one in sorted(scored, key=_goodness):
        if not any(_same(one, other) for other in distinct):
            distinct.append(one)
    if not distinct:
        return ()
    best, worst = distinct[0].score, distinct[-1].score
    bound = max(3, math.ceil(k * _OF_ONE_SOURCE))
    counts: Counter[str] = Counter()
    chosen: list[Scored] = []
    over: list[Scored] = []
    for one in distinct:
        counts[one.report.family] += 1
        (chosen if counts[one.report.family] <= bound else over).append(one)
    fair = worst + (best - worst) * _NEARLY_AS_GOOD
    poor = [one for one in chosen if one.score < fair]
    good = [one for one in chosen if one.score >= fair]
    # Those beyond the bound come before what is much worse.
    taken = sorted((good + sorted(over + poor, key=_goodness))[:k], key=_goodness)
    return tuple(Hit(rank, one.score, one.passage, one.report) for rank, one in enumerate(taken, 1))


def _goodness(one: Scored) -> tuple[float, str]:
    return -one.score, one.passage.id


def _same(one: Scored, other: Scored) -> bool:
    if one.text_hash == other.text_hash:
        return True
    if one.report.family != other.report.family or one.report.id == other.report.id:
        return False
    return fuzz.ratio(bare(one.passage.text), bare(other.passage.text), score_cutoff=_SAME_PASSAGE) > 0


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit of the command line's contract."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "passage": passage_json(hit.passage),
        "report": {"id": hit.report.id, "title": hit.report.title},
    }


def search_json(query: str, hits: Sequence[Hit], took_ms: float) -> dict[str, Any]:
    """The answer of `gaigao search` as JSON. took_ms: milliseconds."""
    return {"query": query, "took_ms": round(took_ms, 2), "hits": [hit_json(hit) for hit in hits]}
