"""Which text of a Word file stands in a field, whose result Word writes anew. Imports lxml and Word's names."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from assistant.documents.word_package import w

_MARK, _CODE, _KIND = w("fldChar"), w("instrText"), w("fldCharType")
_STEADY = ("HYPERLINK",)
"""Fields whose result Word leaves as it is."""


@dataclass(slots=True)
class _Open:
    code: list[str] = field(default_factory=list)
    held: list[etree._Element] = field(default_factory=list)
    in_result: bool = False


def in_fields(root: etree._Element) -> set[etree._Element]:
    """The elements with text that stand in a field's result; also those that end a field without one."""
    found: set[etree._Element] = set()
    if next(root.iter(_MARK), None) is None:
        return found
    open_fields: list[_Open] = []
    for element in root.iter(etree.Element):
        if element.tag == _CODE and open_fields:
            open_fields[-1].code.append(element.text or "")
        elif element.tag == _MARK:
            kind = element.get(_KIND)
            if kind == "begin":
                open_fields.append(_Open())
            elif kind == "separate" and open_fields:
                open_fields[-1].in_result = True
            elif kind == "end" and open_fields:
                closed = open_fields.pop()
                found.add(element)
                if not "".join(closed.code).strip().upper().startswith(_STEADY):
                    found.update(closed.held)
                elif open_fields:
                    open_fields[-1].held += closed.held
        elif open_fields:
            open_fields[-1].held.append(element)
    return found


def is_balanced(paragraph: etree._Element) -> bool:
    """Whether every field that begins in a paragraph ends in it."""
    depth = 0
    for mark in paragraph.iter(_MARK):
        kind = mark.get(_KIND)
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            return False
    return depth == 0
