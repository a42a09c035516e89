"""Kind `formulation`: a fixed phrase misquoted, reordered, incomplete or improperly shortened. Pure but for reading its
data file once; imports the findings and texts as they are compared.

An error only where a character inside a confirmed phrase is wrong; all else is advice. What stands inside a phrase
quoted right, or a shorter form that is right too, is never told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from assistant.guard.findings import Finding, Proposal
from assistant.structure.plain import Plain, letters, letters_of

_GAP = 3  # letters between two parts of one phrase: 和, 以及
_CUE = 12  # letters between a row of parts and the word that says which phrase is meant
_LONG = 9  # a phrase of so many letters is told by its one wrong character
_VERY_LONG = 14  # one of so many, that has no parts, by two wrong characters together
_FELLOWS = 24  # letters around a numbered phrase in which its fellows stand
_JOINING = re.compile("[和与及以并而又]{0,2}")
_DEFINES = re.compile("(?:战略|总体)?(?:布局)?(?:即|是|是指|就是|指|指的是|包括|具体为)?")
_STOPS = re.compile(r"[。！？!?\n]")
_MARKS = re.compile(r"[、，。；：,;:!?！？\n]")
_NUMBERED = re.compile(r"[一二两三四五六七八九十]个[\u4e00-\u9fff]{2}")
_DIGITS = dict(zip("一二两三四五六七八九", "1223456789", strict=True))


@dataclass(frozen=True)
class Formulation:
    """A fixed phrase.

    items: its parts in order; parts: the letters of each, with those of older wordings. whole: a row of some parts only is common language. cues: words beside a row of some
    parts that say that the phrase is meant. also: forms that are right too. wrong: a character is wrong. loose: other
    order, improperly short, or another phrase's verb. not_after: letters before which make another word of it.
    verbs: what a numbered phrase goes with; fellows: the numbered phrases it goes with.
    """

    phrase: str
    items: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    whole: bool
    cues: tuple[str, ...]
    also: tuple[str, ...]
    wrong: tuple[str, ...]
    loose: tuple[str, ...]
    not_after: str
    verbs: tuple[str, ...]
    fellows: tuple[str, ...]
    since: str
    source: str
    confirmed: bool

    @cached_property
    def right(self) -> str:
        """What it should read."""
        joined = "、".join(self.items)
        return joined if joined and letters_of(joined) != letters_of(self.phrase) else self.phrase

    @cached_property
    def name(self) -> str:
        """The phrase's letters."""
        return letters_of(self.phrase)

    @cached_property
    def said(self) -> tuple[str, ...]:
        """The letters of the forms that are right."""
        forms = (self.phrase, *([self.right] if self.items else []), *self.also)
        return tuple(dict.fromkeys(map(letters_of, forms)))


@dataclass(frozen=True, slots=True)
class _Told:
    start: int
    end: int
    rule: str
    right: str
    one: Formulation

    @property
    def error(self) -> bool:
        return self.rule == "formulation_wrong" and self.one.confirmed


@lru_cache(maxsize=1)
def formulations() -> tuple[Formulation, ...]:
    """The phrases of the file beside this module."""
    raw = yaml.safe_load(Path(__file__).with_name("formulations.yaml").read_text("utf-8"))
    return tuple(map(_formulation, raw))


def _formulation(one: dict[str, Any]) -> Formulation:
    items = [item.split("|") for item in one.get("items", ())]
    listed = {key: tuple(one.get(key, ())) for key in ("also", "wrong", "loose", "verbs", "fellows")}
    return Formulation(
        phrase=one["phrase"],
        items=tuple(forms[0] for forms in items),
        parts=tuple(tuple(map(letters_of, forms)) for forms in items),
        whole=one.get("whole", False),
        cues=tuple(map(letters_of, (one["phrase"], *one.get("cues", ())))),
        not_after=one.get("not_after", ""),
        since=str(one["since"]),
        source=one["source"],
        confirmed=one["confirmed"],
        **listed,
    )


