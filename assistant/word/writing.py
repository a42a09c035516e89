"""The steps of a plan carried out in a Word file's XML. Imports lxml, documents, changes and the parts of this package."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

from lxml import etree

from assistant.changes.edits import Edit, edits_between
from assistant.documents.lines import Line
from assistant.documents.word_body import Body
from assistant.documents.word_numbering import Numbering
from assistant.documents.word_package import w
from assistant.word.boxes import pieces_of_twin, twins
from assistant.word.expectation import Expectation
from assistant.word.fields import in_fields, is_balanced
from assistant.word.host import Host
from assistant.word.numbers import Numbered, settle
from assistant.word.paragraphs import (
    LookedText,
    add_after,
    add_before,
    inherited,
    new_paragraph,
    remove,
    take_number_away,
    vanishing,
    without_number,
)
from assistant.word.places import Gap
from assistant.word.plan import Added, Kept, Removed, Step
from assistant.word.remarks import Stretch
from assistant.word.revisions import Revisions
from assistant.word.runs import properties_of
from assistant.word.sequence import Addition, additions, with_additions
from assistant.word.units import Segment, Unit, units
from assistant.word.values import UnplacedError
from assistant.wording import Notice

_PPR = w("pPr")
_MOST_EXAMPLES = 3
_SHORTEST_HALF = 4  # characters by which the half of a divided paragraph is known


class Writing:
    """Changes one file.

    expected: what the proof is to find; lines: what the file must read afterwards; places: line of the new text → where it stands; place: the line that
    was worked on last, for messages.
    """

    def __init__(
        self,
        root: etree._Element,
        body: Body,
        numbering: Numbering,
        revisions: Revisions,
        lines: Sequence[Line],
    ) -> None:
        self.units = units(lines)
        self.notices: list[Notice] = []
        self.lines: list[str] = []
        self.places: dict[int, list[Stretch]] = {}
        self.place = ""
        self._numbering = numbering
        self._revisions = revisions
        self._in_fields = in_fields(root)
        self.expected = Expectation(root)
        self._numbered = {p: Numbered(p.find(_PPR), label) for p, label in body.numbers if p is not None}

    def carry_out(self, steps: Sequence[Step]) -> None:
        """Write the steps into the file. Raises UnplacedError."""
        losing = [s.unit.paragraph for s in steps if isinstance(s, Removed) and s.unit.segments]
        vanish = vanishing(losing, tracked=self._revisions.on)
        for step in steps:
            if isinstance(step, Kept) and step.changed and not step.unit.fixed:
                self._numbered[step.unit.paragraph].text = "\n".join(step.lines)
            elif isinstance(step, Removed) and step.unit.segments and step.unit.paragraph not in vanish:
                self._numbered[step.unit.paragraph].text = ""
        added = list(additions(steps, self.units))
        settle(with_additions([*self._numbered.items()], added, vanish), self._numbering)
        self._tell_numbers(vanish, added)
        if self._revisions.on:
            steps = list(self._with_freed_anew(steps, added, vanish))
        self._write(steps, added, vanish)
        self._tell_lines(steps, added, vanish)

    def _with_freed_anew(
        self, steps: Sequence[Step], added: list[Addition], vanish: set[etree._Element]
    ) -> Iterator[Step]:
        """A paragraph whose number was typed over goes, and a new one without a number comes.

        LibreOffice does not give a number back when a tracked change of a paragraph's properties is refused.
        """
        going = [
            s.unit.paragraph
            for s in steps
            if not isinstance(s, Added)
            and (self._is_freed(s) or (isinstance(s, Removed) and s.unit.segments))
        ]
        gone = vanishing(going, tracked=True)
        for step in steps:
            if (
                not isinstance(step, Kept)
                or not self._is_freed(step)
                or not gone >= vanish | {step.unit.paragraph}
            ):
                yield step
                continue
            unit = step.unit
            numbered = self._numbered[unit.paragraph]
            vanish.add(unit.paragraph)
            anew = Added(step.first, step.lines[0])
            new = Numbered(
                without_number(inherited(unit.paragraph)), text=anew.text, is_new=True, body=numbered.body
            )
            added.append(Addition([anew], Gap(unit.paragraph, None), [unit], [new]))
            yield Removed(unit)
            yield anew

    def _is_freed(self, step: Step) -> bool:
        """Whether a step takes the number of a paragraph of one line away."""
        if not isinstance(step, Kept) or step.unit.fixed or step.unit.count > 1 or len(step.lines) > 1:
            return False
        return self._numbered[step.unit.paragraph].freed

    def _write(self, steps: Sequence[Step], added: Sequence[Addition], vanish: set[etree._Element]) -> None:
        looks = [
            [self._looked(n.body, m, a.around) for n, m in zip(a.numbered, a.models, strict=True)]
            for a in added
        ]
        slot_of_line: dict[int, int] = {}
        for slot, step in enumerate(steps):
            self._revisions.slot = slot
            if isinstance(step, Kept):
                self.place = step.unit.lines[0]
                if step.changed:
                    self._change(step)
            elif isinstance(step, Removed):
                if not step.unit.segments:
                    raise UnplacedError("box")
                self.place = step.unit.lines[0]
                self._empty(step.unit, step.unit.paragraph in vanish)
            else:
                slot_of_line[step.first] = slot
        for addition, look in zip(added, looks, strict=True):
            self.place = addition.steps[0].text
            self._add(addition, look, slot_of_line[addition.steps[0].first])
        for slot, step in reversed([*enumerate(steps)]):
            if isinstance(step, Removed) and step.unit.paragraph in vanish:
                self._revisions.slot = slot
                for paragraph in (step.unit.paragraph, *twins(step.unit.paragraph)):
                    self.expected.remove(paragraph)
                    remove(paragraph, self._revisions)

    # Paragraphs that stay.

    def _change(self, step: Kept) -> None:
        unit = step.unit
        if not unit.segments:
            raise UnplacedError("box")
        if unit.fixed:
            self._change_row(step)
            return
        numbered = self._numbered[unit.paragraph]
        segment = unit.segments[0]
        old = "".join(text for text, _ in segment.pieces)
        edits = edits_between(old, numbered.body)
        for host in self._hosts(segment):
            if numbered.freed:
                take_number_away(host.paragraph, self._revisions)
            self.expected.change(host, edits)
            host.change(edits)

    def _change_row(self, step: Kept) -> None:
        """Change a line over several paragraphs, cell by cell; what is between them stays."""
        if len(step.lines) != 1:
            raise UnplacedError("table")
        by_segment: dict[int, list[Edit]] = {}
        position = 0
        old_cells, new_cells = step.unit.lines[0].split("\t"), step.lines[0].split("\t")
        if len(old_cells) != len(new_cells):
            raise UnplacedError("table")
        stretches = [Stretch(s.start, s.paragraph, 0) for s in step.unit.segments]
        for old, new in zip(old_cells, new_cells, strict=True):
            for edit in edits_between(old, new):
                start, end = position + edit.start, position + edit.end
                number = _segment_around(step.unit.segments, start, end)
                segment = step.unit.segments[number]
                begin = segment.start + len(segment.label)
                by_segment.setdefault(number, []).append(Edit(start - begin, end - begin, edit.replacement))
                for later in range(number + 1, len(stretches)):
                    s = stretches[later]
                    stretches[later] = Stretch(s.start + edit.growth, s.paragraph, s.offset)
            position += len(old) + 1
        for number, edits in by_segment.items():
            for host in self._hosts(step.unit.segments[number]):
                self.expected.change(host, edits)
                host.change(edits)
        labels = [len(s.label) for s in step.unit.segments]
        self.places[step.first] = [
            Stretch(s.start + n, s.paragraph, 0) for s, n in zip(stretches, labels, strict=True)
        ]

    # Paragraphs that come and go.

    def _empty(self, unit: Unit, vanishes: bool) -> None:
        """Take the text out of a paragraph; one that vanishes may lose fields too."""
        for host in self._hosts(unit.segments[0]):
            if not is_balanced(host.paragraph):
                raise UnplacedError("field")
            if not vanishes:
                if self._numbered[unit.paragraph].freed:
                    take_number_away(host.paragraph, self._revisions)
                edits = [Edit(0, len(host.text), "")] if host.text else []
                self.expected.change(host, edits)
                host.change(edits)
            elif self._revisions.on:
                host.strike()

    def _add(self, addition: Addition, looks: Sequence[Sequence[LookedText]], slot: int) -> None:
        made = [
            new_paragraph(look, numbered.properties)
            for numbered, look in zip(addition.numbered, looks, strict=True)
        ]
        texts = [numbered.body for numbered in addition.numbered]
        for step, numbered, paragraph in zip(addition.steps, addition.numbered, made, strict=True):
            self.places[step.first] = [Stretch(len(step.text) - len(numbered.body), paragraph, 0)]
        gap = addition.gap
        block = gap.after if gap.after is not None else gap.before
        assert block is not None  # a gap has one side
        sides = [block, *(twins(block) if block.tag == w("p") else ())]
        copies = [made, *(copy.deepcopy(made) for _ in sides[1:])]
        for side, new in zip(sides, copies, strict=True):
            if gap.after is not None:
                self.expected.add_after(side, texts)
                add_after(side, new, self._revisions, slot)
            else:
                self.expected.add_before(side, texts)
                add_before(side, new, self._revisions, slot)

    def _looked(self, text: str, model: Unit | None, around: Sequence[Unit | None]) -> list[LookedText]:
        """How a new paragraph is set: as before where it is the half of a paragraph that was divided."""
        for unit in around:
            if unit is None or unit.fixed or len(text) < _SHORTEST_HALF:
                continue
            pieces = unit.segments[0].pieces
            at = "".join(piece for piece, _ in pieces).find(text)
            if at >= 0:
                return list(_slice(pieces, at, at + len(text)))
        return [(text, self._look(model))]

    def _look(self, model: Unit | None) -> etree._Element | None:
        if model is None:
            return None
        look = Host(model.paragraph, model.segments[0].pieces, self._in_fields, self._revisions).dominant()
        if look is None:
            look = model.paragraph.find(f"{_PPR}/{w('rPr')}")
        return None if look is None else copy.deepcopy(look)

    def _hosts(self, segment: Segment) -> Iterator[Host]:
        """The paragraph of a segment, and its twins in the other version of a text box."""
        others = [
            (twin, pieces_of_twin(segment.pieces, segment.paragraph, twin))
            for twin in twins(segment.paragraph)
        ]
        for paragraph, pieces in [(segment.paragraph, segment.pieces), *others]:
            yield Host(paragraph, pieces, self._in_fields, self._revisions)

    # What is told.

    def _tell_numbers(self, vanish: set[etree._Element], added: Sequence[Addition]) -> None:
        moved = [
            (n.label.strip(), n.shown.strip())
            for p, n in self._numbered.items()
            if p not in vanish and not n.freed and n.label != n.shown
        ]
        for new in (n for addition in added for n in addition.numbered if n.shown):
            typed = (new.text or "").strip()[: -len(new.body) or None].strip()
            if typed != new.shown.strip():
                moved.append((typed, new.shown.strip()))
        if moved:
            examples = "、".join(f"{old} → {new}" for old, new in moved[:_MOST_EXAMPLES])
            self.notices.append(Notice("word_numbers_follow", {"count": len(moved), "examples": examples}))

    def _tell_lines(
        self, steps: Sequence[Step], added: Sequence[Addition], vanish: set[etree._Element]
    ) -> None:
        """Note what the file must read, and where the lines of the new text stand in it."""
        numbered_of_line = {s.first: n for a in added for s, n in zip(a.steps, a.numbered, strict=True)}
        for step in steps:
            if isinstance(step, Kept) and step.unit.fixed:
                self.lines.append(self._row(step))
            elif isinstance(step, Kept):
                self._tell_kept(step)
            elif isinstance(step, Removed):
                if step.unit.paragraph not in vanish:
                    self.lines.append(self._numbered[step.unit.paragraph].shown)
            else:
                numbered = numbered_of_line[step.first]
                self.lines.append(numbered.shown + numbered.body)

    def _tell_kept(self, step: Kept) -> None:
        segment = step.unit.segments[0]
        numbered = self._numbered[step.unit.paragraph]
        body = numbered.body if step.changed else step.unit.text[len(segment.label) :]
        self.lines += (numbered.shown + body).split("\n")
        offset = 0
        for n, (line, own) in enumerate(zip(step.lines, body.split("\n"), strict=True)):
            self.places[step.first + n] = [Stretch(len(line) - len(own), step.unit.paragraph, offset)]
            offset += len(own) + 1

    def _row(self, step: Kept) -> str:
        """A row's new text with the numbers that Word will show in it."""
        if step.first not in self.places:
            self.places[step.first] = [
                Stretch(s.start + len(s.label), s.paragraph, 0) for s in step.unit.segments
            ]
        text = step.lines[0]
        for stretch, segment in reversed([*zip(self.places[step.first], step.unit.segments, strict=True)]):
            if segment.label:
                shown = self._numbered[segment.paragraph].shown
                text = text[: stretch.start - len(segment.label)] + shown + text[stretch.start :]
        return text


def _slice(pieces: Sequence[tuple[str, etree._Element]], start: int, end: int) -> Iterator[LookedText]:
    position = 0
    for text, element in pieces:
        part = text[max(0, start - position) : max(0, end - position)]
        position += len(text)
        if part:
            look = properties_of(element)
            yield part, None if look is None else copy.deepcopy(look)


def _segment_around(segments: Sequence[Segment], start: int, end: int) -> int:
    """The segment whose text, its number aside, holds [start, end)."""
    for number, segment in enumerate(segments):
        if segment.start + len(segment.label) <= start and end <= segment.end:
            return number
    raise UnplacedError("table")
