"""送审前检查: a whole draft against the library and its writer's other drafts → `Inspection`. Pure.

The guard's kinds find what there is; here it is counted, with what it was compared with and what it was not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.guard import copied, foreign_fact, formulation, leak, new_fact, placeholder
from assistant.guard.facts import Fact, Given, clauses, facts, year_of
from assistant.guard.findings import Compared, Finding, Proposal, Severity
from assistant.guard.name import Name
from assistant.guard.quantities import Moment, Quantity
from assistant.guard.sources import Run, Sources
from assistant.guard.texts import Text, held
from assistant.guard.words import Lexer
from assistant.structure.plain import Plain, letters, letters_of

ALIKE = 0.8
"""The share of a draft's letters, in runs, from which another text is as good as the same."""

_OFTEN = 3
_AREAS = (*"省州盟市区县旗镇乡", "街道")
_SPOKEN = frozenset("，。；！？,;!?")
_LEVELS = tuple("省州市区县旗镇乡村街")
_SHORT, _TITLE = 3, 6  # letters up to which a unit (信访局) or a title is nobody's own
_HEAD_LINES, _HEAD_CHARS = 3, 40  # of the title and of the signature


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the draft, from `start` to where the next one begins. body: where its heading (or the title) ends."""

    start: int
    body: int
    name: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A draft that is to be handed in.

    material: texts whose facts may be used; parts: in the order of the text; others: the writer's other drafts, None
    where it is not known what there is.
    """

    text: str
    title: str = ""
    material: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    others: tuple[Text, ...] | None = None


@dataclass(frozen=True, slots=True)
class Shelves:
    """The library at one moment: other units' reports, this unit's own, and all of them together.

    generation: how often the library has changed; at: when it was asked.
    """

    references: Sources
    own: Sources
    every: Sources
    generation: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Alike:
    """A text that is nearly the draft itself. share: of the draft."""

    report_id: str
    report_title: str
    origin: str
    share: float


@dataclass(frozen=True, slots=True)
class Shared:
    """The sentences of the draft that are the same, or nearly, as one of these texts: one finding each.

    letters: how many letters and digits of the draft stand there too; alike: texts that are nearly the draft.
    """

    compared: Compared
    findings: tuple[Finding, ...] = ()
    letters: int = 0
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, as spans of the draft's text.

    letters, sentences: of the draft, the latter those that are judged, headings and short ones aside; others: None where
    it is not known what there is; foreign: names and figures of another unit; stale: figures of this unit's earlier
    reports; unsourced: facts that stand neither in the material nor in an own report; material: whether there is any to
    look in.
    """

    title: str
    letters: int
    sentences: int
    references: Shared
    own: Shared
    others: Shared | None
    foreign: tuple[Finding, ...]
    stale: tuple[Finding, ...]
    unsourced: tuple[Finding, ...]
    material: bool
    missing: tuple[Finding, ...]
    formulations: tuple[Finding, ...]
    leaks: tuple[Finding, ...]
    parts: tuple[Part, ...]
    generation: int
    at: datetime

    @property
    def shelves(self) -> Mapping[str, Shared]:
        """What there was to compare with, by name: references, own, others."""
        every = {"references": self.references, "own": self.own, "others": self.others}
        return {name: one for name, one in every.items() if one is not None and one.compared.reports}

    def section(self, at: int) -> str:
        """The name of the part that stands at an offset."""
        part = _part(self.parts, at)
        return part.name if part else ""


def inspect(submission: Submission, shelves: Shelves, lexer: Lexer) -> Inspection:
    """Everything that is to be known before the draft is handed in; takes time linear in the texts' lengths."""
    text = submission.text
    plain = letters(text)
    sentences = sum(not _heading(submission, plain.at[start]) for start, _ in copied.sentences(text, plain))
    references = _shared(submission, plain, shelves.references)
    own = _shared(submission, plain, shelves.own)
    told = _facts(submission, shelves, lexer, references, own)
    blank = Proposal("", text)
    return Inspection(
        submission.title,
        len(plain.text),
        sentences,
        references,
        own,
        None if submission.others is None else _others(submission, plain),
        tuple(told.foreign),
        tuple(told.stale),
        tuple(told.unsourced),
        any(map(str.strip, submission.material)),
        tuple(sorted(_missing(blank), key=lambda one: one.start)),
        tuple(sorted(formulation.findings(blank), key=lambda one: one.start)),
        tuple(leak.findings(blank)),
        submission.parts,
        shelves.generation,
        shelves.at,
    )


