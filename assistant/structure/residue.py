"""What a web page left in a copied report: buttons, sources, counters, advertising. Pure; imports lines.

Recognised at the head and the tail, and in the middle only where there is no doubt. The patterns are data:
`residue.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from assistant.structure.lines import Line

HEAD_LINES = 40
TAIL_LINES = 60
TAIL_CHARS = 400  # what may stand between two lines of residue at the end, and the longest such line
TAIL_LINE = 130
RELATED_LINE = 50  # a line of a list of other pages
LONGEST = 160

Strength = Literal["strong", "medium", "weak"]


@dataclass(frozen=True, slots=True)
class _Patterns:
    strong: re.Pattern[str]
    medium: re.Pattern[str]
    anywhere: re.Pattern[str]
    not_beside: re.Pattern[str]
    related: re.Pattern[str]
    weak: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = yaml.safe_load((Path(__file__).parent / "residue.yaml").read_text(encoding="utf-8"))

    def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)

    return _Patterns(
        any_of(data["strong"]),
        any_of(data["medium"]),
        any_of(data["anywhere"]),
        re.compile(data["not_beside"]),
        re.compile(data["related"]),
        frozenset(data["weak"]),
    )


def strength(line: str) -> Strength | None:
    """How much a line (without surrounding blanks) looks like residue."""
    if len(line) > LONGEST:
        return None
    patterns = _patterns()
    if line in patterns.weak:
        return "weak"
    words = line.split()
    if 1 < len(words) <= 8 and _are_fields(words):
        return "strong"
    if patterns.strong.fullmatch(line):
        return "strong"
    if patterns.medium.fullmatch(line):
        return "medium"
    if 1 < len(words) <= 8 and all(word in patterns.weak for word in words):
        return "strong"
    return None


def _are_fields(words: Sequence[str]) -> bool:
    """Whether a line is fields of a web page beside each other: `发布时间：…… 来源：…… 字号：……`."""
    marks = [strength(word) for word in words]
    return None not in marks and len(marks) - marks.count("weak") >= 2


_SENTENCE_END = re.compile("[。；;！!]|[，,：:]$")


def _accepted(marks: Sequence[Strength | None]) -> bool:
    """Whether a stretch of lines is residue: one strong line, two medium ones, or three buttons."""
    return "strong" in marks or marks.count("medium") >= 2 or sum(m is not None for m in marks) >= 3


def _words(text: str, line: Line) -> str:
    return text[line.start : line.end]


def head(text: str, lines: Sequence[Line], stop: int) -> frozenset[int]:
    """Indices of residue lines among `lines[:stop]`, which stand before the first heading."""
    stop = min(stop, HEAD_LINES)
    marks: list[Strength | None] = [None if lines[i].table else strength(_words(text, lines[i])) for i in range(stop)]
    _add_values(text, lines, marks)
    found: set[int] = set()
    index = 0
    while index < stop:
        if marks[index] is None:
            index += 1
            continue
        end = index
        while end < stop and marks[end] is not None:
            end += 1
        if _accepted(marks[index:end]) and not _is_record(text, lines, index, end):
            found.update(range(index, end))
        index = end
    return frozenset(found)


# a title, an addressee or an author, which may stand between residue too
_OWN = re.compile(r"报告|总结|材料|发言|[：:]|\d{4}年|(书记|主任|[省市区县州盟旗镇乡局处科所站校院厂社会]长|委员|组长)")


def _add_values(text: str, lines: Sequence[Line], marks: list[Strength | None]) -> None:
    """A short line after `来源：` is its value; a short line between two of residue is residue."""
    for index in range(1, len(marks)):
        if marks[index] is not None or marks[index - 1] is None:
            continue
        words = _words(text, lines[index])
        if len(words) > 12:
            continue
        after_colon = text[lines[index - 1].end - 1] in ":：" and marks[index - 1] != "weak"
        between = index + 1 < len(marks) and marks[index + 1] is not None
        crumb = index + 2 < len(marks) and words == _words(text, lines[index + 1])
        if (after_colon or between or crumb) and not _OWN.search(words):
            marks[index] = "weak"
            if crumb:
                marks[index + 1] = "weak"


def _is_record(text: str, lines: Sequence[Line], start: int, end: int) -> bool:
    """`时间：…… 地点：……` at the head of minutes is no residue."""
    beside = [i for i in (start - 1, end) if 0 <= i < len(lines)]
    return any(_patterns().not_beside.fullmatch(_words(text, lines[i])[:80]) for i in beside)


def related(text: str, lines: Sequence[Line]) -> int:
    """Index of the line `相关文章：` that heads a list of other pages at the end, `len(lines)` if there is none."""
    pattern = _patterns().related
    for index in range(len(lines) - 1, max(0, len(lines) - TAIL_LINES), -1):
        words = _words(text, lines[index])
        if pattern.fullmatch(words) and index + 1 < len(lines):
            return index
        listed = len(words) <= RELATED_LINE and not lines[index].table and not _SENTENCE_END.search(words)
        if not listed and strength(words) is None and not is_anywhere(words):
            break
    return len(lines)


def tail(text: str, lines: Sequence[Line], after: int) -> int:
    """Index of the line at which the residue at the end begins, `len(lines)` if there is none.

    `after`: index of the last line that is known to be the report's (its last heading).
    """
    first = len(lines)
    stop = max(after + 1, len(lines) - TAIL_LINES)
    run: list[Strength | None] = []  # what lies above the residue found so far
    other = 0  # characters of it that are not residue by themselves
    for index in range(len(lines) - 1, stop - 1, -1):
        line = lines[index]
        words = _words(text, line)
        mark = "strong" if is_anywhere(words) else strength(words)
        if mark is None:
            other += len(words)
            if line.table or len(words) > TAIL_LINE or other > TAIL_CHARS:
                break
        run.append(mark)
        touches = first < len(lines) and len(run) == 1 and mark is not None
        if mark == "strong" or touches or (mark is not None and None not in run and _accepted(run)):
            first, run, other = index, [], 0
    return first


def is_anywhere(line: str) -> bool:
    """Whether a line is residue wherever it stands."""
    return len(line) <= LONGEST and _patterns().anywhere.fullmatch(line) is not None


def inside(text: str, lines: Sequence[Line], start: int, stop: int) -> tuple[int, ...]:
    """Indices of lines of `lines[start:stop]` that are residue in the middle of the report."""
    return tuple(
        i for i in range(start, stop) if not lines[i].table and is_anywhere(text[lines[i].start : lines[i].end])
    )
