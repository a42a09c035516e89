"""Kind `lost_fact`: a fact of the replaced text that the proposal dropped or changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.guard.facts import Fact, Given, facts
from assistant.guard.findings import Finding, Proposal
from assistant.guard.names import Name
from assistant.guard.quantities import Moment
from assistant.structure.plain import Plain, letters, letters_of

_SHORTEN = re.compile(
    r"压缩|精简|缩短|简短|简洁|删减|删去|删掉|压到|压至|减到|缩减|浓缩|概括|凝练|控制在|字以内|太长|短一点|短些|少一点"
)
_NEAR = 6


def findings(proposal: Proposal, year: int | None) -> Iterator[Finding]:
    """The lost facts in the draft's order, each value once. A fact named in the wish was meant to change."""
    given = Given([proposal.proposed], year)
    wished = Given([proposal.instruction], year)
    shortened = bool(_SHORTEN.search(proposal.instruction))
    plain, before = letters(proposal.proposed), letters(proposal.original)
    told: set[str] = set()
    for fact in facts(proposal.original, year):
        if fact.kind in ("post",) or given.knows(fact) or _told_otherwise(fact, proposal.proposed):
            continue
        if proposal.instruction and wished.knows(fact):
            continue
        key = letters_of(fact.quote)
        if key in told:
            continue
        told.add(key)
        place = _place(fact, before, plain, len(proposal.proposed))
        yield Finding(
            "lost_fact_shortened" if shortened else "lost_fact",
            "lost_fact",
            "advice" if shortened else "warning",
            place,
            place,
            fact.quote,
            proposal.start + fact.start,
            proposal.start + fact.end,
        )


def _told_otherwise(fact: Fact, proposed: str) -> bool:
    content = fact.content
    if isinstance(content, Moment):
        # the year of a draft goes without saying
        return content.relative or (
            content.month is None and any(w in proposed for w in ("今年", "去年", "本年", "上年"))
        )
    if isinstance(content, Name) and content.kind in ("place", "organisation"):
        last = content.text[-1]
        stem = letters_of(content.core[:-1])
        if len(stem) >= 2 and stem in letters_of(proposed):
            return True
        return last in "镇乡县区市省旗" and any(word + last in proposed for word in "我本全")
    return False


def _place(fact: Fact, before: Plain, after: Plain, end: int) -> int:
    """Where in the proposal the fact would stand: after what stood before it, else before what stood after it."""
    first = next((n for n, at in enumerate(before.at) if at >= fact.start), len(before.at))
    last = next((n for n, at in enumerate(before.at) if at >= fact.end), len(before.at))
    for size in (_NEAR, 4, 2):
        left = before.text[max(0, first - size) : first]
        if len(left) == size and (at := after.text.find(left)) >= 0:
            return after.span(at, at + size)[1]
        right = before.text[last : last + size]
        if len(right) == size and (at := after.text.find(right)) >= 0:
            return after.at[at]
    return end
