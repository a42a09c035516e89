"""Marks of tracked changes (w:ins, w:del …): ids, author, date. Imports lxml, the names of Word's elements, values."""

from __future__ import annotations

from datetime import UTC, timedelta

from lxml import etree

from assistant.documents.word_package import w
from assistant.word.values import Tracked

_ID = w("id")
_APART = timedelta(minutes=2)
_CYCLE = 60
_LONGEST_AUTHOR = 255


class Revisions:
    """Makes the marks of one file. Neighbouring paragraphs are dated two minutes apart:

    LibreOffice takes insertions of one author within a minute for one, across the end of a paragraph.
    """

    def __init__(self, tracked: Tracked | None, root: etree._Element) -> None:
        self._tracked = tracked
        self._next = 1
        self.slot = 0  # of the current paragraph among those changed: neighbours differ by one
        if tracked is not None:
            self._at = tracked.at.astimezone(UTC) if tracked.at.tzinfo else tracked.at
            self.author = clean(tracked.author)[:_LONGEST_AUTHOR]
            ids = (element.get(_ID, "") for element in root.iter() if element.get(_ID))
            self._next = max((int(id) for id in ids if id.isdecimal()), default=0) + 1

    @property
    def on(self) -> bool:
        """Whether changes are tracked."""
        return self._tracked is not None

    @property
    def date(self) -> str:
        """When a change of the current paragraph was made."""
        back = (-1 - self.slot) % _CYCLE
        return (self._at - _APART * back).strftime("%Y-%m-%dT%H:%M:%SZ")

    def mark(self, name: str) -> etree._Element:
        """A new w:`name`."""
        id = str(self._next)
        self._next += 1
        return etree.Element(w(name), {_ID: id, w("author"): self.author, w("date"): self.date})


def clean(text: str) -> str:
    """The text without characters that XML has no place for; a tab and a newline stay."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not _is_forbidden(c)))


def _is_forbidden(character: str) -> bool:
    return "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff"
