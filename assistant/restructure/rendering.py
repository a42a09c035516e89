"""A tree of parts written out as text again: lines, indents and blank lines as the surrounding text has them.

Pure; imports labels and tree. What stands beside each other as before keeps what stood between; what is new beside each
other takes what is usual in this draft. A tree that nothing was done to gives its text back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.document import Span
from assistant.restructure.labels import Labels, NewLabel
from assistant.restructure.pieces import Piece, PieceKind
from assistant.restructure.tree import Node, Tree
from assistant.structure.lines import BLANKS

LineKind = Literal["fixed", "head", "body", "edge"]

_WHITE = BLANKS + "\n"
_ENDED = "。！？!?；;：:，,、…”’」』）)】》."


@dataclass(slots=True)
class _Line:
    kind: LineKind
    start: int = -1  # where it stood, its indent included; -1 for a new line
    end: int = -1
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Usual:
    """gaps: between lines of two kinds; gap: between any. head, body: indents of headings and of text."""

    gaps: dict[tuple[LineKind, LineKind], str]
    gap: str
    head: str
    body: str


def render(tree: Tree, labels: Labels, like: Usual | None = None) -> tuple[list[Piece], Usual]:
    """The pieces of a tree's text. like: what is usual, from the rendering of the tree before anything was done."""
    writer = _Writer(tree, labels, like)
    for section in tree.root.sections:
        writer.section(section)
    usual = like or _usual(tree.parts.text, writer.lines)
    return writer.joined(usual), usual


