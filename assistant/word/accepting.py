"""Tracked changes that were in a file before: accepted in its XML. Imports lxml and Word's names.

Text, ends of paragraphs, moves, rows and cells of tables, and changes of formatting.
"""

from __future__ import annotations

from lxml import etree

from assistant.documents.word_package import w

_P, _PPR, _RPR, _TR, _TC, _TBL = (w(n) for n in ("p", "pPr", "rPr", "tr", "tc", "tbl"))
_ADDED = tuple(map(w, ("ins", "moveTo")))
_REMOVED = tuple(map(w, ("del", "moveFrom")))
_FORMATTING = tuple(
    map(
        w,
        (
            *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange"),
            *("tcPrChange", "tblPrExChange", "numberingChange"),
        ),
    )
)
_CELLS = tuple(map(w, ("cellIns", "cellDel", "cellMerge")))
_BOUNDS = tuple(
    map(
        w,
        (
            *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
            *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart"),
            *("customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd"),
            *("customXmlMoveToRangeStart", "customXmlMoveToRangeEnd"),
        ),
    )
)
_TRACES = (*_ADDED, *_REMOVED, *_FORMATTING, *_CELLS)
_MARK_HOLDERS = frozenset((_RPR, w("trPr")))
_RANGES = frozenset(
    map(
        w,
        (
            "bookmarkStart",
            "bookmarkEnd",
            "commentRangeStart",
            "commentRangeEnd",
            "proofErr",
            "permStart",
            "permEnd",
        ),
    )
)


def accept_revisions(root: etree._Element) -> int:
    """Accept all tracked changes below `root` and return how many there were."""
    count = sum(1 for _ in root.iter(*_TRACES))
    if count:
        _accept_rows(root)
        _accept_text(root)
        _accept_ends(root)
    for bound in list(root.iter(*_BOUNDS)):
        _drop(bound)
    return count


def _accept_rows(root: etree._Element) -> None:
    for row in list(root.iter(_TR)):
        if row.find(f"{w('trPr')}/{w('del')}") is not None:
            _drop(row)
    for cell in list(root.iter(_TC)):
        if cell.find(f"{w('tcPr')}/{w('cellDel')}") is not None:
            _drop(cell)
    for row in list(root.iter(_TR)):
        if next(row.iter(_TC), None) is None:
            _drop(row)
    for table in list(root.iter(_TBL)):
        if next(table.iter(_TR), None) is None:
            _drop(table)
    for trace in list(root.iter(*_FORMATTING, *_CELLS)):
        _drop(trace)


def _accept_text(root: etree._Element) -> None:
    for removed in list(root.iter(*_REMOVED)):
        if not _is_mark(removed):
            _drop(removed)
    for added in list(root.iter(*_ADDED)):
        if _is_mark(added):
            _drop(added)
        else:
            for child in list(added):
                added.addprevious(child)
            _drop(added)


def _accept_ends(root: etree._Element) -> None:
    """A paragraph whose end was deleted runs on into the next one, whose properties hold for both."""
    for paragraph in list(root.iter(_P)):
        marks = [mark for tag in _REMOVED for mark in paragraph.findall(f"{_PPR}/{_RPR}/{tag}")]
        if not marks:
            continue
        following = next((s for s in paragraph.itersiblings() if s.tag not in _RANGES), None)
        if following is None or following.tag != _P:
            for mark in marks:
                _drop(mark)
            continue
        at = 1 if following.find(_PPR) is not None else 0
        for child in [c for c in paragraph if c.tag != _PPR]:
            following.insert(at, child)
            at += 1
        _drop(paragraph)
    for mark in [m for m in root.iter(*_REMOVED) if _is_mark(m)]:
        _drop(mark)


def _is_mark(element: etree._Element) -> bool:
    """Whether this is a mark of a paragraph's end or a row, not a stretch of text."""
    parent = element.getparent()
    return parent is not None and parent.tag in _MARK_HOLDERS


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
