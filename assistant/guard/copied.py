"""Kind `copied`: sentences of the proposal that stand, nearly word for word, in a report of the library. Pure.

Candidates share 8 letters in a row, or several rare groups of 5. A sentence is copied where 65% of it stand in one
report (in one passage, or in several of it), with a stretch of 6 letters at least, or where one stretch is of RUN letters; a
short clause told like a story where it stands in one family alone.
What is common language does not count (`common_language`), nor do titles; other facts count only where they are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

from assistant.guard.common_language import shared, standing
from assistant.guard.facts import facts
from assistant.guard.findings import Finding, Proposal, Source
from assistant.guard.matching import SEED, Piece, Sentence
from assistant.guard.sources import GRAM, NEAR, Run, Sources
from assistant.structure.plain import Plain, letters, letters_of
from assistant.structure.sentences import cut_long, sentence_spans

SHORTEST = 12  # letters of a sentence that are its own, below which nothing can be said
OLD_SHORTEST = 16  # the same for a sentence that the draft had already
SHARE = 0.65  # of them that stand in one report
LONGEST = 6  # of the stretches they stand in, at least …
_EVEN = 0.75  # … but where so much is shared
RUN = 13  # letters in one stretch are copied whatever stands around them, …
SURE_RUN = 20  # … of which fewer than this may be a formula of the day:
_USUAL = 0.6  # that is where so much of it stands elsewhere too,
_PLACES = 24  # at the first so many places
_FEWEST = 10  # of the letters shared that are no facts: what is said of a figure is often said alike
_PADDED_SHARE = 0.5  # is enough where a sentence holds …
_DENSE = 0.8  # … so much of what its source says there: the rest are fillers
_COMPOSED = 30  # letters in a row that are not common are counted, though they be made of what is
_OWN_GRAM = 6
_LONG = 160  # letters; a longer sentence is judged in parts
_PASSAGES = 6
_VOTES = 12  # a group of letters shared for so many letters of a sentence makes a candidate,
_MOST_VOTES = 6  # and so many groups do always


_CLAUSE = re.compile(r"[^，。；：！？、,;:!?\n]+")
_TOLD = re.compile("了(?!解)|(?<!人)才(?!能|会|干)|却|白白|还是|着(?![力眼重手])")


def sentence_count(text: str) -> int:
    """How many sentences a text has."""
    return sum(1 for _ in sentence_spans(text, 0, len(text)))


def findings(proposal: Proposal, sources: Sources) -> Iterator[Finding]:
    """One finding a copied sentence: the passage that explains most of it."""
    plain = letters(proposal.proposed)
    text = _Text(proposal, plain, sources.compared().reports)
    spans = list(sentences(proposal.proposed, plain))
    found: dict[tuple[int, int], _Match] = {}
    for span, here in zip(spans, _by_span(spans, sources.runs(plain.text)), strict=True):
        if here and (match := text.judged(span, here, sources)) is not None:
            found[span] = match
    left = [span for span in spans if span not in found]
    for span, near in zip(left, sources.near(plain.text, left), strict=True):
        least = max(2, min(_MOST_VOTES, (span[1] - span[0]) // _VOTES))
        candidates = [passage for passage, votes in near if votes >= least]
        if candidates and (match := text.compared(span, candidates, sources)) is not None:
            found[span] = match
    for match in found.values():
        text.told(match)
    turns = {span: match for span in _turns(proposal.proposed, plain) if (match := text.turn(span, sources))}
    known: dict[int, Plain] = {}
    for _, match in sorted({**found, **turns}.items()):
        yield _finding(proposal, plain, match, sources, known)


@dataclass(frozen=True, slots=True)
class _Match:
    """Part of the text and the passage it stands in. pieces: what is shared with that passage; marks: with its report."""

    passage: int
    pieces: tuple[Piece, ...]
    marks: tuple[tuple[int, int], ...]
    share: float
    in_draft: bool
    weight: int
    sure: bool


def sentences(text: str, plain: Plain) -> Iterator[tuple[int, int]]:
    """The sentences that are judged, as spans of the letters: cut at ； too, very long ones in parts, very short ones that
    follow each other in a line together.
    """
    begin, until = -1, 0
    for start, end in _parts(text):
        first, last = bisect_left(plain.at, start), bisect_left(plain.at, end)
        if begin < 0 or last - first >= SHORTEST or "\n" in text[until:start]:
            begin = first
        if last - begin >= SHORTEST:
            yield begin, last
            begin = -1
        until = end


def _parts(text: str) -> Iterator[tuple[int, int]]:
    for start, end in sentence_spans(text, 0, len(text)):
        begin = start
        for at in [*(n for n in range(start, end) if text[n] in "；;"), end]:
            if at - begin > _LONG:
                yield from cut_long(text, begin, at, _LONG)
            else:
                yield begin, at
            begin = at + 1


def _by_span(spans: Sequence[tuple[int, int]], runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs that reach into each span."""
    waiting = sorted(runs, key=itemgetter(0))
    pending: list[Run] = []
    taken = 0
    for start, end in spans:
        while taken < len(waiting) and waiting[taken].start < end:
            pending.append(waiting[taken])
            taken += 1
        pending = [run for run in pending if run.end > start]
        yield [run for run in pending if min(run.end, end) - max(run.start, start) >= SEED]


