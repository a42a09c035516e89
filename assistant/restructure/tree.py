"""The parts of a draft as a tree that operations change. Pure; imports parts and operation.

Only here and in `steps` anything is changed in place; what is handed out are values again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.document import Span
from assistant.restructure.operation import RefusedError, To
from assistant.restructure.parts import EDGES, Part, Parts

NOWHERE = Span(0, 0)
NodeKind = Literal["root", "section", "item", "paragraph", "table", "sentence", "heading"]


@dataclass(slots=True, eq=False)
class Node:
    """A part in its place. content: its text, in order; sections: those below it.

    heading: a new one, None as written. span: of a sentence, or of a heading that became text; mark: what is put
    behind it then. gone: the operation that took it into another. placed_by: the operation that moved it here.
    """

    id: str
    kind: NodeKind
    part: Part | None = None
    parent: Node | None = None
    content: list[Node] = field(default_factory=list)
    sections: list[Node] = field(default_factory=list)
    heading: str | None = None
    span: Span = NOWHERE
    mark: str = ""
    literal: str = ""
    gone: str = ""
    placed_by: str = ""
    made_by: str = ""
    forced: bool = False

    @property
    def fixed(self) -> bool:
        """Title or web residue."""
        return self.part is not None and self.part.fixed

    @property
    def edge(self) -> bool:
        """Opening or closing."""
        section = self.part.section if self.part else None
        return section is not None and section.kind in EDGES

    @property
    def has_heading(self) -> bool:
        """Whether it has a line of its own above its text, or a number before it."""
        if self.kind != "section" or self.fixed or self.edge:
            return False
        if self.heading is not None or self.part is None or self.part.kind == "item":
            return True
        section = self.part.section
        return section is not None and bool(section.label is not None or section.heading)

    @property
    def says(self) -> bool:
        """Whether any of the text stands in it."""
        return any(inner.kind in ("sentence", "heading") for inner in self.walk())

    @property
    def emptied(self) -> bool:
        """A numbered sentence, or an item, whose text has gone elsewhere: nothing is left to number."""
        if self.kind == "item":
            return not self.says
        if self.kind != "section" or self.heading is not None or self.fixed or self.edge:
            return False
        entry = self.part is None or self.part.kind == "item" or self.part.heading_is_text
        return entry and not self.sections and not self.says

    def walk(self) -> Iterator[Node]:
        """This node and all within it, in the order of the text."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.sections))
            pending.extend(reversed(node.content))

    def adopt(self) -> None:
        """Tell the children whose they are."""
        for child in (*self.content, *self.sections):
            child.parent = self


