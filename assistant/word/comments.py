"""Comments of a Word file: the user's taken out, or remarks put in. Imports lxml, Word's names and the package."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assistant.documents.word_package import WordPackage, w
from assistant.word.package import ChangedPackage
from assistant.word.revisions import Revisions, clean

_PARTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_START, _END, _REFERENCE = (w(n) for n in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_ID, _R, _RPR = w("id"), w("r"), w("rPr")


def remove_comments(root: etree._Element) -> int:
    """Take all marks of comments out of a part; how many comments there were."""
    references = list(root.iter(_REFERENCE))
    for mark in [*root.iter(_START, _END), *references]:
        parent = mark.getparent()
        if parent is None:
            continue
        parent.remove(mark)
        around = parent.getparent()
        if parent.tag == _R and around is not None and all(child.tag == _RPR for child in parent):
            around.remove(parent)
    return len(references)


def drop_comment_parts(changed: ChangedPackage) -> None:
    """Leave the parts with the comments and their authors out of the file."""
    changed.drop(_PARTS)


class Comments:
    """The remarks written into one file."""

    def __init__(self, package: WordPackage, revisions: Revisions) -> None:
        self._name = package.related("comments")
        self._root = (
            package.xml(self._name) if self._name else etree.Element(w("comments"), nsmap={"w": w("")[1:-1]})
        )
        ids = [int(c.get(_ID, "")) for c in self._root if c.get(_ID, "").isdecimal()]
        self._next = max(ids, default=-1) + 1
        self._revisions = revisions
        self._beside = package.main.rsplit("/", 1)[0]
        self._count = 0

    def add(self, first: etree._Element, last: etree._Element, text: str) -> None:
        """A comment on the stretch from `first` to `last`, children of paragraphs."""
        id = str(self._next)
        self._next += 1
        self._count += 1
        first.addprevious(etree.Element(_START, {_ID: id}))
        end = etree.Element(_END, {_ID: id})
        last.addnext(end)
        reference = etree.Element(_R)
        etree.SubElement(reference, _REFERENCE, {_ID: id})
        end.addnext(reference)
        author = self._revisions.author
        comment = etree.SubElement(
            self._root,
            w("comment"),
            {_ID: id, w("author"): author, w("date"): self._revisions.date, w("initials"): author[:1]},
        )
        for line in _lines(text):
            paragraph = etree.SubElement(comment, w("p"))
            written = etree.SubElement(etree.SubElement(paragraph, _R), w("t"))
            written.text = line
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def write(self, changed: ChangedPackage) -> None:
        """Put the comments into the file."""
        if not self._count:
            return
        if self._name:
            changed.put(self._name, self._root)
            return
        name = f"{self._beside}/comments.xml"
        changed.put(name, self._root)
        changed.relate("comments", name, _TYPE)


def _lines(text: str) -> Sequence[str]:
    return clean(text.replace("\r\n", "\n")).strip().split("\n")
