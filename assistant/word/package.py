"""A Word file written again with some of its parts changed; all others are the same bytes. Imports lxml and documents."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable

from lxml import etree

from assistant.documents.word_package import WordPackage

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT_TYPES = "[content_types].xml"


class ChangedPackage:
    """The parts of a file that are other than they were."""

    def __init__(self, data: bytes, package: WordPackage) -> None:
        self._data = data
        self._package = package
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self._roots: dict[str, etree._Element] = {}

    def put(self, name: str, root: etree._Element) -> None:
        """A part's new content. name: canonical where it is known, else as it is to be written."""
        written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        known = name.lower() in self._package.archive
        (self._changed if known else self._added)[name.lower() if known else name] = written

    def _root(self, name: str) -> etree._Element:
        if name not in self._roots:
            self._roots[name] = self._package.xml(name)
        return self._roots[name]

    def relations_name(self) -> str:
        """The part with the relations of the main part."""
        folder, name = posixpath.split(self._package.main)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def relate(self, kind: str, name: str, content_type: str) -> None:
        """Have the main part refer to a new part of this kind."""
        relations = self.relations_name()
        if relations in self._package.archive:
            root = self._root(relations)
        else:
            root = self._roots.setdefault(relations, etree.Element(f"{_RELATIONS}Relationships"))
        taken = {relation.get("Id") for relation in root}
        id = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        folder = posixpath.dirname(self._package.main)
        etree.SubElement(
            root,
            f"{_RELATIONS}Relationship",
            {"Id": id, "Type": f"{_OFFICE}/{kind}", "Target": posixpath.relpath(name, folder or ".")},
        )
        self.put(relations, root)
        types = self._root(_CONTENT_TYPES)
        etree.SubElement(types, f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": content_type})
        self.put(_CONTENT_TYPES, types)

    def drop(self, kinds: Iterable[str]) -> int:
        """Leave out the parts of these kinds that the main part refers to; how many there were."""
        relations = self.relations_name()
        wanted = {name: kind for kind in kinds if (name := self._package.related(kind))}
        if not wanted:
            return 0
        root = self._root(relations)
        for relation in list(root):
            if relation.get("Type", "").rsplit("/", 1)[-1] in wanted.values():
                root.remove(relation)
        self.put(relations, root)
        types = self._root(_CONTENT_TYPES)
        for entry in list(types):
            if entry.get("PartName", "").lstrip("/").lower() in wanted:
                types.remove(entry)
        self.put(_CONTENT_TYPES, types)
        for name in wanted:
            folder, base = posixpath.split(name)
            self._removed |= {name, posixpath.join(folder, "_rels", f"{base}.rels")}
        return len(wanted)

    def bytes(self) -> bytes:
        """The whole file."""
        out = io.BytesIO()
        archive = self._package.archive
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for canonical, entry in archive.entries.items():
                if canonical in self._removed:
                    continue
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                info.compress_type = entry.compress_type
                info.external_attr = entry.external_attr
                info.create_system = entry.create_system
                content = self._changed.get(canonical)
                target.writestr(info, archive.read(canonical) if content is None else content)
            for name, content in self._added.items():
                target.writestr(name, content)
        return out.getvalue()
