"""What is given to the library: files found in folders, read, cut, and told whose they are. Imports
documents and the pure modules; knows neither catalog rows' states nor an index.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from assistant.document import Document
from assistant.documents import formats, is_clutter, read_bytes
from assistant.documents.bounds import check_file_size
from assistant.documents.format import extension_of
from assistant.errors import DocumentError, GaigaoError, LibraryError, reason_of
from assistant.library.catalog import NewReport, Origin, text_hash
from assistant.library.similarity import bare, pack, signature
from assistant.structure.outline import outline
from assistant.structure.passages import passages
from assistant.structure.report_identity import identify

_LOG = logging.getLogger(__name__)

# Folder names as clerks use them, asked in this order: “外单位往年范文” is others', “往年参考” one's own.
_OTHERS = ("外单位", "兄弟单位", "其他单位", "别的单位", "范文", "外地")
_OWN = ("本单位", "往年", "我单位", "历年", "自己", "本镇", "本局", "本级")
_REFERENCE = ("参考", "样例", "示例")


_PLAIN_SUFFIX = re.compile(r"\.[0-9a-z]{1,15}")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to add. name: as the user knows it, its folders included; content: where it is, or its bytes."""

    name: str
    content: Path | bytes
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A file or folder that was not added, and why."""

    path: str
    error: GaigaoError


@dataclass(frozen=True, slots=True)
class Found:
    """What stands under some paths. skipped: names of files that are of no readable format."""

    files: tuple[SourceFile, ...] = ()
    failed: tuple[Failed, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Walk:
    files: dict[Path, SourceFile] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    folders: set[tuple[int, int]] = field(default_factory=set)


def readable_suffixes() -> frozenset[str]:
    """Suffixes of the formats a report can have, lower case, with the dot."""
    return frozenset(suffix.lower() for form in formats() if not form.tabular for suffix in form.extensions)


def _tabular_suffixes() -> frozenset[str]:
    return frozenset(suffix for form in formats() if form.tabular for suffix in form.extensions)


def find_files(paths: Iterable[Path]) -> Found:
    """The files under `paths`, in a fixed order, each once.

    A file named outright is taken whatever it is. In folders hidden files and lock files (`~$…`) are passed
    over, files of no readable format are told as skipped, and a folder that links to itself is walked once.
    """
    walk = _Walk()
    suffixes = readable_suffixes()
    for path in paths:
        _visit(path, walk, suffixes, named=True)
    return Found(tuple(walk.files.values()), tuple(walk.failed), tuple(walk.skipped))


def _visit(path: Path, walk: _Walk, suffixes: frozenset[str], *, named: bool) -> None:
    name = readable_name(str(path))
    try:
        what = path.stat()
    except OSError:
        walk.failed.append(Failed(name, DocumentError("file_missing", where=name)))
        return
    if not stat.S_ISDIR(what.st_mode):
        if stat.S_ISREG(what.st_mode) and (named or path.suffix.lower() in suffixes):
            walk.files.setdefault(path.resolve(), SourceFile(name, path))
        elif named:
            walk.failed.append(Failed(name, LibraryError("not_a_file", where=name)))
        else:
            walk.skipped.append(name)
        return
    if (what.st_dev, what.st_ino) in walk.folders and os.name != "nt":
        return
    walk.folders.add((what.st_dev, what.st_ino))
    before = (len(walk.files), len(walk.failed))
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        walk.failed.append(
            Failed(name, LibraryError("folder_unreadable", where=name, reason=reason_of(error)))
        )
        return
    for entry in entries:
        if not entry.name.startswith(".") and not is_clutter(entry.name):
            _visit(entry, walk, suffixes, named=False)
    if named and before == (len(walk.files), len(walk.failed)):
        walk.failed.append(Failed(name, LibraryError("no_reports_in_folder", where=name)))


def readable_name(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 (archives made on Chinese Windows) are read as
    GB18030.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def guess_origin(name: str) -> Origin | None:
    """Whose a file is, from the names of its folders, the nearest first; None where none tells."""
    for folder in reversed(PurePosixPath(name.replace("\\", "/")).parts[:-1]):
        if any(word in folder for word in _OTHERS):
            return "reference"
        if any(word in folder for word in _OWN):
            return "own"
        if any(word in folder for word in _REFERENCE):
            return "reference"
    return None


def origin_of(source: SourceFile, given: Origin | None) -> Origin:
    """The origin a file gets: its own, the batch's, the one its folders tell; else others'."""
    told = source.origin or given or guess_origin(source.name)
    if told is None and isinstance(source.content, Path):
        told = guess_origin(str(source.content.absolute()))
    return told or "reference"


def content_of(source: SourceFile) -> bytes:
    """The bytes of a file. Raises DocumentError."""
    if isinstance(source.content, bytes):
        return source.content
    try:
        check_file_size(source.content.stat().st_size, source.name)
        return source.content.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("file_missing", where=source.name) from error
    except PermissionError as error:
        raise DocumentError("not_permitted", where=source.name) from error
    except (OSError, ValueError) as error:
        raise DocumentError("unreadable", where=source.name) from error


def report_id(data: bytes) -> str:
    """The identity of a report: SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_report(data: bytes, name: str, origin: Origin, *, libreoffice: str = "") -> NewReport:
    """Read and cut a report. name: as the user knows it. Raises DocumentError or LibraryError."""
    filename = PurePosixPath(name.replace("\\", "/")).name
    if extension_of(filename) in _tabular_suffixes():
        raise LibraryError("table_is_no_report", where=filename)
    document = read_bytes(data, filename, libreoffice=libreoffice)
    return understand(document, report_id(data), filename, origin)


def understand(document: Document, identity: str, filename: str, origin: Origin) -> NewReport:
    """Outline, passages, title, kind and year of a document, as a report of this id."""
    try:
        document.text.encode("utf-8")
        tree = outline(document)
        cut = passages(document, tree, identity)
        named = identify(document, tree, filename)
    except GaigaoError:
        raise
    except Exception as error:
        # One odd file must not stop the other twenty; only the kind of the failure is logged, never the text.
        _LOG.warning("a report could not be cut: %s", type(error).__name__)
        raise LibraryError("not_understood", where=filename, reason=type(error).__name__) from error
    if not cut:
        raise LibraryError("no_passages", where=filename)
    return NewReport(
        id=identity,
        filename=filename,
        suffix=_suffix(filename),
        title=named.title,
        kind=named.kind,
        year=named.year,
        origin=origin,
        document=document,
        passages=cut,
        text_hash=text_hash(bare(document.text)),
        signature=pack(signature(document.text)),
    )


def _suffix(filename: str) -> str:
    """The suffix of an original's name in the library: letters and digits only."""
    suffix = extension_of(filename)
    return suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ""
