"""Copies made at run time from the sentences of some reports: word for word, changed here and there, reordered, padded,
joined, split, taken across passages. For measuring; nothing of them is kept.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.structure.plain import letters_of
from assistant.structure.sentences import sentence_spans
from assistant.wording import Language
from tests.guard.shelf import Example

SHORTEST = 20  # letters of a sentence that copies are made of
FILLERS = ("切实", "进一步", "积极", "不断", "着力", "全力", "认真", "持续", "在实际工作中", "扎扎实实地")
ALIKE = {
    "推进": "推动", "推动": "推进", "加强": "强化", "强化": "加强", "提升": "提高", "提高": "提升", "完善": "健全", "健全": "完善",
    "开展": "组织", "落实": "做好", "实施": "推行", "加快": "抓紧", "全面": "全方位", "深入": "扎实", "建设": "打造", "促进": "带动",
    "问题": "毛病", "不够": "不足", "解决": "化解", "重点": "着重", "以及": "和", "群众": "百姓", "工作": "任务", "积极": "主动",
}  # fmt: skip


@dataclass(frozen=True)
class Copied:
    """A copy and the reports that it may be said to be of."""

    text: str
    reports: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    """A sentence of a report: passage and number in it."""

    report: str
    passage: int
    text: str


class Copies:
    """Makes copies of the sentences of `examples`."""

    def __init__(self, examples: Sequence[Example], seed: int) -> None:
        self._chance = random.Random(seed)
        self._by_passage = [
            [
                [_Place(example.id, number, text[a:b]) for a, b in sentence_spans(text, 0, len(text))]
                for number, text in enumerate(example.passages)
            ]
            for example in examples
        ]
        self._all = [
            one for report in self._by_passage for passage in report for one in passage if _long(one.text)
        ]
        self._letters = [letter for one in self._all for letter in letters_of(one.text)]

    def made(self, kind: str, count: int) -> list[Copied]:
        """`count` copies of a kind; see KINDS."""
        make = KINDS[kind]
        found: dict[str, Copied] = {}
        tries = 0
        while len(found) < count and tries < count * 40:
            tries += 1
            one = make(self)
            if one is not None:
                found.setdefault(one.text, one)
        return list(found.values())

    def _one(self) -> _Place:
        return self._chance.choice(self._all)

    def _whole(self, change: Callable[[str], str]) -> Copied | None:
        one = self._one()
        text = change(one.text)
        return None if change is not _same and text == one.text else Copied(text, (one.report,))

    def changed(self, share: float = 0, number: int = 0) -> Copied | None:
        """So many characters replaced, dropped or doubled by others."""

        def change(text: str) -> str:
            at = [n for n, letter in enumerate(text) if letter.isalnum()]
            chosen = set(self._chance.sample(at, number or max(1, round(len(at) * share))))
            made = []
            for n, letter in enumerate(text):
                other = self._chance.choice(self._letters)
                kind = self._chance.random()
                made.append(
                    letter
                    if n not in chosen
                    else other
                    if kind < 0.6
                    else ""
                    if kind < 0.8
                    else letter + other
                )
            return "".join(made)

        return self._whole(change)

    def few(self) -> Copied | None:
        return self.changed(number=self._chance.randrange(1, 4))

    def reordered(self) -> Copied | None:
        """The clauses in another order."""

        def change(text: str) -> str:
            clauses = [part for part in re.split(r"[，,；;。]", text) if part]
            if len(clauses) < 2:
                return text
            self._chance.shuffle(clauses)
            return "，".join(clauses) + "。"

        return self._whole(change)

    def padded(self) -> Copied | None:
        """A filler every eight characters or so."""

        def change(text: str) -> str:
            made = []
            for n, letter in enumerate(text):
                made.append(letter)
                if n and n % 8 == 0:
                    made.append(self._chance.choice(FILLERS))
            return "".join(made)

        return self._whole(change)

    def reworded(self) -> Copied | None:
        """Words replaced by others of the same meaning."""

        def change(text: str) -> str:
            return re.sub("|".join(ALIKE), lambda match: ALIKE[match[0]], text)

        return self._whole(change)

    def refilled(self) -> Copied | None:
        """Other figures in the same sentence."""
        return self._whole(lambda text: re.sub(r"\d", lambda _: str(self._chance.randrange(1, 10)), text))

    def disguised(self) -> Copied | None:
        return self._whole(lambda text: "\u200b".join(text))

    def joined(self) -> Copied | None:
        """Two neighbours made one sentence."""
        report = self._chance.choice(self._by_passage)
        pairs = [
            (a, b) for passage in report for a, b in pairwise(passage)
            if _long(a.text) and _long(b.text)
        ]  # fmt: skip
        if not pairs:
            return None
        a, b = self._chance.choice(pairs)
        return Copied(a.text.rstrip("。；;！") + "，同时" + b.text, (a.report,))

    def split(self) -> Copied | None:
        """One sentence made two."""

        def change(text: str) -> str:
            at = [n for n, letter in enumerate(text) if letter in "，,；;" and 12 < n < len(text) - 12]
            if not at:
                return text
            cut = self._chance.choice(at)
            return text[:cut] + "。" + text[cut + 1 :]

        return self._whole(change)

    def across(self) -> Copied | None:
        """The end of one passage and the beginning of the next, as one sentence."""
        report = self._chance.choice(self._by_passage)
        borders = [
            (a[-1], b[0]) for a, b in pairwise(report) if a and b and _long(a[-1].text) and _long(b[0].text)
        ]  # fmt: skip
        if not borders:
            return None
        a, b = self._chance.choice(borders)
        return Copied(
            self._half(a.text, last=True) + "，" + self._half(b.text, last=False) + "。", (a.report,)
        )

    def two_places(self) -> Copied | None:
        """Halves of two sentences of one report, as one."""
        report = self._chance.choice(self._by_passage)
        there = [one for passage in report for one in passage if _long(one.text)]
        if len(there) < 2:
            return None
        a, b = self._chance.sample(there, 2)
        return Copied(self._half(a.text, last=False) + "，" + self._half(b.text, last=True), (a.report,))

    def _half(self, text: str, *, last: bool) -> str:
        text = text.strip("。；;！？")
        middle = len(text) // 2
        return text[middle:] if last else text[:middle]


def _same(text: str) -> str:
    return text


def _long(text: str) -> bool:
    return len(letters_of(text)) >= SHORTEST


KINDS: dict[str, Callable[[Copies], Copied | None]] = {
    "verbatim": lambda one: one._whole(_same),
    "few": Copies.few,
    "tenth": lambda one: one.changed(0.1),
    "fifth": lambda one: one.changed(0.2),
    "third": lambda one: one.changed(0.3),
    "reordered": Copies.reordered,
    "padded": Copies.padded,
    "reworded": Copies.reworded,
    "refilled": Copies.refilled,
    "disguised": Copies.disguised,
    "joined": Copies.joined,
    "split": Copies.split,
    "across": Copies.across,
    "two_places": Copies.two_places,
}
NAMES: dict[str, dict[Language, str]] = {
    "verbatim": {"zh": "一字不改", "en": "word for word"},
    "few": {"zh": "改 1 至 3 个字", "en": "1 to 3 characters changed"},
    "tenth": {"zh": "改 10% 的字", "en": "10% of characters changed"},
    "fifth": {"zh": "改 20% 的字", "en": "20% of characters changed"},
    "third": {"zh": "改 30% 的字", "en": "30% of characters changed"},
    "reordered": {"zh": "分句换次序", "en": "clauses reordered"},
    "padded": {"zh": "每八个字插一个虚词", "en": "a filler every eight characters"},
    "reworded": {"zh": "换近义词", "en": "words replaced by like ones"},
    "refilled": {"zh": "只换数字", "en": "other figures"},
    "disguised": {"zh": "字间夹零宽字符", "en": "invisible characters between"},
    "joined": {"zh": "两句并一句", "en": "two sentences joined"},
    "split": {"zh": "一句拆两句", "en": "one sentence split"},
    "across": {"zh": "跨片段", "en": "across two passages"},
    "two_places": {"zh": "两处各取一半", "en": "halves from two places"},
}


def clean(examples: Sequence[Example]) -> Iterator[str]:
    """The long sentences of reports that are not in the library."""
    for example in examples:
        for text in example.passages:
            for a, b in sentence_spans(text, 0, len(text)):
                if _long(text[a:b]):
                    yield text[a:b]
