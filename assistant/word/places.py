"""Where a new paragraph goes in a Word file, and which paragraph it is modelled on. Imports lxml and the units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from assistant.documents.word_package import w
from assistant.word.units import Unit, shape
from assistant.word.values import UnplacedError

_P, _TBL, _TC, _BOX = (w(n) for n in ("p", "tbl", "tc", "txbxContent"))
_RANGES = frozenset(
    map(w, ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr"))
)
_TELLS = re.compile(r"[。！？；]|.{60}")  # more than a heading
_REACH = 80  # lines within which a like paragraph is looked for


@dataclass(frozen=True, slots=True)
class Gap:
    """After a block (paragraph or table), or before one that nothing is before."""

    after: etree._Element | None
    before: etree._Element | None


def gap_between(before: Unit | None, following: Unit | None) -> Gap:
    """The place between two neighbouring units. Raises UnplacedError between two rows of a table."""
    before = before if before is not None and before.segments else None
    following = following if following is not None and following.segments else None
    if before is not None and following is not None:
        if before.fixed and following.fixed and before.block is following.block:
            raise UnplacedError("table")
        anchors_box = before.block in set(following.block.iterancestors())
        if anchors_box or _depth(following.block) < _depth(before.block):
            return _before(following.block)
        return Gap(before.block, None)
    if before is not None:
        block = before.block
        boxes = list(block.iterancestors(_BOX))
        return Gap(next(boxes[-1].iterancestors(_P)) if boxes else block, None)
    if following is not None:
        return _before(following.block)
    raise UnplacedError("other")


def _before(block: etree._Element) -> Gap:
    for sibling in block.itersiblings(preceding=True):
        if sibling.tag not in _RANGES:
            return Gap(sibling, None) if sibling.tag in (_P, _TBL) else Gap(None, block)
    return Gap(None, block)


def _depth(block: etree._Element) -> int:
    return sum(1 for _ in block.iterancestors(_TC, _BOX))


def model_for(text: str, units: Sequence[Unit], before: Unit | None, following: Unit | None) -> Unit | None:
    """The paragraph that a new one with this text should look like: the nearest that begins with such a number.

    A new paragraph without a number looks like the nearest body text; so does one that tells more than a heading would,
    where none begins with such a number.
    """
    container = next((u.container for u in (before, following) if u is not None), "body")
    wanted = shape(text)
    at = before.first if before is not None else -1
    near = sorted(
        (u for u in units if not u.fixed and u.container == container and abs(u.first - at) <= _REACH),
        key=lambda u: abs(u.first - at) if u.first <= at else abs(u.first - at) - 0.5,
    )
    for unit in near:
        if unit.text.strip() and shape(unit.text) == wanted and (wanted or not unit.heading_level):
            return unit
    own = [u for u in (before, following) if u is not None and not u.fixed and u.segments]
    if _TELLS.search(text):
        own.sort(key=lambda u: u.heading_level > 0)
    return own[0] if own else (near[0] if near else None)
