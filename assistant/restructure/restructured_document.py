"""A restructured text as a document again: what is known of each line goes with it, numbers that Word writes are marked.

Pure; imports parts, pieces and the tree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from assistant.document import Document, Paragraph, Span, line_spans
from assistant.restructure.parts import Parts
from assistant.restructure.pieces import Piece
from assistant.restructure.tree import Node, Tree
from assistant.structure.lines import BLANKS


def document_of(
    parts: Parts, tree: Tree, text: str, pieces: Sequence[Piece], starts: Sequence[int]
) -> tuple[tuple[int, ...], Document]:
    """For each line of the new text the number of the old one it is, -1 for a new one; and the document.

    starts: where each piece begins.
    """
    old = parts.document
    generated = _generated(old, text, pieces, starts)
    old_starts = [paragraph.start for paragraph in old.paragraphs]
    usual = _usual_hints(parts)
    lines, paragraphs = [], []
    for span in line_spans(text):
        index = _first_piece(text, span, pieces, starts)
        piece = pieces[index] if index is not None else None
        origin = _origin(piece, span, starts[index]) if piece is not None and index is not None else None
        number, hints = -1, Paragraph(span.start, span.end)
        if origin is not None:
            found = bisect_right(old_starts, origin) - 1
            above = old.paragraphs[found]
            if not parts.text[above.start : origin].strip(BLANKS + "【（(▲△★☆■□●◆◇▶►※✦•#*_"):
                number = found
                hints = replace(above, start=span.start, end=span.end)
                growth = (span.end - span.start) - (above.end - above.start)
                if above.bold_prefix and above.bold_prefix >= above.end - above.start - 1:
                    hints = replace(hints, bold_prefix=span.end - span.start)
                elif (
                    above.bold_prefix and piece is not None and piece.kind == "label" and piece.source is None
                ):
                    own = piece.node.part.label if piece.node is not None and piece.node.part else Span(0, 0)
                    hints = replace(
                        hints, bold_prefix=above.bold_prefix + len(piece.words) - (own.end - own.start)
                    )
                elif growth:
                    hints = replace(hints, bold_prefix=min(above.bold_prefix, span.end - span.start))
        hints = _levelled(hints, piece, tree, parts, usual)
        lines.append(number)
        bold = min(max(0, hints.bold_prefix), span.end - span.start)
        paragraphs.append(replace(hints, bold_prefix=bold))
    return tuple(lines), Document(text, tuple(paragraphs), generated, (), old.format)


def _generated(old: Document, text: str, pieces: Sequence[Piece], starts: Sequence[int]) -> tuple[Span, ...]:
    """The numbers that Word generates, in the new text."""
    spans = [span for span in old.generated if span.end > span.start]
    blank = any(old.text[span.end - 1] in BLANKS for span in spans)
    first = [span.start for span in spans]
    found: dict[int, Span] = {}
    for piece, start in zip(pieces, starts, strict=True):
        if piece.generated:
            end = start + piece.size
            while blank and end < len(text) and text[end] in BLANKS:
                end += 1
            found[start] = Span(start, end)
        elif piece.source is not None and piece.kind != "label":
            for index in range(bisect_right(first, piece.source.start - 1), len(spans)):
                if spans[index].end > piece.source.end:
                    break
                at = start + spans[index].start - piece.source.start
                found[at] = Span(at, at + spans[index].end - spans[index].start)
    return tuple(found[at] for at in sorted(found))


def _first_piece(text: str, span: Span, pieces: Sequence[Piece], starts: Sequence[int]) -> int | None:
    """The first piece on a line that says anything."""
    words = text[span.start : span.end]
    at = span.start + len(words) - len(words.lstrip(BLANKS))
    return bisect_right(starts, at) - 1 if at < span.end else None


def _origin(piece: Piece, span: Span, start: int) -> int | None:
    """Where in the old text the first piece of a line comes from."""
    if piece.source is not None:
        return piece.source.start + max(0, span.start - start)
    node = piece.node
    if piece.kind == "label" and node is not None and node.part is not None and not node.made_by:
        return max(node.part.label.start, node.part.text_start)
    return None


def _usual_hints(parts: Parts) -> dict[int, Paragraph]:
    """Depth → the hints of its first heading."""
    found: dict[int, Paragraph] = {}
    starts = [paragraph.start for paragraph in parts.document.paragraphs]
    pending = [(part, 1) for part in parts.roots]
    while pending:
        part, depth = pending.pop(0)
        if part.section is not None and part.section.kind == "section" and part.section.heading:
            line = parts.document.paragraphs[bisect_right(starts, part.section.heading_start) - 1]
            found.setdefault(depth, line)
        pending += [(child, depth + 1) for child in part.children if child.kind == "section"]
    return found


def _levelled(
    hints: Paragraph, piece: Piece | None, tree: Tree, parts: Parts, usual: dict[int, Paragraph]
) -> Paragraph:
    """The hints of a line as what it is now: a heading of another level, a new one, a heading no longer."""
    node = piece.node if piece is not None else None
    if node is None or piece is None or piece.kind not in ("label", "heading", "added"):
        return hints
    if node.kind == "heading" or (
        node.kind == "item" and node.part is not None and node.part.kind == "section"
    ):
        return replace(hints, heading_level=0, bold_prefix=0)
    if node.kind != "section" or piece.kind == "added":
        return hints
    depth = tree.depth(node)
    old = _old_depth(parts, node)
    if old == depth:
        return hints
    like = usual.get(depth)
    if like is not None:
        whole = like.bold_prefix >= like.end - like.start - 1 and like.bold_prefix > 0
        bold = hints.end - hints.start if whole and old is None else hints.bold_prefix
        return replace(hints, heading_level=like.heading_level, bold_prefix=bold)
    if hints.heading_level and old is not None:
        return replace(hints, heading_level=min(9, max(1, hints.heading_level + depth - old)))
    return hints


def _old_depth(parts: Parts, node: Node) -> int | None:
    if node.part is None or node.part.kind != "section":
        return None
    depth, part_id = 1, node.part.id
    while (above := parts.above.get(part_id)) is not None:
        depth, part_id = depth + 1, above
    return depth
