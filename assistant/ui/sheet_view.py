"""The sheet of paper as JSON: the draft's lines as paragraphs, and the open suggestions at their places. Pure views.

Texts are cut here and never by offset in the browser, whose strings count otherwise. Imports pure modules' values.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.document import Document, Paragraph
from assistant.drafting.values import HunkView, SuggestionView
from assistant.structure.lines import BLANKS
from assistant.structure.section import Outline, Section
from assistant.ui.answer_view import citation_json
from assistant.ui.finding_view import (
    Cut,
    checked_text,
    compared_with_nothing,
    errors_by_change,
    findings_json,
    found_in,
)
from assistant.wording import Language, wording

_AFTER_HEADING = BLANKS + "。．.：:，,、；;！!？?）)"
_LONGEST_HEADING = 60
_RETURN = "↵"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the draft as it is set. run_in: where a heading that shares its line with text ends, else 0."""

    kind: str
    section: str
    start: int
    end: int
    run_in: int = 0


@dataclass(slots=True)
class _Para:
    kind: str
    section: str
    runs: list[Any] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        return {"k": self.kind, "s": self.section, "r": self.runs}


@dataclass(frozen=True, slots=True)
class _Region:
    """The rows a suggestion is reviewed in, both ends included."""

    first: int
    last: int
    suggestion: SuggestionView
    placed: tuple[HunkView, ...]


def rows(document: Document, outline: Outline) -> list[Row]:
    """Every line of the document with how it is set and the section it belongs to."""
    sections = list(outline.walk())
    starts = [section.start for section in sections]
    headings = {s.id: s for s in sections}
    found = []
    for paragraph in document.paragraphs:
        text = document.text[paragraph.start : paragraph.end]
        visible = paragraph.start + len(text) - len(text.lstrip(BLANKS))
        at = bisect_right(starts, visible) - 1
        section = headings[sections[at].id] if at >= 0 else None
        found.append(_row(document.text, paragraph, visible, section))
    return found


def _row(text: str, line: Paragraph, visible: int, section: Section | None) -> Row:
    own = section.id if section else ""
    if visible >= line.end:
        return Row("gap", own, line.start, line.end)
    if line.container == "table":
        return Row("table", own, line.start, line.end)
    if section is None or section.kind in ("opening", "closing"):
        return Row("p", own, line.start, line.end)
    if section.kind == "residue":
        return Row("residue", own, line.start, line.end)
    if section.kind == "title":
        kind = "title" if visible < section.heading_end else "subtitle"
        return Row(kind, own, line.start, line.end)
    on_line = section.heading and line.start <= section.heading_start <= line.end
    continued = section.heading_start < line.start < section.heading_end
    if not (on_line or continued) or section.body_start < section.heading_end:
        return Row("p", own, line.start, line.end)
    level = min(section.level or 2, 4)
    rest = (
        text[section.heading_end : line.end].strip(_AFTER_HEADING) if section.heading_end <= line.end else ""
    )
    if rest or line.end - visible > _LONGEST_HEADING:
        return Row("p", own, line.start, line.end, min(section.heading_end, line.end) if rest else 0)
    return Row(f"h{level}", own, line.start, line.end)


def paragraph_json(text: str, row: Row) -> dict[str, Any]:
    """A line without anything to review."""
    line = text[row.start : row.end]
    if row.kind == "table":
        return {"k": row.kind, "s": row.section, "r": [line.strip("\n")]}
    if not row.run_in:
        return {"k": row.kind, "s": row.section, "r": [line.strip(BLANKS)]}
    head, rest = text[row.start : row.run_in].lstrip(BLANKS), text[row.run_in : row.end].rstrip(BLANKS)
    return {"k": row.kind, "s": row.section, "r": [{"b": head}, rest]}


