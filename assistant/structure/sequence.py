"""Which candidates are headings, and how they nest: decided by their numbers together with their form.

Pure; imports headings and numbering. Each candidate is looked at once, with its next of the same kind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.structure.headings import Candidate
from assistant.structure.numbering import RANK, Label, Style, Trouble, label_text, repair

_TWINS = {
    Style.BRACKETED_ARABIC: Style.BRACKETED_CHINESE,
    Style.BRACKETED_CHINESE: Style.BRACKETED_ARABIC,
    Style.ARABIC: Style.CHINESE,
    Style.CHINESE: Style.ARABIC,
}
ENOUGH = 2  # form plus the evidence of the numbers that makes a heading

Key = tuple[Style, int]


@dataclass(slots=True, eq=False)
class Node:
    """A heading in its place. number: as repaired; trouble: what was wrong with the number written."""

    candidate: Candidate
    style: Style | None
    number: int = 0
    trouble: Trouble | None = None
    continued: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def label(self) -> Label | None:
        """The label as written."""
        return self.candidate.label

    @property
    def label_text(self) -> str | None:
        """The canonical label, its number repaired."""
        if self.style is None:
            return None
        return label_text(self.style, self.number, self.label.prefix if self.label else ())

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.children))


@dataclass(slots=True)
class _Scope:
    """Headings that stand beside each other: one style, or none (a heading without number, with a hinted level)."""

    key: Key | None
    rank: float
    node: Node
    last: int
    level: int = 0


def _key(label: Label) -> Key:
    return label.style, len(label.prefix)


def _plain_rank(key: Key) -> float:
    return RANK[key[0]] + key[1] / 10


def _ranks(candidates: Sequence[Candidate]) -> dict[Key, float]:
    """How deep each style stands. The usual order, unless the numbers show one inside another the other way round.

    1. stands inside （一） where （一） goes on after a run that began at 1.; where instead 1. goes on after a run that
    began at （一）, it is the other way round.
    """
    last: dict[Key, tuple[int, int]] = {}
    began: dict[Key, int] = {}
    inside: dict[tuple[Key, Key], int] = {}
    for position, candidate in enumerate(candidates):
        label = candidate.label
        if label is None or label.number is None or candidate.form < 2:
            continue
        key = _key(label)
        if key in last and last[key][0] + 1 == label.number:
            for other, at in began.items():
                if other != key and at > last[key][1]:
                    inside[key, other] = inside.get((key, other), 0) + 1
        last[key] = (label.number, position)
        if label.number == 1:
            began[key] = position
    order = sorted(last, key=_plain_rank)
    for _ in order:
        for index in range(len(order) - 1):
            outer, inner = order[index], order[index + 1]
            if inside.get((inner, outer), 0) > inside.get((outer, inner), 0):
                order[index], order[index + 1] = inner, outer
    usual = sorted(_plain_rank(key) for key in order)
    return dict(zip(order, usual, strict=True))


def _next_of_kind(candidates: Sequence[Candidate]) -> list[Candidate | None]:
    """For each candidate the next with a readable label of the same style and at least some form."""
    following: list[Candidate | None] = [None] * len(candidates)
    seen: dict[Key, Candidate] = {}
    for index in range(len(candidates) - 1, -1, -1):
        label = candidates[index].label
        if label is None:
            continue
        following[index] = seen.get(_key(label))
        if label.number is not None and candidates[index].form >= 1:
            seen[_key(label)] = candidates[index]
    return following


class _Builder:
    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates
        self.following = _next_of_kind(candidates)
        self.ranks = _ranks(candidates)
        self.roots: list[Node] = []
        self.stack: list[_Scope] = []
        self.seen: dict[Key, int] = {}
        self._positions: dict[Key, list[tuple[int, int]]] = {}

    def build(self) -> None:
        for index, candidate in enumerate(self.candidates):
            label = candidate.label
            if candidate.lost:
                self._add_lost(candidate, index)
            elif label is None:
                self._add_marked(candidate)
            elif label.number is None:
                self._add_damaged(candidate, label, self.following[index])
            else:
                self._add_numbered(candidate, label, label.number, self.following[index])

    # -- where a candidate would stand ------------------------------------------------------------------------------

    def _scope_of(self, key: Key, number: int | None, level: int) -> int:
        """Position in the stack of the open run that `key` belongs to, or -1."""
        for position in range(len(self.stack) - 1, -1, -1):
            scope = self.stack[position]
            if scope.key == key:
                return position
            if scope.key is None and not 0 < level <= scope.level:
                # below a heading without number counting begins anew; going on means that its part has ended
                outer = next((s for s in reversed(self.stack[:position]) if s.key == key), None)
                if outer is None or number != outer.last + 1:
                    return -1
        return -1

    def _depth_for(self, key: Key, level: int) -> int:
        """How much of the stack stays when a new run of `key` opens."""
        rank = self.ranks.get(key, _plain_rank(key))
        depth = len(self.stack)
        while depth:
            scope = self.stack[depth - 1]
            if scope.key is None:
                if not 0 < level <= scope.level:
                    break
            elif scope.rank < rank:
                break
            depth -= 1
        return depth

    # -- whether it is a heading ------------------------------------------------------------------------------------

    def _add_numbered(self, candidate: Candidate, label: Label, number: int, following: Candidate | None) -> None:
        key = _key(label)
        position = self._scope_of(key, number, candidate.level)
        next_number = following.label.number if following and following.label else None
        if position < 0 and (meant := self._meant(candidate, label, number, next_number)) is not None:
            self._place(Node(candidate, meant), (meant, 0), self._scope_of((meant, 0), number, 0), number)
            return
        goes_on = next_number == number + 1
        continued = False
        if position >= 0:
            last = self.stack[position].last
            fits = number == last + 1
            evidence = 2 if fits else self._unexpected(number, last, goes_on)
        else:
            continued = number > 1 and number == self.seen.get(key, -1) + 1
            fits = number == 1 or continued
            evidence = (2 if goes_on or continued else 1) if fits else (0 if goes_on or number == 2 else -1)
        if candidate.form <= 1 and number > 1 and following and following.form >= 2 and next_number == number:
            return  # the same number follows on a line that looks more like a heading
        if candidate.form + evidence < ENOUGH:
            return
        self._place(Node(candidate, label.style, number, continued=continued), key, position, number)

    def _meant(self, candidate: Candidate, label: Label, number: int, next_number: int | None) -> Style | None:
        """The style that a number has by its neighbours, though it is written in another: （一） (2) （三）, 二、 三、 4."""
        meant = _TWINS.get(label.style)
        if meant is None or candidate.form < ENOUGH or number < 2 or not self.stack:
            return None
        scope = self.stack[-1]
        beside = scope.key == (meant, 0) and scope.last == number - 1
        if beside and next_number != number + 1 and self._next_number(candidate, meant) == number + 1:
            return meant
        return meant if self._ends_run(candidate, (meant, 0), label, number) else None

    def _ends_run(self, candidate: Candidate, key: Key, label: Label, number: int) -> bool:
        """Whether a number goes on where a run of another style has ended, and belongs to none of its own style."""
        if number < 3 or candidate.extent.shape != "line" or self._next_number(candidate, key[0]) is not None:
            return False
        scope = next((s for s in self.stack if s.key == key), None)
        if scope is None or scope.last != number - 1:
            return False
        between = range(scope.node.candidate.first + 1, candidate.first)
        own = any(c.label and c.first in between and _key(c.label) == _key(label) for c in self.candidates)
        return not own and self.seen.get(_key(label)) != number - 1

    @staticmethod
    def _unexpected(number: int, last: int, goes_on: bool) -> int:
        if number == 1:
            return 1 if goes_on else -1
        distance = number - last
        return (0 if 0 <= distance <= 3 else -1 if distance <= 6 else -2) + (1 if goes_on else 0)

    def _add_damaged(self, candidate: Candidate, label: Label, following: Candidate | None) -> None:
        """A label that cannot be read is a heading only where its neighbours leave a place for it."""
        certain = label.guess is None and label.end - label.start > 3  # （%1）: nobody writes that
        form = candidate.form + (2 if certain else 0)
        if form < ENOUGH:
            return
        styles = [label.style]
        if label.style is Style.BRACKETED_CHINESE:
            styles.append(Style.BRACKETED_ARABIC)
        for style in styles:
            position = self._scope_of((style, 0), None, candidate.level)
            if position < 0:
                continue
            last = self.stack[position].last
            after = self._next_number(candidate, style)
            if certain or after == last + 2 or (after in (None, 1) and label.guess in (None, last + 1)):
                self._place(Node(candidate, style), (style, 0), position, last + 1)
                return
        for style in styles:
            after = self._next_number(candidate, style)
            if after == 2 or (certain and style is styles[-1]):
                chosen = style if after == 2 else styles[0]
                self._place(Node(candidate, chosen), (chosen, 0), -1, 1)
                return

    def _add_lost(self, candidate: Candidate, index: int) -> None:
        """A heading whose number was lost: there is a place for it in the outer run, or counting restarts below it."""
        if candidate.side:
            scope = self.stack[-1] if self.stack else None
            if scope and scope.key and not scope.key[1] and self._next_number(candidate, scope.key[0]) == scope.last + 2:
                self._place(Node(candidate, scope.key[0]), scope.key, len(self.stack) - 1, scope.last + 1)
            return
        below = next((c.label for c in self.candidates[index + 1 : index + 2]), None)
        restarted = self._scope_of(_key(below), 1, 0) if below and below.number == 1 else -1
        for position, scope in enumerate(self.stack):
            if scope.key is None or scope.key[1]:
                continue
            after = self._next_number(candidate, scope.key[0])
            inner = position < restarted and after in (None, 1)
            if after == scope.last + 2 or inner:
                self._place(Node(candidate, scope.key[0]), scope.key, position, scope.last + 1)
                return

    def _next_number(self, candidate: Candidate, style: Style) -> int | None:
        key = (style, 0)
        if key not in self._positions:
            self._positions[key] = [
                (c.first, c.label.number)
                for c in self.candidates
                if c.label and _key(c.label) == key and c.label.number is not None and c.form >= 1
            ]
        entries = self._positions[key]
        at = bisect_right(entries, candidate.first, key=lambda entry: entry[0])
        return entries[at][1] if at < len(entries) else None

    # -- putting it there -------------------------------------------------------------------------------------------

    def _place(self, node: Node, key: Key, position: int, number: int) -> None:
        rank = self.ranks.get(key, _plain_rank(key))
        if position >= 0:
            del self.stack[position + 1 :]
            scope = self.stack[position]
            scope.node, scope.last = node, number
        else:
            del self.stack[self._depth_for(key, node.candidate.level) :]
            self.stack.append(_Scope(key, rank, node, number, node.candidate.level))
        self.seen[key] = number
        self._attach(node, rank)

    def _attach(self, node: Node, rank: float) -> None:
        parent = self.stack[-2].node if len(self.stack) > 1 else None
        siblings = parent.children if parent else self.roots
        deeper = 0 < len(siblings) <= 12
        plain = all(s.style is not None and self._rank_of(s) > rank and not s.children for s in siblings)
        if deeper and plain and node.number <= 1:
            siblings.clear()  # 1. 2. 3. before the first （一） are a list in the introduction, not sections beside it
        siblings.append(node)

    def _rank_of(self, node: Node) -> float:
        if node.style is None:
            return -1.0
        key = (node.style, len(_prefix(node)))
        return self.ranks.get(key, _plain_rank(key))

    def _add_marked(self, candidate: Candidate) -> None:
        depth = len(self.stack)
        while depth and not 0 < self.stack[depth - 1].level < candidate.level:
            depth -= 1
        if not depth and candidate.level > 1 and self.stack and not any(s.level for s in self.stack):
            depth = 1  # the numbered headings have no hint: it stands below the outermost of them
        del self.stack[depth:]
        node = Node(candidate, None)
        parent = self.stack[-1].node if self.stack else None
        (parent.children if parent else self.roots).append(node)
        self.stack.append(_Scope(None, -1.0, node, 0, candidate.level))


def nest(candidates: Sequence[Candidate]) -> tuple[Node, ...]:
    """The candidates that are headings, nested, their numbers repaired: the outermost of them."""
    builder = _Builder(candidates)
    builder.build()
    pending: list[list[Node]] = [builder.roots]
    while pending:
        siblings = pending.pop()
        _repair(siblings)
        pending.extend(node.children for node in siblings if node.children)
    return tuple(builder.roots)


def _repair(siblings: list[Node]) -> None:
    """Repair the numbers of each run of one style among headings that stand beside each other."""
    run: list[Node] = []
    for node in [*siblings, None]:
        if run and (node is None or node.style is not run[0].style or _prefix(node) != _prefix(run[0])):
            _repair_run(run)
            run = []
        if node is not None and node.style is not None:
            run.append(node)


def _prefix(node: Node) -> tuple[int, ...]:
    return node.label.prefix if node.label else ()


def _repair_run(run: list[Node]) -> None:
    first = run[0].label
    offset = first.number - 1 if run[0].continued and first and first.number else 0
    written = [n.label.number if n.label else None for n in run]
    for node, result in zip(run, repair([w - offset if w else None for w in written]), strict=True):
        node.number = result.number + offset
        node.trouble = result.trouble
        if node.trouble is None and node.label and node.label.number is not None and node.label.style is not node.style:
            node.trouble = "wrong"
