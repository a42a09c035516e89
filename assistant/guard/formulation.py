"""Kind `formulation`: a fixed phrase misquoted, reordered or incomplete. Pure but for reading its data file once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.guard.findings import Finding, Proposal
from assistant.structure.plain import Plain, letters, letters_of

_NUMBERED = re.compile(r"[“\"「]([一二两三四五六七八九十]个)([\u4e00-\u9fff]{2,4})[”\"」]")
_GAP = 3  # letters between two parts of one phrase: 和, 以及


@dataclass(frozen=True, slots=True)
class Formulation:
    """A fixed phrase. items: its parts in order; wrong: known misquotations; source: where it stands, since when."""

    phrase: str
    items: tuple[str, ...]
    wrong: tuple[str, ...]
    since: str
    source: str

    @property
    def right(self) -> str:
        """What it should read."""
        if not self.items or self.phrase == "、".join(self.items):
            return self.phrase
        return "、".join(self.items)


@lru_cache(maxsize=1)
def formulations() -> tuple[Formulation, ...]:
    """The phrases of the file beside this module."""
    raw = yaml.safe_load(Path(__file__).with_name("formulations.yaml").read_text("utf-8"))
    return tuple(
        Formulation(
            one["phrase"],
            tuple(one.get("items", ())),
            tuple(one.get("wrong", ())),
            str(one["since"]),
            one["source"],
        )
        for one in raw
    )


def findings(proposal: Proposal) -> Iterator[Finding]:
    """What is misquoted in the proposal."""
    plain = letters(proposal.proposed)
    seen: set[int] = set()
    for one in formulations():
        for start, end, right in (*_misquoted(plain, one), *_mistyped(plain, one)):
            if start not in seen:
                seen.add(start)
                yield _finding(proposal, plain, start, end, "formulation_wrong", one, right)
        for start, end, rule in _in_rows(plain, one):
            yield _finding(proposal, plain, start, end, rule, one, one.right)
    yield from _numbered(proposal, plain, seen)


def _finding(
    proposal: Proposal, plain: Plain, start: int, end: int, rule: str, one: Formulation, right: str
) -> Finding:
    first, last = plain.span(start, end)
    return Finding(
        rule,
        "formulation",
        "error" if rule == "formulation_wrong" else "advice",
        first,
        last,
        proposal.proposed[first:last],
        params={"right": right, "source": one.source},
    )


def _misquoted(plain: Plain, one: Formulation) -> Iterator[tuple[int, int, str]]:
    for wrong in one.wrong:
        word = letters_of(wrong)
        if word in letters_of(one.phrase):
            continue
        at = plain.text.find(word)
        while at >= 0:
            yield at, at + len(word), one.phrase
            at = plain.text.find(word, at + len(word))


def _mistyped(plain: Plain, one: Formulation) -> Iterator[tuple[int, int, str]]:
    """A long phrase with one character another: all before it and all after it stand."""
    for phrase in dict.fromkeys((one.phrase, *([one.right] if one.items else []))):
        right = letters_of(phrase)
        if len(right) < 9:
            continue
        half = len(right) // 2
        for anchor, offset in ((right[:half], 0), (right[half:], half)):
            at = plain.text.find(anchor)
            while at >= 0:
                start = at - offset
                piece = plain.text[start : start + len(right)] if start >= 0 else ""
                if len(piece) == len(right) and sum(a != b for a, b in zip(piece, right, strict=True)) == 1:
                    other = next(i for i, (a, b) in enumerate(zip(piece, right, strict=True)) if a != b)
                    if other:
                        yield start, start + len(right), phrase
                at = plain.text.find(anchor, at + 1)


def _in_rows(plain: Plain, one: Formulation) -> Iterator[tuple[int, int, str]]:
    if len(one.items) < 3:
        return
    items = [letters_of(item) for item in one.items]
    found = sorted(
        (m.start(), m.end(), n)
        for n, item in enumerate(items)
        for m in re.finditer(re.escape(item), plain.text)
    )
    row: list[tuple[int, int, int]] = []
    for place in [*found, (len(plain.text) + 99, 0, -1)]:
        if row and (place[0] - row[-1][1] > _GAP or place[2] in [n for _, _, n in row]):
            yield from _row(row, len(items))
            row = []
        row.append(place)


def _row(row: list[tuple[int, int, int]], count: int) -> Iterator[tuple[int, int, str]]:
    order = [n for _, _, n in row]
    if len(row) == count:
        if order != sorted(order):
            yield row[0][0], row[-1][1], "formulation_order"
    elif len(row) >= 3 and len(row) >= count - 2:
        yield (
            row[0][0],
            row[-1][1],
            "formulation_order" if order != sorted(order) else "formulation_incomplete",
        )


def _numbered(proposal: Proposal, plain: Plain, seen: set[int]) -> Iterator[Finding]:
    """“两个拥护”: a numbered phrase in quotes that differs from a fixed one by one character."""
    known = {
        one.phrase: one
        for one in formulations()
        if re.fullmatch(r"[一二两三四五六七八九十]个.{2,4}", one.phrase)
    }
    for match in _NUMBERED.finditer(proposal.proposed):
        quote = match[1] + match[2]
        if quote in known:
            continue
        for phrase, one in known.items():
            same = len(phrase) == len(quote) and phrase[:2] == quote[:2]
            if (
                same
                and sum(a != b for a, b in zip(phrase, quote, strict=True)) == 1
                and (quote not in ("三个坚持",))
            ):
                start, end = match.start(1), match.end(2)
                if any(plain.at[at] == start for at in seen):
                    break
                yield Finding(
                    "formulation_wrong", "formulation", "error", start, end, quote,
                    params={"right": phrase, "source": one.source},
                )  # fmt: skip
                break
