"""Paragraphs from the lines of PDF pages: what runs on is joined. Pure.

A line begins a paragraph when it is indented, when the line before ended early, after a wide gap, in another size of
type, or with a heading's label after a finished sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.documents.pdf_furniture import furniture
from assistant.documents.pdf_lines import Page, PdfLine

_NARROWEST = 0.4  # of the page's width: lines that end before are short ones, not a narrow column
_DEEPEST = 6.0  # ems from the margin to which a paragraph is indented as a whole
_LABEL = re.compile(
    r"[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|[一二三四五六七八九十]{1,3}\s*[、.．]|\d{1,2}\s*[、.．](?!\d)|第.{1,4}[条章节编]"
    r"|[一二三四五六七八九十]{1,2}是|[①-⑳●■◆•➢]"
)
_FINISHED = tuple("。！？；：.!?;:”」）)")
_WORD = re.compile(r"[A-Za-z0-9.%,+-]+")
_CLOSING = "，。、；：！？）》」』】〉…—"
_OPENING = "（《「『【〈"
_QUOTES = "“”‘’\"'"


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    pitch: float
    em: float
    centre: float
    indented: bool = False  # paragraphs begin with an indent, so a line at the edge never begins one


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of a file in order."""
    outside = furniture(pages)
    kept = [
        [line for n, line in enumerate(page.lines) if (number, n) not in outside and line.text.strip()]
        for number, page in enumerate(pages)
    ]
    whole = [line for lines in kept for line in lines]
    if not whole:
        return []
    usual = {column: _margins(lines, pages[0].width) for column, lines in _by_column(whole).items()}
    indented = any(_is_indented(lines, usual[column]) for column, lines in _by_column(whole).items())
    found: list[str] = []
    before: PdfLine | None = None
    edge = 0.0  # the right edge where `before` stands
    is_first = True  # whether `before` is the first line of its paragraph
    for page, lines in zip(pages, kept, strict=True):
        here = {
            column: _margins(own, page.width) for column, own in _by_column(lines).items() if len(own) >= 8
        }
        for position, line in enumerate(lines):
            margins = replace(here.get(line.column, usual[line.column]), indented=indented)
            beside = position > 0 and before is not None and before.column == line.column
            if before is not None and _runs_on(before, line, is_first, beside, edge, margins):
                found[-1] = _join(found[-1], line.text)
                is_first = False
            else:
                found.append(line.text)
                is_first = True
            before, edge = line, margins.right
    return [text.rstrip("\u00ad").replace("\u00ad", "-").strip() for text in found]


def _by_column(lines: Iterable[PdfLine]) -> dict[int, list[PdfLine]]:
    found: dict[int, list[PdfLine]] = {}
    for line in lines:
        found.setdefault(line.column, []).append(line)
    return found


def _margins(lines: Sequence[PdfLine], width: float) -> _Margins:
    """Where the text's edges are: a place many lines share, else the page's own measure."""
    em = median(line.em for line in lines)
    prose = [line for line in lines if "\t" not in line.text] or list(lines)
    left = _edge([line.left for line in prose], em * 0.5, max(2, len(prose) // 12), rising=True)
    left = min(line.left for line in prose) if left is None else left
    right = _edge([line.right for line in prose], em * 1.2, max(3, len(prose) // 10), rising=False)
    if right is None or (right - left < _NARROWEST * width and not prose[0].column):
        right = max(width - left, max(line.right for line in prose))
    gaps = [a.baseline - b.baseline for a, b in pairwise(lines) if a.baseline > b.baseline]
    return _Margins(left, right, median(gaps) if gaps else em * 1.5, em, width / 2)


def _is_indented(lines: Sequence[PdfLine], margins: _Margins) -> bool:
    """Whether lines that surely begin a paragraph (after one that ended early) mostly stand two characters in."""
    beginnings = [
        b for a, b in pairwise(lines) if _ended_early(a, b, margins.right) and not _is_title(b, margins)
    ]
    inside = [line for line in beginnings if 1.2 < (line.left - margins.left) / line.em < 3]
    return len(inside) >= 2 and len(inside) >= 0.7 * len(beginnings)


def _edge(places: Iterable[float], tolerance: float, shared: int, *, rising: bool) -> float | None:
    """The outermost place near which at least `shared` others are."""
    ordered = sorted(places, reverse=not rising)
    for first, place in enumerate(ordered):
        if first + shared <= len(ordered) and abs(ordered[first + shared - 1] - place) <= tolerance:
            return place
    return None


def _runs_on(
    before: PdfLine, line: PdfLine, is_first: bool, same_page: bool, edge: float, margins: _Margins
) -> bool:
    em = max(before.em, line.em)
    if "\t" in before.text or "\t" in line.text or abs(before.em - line.em) > 0.12 * em:
        return False
    gap = before.baseline - line.baseline
    if same_page and ((gap > 1.3 * margins.pitch and gap > 1.9 * em) or gap <= 0):
        return False
    if _is_title(before, margins) and _is_title(line, margins):
        return same_page and not line.text.startswith(("—", "（", "("))
    if _ended_early(before, line, edge):
        return False
    label = _LABEL.match(line.text)
    if label and before.text.endswith(_FINISHED) and not margins.indented:
        return False
    indent = line.left - before.left
    if is_first and 0.5 * em < indent < 5 * em and _LABEL.match(before.text):
        return not label  # a hanging indent begins
    if label and not is_first and indent < -0.5 * em:
        return False  # and ends
    if line.left - margins.left > 0.8 * em:
        # Within an indented block; a signature far to the right is none.
        in_block = abs(indent) < 0.4 * em if not is_first else indent < -0.8 * em
        return in_block and line.left - margins.left < _DEEPEST * em
    return True


def _is_title(line: PdfLine, margins: _Margins) -> bool:
    """A centred line in larger type."""
    return line.em > 1.15 * margins.em and abs((line.left + line.right) / 2 - margins.centre) < 1.5 * line.em


def _ended_early(before: PdfLine, line: PdfLine, right: float) -> bool:
    """Whether what the next line begins with would still have fitted."""
    return right - before.right > (_first_unit(line.text) + 1.2) * before.em


def _first_unit(text: str) -> float:
    """Ems of the part at the beginning that no line break may cut (Unicode Annex 14: closing marks, quotes, words)."""
    width = 0.0
    position = 0
    while position < len(text) and width < 12:
        word = _WORD.match(text, position)
        last = word[0][-1] if word else text[position]
        width += len(word[0]) * 0.55 if word else 1.0
        position = word.end() if word else position + 1
        following = text[position : position + 1]
        if not (following and (following in _CLOSING + _QUOTES or last in _OPENING + _QUOTES)):
            break
    return width


def _join(text: str, more: str) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + more
    ends, begins = text[-1:], more[:1]
    latin = ends.isascii() and begins.isascii() and not (ends.isdigit() and begins.isdigit())
    return f"{text} {more}" if latin and not ends.isspace() and ends not in "-/(" else text + more
