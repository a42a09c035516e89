"""Remarks put as comments beside the text they are about. Imports lxml and the parts of this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from assistant.document import line_spans
from assistant.documents.lines import Line
from assistant.documents.word_package import w
from assistant.word.comments import Comments
from assistant.word.host import Host
from assistant.word.paragraphs import is_marked, next_paragraph, previous_paragraph
from assistant.word.revisions import Revisions
from assistant.word.values import Remark, UnplacedError

_P, _R, _DEL = w("p"), w("r"), w("del")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where the characters of a line of the new text from `start` on stand: in a paragraph, from `offset` of it on.

    A number that Word generates before them is no text: it counts as the first character after it.
    """

    start: int
    paragraph: etree._Element
    offset: int


class RemarkWriter:
    """Places remarks in one changed file. lines: of the file as it is now; places: line of the new text → stretches."""

    def __init__(
        self,
        comments: Comments,
        lines: Sequence[Line],
        places: Mapping[int, Sequence[Stretch]],
        new: str,
        revisions: Revisions,
    ) -> None:
        self._comments = comments
        self._places = places
        self._spans = line_spans(new)
        self._length = len(new)
        self._new = new
        pieces: dict[etree._Element, list[tuple[str, etree._Element]]] = {}
        for line in lines:
            for origin in line.origins:
                if origin.paragraph is not None:
                    own = pieces.setdefault(origin.paragraph, [])
                    if origin.source is not None:
                        own.append((origin.text or "\n", origin.source))
        self._hosts = {p: Host(p, own, (), revisions) for p, own in pieces.items()}

    def write(self, remark: Remark) -> bool:
        """Put one remark; whether it has a place."""
        start, end = max(0, remark.start), min(remark.end, self._length)
        while start < end and self._new[start] in "\n ":
            start += 1
        while start < end and self._new[end - 1] in "\n ":
            end -= 1
        ends = self._around(start, end) if start < end else self._where_something_went(start)
        if ends is None:
            return False
        self._comments.add(*ends, remark.text)
        return True

    def _around(self, start: int, end: int) -> tuple[etree._Element, etree._Element] | None:
        first, last = self._child(start, start, end), self._child(end - 1, start, end)
        return None if first is None or last is None else (first, last)

    def _child(self, position: int, start: int, end: int) -> etree._Element | None:
        """The child of a paragraph with the character at a position, cut to a stretch of the text."""
        place = self._locate(position)
        if place is None:
            return None
        host, offset = place
        with suppress(UnplacedError):  # what cannot be cut, such as a formula, is remarked on as a whole
            if position == start:
                host.cut(offset)
            if position == end - 1:
                host.cut(offset + 1)
        element = host.at(offset)
        return None if element is None else _child_of(host.paragraph, element)

    def _locate(self, position: int) -> tuple[Host, int] | None:
        number = next((n for n, s in enumerate(self._spans) if s.start <= position <= s.end), None)
        stretches = self._places.get(number, ()) if number is not None else ()
        if number is None or not stretches:
            return None
        column = position - self._spans[number].start
        stretch = next((s for s in reversed(stretches) if s.start <= column), stretches[0])
        host = self._hosts.get(stretch.paragraph)
        return None if host is None else (host, stretch.offset + max(0, column - stretch.start))

    def _where_something_went(self, position: int) -> tuple[etree._Element, etree._Element] | None:
        place = self._locate(position)
        if place is None:
            return None
        host, offset = place
        with suppress(UnplacedError):
            host.cut(offset)
        before = host.at(offset - 1) if offset else None
        child = _child_of(host.paragraph, before) if before is not None else None
        following = child.itersiblings() if child is not None else host.paragraph.iterchildren()
        struck = []
        for sibling in following:
            if sibling.tag == _DEL:
                struck.append(sibling)
            elif sibling.tag in (_R, w("ins"), w("hyperlink")):
                break
        if not struck:
            struck = _struck_beside(host.paragraph)
        if struck:
            return struck[0], struck[-1]
        if child is None and host.at(offset) is not None:
            return self._around_one(host, offset)
        if child is not None:
            return self._around_one(host, offset - 1)
        anchor = etree.SubElement(host.paragraph, _R)
        return anchor, anchor

    @staticmethod
    def _around_one(host: Host, offset: int) -> tuple[etree._Element, etree._Element] | None:
        with suppress(UnplacedError):
            host.cut(offset)
            host.cut(offset + 1)
        element = host.at(offset)
        if element is None:
            return None
        child = _child_of(host.paragraph, element)
        return child, child


def _struck_beside(paragraph: etree._Element) -> list[etree._Element]:
    """The deleted text of a neighbouring paragraph that went altogether."""
    for beside in (previous_paragraph(paragraph), next_paragraph(paragraph)):
        if beside is not None and is_marked(beside, _DEL):
            found = beside.findall(_DEL)
            if found:
                return list(found)
    return []


def _child_of(paragraph: etree._Element, element: etree._Element) -> etree._Element:
    while True:
        parent = element.getparent()
        if parent is None or parent is paragraph or parent.tag == _P:
            return element
        element = parent