def findings(proposal: Proposal) -> Iterator[Finding]:
    """What is misquoted in the proposal, in the order of the text; of findings that overlap the graver, then shorter."""
    plain = letters(proposal.proposed)
    text = _Text(proposal.proposed, plain)
    told = [found for one in formulations() for found in _told(text, one)]
    taken: list[_Told] = []
    covered = bytearray(len(plain.text))
    for found in sorted(told, key=lambda t: (not t.error, t.end - t.start, t.start)):
        if not any(covered[found.start : found.end]):
            covered[found.start : found.end] = b"\1" * (found.end - found.start)
            taken.append(found)
    for found in sorted(taken, key=lambda t: t.start):
        first, last = _closed(proposal.proposed, *plain.span(found.start, found.end))
        yield Finding(
            found.rule,
            "formulation",
            "error" if found.error else "advice",
            first,
            last,
            proposal.proposed[first:last],
            params={"right": found.right, "source": found.one.source},
        )


def _closed(text: str, first: int, last: int) -> tuple[int, int]:
    """The span with the quotation mark that closes the one inside it."""
    quote = text[first:last]
    return first, last + (quote.count("“") > quote.count("”") and text[last : last + 1] == "”")


class _Text:
    """A text as compared, and where phrases stand in it quoted right."""

    def __init__(self, raw: str, plain: Plain) -> None:
        self.raw, self.plain, self.letters = raw, plain, plain.text
        spans = sorted(
            (at, at + len(form))
            for one in formulations()
            for form in one.said
            for at in places(self.letters, form)
        )
        self._right: list[tuple[int, int]] = []
        for start, end in spans:  # those inside another left out
            if not self._right or end > self._right[-1][1]:
                self._right.append((start, end))
        self._starts = [start for start, _ in self._right]

    def is_right(self, start: int, end: int) -> bool:
        """Whether the span lies within a phrase quoted right."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._right[at][1]

    def between(self, start: int, end: int) -> str:
        """The text between two letters: after the one before `start`, before the one at `end`."""
        first = self.plain.at[start - 1] + 1 if start else 0
        return self.raw[first : self.plain.at[end] if end < len(self.plain.at) else len(self.raw)]

    def broken(self, start: int, end: int) -> bool:
        """Whether a punctuation mark stands inside the span."""
        first, last = self.plain.span(start, end)
        return bool(_MARKS.search(self.raw[first:last]))


def places(text: str, word: str) -> Iterator[int]:
    """Where a word stands."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _told(text: _Text, one: Formulation) -> Iterator[_Told]:
    for told in (_listed, _one_off, _in_rows, _before_cue):
        yield from told(text, one)
    if _NUMBERED.fullmatch(one.phrase):
        yield from _numbered(text, one)


def _listed(text: _Text, one: Formulation) -> Iterator[_Told]:
    """The misquotations that the data names."""
    for form, wrong in [*((form, True) for form in one.wrong), *((form, False) for form in one.loose)]:
        word = letters_of(form)
        for at in places(text.letters, word):
            end = at + len(word)
            if at and text.letters[at - 1] in one.not_after:
                continue
            if text.is_right(at, end) or (text.broken(at, end) and not _MARKS.search(form)):
                continue
            turned = sorted(word) == sorted(one.name)
            loose = "formulation_order" if turned else "formulation_loose"
            yield _Told(at, end, "formulation_wrong" if wrong else loose, one.phrase, one)


def _one_off(text: _Text, one: Formulation) -> Iterator[_Told]:
    """A long phrase with one character another, left out or doubled: one half of it stands as it should."""
    known = {letters_of(form) for form in (*one.also, *one.loose, *one.wrong)}
    for right in one.said[: 2 if one.items else 1]:
        half, count = len(right) // 2, len(right)
        if count < _LONG:
            continue
        for length in (count, count - 1, count + 1, count + 2):
            for anchor, offset in ((right[:half], 0), (right[half:], length - count + half)):
                for at in places(text.letters, anchor):
                    start = at - offset
                    piece = text.letters[max(start, 0) : start + length]
                    twice = not one.items and len(right) >= _VERY_LONG
                    if len(piece) != length or piece in known or not _differs_once(piece, right, twice):
                        continue
                    if not text.is_right(start, start + length):
                        shown = one.phrase if right == one.name else one.right
                        yield _Told(start, start + length, "formulation_wrong", shown, one)


