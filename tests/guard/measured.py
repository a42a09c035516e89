"""The cases in `cases/`, and precision and recall by kind over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from assistant.guard.findings import KINDS, Finding, Proposal
from assistant.guard.guard import guard
from assistant.lexer import lexer
from tests.guard.shelf import Example, Shelf

FOLDER = Path(__file__).parent / "cases"
FIGURES = Path(__file__).parent / "figures.yaml"


@dataclass(frozen=True)
class Case:
    """One proposal and what is to be found in it. optional: what may be found, and need not; either: any of them."""

    id: str
    proposal: Proposal
    find: tuple[tuple[str, str], ...]
    optional: bool = False
    either: bool = False


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    raw = yaml.safe_load((FOLDER / "library.yaml").read_text("utf-8"))
    return Shelf(
        [
            Example(
                one["id"], one["title"], tuple(one["passages"]), one["origin"], one["family"], one["year"]
            )
            for one in raw
        ]
    )


def cases(name: str) -> list[Case]:
    raw: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return [
        Case(
            one["id"],
            Proposal(
                one["draft"],
                one["proposed"],
                one.get("instruction", ""),
                (one["material"],) if "material" in one else (),
                prompt=tuple(one.get("prompt", ())),
            ),
            tuple((kind, quote) for kind, quote in one.get("find", ())),
            one.get("optional", False),
            one.get("either", False),
        )
        for one in raw
    ]


def figures() -> dict[str, Any]:
    """What was measured last (`tests/benchmarks/bench_guard.py`)."""
    return yaml.safe_load(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}


@dataclass
class Tally:
    """found, of wanted; right, of told."""

    wanted: int = 0
    found: int = 0
    told: int = 0
    right: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 1.0


def fits(case: Case, finding: Finding, kind: str, quote: str) -> bool:
    """Whether a finding is the one wanted: its kind, and a shared stretch of text."""
    if finding.kind != kind:
        return False
    text = case.proposal.draft if kind == "lost_fact" else case.proposal.proposed
    start, end = (
        (finding.draft_start or 0, finding.draft_end or 0)
        if kind == "lost_fact"
        else (finding.start, finding.end)
    )
    at = text.find(quote)
    if at < 0:  # invisible characters inside
        return quote[:2] in finding.quote
    while at >= 0:
        if at < end and start < at + len(quote):
            return True
        at = text.find(quote, at + 1)
    return False


def measured(found: Iterable[Case]) -> dict[str, Tally]:
    tallies = {kind: Tally() for kind in KINDS}
    for case in found:
        findings = guard(case.proposal, shelf(), lexer()).findings
        for kind, quote in case.find:
            if case.optional or case.either:
                continue
            tallies[kind].wanted += 1
            if any(fits(case, one, kind, quote) for one in findings):
                tallies[kind].found += 1
            else:
                tallies[kind].misses.append(f"{case.id} not found: {quote}")
        for one in findings:
            tallies[one.kind].told += 1
            if any(fits(case, one, kind, quote) for kind, quote in case.find):
                tallies[one.kind].right += 1
            else:
                tallies[one.kind].misses.append(f"{case.id} told for nothing: {one.quote} [{one.rule}]")
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    rows = [f"{'kind':14}{'wanted':>7}{'recall':>8}{'told':>6}{'precision':>11}"]
    rows += [
        f"{kind:14}{t.wanted:7}{t.recall:8.2f}{t.told:6}{t.precision:11.2f}" for kind, t in tallies.items()
    ]
    return "\n".join(rows)


def misses(tallies: dict[str, Tally]) -> Sequence[str]:
    return [f"{kind}: {line}" for kind, tally in tallies.items() for line in tally.misses]
