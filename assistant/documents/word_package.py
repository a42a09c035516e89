"""The parts of a Word file as XML: the main part, its styles, its numbering. Imports only lxml, the archive and errors.

Damaged or hostile XML (a document type with entities, endless nesting) is refused; strict OOXML is read as the usual
kind.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from assistant.documents.archive import Archive
from assistant.documents.bounds import check_tags
from assistant.errors import DocumentError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/"
_STRICT_NAMES = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": WORD,
    "http://purl.oclc.org/ooxml/officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
"""ISO/IEC 29500-1 strict namespace → the transitional one that this reader knows."""
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_VAL = f"{{{WORD}}}val"


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{WORD}}}{name}"


def value_of(parent: etree._Element | None, name: str, default: str | None = None) -> str | None:
    """`w:val` of the child `w:name`; `default` where there is no such child or no such attribute."""
    child = parent.find(w(name)) if parent is not None else None
    return default if child is None else child.get(_VAL, default)


def number_of(parent: etree._Element | None, name: str) -> int | None:
    """`w:val` of the child `w:name` as a whole number; None where it is missing or no number."""
    try:
        return int(value_of(parent, name) or "")
    except ValueError:
        return None


def is_on(parent: etree._Element | None, name: str) -> bool:
    """Whether the switch `w:name` is set and on."""
    child = parent.find(w(name)) if parent is not None else None
    return child is not None and is_switched_on(child)


def is_switched_on(switch: etree._Element) -> bool:
    """Whether an element such as w:b is on: it is, unless it says no."""
    return switch.get(_VAL, "1") not in ("0", "false", "off")


class WordPackage:
    """A docx (docm, dotx) file."""

    def __init__(self, data: bytes, where: str) -> None:
        """Raises DocumentError `damaged`, `encrypted`, `archive_too_large`, `archive_too_dense` or `hostile_xml`."""
        self._where = where
        self._archive = Archive(data, where)
        self._main = self._main_part()
        self._related = self._relations(self._main)
        self.strict = False  # whether a part that was read is strict OOXML

    @property
    def main(self) -> str:
        """The canonical name of the main part."""
        return self._main.lower()

    @property
    def archive(self) -> Archive:
        """The archive it stands in."""
        return self._archive

    def related(self, kind: str) -> str | None:
        """The canonical name of the part that the main part refers to as `kind`, if it is there."""
        name = self._related.get(kind)
        return name.lower() if name and name in self._archive else None

    def xml(self, name: str) -> etree._Element:
        """The root of a part. Raises KeyError for an unknown one, DocumentError `damaged` or `hostile_xml`."""
        return self._xml(name)

    def document(self) -> etree._Element:
        """The root of the main part. Raises DocumentError `damaged` where it is missing or no Word document."""
        root = self._xml(self._main) if self._main in self._archive else None
        if root is None or root.tag != w("document"):
            raise DocumentError("damaged", where=self._where)
        return root

    def styles(self) -> etree._Element | None:
        """The root of the styles, None where the file has none."""
        return self._related_part("styles", w("styles"))

    def numbering(self) -> etree._Element | None:
        """The root of the definitions of automatic numbers, None where the file has none."""
        return self._related_part("numbering", w("numbering"))

    def _related_part(self, kind: str, root_tag: str) -> etree._Element | None:
        """A part that the main part refers to, or the one beside it with the usual name."""
        beside = posixpath.join(posixpath.dirname(self._main), f"{kind}.xml")
        for name in (self._related.get(kind), beside):
            if name and name in self._archive:
                root = self._xml(name)
                if root.tag == root_tag:
                    return root
        return None

    def _main_part(self) -> str:
        target = self._relations("").get("officeDocument")
        return target if target and target in self._archive else "word/document.xml"

    def _relations(self, part: str) -> dict[str, str]:
        """Kind of relation → target, for the relations of `part` that lead into the archive."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._archive:
            return {}
        found: dict[str, str] = {}
        for relation in self._xml(relations):
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            target = relation.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.setdefault(kind, path)
        return found

    def _xml(self, name: str) -> etree._Element:
        data = self._archive.read(name)
        check_tags(data.count(b"<"), self._where)
        if any(mark in data for mark in _DOCTYPES):
            raise DocumentError("hostile_xml", where=self._where)
        root = self._parse(data)
        if _STRICT in (etree.QName(root).namespace or ""):
            self.strict = True
            text = etree.tostring(root, encoding="unicode")
            for strict, usual in _STRICT_NAMES.items():
                text = text.replace(f'"{strict}"', f'"{usual}"')
            root = self._parse(text.encode())
        return root

    def _parse(self, data: bytes) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DocumentError("damaged", where=self._where) from error
        if getattr(root.getroottree().docinfo, "doctype", ""):
            raise DocumentError("hostile_xml", where=self._where)
        return root