def _differs_once(piece: str, right: str, pair: bool) -> bool:
    """By one character, not the first: another one, one too few (的 may go), or one or two said twice. pair: or by two
    that stand together, before the last word."""
    other = next((n for n, (a, b) in enumerate(zip(piece, right, strict=False)) if a != b), len(right) - 1)
    if len(piece) == len(right):
        wrong = 2 if pair and 3 <= other <= len(right) - 4 else 1
        return piece != right and other > 0 and piece[other + wrong :] == right[other + wrong :]
    if len(piece) < len(right):
        return 0 < other < len(right) - 1 and right[other] != "的" and piece[other:] == right[other + 1 :]
    more = len(piece) - len(right)
    twice = piece[other : other + more] == piece[other - more : other]
    return other > more and twice and piece[other + more :] == right[other:]


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    part: int


def _in_rows(text: _Text, one: Formulation) -> Iterator[_Told]:
    """Parts of the phrase that stand in a row: in another order, not all of them, one of them wrong."""
    if len(one.parts) < 2:
        return
    found = sorted(
        (
            _Place(at, at + len(form), number)
            for number, part in enumerate(one.parts)
            for form in part
            for at in places(text.letters, form)
        ),
        key=lambda place: (place.start, -place.end),
    )
    row: list[_Place] = []
    for place in found:
        if row and place.start < row[-1].end:
            continue
        again = next((n + 1 for n, other in enumerate(row) if other.part == place.part), 0)
        if row and (len(row) == len(one.parts) or not _follows(text, row, place, one)):
            again = len(row)
        if again:  # the row ends, or its beginning was not part of it: 民主集中制，做到集体领导、民主集中
            yield from _row(text, row, one)
        row = [*row[again:], place]
    if row:
        yield from _row(text, row, one)


def _follows(text: _Text, row: list[_Place], place: _Place, one: Formulation) -> bool:
    last, end = row[-1], row[-1].end
    if _STOPS.search(text.between(end, place.start)):
        return False
    if place.start - end > _GAP:  # the part between them with a character wrong
        return place.part == last.part + 2 and bool(_nearly_at(text, end, one.parts[last.part + 1]))
    short = min(place.end - place.start, end - last.start) < 3
    return not short or bool(_JOINING.fullmatch(text.letters[end : place.start]))


def _row(text: _Text, row: list[_Place], one: Formulation) -> Iterator[_Told]:
    order, count = [place.part for place in row], len(one.parts)
    start, end = row[0].start, row[-1].end
    if text.is_right(start, end):
        return
    if len(row) == count:
        ordinary = one.whole and _goes_on(text, start, end)
        apart = count == 2 and not _JOINING.fullmatch(text.letters[row[0].end : row[1].start])
        if order != sorted(order) and not ordinary and not apart:
            yield _Told(start, end, "formulation_order", one.right, one)
        return
    if len(row) == count - 1 and (near := _nearly(text, row, one)):
        yield _Told(*near, "formulation_wrong", one.right, one)
    elif _means_all(text, row, one):
        rule = "formulation_incomplete" if order == sorted(order) else "formulation_order"
        yield _Told(start, end, rule, one.right, one)


def _nearly(text: _Text, row: list[_Place], one: Formulation) -> tuple[int, int] | None:
    """Where the one part that the row lacks stands with a character wrong, the rest in order."""
    order = [place.part for place in row]
    if order != sorted(order):
        return None
    lacking = next(n for n in range(len(one.parts)) if n not in order)
    if lacking:
        return _nearly_at(text, row[lacking - 1].end, one.parts[lacking])
    starts = (row[0].start - len(form) for form in one.parts[0])
    return next((span for start in starts if (span := _nearly_at(text, max(start, 0), one.parts[0]))), None)


