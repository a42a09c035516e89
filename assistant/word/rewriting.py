"""A user's Word file with a new text in it. Imports documents, changes and the other parts of this package.

What is not changed stays as it is. Every result is proved before it is handed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from assistant.changes.edits import Edit, apply_edits, edits_between
from assistant.documents.docx import read_body
from assistant.documents.lines import compose
from assistant.documents.word_body import Body
from assistant.documents.word_numbering import Numbering
from assistant.documents.word_package import WordPackage
from assistant.documents.word_styles import Styles
from assistant.errors import DocumentError
from assistant.word.accepting import accept_revisions
from assistant.word.comments import Comments, drop_comment_parts, remove_comments
from assistant.word.package import ChangedPackage
from assistant.word.plan import plan
from assistant.word.proof import prove
from assistant.word.remarks import RemarkWriter
from assistant.word.revisions import Revisions, clean
from assistant.word.values import Remark, Tracked, UnplacedError, Written
from assistant.word.writing import Writing
from assistant.wording import Notice

_STORY = re.compile(r"(?:.*/)?(?:header|footer|footnotes|endnotes)\d*\.xml")
_TRACES = (b":ins ", b":del ", b":moveFrom ", b":moveTo ", b"Change ", b":cellIns", b":cellDel", b":comment")


def rewrite(
    original: bytes,
    name: str,
    new: str,
    edits: Sequence[Edit] | None = None,
    *,
    tracked: Tracked | None = None,
    remarks: Sequence[Remark] = (),
) -> Written:
    """The file `original` with the text `new` in it, clean or with every change tracked.

    name: for messages; edits: lead from the text that is read from the file to `new`, None: found by comparing;
    remarks: written as comments, only where changes are tracked. Raises DocumentError: `word_not_editable`,
    `word_change_unplaced`, `word_proof_failed`, or what reading the file raises.
    """
    if remarks and tracked is None:
        raise ValueError("a clean copy takes no comments")
    new = clean(new.replace("\r\n", "\n").replace("\r", "\n"))
    package = WordPackage(original, name)
    root = package.document()
    if package.strict:
        raise DocumentError("word_not_editable", where=name)
    numbering_root = package.numbering()
    styles = Styles(package.styles())
    notices: list[Notice] = []
    before = compose(_read(root, styles, numbering_root, name).lines, format="docx").text
    changed = ChangedPackage(original, package)
    comments_removed = remove_comments(root) if tracked is None else 0
    accepted = accept_revisions(root)
    elsewhere = _accept_elsewhere(package, changed, comments=tracked is None)
    accepted += elsewhere[0]
    comments_removed += elsewhere[1]
    body = _read(root, styles, numbering_root, name)
    document = compose(body.lines, format="docx")
    old = document.text
    if old != before:  # the two ways of accepting do not agree: nothing may be built on either
        raise DocumentError("word_not_editable", where=name)
    if accepted:
        notices.append(Notice("word_revisions_accepted", {"count": accepted}))
    if tracked is None and package.related("comments"):
        drop_comment_parts(changed)
        if comments_removed:
            notices.append(Notice("word_comments_removed", {"count": comments_removed}))
    revisions = Revisions(tracked, root)
    numbering = Numbering(numbering_root, styles)
    writing = Writing(root, body, numbering, revisions, body.lines[: len(document.paragraphs)])
    try:
        steps = plan(writing.units, old, new, _leading(old, new, edits))
        writing.carry_out(steps)
    except UnplacedError as error:
        raise DocumentError(
            "word_change_unplaced", where=name, place=writing.place, reason=error.reason
        ) from error
    notices += writing.notices
    if remarks:
        comments = Comments(package, revisions)
        after = _read(root, styles, numbering_root, name).lines
        writer = RemarkWriter(comments, after, writing.places, new, revisions)
        unplaced = [remark for remark in remarks if not writer.write(remark)]
        if unplaced:
            notices.append(Notice("word_remarks_unplaced", {"count": len(unplaced)}))
        comments.write(changed)
    changed.put(package.main, root)
    data = changed.bytes()
    prove(original, data, writing.expected.noted, writing.lines, name, tracked=tracked is not None)
    return Written(data, tuple(notices))


def _read(root: etree._Element, styles: Styles, numbering: etree._Element | None, where: str) -> Body:
    return read_body(root, styles, Numbering(numbering, styles), where)


def _accept_elsewhere(package: WordPackage, changed: ChangedPackage, *, comments: bool) -> tuple[int, int]:
    """Accept tracked changes in headers, footers and notes, and take comments out of them; how many of each."""
    accepted = removed = 0
    for part in package.archive.names():
        if not _STORY.fullmatch(part):
            continue
        data = package.archive.read(part)
        if not any(mark in data for mark in _TRACES):
            continue
        root = package.xml(part)
        taken = remove_comments(root) if comments else 0
        count = accept_revisions(root)
        if count or taken:
            changed.put(part, root)
        accepted += count
        removed += taken
    return accepted, removed


def _leading(old: str, new: str, edits: Sequence[Edit] | None) -> Sequence[Edit]:
    """The edits if they lead from `old` to `new`, else those that comparing finds."""
    if edits is not None:
        try:
            if apply_edits(old, edits) == new:
                return edits
        except ValueError:
            pass
    return edits_between(old, new)
