"""Whole paragraphs of a Word file added, removed, or freed of their automatic number. Imports lxml and the parts below."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from assistant.documents.word_package import w
from assistant.word.revisions import Revisions
from assistant.word.runs import run

_P, _PPR, _RPR, _TBL = (w(n) for n in ("p", "pPr", "rPr", "tbl"))
_SECTION, _CHANGE, _NUMBER, _INS, _DEL = (w(n) for n in ("sectPr", "pPrChange", "numPr", "ins", "del"))
_ENDS = (_SECTION, _CHANGE)
_BEFORE_NUMBER = frozenset(
    map(w, ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"))
)
_MARKS = frozenset(map(w, ("ins", "del", "moveFrom", "moveTo", "rPrChange")))
_NOT_IN_CHANGE = frozenset((_RPR, _SECTION, _CHANGE))
_NOT_INHERITED = frozenset((_SECTION, _CHANGE, *map(w, ("framePr", "pageBreakBefore"))))
_RANGES = frozenset(
    map(
        w,
        (
            *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr"),
            *("permStart", "permEnd", "moveFromRangeStart", "moveFromRangeEnd"),
            *("moveToRangeStart", "moveToRangeEnd"),
        ),
    )
)
_INLINE = frozenset(map(w, ("r", "ins", "del", "hyperlink", "smartTag", "customXml", "sdt", "fldSimple")))
_OBJECTS = tuple(
    map(w, ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "commentReference"))
)


LookedText = tuple[str, etree._Element | None]
"""Text and the properties of the run it is set like."""


def new_paragraph(pieces: Sequence[LookedText], properties: etree._Element | None) -> etree._Element:
    """A paragraph of these runs; properties: as `inherited` gives them."""
    paragraph = etree.Element(_P)
    if properties is not None:
        own = copy.deepcopy(properties)
        own.tail = None
        paragraph.append(own)
    for text, look in pieces:
        if text:
            paragraph.append(run(text, look))
    return paragraph


def inherited(paragraph: etree._Element) -> etree._Element | None:
    """The properties that a new paragraph takes from this one."""
    properties = paragraph.find(_PPR)
    if properties is None:
        return None
    own = copy.deepcopy(properties)
    own.tail = None
    for child in list(own):
        if child.tag in _NOT_INHERITED:
            own.remove(child)
    mark = own.find(_RPR)
    if mark is not None:
        for child in list(mark):
            if child.tag in _MARKS:
                mark.remove(child)
    return own


def without_number(properties: etree._Element | None) -> etree._Element:
    """The properties with the automatic number, their own or their style's, turned off."""
    own = etree.Element(_PPR) if properties is None else copy.deepcopy(properties)
    number = own.find(_NUMBER)
    if number is None:
        number = etree.Element(_NUMBER)
        at = sum(1 for child in own if child.tag in _BEFORE_NUMBER)
        own.insert(at, number)
    for child in list(number):
        number.remove(child)
    etree.SubElement(number, w("ilvl")).set(w("val"), "0")
    etree.SubElement(number, w("numId")).set(w("val"), "0")
    return own


def take_number_away(paragraph: etree._Element, revisions: Revisions) -> None:
    """Turn a paragraph's automatic number off."""
    old = paragraph.find(_PPR)
    new = without_number(old)
    if old is None:
        paragraph.insert(0, new)
    else:
        paragraph.replace(old, new)
    if revisions.on:
        _record_change(new, old, revisions)


def _record_change(new: etree._Element, old: etree._Element | None, revisions: Revisions) -> None:
    """Note in the properties `new` that they were `old` before."""
    if new.find(_CHANGE) is not None:
        return
    change = revisions.mark("pPrChange")
    before = etree.SubElement(change, _PPR)
    for child in old if old is not None else ():
        if child.tag not in _NOT_IN_CHANGE:
            before.append(copy.deepcopy(child))
    new.append(change)


def add_after(
    anchor: etree._Element, added: Sequence[etree._Element], revisions: Revisions, slot: int = 0
) -> None:
    """Put paragraphs after a block (a paragraph or table). slot: of the first among the changed ones."""
    place = anchor
    for paragraph in added:
        place.addnext(paragraph)
        place = paragraph
    if not revisions.on or not added:
        return
    # Where no paragraph follows, or the one before ends in new text, the end that is new is that of the one before.
    ahead = anchor.tag == _P and not is_marked(anchor, _DEL) and not _ends_section(anchor)
    if ahead and (next_paragraph(added[-1]) is None or _ends_in_insertion(anchor)):
        last = added[-1]
        _swap_ends(anchor, last, revisions)
        marked = [anchor, *added[:-1]]
    else:
        marked = list(added)
    if anchor in marked:
        mark_end(anchor, "ins", revisions)
    _mark_added(added, marked, revisions, slot)


def add_before(
    anchor: etree._Element, added: Sequence[etree._Element], revisions: Revisions, slot: int = 0
) -> None:
    """Put paragraphs before a paragraph that no other one is before."""
    for paragraph in added:
        anchor.addprevious(paragraph)
    if revisions.on:
        _mark_added(added, added, revisions, slot)


def _mark_added(
    added: Sequence[etree._Element], marked: Sequence[etree._Element], revisions: Revisions, slot: int
) -> None:
    for number, paragraph in enumerate(added):
        revisions.slot = slot + number
        _mark_text(paragraph, revisions)
        if paragraph in marked:
            mark_end(paragraph, "ins", revisions)


