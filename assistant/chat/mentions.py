"""Which parts of the draft a clause of a message is about, and which of several alternatives remain possible.

Pure; imports pure modules. Where they are named is found by `place`; here is what the talk around it adds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.chat.clauses import Clause, rules
from assistant.structure.items import Item
from assistant.structure.place import Place, resolve_place
from assistant.structure.section import Outline, Section
from assistant.structure.section_reference import candidates

_CLOSE = 0.21  # of two references, the less likely one is still possible
_TELLING = 2  # pairs of characters that stand in one of the alternatives only: it is meant
_MOST = 8
_SPOKEN = re.compile(r"([\u4e00-\u9fff]{3,12}?)(?:[那这]一?(?:条|块|段|个?部分|方面|点)|部分|方面)")
_ITEM = re.compile(r"(?<![一二三四五六七八九十])([一二三四五六七八九十]是)(?=[^那这里的，不否])")
_PART = re.compile(
    r"(?<![第这那哪某每另分成为前后一二三四五六七八九十、大])([一二三四五六七八九])"
    r"(?=(?:大|个)?部分|[大小][点条块项](?![^，。]{0,2}(?:都|全)))"
)
_BARE = r"(?:(?<=^)|(?<=[\s，,、（把将给和跟与在改看到对]))"
_WITHIN = re.compile(
    rf"{_BARE}([一二三四五六七八九])(?:里面|里头|里边|下面|底下|里|中|的)的?(?:第)?([一二三四五六七八九])(?![一二三四五六七八九十个是年月])"
)
_INSIDE = re.compile(
    rf"{_BARE}([一二三四五六七八九])(?:里面|里头|里边|下面|底下|里|中|的)(?:的)?(?=第|（|[一二三四五六七八九]是|最后|那|每|各|都)"
)
_TOP = re.compile(r"(?<=[把将])([一二三四五六七八九]|\d{1,2})(?=[改写压删缩扩换弄重再里和跟与搞调理补])")
_BOTH = re.compile(
    rf"{_BARE}([一二三四五六七八九])([和跟与、])([一二三四五六七八九])(?=都|两|这|也|各|合|全|一起)"
)
_DEEP = re.compile(r"(?<=）)(\d{1,2})(?=[那这里的改写压再太]|[\u4e00-\u9fff]{1,6}[那这])")
_THING = re.compile(r"[那这](?:件|个|回|档)(?=事)")
_NAMED = re.compile(r"[“\"]([^”\"]{2,8})[”\"](?=[那这])")
_ROLE = "(?:存在的?)?问题|不足|(?:思想)?根源|原因(?:分析)?|(?:整改)?措施|打算|成效|成绩"
_BOTH_ORDINALS = re.compile(
    "(第[一二三四五六七八九]个)([和跟与、]第[一二三四五六七八九]个((?:问题|原因|措施)(?:的(?:整改措施|措施|思想根源|根源|原因|表现))?))"
)
_ROLE_ALL = re.compile(
    "(措施|问题|原因|根源|不足|打算|成效|成绩)(?=都|全部|全要|每一?[条个]|各条|[两三四五六七八几]条)"
)
_ROLES = re.compile(rf"({_ROLE})([和跟与、])({_ROLE})(?=都|全|一起|各|两)")
_SUBJECT = re.compile(
    rf"(?:(?<=^)|(?<=[把将])|(?<=[今明去]年的))({_ROLE})(?=换成|改|压|缩|写|扩|删|太|不够|没写|要写|再|得写|都)"
)
_ANSWERS = re.compile(
    "(?<![\u4e00-\u9fff])((?:整改)?措施|原因(?:分析)?)(?=[跟和与同].{0,8}(?:对不上|对不起来|不对应|脱节|不搭|不一致|两张皮))"
)
_NEXT = re.compile(
    r"(?<![\u4e00-\u9fff])[把将]?(?P<way>上|下|前|后)一?(?:条|块|段|点|个|部分|个?问题)(?!版|步|月|季|年|周|星期)"
)
_MATTER = re.compile("的(?=事情?(?:是不是|写|说|有点|太|不|没|要|能))")
_DETAIL = re.compile(
    "(?:[的里]|[那这]个?)*(?:例子?|事例|数字?|话|句子?)"
)  # to leave it alone is not to leave its section
_HEADED = re.compile(r"(?<=[\u4e00-\u9fff]{4})[这那]个?小?标题|(?<=[）条点块])的?小?标题(?=[改换太不要也])")
_SHOWN = re.compile("(?<=的)表现(?=$|[再里部那写太改要不])")
_ALL = re.compile("(?:部分)?(?:也|就|要)?(?:都|全|每|各)")
_QUOTED_CHARS = 8  # so many characters of the draft, word for word, are a quotation of it
_HAN = re.compile(r"[\u4e00-\u9fff0-9]")
_ONE = re.compile("[那这]一?[条点个]")
_TITLE = re.compile("标题|题目|title")


@dataclass(frozen=True, slots=True)
class Meant:
    """A part of the draft that may be meant."""

    section: Section
    item: Item | None = None
    score: float = 1.0


class Mentions:
    """The parts of one draft as messages speak of them.

    selected: the section chosen on the page; previous: the one the message before was about; text: the draft's.
    """

    def __init__(
        self, outline: Outline, selected: Section | None, previous: Section | None, text: str
    ) -> None:
        self.outline = outline
        self.selected = selected
        self.previous = previous
        self.text = text

    def places(
        self, clause: Clause, before: Sequence[Sequence[Place]], *, first: bool
    ) -> tuple[list[list[Place]], list[Section]]:
        """What a clause is about, alternatives for each part it names; and what it says to leave alone.

        before: what the clauses before it are about, which “第二条” is looked for in; first: it is the first one.
        """
        chosen = self.selected or self.previous
        if len(before) == 1 and len(before[0]) == 1:
            chosen = before[0][0].section
        said = _spoken(clause.mended)
        said = _MATTER.sub("那", said) if first else said
        found = resolve_place(self.outline, said, selected=chosen.id if chosen else None, text=self.text)
        found = tuple(
            replace(p, kept=p.kept and not _DETAIL.match(said, p.start + len(p.matched))) for p in found
        )
        kept = [place.section for place in found if place.kept and not place.item]
        if clause.intent == "limit" and not first:
            return [], kept
        named: dict[str, list[Place]] = {}
        for place in found:
            about_title = place.section.kind != "title" or _TITLE.search(place.matched)
            compared = rules().words["compared"].search(said[: place.start])
            if about_title and not place.kept and not compared:
                named.setdefault(place.matched, []).append(place)
        if not named:
            near = self._beside_chosen(said, chosen) or self._quoted(said) or self._nearly_named(clause)
            return ([near] if near else []), kept
        order = sorted(named, key=lambda words: named[words][0].start)
        together = [order[0]] if len(order) > 1 else order
        for one, other in pairwise(order):
            between = said[named[one][0].start + len(one) : named[other][0].start]
            listed = between.strip() or "都" in said[named[other][0].start :]
            if rules().words["together"].match(between) and listed and together[-1] == one:
                named[other] = _beside(named[other], named[one])
                together.append(other)
        if len(together) == 1:
            together = [max(named, key=lambda words: named[words][0].score)]
        if len(together) == 1 and (each := _each(said, named[together[0]])):
            return each, kept
        return [named[words] + self._items(said, words, named[words]) for words in together], kept

    def _beside_chosen(self, said: str, chosen: Section | None) -> list[Place]:
        """“上一条”, “下一块”: beside the part that was spoken of last."""
        match = _NEXT.search(said) if chosen is not None else None
        if match is None or chosen is None:
            return []
        path = self.outline.path(chosen.id)
        level = path[-2].children if len(path) > 1 else self.outline.sections
        among = [s for s in level if s.kind not in ("title", "residue")]
        at = next((n for n, s in enumerate(among) if s.id == chosen.id), -1)
        at += 1 if match["way"] in "下后" else -1
        return [Place(among[at], None, 0.9, match[0], match.start())] if 0 <= at < len(among) else []

    def _quoted(self, said: str) -> list[Place]:
        """Parts that words of the message stand in, word for word but for the punctuation."""
        kept = [n for n, c in enumerate(self.text) if _HAN.match(c)]
        plain = "".join(self.text[n] for n in kept)
        words = "".join(_HAN.findall(said))
        for start in range(len(words) - _QUOTED_CHARS + 1):
            if words[start : start + _QUOTED_CHARS] not in plain:
                continue
            end = start + _QUOTED_CHARS
            while end < len(words) and words[start : end + 1] in plain:
                end += 1
            quoted = words[start:end]
            at = [kept[match.start()] for match in re.finditer(re.escape(quoted), plain)]
            return [place for position in at[:_MOST] if (place := self._at(position, quoted))]
        return []

    def _at(self, position: int, words: str) -> Place | None:
        """The innermost part that stands there."""
        around = [s for s in self.outline.walk() if s.start <= position < s.end and s.kind != "residue"]
        if not around:
            return None
        section = around[-1]
        item = next((i for i in section.items if i.start <= position < i.end), None)
        return Place(section, item, 0.8, words, 0)

    def _items(self, said: str, words: str, places: Sequence[Place]) -> list[Place]:
        """Items that begin with the words a heading was found by: “服务群众那条” may be either."""
        end = places[0].start + len(words)
        if any(place.item for place in places) or len(words) < 3 or not _ONE.match(said, end):
            return []
        return [
            Place(section, item, places[0].score, words, places[0].start)
            for section in self.outline.walk()
            for item in section.items
            if words in self.text[item.start : item.start + len(item.label) + len(words) + 4]
        ]

    def _nearly_named(self, clause: Clause) -> list[Place]:
        """A heading named with a typing error: “能力本岭那块”."""
        if clause.intent == "limit" or rules().words["here"].search(clause.mended):
            return []
        match = _SPOKEN.search(clause.mended)
        if match is None:
            return []
        near = [s for s in candidates(self.outline, match[1]) if s.kind not in ("title", "residue")]
        return [Place(section, None, 0.6, match[1], match.start()) for section in near[:3]]

    def possible(self, places: Sequence[Place], kept: Sequence[Section], wish: str) -> tuple[Meant, ...]:
        """The alternatives that remain possible, the likeliest first."""
        left = {section.id for section in kept}
        meant = [
            Meant(place.section, place.item, place.score) for place in places if place.section.id not in left
        ]
        if len(meant) < 2:
            return tuple(meant)
        if self.selected is not None:
            chosen = [m for m in meant if m.section.id == self.selected.id] or [
                m for m in meant if inside(m.section, self.selected)
            ]
            if len(chosen) == 1:
                return tuple(chosen)
        evidence = self._evidence(meant, wish)
        worth = {id(m): m.score + 0.03 * min(evidence[id(m)], 3) for m in meant}
        ranked = sorted(meant, key=lambda m: -worth[id(m)])
        first = ranked[0]
        near = [
            m
            for m in ranked
            if m is first
            or (
                worth[id(first)] - worth[id(m)] <= _CLOSE + 0.1
                and evidence[id(first)] - evidence[id(m)] < _TELLING
            )
        ]
        return tuple(near[:_MOST])

    def _evidence(self, meant: Sequence[Meant], wish: str) -> dict[int, int]:
        """For each alternative: how many pairs of characters of the wish stand in its text only."""
        words = "".join(re.findall(r"[\u4e00-\u9fff]+", wish))
        pairs = {pair for n in range(len(words) - 1) if (pair := words[n : n + 2]) not in rules().pairs}
        own = {id(m): {pair for pair in pairs if pair in self._text(m)} for m in meant}
        return {
            key: len(mine - set().union(*(others for other, others in own.items() if other != key)))
            for key, mine in own.items()
        }

    def _text(self, meant: Meant) -> str:
        part = meant.item or meant.section
        return self.text[part.start : part.end]


def _spoken(mended: str) -> str:
    """A clause with ways of pointing made plain: 二部分, 三是写细点, 那件事, “朋友圈”那句."""
    mended = _BOTH.sub(r"\1、\2\3、", _INSIDE.sub(r"\1、", _WITHIN.sub(r"\1、（\2）", mended)))
    mended = _BOTH_ORDINALS.sub(r"\1\3\2", mended)
    mended = _SHOWN.sub("问题表现", _HEADED.sub("那条", mended))
    mended = _DEEP.sub(r"\1.", _TOP.sub(r"\1、", mended))
    said = _NAMED.sub(r"\1", _THING.sub("那", _PART.sub(r"第\1", mended)))
    said = _SUBJECT.sub(r"\1部分", _ROLES.sub(r"\1部分\2\3部分", said))
    said = _ANSWERS.sub(r"\1部分", _ROLE_ALL.sub(r"\1部分", said)).replace("部分部分", "部分")
    return _ITEM.sub(r"\1那条", said).replace("开头结尾", "开头和结尾")


def narrower(new: list[list[Place]], old: list[list[Place]]) -> list[list[Place]] | None:
    """`new` where it is about the same parts as `old`, or about parts of them; None where it is about others."""
    known = [place.section for alternatives in old for place in alternatives]
    if not known:
        return None
    result = []
    for alternatives in new:
        within = [p for p in alternatives if any(inside(p.section, k) for k in known)]
        if not within:
            return None
        result.append(within)
    return result


def _each(said: str, places: Sequence[Place]) -> list[list[Place]]:
    """“思想根源都太虚”: every part of that role is meant, and not one of them."""
    alike = len({(p.section.role, p.section.level, p.section.heading, p.item is None) for p in places}) == 1
    all_of_them = _ALL.match(said, places[0].start + len(places[0].matched))
    if len(places) < 2 or not alike or places[0].item or not all_of_them:
        return []
    return [[place] for place in sorted(places, key=lambda place: place.section.start)]


def _beside(places: list[Place], first: list[Place]) -> list[Place]:
    """Of a reference that follows another (“第一条和第三条”) the alternatives in the same part, if there are any."""
    parents = {place.section.id.rpartition(".")[0] for place in first}
    return [p for p in places if p.section.id.rpartition(".")[0] in parents] or places


def inside(inner: Section, outer: Section) -> bool:
    """Whether one section is the other, or stands in it."""
    return outer.start <= inner.start and inner.end <= outer.end