def _turns(text: str, plain: Plain) -> Iterator[tuple[int, int]]:
    """Short clauses that are told like a story, as spans of the letters: a report is not written so by chance."""
    for match in _CLAUSE.finditer(text):
        first, last = bisect_left(plain.at, match.start()), bisect_left(plain.at, match.end())
        if GRAM <= last - first < SURE_RUN and _TOLD.search(plain.text, first, last):
            yield first, last


class _Text:
    """The proposal's letters, and what is known of each: whether it is common language, a fact, the user's."""

    def __init__(self, proposal: Proposal, plain: Plain, reports: int) -> None:
        self._text = plain.text
        self._reports = reports
        self._known: dict[str, bool] = {}  # short runs: whether they are usual
        given = _covered(plain.text, letters_of("\n".join((*proposal.material, proposal.instruction))))
        self._neutral = bytearray(a | b for a, b in zip(standing(plain.text), given, strict=True))
        self._drafted = _covered(plain.text, letters_of("\n".join((proposal.draft, *proposal.earlier))))
        self._facts: dict[int, tuple[int, int]] = {}  # of each letter of a fact where that begins and ends
        for fact in facts(proposal.proposed, None):
            first, last = bisect_left(plain.at, fact.start), bisect_left(plain.at, fact.end)
            if fact.kind in ("document", "campaign"):
                self._neutral[first:last] = b"\1" * (last - first)
            else:
                self._facts.update(dict.fromkeys(range(first, last), (first, last)))

    def judged(self, span: tuple[int, int], runs: Sequence[Run], sources: Sources) -> _Match | None:
        """Whether a span is copied from a passage that shares runs with it."""
        start, end = span
        cut = [(run.passage, max(run.start, start), min(run.end, end)) for run in runs]
        family = {run.passage: sources.family(run.passage) for run in runs}
        stretches = shared(((family[passage], a, b) for passage, a, b in cut), self._reports)
        usual = bytearray(end - start)
        for a, b in stretches:
            usual[a - start : b - start] = b"\1" * (b - a)
        for a, b in {(a, b) for _, a, b in cut if b - a >= _COMPOSED}:
            if not any(first <= a and b <= last for first, last in stretches):
                usual[a - start : b - start] = bytes(b - a)
        self._neutral[start:end] = bytes(x | y for x, y in zip(self._neutral[start:end], usual, strict=True))
        own = [0, *accumulate(1 - flag for flag in self._neutral[start:end])]
        weights: dict[int, int] = defaultdict(int)
        for passage, a, b in cut:
            weights[passage] += own[b - start] - own[a - start]
        best = sorted(weights, key=lambda one: (-weights[one], one))[:_PASSAGES]
        return self.compared(span, [passage for passage in best if weights[passage]], sources)

    def told(self, match: _Match) -> None:
        """What a finding marks is not told twice."""
        for a, b in match.marks:
            self._neutral[a:b] = b"\1" * (b - a)

    def turn(self, span: tuple[int, int], sources: Sources) -> _Match | None:
        """Whether a short clause that is nobody's common language stands word for word in one family's reports alone."""
        start, end = span
        if any(self._neutral[start:end]) or any(self._drafted[start:end]):
            return None
        runs = sources.find(self._text[start:end])
        if len({sources.family(run.passage) for run in runs}) != 1:
            return None
        piece = Piece(start, runs[0].at, end - start, True)
        return _Match(runs[0].passage, (piece,), (span,), 1.0, False, end - start, False)

    def compared(self, span: tuple[int, int], passages: Sequence[int], sources: Sources) -> _Match | None:
        """The passage that explains most of a span, alone or with others of its report; None where none does."""
        start, end = span
        if end - start - sum(self._neutral[start:end]) < SHORTEST:
            return None
        sentence = Sentence(self._text[start:end])
        reports: dict[str, list[tuple[int, list[Piece]]]] = defaultdict(list)
        best: _Match | None = None
        for passage in passages:
            pieces = [
                Piece(start + one.at, one.place, one.length, one.seed)
                for one in sentence.matched(sources.letters(passage))
            ]
            if pieces:
                together = reports[sources.report(passage)]
                together.append((passage, pieces))
                best = _better(best, self._match(span, together[-1:], sources))
        if best is None:
            for together in reports.values():
                if len(together) > 1:
                    best = _better(best, self._match(span, together, sources))
        return best

    def _match(
        self, span: tuple[int, int], found: Sequence[tuple[int, Sequence[Piece]]], sources: Sources
    ) -> _Match | None:
        start, end = span
        covered = bytearray(end - start)
        longest, longest_new, run = 0, 0, (start, start)
        for _, pieces in found:
            for piece in pieces:
                covered[piece.at - start : piece.end - start] = b"\1" * piece.length
                stretch = new = 0
                begin = piece.at
                for n in range(piece.at, piece.end):
                    if self._neutral[n]:
                        stretch = new = 0
                        begin = n + 1
                    elif n not in self._facts:  # a fact neither counts here nor parts what stands around it
                        stretch += 1
                        new = 0 if self._drafted[n] else new + 1
                        longest_new = max(longest_new, new)
                        if stretch > longest:
                            longest, run = stretch, (begin, n + 1)
        own = counted = brought = worded = 0
        for n, same in enumerate(covered, start):
            fact = self._facts.get(n)
            if self._neutral[n] or (fact and not all(covered[max(0, fact[0] - start) : fact[1] - start])):
                continue
            own += 1
            counted += same
            worded += same and not fact
            brought += same and not self._drafted[n]
        if own < SHORTEST:
            return None
        share = counted / own
        even = share >= _EVEN and counted >= SURE_RUN  # so many letters alike need no long stretch among them
        whole = (
            (longest >= LONGEST or even)
            and counted >= SHORTEST
            and worded >= _FEWEST
            and (share >= SHARE or (share >= _PADDED_SHARE and counted >= SURE_RUN and _dense(found)))
        )
        if not whole and (longest < RUN or (longest < SURE_RUN and self._usual(run, sources))):
            return None
        new_enough = longest_new >= RUN or (
            whole and brought >= max(SHORTEST, counted / 2) and (longest_new >= LONGEST or even)
        )
        if not new_enough and counted < OLD_SHORTEST:
            return None
        passage, pieces = max(found, key=lambda one: sum(piece.length for piece in one[1]))
        return _Match(
            passage,
            tuple(pieces),
            tuple((start + a, start + b) for a, b in _stretches(covered)),
            min(1.0, share),
            not new_enough,
            brought if new_enough else counted,
            whole or longest >= SURE_RUN,
        )

    def _usual(self, run: tuple[int, int], sources: Sources) -> bool:
        """Whether a short run is put together of what other families write too: a formula of the day, not a copy."""
        text = self._text[slice(*run)]
        if text not in self._known:
            with_it = {sources.family(one.passage) for one in sources.find(text)}
            usual = bytearray(len(text))
            for at in range(0, len(text) - NEAR + 1, 2):
                places = sources.find(text[at : at + NEAR], _PLACES)
                if any(sources.family(one.passage) not in with_it for one in places):
                    usual[at : at + NEAR] = b"\1" * NEAR
            self._known[text] = sum(usual) >= _USUAL * len(text)
        return self._known[text]


