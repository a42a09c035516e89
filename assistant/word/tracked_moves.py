"""Paragraphs that changed places, as Word tracks it: w:moveFrom where they stood, w:moveTo where they stand.

Imports lxml, the marks of revisions, and the second reader. Only where accepting all gives the new text and refusing all the
old one, by that reader; else nothing is handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy

from lxml import etree

from assistant.documents.word_package import WordPackage, w
from assistant.word.package import ChangedPackage
from assistant.word.proof import main_part, read_view
from assistant.word.revisions import Revisions
from assistant.word.values import Tracked

TAG = "{urn:gaigao:moving}block"
"""Which block of the file an element was; taken out again before the file is handed over."""

_BODY, _P, _R, _PPR, _RPR = w("body"), w("p"), w("r"), w("pPr"), w("rPr")
_INS, _DEL, _PCHANGE, _SECTION = w("ins"), w("del"), w("pPrChange"), w("sectPr")
_LOOSE = frozenset(
    w(name)
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "commentRangeStart",
        "commentRangeEnd",
        "permStart",
        "permEnd",
    )
)
_HELD = tuple(
    w(name)
    for name in (
        *(
            "drawing",
            "object",
            "pict",
            "footnoteReference",
            "endnoteReference",
            "fldChar",
            "fldSimple",
            "hyperlink",
        ),
        *("sdt", "smartTag", "customXml", "AlternateContent", "sectPr"),
    )
)


def can_move(block: etree._Element) -> bool:
    """Whether a block is a paragraph that may stand in the file twice: text alone."""
    if block.tag != _P or any(True for _ in block.iter(*_HELD)):
        return False
    return all(child.tag in (_PPR, _R) or child.tag in _LOOSE for child in block)


def with_moves(
    original: bytes,
    written: bytes,
    name: str,
    before: Sequence[etree._Element],
    moved: Sequence[int],
    tracked: Tracked,
) -> bytes | None:
    """`written`, in which tagged blocks stand in new places, with these moves marked; None where they cannot be.

    before: the blocks of the file as it was, in their order; moved: the numbers of those that changed places.
    """
    package = WordPackage(written, name)
    root = package.document()
    body = root.find(_BODY)
    tagged = _tagged(root)
    if body is None or tagged is None or any(number not in tagged for number in moved):
        return None
    revisions = Revisions(tracked, root)
    gone = {number for number in moved if _is_deleted(tagged[number])}
    groups = _groups([number for number in moved if number not in gone], tagged)
    back: set[etree._Element] = set()
    for turn, group in enumerate(sorted([*groups, *([number] for number in gone)]), start=1):
        here = [tagged[number] for number in group]
        if group[0] in gone:  # of what is deleted, the place where it stood is all that matters
            body.remove(_below(here[0], body))
            _put_back(here, group[0], set(moved), tagged, body, back)
            continue
        there = [_bare_copy(before[number]) for number in group]
        if not all(_mark(paragraph, "moveTo", revisions) for paragraph in here):
            return None
        if not all(_mark(paragraph, "moveFrom", revisions) for paragraph in there):
            return None
        _put_back(there, group[0], set(moved), tagged, body, back)
        _bound(here, "moveTo", f"move{turn}", revisions)
        _bound(there, "moveFrom", f"move{turn}", revisions)
    _untag(root)
    etree.cleanup_namespaces(root, keep_ns_prefixes=[prefix for prefix in root.nsmap if prefix])
    changed = ChangedPackage(written, package)
    changed.put(package.main, root)
    data = changed.bytes()
    return data if _proved(original, written, data) else None


def untagged(data: bytes, name: str) -> bytes:
    """The file without the tags."""
    package = WordPackage(data, name)
    root = package.document()
    _untag(root)
    changed = ChangedPackage(data, package)
    changed.put(package.main, root)
    return changed.bytes()


def _untag(root: etree._Element) -> None:
    for element in root.iter(_P, w("tbl")):
        if element.get(TAG) is not None:
            del element.attrib[TAG]


def _tagged(root: etree._Element) -> dict[int, etree._Element] | None:
    """The blocks by their numbers; None where one was doubled."""
    found: dict[int, etree._Element] = {}
    for element in root.iter(_P, w("tbl")):
        number = element.get(TAG)
        if number is None:
            continue
        if int(number) in found:
            return None
        found[int(number)] = element
    return found


def _groups(moved: Iterable[int], tagged: dict[int, etree._Element]) -> list[list[int]]:
    """Moved blocks that stood and stand beside each other."""
    groups: list[list[int]] = []
    for number in sorted(moved):
        last = groups[-1][-1] if groups else None
        if last == number - 1 and tagged[last].getnext() is tagged[number]:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _bare_copy(block: etree._Element) -> etree._Element:
    """A paragraph as it was, without what may stand in a file only once."""
    copy = deepcopy(block)
    for child in [child for child in copy if child.tag in _LOOSE]:
        copy.remove(child)
    return copy


def _mark(paragraph: etree._Element, kind: str, revisions: Revisions) -> bool:
    """Mark the end of a paragraph and all of its text as moved; False where it cannot be."""
    revisions.slot += 1
    properties = paragraph.find(_PPR)
    if properties is None:
        properties = etree.Element(_PPR)
        paragraph.insert(0, properties)
    change = properties.find(_PCHANGE)
    if change is not None:
        properties.remove(change)
    look = properties.find(_RPR)
    if look is None:
        look = etree.Element(_RPR)
        following = properties.find(_SECTION)
        properties.insert(len(properties) if following is None else properties.index(following), look)
    if look.find(_INS) is not None or look.find(_DEL) is not None:
        return False
    look.insert(0, revisions.mark(kind))
    wrapper: etree._Element | None = None
    for child in list(paragraph):
        if child.tag == _DEL:  # where it stood the whole of it is shown
            paragraph.remove(child)
        elif child.tag == _R:
            if wrapper is None:
                wrapper = revisions.mark(kind)
                child.addprevious(wrapper)
            wrapper.append(child)
        elif child.tag in _LOOSE or child.tag in (_PPR, _INS):
            wrapper = None
        else:
            return False
    return True


def _put_back(
    copies: Sequence[etree._Element],
    first: int,
    moved: set[int],
    tagged: dict[int, etree._Element],
    body: etree._Element,
    back: set[etree._Element],
) -> None:
    """Put the copies where the blocks stood: behind the nearest one before them that stayed, and what was put there.

    back: what was put back so far; these are added.
    """
    at = next((n for n in range(first - 1, -1, -1) if n not in moved and n in tagged), None)
    index = 0
    if at is not None:
        index = body.index(_below(tagged[at], body)) + 1
    while index < len(body) and (body[index] in back or body[index].tag == w("moveFromRangeEnd")):
        index += 1
    for offset, copy in enumerate(copies):
        body.insert(index + offset, copy)
    back.update(copies)


def _below(element: etree._Element, body: etree._Element) -> etree._Element:
    while (above := element.getparent()) is not None and above is not body:
        element = above
    return element


def _is_deleted(paragraph: etree._Element) -> bool:
    """Whether nothing of a paragraph is left when all is accepted."""
    return paragraph.find(f"{_PPR}/{_RPR}/{_DEL}") is not None and not any(
        child.tag in (_R, _INS) for child in paragraph
    )


def _bound(paragraphs: Sequence[etree._Element], kind: str, name: str, revisions: Revisions) -> None:
    """The range of a move: from behind the first paragraph's properties to behind the last paragraph."""
    start = revisions.mark(f"{kind}RangeStart")
    start.set(w("name"), name)
    properties = paragraphs[0].find(_PPR)
    assert properties is not None
    properties.addnext(start)
    end = etree.Element(w(f"{kind}RangeEnd"), {w("id"): start.get(w("id"), "")})
    paragraphs[-1].addnext(end)


def _proved(original: bytes, written: bytes, data: bytes) -> bool:
    main = main_part(data)
    return read_view(main, accept=True) == read_view(main_part(written), accept=True) and read_view(
        main, accept=False
    ) == read_view(main_part(original), accept=True)
