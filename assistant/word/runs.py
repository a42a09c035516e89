"""Runs of a Word file's paragraphs: made, divided, compared. Imports lxml and Word's names; raises UnplacedError."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from lxml import etree

from assistant.documents.word_package import value_of, w
from assistant.word.values import UnplacedError

_R, _T, _TAB, _BR, _RPR = (w(n) for n in ("r", "t", "tab", "br", "rPr"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXTUAL = frozenset(
    map(
        w,
        (
            *("rPr", "t", "tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "sym"),
            "lastRenderedPageBreak",
        ),
    )
)
_LINK_LOOK = tuple(map(w, ("rStyle", "color", "u")))
_NOT_COPIED = frozenset(map(w, ("rPrChange", "ins", "del", "moveFrom", "moveTo", "specVanish")))


def run(text: str, look: etree._Element | None) -> etree._Element:
    """A run with this text, set like a run with the properties `look`."""
    made = etree.Element(_R)
    if look is not None:
        properties = copy.deepcopy(look)
        properties.tail = None
        for child in list(properties):
            if child.tag in _NOT_COPIED:
                properties.remove(child)
        if len(properties):
            made.append(properties)
    for part in re.split("([\t\n])", text):
        if part == "\t":
            etree.SubElement(made, _TAB)
        elif part == "\n":
            etree.SubElement(made, _BR)
        elif part:
            written = etree.SubElement(made, _T)
            written.text = part
            written.set(_SPACE, "preserve")
    return made


def parent_of(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise UnplacedError("other")
    return parent


def drop(element: etree._Element) -> None:
    parent_of(element).remove(element)


def properties_of(element: etree._Element) -> etree._Element | None:
    parent = element.getparent()
    return parent.find(_RPR) if parent is not None and parent.tag == _R else None


def same_look(a: etree._Element, b: etree._Element) -> bool:
    looks = [properties_of(element) for element in (a, b)]
    first, second = (b"" if look is None else etree.tostring(look, with_tail=False) for look in looks)
    return first == second


def dominant_of(elements: Sequence[etree._Element]) -> etree._Element | None:
    """The properties of the run with the most of these elements' text."""
    sizes: dict[etree._Element, int] = {}
    for element in elements:
        run_around = element.getparent()
        if run_around is not None and run_around.tag == _R:
            sizes[run_around] = sizes.get(run_around, 0) + (
                len(element.text or "") if element.tag == _T else 0
            )
    return max(sizes, key=lambda r: sizes[r]).find(_RPR) if sizes else None


def without_link(look: etree._Element | None) -> etree._Element | None:
    if look is None:
        return None
    plain = copy.deepcopy(look)
    style = value_of(plain, "rStyle") or ""
    if style:
        for tag in _LINK_LOOK:
            for child in plain.findall(tag):
                plain.remove(child)
    return plain


def split_text(element: etree._Element, text: str, at: int) -> etree._Element:
    """Divide w:t; the second half stands after it. text: as it was read, without the file's own line ends."""
    if element.tag != _T:
        raise UnplacedError("other")
    second = etree.Element(_T)
    element.text, second.text = text[:at], text[at:]
    for half in (element, second):
        half.set(_SPACE, "preserve")
    element.addnext(second)
    return second


def cut_before(element: etree._Element) -> None:
    """See to it that an element is the first of its run."""
    around = parent_of(element)
    ahead = [child for child in element.itersiblings(preceding=True) if child.tag != _RPR]
    if not ahead:
        return
    second = etree.Element(_R, {str(k): str(v) for k, v in around.attrib.items()})
    properties = around.find(_RPR)
    if properties is not None:
        second.append(copy.deepcopy(properties))
    for child in [element, *element.itersiblings()]:
        second.append(child)
    around.addnext(second)


def cut_after(element: etree._Element) -> None:
    """See to it that an element is the last of its run."""
    following = element.getnext()
    if following is not None:
        cut_before(following)


def set_apart(element: etree._Element) -> None:
    """See to it that what is no text stands in another run than this element."""
    for child in list(parent_of(element)):
        if child.tag not in _TEXTUAL:
            cut_before(child)
            cut_after(child)
