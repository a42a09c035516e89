"""What is exported: the file as it came, the text as it is now, and why it was changed. Pure; imports pure modules.

Built from a kept draft (`of_draft`) or from two files (`of_file`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from assistant.changes.edits import Edit
from assistant.changes.runs import Runs
from assistant.document import Document
from assistant.guard.inspection import Inspection

_CITED = re.compile(r"\[\d+\]")
_EDITED_IN_PLACE = frozenset((".docx",))
"""A macro file or a template under the name of a document would not open in Word."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change was made. start, end: where it stands in the new text; sources: titles of the reports drawn on."""

    start: int
    end: int
    text: str
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, start: int, end: int, note: str, sources: Iterable[str]) -> Reason:
        """From a model's note: its `[n]` point at a list that no exported file has."""
        return cls(start, end, _CITED.sub("", note).strip(), tuple(dict.fromkeys(sources)))


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A text and the file it came from.

    title: names the exported file; filename, original: the file as it came, None for a pasted text; before: the text
    as it was read from it; after: the text now; edits: what leads from one to the other, None where only comparing
    can tell; reasons: of accepted changes, in the order of the text; inspection: of the text now, for a sheet of it;
    moves: what of the text before stands where now, where text was moved.
    """

    title: str
    filename: str | None
    original: bytes | None
    before: Document
    after: Document
    edits: tuple[Edit, ...] | None = None
    reasons: tuple[Reason, ...] = ()
    inspection: Inspection | None = None
    moves: Runs | None = None

    @property
    def word_file(self) -> bytes | None:
        """The user's own Word file, where there is one that can be changed in place."""
        suffix = PurePath(self.filename or "").suffix.lower()
        return self.original if suffix in _EDITED_IN_PLACE else None

    @property
    def changed(self) -> bool:
        """Whether the text is another than the file's."""
        return self.before.text != self.after.text
