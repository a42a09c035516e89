"""What a person writes for a section (`2.3`, `二（三）`, `（三）`, words of the heading) → the section. Pure.

Imports the index of sections and `place`, which understands looser words. What is ambiguous or unknown fails and
lists candidates; each of them, given back, is understood.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from assistant.errors import SectionError
from assistant.structure.place import places_in
from assistant.structure.section import Outline, Section
from assistant.structure.section_index import Entry, SectionIndex, core
from assistant.wording import Language

_NUMERAL = re.compile("[一二三四五六七八九十]{1,3}")
MOST = 8
CLOSE = 75  # of 100: one wrong character in four
PART = 6  # a likeness of the whole heading counts that much more than one of a part
NEAR = 55  # close enough to be offered, not to be chosen


def resolve(outline: Outline, reference: str) -> Section:
    """The one section meant. Raises SectionError("section_unknown" | "section_ambiguous") with candidates."""
    index = SectionIndex(outline)
    found = _find(index, reference.strip())
    if len(found) == 1:
        return found[0].section
    code = "section_ambiguous" if found else "section_unknown"
    offered = found or [index.by_id[section.id] for section in candidates(outline, reference)] or list(index.tops)
    raise SectionError(code, where=reference.strip(), candidates=[index.display(e) for e in offered[:MOST]])


def display(outline: Outline, section: Section, language: Language = "zh") -> str:
    """The section as it is offered to choose: `一（三）工作作风方面（1.3）`."""
    index = SectionIndex(outline)
    return index.display(index.by_id[section.id], language)


def candidates(outline: Outline, reference: str) -> tuple[Section, ...]:
    """The sections that may be meant, best first; empty where nothing comes near. Typos are tolerated."""
    index = SectionIndex(outline)
    found = _find(index, reference.strip())
    found += [place.entry for place in places_in(index, reference)]
    found += _alike(index, core(reference), NEAR)
    unique = {entry.section.id: entry.section for entry in found}
    return tuple(unique.values())[:MOST]


def _find(index: SectionIndex, reference: str) -> list[Entry]:
    """All sections that the reference names with certainty, by the first way of naming that finds any."""
    if entry := index.by_id.get(reference) or index.by_display.get(reference):
        return [entry]
    if not reference:
        return []
    if _NUMERAL.fullmatch(reference):
        reference += "、"
    words = core(reference)
    whole = [p for p in places_in(index, reference) if p.item is None and len(core(p.matched)) >= len(words)]
    if certain := [p for p in whole if p.certain]:
        return [p.entry for p in certain if p.score > certain[0].score - 0.2]
    if not words:
        return []
    named = [e for e in index.entries if e.core]
    equal = [e for e in named if e.core == words or core(e.section.name) == words]
    if equal:
        return equal
    containing = [e for e in named if words in e.core] if len(words) > 1 else []
    return containing or _alike(index, words, CLOSE) or [p.entry for p in whole if not p.certain and p.score >= 0.9]


def _alike(index: SectionIndex, words: str, least: float) -> list[Entry]:
    """Sections whose heading, or a part of it, is almost what was written; the most alike first."""
    if len(words) < 3:
        return []
    scored = []
    for entry in index.entries:
        if len(entry.core) < 2:
            continue
        whole, part = fuzz.ratio(words, entry.core), 0.0
        if len(words) >= 4 and len(entry.core) > len(words):
            part = fuzz.partial_ratio(words, entry.core)
        if max(whole, part) >= least:
            scored.append((max(whole, part - PART), entry))
    scored.sort(key=lambda pair: -pair[0])
    if least >= CLOSE and scored:
        return [entry for alike, entry in scored if alike > scored[0][0] - PART]
    return [entry for _, entry in scored]
