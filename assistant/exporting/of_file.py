"""Files as a manuscript: a file by itself, or a text that goes into the Word file it once came from. Imports documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.changes.edits import Edit
from assistant.changes.runs import Runs
from assistant.document import Document
from assistant.documents import read
from assistant.exporting.manuscript import Manuscript, Reason
from assistant.revision.suggestion import Suggestion


def manuscript_of_file(file: Path, base: Path | None = None, *, libreoffice: str = "") -> Manuscript:
    """`file` as it is; with `base` its text as a change of that file. Raises DocumentError."""
    after = read(file, libreoffice=libreoffice)
    source = base or file
    before = read(source, libreoffice=libreoffice) if base else after
    return Manuscript(file.stem, source.name, source.read_bytes(), before, after)


def manuscript_of_changed(
    file: Path, before: Document, after: Document, suggestion: Suggestion
) -> Manuscript:
    """A file with all changes of a suggestion for its text `before`."""
    reasons = []
    grown = 0
    sources = [citation.report_title for citation in suggestion.citations]
    for hunk in suggestion.hunks:
        start = hunk.start + grown
        reasons.append(Reason.of(start, start + len(hunk.after), suggestion.note, sources))
        grown += len(hunk.after) - len(hunk.before)
    edits = tuple(Edit(hunk.start, hunk.end, hunk.after) for hunk in suggestion.hunks)
    return Manuscript(file.stem, file.name, file.read_bytes(), before, after, edits, tuple(reasons))


def manuscript_of_edits(
    file: Path,
    before: Document,
    after: Document,
    edits: Sequence[Edit],
    reasons: Iterable[Reason] = (),
    moves: Runs | None = None,
) -> Manuscript:
    """A file whose text `before` became `after` by `edits`. moves: what of it stands where then."""
    ordered = sorted(reasons, key=lambda reason: (reason.start, reason.end))
    data = file.read_bytes()
    return Manuscript(
        file.stem, file.name, data, before, after, tuple(edits), tuple(ordered), moves=moves
    )
