"""Word's fields while a text is read: what is code, what is result, what is a table of contents.

Imports only lxml and word_package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from assistant.documents.word_package import w

# 带圈字符 and 合并字符 are fields without a result: eq \o\ac(○,21), eq \o\ad(甲乙,…)
_OVERSTRIKE = re.compile(r"^\s*eq\s+\\o\s*(?:\\(a[a-z])\s*)?\((.*?)[,，;；](.*)\)\s*$", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    closed: bool
    code: list[str] = field(default_factory=list)
    in_result: bool = False
    contents: bool = False


class Fields:
    """The fields open at the current place of a document."""

    def __init__(self, body: etree._Element) -> None:
        self._open: list[_Field] = []
        self._closed = _closed(body)

    @property
    def shows(self) -> bool:
        """Whether text here is shown: outside of fields, or in the result of all of them."""
        return all(f.in_result and not f.contents for f in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether this is within a table of contents that Word generated."""
        return any(f.contents for f in self._open)

    def code(self, text: str) -> None:
        """A piece of the innermost field's code."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].code.append(text)

    def mark(self, element: etree._Element) -> str:
        """A field begins, its result begins, or it ends (w:fldChar). The text it stands for, if it has no result."""
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            self._open.append(_Field(element in self._closed))
        elif kind == "separate" and self._open:
            current = self._open[-1]
            current.in_result = True
            current.contents = current.closed and is_contents("".join(current.code))
        elif kind == "end" and self._open:
            current = self._open.pop()
            if not current.in_result and self.shows:
                return _without_result("".join(current.code))
        return ""

    def end_paragraph(self) -> None:
        """No code runs past a paragraph: what follows one that never ended is text again."""
        for current in self._open:
            current.in_result = True


def is_contents(code: str) -> bool:
    """Whether a field's code makes a table of contents."""
    return code.split()[:1] == ["TOC"]


def _without_result(code: str) -> str:
    found = _OVERSTRIKE.match(code)
    if not found:
        return ""
    kind, first, second = (found[1] or "").lower(), found[2].strip(), found[3].strip()
    return first if kind == "ad" or not second else second


def _closed(body: etree._Element) -> set[etree._Element]:
    """The beginnings of fields that have an end."""
    closed: set[etree._Element] = set()
    beginnings: list[etree._Element] = []
    for element in body.iter(w("fldChar")):
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            beginnings.append(element)
        elif kind == "end" and beginnings:
            closed.add(beginnings.pop())
    return closed