def _swap_ends(before: etree._Element, last: etree._Element, revisions: Revisions) -> None:
    """The last new paragraph gets the old end of the one before: refused, its properties are that one's again."""
    old, new = inherited_all(before), last.find(_PPR)
    if new is None:
        new = etree.Element(_PPR)
        last.insert(0, new)
    mark = new.find(_RPR)
    if mark is not None:
        new.remove(mark)
    old_mark = old.find(_RPR) if old is not None else None
    if old_mark is not None:
        _put_mark(new, copy.deepcopy(old_mark))
    before_change = _before_change(old)
    if _written(new) != _written(before_change):
        _record_change(new, before_change, revisions)


def _written(properties: etree._Element | None) -> list[bytes]:
    children = properties if properties is not None else ()
    return [etree.tostring(c, with_tail=False) for c in children if c.tag not in _NOT_IN_CHANGE]


def _before_change(properties: etree._Element | None) -> etree._Element | None:
    """The properties as they were before a recorded change of this copy."""
    change = properties.find(_CHANGE) if properties is not None else None
    return change.find(_PPR) if change is not None else properties


def inherited_all(paragraph: etree._Element) -> etree._Element | None:
    """A copy of a paragraph's properties."""
    properties = paragraph.find(_PPR)
    return None if properties is None else copy.deepcopy(properties)


def _mark_text(paragraph: etree._Element, revisions: Revisions) -> None:
    for child in paragraph.findall(w("r")):
        mark = revisions.mark("ins")
        child.addprevious(mark)
        mark.append(child)


def mark_end(paragraph: etree._Element, name: str, revisions: Revisions) -> None:
    """Mark the end of a paragraph as inserted or deleted."""
    properties = paragraph.find(_PPR)
    if properties is None:
        properties = etree.Element(_PPR)
        paragraph.insert(0, properties)
    mark = properties.find(_RPR)
    if mark is None:
        mark = etree.Element(_RPR)
        _put_mark(properties, mark)
    mark.insert(0, revisions.mark(name))


def _put_mark(properties: etree._Element, mark: etree._Element) -> None:
    ends = [child for child in properties if child.tag in _ENDS]
    if ends:
        ends[0].addprevious(mark)
    else:
        properties.append(mark)


def is_marked(paragraph: etree._Element, tag: str) -> bool:
    """Whether a paragraph's end carries a mark such as w:del."""
    return paragraph.find(f"{_PPR}/{_RPR}/{tag}") is not None


def _ends_section(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{_PPR}/{_SECTION}") is not None


def _ends_in_insertion(paragraph: etree._Element) -> bool:
    inline = [child for child in paragraph if child.tag in _INLINE]
    return is_marked(paragraph, _INS) or (bool(inline) and inline[-1].tag == _INS)


def next_paragraph(block: etree._Element) -> etree._Element | None:
    """The paragraph right after a block, if one is."""
    return _beside(block, preceding=False)


def previous_paragraph(block: etree._Element) -> etree._Element | None:
    """The paragraph right before a block, if one is."""
    return _beside(block, preceding=True)


def _beside(block: etree._Element, *, preceding: bool) -> etree._Element | None:
    for sibling in block.itersiblings(preceding=preceding):
        if sibling.tag not in _RANGES:
            return sibling if sibling.tag == _P else None
    return None


def holds_objects(paragraph: etree._Element) -> bool:
    """Whether a paragraph has pictures, notes or text boxes: they are never removed."""
    return next(paragraph.iter(*_OBJECTS), None) is not None


def vanishing(paragraphs: Sequence[etree._Element], *, tracked: bool) -> set[etree._Element]:
    """Which of the paragraphs that lose their text can go altogether, so that none is left joined to a wrong one."""
    gone: set[etree._Element] = set()
    for paragraph in reversed(paragraphs):
        if _ends_section(paragraph) or holds_objects(paragraph) or _parent(paragraph).tag == w("sdtContent"):
            continue
        following = next_paragraph(paragraph)
        while following is not None and following in gone:
            following = next_paragraph(following)
        before = previous_paragraph(paragraph)
        if following is not None:
            gone.add(paragraph)
        elif before is None or before in paragraphs or _ends_section(before):
            continue
        elif not tracked or _plain(before) == _plain(paragraph):
            gone.add(paragraph)
    return gone


def _plain(paragraph: etree._Element) -> bytes:
    properties = inherited(paragraph)
    if properties is None:
        return b""
    for mark in properties.findall(_RPR):
        if not len(mark):
            properties.remove(mark)
    return etree.tostring(properties, with_tail=False) if len(properties) else b""


def remove(paragraph: etree._Element, revisions: Revisions) -> None:
    """Remove a paragraph that can vanish and, where changes are tracked, has no text left that is not deleted."""
    if revisions.on:
        ended = paragraph if next_paragraph(paragraph) is not None else previous_paragraph(paragraph)
        if ended is not None:
            mark_end(ended, "del", revisions)
        return
    # Bookmarks and ranges of comments have another end elsewhere: they stay, beside the paragraph.
    for child in list(paragraph.iter(*_RANGES)):
        paragraph.addprevious(child)
    _parent(paragraph).remove(paragraph)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None  # a paragraph stands in a body, cell, box or control
    return parent
