"""A text that came without a Word file, as if it had come in one: laid out, as a reader finds it there again."""

from __future__ import annotations

from dataclasses import replace

from assistant.document import Document
from assistant.documents import read_bytes
from assistant.exporting.manuscript import Manuscript
from assistant.layout import Layout, write_layout
from assistant.structure.outline import outline
from assistant.wording import Notice

_BLANKS = " \t\u3000\xa0"
_NAME = "draft.docx"


def relaid(manuscript: Manuscript, layout: Layout) -> tuple[Manuscript, tuple[Notice, ...]]:
    """The manuscript with its first text as a new Word file, and what the layout has to say."""
    written = write_layout(manuscript.before, outline(manuscript.before), layout)
    before = read_bytes(written.data, _NAME)
    after, places = _as_set(manuscript.after.text)
    reasons = (
        replace(reason, start=places[reason.start], end=places[reason.end]) for reason in manuscript.reasons
    )
    document = Document.from_text(after)
    return (
        Manuscript(manuscript.title, _NAME, written.data, before, document, None, tuple(reasons)),
        written.notices,
    )


def _as_set(text: str) -> tuple[str, list[int]]:
    """The text as a layout keeps it, no blank line and no blank around a line, and where each offset came to stand."""
    kept: list[str] = []
    places: list[int] = []
    length = 0
    for line in text.split("\n"):
        stripped = line.strip(_BLANKS)
        lead = len(line) - len(line.lstrip(_BLANKS))
        begin = length + (1 if kept and stripped else 0)
        places.extend(begin + min(max(n - lead, 0), len(stripped)) for n in range(len(line) + 1))
        if stripped:
            kept.append(stripped)
            length = begin + len(stripped)
    return "\n".join(kept), places
