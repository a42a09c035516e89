"""Where a wish wants parts to go: 最前面, X后面, X里, X和Y之间, 第二位, 往前一位. Pure; imports naming and operation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.restructure.naming import Named, Names
from assistant.restructure.operation import Certainty, To, Where
from assistant.restructure.parts import EDGES, Part
from assistant.structure.numbering import number_of

_N = "[一二三四五六七八九十两]{1,3}|\\d{1,2}"
_WHOLE = "(?:全文|全篇|整篇|整个|稿子|文章|材料|报告|正文)?"
_OPENING = re.compile(
    rf"^(?P<of>{_WHOLE})的?(?:(?:最|顶)(?:前面|前边|前头|前|上面|上边|上头|上|开头|开始)(?:的?位置)?|前面|前边|前头|开头|开始|首位|打头|头里|第一位|第一|首)$"
)
_ENDING = re.compile(
    rf"^(?P<of>{_WHOLE})的?(?:最(?:后面|后边|后头|后|下面|下边|末尾|末)(?:一位)?(?:的?位置)?|后面|后边|末尾|末位|结尾|最末|最后|垫底|收尾|末)$"
)
_FIRST_IN = re.compile(
    r"^(?P<x>.+?)的?(?:里面?|中|下面|底下)?的?(?:最前面?|最上面|开头|第一[位条个项]|首位)$"
)
_LAST_IN = re.compile(
    r"^(?P<x>.+?)的?(?:里面?|中|下面|底下)?的?(?:最后(?:面|一[位条个项])?|最下面|末尾|结尾)$"
)
_BETWEEN = re.compile(r"^(?P<x>.+?)(?:和|跟|与|、)(?P<y>.+?)(?:的)?(?:之间|中间|当中)$")
_BEFORE = re.compile(r"^(?P<x>.+?)的?(?:的?前面|之前|前边|前头|以前|前|上面|上边|上头|之上)$")
_AFTER = re.compile(r"^(?P<x>.+?)的?(?:的?后面|之后|后边|后头|以后|后)$")
_BELOW = re.compile(r"^(?P<x>.+?)的?(?:下面|下边|之下|底下|下)$")
_INTO = re.compile(r"^(?P<x>.+?)的?(?:里面|里头|里边|里|当中|中间?|内|名下|一栏|去)$")
_NTH = re.compile(rf"^(?:第(?P<n>{_N})(?:个|位|名|条)?(?:位置)?|(?P<penultimate>倒数第二)(?:位|个)?)$")
_NTH_PART = re.compile(rf"^(?:作?为)?第(?P<n>{_N})(?:个)?(?:大?部分|大?块|章)$")
_LOOSE = frozenset(("前面", "前边", "前头", "后面", "后边"))
_EDGES = re.compile(r"^(?:到|在|至|往|向|进|入)+|(?:那里|那儿|那边|的?位置|的?地方|去|来|处)+$")


@dataclass(frozen=True, slots=True)
class Destination:
    """A place. certainty: how surely it is the one meant; into: a part that takes the others in."""

    to: To
    certainty: Certainty = "sure"
    into: Part | None = None


class Destinations:
    """The places of one draft by the words that people have for them."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.parts = names.parts

    def read(self, words: str, moved: Sequence[Part]) -> Destination | None:
        """The place for `moved`; None where the words say none. Raises SectionError for a part that cannot be told."""
        said = _EDGES.sub("", words.strip())
        if not said:
            return None
        for pattern, where in ((_OPENING, "first"), (_ENDING, "last")):
            if match := pattern.match(said):
                found = self._edge(where, moved, whole=bool(match["of"]))  # type: ignore[arg-type]
                loose = found is not None and said in _LOOSE
                return (
                    replace(found, certainty=least(found.certainty, "likely")) if loose and found else found
                )
        if match := _NTH.match(said):
            number = -2 if match["penultimate"] else number_of(match["n"].replace("两", "二")) or 0
            return self._nth(number, moved)
        if (match := _BETWEEN.match(said)) and self.names.knows(match["x"]) and self.names.knows(match["y"]):
            first, second = self.names.several(f"{match['x']}、{match['y']}")[:2]
            return self._beside("after", Named(first.part, _least(first, second)), moved)
        for pattern, where in ((_FIRST_IN, "first"), (_LAST_IN, "last")):
            if match := pattern.match(said):
                return self._into(self._anchor(match["x"], moved), where)  # type: ignore[arg-type]
        for pattern, where in ((_BEFORE, "before"), (_AFTER, "after")):
            if match := pattern.match(said):
                return self._beside(where, self._anchor(match["x"], moved), moved)  # type: ignore[arg-type]
        if match := _BELOW.match(said):
            anchor = self._anchor(match["x"], moved)
            if self._alike(anchor.part, moved):
                return self._beside("after", anchor, moved)
            return self._into(anchor)
        if match := _INTO.match(said):
            return self._into(self._anchor(match["x"], moved))
        return self._bare(said, moved)

    def shifted(self, moved: Sequence[Part], places: int) -> Destination | None:
        """So many places on among those beside it; back where `places` is negative. None where it stands there."""
        beside = self.beside(moved[0])
        at = beside.index(moved[0]) + places
        at = max(0, min(len(beside) - 1, at))
        if beside[at] in moved:
            return None
        return Destination(To("before" if places < 0 else "after", (beside[at].id,)))

    def beside(self, part: Part) -> list[Part]:
        """The parts of its kind that stand beside it, itself too; opening, closing and title aside."""
        above = self.parts.parent(part.id)
        every = above.children if above is not None else self.parts.roots
        return [
            one
            for one in every
            if one.kind == part.kind
            and not one.fixed
            and (one.section is None or one.section.kind not in EDGES or one is part)
        ]

    # -- kinds of places --------------------------------------------------------------------------------------------

    def _anchor(self, words: str, moved: Sequence[Part]) -> Named:
        """The part that a place is told by; beside what is moved, where its name leaves that open."""
        return self.names.one(words, moved[:1])

    def _edge(self, where: Where, moved: Sequence[Part], *, whole: bool) -> Destination | None:
        """最前面: in what it stands in, in the whole text where that is said."""
        above = self.parts.parent(moved[0].id)
        while above is not None and above.kind == "paragraph" and moved[0].kind == "paragraph":
            above = self.parts.parent(above.id)
        if moved[0].kind == "item" and not whole:
            return self._outermost(where, moved)
        if whole or above is None:
            return Destination(To(where))
        return Destination(To(where, (above.id,)), "sure" if moved[0].kind == "section" else "likely")

    def _outermost(self, where: Where, moved: Sequence[Part]) -> Destination | None:
        """Before the first or behind the last of the items beside it: what leads to them stays before them."""
        beside = self.beside(moved[0])
        edge = beside[0] if where == "first" else beside[-1]
        return (
            None if edge in moved else Destination(To("before" if where == "first" else "after", (edge.id,)))
        )

    def _nth(self, number: int, moved: Sequence[Part]) -> Destination | None:
        beside = self.beside(moved[0])
        at = number - 1 if number > 0 else len(beside) + number
        if not 0 <= at < len(beside) or beside[at] in moved:
            return None
        later = beside.index(moved[0]) < at
        return Destination(To("after" if later else "before", (beside[at].id,)))

    def _beside(self, where: Where, anchor: Named, moved: Sequence[Part]) -> Destination:
        part = anchor.part
        if part.kind == moved[0].kind or (part.kind in ("item", "paragraph", "table") and moved[0].kind in ("item", "paragraph")):  # fmt: skip
            return Destination(To(where, (part.id,)), anchor.certainty)
        # A sentence behind a paragraph, an item behind a section: it can only stand in it.
        return Destination(To("last" if where == "after" else "first", (part.id,)), "unsure", part)

    def _into(self, anchor: Named, where: Where = "last") -> Destination:
        return Destination(To(where, (anchor.part.id,)), anchor.certainty, anchor.part)

    def _alike(self, part: Part, moved: Sequence[Part]) -> bool:
        return part.kind == moved[0].kind and self.names.depth(part) == self.names.depth(moved[0])

    def _bare(self, said: str, moved: Sequence[Part]) -> Destination:
        """“放到第二部分”: its place where both are of one level and stand beside each other, else into it."""
        anchor = self._anchor(said, moved)
        beside = self.beside(moved[0])
        if anchor.part in beside and anchor.part not in moved:
            if _NTH_PART.match(said):
                later = beside.index(moved[0]) < beside.index(anchor.part)
                return Destination(To("after" if later else "before", (anchor.part.id,)), "likely")
            return Destination(To("last", (anchor.part.id,)), "unsure", anchor.part)
        return Destination(
            To("last", (anchor.part.id,)),
            anchor.certainty if anchor.certainty != "sure" else "likely",
            anchor.part,
        )


_ORDER: tuple[Certainty, ...] = ("sure", "likely", "unsure")


def _least(*named: Named) -> Certainty:
    return max((one.certainty for one in named), key=_ORDER.index)


def least(*certainties: Certainty) -> Certainty:
    """The least certain of all."""
    return max(certainties, key=_ORDER.index, default="sure")
