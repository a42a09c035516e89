"""Text boxes stand twice in a Word file, for new and for old programs: the other version of a paragraph. Imports lxml."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assistant.documents.word_package import w
from assistant.word.values import UnplacedError

_BOX, _P = w("txbxContent"), w("p")
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_TEXTS = tuple(map(w, ("t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym")))


def twins(paragraph: etree._Element) -> list[etree._Element]:
    """The same paragraph in the other versions of its text box; none outside of boxes.

    Raises UnplacedError where the versions are not alike.
    """
    box = next(paragraph.iterancestors(_BOX), None)
    if box is None:
        return []
    alternatives = list(box.iterancestors(_ALTERNATIVES))
    if not alternatives:
        return []
    if len(alternatives) > 1:
        raise UnplacedError("box")
    paragraphs = list(box.iter(_P))
    found = []
    own = next(branch for branch in alternatives[0] if branch in set(box.iterancestors()))
    number = list(own.iter(_BOX)).index(box)
    for branch in alternatives[0]:
        boxes = list(branch.iter(_BOX))
        if branch is own or not boxes:
            continue
        others = list(boxes[number].iter(_P)) if number < len(boxes) else []
        if len(others) != len(paragraphs):
            raise UnplacedError("box")
        found.append(others[paragraphs.index(paragraph)])
    return found


def pieces_of_twin(
    pieces: Sequence[tuple[str, etree._Element]], paragraph: etree._Element, twin: etree._Element
) -> list[tuple[str, etree._Element]]:
    """The pieces of a paragraph's text as they stand in its twin. Raises UnplacedError where it says something else."""
    own, other = _texts(paragraph), _texts(twin)
    if [(e.tag, e.text) for e in own] != [(e.tag, e.text) for e in other]:
        raise UnplacedError("box")
    counterpart = dict(zip(own, other, strict=True))
    try:
        return [(text, counterpart[element]) for text, element in pieces]
    except KeyError as error:
        raise UnplacedError("box") from error


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    return [e for e in paragraph.iter(*_TEXTS) if next(e.iterancestors(_P)) is paragraph]
