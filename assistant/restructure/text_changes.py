"""What no longer fits after parts were moved: counts declared in prose, linking words, references, marks. Pure.

Imports labels and tree. Nothing of this is changed by itself: each is shown at its place, most with a proposal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.document import Span
from assistant.restructure.labels import Labels
from assistant.restructure.parts import Part, Parts
from assistant.restructure.tree import Node, Tree
from assistant.structure.numbering import chinese, number_of
from assistant.wording import Language, Reason

ChangeKind = Literal["count", "link", "reference", "mark", "heading", "empty"]

_COUNT = re.compile(
    r"(?P<n>[一二两三四五六七八九十]{1,3}|\d{1,2})(?P<unit>(?:大|个|条|点|项|类|种|大类|方面)(?:方面|层面|维度|问题|原因|措施|不足|差距|表现|任务|意见|建议|内容|重点)?)"
)
_CUE = re.compile(
    r"以下|如下|下列|下面|这|主要|存在|归纳|概括|表现|围绕|共|等|从|有|查摆|分为|集中|抓好|做好|突出|聚焦"
)
_FORWARD = re.compile(r"以下|如下|下列|下面")
_LINK = re.compile(
    r"(?:此外|另外|与此同时|同时|其次|再次|再者|最后|首先|第[一二三四五六]|综上所述|综上|总之|总的来看|因此|所以|为此|对此|由此|然而|但是|不过|而且|并且"
    r"|还有|接着|随后|正因如此|正因为如此|在此基础上|除此之外|除了以上|一方面|另一方面|再就是)(?P<comma>[，,]?)"
)
_BACK = re.compile(r"上述|以上|前述|如前所述|前面(?:提到|所说|讲)|上面(?:提到|所说|讲)|前文")
_THIS = re.compile(r"这(?:些|一|种|样|个|类)?(?:问题|情况|不足|现象|做法|方面)|该(?:问题|项|情况)")
_SECTION = re.compile(r"第(?P<n>[一二三四五六七八九十]{1,2})(?:个)?(?:大)?部分")
_SHORT = re.compile("^在(?=.*方面)|方面.*$|[。；：，\\s“”]")
_NAME_CHARS = 16
_STOPS = "；;，,。"


@dataclass(frozen=True, slots=True)
class TextChange:
    """A place `[start, end)` of the new text to be looked at. proposal: what may stand there instead; None where only
    a person can say. operations: those that brought it about."""

    id: str
    kind: ChangeKind
    start: int
    end: int
    quote: str
    proposal: str | None
    reason: Reason
    operations: tuple[str, ...] = ()

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """Its values, the reason as a sentence."""
        return {
            "id": self.id, "kind": self.kind, "start": self.start, "end": self.end, "quote": self.quote,
            "proposal": self.proposal, "reason": self.reason.text(language), "operations": list(self.operations),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence and where it stands in the new text."""

    node: Node
    span: Span


def text_changes(
    parts: Parts, tree: Tree, labels: Labels, text: str, leaves: Sequence[Placed], placed: Mapping[Node, Span]
) -> tuple[TextChange, ...]:
    """What no longer fits, in the order of the new text."""
    review = _Review(parts, tree, labels, text, leaves, placed)
    found = sorted(review.found, key=lambda one: (one.start, one.end))
    return tuple(
        TextChange(f"t{n}", one.kind, one.start, one.end, one.quote, one.proposal, one.reason, one.operations)
        for n, one in enumerate(found, start=1)
    )