# --- sentences ---------------------------------------------------------------------------------------------------


def _shared(submission: Submission, plain: Plain, sources: Sources) -> Shared:
    compared = sources.compared()
    if not compared.passages:
        return Shared(compared)
    proposal = Proposal(submission.text, submission.text, material=submission.material)
    found = tuple(one for one in copied.findings(proposal, sources) if not _heading(submission, one.start))
    return Shared(compared, found, _letters(plain, found), _alike(plain, sources))


def _part(parts: Sequence[Part], at: int) -> Part | None:
    before = bisect_right(parts, at, key=lambda part: part.start)
    return parts[before - 1] if before else None


def _heading(submission: Submission, at: int) -> bool:
    """Whether a title or heading stands here: those of a meeting are prescribed, and everybody's."""
    part = _part(submission.parts, at)
    return part is not None and at < part.body


def _letters(plain: Plain, found: Sequence[Finding]) -> int:
    """How many letters of the text are marked as shared."""
    return sum(
        bisect_left(plain.at, end) - bisect_left(plain.at, start) for one in found for start, end in one.marks
    )


def _alike(plain: Plain, sources: Sources) -> tuple[Alike, ...]:
    """The reports that have most of the text, whatever is said of its sentences."""
    runs: dict[str, list[Run]] = defaultdict(list)
    for run in sources.runs(plain.text):
        runs[sources.report(run.passage)].append(run)
    least = max(1.0, ALIKE * len(plain.text))
    found = []
    for shared in runs.values():
        if sum(run.end - run.start for run in shared) < least:
            continue
        covered = bytearray(len(plain.text))
        for run in shared:
            covered[run.start : run.end] = b"\1" * (run.end - run.start)
        if sum(covered) >= least:
            (source,) = sources.passages([shared[0].passage])
            share = sum(covered) / len(covered)
            found.append(Alike(source.report_id, source.report_title, source.origin, share))
    return tuple(found)


def _others(submission: Submission, plain: Plain) -> Shared:
    """The writer's other drafts. One that is nearly this draft is told once, and not again with each sentence."""
    every = held(submission.others or ())
    alike = _alike(plain, every)
    same = {one.report_id for one in alike}
    rest = held(one for one in submission.others or () if one.id not in same)
    compared = Compared(len(submission.others or ()), every.compared().passages)
    return replace(_shared(submission, plain, rest), compared=compared, alike=alike)


# --- facts -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Told:
    foreign: list[Finding]
    stale: list[Finding]
    unsourced: list[Finding]


def _facts(submission: Submission, shelves: Shelves, lexer: Lexer, references: Shared, own: Shared) -> _Told:
    """Facts that neither title, signature nor material gives: names and figures, each once.

    A figure is another's only in a sentence that is another's too: a number by itself stands everywhere.
    """
    text = submission.text
    year = year_of(text)
    texts = [submission.title, *_ends(text), *submission.material]
    given = Given(texts, year, lexer)
    found = facts(text, year, lexer, frozenset().union(*map(clauses, texts)))
    often = Counter(letters_of(fact.content.core) for fact in found if isinstance(fact.content, Name))
    unknown = list(_unknown(found, given))
    figures = [fact for fact in unknown if not isinstance(fact.content, Name) and not _is_one(fact)]
    lifted = _lifted((one for one in figures if not _bare_year(one)), references.findings, "foreign_figure")
    carried = _lifted(figures, own.findings, "stale_figure")
    placed = {one.start for one in (*lifted, *carried)}
    told = _Told(lifted, carried, [])
    names = _once(one for one in unknown if _telling(one) and not _of_own(one, shelves.own))
    for fact, finding, accounted in foreign_fact.judged(text, names, shelves.every):
        if finding is not None and not _ours(fact, finding, often):
            told.foreign.append(finding)
        elif not accounted:
            told.unsourced.append(new_fact.finding(fact))
    rest = _once(fact for fact in figures if fact.start not in placed and not _bare_year(fact))
    for fact, finding, _ in foreign_fact.judged(text, rest, shelves.own):
        if finding is None:
            told.unsourced.append(new_fact.finding(fact))
    for part in (told.foreign, told.stale, told.unsourced):
        part.sort(key=lambda one: one.start)
    return told


