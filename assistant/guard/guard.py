"""The guard: a proposal and the library → findings. Pure; imports the guard's kinds, one a module.

To add a kind: a module with `findings`, its line in `_findings`, its name in `findings.KINDS`, its text in `wording/guard.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.guard import copied, foreign_fact, formulation, leak, lost_fact, new_fact, placeholder
from assistant.guard.facts import Fact, Given, clauses, facts, numbers_of, year_of
from assistant.guard.findings import Compared, Finding, Guarded, Proposal
from assistant.guard.quantities import Quantity
from assistant.guard.reckoned import BEFORE, Reckoned, Sentence, sentences
from assistant.guard.sources import Sources
from assistant.guard.words import Lexer
from assistant.structure.plain import letters_of


def guard(proposal: Proposal, sources: Sources, lexer: Lexer) -> Guarded:
    """Everything found, in the order of the proposal; takes time linear in the texts' lengths."""
    found = sorted(
        _findings(proposal, sources, lexer),
        key=lambda one: (one.start, one.end, one.kind, one.draft_start or 0),
    )
    compared = sources.compared()
    sentences = copied.sentence_count(proposal.proposed)
    return Guarded(Compared(compared.reports, compared.passages, sentences), tuple(found))


def _findings(proposal: Proposal, sources: Sources, lexer: Lexer) -> Iterator[Finding]:
    year = year_of(proposal.draft) or year_of(proposal.instruction) or year_of("\n".join(proposal.material))
    yield from copied.findings(proposal, sources)
    yield from _facts(proposal, sources, lexer, year)
    yield from lost_fact.findings(proposal, lexer, year)
    yield from formulation.findings(proposal)
    yield from placeholder.findings(proposal)
    yield from leak.findings(proposal)


def _facts(proposal: Proposal, sources: Sources, lexer: Lexer, year: int | None) -> Iterator[Finding]:
    texts = [proposal.draft, *proposal.earlier, *proposal.material, proposal.instruction]
    given = Given(texts, year, lexer)
    known = frozenset().union(*map(clauses, texts))
    knows: dict[str, bool] = {}
    unknown: list[Fact] = []
    shown: list[Fact] = []
    until = 0
    for fact in facts(proposal.proposed, year, lexer, known):
        key = letters_of(fact.quote)
        if fact.start < until:
            continue
        first = key not in knows
        if first:
            knows[key] = given.knows(fact, common=True)
        if knows[key]:
            shown.append(fact)
        elif first:
            unknown.append(fact)
            until = fact.end  # a county inside a company's name is told with it
    rows = sentences(proposal.proposed, numbers_of(shown))
    unknown = [fact for fact in unknown if not _follows(fact, proposal.proposed, rows)]
    for fact, finding, accounted in foreign_fact.judged(proposal.proposed, unknown, sources):
        if finding is not None:
            yield finding
        elif not accounted:
            yield new_fact.finding(fact, reckoned=given.gives(fact, proposal.proposed))


def _follows(fact: Fact, proposed: str, rows: Sequence[Sentence]) -> bool:
    """Whether a number follows from known ones in its own sentence, where every reader can do the sum."""
    if not isinstance(fact.content, Quantity):
        return False
    beside = [row for row in rows if row.start <= fact.start < row.end]
    return Reckoned(beside).gives(fact.content, proposed[max(0, fact.start - BEFORE) : fact.start])
