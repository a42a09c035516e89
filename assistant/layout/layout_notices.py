"""What the user is told of a document that was laid out: fonts needed, and what the standard would have otherwise.

Pure; imports the wording. The text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.layout.page_layout import Layout
from assistant.layout.paper import Block, PaperLine
from assistant.layout.word_style import NOT_XML
from assistant.wording import Notice

_SHOWN = 3
# 7.2.5: the year in 〔〕, the number without 第 and without zeros before it.
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:[\[（(【［](?:19|20)\d\d[\]）)】］]\s*第?\s*\d{1,5}\s*号|〔(?:19|20)\d\d〕\s*(?:第\s*\d{1,5}|0\d{0,4})\s*号)"
)
_ARABIC_DATE = re.compile(r"\s*(?:19|20)\d\d\s*年\s*[1-9]\d?\s*月\s*[1-9]\d?\s*日\s*")


def notices(text: str, blocks: Sequence[Block], layout: Layout) -> tuple[Notice, ...]:
    """The fonts first, then what was found."""
    return tuple(_notices(text, [block for block in blocks if isinstance(block, PaperLine)], layout))


def _notices(text: str, lines: Sequence[PaperLine], layout: Layout) -> Iterator[Notice]:
    yield _fonts(layout)
    if lost := len(NOT_XML.findall(text)):
        yield Notice("layout_characters_left_out", {"count": lost})
    numbers = list(dict.fromkeys(found[0] for found in _NUMBER.finditer(text)))
    if numbers:
        yield Notice("layout_document_numbers", {"found": _listed(numbers)})
    dates = [
        words
        for line in lines
        if line.kind == "date" and not _ARABIC_DATE.fullmatch(words := text[line.start : line.end])
    ]
    if dates:
        yield Notice("layout_date", {"found": _listed(dates)})
    stops = [
        words
        for line in lines
        if line.kind == "enclosures" and (words := text[line.start : line.end])[-1] in "。；;，,."
    ]
    if stops:
        yield Notice("layout_enclosure_stops", {"found": _listed(stops)})


def _fonts(layout: Layout) -> Notice:
    used = layout.fonts_used()
    others = {name: layout.instead[name][0] for name in used if layout.instead.get(name)}
    told = "、".join(f"{name}→{other}" for name, other in others.items() if not other.isascii())
    fonts = "、".join(used)
    if told:
        return Notice("layout_fonts_instead", {"fonts": fonts, "instead": told})
    return Notice("layout_fonts", {"fonts": fonts})


def _listed(found: Sequence[str]) -> str:
    return "、".join(f"“{words[:40]}”" for words in found[:_SHOWN]) + ("…" if len(found) > _SHOWN else "")
