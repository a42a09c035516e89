"""Lines of a PDF page from its glyphs. Pure; imports nothing of the project.

Coordinates are in points, from the lower left corner of the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

# Gaps in ems: between cells or columns, between words, between a word and an ideograph (office programs set a
# quarter there, more in a justified line), between ideographs.
_CELL_GAP = 1.4
_WORD_GAP = 0.25
_MIXED_GAP = 0.7
_WIDE_GAP = 1.0
_HYPHENS = "\u00ad\u0002\ufffe"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its box (as wide as its advance) and its baseline."""

    character: str
    left: float
    right: float
    bottom: float
    top: float
    baseline: float


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of text on a page. em: the size of its type; column: 0 across the page, 1 left, 2 right."""

    text: str
    left: float
    right: float
    baseline: float
    em: float
    column: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page in points: its size, its lines from top to bottom, whether pictures are all it has."""

    width: float
    height: float
    lines: tuple[PdfLine, ...]
    has_pictures: bool = False


def lines_of_page(glyphs: Sequence[Glyph]) -> Iterator[PdfLine]:
    """The lines of a page from top to bottom: columns of prose one after the other, cells of a row joined by tabs."""
    rows = [list(_segments(row)) for row in _rows(glyphs)]
    gutter = _gutter(rows)
    if gutter is None:
        for row in rows:
            if row:
                yield _joined(row)
        return
    right: list[PdfLine] = []
    for row in rows:
        sides = [[s for s in row if s.right <= gutter], [s for s in row if s.left >= gutter]]
        if row and sum(map(len, sides)) < len(row):  # a heading across both columns
            yield _joined(row)
            continue
        if sides[0]:
            yield replace(_joined(sides[0]), column=1)
        if sides[1]:
            right.append(replace(_joined(sides[1]), column=2))
    yield from right


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs on one baseline, from left to right; what is drawn twice to look bold counts once."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: -g.baseline):
        if row and row[0].baseline - glyph.baseline > 0.4 * max(1.0, min(_height(row[0]), _height(glyph))):
            yield _once(row)
            row = []
        row.append(glyph)
    if row:
        yield _once(row)


def _height(glyph: Glyph) -> float:
    return glyph.top - glyph.bottom


def _once(row: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda g: g.left):
        width = glyph.right - glyph.left
        if any(k.character == glyph.character and glyph.left - k.left < 0.3 * width for k in kept[-3:]):
            continue
        kept.append(glyph)
    return kept


def _segments(row: list[Glyph]) -> Iterator[PdfLine]:
    """The parts of a row between wide gaps."""
    em = _em(row)
    part: list[Glyph] = []
    for glyph in row:
        if glyph.character.isspace() and glyph.character != "\u3000":
            if part:
                part.append(glyph)
            continue
        ink = next((g for g in reversed(part) if not g.character.isspace()), None)
        if (
            ink is not None
            and glyph.left - ink.right > _CELL_GAP * em
            and not _spaced_out(part, ink, glyph, em)
        ):
            yield from _segment(part, em)
            part = []
        part.append(glyph)
    yield from _segment(part, em)


def _spaced_out(part: list[Glyph], ink: Glyph, glyph: Glyph, em: float) -> bool:
    """Whether ideographic spaces fill the gap: 通　知 is one text, not two cells."""
    filled = sum(g.right - g.left for g in part if g.character == "\u3000" and g.left >= ink.left)
    return filled > 0.5 * (glyph.left - ink.right) and glyph.left - ink.right < 6 * em


def _segment(part: list[Glyph], em: float) -> Iterator[PdfLine]:
    while part and part[-1].character.isspace():
        part.pop()
    while part and part[0].character.isspace():
        part.pop(0)
    if part:
        yield PdfLine(_text(part, em), part[0].left, part[-1].right, part[0].baseline, em)


def _text(part: list[Glyph], em: float) -> str:
    text = ""
    previous: Glyph | None = None
    for glyph in part:
        character = _plain(glyph.character)
        if previous is not None and not text[-1:].isspace() and not character.isspace():
            latin = _is_latin(text[-1:]) + _is_latin(character)
            if glyph.left - previous.right > (_WIDE_GAP, _MIXED_GAP, _WORD_GAP)[latin] * em:
                text += " "
        text += character
        previous = glyph
    return text


def _plain(character: str) -> str:
    """Radicals that stand for the character itself (⼀ for 一), private characters and hyphens as usual text."""
    if "\u2e80" <= character <= "\u2fdf":
        return unicodedata.normalize("NFKC", character)
    if character in _HYPHENS:
        return "\u00ad"
    return "•" if "\ue000" <= character <= "\uf8ff" else "" if character == "\ufeff" else character


def _is_latin(character: str) -> bool:
    return "!" <= character <= "~"


def _em(row: Sequence[Glyph]) -> float:
    """The size of the type: the advance of an ideograph, else what the height says."""
    wide = [
        g.right - g.left
        for g in row
        if unicodedata.east_asian_width(g.character) in "WF" and g.right > g.left
    ]
    if wide:
        return max(median(wide), 1.0)
    return max(median(_height(g) for g in row) * 0.8, 1.0)


def _joined(segments: Sequence[PdfLine]) -> PdfLine:
    """One line of a row's parts: cells with tabs between, or the characters of a title that is spaced out."""
    first = segments[0]
    spaced_out = all(len(segment.text) == 1 for segment in segments)
    text = (" " if spaced_out else "\t").join(segment.text for segment in segments)
    return PdfLine(text, first.left, segments[-1].right, first.baseline, first.em)


def _gutter(rows: Sequence[Sequence[PdfLine]]) -> float | None:
    """The middle of the blank between two columns of prose: most rows have two long parts with the same blank."""
    pairs = [row for row in rows if len(row) == 2 and all(len(s.text) >= 8 for s in row)]
    if len(pairs) < 10 or len(pairs) < 0.6 * len([r for r in rows if r]):
        return None
    start = median(row[0].right for row in pairs)
    end = median(row[1].left for row in pairs)
    middle = (start + end) / 2
    full = [
        row
        for row in pairs
        if abs(row[0].right - start) < 2 * row[0].em and abs(row[1].left - end) < 2.5 * row[1].em
    ]
    return middle if len(full) >= 0.7 * len(pairs) else None