class _Writer:
    def __init__(self, tree: Tree, labels: Labels, like: Usual | None) -> None:
        self.tree, self.labels, self.like = tree, labels, like
        self.text = tree.parts.text
        self.generated = {span.start for span in tree.parts.document.generated if span.end > span.start}
        self.lines: list[_Line] = []
        self.last = -1  # where the last piece of the text ended that was taken from it; -1 after new words
        self.waiting = False  # a label stands alone on the line
        self.used: set[int] = set()  # where lines began that stand in the new text already

    # -- lines ------------------------------------------------------------------------------------------------------

    def _indent_start(self, at: int) -> int:
        """Where the indent before `at` begins; `at` itself where something else stands before it on its line."""
        start = at
        while start > 0 and self.text[start - 1] in BLANKS:
            start -= 1
        return start if start == 0 or self.text[start - 1] == "\n" else at

    def _begins_line(self, at: int) -> bool:
        start = self._indent_start(at)
        return start == 0 or self.text[start - 1] == "\n"

    def _open(self, kind: LineKind, at: int | None, end: int, indent: str | None = None) -> None:
        """Begin a line: the one that stood at `at`, with its indent, or a new one."""
        line = _Line(kind)
        self.lines.append(line)
        self.last, self.waiting = -1, False
        if at is not None and self._begins_line(at) and self._indent_start(at) not in self.used:
            self.used.add(self._indent_start(at))
            line.start, line.end = self._indent_start(at), end
            if line.start < at:
                line.pieces.append(Piece("text", Span(line.start, at)))
        else:
            line.end = end if at is not None else -1
            words = self._usual_indent(kind) if indent is None else indent
            if words:
                line.pieces.append(Piece("text", words=words))

    def _usual_indent(self, kind: LineKind) -> str:
        if self.like is None:
            return ""
        return self.like.head if kind == "head" else self.like.body

    def _take(
        self, kind: PieceKind, start: int, end: int, node: Node | None = None, *, generated: bool = False
    ) -> None:
        if start < end:
            self.lines[-1].pieces.append(Piece(kind, Span(start, end), "", node, generated))
            self.last = end
            if kind != "label":
                self.waiting = False

    def _say(self, kind: PieceKind, words: str, node: Node | None = None, *, generated: bool = False) -> None:
        if words:
            self.lines[-1].pieces.append(Piece(kind, None, words, node, generated))
            self.last = -1
            if kind not in ("label", "text"):
                self.waiting = False

    # -- sections ---------------------------------------------------------------------------------------------------

    def section(self, node: Node) -> None:
        part = node.part
        if node.fixed and part is not None:
            if part.text_start < part.text_end:
                self._open("fixed", part.text_start, part.text_end)
                self._take("text", part.text_start, part.text_end, node)
            return
        kind: LineKind = "edge" if node.edge else "body"
        if node.has_heading and not node.emptied:
            self._head(node)
        for block in node.content:
            self._block(block, kind)
        if node.made_by and node.heading is not None and not node.sections and not node.says:
            self._open("body", None, -1)
            self._say("added", f"【待补：{node.heading}】", node)
        self.waiting = False
        for child in node.sections:
            self.section(child)

    def _head(self, node: Node) -> None:
        part, label = node.part, self.labels.new.get(node)
        section = part.section if part is not None else None
        if part is None or section is None:
            self._made_head(node, label)
            return
        starts = part.label.start if part.label.end > part.label.start else section.heading_start
        starts = min(starts, part.text_start if part.text_start >= part.start else starts)
        entry = part.heading_is_text and node.heading is None
        stop = section.heading_start if entry else section.heading_end
        tail = "" if entry else self.text[stop : part.head_end]
        visible = stop + len(tail.rstrip(_WHITE))
        if not (
            section.label is not None or section.heading
        ):  # a part that had no heading, and was given one
            self._open("head", None, -1)
            self._made_label(node, label)
            self._say("heading", node.heading or "", node)
            return
        self._open("head", starts, max(visible, part.label.end) if not entry else starts)
        self._take("text", starts, part.label.start)
        if label is not None:
            self._say("label", label.text, node, generated=label.generated)
            gap = self.text[part.label.end : section.heading_start]
            if part.label.end > part.label.start and not (label.restyled and "\n" not in gap):
                self._take_blank(part.label.end, section.heading_start)
            elif not gap or label.restyled:
                self._say("text", label.gap)
        else:
            self._take(
                "label", part.label.start, part.label.end, node, generated=part.label.start in self.generated
            )
            self._take_blank(part.label.end, section.heading_start)
        if entry:
            self.last, self.waiting = section.heading_start, True
            return
        if node.heading is not None:
            self._say("heading", node.heading, node)
            self.last = section.heading_end
        else:
            self._take("heading", section.heading_start, section.heading_end, node)
            self.last = section.heading_end
        self._take("text", section.heading_end, visible)
        self.waiting = False

    def _made_head(self, node: Node, label: NewLabel | None) -> None:
        part = node.part
        if node.heading is None:  # an item that became a heading: its text is its heading
            at = part.text_start if part is not None and not part.continues else None
            self._open("head", at, part.label.end if part is not None else -1)
            if label is not None:
                self._say("label", label.text + label.gap, node, generated=label.generated)
            self.last, self.waiting = part.label.end if part is not None else -1, True
            return
        self._open("head", None, -1)
        self._made_label(node, label)
        self._say("heading", node.heading or "", node)

    def _made_label(self, node: Node, label: NewLabel | None) -> None:
        if label is not None:
            self._say("label", label.text, node, generated=label.generated)
            self._say("text", label.gap)

    # -- text -------------------------------------------------------------------------------------------------------

    def _follows(self, at: int, *, across: bool = False) -> bool:
        """Whether what begins at `at` stood right behind the last piece: in its line, or `across` lines too."""
        return 0 <= self.last <= at and not self.text[self.last : at].strip(_WHITE if across else BLANKS)

    def _block(self, node: Node, kind: LineKind) -> None:
        if not node.says:
            return
        if node.kind == "table":
            part = node.part
            assert part is not None
            if self._follows(part.text_start, across=self.waiting):
                self._between(part.text_start)
            else:
                self._open(kind, part.text_start, part.text_end)
            self._take("sentence", part.text_start, part.text_end, node.content[0] if node.content else node)
            return
        part = node.part
        if part is not None and part.kind in ("item", "paragraph") and node.kind == part.kind:
            at: int | None = part.text_start
            lines = node.kind == "item" and any(
                child.kind in ("paragraph", "table") for child in node.content
            )
            end = part.label.end if lines else part.text_end
        else:
            at, end = None, -1
        if self.waiting or (at is not None and part is not None and part.continues and self._follows(at)):
            self._between(at)
            if at is not None:
                self.lines[-1].end = max(self.lines[-1].end, end) if self.lines[-1].start >= 0 else end
        else:
            self._open(kind, at, end)
        if node.kind == "item":
            self._item_label(node)
        for child in node.content:
            if child.kind in ("paragraph", "table"):
                self._block(child, kind)
            else:
                self._inline(child, kind)

    def _between(self, at: int | None) -> None:
        """The blank that stood between the last piece and what begins at `at`."""
        if at is not None and self._follows(at, across=self.waiting):
            self._take_blank(self.last, at)

    def _take_blank(self, start: int, end: int) -> None:
        """A blank that stood between two pieces; across lines it is the indent of the second one, taken once."""
        if start >= end:
            return
        line = self.text.rfind("\n", start, end) + 1
        if line and line in self.used:
            self._say("text", self.text[start:end])
            return
        if line:
            self.used.add(line)
        self.lines[-1].pieces.append(Piece("text", Span(start, end)))
        self.last = end

    def _item_label(self, node: Node) -> None:
        part, label = node.part, self.labels.new.get(node)
        if label is not None:
            self._say("label", label.text, node, generated=label.generated)
            if part is not None and part.kind == "item":
                self.last = part.label.end
        elif part is not None and part.kind == "item" and not node.made_by:
            self._take(
                "label", part.label.start, part.label.end, node, generated=part.label.start in self.generated
            )
        self.waiting = True

    def _inline(self, node: Node, kind: LineKind) -> None:
        if not node.says:
            return
        if node.kind == "sentence":
            self._leaf_place(node.span.start, kind)
            self._take("sentence", node.span.start, node.span.end, node)
        elif node.kind == "heading":
            self._leaf_place(node.span.start if not node.literal else -1, kind)
            if node.literal:
                self._say("heading", node.literal, node)
            else:
                self._take("heading", node.span.start, node.span.end, node)
            self._say("text", node.mark)
            self.waiting = False
        elif node.kind == "item":
            part = node.part
            at = part.text_start if part is not None and part.kind == "item" and not node.made_by else -1
            self._leaf_place(at, kind)
            self._item_label(node)
            for child in node.content:
                self._inline(child, kind)

    def _leaf_place(self, at: int, kind: LineKind) -> None:
        """What stands before a sentence on its line: what stood there, else nothing, or a new line after open words."""
        if at >= 0 and self._follows(at, across=self.waiting):
            self._take_blank(self.last, at)
            return
        if self.waiting:
            return
        said = self._said()
        if said and said[-1] not in _ENDED:
            self._open(kind, None, -1)
        elif said and said[-1].isascii() and said[-1] not in "\n\t " and at >= 0 and self.text[at].isascii():
            self._say("text", " ")

    def _said(self) -> str:
        """The last words on the line."""
        for piece in reversed(self.lines[-1].pieces):
            words = piece.words if piece.source is None else self.text[piece.source.start : piece.source.end]
            if words.strip(BLANKS):
                return words.rstrip(BLANKS)
        return ""

    # -- between lines ----------------------------------------------------------------------------------------------

    def joined(self, usual: Usual) -> list[Piece]:
        lines = [line for line in self.lines if line.pieces]
        if not lines:
            return [Piece("text", Span(0, len(self.text)))]
        first = min((line.start for line in lines if line.start >= 0), default=0)
        top = len(self.text) - len(self.text.lstrip(_WHITE))
        top = self._indent_start(top)
        bottom = len(self.text.rstrip(_WHITE))
        pieces = [Piece("text", Span(0, top))] if first >= 0 and top > 0 else []
        for index, line in enumerate(lines):
            if index:
                pieces.append(self._gap(lines[index - 1], line, usual))
            pieces += line.pieces
        if bottom < len(self.text):
            pieces.append(Piece("text", Span(bottom, len(self.text))))
        return pieces

    def _gap(self, above: _Line, line: _Line, usual: Usual) -> Piece:
        if 0 <= above.end <= line.start:
            between = self.text[above.end : line.start]
            if not between.strip(_WHITE) and "\n" in between:
                return Piece("text", Span(above.end, line.start))
        return Piece("text", words=usual.gaps.get((above.kind, line.kind), usual.gap))


