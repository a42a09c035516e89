"""A plan carried out: the new text, its edits and the way back, what moved where, and what a person should look at.

Pure; imports rendering and text_changes. The text is moved by code: every sentence is found in the new text, once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.changes.edits import Edit
from assistant.changes.moves import edits_of_pieces, inverse
from assistant.document import Document, Span
from assistant.restructure.labels import Labels
from assistant.restructure.operation import Plan, Refusal
from assistant.restructure.parts import Part, Parts
from assistant.restructure.pieces import Piece, stretches
from assistant.restructure.rendering import render
from assistant.restructure.restructured_document import document_of
from assistant.restructure.text_changes import Placed, TextChange, text_changes
from assistant.restructure.tree import Node, Tree
from assistant.restructure.validation import carry_out


@dataclass(frozen=True, slots=True)
class SentenceCount:
    """全文 86 句，移动 12 句，丢失 0 句. added: placeholders; lost: sentences that are not in the new text exactly once."""

    before: int
    after: int
    moved: int
    added: int
    lost: int

    def as_json(self) -> dict[str, int]:
        """The object of the command line's contract."""
        return {
            "before": self.before, "after": self.after, "moved": self.moved, "added": self.added, "lost": self.lost,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """A part that an operation moved: where it stood, and where its text stands (its parts, where they were divided)."""

    operation: str
    part: str
    before: Span
    after: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading of an outline. start: in the text it belongs to. operations: those that moved or changed it."""

    id: str
    label: str
    heading: str
    level: int
    start: int
    operations: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object of the command line's contract."""
        return {
            "id": self.id, "label": self.label or None, "heading": self.heading, "level": self.level,
            "operations": list(self.operations),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """What a plan made of a draft.

    document: the new text with what is known of its lines; `generated` are numbers that Word will write. edits: lead
    to it, in offsets of the old text; undo: back. lines: for each new line the number of the old one it is, -1 for a
    new one. accepted, refused: operations; dropped: headings that are gone with a merge. changes: to be reviewed.
    pieces: what the new text is made of, spans of the old one and new words.
    """

    document: Document
    edits: tuple[Edit, ...]
    undo: tuple[Edit, ...]
    lines: tuple[int, ...]
    accepted: tuple[str, ...]
    refused: tuple[Refusal, ...]
    sentences: SentenceCount
    moved: tuple[Moved, ...]
    outline_before: tuple[OutlineEntry, ...]
    outline_after: tuple[OutlineEntry, ...]
    dropped: tuple[tuple[str, str], ...]
    changes: tuple[TextChange, ...]
    pieces: tuple[Span | str, ...]

    @property
    def text(self) -> str:
        """The new text."""
        return self.document.text


def apply(parts: Parts, plan: Plan, chosen: Collection[str] | None = None) -> Applied:
    """Carry out the chosen operations of a plan, all where None is given."""
    before = Tree(parts)
    written = Labels(before)
    _, usual = render(before, written)
    done = carry_out(plan, parts, chosen)
    labels = Labels(done.tree)
    pieces = render(done.tree, labels, usual)[0] if done.accepted else _as_is(parts)
    text, starts = _text(parts.text, pieces)
    placed: dict[Node, list[tuple[Piece, Span]]] = {}
    for piece, start in zip(pieces, starts, strict=True):
        if piece.node is not None and piece.kind != "text":
            placed.setdefault(piece.node, []).append((piece, Span(start, start + piece.size)))
    made_of = tuple(stretch for piece in pieces for stretch in stretches(parts.text, piece))
    edits = edits_of_pieces(parts.text, made_of)
    leaves = [
        Placed(piece.node, span)
        for found in placed.values()
        for piece, span in found
        if piece.kind == "sentence" and piece.node is not None
    ]
    if not done.accepted:
        leaves = [Placed(node, node.span) for node in done.tree.root.walk() if node.kind == "sentence"]
    lines, document = document_of(parts, done.tree, text, pieces, starts)
    return Applied(
        document=document,
        edits=edits,
        undo=inverse(parts.text, edits),
        lines=lines,
        accepted=done.accepted,
        refused=done.refused,
        sentences=_count(parts, text, leaves, pieces),
        moved=_moved(done.tree, leaves),
        outline_before=_outline_before(parts),
        outline_after=_outline_after(done.tree, labels, placed, plan, done.accepted),
        dropped=tuple((operation, _heading(done.tree, node)) for operation, node in done.tree.dropped),
        changes=text_changes(parts, done.tree, labels, text, leaves, {n: f[0][1] for n, f in placed.items()})
        if done.accepted
        else (),
        pieces=made_of,
    )


def _as_is(parts: Parts) -> list[Piece]:
    return [Piece("text", Span(0, len(parts.text)))]


def _text(old: str, pieces: Sequence[Piece]) -> tuple[str, list[int]]:
    starts, position, words = [], 0, []
    for piece in pieces:
        starts.append(position)
        words.append(piece.words if piece.source is None else old[piece.source.start : piece.source.end])
        position += piece.size
    return "".join(words), starts


# -- figures --------------------------------------------------------------------------------------------------------


def _count(parts: Parts, text: str, leaves: Sequence[Placed], pieces: Sequence[Piece]) -> SentenceCount:
    """Counted in the new text: a sentence is there where its words stand at the place that is its own."""
    there: Counter[str] = Counter()
    for leaf in leaves:
        if parts.text[leaf.node.span.start : leaf.node.span.end] == text[leaf.span.start : leaf.span.end]:
            there[leaf.node.id] += 1
    every = [part.id for part in parts.sentences()]
    added = sum(piece.kind == "added" for piece in pieces)
    return SentenceCount(
        before=len(every),
        after=sum(there.values()) + added,
        moved=sum(_mover(leaf.node) != "" for leaf in leaves),
        added=added,
        lost=sum(there[part_id] != 1 for part_id in every),
    )


def _mover(node: Node | None) -> str:
    """The operation that moved a node, or what it stands in."""
    while node is not None:
        if node.placed_by:
            return node.placed_by
        node = node.parent
    return ""


def _moved(tree: Tree, leaves: Sequence[Placed]) -> tuple[Moved, ...]:
    spans: dict[str, list[Span]] = {}
    position: dict[str, Span] = {leaf.node.id: leaf.span for leaf in leaves}
    found = []
    for part_id, operation in tree.placed.items():
        part = tree.parts.find(part_id)
        if part is None:
            continue
        inner = sorted(position[p.id] for p in part.walk() if p.kind == "sentence" and p.id in position)
        for span in inner:
            own = spans.setdefault(part_id, [])
            if own and span.start - own[-1].end <= 12:
                own[-1] = Span(own[-1].start, span.end)
            else:
                own.append(span)
        found.append(
            Moved(operation, part_id, Span(part.text_start, part.text_end), tuple(spans.get(part_id, ())))
        )
    return tuple(found)


# -- outlines -------------------------------------------------------------------------------------------------------


def _outline_before(parts: Parts) -> tuple[OutlineEntry, ...]:
    found = []
    pending = [(part, 1) for part in reversed(parts.roots)]
    while pending:
        part, level = pending.pop()
        section = part.section
        if section is not None and section.kind != "title" and (section.heading or section.label):
            heading = " ".join(section.heading.split("\n"))
            found.append(
                OutlineEntry(part.id, section.label or "", heading, _level(part, level), part.text_start)
            )
        pending.extend((child, level + 1) for child in reversed(part.children) if child.kind == "section")
    return tuple(found)


def _level(part: Part, level: int) -> int:
    return 0 if part.fixed else level


def _outline_after(
    tree: Tree,
    labels: Labels,
    placed: dict[Node, list[tuple[Piece, Span]]],
    plan: Plan,
    accepted: Collection[str],
) -> tuple[OutlineEntry, ...]:
    touched: dict[str, list[str]] = {}
    for operation in plan.operations:
        if operation.id in accepted:
            for part_id in (*operation.parts, operation.made):
                touched.setdefault(part_id, []).append(operation.id)
    found = []
    pending = [(node, 1) for node in reversed(tree.root.sections)]
    while pending:
        node, level = pending.pop()
        pending.extend((child, level + 1) for child in reversed(node.sections))
        label, heading = _label(node, labels), _heading(tree, node)
        if (label or heading) and (node in placed or not placed or node.sections):
            start = placed[node][0][1].start if node in placed else (node.part.text_start if node.part else 0)
            operations = tuple(touched.get(node.id, ()))
            found.append(OutlineEntry(node.id, label, heading, 0 if node.fixed else level, start, operations))
    return tuple(found)


def _label(node: Node, labels: Labels) -> str:
    if node in labels.new:
        return labels.new[node].text.strip()
    section = node.part.section if node.part else None
    return (section.label or "") if section else ""


def _heading(tree: Tree, node: Node) -> str:
    if node.heading is not None:
        return node.heading
    section = node.part.section if node.part else None
    if section is not None:
        return " ".join(section.heading.split("\n"))
    return next((_first_clause(tree, n) for n in node.walk() if n.kind == "sentence"), node.literal)


def _first_clause(tree: Tree, node: Node) -> str:
    """What a sentence is called by that became a heading."""
    return tree.parts.text[node.span.start : min(node.span.end, node.span.start + 40)].rstrip(
        "。！？；：，,;:!?. "
    )
