"""The outline of a report: its sections nested, what each is for, its items.

Pure; imports the other modules of structure. `outline` never fails: a text without any structure is one section.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.document import Document
from assistant.structure.contents import contents_lines
from assistant.structure.front_matter import (
    Front,
    closing_start,
    front,
    is_addressee,
    is_appendix,
    is_byline,
    is_note,
    is_title,
    squeezed,
)
from assistant.structure.headings import Candidate, Extent, candidates, entry_name
from assistant.structure.items import FoundItems, Item, find_items
from assistant.structure.lines import BLANKS, visible_lines
from assistant.structure.numbering import Style
from assistant.structure.residue import head, inside, related, tail
from assistant.structure.roles import Role, lead_role, names_a_role, role_of, roles_after
from assistant.structure.section import Outline, Section, SectionKind
from assistant.structure.sequence import Node, nest
from assistant.structure.structure_notices import Remarks
from assistant.structure.undivided import undivided

__all__ = ["Item", "Outline", "Role", "Section", "SectionKind", "outline"]

BODY_FOR_ROLE = 600
ENTRY_CHARS = 45


def outline(document: Document) -> Outline:
    """The outline of a document."""
    return _Assembly(document).outline()


@dataclass(slots=True)
class _Draft:
    """A section being made. first: index of its first line. node: its heading, None where it has none."""

    kind: SectionKind
    first: int
    node: Node | None = None
    extent: Extent | None = None
    role: Role | None = None
    children: list[_Draft] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a section stands: the id above it, its number and level, the roles of its parent, of the one before and of
    those after it that are named alike.
    """

    above: str
    number: int
    level: int
    parent: Role | None
    before: Role | None
    after: Role | None


