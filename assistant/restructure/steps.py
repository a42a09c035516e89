"""Carrying out operations on a tree, one after another. Pure; imports operation and tree.

Each step checks all before it changes anything: where it raises RefusedError, the tree is as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.document import Span
from assistant.restructure.operation import KINDS, Operation, RefusedError
from assistant.restructure.tree import Node, Tree

HEADING_CHARS = 120
_ENDED = "。！？!?；;：:，,…”’」』）)】》."


def perform(tree: Tree, operation: Operation) -> None:
    """Carry out an operation. Raises RefusedError where it cannot be."""
    if operation.kind not in KINDS:
        raise RefusedError("unknown_kind", kind=operation.kind)
    if operation.made in tree.nodes:
        raise RefusedError("repeated_id", id=operation.id)
    if len(set(operation.parts)) < len(operation.parts):
        raise RefusedError(
            "part_twice", part=next(p for p in operation.parts if operation.parts.count(p) > 1)
        )
    _STEPS[operation.kind](tree, operation)


def _subjects(tree: Tree, operation: Operation, parts: Sequence[str]) -> list[Node]:
    """The nodes that an operation moves: of one kind, moved by no other."""
    if not parts:
        raise RefusedError("no_parts")
    nodes = [tree.find(part) for part in parts]
    for node in nodes:
        if node.fixed or node.edge:
            raise RefusedError("fixed_part", part=node.id)
        if node.kind == "heading" or (
            node.kind == "sentence" and node.parent is not None and node.parent.kind == "table"
        ):
            raise RefusedError("fixed_part", part=node.id)
        if node.id in tree.placed:
            raise RefusedError("moved_twice", part=node.id, operation=tree.placed[node.id])
    for node in nodes:
        if any(other is not node and tree.within(node, other) for other in nodes):
            raise RefusedError("part_in_part", part=node.id)
    return nodes


def _alike(nodes: Sequence[Node]) -> None:
    kinds = {"block" if node.kind in ("paragraph", "table", "item") else node.kind for node in nodes}
    if len(kinds) > 1:
        raise RefusedError("mixed_kinds", part=nodes[-1].id)


def _placed(tree: Tree, operation: Operation, nodes: Sequence[Node]) -> None:
    for node in nodes:
        tree.placed[node.id] = operation.id
        node.placed_by = operation.id


def _move(tree: Tree, operation: Operation) -> None:
    nodes = _subjects(tree, operation, operation.parts)
    _alike(nodes)
    tree.place(nodes, operation.to)
    _placed(tree, operation, nodes)


def _reorder(tree: Tree, operation: Operation) -> None:
    nodes = _subjects(tree, operation, operation.parts)
    if len(nodes) < 2:
        raise RefusedError("too_few", part=nodes[0].id)
    siblings = tree.siblings(nodes[0])
    for node in nodes:
        if node.parent is not nodes[0].parent or node not in siblings:
            raise RefusedError("not_siblings", part=node.id)
    slots = sorted(siblings.index(node) for node in nodes)
    before = [siblings[slot] for slot in slots]
    for slot, node in zip(slots, nodes, strict=True):
        siblings[slot] = node
    for old, new in zip(before, nodes, strict=True):
        tree.placed[new.id] = operation.id
        if old is not new:
            new.placed_by = operation.id


def _level(tree: Tree, operation: Operation) -> None:
    nodes = _subjects(tree, operation, operation.parts)
    wanted = operation.to.level
    for node in nodes:
        if node.kind != "section":
            raise RefusedError("not_a_section", part=node.id)
        if not 1 <= wanted <= tree.deepest or wanted > tree.depth(node) + 1 or wanted == tree.depth(node):
            raise RefusedError("level_impossible", part=node.id, level=wanted)
    if wanted > tree.depth(nodes[0]):
        parent = _lowering(tree, nodes)
        for node in nodes:
            tree.detach(node)
            parent.sections.append(node)
            node.parent = parent
    else:
        for node in reversed(nodes):
            above = node.parent
            while above is not None and tree.depth(above) > wanted:
                above = above.parent
            assert above is not None and above.parent is not None
            tree.detach(node)
            at = above.parent.sections.index(above) + 1
            above.parent.sections.insert(at, node)
            node.parent = above.parent
    _placed(tree, operation, nodes)


def _lowering(tree: Tree, nodes: Sequence[Node]) -> Node:
    """The section before `nodes`, which stand beside each other, into which they go."""
    siblings = tree.siblings(nodes[0])
    at = siblings.index(nodes[0])
    if siblings[at : at + len(nodes)] != list(nodes):
        raise RefusedError("not_siblings", part=nodes[-1].id)
    before = siblings[at - 1] if at else None
    if before is None or before.fixed or before.edge or not before.has_heading:
        raise RefusedError("nothing_above", part=nodes[0].id)
    tree.check_depth(nodes, before)
    return before


def _merge(tree: Tree, operation: Operation) -> None:
    if len(operation.parts) < 2:
        raise RefusedError("too_few", part=operation.parts[0] if operation.parts else "")
    target = tree.find(operation.parts[0])
    nodes = _subjects(tree, operation, operation.parts[1:])
    if target.fixed or target.kind not in ("section", "paragraph", "item"):
        raise RefusedError("fixed_part", part=target.id)
    for node in nodes:
        if node.kind != target.kind:
            raise RefusedError("mixed_kinds", part=node.id)
        if tree.within(target, node):
            raise RefusedError("cycle", part=node.id, place=target.id)
        if target.edge and node.sections:
            raise RefusedError("place_fixed", place=target.id)
        if node.sections:
            tree.check_depth(node.sections, target)
    if target.kind == "item" and any(not tree.flat(one) for one in (target, *nodes)):
        if target.parent is not None and target.parent.kind == "paragraph":
            raise RefusedError("place_kind", place=target.id)
        for one in (target, *nodes):
            if one.parent is None or one.parent.kind != "paragraph":
                tree.widen(one)
    for node in nodes:
        _absorb(tree, operation, target, node)
    _placed(tree, operation, nodes)


def _absorb(tree: Tree, operation: Operation, target: Node, node: Node) -> None:
    tree.detach(node)
    node.gone = operation.id
    if node.kind == "section":
        _heading_to_text(tree, operation, node, keep_line=False)
    elif node.kind == "item" and tree.flat(node) and target.content and not tree.flat(target):
        inner = Node(f"{node.id}/p", "paragraph", None, None, node.content)
        inner.adopt()
        node.content = [inner]
    for child in (*node.content, *node.sections):
        child.placed_by = child.placed_by or operation.id
    target.content += node.content
    target.sections += node.sections
    node.content, node.sections = [], []
    target.adopt()


def _heading_to_text(tree: Tree, operation: Operation, node: Node, *, keep_line: bool) -> None:
    """The heading of a section that is one no longer: words before its text, or nothing where it was only a name."""
    part = node.part
    is_text = part is not None and (part.kind == "item" or part.heading_is_text)
    if not node.has_heading or (is_text and node.heading is None):
        return
    section = part.section if part else None
    leaf = Node(f"{node.id}/h", "heading")
    if node.heading is not None or section is None:
        leaf.literal = node.heading or ""
        run_in = False
    else:
        assert part is not None
        stop = section.heading_end
        tail = tree.parts.text[stop : part.head_end].rstrip()
        run_in = (
            bool(tail.strip())
            and "\n" not in tree.parts.text[stop : part.head_end]
            and part.head_end < part.end
        )
        leaf.span = Span(section.heading_start, stop + len(tail))
    if not (run_in or keep_line):
        tree.dropped.append((operation.id, node))
        return
    said = leaf.literal or tree.parts.text[leaf.span.start : leaf.span.end]
    if not said:
        return
    leaf.mark = "" if said[-1] in _ENDED else "。"
    first = node.content[0] if node.content else None
    if first is None or first.kind != "paragraph":
        first = Node(f"{node.id}/p", "paragraph", None, node)
        node.content.insert(0, first)
    first.content.insert(0, leaf)
    leaf.parent = first


def _split(tree: Tree, operation: Operation) -> None:
    if len(operation.parts) != 1:
        raise RefusedError("one_part", kind=operation.kind)
    node, at = tree.find(operation.parts[0]), tree.find(operation.to.at)
    if node.fixed or node.edge or node.kind not in ("section", "item", "paragraph"):
        raise RefusedError("fixed_part", part=node.id)
    every = [*node.content, *node.sections]
    if at not in every or at is every[0]:
        raise RefusedError("split_place", part=node.id, at=at.id)
    if node.kind == "section" and not _good_heading(operation.to.heading):
        raise RefusedError("heading_wrong", heading=operation.to.heading[:40])
    if node.kind == "item" and not tree.flat(node):
        raise RefusedError("split_place", part=node.id, at=at.id)
    half = tree.new(Node(operation.made, node.kind, None, node.parent, made_by=operation.id))
    half.heading = operation.to.heading if node.kind == "section" else None
    cut = every.index(at)
    half.content = [child for child in every[cut:] if child.kind != "section"]
    half.sections = [child for child in every[cut:] if child.kind == "section"]
    node.content = [child for child in every[:cut] if child.kind != "section"]
    node.sections = [child for child in every[:cut] if child.kind == "section"]
    half.adopt()
    siblings = tree.siblings(node)
    siblings.insert(siblings.index(node) + 1, half)


def _good_heading(heading: str) -> bool:
    return bool(heading.strip()) and "\n" not in heading and len(heading) <= HEADING_CHARS


def _rename(tree: Tree, operation: Operation) -> None:
    if len(operation.parts) != 1:
        raise RefusedError("one_part", kind=operation.kind)
    node = tree.find(operation.parts[0])
    if node.kind != "section":
        raise RefusedError("not_a_section", part=node.id)
    if node.fixed or node.edge:
        raise RefusedError("fixed_part", part=node.id)
    if not _good_heading(operation.to.heading):
        raise RefusedError("heading_wrong", heading=operation.to.heading[:40])
    if node.part is not None and (node.part.kind == "item" or node.part.heading_is_text):
        raise RefusedError("heading_is_text", part=node.id)
    if node.heading is not None and not node.made_by:
        raise RefusedError("renamed_twice", part=node.id)
    node.heading = operation.to.heading.strip()


def _renumber(tree: Tree, operation: Operation) -> None:
    nodes = [tree.find(part) for part in operation.parts] or [tree.root]
    for node in nodes:
        if node.kind not in ("root", "section") or node.fixed:
            raise RefusedError("not_a_section", part=node.id)
    for node in nodes:
        for inner in node.walk() if node.kind == "root" else [node]:
            inner.forced = True


def _add(tree: Tree, operation: Operation) -> None:
    if operation.parts:
        raise RefusedError("parts_in_add")
    if not _good_heading(operation.to.heading):
        raise RefusedError("heading_wrong", heading=operation.to.heading[:40])
    node = Node(operation.made, "section", heading=operation.to.heading.strip(), made_by=operation.id)
    tree.place([node], operation.to)
    tree.new(node)


def _to_headings(tree: Tree, operation: Operation) -> None:
    nodes = _subjects(tree, operation, operation.parts)
    for node in nodes:
        if node.kind != "item":
            raise RefusedError("not_an_item", part=node.id)
    section = _section_above(nodes[0])
    if section is None or section.fixed or section.edge or not section.has_heading:
        raise RefusedError("place_without_heading", part=nodes[0].id)
    items = [one for one in section.walk() if one.kind == "item" and _section_above(one) is section]
    if set(items) != set(nodes):
        raise RefusedError(
            "items_left_over", part=next((i.id for i in items if i not in nodes), nodes[-1].id)
        )
    tree.check_depth([Node("", "section")], section)
    made: list[Node] = []
    kept: list[Node] = []
    for block in section.content:
        if block.kind == "item":
            made.append(block)
        elif block.kind == "paragraph" and any(child.kind == "item" for child in block.content):
            _take_items(block, made, kept)
        elif made:
            _as_paragraphs(made[-1])
            made[-1].content.append(block)
        else:
            kept.append(block)
    for node in made:
        _as_paragraphs(node)
        node.kind = "section"
        node.adopt()
    section.content = kept
    section.sections = [*made, *section.sections]
    section.adopt()
    for node in nodes:
        tree.placed[node.id] = operation.id


def _section_above(node: Node) -> Node | None:
    above = node.parent
    while above is not None and above.kind != "section":
        above = above.parent
    return above


def _take_items(block: Node, made: list[Node], kept: list[Node]) -> None:
    """The items of a paragraph to `made`; what is said before the first of all stays, else it goes with the one before."""
    before: list[Node] = []
    above = made[-1] if made else None
    current: Node | None = None
    for child in block.content:
        if child.kind == "item":
            made.append(child)
            current = child
        elif current is None:
            before.append(child)
        else:
            _as_paragraphs(current)
            if not current.content:
                current.content.append(Node(f"{child.id}/p", "paragraph", None, current))
            current.content[-1].content.append(child)
            child.parent = current.content[-1]
    block.content = before
    if before and above is not None:
        _as_paragraphs(above)
        above.content.append(block)
    elif before:
        kept.append(block)


def _as_paragraphs(item: Node) -> None:
    if item.content and all(child.kind in ("sentence", "heading") for child in item.content):
        inner = Node(f"{item.id}/p", "paragraph", None, item, item.content)
        inner.adopt()
        item.content = [inner]


def _to_items(tree: Tree, operation: Operation) -> None:
    nodes = _subjects(tree, operation, operation.parts)
    parent = nodes[0].parent
    if parent is None or any(node.kind != "section" for node in nodes):
        raise RefusedError("not_a_section", part=nodes[0].id)
    if parent.kind != "section":
        raise RefusedError("no_section_above", part=nodes[0].id)
    if nodes != parent.sections:
        raise RefusedError("sections_left_over", part=parent.id)
    for node in nodes:
        if node.sections or any(inner.kind == "item" for inner in node.walk()):
            raise RefusedError("parts_inside", part=node.id)
    for node in nodes:
        _heading_to_text(tree, operation, node, keep_line=True)
        node.kind = "item"
    parent.content += nodes
    parent.sections = []
    for node in nodes:
        tree.placed[node.id] = operation.id


_STEPS: Mapping[str, Callable[[Tree, Operation], None]] = {
    "move": _move,
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "level": _level,
    "reorder": _reorder,
    "renumber": _renumber,
    "add": _add,
    "to_headings": _to_headings,
    "to_items": _to_items,
}
