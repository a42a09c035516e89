"""Kind `foreign_fact`: a fact of the proposal that the user did not give and that stands in the library. Pure.

A name of this unit (in a report of `own` origin) is none; this unit's earlier figures are told as perhaps stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.guard.fact_words import name_words
from assistant.guard.facts import Fact, Given, significant, surfaces
from assistant.guard.findings import Finding, Source
from assistant.guard.name import Name
from assistant.guard.quantities import Moment, Quantity
from assistant.guard.sources import SourcePassage, Sources
from assistant.structure.plain import letters, letters_of

_PLACES = 24
COMMON = 3
"""A title, campaign or unit that so many independent families name is nobody's own."""


def judged(
    proposed: str, unknown: Iterable[Fact], sources: Sources
) -> Iterator[tuple[Fact, Finding | None, bool]]:
    """Each unknown fact with its finding, or None; whether it is accounted for (foreign, own or common)."""
    named: dict[str, SourcePassage] = {}
    rest = []
    for fact in unknown:
        if isinstance(fact.content, Name):
            finding, accounted = _name(fact, sources, named)
        else:
            finding, accounted = _figure(fact, proposed, sources, named)
            if not accounted:
                rest.append(fact)
                continue
        yield fact, finding, accounted
    for fact in rest:
        yield fact, *_beside(fact, named.values())


def _name(fact: Fact, sources: Sources, named: dict[str, SourcePassage]) -> tuple[Finding | None, bool]:
    if fact.kind == "post":  # every report has a 镇长
        return None, False
    for surface in surfaces(fact):
        if len(surface) < 2:
            continue
        runs = sources.find(surface, _PLACES)
        if fact.kind == "place":  # 石桥村 is not in 下石桥村
            apart = name_words().raw["tell_apart"]
            runs = [
                run for run in runs if not run.at or sources.letters(run.passage)[run.at - 1] not in apart
            ]
        found = list(sources.passages([run.passage for run in runs]))
        # A report often names its unit in the title alone.
        found += sources.titled(surface, _PLACES)
        if not found:
            continue
        if any(source.origin == "own" for source in found):
            return None, True
        kind = fact.content.kind if isinstance(fact.content, Name) else ""
        if (
            kind in ("document", "campaign", "organisation", "post")
            and len({s.family for s in found}) >= COMMON
        ):
            return None, True
        severity = "warning" if kind in ("post", "document") else "error"
        named[found[0].passage.id] = found[0]
        return _finding("foreign_name", severity, fact, found[0], surface), True
    return None, False


def _beside(fact: Fact, named: Iterable[SourcePassage]) -> tuple[Finding | None, bool]:
    """A small figure that stands where another foreign fact came from."""
    if not (isinstance(fact.content, Moment) and fact.content.month is None):
        for source in named:
            if _has(source, fact):
                return _finding("foreign_figure", "error", fact, source, letters_of(fact.quote)), True
    return None, False


def _figure(
    fact: Fact, proposed: str, sources: Sources, named: dict[str, SourcePassage]
) -> tuple[Finding | None, bool]:
    content = fact.content
    if isinstance(content, Moment) and content.month is None:
        return None, False  # a year alone is nobody's
    head = letters_of(proposed[max(0, fact.start - 4) : fact.start])[-2:]
    tail = letters_of(proposed[fact.end : fact.end + 4])[:2]
    for surface in surfaces(fact):
        if not any(
            character.isdigit() or character in "零一二三四五六七八九十百千万亿两" for character in surface
        ):
            continue
        telling = significant(fact) > 1 or (isinstance(content, Quantity) and content.value >= 20)
        # a small number is telling only with what stands beside it
        within = proposed[fact.end : fact.end + 1].isalnum() and len(tail) == 2  # 3人 ends a clause: 处分3人
        asked = surface if telling else surface + tail if within else head + surface
        if not telling and len(tail) < 2 and len(head) < 2:
            continue
        there = sources.passages([run.passage for run in sources.find(asked, _PLACES)])
        matching = [source for source in there if _has(source, fact)]
        if matching:
            other = [source for source in matching if source.origin != "own"]
            if other:
                named[other[0].passage.id] = other[0]
                # A small number that stands beside the same words somewhere may do so by chance.
                severity = "error" if telling else "warning"
                return _finding("foreign_figure", severity, fact, other[0], surface), True
            return _finding("stale_figure", "warning", fact, matching[0], surface), True
    return None, False


def _has(source: SourcePassage, fact: Fact) -> bool:
    """Whether the passage says the same by value: 426 in its letters may be 42.6."""
    given = Given([source.passage.text], source.year)
    content = fact.content
    if isinstance(content, Quantity):
        return content.group in given.numbers.get(content.value.normalize(), set())
    return given.knows(fact)


def _finding(rule: str, severity: str, fact: Fact, source: SourcePassage, surface: str) -> Finding:
    there = letters(source.passage.text)
    at = there.text.find(surface)
    marks = (there.span(at, at + len(surface)),) if at >= 0 else ()
    return Finding(
        rule,
        "foreign_fact",
        "error" if severity == "error" else "warning",
        fact.start,
        fact.end,
        fact.quote,
        source=Source(source.report_id, source.report_title, source.passage, source.origin, marks),
        params={"title": source.report_title, "fact": fact.kind},
    )
