"""The numbers of headings and items after a restructuring: which stay as written, which follow, and how they are written.

Pure; imports numbering, item_labels and tree. Where nothing changed beside a heading, its label stays as it is, damaged
or not: only what operations touched counts anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.restructure.item_labels import ORDER, ItemLabel, family_number, numeral_like, renumbered
from assistant.restructure.parts import Part
from assistant.restructure.tree import Node, Tree
from assistant.structure.numbering import Style, label_text, read_label

_CHAIN = (Style.CHINESE, Style.BRACKETED_CHINESE, Style.ARABIC, Style.BRACKETED_ARABIC, Style.CIRCLED)
_NUMERAL = re.compile(
    r"[一二三四五六七八九十百零〇]+|[0-9０-９]+|[\u2460-\u249b\u3220-\u3229\u3251-\u32bf\u2776-\u2793]"
)
_SPOKEN = ItemLabel("是", 1, "", "一", "是", 0)


@dataclass(frozen=True, slots=True)
class NewLabel:
    """A label that is written anew: its text, the blank behind it, and whether Word counts it. restyled: it was of
    another style, and so is the blank."""

    text: str
    gap: str = ""
    generated: bool = False
    restyled: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    """How labels of a style are written in this draft."""

    style: Style
    written: str
    gap: str
    generated: bool

    @property
    def readable(self) -> bool:
        """Whether its number can be read; （%1） has none."""
        label = read_label(self.written + "文", 0, len(self.written) + 1)
        return label is not None and label.number is not None and _NUMERAL.search(self.written) is not None


class Labels:
    """The labels of a tree after its operations. `new`: by node; a node that is not in it keeps what is written."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.text = tree.parts.text
        self.generated = {span.start for span in tree.parts.document.generated if span.end > span.start}
        self.new: dict[Node, NewLabel] = {}
        self.by_depth: dict[int, list[_Written]] = {}
        self.by_style: dict[Style, _Written] = {}
        self.unlabelled: Counter[int] = Counter()
        self._learn()
        self._articles = 0
        self._articles_changed = False
        self._sections(tree.root, 0, None, ())
        self._items()

    # -- how labels are written here --------------------------------------------------------------------------------

    def _learn(self) -> None:
        pending: list[tuple[Part, int]] = [(part, 1) for part in self.tree.parts.roots]
        while pending:
            part, depth = pending.pop(0)
            section = part.section
            if section is not None and section.label is not None:
                written = self._written(part)
                if written is not None:
                    self.by_depth.setdefault(depth, []).append(written)
                    if part.label.end > part.label.start or written.style not in self.by_style:
                        self.by_style.setdefault(written.style, written)
            elif section is not None and section.heading and section.kind == "section":
                self.unlabelled[depth] += 1
            pending += [(child, depth + 1) for child in part.children if child.kind == "section"]

    def _written(self, part: Part) -> _Written | None:
        section = part.section
        if section is None or section.label is None:
            return None
        label = read_label(section.label + "文", 0, len(section.label) + 1)
        style = label.style if label else Style.CHINESE
        gap = self.text[part.label.end : section.heading_start] if part.label.end > part.label.start else ""
        if part.heading_is_text:
            gap = self.text[part.label.end : part.head_end]
        return _Written(
            style,
            section.written_label or section.label,
            gap.replace("\n", ""),
            part.label.start in self.generated,
        )

    # -- sections ---------------------------------------------------------------------------------------------------

    def _sections(self, parent: Node, depth: int, above: Style | None, prefix: tuple[int, ...]) -> None:
        children = [child for child in parent.sections if self._counts(child)]
        style, template = self._style(parent, children, depth + 1, above)
        labelled = [child for child in children if template is not None and self._labelled(child, parent)]
        before = self._before(parent)
        changed = parent.forced or [c.id for c in labelled] != before or self._depth_changed(parent, depth)
        if style is Style.DECIMAL and prefix != self._old_prefix(labelled):
            changed = True
        if style is Style.ARTICLE:
            self._articles_changed = changed = changed or self._articles_changed
        start = self._articles if style is Style.ARTICLE else 0
        for number, child in enumerate(labelled, start=start + 1):
            if changed and template is not None:
                self._write(child, style, number, template, prefix)
        if style is Style.ARTICLE:
            self._articles = start + len(labelled)
        numbers = {child: number for number, child in enumerate(labelled, start=1)}
        for child in parent.sections:
            inner = style if child in numbers else above
            self._sections(child, depth + 1, inner, (*prefix, numbers.get(child, 0)))

    @staticmethod
    def _counts(node: Node) -> bool:
        return node.has_heading and not node.fixed and not node.edge and not node.emptied

    def _labelled(self, child: Node, parent: Node) -> bool:
        """Whether a heading has a number: all but those that had none, and stand where they stood."""
        section = child.part.section if child.part else None
        if section is None or section.label is not None or (not section.heading and child.heading):
            return True
        return not self._stayed(child, parent) and not self.unlabelled[self.tree.depth(child)]

    def _stayed(self, child: Node, parent: Node) -> bool:
        return child.part is not None and self.tree.parts.above.get(child.id, "") == parent.id

    def _before(self, parent: Node) -> list[str]:
        if parent.kind == "root":
            old: Sequence[Part] = self.tree.parts.roots
        elif parent.part is not None:
            old = parent.part.children
        else:
            old = ()
        return [part.id for part in old if part.section is not None and part.section.label is not None]

    def _depth_changed(self, parent: Node, depth: int) -> bool:
        return (
            parent.kind == "section" and parent.part is not None and self._old_depth(parent.part.id) != depth
        )

    def _old_depth(self, part_id: str) -> int:
        depth = 1
        while (above := self.tree.parts.above.get(part_id)) is not None:
            depth += 1
            part_id = above
        return depth

    def _old_prefix(self, children: Sequence[Node]) -> tuple[int, ...]:
        for child in children:
            section = child.part.section if child.part else None
            if section is not None and section.label:
                label = read_label(section.label + " ", 0, len(section.label) + 1)
                return label.prefix if label else ()
        return ()

    def _style(
        self, parent: Node, children: Sequence[Node], depth: int, above: Style | None
    ) -> tuple[Style, _Written | None]:
        """The style of the numbers below a heading; no template where headings have no numbers there."""
        if parent.kind == "root" or not self._depth_changed(parent, depth - 1):
            own = [w for c in children if self._stayed(c, parent) and c.part and (w := self._written(c.part))]
            if own:
                return self._usual(own)
            if any(self._stayed(c, parent) for c in children) and self.unlabelled[depth]:
                return Style.CHINESE, None
        at_depth = [w for w in self.by_depth.get(depth, ()) if above is None or w.style is not above]
        if at_depth:
            return self._usual(at_depth)
        if self.unlabelled[depth]:
            return Style.CHINESE, None
        style = self._next(above)
        return style, self.by_style.get(style) or _Written(style, label_text(style, 1), "", False)

    @staticmethod
    def _usual(written: Sequence[_Written]) -> tuple[Style, _Written]:
        style = Counter(w.style for w in written).most_common(1)[0][0]
        fitting = [w for w in written if w.style is style]
        return style, next((w for w in fitting if w.readable), fitting[0])

    @staticmethod
    def _next(above: Style | None) -> Style:
        if above is None:
            return Style.CHINESE
        if above in _CHAIN:
            return _CHAIN[min(_CHAIN.index(above) + 1, len(_CHAIN) - 1)]
        return (
            Style.CHINESE if above in (Style.PART, Style.CHAPTER, Style.CLAUSE) else Style.BRACKETED_CHINESE
        )

    def _write(
        self, child: Node, style: Style, number: int, template: _Written, prefix: tuple[int, ...]
    ) -> None:
        own = self._written(child.part) if child.part else None
        like = own if own is not None and own.style is style and own.readable else template
        if style is Style.DECIMAL:
            written = label_text(style, number, tuple(prefix))
        elif like.readable and (match := _NUMERAL.search(like.written)):
            written = (
                like.written[: match.start()] + numeral_like(match[0], number) + like.written[match.end() :]
            )
        else:
            written = label_text(style, number)
        part = child.part
        if (
            part is not None
            and self.text[part.label.start : part.label.end] == written
            and part.kind == "section"
        ):
            return
        generated = template.generated if own is None else own.generated and template.generated
        restyled = own is not None and own.style is not style
        self.new[child] = NewLabel(written, like.gap, generated, restyled)

    # -- items ------------------------------------------------------------------------------------------------------

    def _items(self) -> None:
        first = self._runs_before()
        for section in self.tree.root.walk():
            if section.kind != "section":
                continue
            for run, members in self._runs(section, first):
                self._number(section, run, members, first)

    def _runs_before(self) -> dict[str, str]:
        """Item → its run, named by the first of its items."""
        found: dict[str, str] = {}
        holder, run, last, family = "", "", 0, ""
        for part in self.tree.parts.walk():
            if part.kind != "item" or part.item_label is None:
                continue
            owner = self.tree.parts.section_of(part.id)
            label = part.item_label
            number = _order_number(label) if label.family == "order" else label.number
            if (
                owner is None
                or owner.id != holder
                or label.family != family
                or (
                    number is not None
                    and number <= last
                    and last != 9
                    and not (label.family == "order" and number == last)
                )
            ):
                holder, run, family = owner.id if owner else "", part.id, label.family
                last = 0
            last = number if number is not None else last + 1
            found[part.id] = run
        return found

    def _runs(self, section: Node, first: dict[str, str]) -> Iterator[tuple[str, list[Node]]]:
        """The runs of items in a section: (the run they count with, its members in order)."""
        items = [node for node in _own(section) if node.kind == "item" and not node.emptied]
        runs: dict[str, list[Node]] = {}
        names: list[str | None] = []
        for node in items:
            home = (
                self.tree.parts.section_of(node.id)
                if node.part is not None and node.part.kind == "item"
                else None
            )
            resident = home is not None and home.id == section.id and not node.placed_by
            names.append(first.get(node.id) if resident else None)
        for index, node in enumerate(items):
            name = names[index]
            if name is None:
                near = [j for j in (index - 1, index + 1) if 0 <= j < len(items) and names[j] is not None]
                beside = [j for j in near if items[j].parent is node.parent]
                name = names[(beside or near)[0]] if near else None
                if name is None:
                    later = next((n for n in names[index:] if n is not None), None)
                    name = later if later is not None else first.get(node.id, node.id)
                names[index] = name
            runs.setdefault(name or node.id, []).append(node)
        yield from runs.items()

    def _number(self, section: Node, run: str, members: list[Node], first: dict[str, str]) -> None:
        before = [part_id for part_id, name in first.items() if name == run]
        ids = [node.id for node in members]
        if ids == before and not section.forced:
            return
        labels = [node.part.item_label if node.part and node.part.item_label else None for node in members]
        written = [label for label in labels if label is not None]
        original = self.tree.parts.find(run)
        leading = original.item_label if original is not None and original.kind == "item" else None
        template = leading if leading is not None and leading.numeral else family_number(written)
        if template is None or (not template.numeral and template.family == "是"):
            template = _SPOKEN
        if not template.family:
            return
        alone = (
            len(members) == 1 and len(before) != 1 and template.family not in [style.value for style in Style]
        )
        words = self._order_words(before) if template.family == "order" else []
        for number, (node, label) in enumerate(zip(members, labels, strict=True), start=1):
            like = (
                label if label is not None and label.family == template.family and label.numeral else template
            )
            text = "" if alone else renumbered(like, number, len(members))
            if words and not alone and len(members) == len(words):
                text = words[number - 1] + like.after
            generated = node.part is not None and node.part.label.start in self.generated
            own = node.part if node.part is not None and node.part.kind == "item" else None
            if own is not None and self.text[own.label.start : own.label.end] == text:
                continue
            self.new[node] = NewLabel(text, "", generated and bool(text))

    def _order_words(self, before: Sequence[str]) -> list[str]:
        parts = [self.tree.parts.find(part_id) for part_id in before]
        return [part.item_label.numeral for part in parts if part is not None and part.item_label is not None]


def _order_number(label: ItemLabel) -> int:
    return (
        {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9}.get(label.numeral, 0)
        if label.numeral in ORDER
        else 0
    )


def _own(section: Node) -> Iterator[Node]:
    """What stands in a section's own text, in order."""
    for block in section.content:
        yield from block.walk()
