"""Passages, the unit of retrieval: a section's own text cut at its items first, then at sentence ends. Pure.

Imports document, section, sentences and residue. Never merged across sections; the heading is path, not span.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.document import Document
from assistant.structure.residue import is_anywhere
from assistant.structure.roles import Role
from assistant.structure.section import Outline, Section
from assistant.structure.sentences import cut_long, sentence_spans

LEAST = 40
MOST = 400

SPLITTER_VERSION = 1  # part of an index's identity: raise it whenever the same text is cut differently


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one section: `document.text[start:end] == text`.

    id: the report's first 16 characters and the ordinal. path: label and heading of the section and those above it.
    """

    id: str
    text: str
    start: int
    end: int
    role: Role
    path: tuple[str, ...]


def passage_json(passage: Passage) -> dict[str, Any]:
    """PASSAGE of the command line's contract."""
    return {
        "id": passage.id,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "role": passage.role,
        "path": list(passage.path),
    }


def passages(document: Document, outline: Outline, report_id: str = "") -> tuple[Passage, ...]:
    """The passages of a document, in order. Title and web residue give none."""
    found: list[Passage] = []
    cutter = _Cutter(document)
    pending: list[tuple[Section, tuple[str, ...]]] = [(section, ()) for section in reversed(outline.sections)]
    while pending:
        section, above = pending.pop()
        path = (*above, section.name) if section.name else above
        if section.kind in ("section", "opening", "closing"):
            for start, end in cutter.cut(section):
                passage_id = f"{report_id[:16]}-{len(found):04d}"
                found.append(Passage(passage_id, document.text[start:end], start, end, section.role, path))
        pending.extend((child, path) for child in reversed(section.children))
    return tuple(found)


_SPOKEN = re.compile("[，。！？；：,!?;:]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch that may be joined with its neighbours. row: of a table."""

    start: int
    end: int
    row: bool = False


class _Cutter:
    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.paragraphs = document.paragraphs
        self.starts = [paragraph.start for paragraph in document.paragraphs]

    def cut(self, section: Section) -> Iterator[tuple[int, int]]:
        """The spans of the section's own text, which ends where its first child begins."""
        start = section.body_start
        end = section.children[0].start if section.children else section.body_end
        if section.kind == "closing" and not _SPOKEN.search(self.text, start, end):
            return  # only a signature and a date
        for block in self._blocks(start, min(end, section.body_end)):
            yield from self._joined(list(self._pieces(section, *block)))

    def _blocks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """`[start, end)` without the lines that are residue in the middle of a report."""
        begin = start
        index = max(0, bisect_left(self.starts, start + 1) - 1)
        while index < len(self.paragraphs) and self.paragraphs[index].start < end:
            paragraph = self.paragraphs[index]
            first, last = max(paragraph.start, start), min(paragraph.end, end)
            if last - first <= 200 and is_anywhere(self.text[first:last].strip()):
                yield begin, first
                begin = last
            index += 1
        yield begin, end

    def _pieces(self, section: Section, start: int, end: int) -> Iterator[_Piece]:
        """Items, paragraphs and rows, each cut into at most MOST characters."""
        position = start
        for item in section.items:
            if item.start < position or item.end > end:
                continue
            yield from self._paragraphs(position, item.start)
            # an item of several paragraphs that fits is one piece
            if item.end - item.start <= MOST:
                yield _Piece(item.start, item.end)
            else:
                yield from self._paragraphs(item.start, item.end)
            position = item.end
        yield from self._paragraphs(position, end)

    def _paragraphs(self, start: int, end: int) -> Iterator[_Piece]:
        """The paragraphs of `[start, end)`; lines wrapped by hand make one paragraph."""
        open_from = open_to = -1
        for first, last, row in self._lines(start, end):
            if open_from >= 0 and (row or not self._goes_on(open_to)):
                yield from self._fitting(open_from, open_to, False)
                open_from = -1
            if row:
                yield from self._fitting(first, last, True)
                continue
            open_from = first if open_from < 0 else open_from
            open_to = last
        if open_from >= 0:
            yield from self._fitting(open_from, open_to, False)

    def _lines(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """The lines with visible text, trimmed, and whether they are rows of a table."""
        index = max(0, bisect_left(self.starts, start + 1) - 1)
        while index < len(self.paragraphs) and self.paragraphs[index].start < end:
            paragraph = self.paragraphs[index]
            first, last = max(paragraph.start, start), min(paragraph.end, end)
            index += 1
            piece = self.text[first:last]
            if visible := piece.strip():
                first += piece.index(visible[0])
                yield first, first + len(visible), paragraph.container == "table"

    def _goes_on(self, end: int) -> bool:
        """Whether the line that ends at `end` stops in the middle of a sentence."""
        return self.text[end - 1] not in "。！？!?；;：:…”’」』）)】》."

    def _fitting(self, start: int, end: int, row: bool) -> Iterator[_Piece]:
        if end - start <= MOST:
            yield _Piece(start, end, row)
        else:
            yield from (_Piece(a, b, row) for a, b in self._sentences(start, end))

    def _sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A long paragraph in pieces of about equal length, cut at sentence ends."""
        share = (end - start) / -(-(end - start) // MOST)
        begin = last = start
        for first, stop in sentence_spans(self.text, start, end, wrapped=True):
            if last == begin:
                begin = first
            nearer = stop - begin - share > share - (last - begin)
            if last > begin and last - begin >= LEAST and (stop - begin > MOST or nearer):
                yield begin, last
                begin = first
            last = stop
            if last - begin > MOST:  # one long sentence, with a short one before it or alone
                *pieces, (begin, last) = cut_long(self.text, begin, last, MOST, LEAST)
                yield from pieces
        if last > begin:
            yield begin, last

    def _joined(self, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
        """Short pieces joined with a neighbour, rows of a table with each other, never above MOST characters."""
        spans: list[tuple[int, int, bool]] = []
        for piece in pieces:
            if spans:
                start, end, row = spans[-1]
                short = end - start < LEAST or piece.end - piece.start < LEAST
                if piece.end - start <= MOST and ((row and piece.row) or (short and row == piece.row)):
                    spans[-1] = (start, piece.end, row)
                    continue
                if end - start < LEAST and piece.end - start <= MOST:
                    spans[-1] = (start, piece.end, piece.row)
                    continue
            spans.append((piece.start, piece.end, piece.row))
        yield from ((start, end) for start, end, _ in spans)