def _nearly_at(text: _Text, start: int, part: tuple[str, ...]) -> tuple[int, int] | None:
    """The span at a place, after a joining word or not, that is a part but for a character; for up to a third of a
    long one."""
    joined = _JOINING.match(text.letters, start)
    for form in part:
        most = 1 if len(form) < 6 else len(form) * 3 // 10
        for first in {start, joined.end() if joined else start}:
            last = first + len(form)
            piece = text.letters[first:last]
            if not len(piece) == len(form) >= 3 or not 0 < _differs(piece, form) <= most:
                continue
            if not _STOPS.search(text.between(first, last - 1)) and (
                len(form) >= 6 or not text.broken(first, last)
            ):
                return first, last
    return None


def _means_all(text: _Text, row: list[_Place], one: Formulation) -> bool:
    """Whether a row of some parts claims to be the phrase: most parts, or its name beside them; not where it goes on."""
    start, end, count = row[0].start, row[-1].end, len(one.parts)
    after = text.letters[end : end + 1]
    if after == "等" or len(row) < 2 or _goes_on(text, start, end):
        return False
    before = text.letters[max(0, start - _CUE) : start]
    at = before.rfind(one.name) if len(one.name) <= 6 else -1
    if at >= 0 and _DEFINES.fullmatch(before[at + len(one.name) :]):
        return True
    if len(row) < count - 1:
        return False
    if any(cue in before or cue in text.letters[end : end + _CUE] for cue in one.cues):
        return True
    return not one.whole and (len(row) >= 3 or row[0].end - row[0].start >= 5)


def _goes_on(text: _Text, start: int, end: int) -> bool:
    """Whether the row is part of a longer list."""
    before, after = text.between(start, start).rstrip(), text.between(end, end).lstrip()
    return (
        before.endswith("、") or after.startswith("、") or text.letters[end : end + 1] in ("和", "与", "及")
    )


def _before_cue(text: _Text, one: Formulation) -> Iterator[_Told]:
    """“五位一题”总体布局: a name with one character wrong, right before a word that only it goes with."""
    for cue in one.cues[1:] if len(one.name) >= 4 else ():
        for end in places(text.letters, cue):
            start = end - len(one.name)
            piece = text.letters[max(start, 0) : end]
            if len(piece) == len(one.name) and _differs(piece, one.name) == 1 and not text.broken(start, end):
                yield _Told(start, end, "formulation_wrong", one.phrase, one)


def _differs(piece: str, right: str) -> int:
    """In how many places two stretches of one length differ."""
    return sum(a != b for a, b in zip(piece, right, strict=False))


def _numbered(text: _Text, one: Formulation) -> Iterator[_Told]:
    """“两个拥护”: a numbered phrase beside its verb or its fellows, one character of it wrong; “4个意识”."""
    digit = _DIGITS[one.name[0]] + one.name[1:]
    for at in places(text.letters, digit):
        quoted = text.between(at, at)[-1:] in ("“", '"', "「")
        if not text.letters[max(0, at - 1) : at].isdigit() and (quoted or _at_home(text, at, one)):
            yield _Told(at, at + len(digit), "formulation_loose", one.phrase, one)
    if not one.verbs:
        return
    for match in _NUMBERED.finditer(text.letters):
        if _differs(match[0], one.name) != 1 or _known(match[0]):
            continue
        if not text.broken(*match.span()) and _at_home(text, match.start(), one):
            yield _Told(*match.span(), "formulation_wrong", one.phrase, one)


def _at_home(text: _Text, at: int, one: Formulation) -> bool:
    before = text.letters[max(0, at - 4) : at]
    around = text.letters[max(0, at - _FELLOWS) : at + _FELLOWS]
    return before.endswith(one.verbs) or any(fellow in around for fellow in one.fellows)


@lru_cache(maxsize=4096)
def _known(name: str) -> bool:
    return any(name in one.said for one in formulations())
