"""A user's Word file with parts in other places: its paragraphs and tables themselves are moved, then the text is written.

What is moved keeps all it has: formatting, tables, pictures, notes; automatic numbers count anew. Imports rewriting, proof,
documents and changes. Where a file cannot be taken apart like that, the text is written as without moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from assistant.changes.edits import Edit
from assistant.changes.runs import Runs, kept
from assistant.document import Span
from assistant.documents.docx import read_body
from assistant.documents.lines import Line, compose
from assistant.documents.word_numbering import Numbering
from assistant.documents.word_package import WordPackage, w
from assistant.documents.word_styles import Styles
from assistant.errors import DocumentError
from assistant.word.accepting import accept_revisions
from assistant.word.package import ChangedPackage
from assistant.word.proof import main_part, read_view
from assistant.word.rewriting import rewrite
from assistant.word.tracked_moves import TAG, untagged, with_moves
from assistant.word.values import Remark, Tracked, Written

_BODY, _P, _TBL, _SECTION = w("body"), w("p"), w("tbl"), w("sectPr")
_FIELD, _KIND = w("fldChar"), w("fldCharType")
_RANGES = (
    ("bookmarkStart", "bookmarkEnd"),
    ("commentRangeStart", "commentRangeEnd"),
    ("permStart", "permEnd"),
)


@dataclass(slots=True)
class Block:
    """A child of the body with the lines it gives, at `[start, end)` of the text. place: where it begins in the new text,
    -1 where nothing of it is left or it says nothing.
    """

    element: etree._Element
    start: int
    end: int
    place: int = -1


def rewrite_moved(
    original: bytes,
    name: str,
    new: str,
    edits: Sequence[Edit] | None,
    runs: Runs,
    *,
    tracked: Tracked | None = None,
    remarks: Sequence[Remark] = (),
) -> Written:
    """The file with the text `new`, in which the stretches of its own text stand as `runs` say. See `rewrite`."""
    made = _taken_apart(original, name, runs)
    if made is not None:
        try:
            written = rewrite(made.data, name, new, None, tracked=tracked, remarks=remarks)
        except DocumentError as error:
            if error.code not in ("word_change_unplaced", "word_proof_failed"):
                raise
        else:
            if tracked is None:
                return Written(untagged(written.data, name), written.notices)
            data = with_moves(original, written.data, name, made.blocks, made.moved, tracked)
            if data is not None:
                return Written(data, written.notices)
    return rewrite(original, name, new, edits, tracked=tracked, remarks=remarks)


def reordered(original: bytes, name: str, runs: Runs) -> bytes | None:
    """The file with its paragraphs and tables in the order of the new text; None where none moves, or none can."""
    made = _taken_apart(original, name, runs)
    return untagged(made.data, name) if made is not None else None


@dataclass(frozen=True, slots=True)
class _Apart:
    """The reordered file, its blocks tagged; the blocks as they were, and the numbers of those that changed places."""

    data: bytes
    blocks: tuple[etree._Element, ...]
    moved: tuple[int, ...]


def _taken_apart(original: bytes, name: str, runs: Runs) -> _Apart | None:
    package = WordPackage(original, name)
    root = package.document()
    accept_revisions(root)
    body = root.find(_BODY)
    if body is None or package.strict:
        return None
    styles, numbering = Styles(package.styles()), package.numbering()
    blocks = _blocks(body, read_body(root, styles, Numbering(numbering, styles), name).lines)
    if blocks is None:
        return None
    _place(blocks, runs)
    order = sorted(range(len(blocks)), key=lambda number: (blocks[number].place, number))
    if order == list(range(len(blocks))) or not _free(body, blocks, order):
        return None
    before = tuple(deepcopy(block.element) for block in blocks)
    for number in order:
        if blocks[number].element.tag in (_P, _TBL):
            blocks[number].element.set(TAG, str(number))
        body.append(blocks[number].element)
    for child in [child for child in body if child.tag == _SECTION]:
        body.append(child)
    changed = ChangedPackage(original, package)
    changed.put(package.main, root)
    data = changed.bytes()
    moved = tuple(sorted(set(order) - _staying(order, blocks)))
    return _Apart(data, before, moved) if _same_paragraphs(original, data) else None


def _staying(order: Sequence[int], blocks: Sequence[Block]) -> set[int]:
    """The blocks that keep their places: those in the old order that make the most text."""
    groups: list[list[int]] = []
    for number in order:
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    best: list[tuple[int, int]] = []  # text of the best run that ends with a group, and the group before it
    for at, group in enumerate(groups):
        size = sum(max(1, blocks[number].end - blocks[number].start) for number in group)
        before = [(best[n][0], n) for n in range(at) if groups[n][-1] < group[0]]
        text, last = max(before, default=(0, -1))
        best.append((text + size, last))
    found: set[int] = set()
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        found.update(groups[at])
        at = best[at][1]
    return found


def _blocks(body: etree._Element, lines: Sequence[Line]) -> list[Block] | None:
    """The children of the body with their lines; None where a line cannot be told to be of one."""
    blocks = [Block(child, -1, -1) for child in body if child.tag != _SECTION]
    number = {child.element: at for at, child in enumerate(blocks)}
    position, last = 0, -1
    for line in lines[: len(compose(lines, format="docx").paragraphs)]:
        tops = (_top(o.paragraph if o.paragraph is not None else o.source, body) for o in line.origins)
        found = {top for top in tops if top is not None}
        if len(found) > 1:
            return None
        at = number[found.pop()] if found else last
        if at < 0:
            return None
        if at < last:
            return None
        block = blocks[at]
        block.start = position if block.start < 0 else block.start
        block.end = position + len(line.text)
        position += len(line.text) + 1
        last = at
    return blocks


def _top(element: etree._Element | None, body: etree._Element) -> etree._Element | None:
    while element is not None and element.getparent() is not body:
        element = element.getparent()
    return element


def _place(blocks: Sequence[Block], runs: Runs) -> None:
    """Where each block goes: where most of it stands in the new text; one that says nothing with the one before it."""
    before = -1
    for block in blocks:
        left = [] if block.start < 0 else list(kept(Span(block.start, block.end), runs))
        best = max(left, key=lambda span: span.end - span.start, default=None)
        block.place = before if best is None else best.start
        before = block.place


def _free(body: etree._Element, blocks: Sequence[Block], order: Sequence[int]) -> bool:
    """Whether the blocks can change places: no section of the layout, field or range goes across them."""
    sections, within = [], 0
    for block in blocks:
        sections.append(within)
        within += any(True for _ in block.element.iter(_SECTION))
        begun = Counter(field.get(_KIND) for field in block.element.iter(_FIELD))
        if begun["begin"] != begun["end"]:
            return False
    if [sections[number] for number in order] != sections:
        return False
    for start, end in _RANGES:
        places: dict[str | None, set[etree._Element | None]] = {}
        for mark in body.iter(w(start), w(end)):
            places.setdefault(mark.get(w("id")), set()).add(_top(mark, body))
        if any(len(tops) > 1 for tops in places.values()):
            return False
    return True


def _same_paragraphs(original: bytes, data: bytes) -> bool:
    """Whether a reader that shares no code with this finds the same paragraphs, each with all its looks, in any order."""
    before = read_view(main_part(original), accept=True)
    after = read_view(main_part(data), accept=True)

    def told(views: Sequence[object]) -> Counter[str]:
        return Counter(repr(view) for view in views)

    return told(before) == told(after)