class Tree:
    """All nodes by id. deepest: how far sections may be nested."""

    deepest = 7

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.root = Node("", "root")
        self.nodes: dict[str, Node] = {"": self.root}
        self.placed: dict[str, str] = {}
        self.dropped: list[tuple[str, Node]] = []
        self.root.sections = [self._node(part, self.root) for part in parts.roots]

    def _node(self, part: Part, parent: Node) -> Node:
        node = Node(part.id, part.kind, part, parent)
        self.nodes[part.id] = node
        if part.kind == "sentence":
            node.span = Span(part.text_start, part.text_end)
            return node
        for child in part.children:
            (node.sections if child.kind == "section" else node.content).append(self._node(child, node))
        return node

    def find(self, part_id: str) -> Node:
        """The node of that id. Raises RefusedError where there is none, or none any more."""
        node = self.nodes.get(part_id)
        if node is None or not part_id:
            raise RefusedError("made_missing" if part_id.startswith("@") else "unknown_part", part=part_id)
        if node.gone:
            raise RefusedError("gone", part=part_id, operation=node.gone)
        return node

    def depth(self, node: Node) -> int:
        """1 for the outermost sections."""
        found = 0
        above: Node | None = node
        while above is not None and above.kind != "root":
            found += above.kind == "section"
            above = above.parent
        return found

    def within(self, node: Node, other: Node) -> bool:
        """Whether `node` is `other` or stands in it."""
        above: Node | None = node
        while above is not None:
            if above is other:
                return True
            above = above.parent
        return False

    def siblings(self, node: Node) -> list[Node]:
        """The list that holds a node."""
        assert node.parent is not None
        return node.parent.sections if node.kind == "section" else node.parent.content

    def detach(self, node: Node) -> None:
        """Take a node out of its place."""
        self.siblings(node).remove(node)
        node.parent = None

    def new(self, node: Node) -> Node:
        """A node that an operation makes."""
        self.nodes[node.id] = node
        return node

    # -- places -----------------------------------------------------------------------------------------------------

    def anchor(self, to: To) -> Node:
        """The first anchor that is there; the whole text where none is named."""
        if not to.anchors:
            return self.root
        for part_id in to.anchors[:-1]:
            node = self.nodes.get(part_id)
            if node is not None and not node.gone and node.kind != "root":
                return node
        return self.find(to.anchors[-1])

    def place(self, nodes: Sequence[Node], to: To) -> None:
        """Put nodes of one kind, in this order, at a place. Raises RefusedError where they cannot stand there."""
        anchor = self.anchor(to)
        for node in nodes:
            if self.within(anchor, node):
                raise RefusedError("cycle", part=node.id, place=anchor.id)
        if anchor.kind == "root" and to.where in ("before", "after"):
            raise RefusedError("no_place", where=to.where)
        kind = nodes[0].kind
        if kind == "section":
            self._place_sections(nodes, anchor, to)
        elif kind == "sentence":
            self._place_sentences(nodes, anchor, to)
        else:
            self._place_blocks(nodes, anchor, to)

    def _put(self, nodes: Sequence[Node], parent: Node, siblings: list[Node], at: int) -> None:
        """Take the nodes out of where they are and put them before `siblings[at]`."""
        following = siblings[at] if at < len(siblings) else None
        while following is not None and following in nodes:
            at += 1
            following = siblings[at] if at < len(siblings) else None
        for node in nodes:
            if node.parent is not None:
                self.detach(node)
        at = siblings.index(following) if following is not None else len(siblings)
        siblings[at:at] = nodes
        for node in nodes:
            node.parent = parent

    def _place_sections(self, nodes: Sequence[Node], anchor: Node, to: To) -> None:
        if anchor.kind not in ("section", "root"):
            raise RefusedError("place_kind", place=anchor.id)
        if to.where in ("before", "after"):
            parent = anchor.parent
            assert parent is not None
            siblings = parent.sections
            at = siblings.index(anchor) + (to.where == "after")
            if parent.kind == "root":
                self._check_edge(siblings, at, anchor)
        else:
            parent, siblings = anchor, anchor.sections
            if anchor.kind == "section" and (anchor.fixed or anchor.edge or not anchor.has_heading):
                raise RefusedError("place_fixed", place=anchor.id)
            first, last = self._middle(siblings) if anchor.kind == "root" else (0, len(siblings))
            at = first if to.where == "first" else last
        self.check_depth(nodes, parent)
        self._put(nodes, parent, siblings, at)

    def check_depth(self, nodes: Sequence[Node], parent: Node) -> None:
        below = max(self._height(node) for node in nodes)
        if self.depth(parent) + below > self.deepest:
            raise RefusedError("too_deep", part=nodes[0].id)

    def _height(self, node: Node) -> int:
        return 1 + max((self._height(child) for child in node.sections), default=0)

    @staticmethod
    def _middle(siblings: Sequence[Node]) -> tuple[int, int]:
        """Between title and opening, and closing and residue."""
        first = 0
        while first < len(siblings) and (siblings[first].fixed or _is(siblings[first], "opening")):
            first += 1
        last = next(
            (i for i in range(first, len(siblings)) if siblings[i].fixed or siblings[i].edge), len(siblings)
        )
        return first, last

    def _check_edge(self, siblings: Sequence[Node], at: int, anchor: Node) -> None:
        first, last = self._middle(siblings)
        beyond = at > last and not (anchor.fixed or anchor.edge)
        if not (first <= at <= last or beyond):
            raise RefusedError("place_fixed", place=anchor.id)

    def _place_blocks(self, nodes: Sequence[Node], anchor: Node, to: To) -> None:
        items = all(node.kind == "item" for node in nodes)
        if anchor.kind in ("root", "sentence", "heading") or anchor.fixed:
            raise RefusedError("place_kind", place=anchor.id)
        if to.where in ("before", "after"):
            parent = anchor.parent
            assert parent is not None
            inline = parent.kind == "paragraph" or (
                parent.kind == "item" and anchor.kind not in ("paragraph", "table")
            )
            if anchor.kind == "section" or (inline and not items) or (parent.kind == "item" and items):
                raise RefusedError("place_kind", place=anchor.id)
            if inline:
                self._flatten(nodes)
            self._put(nodes, parent, parent.content, parent.content.index(anchor) + (to.where == "after"))
            return
        if (
            anchor.kind == "table"
            or (anchor.kind == "paragraph" and not items)
            or (anchor.kind == "item" and items)
        ):
            raise RefusedError("place_kind", place=anchor.id)
        if anchor.kind == "paragraph":
            self._flatten(nodes)
        elif anchor.kind == "item":
            self.widen(anchor)
        elif items and to.where == "last":
            inner = self._inline_end(anchor)
            flat = all(self.flat(node) for node in nodes)
            if inner is not None and flat and not any(self.within(inner, node) for node in nodes):
                anchor = inner
        at = 0 if to.where == "first" else len(anchor.content)
        if items and to.where == "last":  # behind the items that are there
            at = next((n for n in range(at, 0, -1) if anchor.content[n - 1].kind == "item"), at)
        self._put(nodes, anchor, anchor.content, at)

    @staticmethod
    def _inline_end(section: Node) -> Node | None:
        """The last paragraph of a section, where it ends with an item inside."""
        last = section.content[-1] if section.content else None
        if last is not None and last.kind == "paragraph" and last.content and last.content[-1].kind == "item":
            return last
        return None

    @staticmethod
    def flat(node: Node) -> bool:
        return all(child.kind in ("sentence", "heading") for child in node.content)

    def _flatten(self, nodes: Sequence[Node]) -> None:
        """Make items of several paragraphs fit into a line."""
        for node in nodes:
            if any(child.kind == "table" for child in node.content):
                raise RefusedError("place_kind", place=node.id)
        for node in nodes:
            if not self.flat(node):
                node.content = [
                    leaf
                    for child in node.content
                    for leaf in (child.content if child.kind == "paragraph" else [child])
                ]
                node.adopt()

    def widen(self, item: Node) -> None:
        """Make an item of sentences one of paragraphs."""
        if item.parent is not None and item.parent.kind == "paragraph":
            raise RefusedError("place_kind", place=item.id)
        if item.content and self.flat(item):
            inner = Node(f"{item.id}/p", "paragraph", None, item, item.content)
            inner.adopt()
            item.content = [inner]

    def _place_sentences(self, nodes: Sequence[Node], anchor: Node, to: To) -> None:
        if anchor.kind in ("root", "table") or anchor.fixed:
            raise RefusedError("place_kind", place=anchor.id)
        if to.where in ("before", "after"):
            parent = anchor.parent
            if anchor.kind != "sentence" or parent is None or parent.kind == "table":
                raise RefusedError("place_kind", place=anchor.id)
            self._put(nodes, parent, parent.content, parent.content.index(anchor) + (to.where == "after"))
            return
        if anchor.kind == "sentence":
            raise RefusedError("place_kind", place=anchor.id)
        if anchor.kind == "item" and anchor.content and not self.flat(anchor):
            anchor = anchor.content[0 if to.where == "first" else -1]
            if anchor.kind != "paragraph":
                raise RefusedError("place_kind", place=anchor.id)
        if anchor.kind == "section":
            inner = Node(f"{nodes[0].id}/p", "paragraph", None)
            self._put(nodes, inner, inner.content, 0)
            inner.parent = anchor
            anchor.content.insert(0 if to.where == "first" else len(anchor.content), inner)
            return
        self._put(nodes, anchor, anchor.content, 0 if to.where == "first" else len(anchor.content))


def _is(node: Node, kind: str) -> bool:
    section = node.part.section if node.part else None
    return section is not None and section.kind == kind