class _Assembly:
    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.lines = visible_lines(document)
        self.remarks = Remarks()
        self.tables = [(line.start, line.end) for line in self.lines if line.table]
        self.unlabelled = 0
        self.title = ""

    # -- what lies where --------------------------------------------------------------------------------------------

    def outline(self) -> Outline:
        text, lines = self.text, self.lines
        drafts = self._drafts() if lines else []
        if not drafts and text:
            drafts = [_Draft("section", 0)]
        starts = [0] + [lines[draft.first].outer_start for draft in drafts[1:]]
        ends = [*starts[1:], len(text)]
        sections: list[Section] = []
        counter = 0
        before: Role | None = None
        after = self._roles_after(drafts, ends)
        for draft, start, end, alike in zip(drafts, starts, ends, after, strict=True) if drafts else ():
            counter += draft.node is not None and draft.node.style is not None
            sections.append(self._section(draft, start, end, _Place("", counter, 1, None, before, alike)))
            before = sections[-1].role
        return Outline(self.title, len(text), tuple(sections), self.remarks.notices(sections))

    def _drafts(self) -> list[_Draft]:
        text, lines = self.text, self.lines
        self.remarks.undivided(undivided(text, lines))
        contents = contents_lines(text, lines)
        listed = related(text, lines)
        every = self._without_title(candidates(text, lines, contents | frozenset(range(listed, len(lines)))))
        parts = self._parts(every)
        found = self._without_notes(every)
        end = parts[1] if len(parts) > 1 else len(lines)
        roots = self._nested([c for c in found if c.last < end], end)
        last_heading = max((n.candidate.last for root in roots for n in root.walk()), default=-1)
        in_parts = [c.last for c in found if c.first >= end and c.form >= 2]
        residue_start = tail(text, lines, max(last_heading, max(parts[1:], default=-1), *in_parts, -1))
        residue_start = min(residue_start, listed)
        stop = roots[0].candidate.first if roots else min(end, residue_start)
        residue = head(text, lines, stop) | contents
        numbered = next((c.first for c in found if c.label and c.form >= 1), None)
        drafts = self._front(front(text, lines, stop, residue, numbered))
        self.remarks.contents(bool(contents))
        residue -= contents
        main_end = min(end, residue_start)
        after = last_heading + 1 if roots else next((d.first + 1 for d in reversed(drafts)), 0)
        closing = closing_start(text, lines, after, main_end) if after < main_end else main_end
        if roots:
            drafts += [self._draft_of(root) for root in roots]
        else:
            drafts = self._headless(drafts, closing)
        if closing < main_end:
            drafts.append(_Draft("closing", closing))
        drafts += self._appendices(parts[1:], found, residue_start)
        if residue_start < len(lines):
            drafts.append(_Draft("residue", residue_start))
        self._remark_on(residue, residue_start)
        return drafts

    def _parts(self, found: Sequence[Candidate]) -> list[int]:
        """Indices of the lines at which the report and its appendices begin."""
        first = next((c.first for c in found if c.form >= 2), len(self.lines))
        parts = [0]
        for index, line in enumerate(self.lines):
            if index > first and line.end - line.start <= 12 and not line.table:
                words = squeezed(self.text[line.start : line.end])
                if is_appendix(words) and index + 1 < len(self.lines) and parts[-1] != index - 1:
                    parts.append(index)
        return parts

    def _without_title(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Leave out the title, where the file marks it as a heading of the first level."""
        marked = [c for c in found if c.label is None]
        if marked and marked[0] is found[0] and marked[0].first == 0:
            alone = all(c.level > marked[0].level for c in marked[1:])
            if alone or is_title(squeezed(self._words(0))):
                return list(found[1:])
        return list(found)

    def _without_notes(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Leave out the numbers of a list of enclosures (`附件：1. …… 2. ……`)."""
        kept: list[Candidate] = []
        note = -1
        for candidate in found:
            above = candidate.first - 1
            if above > note:
                line = self.lines[above] if above >= 0 else None
                if line is not None and is_note(self.text[line.start : line.start + 12]):
                    note = above
            if note >= 0 and candidate.first == note + 1 and candidate.label and candidate.label.style is Style.ARABIC:
                note = candidate.last
                continue
            kept.append(candidate)
        return kept

    def _nested(self, found: list[Candidate], end: int) -> Sequence[Node]:
        if not any(c.label is None for c in found):
            outermost = {c.label.style for c in found if c.label and c.form >= 2}
            bare = self._bare(found, end, lost=bool(outermost & {Style.CHINESE, Style.PART, Style.CHAPTER}))
            found = sorted([*found, *bare], key=lambda c: c.first)
        roots = nest(found)
        return () if self._is_list(roots) else roots

    def _is_list(self, roots: Sequence[Node]) -> bool:
        """Whether the only numbers are those of a list in running text: `存在以下隐患：1.……；2.……；3.……。`"""
        if len(roots) < 2 or any(n.style not in (Style.ARABIC, Style.BRACKETED_ARABIC) for n in roots):
            return False
        above = roots[0].candidate.first - 1
        if above < 0 or self._words(above)[-1] not in "：:":
            return False
        lines = [n.candidate.first for n in roots]
        together = lines == list(range(lines[0], lines[0] + len(lines)))
        return together and all(self._words(line)[-1] in "；;" for line in lines[:-1])

    def _bare(self, found: Sequence[Candidate], end: int, *, lost: bool) -> list[Candidate]:
        """Lines that are nothing but the name of a role (`存在的问题`): headings of a report without outer numbers.

        lost: the report has such numbers; the line may have lost its own.
        """
        taken = {line for c in found for line in range(c.first, c.last + 1)}
        bare: list[Candidate] = []
        sides: list[Candidate] = []
        for index, line in enumerate(self.lines[: end - 1]):
            if index in taken or line.table or not 2 <= line.end - line.start <= 20:
                continue
            words = self.text[line.start : line.end]
            extent = Extent(line.start, line.end - (words[-1] in "：:"), line.end, "line", 3)
            if words[-1] not in "。；;！!，,、" and names_a_role(words.rstrip("：:")) and index:
                bare.append(Candidate(index, index, None, extent, 5, 0 if lost else 1, lost))
            elif words.rstrip("：:").endswith("方面") and index:
                sides.append(Candidate(index, index, None, extent, 5, 0, lost=True, side=True))
        return [*(bare if lost or len(bare) >= 2 else []), *sides]

    # -- the parts without numbers ----------------------------------------------------------------------------------

    def _front(self, found: Front) -> list[_Draft]:
        drafts: list[_Draft] = []
        lines = self.lines
        for index, kind in enumerate(found.kinds):
            if drafts and drafts[-1].kind == kind:
                continue
            draft = _Draft(kind, index)
            if kind == "title":
                stop = next((i for i in range(index, len(found.kinds)) if found.kinds[i] != kind), len(found.kinds))
                own = [i for i in found.title if index <= i < stop]
                if not own and not found.title and not (index and is_byline(self._words(index))):
                    own = [index]
                if own:  # else only what stands below a title: a date, a speaker's name
                    span = lines[own[0]].start, lines[own[-1]].end
                    draft.extent = Extent(*span, span[1], "line", 3)
                    if found.title:
                        self.title = self.title or self._joined(found.title)
            drafts.append(draft)
        return drafts

    def _joined(self, title: Sequence[int]) -> str:
        whole = squeezed("".join(self.text[self.lines[i].start : self.lines[i].end] for i in title))
        if whole.startswith("《") and whole.endswith("》") and whole.count("《") == 1:
            return whole[1:-1]
        return whole

    def _headless(self, drafts: list[_Draft], end: int) -> list[_Draft]:
        """A report without headings: its opening, then a section wherever a paragraph announces another role."""
        opening = next((d.first for d in drafts if d.kind == "opening"), None)
        if opening is None:
            title = next((i for i, d in enumerate(drafts) if d.kind == "title"), None)
            if title is not None and not is_title(self.title):
                drafts[title], self.title = _Draft("section", drafts[title].first), ""
            return drafts
        drafts = [d for d in drafts if d.first < opening]
        first = opening
        while first < end and is_addressee(self._words(first)) and len(self._words(first)) <= 40:
            first += 1
        if first < end - 1 and self._opens(self._words(first)):
            first += 1
        if first > opening:
            drafts.append(_Draft("opening", opening))
        current: Role | None = None
        for index in range(first, end):
            role = None if self.lines[index].table else lead_role(self._words(index))
            if index == first or (role is not None and role != current):
                drafts.append(_Draft("section", index, role=role))
                current = role
        return drafts

    def _words(self, index: int) -> str:
        return self.text[self.lines[index].start : self.lines[index].end]

    @staticmethod
    def _opens(words: str) -> bool:
        return words[-1] in "：:" or any(cue in words for cue in ("如下", "现将", "要求，", "安排，", "部署，", "代表", "会议，"))

    def _appendices(self, parts: Sequence[int], found: Sequence[Candidate], stop: int) -> list[_Draft]:
        drafts = []
        for position, first in enumerate(parts):
            end = min(parts[position + 1] if position + 1 < len(parts) else stop, stop)
            if first >= end:
                continue
            last = first
            following = self.lines[first + 1] if first + 1 < end else None
            inner = [c for c in found if first < c.first and c.last < end]
            if following and not (inner and inner[0].first == first + 1) and not following.table:
                words = self._words(first + 1)
                if len(words) <= 40 and words[-1] not in "。；;：:，,":
                    last = first + 1
            span = self.lines[first].start, self.lines[last].end
            draft = _Draft("section", first, extent=Extent(*span, span[1], "line", 3), role="other")
            roots = nest([c for c in inner if c.first > last])
            draft.children = [self._draft_of(root, "other") for root in roots]
            drafts.append(draft)
        return drafts

    def _draft_of(self, node: Node, role: Role | None = None) -> _Draft:
        draft = _Draft("section", node.candidate.first, node, node.candidate.extent, role)
        draft.children = [self._draft_of(child, role) for child in node.children]
        return draft

    # -- making the sections ----------------------------------------------------------------------------------------

    def _section(self, draft: _Draft, start: int, end: int, place: _Place) -> Section:
        label = draft.node.label_text if draft.node else None
        written = draft.node.label if draft.node else None
        if label is None:
            self.unlabelled += 1
            section_id = f"u{self.unlabelled}"
        else:
            section_id = f"{place.above}.{place.number}" if place.above else f"{place.number}"
        extent = draft.extent or self._no_heading(start, end)
        starts = [self.lines[child.first].outer_start for child in draft.children]
        own_end = starts[0] if starts else end
        if draft.node is not None:
            extent = self._entry(extent, own_end, bool(starts))
        body_start, body_end = self._body(extent.content, end)
        role = self._role(draft, self.text[extent.start : extent.end], body_start, body_end, place)
        counter, children = 0, []
        before: Role | None = None
        ends = [*starts[1:], end][: len(starts)]
        after = self._roles_after(draft.children, ends)
        for child, first, last, alike in zip(draft.children, starts, ends, after, strict=True):
            labelled = child.node is not None and child.node.style is not None
            counter += labelled
            below = _Place(section_id, counter, place.level + (label is not None), role, before, alike)
            children.append(self._section(child, first, last, below))
            before = children[-1].role
        found = FoundItems()
        if draft.kind in ("section", "opening"):
            found = find_items(self.text, min(extent.content, own_end), own_end, self.tables)
        section = Section(
            id=section_id,
            label=label,
            written_label=None if label is None else self.text[written.start : written.end] if written else "",
            heading=self.text[extent.start : extent.end],
            heading_start=extent.start,
            heading_end=extent.end,
            level=place.level if label is not None else 0,
            role=role,
            start=start,
            end=end,
            items=found.items,
            children=tuple(children),
            body_start=body_start,
            body_end=body_end,
            kind=draft.kind,
        )
        if draft.node:
            self.remarks.label(section, draft.node.trouble)
        self.remarks.items(section, [(doubt, self.text[doubt.item.start : doubt.item.end]) for doubt in found.doubts])
        return section

    def _no_heading(self, start: int, end: int) -> Extent:
        piece = self.text[start:end]
        at = start + len(piece) - len(piece.lstrip(BLANKS + "\n"))
        return Extent(at, at, at, "line", 0)

    def _entry(self, extent: Extent, own_end: int, has_children: bool) -> Extent:
        """A numbered sentence with nothing below it is its own body."""
        if extent.shape != "line" or has_children or extent.start == extent.end:
            return extent
        rest = self.text[extent.end : own_end]
        line = rest.split("\n", 1)[0]
        if rest.strip(BLANKS + "\n。；;！!？?") or not (extent.end - extent.start > ENTRY_CHARS or set(line) & set("。；;！!")):
            return extent
        long = extent.end - extent.start > ENTRY_CHARS
        end = entry_name(self.text, extent.start, extent.end) if long else extent.end
        return Extent(extent.start, end, extent.start, "entry", extent.form)

    def _body(self, content: int, end: int) -> tuple[int, int]:
        piece = self.text[content:end]
        visible = piece.strip(BLANKS + "\n")
        if not visible:
            return content, content
        start = content + piece.index(visible[0])
        return start, start + len(visible)

    def _role(self, draft: _Draft, heading: str, start: int, end: int, place: _Place) -> Role:
        if draft.kind in ("opening", "closing"):
            return "opening" if draft.kind == "opening" else "closing"
        if draft.kind in ("title", "residue"):
            return "other"
        if draft.role is not None:
            return draft.role
        body = self.text[start : min(end, start + BODY_FOR_ROLE)]
        return role_of(heading, body, place.parent, place.before, place.after)

    def _roles_after(self, drafts: Sequence[_Draft], ends: Sequence[int]) -> list[Role | None]:
        """For each section the role of those named alike right after it."""
        parts = []
        for draft, end in zip(drafts, ends, strict=False):
            extent = draft.extent if draft.node else None
            heading = self.text[extent.start : extent.end] if extent else ""
            body = self.text[extent.content : min(end, extent.content + BODY_FOR_ROLE)] if extent else ""
            parts.append((heading, body))
        return roles_after(parts)

    def _remark_on(self, residue: frozenset[int], residue_start: int) -> None:
        words = [self._words(i) for i in sorted(residue)]
        self.remarks.residue("head", words)
        self.remarks.residue("tail", [self._words(i) for i in range(residue_start, len(self.lines))])
        first = max(residue, default=-1) + 1
        self.remarks.residue("inside", [self._words(i) for i in inside(self.text, self.lines, first, residue_start)])
