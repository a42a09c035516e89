"""Which parts of a draft a wish names: sections, items, paragraphs, sentences. Pure; imports parts and the structure.

Sections and items as references are read everywhere (`place`, `section_reference`); sentences by words that stand in
them. Several names said together settle each other: （二） and （三） are those that stand beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from assistant.errors import SectionError
from assistant.restructure.operation import Certainty
from assistant.restructure.parts import Part, Parts
from assistant.structure.numbering import chinese, number_of
from assistant.structure.place import places_in
from assistant.structure.section_index import SectionIndex, core
from assistant.structure.section_reference import resolve
from assistant.structure.spoken import SAME

MOST = 8
_CLOSE = 0.2  # of two readings, the less likely one is still possible
_LEAST = 0.5
_MOST_COMBINATIONS = 5_000
_QUOTE_CHARS = 16

_N = "[一二三四五六七八九十]{1,3}|\\d{1,2}"
_UNIT = "大?部分|大?块|大?条|大?点|小点|小条|个问题|个原因|条措施|个|项|章|节|方面"
_NUMERAL = re.compile(_N)
_JOINTS = re.compile(r"以及|还有|[和跟与同及、，,\n]")
_FILLING = re.compile(
    r"[的里中内那这]|整个|部分|方面|内容|一?[条块段点节章]|小?标题|下面|全部|所有|几[条个]|两[条个]|三[条个]|个|都|一|[\s“”\"]"
)
_EDGES = re.compile(
    r"^(?:把|将|让|使|从|在|其中|整个|整体|所有|全部|原来|现在|的|里|，)+|(?:整个|整体|全部|统统|都|也|一起|内容|这些|的|，)+$"
)
_HERE = re.compile(
    r"^(?:它们?|[这本此](?:一)?(?:个)?(?:部分|块|段|条|节|里|儿|方面)?|选中的?(?:部分|那?段)?|当前(?:的)?(?:部分|段)?)$"
)
_SENTENCE = re.compile(r"^(?P<words>.+?)的?(?:[那这]一?|这个)句?(?:句|句话|话)$")
_NTH_OF = re.compile(
    rf"^(?P<of>.*?)(?:的|里|中)?(?:第(?P<n>{_N})|(?P<last>最后一?|末|倒数第一)|(?P<first>开头第?一|头一|首))(?P<what>句话?|个?自然段|段话?|段落)$"
)
_NTH_BESIDE = re.compile(
    rf"^第(?P<n>{_N})(?P<unit>大?部分|大?块|大?条|大?点|小点|小条|个|项|章|节|句话?|段话?)$"
)
_TOP_UNITS = frozenset(("部分", "大部分", "块", "大块", "章"))
_BLOCK = re.compile(r"^(?P<words>.+?)的?[那这]一?(?:段话?|块|条|小段)$")
_RANGE = re.compile(
    rf"^(?P<head>.*?)(?P<a>第(?:{_N})|（(?:{_N})）|(?:{_N}))(?P<u1>{_UNIT})?(?:到|至|—|-|~)(?P<again>.*?)(?P<b>第?(?:{_N})|（(?:{_N})）)(?P<u2>{_UNIT})?$"
)
_TOGETHER = re.compile(
    rf"第?(?P<all>(?:{_N})(?:[、和跟与及，,]?第?(?:{_N}))+)[这两三四]{{0,2}}个?(?P<unit>{_UNIT})"
)
_COUNTED = re.compile(
    r"(?:这[两俩三四几]|[两俩几]|(?<=[）分条点])[三四])(?:个|条|点|块|项|者)?(?:大?部分|问题|原因|方面)?$"
)
_ADJACENT = re.compile(r"）(?=（)")
_ITEMS = re.compile(rf"(?<=是)(?=(?:{_N})是)")


@dataclass(frozen=True, slots=True)
class Named:
    """A part that was named. certainty: how surely it is the one meant."""

    part: Part
    certainty: Certainty = "sure"


@dataclass(frozen=True, slots=True)
class _Reading:
    part: Part
    score: float


class Names:
    """The parts of one draft by the names that people give them. selected: id of the section chosen on the page."""

    def __init__(self, parts: Parts, selected: str | None = None) -> None:
        self.parts = parts
        self.index = SectionIndex(parts.outline)
        self.selected = parts.find(selected) if selected else None
        self._items = {part.text_start: part for part in parts.walk() if part.kind == "item"}

    def one(self, words: str, beside: Sequence[Part] = ()) -> Named:
        """The part of that name. beside: parts said with it. Raises SectionError with candidates."""
        near = beside[0] if beside else None
        return self._settled(
            [*([_Reading(part, 1.0)] for part in beside), self._readings(words, near)], words
        )[-1]

    def several(self, words: str, within: Part | None = None) -> list[Named]:
        """The parts that a list of names names. Raises SectionError with candidates."""
        lists: list[Sequence[_Reading]] = []
        for one in self.split(words):
            near = lists[0][0].part if lists and len(lists[0]) == 1 else None
            lists.append(self._readings(one, near))
        if within is not None:
            lists = [_within(found, [r for r in found if self.inside(r.part, within)]) for found in lists]
        return self._settled(lists, words)

    def knows(self, words: str) -> bool:
        """Whether the words name anything at all."""
        try:
            return bool(self._readings(words))
        except SectionError:
            return False

    def inside(self, part: Part, other: Part) -> bool:
        """Whether a part stands in another."""
        return other.start <= part.start and part.end <= other.end and part.id != other.id

    def depth(self, part: Part) -> int:
        """How many sections a part is or stands in."""
        depth, above = int(part.kind == "section"), self.parts.parent(part.id)
        while above is not None:
            depth += above.kind == "section"
            above = self.parts.parent(above.id)
        return depth

    # -- lists ------------------------------------------------------------------------------------------------------

    def split(self, words: str) -> list[str]:
        """The names of a list: “第二、三部分”, “（一）（二）和（四）”, “（一）到（三）”; one where it is no list."""
        said = _EDGES.sub("", words.strip()).translate(SAME)
        said = _ITEMS.sub("、", _ADJACENT.sub("）、", _TOGETHER.sub(_spread, said)))
        said = _COUNTED.sub("", said)
        spanned = self._range(said)
        if spanned:
            return spanned
        pieces = [piece for piece in _JOINTS.split(said) if piece.strip()]
        if len(pieces) < 2 or any(
            e.section.name == said or e.section.heading == said for e in self.index.entries
        ):
            return [said]
        return pieces if all(map(self.knows, pieces)) else [said]

    def _range(self, said: str) -> list[str]:
        match = _RANGE.match(said)
        if match is None or match["again"] not in ("", match["head"]):
            return []
        numerals = [re.sub("[第（）]", "", match[group]) for group in ("a", "b")]
        first, last = (number_of(numeral) or 0 for numeral in numerals)
        if not 0 < first < last or last - first > 30:
            return []
        unit = match["u2"] or match["u1"] or ""
        form = (
            "（{}）"
            if "（" in match["a"]
            else "第{}" + (unit or "部分")
            if match["a"][0] == "第" or unit
            else "{}、"
        )
        return [match["head"] + form.format(chinese(n)) for n in range(first, last + 1)]

    # -- one name ---------------------------------------------------------------------------------------------------

    def _readings(self, words: str, near: Part | None = None) -> list[_Reading]:
        """What a name may mean, the likeliest first; never empty. Raises SectionError where it means nothing.

        near: a part said before it, beside which “第三条” is looked for.
        """
        said = _EDGES.sub("", words.strip()).translate(SAME).replace("部份", "部分")
        if part := self.parts.find(said):
            return [_Reading(part, 1.0)]
        if self.selected is not None and _HERE.match(said):
            return [_Reading(self.selected, 0.95)]
        if near is not None and (found := self._nth_beside(said, near)):
            return found
        for reader in (self._nth_of, self._sentences, self._by_place, self._blocks):
            if found := reader(said):
                return found
        return self._resolved(said)

    def _resolved(self, said: str) -> list[_Reading]:
        try:
            sections = [resolve(self.parts.outline, said)]
        except SectionError as error:
            if error.code != "section_ambiguous":
                raise
            shown = self.index.by_display
            sections = [shown[one].section for one in error.candidates if one in shown]
        certain = _NUMERAL.fullmatch(said) or core(said) in core(sections[0].heading) if sections else False
        found = [part for section in sections if (part := self.parts.find(section.id))]
        return [_Reading(part, 0.9 if certain else 0.75) for part in found]

    def _by_place(self, said: str) -> list[_Reading]:
        entry = self.index.by_id.get(self.selected.id) if self.selected is not None else None
        found = [
            p
            for p in places_in(self.index, said, selected=entry)
            if p.score >= _LEAST and (p.certain or p.score > _LEAST) and _covers(p.matched, said)
        ]
        if found and not found[0].certain:  # 措施: 整改措施 rather than 下一步打算
            worded = [p for p in found if core(p.matched) in p.entry.core]
            found = worded or found
        readings = []
        for place in found[: 2 * MOST]:
            if place.score < found[0].score - _CLOSE:
                break
            part = (
                self._items.get(place.item.start) if place.item else self.parts.find(place.entry.section.id)
            )
            if part is not None:
                readings.append(_Reading(part, place.score))
        return readings

    def _nth_beside(self, said: str, near: Part) -> list[_Reading]:
        """“第三条” beside a part that was said: the third of its kind there."""
        match = _NTH_BESIDE.match(said)
        if match is None or (match["unit"] in _TOP_UNITS and self.depth(near) > 1):
            return []
        above = self.parts.parent(near.id)
        every = above.children if above is not None else self.parts.roots
        alike = [one for one in every if one.kind == near.kind and not one.fixed]
        if near.kind == "section":
            alike = [one for one in alike if one.section is not None and one.section.kind == "section"]
        number = number_of(match["n"]) or 0
        return [_Reading(alike[number - 1], 0.95)] if 0 < number <= len(alike) else []

    def _nth_of(self, said: str) -> list[_Reading]:
        """“二（一）的第二段”, “第三部分最后一句”."""
        match = _NTH_OF.match(said)
        if match is None:
            return []
        kinds = ("sentence",) if match["what"].startswith("句") else ("paragraph", "item", "table")
        scopes = (
            [r.part for r in self._readings(match["of"])]
            if match["of"]
            else [self.selected]
            if self.selected
            else []
        )
        number = -1 if match["last"] else 1 if match["first"] else number_of(match["n"]) or 0
        found = []
        for scope in scopes:
            inner = [part for part in scope.walk() if part.kind in kinds and part is not scope]
            if kinds[0] == "paragraph":
                inner = [part for part in inner if not part.continues]
            if number and abs(number) <= len(inner):
                found.append(_Reading(inner[number if number < 0 else number - 1], 0.95))
        return found

    def _sentences(self, said: str) -> list[_Reading]:
        """“三眼井那句”: the sentences in which the words stand."""
        match = _SENTENCE.match(said)
        return self._saying(match["words"], ("sentence",)) if match is not None else []

    def _blocks(self, said: str) -> list[_Reading]:
        """“路灯那段”: the paragraphs and items in which the words stand."""
        match = _BLOCK.match(said)
        return self._saying(match["words"], ("item", "paragraph")) if match is not None else []

    def _saying(self, words: str, kinds: Sequence[str]) -> list[_Reading]:
        words = words.strip('“”"‘’ ')
        scope: Part | None = None
        if not self._with(words, kinds, None) and (
            cut := re.match(r"^(.+?)(?:里|中|的|下面)(?:说|讲|写)?的?(.{2,})$", words)
        ):
            inner = self._readings(cut[1]) if self.knows(cut[1]) else []
            if len(inner) == 1:
                scope, words = inner[0].part, cut[2]
        return [_Reading(part, 0.9) for part in self._with(words, kinds, scope)]

    def _with(self, words: str, kinds: Sequence[str], scope: Part | None) -> list[Part]:
        """The smallest parts of these kinds that have the words."""
        if len(words) < 2:
            return []
        found = [
            part
            for part in self.parts.walk()
            if part.kind in kinds
            and words in self.parts.words(part)
            and (scope is None or self.inside(part, scope))
        ]
        return [part for part in found if not any(self.inside(other, part) for other in found)]

    # -- several together -------------------------------------------------------------------------------------------

    def _settled(self, lists: Sequence[Sequence[_Reading]], words: str) -> list[Named]:
        """One reading of each name. Raises SectionError("section_ambiguous") where more than one fits."""
        if all(len(found) == 1 for found in lists):
            return [_named(found[0], alone=True) for found in lists]
        fitting = list(self._beside(lists)) if len(lists) > 1 else []
        if self.selected is not None and len(fitting) != 1:
            chosen = [
                combined
                for combined in fitting or product(*lists)
                if all(self._near(r.part) for r in combined)
            ]
            fitting = chosen or fitting
        if len(fitting) == 1:
            return [
                _named(reading, alone=len(found) == 1)
                for reading, found in zip(fitting[0], lists, strict=True)
            ]
        number, unclear = next((n, found) for n, found in enumerate(lists) if len(found) > 1)
        open_still = {combined[number].part.id for combined in fitting}
        offered = [r.part for r in unclear if not open_still or r.part.id in open_still]
        raise SectionError(
            "section_ambiguous", where=words, candidates=[self.shown(part) for part in offered[:MOST]]
        )

    def _beside(self, lists: Sequence[Sequence[_Reading]]) -> Iterator[tuple[_Reading, ...]]:
        """Readings in which all parts are of one kind and stand beside each other."""
        for count, combined in enumerate(product(*lists)):
            if count >= _MOST_COMBINATIONS:
                return
            if len({self.parts.above.get(r.part.id, "") for r in combined}) == 1 and len(
                {r.part.id for r in combined}
            ) == len(combined):
                yield combined

    def _near(self, part: Part) -> bool:
        """Whether a part is the one chosen on the page, in it, or beside it."""
        assert self.selected is not None
        above = self.parts.above.get
        return (
            part.id == self.selected.id
            or self.inside(part, self.selected)
            or above(part.id) == above(self.selected.id)
        )

    def shown(self, part: Part) -> str:
        """A part as it is offered to choose, and understood when it comes back."""
        if part.section is not None and part.kind == "section":
            return self.index.display(self.index.by_id[part.id])
        if part.kind == "sentence":
            return f"“{self._told_apart(part)}”那句"
        section = self.parts.section_of(part.id)
        if part.kind == "item" and section is not None and section.section is not None:
            label = next((i.label for i in section.section.items if i.start == part.text_start), "")
            return f"{self.index.by_id[section.id].labels or section.id}的{label.rstrip('，,、：:. ')}"
        return f"“{self._told_apart(part)}”那段"

    def _told_apart(self, part: Part) -> str:
        """The first words of a part, as many as tell it from the others of its kind."""
        words = self.parts.words(part).split("\n")[0].rstrip("。！？；")
        kinds = ("sentence",) if part.kind == "sentence" else ("item", "paragraph")
        size = min(_QUOTE_CHARS, len(words))
        while size < len(words) and len(self._with(words[:size], kinds, None)) > 1:
            size += _QUOTE_CHARS
        return words[:size]


def _named(reading: _Reading, *, alone: bool) -> Named:
    sure = reading.score >= 0.9 or (alone and reading.score >= 0.85)
    return Named(reading.part, "sure" if sure else "likely" if reading.score >= 0.5 else "unsure")


def _within(found: Sequence[_Reading], inner: Sequence[_Reading]) -> Sequence[_Reading]:
    """Those inside the part that was said; the only one of them is surely meant."""
    return [_Reading(inner[0].part, max(0.9, inner[0].score))] if len(inner) == 1 else inner or found


def _covers(matched: str, said: str) -> bool:
    """Whether what was understood of a name is all that it says."""
    at = said.find(matched)
    rest = said[:at] + said[at + len(matched) :] if at >= 0 else said
    return len(re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", _FILLING.sub("", rest))) <= 1


def _spread(match: re.Match[str]) -> str:
    """第二、三部分 → 第二部分、第三部分; a number of two digits is one number."""
    all_of_them = match["all"]
    numerals = re.findall(
        r"十[一二三四五六七八九]?|[一二三四五六七八九]十[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,2}",
        all_of_them,
    )
    if len(numerals) < 2:
        return match[0]
    return "、".join(f"第{numeral}{match['unit']}" for numeral in numerals)