def _usual(text: str, lines: Sequence[_Line]) -> Usual:
    pairs: dict[tuple[LineKind, LineKind], Counter[str]] = {}
    every: Counter[str] = Counter()
    indents: dict[LineKind, Counter[str]] = {
        "head": Counter(),
        "body": Counter(),
        "edge": Counter(),
        "fixed": Counter(),
    }
    for index, line in enumerate(lines):
        if index and 0 <= lines[index - 1].end <= line.start:
            gap = text[lines[index - 1].end : line.start]
            if "\n" in gap and not gap.strip(_WHITE):
                gap = "\n" * gap.count("\n")
                pairs.setdefault((lines[index - 1].kind, line.kind), Counter())[gap] += 1
                every[gap] += 1
        first = line.pieces[0].source if line.pieces else None
        if line.start >= 0 and first is not None:
            words = text[first.start : first.end]
            indents[line.kind][words if not words.strip(BLANKS) else ""] += 1
    gaps = {kinds: _most(found, "\n") for kinds, found in pairs.items()}
    head = _most(indents["head"], "")
    body = _most(indents["body"], _most(indents["edge"], ""))
    return Usual(gaps, _most(every, "\n"), head, body)


def _most(found: Counter[str], otherwise: str) -> str:
    return max(found, key=lambda gap: (found[gap], -len(gap)), default=otherwise)
