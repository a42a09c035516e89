"""Which parts of a report a message speaks of: “第四个问题”, “理论学习那一条”, “最后一块”, “（三）那几条”. Pure.

Imports the index of sections. By rules only: labels, ordinals, roles, words of headings, and (with the text) words
of the body. Parts that stand beside each other in the message (`第二部分` `（三）` `二是`) are one path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.structure.items import Item
from assistant.structure.numbering import Style, number_of
from assistant.structure.roles import Role
from assistant.structure.section import Outline, Section
from assistant.structure.section_index import Entry, SectionIndex, item_at, item_number
from assistant.structure.spoken import (
    AFTER_ITEM,
    FILL,
    GENERIC,
    KINDS,
    PLURAL,
    POINTS,
    ROLE_WORDS,
    SAME,
    TOKEN,
    TOP_UNITS,
)

MOST = 8
PHRASE_CHARS = 2_000
_WORD = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A part that a message may mean. score: 1 is certain. matched: the words that name it, from `start` on.

    Places with the same `start` are alternatives; others are further parts that the message speaks of. kept: the
    message says to leave the part as it is (“大帽子别动”).
    """

    section: Section
    item: Item | None
    score: float
    matched: str
    start: int
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A place while it is looked for. certain: named by label, position or kind, and not by likeness."""

    entry: Entry
    item: Item | None
    score: float
    matched: str
    start: int
    end: int
    certain: bool


def resolve_place(
    outline: Outline, phrase: str, *, selected: str | None = None, text: str = ""
) -> tuple[Place, ...]:
    """The parts that the message names, most likely first; empty where it names none.

    selected: id of the section chosen on the page; an ordinal without context (“第一条”) is looked for there first.
    text: the document's text; “改厕那段” is then found by the words of the body where no heading has them.
    """
    index = SectionIndex(outline)
    found = places_in(index, phrase, selected=index.by_id.get(selected or ""), text=text)
    return tuple(
        Place(f.entry.section, f.item, round(f.score, 3), f.matched, f.start, _is_kept(phrase, f.end))
        for f in found[:MOST]
    )


_KEEP = re.compile(
    r"(?:(?!数字|数据|数目|日期|时间|地名|村名|人名|名字|结构|顺序|意思|原意|原话|事例|例子|标点)[^，,。；;\n]){0,6}?(?:别|不|不要|不用|先不|莫)(?:去)?(?:动|改|变|碰)|[^，,。；;\n]{0,4}?(?:保留|留着|照旧|原样|保持)"
)


def _is_kept(phrase: str, end: int) -> bool:
    return _KEEP.match(phrase, end, end + 12) is not None


# -- reading the message: tokens -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """A part of the message that narrows where to look: `step` maps what was found so far to what is found now."""

    start: int
    end: int
    step: Callable[[Sequence[_Hit] | None], list[_Hit]]
    certain: bool
    alone: bool = True  # names a place by itself, without a neighbour


@dataclass(frozen=True, slots=True)
class _Hit:
    entry: Entry
    item: Item | None = None
    score: float = 1.0


class _Reader:
    def __init__(self, index: SectionIndex, selected: Entry | None) -> None:
        self.index = index
        self.selected = selected

    def tokens(self, phrase: str) -> list[_Token]:
        same = phrase.translate(SAME)
        found = [token for match in TOKEN.finditer(same) if (token := self._token(same, match))]
        taken = [(t.start, t.end) for t in found if t.certain]
        headings = self._headings(same)
        found = [
            t for t in found if t.certain or not any(h.start <= t.start and t.end <= h.end for h in headings)
        ]
        for heading in headings:
            if not any(a < heading.end and heading.start < b for a, b in taken):
                found.append(heading)
        return sorted(found, key=lambda t: (t.start, t.end))

    def _token(self, phrase: str, match: re.Match[str]) -> _Token | None:
        start, end = match.span()
        if match["id"]:
            entry = self.index.by_id.get(match["id"])
            return _Token(start, end, lambda _: [_Hit(entry)], True) if entry else None
        if match["bracket"]:
            styles = (Style.BRACKETED_ARABIC,) if match["bracket"].isdecimal() else (Style.BRACKETED_CHINESE,)
            return self._label(start, end, styles, number_of(match["bracket"]))
        if outer := match["outer"] or match["outer_d"]:
            return self._label(start, end, (Style.CHINESE, Style.PART, Style.CHAPTER), number_of(outer))
        if match["digit"]:
            number = number_of(match["digit"])
            token = self._label(start, end, (Style.ARABIC,), number)
            return replace(token, alone=not phrase[start:end].isdecimal()) if token else None
        if match["item"]:
            number = number_of(match["item"][:-1]) or 0
            named = AFTER_ITEM.match(phrase, end) is not None
            return _Token(start, end, lambda hits: self._labelled(hits, number), True, alone=named)
        kind = next((kind for group, kind in KINDS if match[group]), None)
        if kind is not None:
            named_so = [_Hit(e) for e in self.index.of_kind(kind)]
            return _Token(start, end, lambda _: named_so, True) if named_so else None
        if match["unit"]:
            return self._ordinal(match)
        role = next(role for i, (_, role) in enumerate(ROLE_WORDS) if match[f"s{i}"])
        pointed = POINTS.match(phrase, end) is not None or phrase.strip() == match[0]
        return _Token(start, end, lambda hits: self._role(hits, role), False, alone=pointed)

    # -- what a token finds ---------------------------------------------------------------------------------------

    def _within(self, hits: Sequence[_Hit] | None, test: Callable[[Entry], bool]) -> list[_Hit]:
        """Entries that pass, below what was found so far; the nearest level of each only."""
        if hits is None:
            return [_Hit(entry) for entry in self.index.entries if test(entry)]
        below: dict[str, list[Entry]] = {hit.entry.section.id: [] for hit in hits}
        for entry in self.index.entries:
            if entry.above and test(entry):
                for above in entry.above:
                    if above.section.id in below:
                        below[above.section.id].append(entry)
        found = []
        for hit in hits:
            inner = below[hit.entry.section.id]
            depth = min((len(e.above) for e in inner), default=0)
            found += [_Hit(e, score=hit.score) for e in inner if len(e.above) == depth]
        return found

    def _label(self, start: int, end: int, styles: Sequence[Style], number: int | None) -> _Token | None:
        if not number:
            return None

        def step(hits: Sequence[_Hit] | None) -> list[_Hit]:
            found = self._within(hits, lambda e: e.style in styles and e.number == number)
            if not found and hits is not None:  # the draft numbers this level otherwise
                found = self._within(hits, lambda e: e.number == number)
            if not found and hits is None and (Style.CHINESE in styles or Style.ARABIC in styles):
                found = [_Hit(e) for e in self.index.tops if e.number == number]
            if not found and hits is None and styles == (Style.BRACKETED_ARABIC,):
                found = self._within(
                    None, lambda e: e.style is Style.BRACKETED_CHINESE and e.number == number
                )
            return found or (self._items(hits, number) if hits else [])

        return _Token(start, end, step, True)

    def _items(self, hits: Sequence[_Hit] | None, number: int) -> list[_Hit]:
        if hits is None:
            hits = [_Hit(self.selected, score=0.95)] if self.selected else []
            hits = hits or [_Hit(e, score=0.5) for e in self.index.entries]
        pairs = [(hit, item_at(hit.entry.section, number)) for hit in hits]
        return [_Hit(hit.entry, item, hit.score) for hit, item in pairs if item]

    def _labelled(self, hits: Sequence[_Hit] | None, number: int) -> list[_Hit]:
        """Items that are labelled so, or have lost their label; where “二是” is missing, what it is missing in."""
        found = self._items(hits, number)
        so = [hit for hit in found if hit.item and item_number(hit.item) in (None, 0, number)]
        return so or ([replace(hit, item=None) for hit in found] if hits else [])

    def _role(self, hits: Sequence[_Hit] | None, role: Role) -> list[_Hit]:
        if hits is None:
            return [_Hit(e, score=0.9) for e in self.index.of_role(role)]
        same = [hit for hit in hits if hit.entry.section.role == role]
        return same or self._within(hits, lambda e: e.section.role == role)

    def _ordinal(self, match: re.Match[str]) -> _Token | None:
        if match["every"]:
            return None
        unit = match["unit"]
        number = -1 if match["last"] else 1 if match["first"] else 0
        if match["back"]:
            number = -(number_of(match["back"]) or 0)
        number = number or number_of(match["n"] or "") or 0
        role = next((role for i, (_, role) in enumerate(ROLE_WORDS) if match[f"r{i}"]), None)
        if not number:
            return None

        def step(hits: Sequence[_Hit] | None) -> list[_Hit]:
            if hits is not None:
                return self._nth_below(hits, number)
            if role is not None:
                tops = self._nth(self.index.tops, number, 0.9) if unit in TOP_UNITS else []
                return [t for t in tops if t.entry.section.role == role] or self._nth_of_role(role, number)
            if unit in TOP_UNITS:
                found = self._nth(self.index.tops, number, 0.95)
                return found + (
                    [_Hit(e, score=0.5) for e in self.index.of_kind("closing")] if number == -1 else []
                )
            return self._nth_anywhere(number)

        return _Token(match.start(), match.end(), step, True)

    @staticmethod
    def _nth(entries: Sequence[Entry], number: int, score: float) -> list[_Hit]:
        if number < 0:
            return [_Hit(entries[number], score=score)] if -number <= len(entries) else []
        named = [e for e in entries if e.number == number]
        if not named and number <= len(entries) and not any(e.number for e in entries):
            named = [entries[number - 1]]
        return [_Hit(e, score=score) for e in named]

    def _nth_below(self, hits: Sequence[_Hit], number: int) -> list[_Hit]:
        found: list[_Hit] = []
        for hit in hits:
            children = self._nth(self.index.children(hit.entry), number, hit.score)
            item = item_at(hit.entry.section, number)
            found += children or ([_Hit(hit.entry, item, hit.score)] if item else [])
        return found

    def _nth_of_role(self, role: Role, number: int) -> list[_Hit]:
        tops = self.index.of_role(role)
        if len(tops) > 1 and number <= len(tops) and all(self._mixed(e, role) for e in tops):
            return [
                _Hit(tops[number - 1 if number > 0 else number], score=0.9)
            ]  # 问题一: 表现, 根源, 措施; 问题二: …
        found = self._nth_below([_Hit(e, score=0.95) for e in tops], number)
        if not found and len(tops) > 1 and number <= len(tops):
            found = [_Hit(tops[number - 1 if number > 0 else number], score=0.8)]
        return found

    def _mixed(self, entry: Entry, role: Role) -> bool:
        """Whether a part of this role has parts of others in it."""
        return any(child.section.role != role for child in self.index.children(entry))

    def _nth_anywhere(self, number: int) -> list[_Hit]:
        found = self._nth_below([_Hit(self.selected, score=0.95)], number) if self.selected else []
        if number < 0:
            return found or self._nth_below(
                [_Hit(self.index.tops[-1], score=0.6)] if self.index.tops else [], number
            )
        inner = [e for e in self.index.labelled if e.above] or list(self.index.labelled)
        return found + self._nth(inner, number, 0.55)

    # -- words of headings ------------------------------------------------------------------------------------------

    def _headings(self, phrase: str) -> list[_Token]:
        """Stretches of the message that stand in headings, the longest first; none inside another."""
        best: dict[tuple[int, int], list[tuple[Entry, float]]] = {}
        for entry in self.index.entries:
            if len(entry.core) < 2 or entry.section.kind == "title":
                continue
            for start, end in _common(phrase, entry.core):
                if score := self._strength(phrase, start, end, entry):
                    best.setdefault((start, end), []).append((entry, score))
        tokens: list[_Token] = []
        for (start, end), pairs in sorted(best.items(), key=lambda kv: (kv[0][0] - kv[0][1], kv[0][0])):
            if any(t.start < end and start < t.end for t in tokens):
                continue
            hits = [_Hit(entry, score=score) for entry, score in pairs]
            tokens.append(_Token(start, end, lambda found, hits=hits: self._narrowed(found, hits), False))  # type: ignore[misc]
        return tokens

    def _narrowed(self, found: Sequence[_Hit] | None, hits: Sequence[_Hit]) -> list[_Hit]:
        if found is None:
            return list(hits)
        ids = {f.entry.section.id for f in found}
        inside = [h for h in hits if any(e.section.id in ids for e in (h.entry, *h.entry.above))]
        return [replace(h, score=1.0) for h in inside] or list(found)

    def _strength(self, phrase: str, start: int, end: int, entry: Entry) -> float:
        """How surely `phrase[start:end]` names the entry; 0 where it is only a common word."""
        words = phrase[start:end]
        if words in GENERIC:
            return 0.0
        pointed = POINTS.match(phrase, end) is not None
        share = len(words) / len(entry.core)
        if words == entry.core:
            return 0.95 if len(words) >= 3 or pointed else 0.8
        if len(words) >= 4:
            return 0.7 + 0.2 * min(1.0, share) + (0.05 if pointed else 0)
        if pointed:
            return 0.65 + 0.2 * share
        return 0.6 if len(words) == 3 and share >= 0.5 else 0.0


def _common(phrase: str, words: str) -> Iterator[tuple[int, int]]:
    """The longest stretches of `phrase` (two characters at least) that stand in `words`."""
    start = 0
    covered = 0
    while start < len(phrase) - 1:
        end = start + 2
        if phrase[start:end] not in words:
            start += 1
            continue
        while end < len(phrase) and phrase[start : end + 1] in words:
            end += 1
        if end > covered:
            yield start, end
            covered = end
        start += 1


# -- putting the tokens together -------------------------------------------------------------------------------------


def places_in(
    index: SectionIndex, phrase: str, *, selected: Entry | None = None, text: str = ""
) -> list[Found]:
    """Every place the phrase names, the likeliest first."""
    phrase = phrase[:PHRASE_CHARS]
    reader = _Reader(index, selected)
    found: list[Found] = []
    for chain in _chains(phrase, reader.tokens(phrase)):
        hits: list[_Hit] | None = None
        certain = True
        for token in chain:
            narrowed = token.step(hits)
            if narrowed:
                hits = narrowed
                certain = certain and token.certain
            elif token.certain:  # 二（九） where 二 has no （九）: not 二
                hits, certain = [replace(hit, score=hit.score / 2) for hit in hits or ()], False
        plural = PLURAL.match(phrase, chain[-1].end) is not None
        for hit in hits or ():
            score = hit.score
            if plural and hit.item is None:
                score -= 0.0 if len(hit.entry.section.items) + len(hit.entry.section.children) > 1 else 0.2
            if selected is not None and len(hits or ()) > 1 and _near(hit.entry, selected):
                score += 0.02
            start, end = chain[0].start, chain[-1].end
            found.append(Found(hit.entry, hit.item, score, phrase[start:end], start, end, certain))
    quoted = _by_text(index, phrase, text) if text else []
    longer = [q for q in quoted if len(q.matched) > _WORD]
    found = [f for f in found if f.certain or not any(_stands_in(f, q) for q in longer)]
    if not any(f.score >= 0.6 for f in found):
        found += quoted
    found.sort(key=lambda f: -f.score)
    unique: dict[tuple[str, int], Found] = {}
    for place in found:
        unique.setdefault((place.entry.section.id, place.item.start if place.item else -1), place)
    return list(unique.values())


def _stands_in(weak: Found, spoken: Found) -> bool:
    """Whether a word of a heading is only part of longer words of the body: “特此报告那句”."""
    return len(weak.matched) <= _WORD and spoken.start <= weak.start and weak.end <= spoken.end


def _near(entry: Entry, selected: Entry) -> bool:
    return entry is selected or entry.is_below(selected) or selected.is_below(entry)


def _chains(phrase: str, tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Tokens that stand beside each other are one path (`第二部分` `（三）`)."""
    chain: list[_Token] = []
    for token in tokens:
        if chain and token.start < chain[-1].end:
            continue
        if chain and FILL.fullmatch(phrase, chain[-1].end, token.start):
            chain.append(token)
            continue
        if len(chain) > 1 or (chain and chain[0].alone):
            yield chain
        chain = [token]
    if len(chain) > 1 or (chain and chain[0].alone):
        yield chain


_SPOKEN = re.compile(
    r"([\u4e00-\u9fffA-Za-z0-9]{2,8}?)(?:的|里)?(?:那|这)(?:一|个)?(?:条|块|段|部分|点|句|个|处|里|事)"
)


def _by_text(index: SectionIndex, phrase: str, text: str) -> list[Found]:
    """“改厕那段”: the parts whose text has the words, those that have them most often first."""
    found: list[Found] = []
    for match in _SPOKEN.finditer(phrase):
        words = match[1]
        while len(words) > 2 and words not in text:
            words = words[1:]
        if words in GENERIC or words not in text:
            continue
        start = match.end(1) - len(words)
        for entry in index.entries:
            section = entry.section
            own_end = section.children[0].start if section.children else section.end
            count = text.count(words, section.body_start, own_end)
            if count and section.kind not in ("title", "residue"):
                within = [i for i in section.items if words in text[i.start : i.end]]
                item = within[0] if len(within) == 1 and not match[0].endswith(("块", "部分")) else None
                score = min(0.75, 0.6 + 0.03 * count)
                found.append(Found(entry, item, score, words, start, match.end(), False))
    return found
