"""What report a file is: its title, its kind (a closed list of ids), the year it reports on. Pure.

Imports document, section and front matter. The rules are data: `report_kinds.yaml`. All three can be edited later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath

import yaml

from assistant.document import Document
from assistant.structure.front_matter import squeezed
from assistant.structure.section import Outline

KINDS: tuple[str, ...] = (
    "self_criticism",
    "meeting_speech",
    "duty_report",
    "work_summary",
    "rectification_report",
    "work_report",
    "work_plan",
    "research",
    "plan",
    "notice",
    "speech",
    "other",
)
TITLE_CHARS = 120
OPENING_CHARS = 1200
BODY_CHARS = 4800


@dataclass(frozen=True, slots=True)
class Identity:
    """title: as in the text, else the file's name without its ending. year: the year reported on, None if unknown."""

    title: str
    kind: str
    year: int | None


@dataclass(frozen=True, slots=True)
class _Rules:
    titles: tuple[tuple[str, re.Pattern[str]], ...]
    texts: tuple[tuple[str, re.Pattern[str]], ...]
    look_back: re.Pattern[str]
    about: re.Pattern[str]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = yaml.safe_load((Path(__file__).parent / "report_kinds.yaml").read_text(encoding="utf-8"))

    def pairs(entries: Iterable[Mapping[str, str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((kind, re.compile(pattern)) for entry in entries for kind, pattern in entry.items())

    years = data["years"]
    return _Rules(
        pairs(data["titles"]), pairs(data["texts"]), re.compile(years["look_back"]), re.compile(years["about"])
    )


def identify(document: Document, outline: Outline, filename: str) -> Identity:
    """Title, kind and year of a report."""
    stem = _stem(filename)
    title = outline.title or squeezed(stem)
    opening = _opening(document, outline)
    kind = _kind(outline.title, _rules().titles) or _kind(stem, _rules().titles)
    kind = kind or _kind(opening, _rules().texts) or _kind_by_roles(outline)
    year = _named_year(outline.title) or _named_year(stem) or _year_of(document, outline, opening)
    return Identity(title[:TITLE_CHARS], kind or "other", year)


def _stem(filename: str) -> str:
    name = PureWindowsPath(PurePosixPath(filename).name).name
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name).strip()


def _kind(words: str, rules: Iterable[tuple[str, re.Pattern[str]]]) -> str | None:
    words = squeezed(words)
    return next((kind for kind, pattern in rules if pattern.search(words)), None)


def _kind_by_roles(outline: Outline) -> str | None:
    """A report of problems, causes and measures is a self-criticism, whatever it calls itself."""
    roles = {section.role for section in outline.sections}
    return "self_criticism" if {"problems", "causes", "measures"} <= roles else None


def _opening(document: Document, outline: Outline) -> str:
    """Everything before the first part with a heading, web residue left out."""
    pieces = []
    for section in outline.sections:
        if section.label is not None or (section.kind == "section" and section.heading):
            break
        if section.kind != "residue":
            pieces.append(document.text[section.start : section.end])
    return "".join(pieces)[:OPENING_CHARS]


_ERA = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?=\s*[年度_\-—.（(）)\s至、]|$|[^\d])")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*[-—－~～至]\s*((?:19|20)\d\d)")
_WRITTEN = re.compile(r"([二一][〇零○O0九][〇零○O0一二三四五六七八九]{2})\s*年")
_WRITTEN_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "O": "0", "0": "0"}


def _in_digits(text: str) -> str:
    """二〇二三年 → 2023年."""
    return _WRITTEN.sub(lambda m: "".join(_WRITTEN_DIGITS[c] for c in m[1]) + "年", text)


def _named_year(name: str) -> int | None:
    """The year in a title or file name: of several the first, of a span the later; years looked back at left out."""
    text = _in_digits(squeezed(name))
    if span := _SPAN.search(text):
        return _plausible(int(span[2]))
    kept = _rules().look_back.sub(_blank, text)
    years = [int(m[1]) for m in _ERA.finditer(kept)] or [int(m[1]) for m in _ERA.finditer(text)]
    return _plausible(years[0]) if years else None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _plausible(year: int) -> int | None:
    return year if 1949 <= year <= 2100 else None


def _year_of(document: Document, outline: Outline, opening: str) -> int | None:
    """The year that opening and text speak of, years looked back at left out; else that of a date below the title."""
    rules = _rules()
    meeting = re.search(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日在.{2,60}(?:会议|大会|会)上", opening[:400])
    if meeting:
        return int(meeting[1])
    kept = rules.look_back.sub(_blank, _in_digits(opening))
    counts = Counter(int(m[1]) for m in rules.about.finditer(kept))
    if counts:
        best = max(counts.values())
        return _plausible(max(year for year, count in counts.items() if count == best))
    kept = rules.look_back.sub(_blank, _in_digits(document.text[:BODY_CHARS]))
    about = [int(m[1]) for m in rules.about.finditer(kept) if "以来" in m[0] or "度" in m[0]]
    latest = max((int(m[1]) for m in _ERA.finditer(kept)), default=0)
    if about and max(about) == latest:
        return _plausible(latest)
    return _dated(document, outline)


_DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]|$)")


def _dated(document: Document, outline: Outline) -> int | None:
    """The year of the date below the title or the text. In January and February reports speak of the year before."""
    for section in (*outline.sections[:4], *outline.sections[-3:]):
        if section.kind in ("title", "closing") and (
            dates := _DATE.findall(_in_digits(document.text[section.start : section.end]))
        ):
            year, month = dates[-1]
            return _plausible(int(year)) if 3 <= int(month) <= 12 else None
    return None