def sheet_json(
    document: Document,
    outline: Outline,
    suggestions: Sequence[SuggestionView],
    *,
    draft: str,
    seen: int,
    reviewing: str | None = None,
    language: Language = "zh",
) -> dict[str, Any]:
    """The value of the part `sheet`. reviewing: a suggestion shown even when all of it is decided."""
    lines = rows(document, outline)
    regions = _regions(document, outline, lines, _wanted(suggestions, reviewing))
    paras: list[dict[str, Any]] = []
    position = 0
    for region in regions:
        paras += [paragraph_json(document.text, row) for row in lines[position : region.first]]
        paras.append(_review(document.text, lines, region, language))
        position = region.last + 1
    paras += [paragraph_json(document.text, row) for row in lines[position:]]
    return {"draft": draft, "seen": seen, "paras": _without_double_gaps(paras)}


def open_sections(sheet: dict[str, Any]) -> frozenset[str]:
    """Sections with changes that wait, for the outline's marks."""
    return frozenset(para["section"] for para in sheet["paras"] if para["k"] == "review" and para["pending"])


def _without_double_gaps(paras: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for para in paras:
        if para["k"] != "gap" or (kept and kept[-1]["k"] != "gap"):
            kept.append(para)
    return kept


def _wanted(suggestions: Iterable[SuggestionView], reviewing: str | None) -> list[SuggestionView]:
    """The one under review first, then the newest: where two are about the same lines the first is shown."""
    wanted = [one for one in suggestions if one.pending or (one.id == reviewing and not one.superseded)]
    return sorted(wanted, key=lambda one: (one.id != reviewing, -one.number))


def _regions(
    document: Document, outline: Outline, lines: list[Row], suggestions: Iterable[SuggestionView]
) -> list[_Region]:
    taken: list[_Region] = []
    for suggestion in suggestions:
        placed = tuple(
            sorted(
                (h for h in suggestion.hunks if h.start is not None and h.end is not None),
                key=lambda h: (h.start, h.id),
            )
        )
        if not placed:
            continue
        region = _region(outline, lines, suggestion, placed)
        if not any(region.first <= other.last and other.first <= region.last for other in taken):
            taken.append(region)
    return sorted(taken, key=lambda region: region.first)


def _region(
    outline: Outline, lines: list[Row], suggestion: SuggestionView, placed: tuple[HunkView, ...]
) -> _Region:
    start = min(h.start or 0 for h in placed)
    end = max(h.end or 0 for h in placed)
    heading = suggestion.section.get("heading")
    around = [s for s in outline.walk() if s.start <= start and end <= s.end and s.heading == heading]
    if around:
        start, end = min(start, around[-1].body_start), max(end, around[-1].body_end)
    line_starts = [row.start for row in lines]
    first = max(0, bisect_right(line_starts, start) - 1)
    last = max(first, bisect_right(line_starts, max(start, end)) - 1)
    return _Region(first, last, suggestion, placed)


def _review(text: str, lines: list[Row], region: _Region, language: Language) -> dict[str, Any]:
    suggestion = region.suggestion
    states = {hunk.state for hunk in suggestion.hunks}
    counts = {state: sum(h.state == state for h in suggestion.hunks) for state in ("accepted", "rejected")}
    placed = {hunk.id for hunk in region.placed if hunk.fits or hunk.state != "pending"}
    errors = {number: n for number, n in errors_by_change(suggestion).items() if int(number) in placed}
    paras = _Setting(text, lines, region, language).paras()
    return {
        "k": "review",
        "s": lines[region.first].section,
        "id": suggestion.id,
        "short": suggestion.id[:8],
        "section": lines[region.first].section,
        "wish": suggestion.instruction,
        "pasted": suggestion.model is None,
        "after_plan": str(suggestion.section["id"]).startswith("plan:"),
        "pending": sum(h.state == "pending" and h.id in placed for h in suggestion.hunks),
        "stale": sum(h.state == "pending" and h.id not in placed for h in suggestion.hunks),
        "decided": "pending" not in states,
        **counts,
        "hunks": {str(hunk.id): hunk.state for hunk in suggestion.hunks if hunk.id in placed},
        "errors": errors,
        "findings": findings_json(suggestion, language),
        "checked": checked_text(suggestion, language),
        "unchecked": compared_with_nothing(suggestion),
        "notices": [
            notice.text(language)
            for notice in suggestion.notices
            if notice.code != "not_checked" or suggestion.compared is None
        ],
        "citations": [citation_json(one, language) for one in suggestion.citations],
        "paras": paras,
    }


class _Setting:
    """The lines of a region set as paragraphs, its changes inside."""

    def __init__(self, text: str, lines: list[Row], region: _Region, language: Language) -> None:
        self.text, self.region, self.language = text, region, language
        self.rows = lines[region.first : region.last + 1]
        self.by_start = {row.start: row for row in self.rows}
        self.done: list[_Para] = []

    def paras(self) -> list[dict[str, Any]]:
        position, end = self.rows[0].start, self.rows[-1].end
        self._begin(position)
        for hunk in self.region.placed:
            if hunk.start is None or hunk.end is None or hunk.start < position or hunk.end > end:
                continue
            self._plain(position, hunk.start)
            self._hunk(hunk)
            position = hunk.end
        self._plain(position, end)
        return _without_double_gaps([para.json() for para in self.done])

    def _begin(self, offset: int | None) -> None:
        """A new paragraph; offset: where in the draft it begins, None where it is not in the draft."""
        row = self.by_start.get(offset) if offset is not None else None
        section = row.section if row else self.rows[0].section
        self.done.append(_Para(row.kind if row else "p", section))

    def _add(self, run: str | dict[str, Any]) -> None:
        para = self.done[-1]
        if not para.runs and isinstance(run, str):
            run = run.lstrip(BLANKS)
        if run == "":
            return
        if para.kind == "gap":
            para.kind = "p"
        para.runs.append(run)

    def _plain(self, start: int, end: int) -> None:
        position = start
        for number, line in enumerate(self.text[start:end].split("\n")):
            if number:
                self._begin(position)
            row = self.by_start.get(position)
            if (
                row is not None
                and row.run_in
                and row.run_in <= position + len(line)
                and not self.done[-1].runs
            ):
                cut = row.run_in - position
                self._add({"b": line[:cut].lstrip(BLANKS)})
                self._add(line[cut:])
            else:
                self._add(line)
            position += len(line) + 1

    def _hunk(self, hunk: HunkView) -> None:
        marks = self._marks(hunk)
        offset = hunk.start if hunk.start is not None else 0
        run: list[list[Any]] = []
        for kind, text, found in marks:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    self._close(hunk, run, last=False)
                    self._begin(offset if kind != "insert" else None)
                    run = []
                shown = piece.lstrip(BLANKS) if not run and not self.done[-1].runs else piece
                broken = number < text.count("\n") and kind in ("insert", "delete")
                if shown or broken:
                    run.append([kind, shown + (_RETURN if broken else ""), *([list(found)] if found else ())])
                if kind != "insert":
                    offset += len(piece) + (number < text.count("\n"))
        self._close(hunk, run, last=True)

    def _close(self, hunk: HunkView, run: list[list[Any]], *, last: bool) -> None:
        if run or last:
            self._add({"h": str(hunk.id), "m": run, "end": last})

    def _marks(self, hunk: HunkView) -> list[Cut]:
        if hunk.state == "pending":
            marks = hunk.marks
            if all(not mark.text.strip(BLANKS + "\n") for mark in marks if mark.kind != "equal"):
                return [(m.kind, m.text if m.kind == "equal" else _visible(m.text), ()) for m in marks]
            return found_in(self.region.suggestion, hunk)
        if hunk.state == "accepted":
            gone = wording("page.review.deleted", self.language, n=len(hunk.before.strip(BLANKS + "\n")))
            return [("accepted", hunk.after, ()) if hunk.after.strip(BLANKS + "\n") else ("note", gone, ())]
        if hunk.before.strip(BLANKS + "\n"):
            return [("rejected", hunk.before, ())]
        return [("note", wording("page.review.left_out", self.language), ())]


def _visible(blanks: str) -> str:
    """White space that is the change itself, so that it can be seen."""
    return "".join("\n" if c == "\n" else "␣" for c in blanks)
