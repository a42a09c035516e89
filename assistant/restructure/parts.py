"""The parts of a text, told from its outline: sections, items, paragraphs, sentences, whose spans tile the text.

Pure; imports part, the document, the outline and item_labels. Ids are positions: `2.3` (a section, as in the outline),
`2.3/p1` (a paragraph of its own text), `2.3/i2` (an item), `2.3/i2/s1` (a sentence). Valid for one version.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.document import Document, Span
from assistant.restructure.item_labels import ItemLabel, read_item_label
from assistant.restructure.part import EDGES, FIXED, Part, PartKind, Parts
from assistant.structure.items import Item
from assistant.structure.lines import BLANKS
from assistant.structure.outline import Outline, Section
from assistant.structure.sentences import sentence_spans

__all__ = ["EDGES", "FIXED", "Part", "PartKind", "Parts", "parts_of"]

_WHITE = BLANKS + "\n"
_WRAPPED = 20  # a line of so many characters that stops in the middle of a sentence goes on in the next line
_FINAL = "。！？!?；;：:…”’」』）)】》."


def parts_of(document: Document, outline: Outline) -> Parts:
    """The parts of a document whose outline is `outline`."""
    builder = _Builder(document)
    roots = tuple(builder.section(section) for section in outline.sections)
    by_id: dict[str, Part] = {}
    above: dict[str, str] = {}
    pending: list[tuple[Part, str]] = [(root, "") for root in roots]
    while pending:
        part, parent = pending.pop()
        by_id[part.id] = part
        if parent:
            above[part.id] = parent
        pending.extend((child, part.id) for child in part.children)
    return Parts(document, outline, roots, by_id, above)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of prose, or several: wrapped by hand, rows of one table. start: where its white space begins."""

    start: int
    end: int
    text_start: int
    text_end: int
    table: bool = False
    generated: int = 0  # where a number that Word generated ends


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item as it stands in the text."""

    start: int
    end: int


class _Builder:
    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.paragraphs = document.paragraphs
        self.starts = [paragraph.start for paragraph in document.paragraphs]
        self.generated = {span.start: span.end for span in document.generated if span.end > span.start}

    def section(self, section: Section) -> Part:
        own_end = section.children[0].start if section.children else section.end
        text_start, text_end = self._visible(section.start, section.end)
        label = self._label(section)
        if section.kind in FIXED:
            return Part(
                section.id,
                "section",
                section.start,
                section.end,
                section.end,
                text_start,
                text_end,
                section=section,
            )
        head_end = self._head_end(section, own_end, label)
        children = self._blocks(section.id, head_end, own_end, section.items)
        if not children:
            head_end = own_end
        children += [self.section(child) for child in section.children]
        return Part(
            section.id, "section", section.start, section.end, head_end, text_start, text_end, tuple(children), label,
            section=section,
        )  # fmt: skip

    def _label(self, section: Section) -> Span:
        if not section.written_label:
            at = section.heading_start
            return Span(at, at)
        at = self.text.rfind(section.written_label, section.start, section.heading_start)
        return (
            Span(at, at + len(section.written_label))
            if at >= 0
            else Span(section.heading_start, section.heading_start)
        )

    def _head_end(self, section: Section, own_end: int, label: Span) -> int:
        if section.kind in EDGES or (section.label is None and section.heading_start == section.heading_end):
            return section.start
        if section.heading and section.body_start == section.heading_start:
            return section.heading_start
        line_end = self.text.find("\n", max(section.heading_end, label.end), own_end)
        line_end = own_end if line_end < 0 else line_end
        if section.heading_end <= section.body_start < line_end:
            return section.body_start
        return min(line_end + 1, own_end)

    def _visible(self, start: int, end: int) -> tuple[int, int]:
        piece = self.text[start:end]
        left = piece.lstrip(_WHITE)
        if not left:
            return start, start
        start = end - len(left)
        return start, start + len(left.rstrip(_WHITE))

    # -- the section's own text -------------------------------------------------------------------------------------

    def _lines(self, start: int, end: int) -> list[_Line]:
        """The lines of `[start, end)`, wrapped ones and rows of a table joined; each up to where the next begins."""
        found: list[_Line] = []
        index = max(0, bisect_right(self.starts, start) - 1)
        begin = start
        while index < len(self.paragraphs) and (self.paragraphs[index].start < end or index == 0):
            paragraph = self.paragraphs[index]
            index += 1
            first, last = self._visible(max(paragraph.start, start), min(paragraph.end, end))
            if first == last:
                continue
            line_start = begin if not found else max(paragraph.start, start)
            table = paragraph.container == "table"
            line = _Line(line_start, end, first, last, table, self.generated.get(first, 0))
            if found and self._goes_on(found[-1], line):
                found[-1] = _Line(
                    found[-1].start, end, found[-1].text_start, last, table, found[-1].generated
                )
                continue
            if found:
                above = found[-1]
                found[-1] = _Line(
                    above.start, line_start, above.text_start, above.text_end, above.table, above.generated
                )
            found.append(line)
        return found

    def _goes_on(self, above: _Line, line: _Line) -> bool:
        if above.table or line.table:
            return above.table and line.table
        return (
            self.text[above.text_end - 1] not in _FINAL
            and above.text_end
            - (self.text.rfind("\n", above.text_start, above.text_end) + 1 or above.text_start)
            >= _WRAPPED
            and not line.generated
            and self.text[above.text_end : line.text_start] == "\n"
        )

    def _blocks(self, above: str, start: int, end: int, items: Sequence[Item]) -> list[Part]:
        if not self.text[start:end].strip(_WHITE):
            return []
        lines = self._lines(start, end)
        entries = self._entries(lines, items, start, end)
        names = {entry.start: f"{above}/i{n}" for n, entry in enumerate(entries, start=1)}
        found: list[Part] = []
        counter = 0
        for first, stop, entry in self._segments(lines, entries, start, end):
            if entry is not None:
                found.append(self._item(names[entry.start], first, stop, entry, lines))
                continue
            for line in self._clipped(lines, first, stop):
                counter += 1
                inside = [e for e in entries if line.start <= e.start and e.end <= line.end]
                found.append(self._paragraph(f"{above}/p{counter}", line, inside, names, start))
        return found

    def _entries(self, lines: Sequence[_Line], items: Sequence[Item], start: int, end: int) -> list[_Entry]:
        found = [_Entry(item.start, item.end) for item in items if start <= item.start and item.end <= end]
        for line in lines:
            taken = any(e.start <= line.text_start < e.end for e in found)
            if line.generated and not taken and line.generated < line.text_end:
                found.append(_Entry(line.text_start, line.text_end))
        inside_line = [e for e in found if not any(o is not e and o.start < e.start < o.end for o in found)]
        said = [e for e in inside_line if self.text[self._item_label(e).end : e.end].strip(_WHITE)]
        return sorted(said, key=lambda e: e.start)

    def _segments(
        self, lines: Sequence[_Line], entries: Sequence[_Entry], start: int, end: int
    ) -> Iterator[tuple[int, int, _Entry | None]]:
        """`[start, end)` cut where items begin and end that are not within one paragraph."""
        starts = [line.text_start for line in lines]
        position = start
        for entry in entries:
            first = lines[max(0, bisect_right(starts, entry.start) - 1)]
            last = lines[max(0, bisect_left(starts, entry.end) - 1)]
            leads, ends = entry.start == first.text_start, entry.end >= last.text_end
            if first is last and not (leads and ends):
                continue
            begin = max(first.start if leads else entry.start, position)
            stop = last.end if ends else entry.end
            if not self.text[position:begin].strip(_WHITE):
                begin = position
            if begin > position:
                yield position, begin, None
            yield begin, stop, entry
            position = stop
        if position < end:
            yield position, end, None

    def _item(self, item_id: str, start: int, end: int, entry: _Entry, lines: Sequence[_Line]) -> Part:
        label = self._item_label(entry)
        text_start, text_end = self._visible(start, end)
        inner = self._clipped(lines, label.end, end)
        children: tuple[Part, ...]
        if len(inner) > 1 or (inner and inner[0].table):
            children = tuple(
                self._paragraph(f"{item_id}/p{n}", line, (), {}, label.end)
                for n, line in enumerate(inner, start=1)
            )
        else:
            children = self._sentences(item_id, label.end, end)
        head_end = label.end if children else end
        return Part(
            item_id, "item", start, end, head_end, text_start, text_end, children, Span(entry.start, label.end), label,
            continues=self._within_line(start, text_start),
        )  # fmt: skip

    def _clipped(self, lines: Sequence[_Line], start: int, end: int) -> list[_Line]:
        """The lines within `[start, end)`, those at its edges cut there; they tile it."""
        pieces = []
        for line in lines:
            if line.text_start < end and start < line.text_end:
                first, last = self._visible(max(line.text_start, start), min(line.text_end, end))
                if first < last:
                    pieces.append((line, first, last))
        found: list[_Line] = []
        for n, (line, first, last) in enumerate(pieces):
            begin = start if n == 0 else found[-1].end
            stop = end if n + 1 == len(pieces) else pieces[n + 1][0].start
            found.append(_Line(begin, stop, first, last, line.table, line.generated))
        return found

    def _item_label(self, entry: _Entry) -> ItemLabel:
        generated = self.generated.get(entry.start, 0)
        if generated:
            written = self.text[entry.start : generated]
            number = read_item_label(written + "文", 0, len(written) + 1)
            if number.numeral and number.end <= len(written):
                after = written[len(number.before) + len(number.numeral) :]
                return ItemLabel(
                    number.family, number.number, number.before, number.numeral, after, generated
                )
            return ItemLabel("", None, written, "", "", generated)
        return read_item_label(self.text, entry.start, entry.end)

    def _paragraph(
        self, part_id: str, line: _Line, inside: Sequence[_Entry], names: dict[int, str], from_: int
    ) -> Part:
        if line.table:
            return Part(
                part_id, "table", line.start, line.end, line.text_start, line.text_start, line.text_end,
                (self._leaf(f"{part_id}/s1", line.text_start, line.end, line.text_start, line.text_end),),
            )  # fmt: skip
        children: list[Part] = []
        position = line.text_start
        for n, entry in enumerate(inside):
            stop = inside[n + 1].start if n + 1 < len(inside) else line.end
            if entry.start > position:
                children += self._sentences(
                    part_id, position, entry.start, sum(c.kind == "sentence" for c in children)
                )
            if n + 1 < len(inside) and self.text[entry.end : stop].strip(_WHITE):
                stop = entry.end
            label = self._item_label(entry)
            inner = self._sentences(names[entry.start], label.end, stop)
            children.append(
                Part(
                    names[entry.start],
                    "item",
                    entry.start,
                    stop,
                    label.end if inner else stop,
                    entry.start,
                    entry.end,
                    inner,
                    Span(entry.start, label.end),
                    label,
                    continues=entry.start > line.text_start,
                )
            )
            position = stop
        if position < line.end:
            children += self._sentences(
                part_id, position, line.end, sum(c.kind == "sentence" for c in children)
            )
        return Part(
            part_id, "paragraph", line.start, line.end, line.text_start, line.text_start, line.text_end,
            tuple(children), continues=self._within_line(line.start, line.text_start),
        )  # fmt: skip

    def _within_line(self, start: int, text_start: int) -> bool:
        line = self.text.rfind("\n", 0, text_start) + 1
        return bool(self.text[line:text_start].strip(BLANKS)) or (start > line and start > 0 and line < start)

    def _sentences(self, above: str, start: int, end: int, done: int = 0) -> tuple[Part, ...]:
        spans = list(sentence_spans(self.text, start, end, wrapped=True))
        found = []
        for n, (first, last) in enumerate(spans):
            stop = spans[n + 1][0] if n + 1 < len(spans) else end
            begin = start if n == 0 else first
            found.append(self._leaf(f"{above}/s{done + n + 1}", begin, stop, first, last))
        return tuple(found)

    @staticmethod
    def _leaf(part_id: str, start: int, end: int, text_start: int, text_end: int) -> Part:
        return Part(part_id, "sentence", start, end, start, text_start, text_end)
