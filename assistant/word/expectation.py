"""What the writer means to have written, noted for the proof while it writes. Imports lxml, the changes and the proof."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assistant.changes.edits import Edit, apply_edits
from assistant.documents.word_package import w
from assistant.word.host import Host
from assistant.word.proof import Expected, TextChange

_P = w("p")


class Expectation:
    """Notes changes by the place of a paragraph in the file before them."""

    def __init__(self, root: etree._Element) -> None:
        self.noted = Expected(etree.tostring(root))
        self._numbers = {paragraph: number for number, paragraph in enumerate(root.iter(_P))}
        self._used: set[etree._Element] = set()

    def change(self, host: Host, edits: Sequence[Edit]) -> None:
        """A paragraph's text will be changed."""
        old = host.plain_text
        kept = []
        position = shift = 0
        for edit in edits:
            kept.append((position, position + shift, edit.start - position))
            position, shift = edit.end, shift + edit.growth
        kept.append((position, position + shift, len(old) - position))
        self.noted.changed[self._numbers[host.paragraph]] = TextChange(
            old, apply_edits(old, edits), tuple(kept)
        )

    def remove(self, paragraph: etree._Element) -> None:
        """A paragraph will go."""
        self.noted.removed.add(self._numbers[paragraph])

    def add_after(self, block: etree._Element, texts: Sequence[str]) -> None:
        """Paragraphs will come after a block."""
        last = max(self._numbers[paragraph] for paragraph in block.iter(_P) if paragraph in self._numbers)
        known = self.noted.added.get(last, [])
        # What is put after the same block later stands nearer to it.
        self.noted.added[last] = [*texts, *known] if block in self._used else [*known, *texts]
        self._used.add(block)

    def add_before(self, block: etree._Element, texts: Sequence[str]) -> None:
        """Paragraphs will come before a block."""
        first = min(self._numbers[paragraph] for paragraph in block.iter(_P) if paragraph in self._numbers)
        self.noted.added.setdefault(first - 1, []).extend(texts)