def _better(one: _Match | None, other: _Match | None) -> _Match | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda match: (not match.in_draft, match.weight))


def _dense(found: Sequence[tuple[int, Sequence[Piece]]]) -> bool:
    """Whether nearly all that stands in the passage between the first and the last piece is shared."""
    pieces = found[0][1]
    extent = max(one.until for one in pieces) - min(one.place for one in pieces)
    return len(found) == 1 and sum(one.length for one in pieces) >= _DENSE * extent


def _covered(text: str, other: str) -> bytearray:
    """Which letters of `text` stand in `other` within runs of at least 6."""
    grams = {other[n : n + _OWN_GRAM] for n in range(len(other) - _OWN_GRAM + 1)}
    found = bytearray(len(text))
    for n in range(len(text) - _OWN_GRAM + 1):
        if text[n : n + _OWN_GRAM] in grams:
            found[n : n + _OWN_GRAM] = b"\1" * _OWN_GRAM
    return found


def _stretches(covered: bytearray) -> Iterator[tuple[int, int]]:
    start = covered.find(1)
    while start >= 0:
        end = covered.find(0, start)
        yield start, end if end >= 0 else len(covered)
        start = covered.find(1, end) if end >= 0 else -1


def _finding(
    proposal: Proposal, plain: Plain, match: _Match, sources: Sources, known: dict[int, Plain]
) -> Finding:
    start, end = plain.span(match.marks[0][0], match.marks[-1][1])
    source = sources.passage(match.passage)
    there = known.get(match.passage)
    if there is None:
        there = known[match.passage] = letters(source.passage.text)
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
            _spans(there, {(one.place, one.until) for one in match.pieces}),
        ),
        marks=_spans(plain, match.marks),
        params={"title": source.report_title, "share": round(match.share * 100)},
    )


def _spans(plain: Plain, stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(plain.span(a, b) for a, b in stretches if b <= len(plain.text)))