class _Review:
    def __init__(
        self,
        parts: Parts,
        tree: Tree,
        labels: Labels,
        text: str,
        leaves: Sequence[Placed],
        placed: Mapping[Node, Span],
    ) -> None:
        self.parts, self.tree, self.labels, self.text, self.placed = parts, tree, labels, text, placed
        self.span = {leaf.node: leaf.span for leaf in leaves}
        self.found: list[TextChange] = []
        old = [part.id for part in parts.sentences()]
        self.old_before = {part_id: old[n - 1] if n else "" for n, part_id in enumerate(old)}
        self.old_after = {part_id: old[n + 1] if n + 1 < len(old) else "" for n, part_id in enumerate(old)}
        self.order = [leaf.node for leaf in leaves]
        self.counts_old = _old_sizes(parts)
        self.renamed = _renamed(tree)
        self._sentences()
        self._headings()
        self._marks()
        self._left_over()

    def _add(
        self,
        kind: ChangeKind,
        start: int,
        end: int,
        proposal: str | None,
        code: str,
        node: Node | None,
        **params: Any,
    ) -> None:
        if any(one.start < end and start < one.end for one in self.found):
            return
        quote = self.text[start:end]
        reason = Reason(f"restructure.change.{code}", {"quote": quote, "proposal": proposal or "", **params})
        operations = self._seam(node) if kind == "link" and node is not None else self._operations(node)
        self.found.append(TextChange("", kind, start, end, quote, proposal, reason, operations))

    def _operations(self, node: Node | None) -> tuple[str, ...]:
        """The operation that moved a sentence, or what it stands in; of a section those that changed what is in it."""
        if node is not None and node.kind == "section":
            inside = [child for child in node.walk() if child.placed_by or child.made_by]
            gone = [op for part, op in self.tree.placed.items() if _under(self.parts, part, node.id)]
            return tuple(dict.fromkeys([*gone, *(child.placed_by or child.made_by for child in inside)]))
        return self._mover(node)

    @staticmethod
    def _mover(node: Node | None) -> tuple[str, ...]:
        while node is not None:
            if node.placed_by:
                return (node.placed_by,)
            node = node.parent
        return ()

    def _seam(self, node: Node) -> tuple[str, ...]:
        """The operations that put a sentence behind another one than before."""
        index = self.order.index(node)
        beside = [node, *self.order[max(0, index - 1) : index], *self.order[index + 1 : index + 2]]
        old = self.tree.nodes.get(self.old_before.get(node.id, ""))
        found = [op for one in (*beside, old) for op in self._mover(one)]
        return tuple(dict.fromkeys(found))

    # -- sentences --------------------------------------------------------------------------------------------------

    def _sentences(self) -> None:
        numbers = self._section_numbers()
        for index, node in enumerate(self.order):
            before = self.order[index - 1].id if index else ""
            after = self.order[index + 1].id if index + 1 < len(self.order) else ""
            span = self.span[node]
            words = self.text[span.start : span.end]
            section = _section(node)
            if section is None:
                continue
            self._counts(node, section, words, span.start)
            seam = before != self.old_before.get(node.id, "")
            moved = bool(self._mover(node))
            if seam:
                self._links(node, words, span.start, before)
            if (seam or (moved and self._first_block(node))) and not section.edge:
                self._back(node, words, span.start)
            changed = after != self.old_after.get(node.id, "") and not section.edge
            match = _FORWARD.search(words) if changed and words[-1] in "：:。" else None
            if match is not None and not any(o.start < span.end and span.start < o.end for o in self.found):
                self._add("link", span.start + match.start(), span.start + match.end(), None, "forward", node)
            self._references(node, words, span.start, numbers)

    def _first_block(self, node: Node) -> bool:
        """Whether a sentence stands in the first paragraph of what was moved."""
        above = node
        while above.parent is not None and not above.placed_by:
            siblings = above.parent.content if above.parent.content else above.parent.sections
            if above.kind != "sentence" and siblings and siblings[0] is not above:
                return False
            above = above.parent
        return bool(above.placed_by)

    def _links(self, node: Node, words: str, start: int, before: str) -> None:
        match = _LINK.match(words)
        if match is None:
            return
        proposal = "" if match["comma"] else None
        self._add("link", start, start + match.end(), proposal, "link", node)

    def _back(self, node: Node, words: str, start: int) -> None:
        match = _BACK.search(words[:24]) or _THIS.match(words)
        if match is not None:
            self._add("link", start + match.start(), start + match.end(), None, "back", node)

    def _section_numbers(self) -> dict[int, int]:
        """Number of a top-level section before → after, where it is another."""
        old = [
            part.id
            for part in self.parts.roots
            if part.section is not None and part.section.label is not None
        ]
        new = [node.id for node in self.tree.root.sections if node.has_heading]
        return {n: new.index(i) + 1 for n, i in enumerate(old, start=1) if i in new and new.index(i) + 1 != n}

    def _references(self, node: Node, words: str, start: int, numbers: Mapping[int, int]) -> None:
        for match in _SECTION.finditer(words):
            number = numbers.get(number_of(match["n"]) or 0)
            if number is not None:
                at = start + match.start("n")
                self._add("reference", at, at + len(match["n"]), chinese(number), "reference", node)

    # -- counts -----------------------------------------------------------------------------------------------------

    def _counts(self, node: Node, section: Node, words: str, start: int) -> None:
        for match in _COUNT.finditer(words):
            declared = number_of(match["n"]) if match["n"] != "两" else 2
            if not declared or not _CUE.search(words, max(0, match.start() - 14), match.start()):
                continue
            sizes = list(self._sizes(node, section))
            told = next(((old, new) for old, new in sizes if old == declared and new != declared), None)
            if told is None and _FORWARD.search(words) and not section.edge:
                told = next(((o, n) for o, n in sizes if o != n and n != declared and o > 1), None)
            if (
                sum(new for _, new in sizes[:2]) == declared
                or told is None
                or self._still_fits(sizes, declared, section)
            ):
                continue
            at = start + match.start("n")
            listed = [words.find(name) for name in self.renamed if name in words[: match.start()]]
            if len(listed) > 1:  # the names are no longer right either
                self._add(
                    "reference",
                    start + min(listed),
                    start + match.end(),
                    None,
                    "listed",
                    section,
                    count=told[1],
                )
                continue
            proposal = self._number_like(match["n"], told[1]) if told[1] > 1 else None
            self._add("count", at, at + len(match["n"]), proposal, "count", section, count=told[1])

    @staticmethod
    def _still_fits(sizes: Sequence[tuple[int, int]], declared: int, section: Node) -> bool:
        """Whether there are as many of something as a sentence says; an opening counts the first that there were so many of."""
        if section.edge:
            return next((new for old, new in sizes if old == declared), None) == declared
        return any(new == declared for _, new in sizes)

    @staticmethod
    def _number_like(written: str, number: int) -> str:
        if written.isascii():
            return str(number)
        return "两" if number == 2 and written in ("两", "三", "四") else chinese(number)

    def _sizes(self, node: Node, section: Node) -> Iterator[tuple[int, int]]:
        """How many things a sentence here may count, before and after: items, subsections; in the opening, all."""
        home = self.parts.section_of(node.id)
        old = home.id if home is not None else section.id
        items, below = self.counts_old.get(old, (0, 0))
        yield items, sum(n.kind == "item" for block in section.content for n in block.walk())
        yield below, sum(child.has_heading for child in section.sections)
        if section.edge:
            yield self.counts_old[""][1], sum(n.has_heading for n in self.tree.root.sections)
            for other in self.tree.root.sections:
                if other.id in self.counts_old:
                    listed = sum(n.kind == "item" for block in other.content for n in block.walk())
                    yield self.counts_old[other.id][1], sum(n.has_heading for n in other.sections) or listed

    def _headings(self) -> None:
        """`（一）四个方面的问题`: a heading that counts what stands below it."""
        for node in self.tree.root.walk():
            if (
                node.kind != "section"
                or node.part is None
                or node.part.section is None
                or node.heading is not None
            ):
                continue
            section = node.part.section
            if (
                not section.heading
                or node not in self.placed
                or node.id not in self.counts_old
                or node.part.heading_is_text
            ):
                continue
            items, below = self.counts_old[node.id]
            new = (
                sum(n.kind == "item" for block in node.content for n in block.walk()),
                sum(child.has_heading for child in node.sections),
            )
            for match in _COUNT.finditer(section.heading):
                declared = number_of(match["n"]) if match["n"] != "两" else 2
                sizes = ((items, new[0]), (below, new[1]))
                told = next((n for o, n in sizes if o == declared and n != o and o > 1), None)
                if declared == new[0] + new[1]:  # items that are headings now
                    continue
                line = self.text.find(section.heading, self.placed[node].start)
                if told is None or line < 0:
                    continue
                at = line + match.start("n")
                proposal = self._number_like(match["n"], told) if told > 1 else None
                self._add("count", at, at + len(match["n"]), proposal, "count", node, count=told)

    # -- marks ------------------------------------------------------------------------------------------------------

    def _marks(self) -> None:
        """The marks that end items: ； between them and 。 after the last."""
        for holder in self.tree.root.walk():
            members = [child for child in holder.content if child.kind == "item" and child.part is not None]
            if not members:
                continue
            old = [part for part in holder.part.children if part.kind == "item"] if holder.part else []
            if [part.id for part in old] == [node.id for node in members]:
                continue
            between, last = self._usual_marks(old or self._home_run(members[0]))
            for node in members:
                wanted = last if node is members[-1] else between
                leaf = next((n for n in reversed(list(node.walk())) if n.kind == "sentence"), None)
                if leaf is None or leaf not in self.span:
                    continue
                end = self.span[leaf].end
                if self.text[end - 1] in _STOPS and self.text[end - 1] != wanted:
                    self._add("mark", end - 1, end, wanted, "mark", node)

        for holder in self.tree.root.walk():
            if holder.kind == "section" and holder.part is not None and holder.part.kind == "item":
                leaf = next((n for n in reversed(list(holder.walk())) if n.kind == "sentence"), None)
                if leaf in self.span and self.text[self.span[leaf].end - 1] in "；;，,":
                    end = self.span[leaf].end
                    self._add("mark", end - 1, end, "。", "mark", leaf)

    def _home_run(self, node: Node) -> list[Part]:
        home = self.parts.parent(node.id) if node.part is not None else None
        return [part for part in home.children if part.kind == "item"] if home is not None else []

    def _usual_marks(self, items: Sequence[Part]) -> tuple[str, str]:
        ends = [self.parts.text[part.text_end - 1] for part in items if part.text_end > part.text_start]
        between = Counter(mark for mark in ends[:-1] if mark in _STOPS).most_common(1)
        last = ends[-1] if ends and ends[-1] in _STOPS else "。"
        return (between[0][0] if between else last), last

    # -- what is left -----------------------------------------------------------------------------------------------

    def _left_over(self) -> None:
        for operation, node in self.tree.dropped:
            section = node.part.section if node.part else None
            heading = " ".join(section.heading.split("\n")) if section else node.heading or ""
            target = self.tree.nodes.get(self._merged_into(operation))
            if heading and target is not None and target in self.placed:
                at = self.placed[target].end
                reason = Reason("restructure.change.heading", {"quote": heading, "proposal": ""})
                self.found.append(TextChange("", "heading", at, at, "", None, reason, (operation,)))
        for node in self.tree.root.walk():
            if node.kind != "section" or node.fixed or node.edge or node not in self.placed or node.made_by:
                continue
            if node.sections or any(inner.kind in ("sentence", "heading") for inner in node.walk()):
                continue
            if node.part is not None and node.part.children:
                span = self.placed[node]
                line_end = self.text.find("\n", span.start)
                end = len(self.text) if line_end < 0 else line_end
                self._add("empty", span.start, end, None, "empty", node)

    def _merged_into(self, operation: str) -> str:
        return next((node.id for node in self.order_targets(operation)), "")

    def order_targets(self, operation: str) -> Iterator[Node]:
        """The sections that took in what an operation merged."""
        for node in self.tree.root.walk():
            if node.kind == "section" and any(
                c.placed_by == operation for c in (*node.content, *node.sections)
            ):
                yield node


