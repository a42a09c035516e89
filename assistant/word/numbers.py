"""Automatic numbers after a change: who has one, what Word will show, what was typed over. Imports documents and lxml.

A number that Word generates is never text in the file: a new paragraph that begins as its neighbours' numbers do gets
one, and what was typed goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from assistant.documents.word_numbering import Numbering
from assistant.word.paragraphs import without_number
from assistant.word.units import shape


@dataclass(slots=True)
class Numbered:
    """A paragraph of the changed file in the order in which Word counts.

    properties: w:pPr as it will be; label: the number it had, empty for a new one; text: its new text if that is
    another, None where nothing changes; shown: the number that Word will show; body: the text to write; freed: its
    number is turned off.
    """

    properties: etree._Element | None
    label: str = ""
    text: str | None = None
    is_new: bool = False
    shown: str = ""
    body: str = ""
    freed: bool = False


def settle(paragraphs: Sequence[Numbered], numbering: Numbering) -> None:
    """Fill in what Word will show before each paragraph, and what remains of its text."""
    for paragraph in paragraphs:
        count = numbering.count() if paragraph.text is not None else None
        paragraph.shown = numbering.label(paragraph.properties)
        if paragraph.text is None or count is None:
            continue
        body = _without_label(paragraph)
        if body is not None:
            paragraph.body = body
            continue
        paragraph.body = paragraph.text
        if paragraph.shown:
            numbering.resume(count)
            paragraph.shown = ""
            paragraph.freed = True
            paragraph.properties = without_number(paragraph.properties)


def _without_label(paragraph: Numbered) -> str | None:
    """The text after its number; None where it begins with no number that Word would generate."""
    text = paragraph.text or ""
    if not paragraph.shown:
        return text
    for label in (paragraph.label, paragraph.shown):
        if label and text.startswith(label):
            return text[len(label) :]
    bare = text.lstrip(" \t\u3000\xa0")
    for label in (paragraph.label.strip(), paragraph.shown.strip()):
        if label and bare.startswith(label):
            return bare[len(label) :].lstrip(" \t")
    if paragraph.is_new and bare and shape(bare) and shape(bare) == shape(paragraph.shown):
        return _after_shape(bare)
    return None


def _after_shape(text: str) -> str:
    end = next((n for n in range(1, len(text) + 1) if shape(text[:n]) == shape(text)), 0)
    return text[end:].lstrip(" \t")