def _ends(text: str) -> tuple[str, ...]:
    """The short lines that a draft begins and ends with: its title, signature and date."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ends = (*lines[:_HEAD_LINES], *lines[-_HEAD_LINES:])
    return tuple(line for line in ends if len(line) <= _HEAD_CHARS and not _SPOKEN & set(line))


def _unknown(found: Sequence[Fact], given: Given) -> Iterator[Fact]:
    until = 0
    for fact in found:
        if fact.start >= until and not given.knows(fact, common=True):
            until = fact.end  # a county inside a company's name is told with it
            yield fact


def _once(found: Iterable[Fact]) -> list[Fact]:
    return list({letters_of(fact.quote): fact for fact in reversed(list(found))}.values())[::-1]


def _bare_year(fact: Fact) -> bool:
    return isinstance(fact.content, Moment) and fact.content.month is None


def _is_one(fact: Fact) -> bool:
    """一眼, 一批: seldom a fact."""
    return isinstance(fact.content, Quantity) and fact.content.value == 1


def _lifted(figures: Iterable[Fact], shared: Sequence[Finding], rule: str) -> list[Finding]:
    """The figures that came with a shared sentence: they stand in it and in the passage that it stands in."""
    found = []
    spans = iter(shared)
    here = next(spans, None)
    there: Given | None = None
    for fact in figures:
        while here is not None and here.end < fact.end:
            here, there = next(spans, None), None
        if here is None or here.source is None or fact.start < here.start:
            continue
        there = there or Given([here.source.passage.text], None)
        if there.knows(fact):
            severity: Severity = "error" if rule == "foreign_figure" else "warning"
            source = replace(here.source, marks=())
            params = {"title": source.report_title}
            found.append(
                Finding(
                    rule,
                    "foreign_fact",
                    severity,
                    fact.start,
                    fact.end,
                    fact.quote,
                    source=source,
                    params=params,
                )
            )
    return found


def _telling(fact: Fact) -> bool:
    """Whether it is a name that only one unit has: not 县水利局, 《决定》 or a post."""
    if not isinstance(fact.content, Name) or fact.kind == "post":
        return False
    core = letters_of(fact.content.core)
    if fact.kind == "organisation":
        return len(core) > _SHORT and not core.startswith(_LEVELS)
    return fact.kind != "document" or len(core) > _TITLE


def _of_own(fact: Fact, own: Sources) -> bool:
    """Whether this unit's own reports name it."""
    return isinstance(fact.content, Name) and bool(own.find(letters_of(fact.content.core), 1))


def _ours(fact: Fact, finding: Finding, often: Counter[str]) -> bool:
    """Whether the name of an area is so much the draft's own that a report which happens to name it is no source."""
    if not isinstance(fact.content, Name) or finding.source is None:
        return False
    core = letters_of(fact.content.core)
    return (
        fact.kind in ("place", "organisation")
        and fact.content.core.endswith(_AREAS)
        and often[core] >= _OFTEN
        and core not in letters_of(finding.source.report_title)
    )


# --- what is left open -------------------------------------------------------------------------------------------


def _missing(blank: Proposal) -> Iterator[Finding]:
    text = blank.proposed
    for start, end in placeholder.pending(text):
        yield Finding("placeholder", "placeholder", "error", start, end, text[start:end])
    yield from placeholder.findings(blank)