def _under(parts: Parts, part_id: str, section_id: str) -> bool:
    """Whether a part stood in a section."""
    while part_id and part_id != section_id:
        part_id = parts.above.get(part_id, "")
    return part_id == section_id != ""


def _section(node: Node) -> Node | None:
    above: Node | None = node
    while above is not None and above.kind != "section":
        above = above.parent
    return above


def _renamed(tree: Tree) -> list[str]:
    """What headings that are gone, or are called otherwise now, were called in short."""
    found = []
    for node in tree.nodes.values():
        section = node.part.section if node.part is not None and node.kind == "section" else None
        if section is not None and (node.gone or node.heading is not None):
            name = _SHORT.sub("", section.heading)
            if 2 <= len(name) <= _NAME_CHARS:
                found.append(name)
    return found


def _old_sizes(parts: Parts) -> dict[str, tuple[int, int]]:
    """Section → how many items its own text had, and how many sections stood below it."""
    found = {"": (0, sum(p.section is not None and p.section.label is not None for p in parts.roots))}
    for part in parts.walk():
        if part.kind == "section":
            own = [child for child in part.children if child.kind != "section"]
            items = sum(inner.kind == "item" for block in own for inner in block.walk())
            found[part.id] = (items, sum(child.kind == "section" for child in part.children))
    return found
