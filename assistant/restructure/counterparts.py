"""Which cause and which measure belongs to which problem: pairs by shared words, by place where words do not tell. Pure.

Imports parts, themes and the wording's types. A pair says how certain it is and by what it was found; what fits nothing is left
over and said so, never forced.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.restructure.operation import Certainty
from assistant.restructure.parts import Part, Parts
from assistant.restructure.themes import themes_told, with_near
from assistant.structure.numbering import number_of
from assistant.structure.spoken import GENERIC
from assistant.wording import Reason

SURE = 0.16  # likeness (cosine of weighted pairs of characters) from which, and
MARGIN = 0.08  # by how much above the next best, a pair is certain
LIKELY = 0.06
FAINT = 0.03  # enough where nothing else comes near
_HEADING_WEIGHT = 4.0
_THEME_SHARE = 0.2  # of a likeness, what comes of the same themes
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ORDINAL = re.compile(
    r"(?:针对|对应|对照|围绕|关于)[^，。]{0,4}?(?:第(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})个?问题|问题(?P<m>[一二三四五六七八九十]{1,2}|\d{1,2}))"
)
_COMMON = frozenset(
    [
        "不够",
        "没有",
        "我们",
        "自己",
        "方面",
        "一是",
        "二是",
        "三是",
        "四是",
        "五是",
        "有的",
        "有时",
        "一些",
        "以来",
        "今年",
        "去年",
        "全年",
        "干部",
        "群众",
        "全镇",
        "认真",
        "严格",
        "进一",
    ]
)
_SHOWN = 3
_WORD_CHARS = 8
_LONG_WORD = 4
_TELLING = 0.003  # of a likeness, what a word must add to it to be named


@dataclass(frozen=True, slots=True)
class Pair:
    """A part and its counterpart. words: what both say, the most telling first; alike: whether what they say tells;
    neither where only their place does, or where the part says itself what it answers.
    """

    part: Part
    partner: Part
    certainty: Certainty
    words: tuple[str, ...] = ()
    alike: bool = False

    def reason(self, name: str) -> Reason:
        """Why they belong together. name: what the partner is called."""
        if self.words:
            return Reason("restructuring.reason.pair_words", {"words": "、".join(self.words), "name": name})
        if self.alike:
            return Reason("restructuring.reason.pair_like", {"name": name})
        if self.certainty == "sure":
            return Reason("restructuring.reason.pair_said", {"name": name})
        return Reason("restructuring.reason.pair_place", {"name": name})


def pairs(parts: Parts, partners: Sequence[Part], others: Sequence[Part]) -> tuple[Pair, ...]:
    """A counterpart among `partners` for each of `others` that has one, in the order of `others`.

    Where there are as many of both, each is taken once; else several may answer the same.
    """
    bags = [_bag(parts, part) for part in (*partners, *others)]
    weights = _weights(bags)
    vectors = [_vector(bag, weights) for bag in bags]
    left, right = vectors[: len(partners)], vectors[len(partners) :]
    about = [_themes(parts, part) for part in (*partners, *others)]
    likeness = [
        [
            _cosine(a, b) + _THEME_SHARE * _cosine(about[n], about[len(partners) + m])
            for n, a in enumerate(left)
        ]
        for m, b in enumerate(right)
    ]
    equal = len(partners) == len(others)
    taken: dict[int, tuple[int, Certainty]] = {}
    for row, other in enumerate(others):
        if (said := _said(parts, other)) and said <= len(partners):
            taken[row] = (said - 1, "sure")
    ranked = sorted(
        (-score, row, column) for row, scores in enumerate(likeness) for column, score in enumerate(scores)
    )
    for negative, row, column in ranked:
        score = -negative
        if row in taken:
            continue
        used = {place for place, _ in taken.values()}
        if column in used and (equal or (len(used) < len(partners) and score < SURE)):
            continue
        second = max((s for n, s in enumerate(likeness[row]) if n != column), default=0.0)
        rival = max(
            (likeness[r][column] for r in range(len(others)) if r != row and r not in taken), default=0.0
        )
        if score >= LIKELY or (score >= FAINT and score >= 3 * max(second, rival)):
            sure = score >= SURE and score - second >= MARGIN and (not equal or score - rival >= MARGIN)
            taken[row] = (column, "sure" if sure else "likely")
    if equal:
        free = [n for n in range(len(partners)) if n not in {place for place, _ in taken.values()}]
        for row in range(len(others)):
            if row not in taken and row in free:
                taken[row] = (row, "unsure")
                free.remove(row)
        for row in range(len(others)):
            if row not in taken and len(free) == 1:
                taken[row] = (free.pop(), "unsure")
    found = []
    for row, other in enumerate(others):
        if row in taken:
            column, certainty = taken[row]
            partner = partners[column]
            words: tuple[str, ...] = ()
            alike = likeness[row][column] >= FAINT
            if alike:
                words = _shared(parts, partner, other, left[column], right[row])
            found.append(Pair(other, partner, certainty, words, alike))
    return tuple(found)


def _said(parts: Parts, part: Part) -> int:
    """针对第二个问题 → 2; 0 where it does not say."""
    match = _ORDINAL.search(parts.words(part)[:80])
    return (number_of(match["n"] or match["m"]) or 0) if match else 0


def _head(parts: Parts, part: Part) -> str:
    """The heading of a part, or its first clause."""
    if part.section is not None and part.section.heading:
        return part.section.heading
    return re.split("[。；，,：:]", parts.text[part.head_end : part.text_end].strip())[0]


def _themes(parts: Parts, part: Part) -> dict[str, float]:
    """What a part is about, first of all by its heading."""
    found = with_near(themes_told(_head(parts, part), parts.words(part)))
    length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
    return {name: weight / length for name, weight in found.items()}


def _bag(parts: Parts, part: Part) -> Counter[str]:
    """Pairs of characters and how often they stand there; those of the heading, or the first clause, weigh more."""
    bag: Counter[str] = Counter()
    for text, weight in ((parts.words(part), 1.0), (_head(parts, part), _HEADING_WEIGHT)):
        for run in _HAN.findall(text):
            for n in range(len(run) - 1):
                pair = run[n : n + 2]
                if pair not in GENERIC and pair not in _COMMON:
                    bag[pair] += weight  # type: ignore[assignment]
    return bag


def _weights(bags: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """How telling each pair is: one that stands everywhere tells nothing."""
    seen = Counter(pair for bag in bags for pair in bag)
    return {pair: math.log((1 + len(bags)) / count) for pair, count in seen.items()}


def _vector(bag: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    vector = {pair: (1 + math.log(count)) * weights[pair] for pair, count in bag.items()}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {pair: value / length for pair, value in vector.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other[pair] for pair, value in one.items() if pair in other)


def _shared(
    parts: Parts, partner: Part, other: Part, one: Mapping[str, float], two: Mapping[str, float]
) -> tuple[str, ...]:
    """The most telling words of both, each as long as it stands in both: of a heading, or long enough to tell."""
    telling = [pair for pair in one if pair in two and one[pair] * two[pair] >= _TELLING]
    heads = f"{_head(parts, partner)}\n{_head(parts, other)}"
    words: list[str] = []
    for pair in sorted(telling, key=lambda pair: -one[pair] * two[pair]):
        if not any(pair in word for word in words):
            word = _grown(pair, parts.words(partner), parts.words(other))
            if pair in heads or len(word) >= _LONG_WORD:
                words.append(word)
    return tuple(words[:_SHOWN])


def _grown(pair: str, text: str, other: str) -> str:
    """The longest stretch around a pair of characters that stands in both texts."""
    start = text.find(pair)
    end = start + len(pair)
    while (
        end < len(text)
        and end - start < _WORD_CHARS
        and _HAN.match(text[end])
        and text[start : end + 1] in other
    ):
        end += 1
    while (
        start > 0
        and end - start < _WORD_CHARS
        and _HAN.match(text[start - 1])
        and text[start - 1 : end] in other
    ):
        start -= 1
    return text[start:end]
