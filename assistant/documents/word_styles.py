"""What Word's styles say of a paragraph or run: heading level, bold, hidden, face. Imports only lxml, word_package.

A property is looked for in the run or paragraph itself, then in its style and the styles that one is based on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from assistant.documents.word_package import is_switched_on, number_of, value_of, w

_HEADING_NAME = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
# The faces that offices set headings in (GB/T 9704—2012, 7.3); the body is 仿宋 or 宋体.
_HEADING_FACE = re.compile(r"黑体|小标宋|楷|simhei|kaiti", re.IGNORECASE)
_BOLD, _VANISH, _FONTS, _RUN_STYLE = (w(name) for name in ("b", "vanish", "rFonts", "rStyle"))
_VAL, _EAST_ASIAN = w("val"), w("eastAsia")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set. face: whether in a face for headings (黑体, 楷体, 小标宋)."""

    bold: bool = False
    hidden: bool = False
    face: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """One style as defined. number: (numId, ilvl) that it gives its paragraphs, either may be missing."""

    id: str
    based_on: str | None
    heading_name: int
    outline_level: int | None
    number: tuple[str | None, int | None] | None
    run: etree._Element | None = field(repr=False)


class Styles:
    """The styles of one file."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        self._defaults = (
            root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}") if root is not None else None
        )
        for element in root.iterchildren(w("style")) if root is not None else ():
            style = _style(element)
            self._styles[style.id] = style
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
                self._default = style.id
        self.look_of_style = lru_cache(maxsize=4096)(self._look_of_style)

    def chain(self, style_id: str | None) -> tuple[Style, ...]:
        """The style and those it is based on, nearest first; empty for an unknown one."""
        found: list[Style] = []
        while style_id in self._styles and len(found) < 64:
            style = self._styles[style_id]
            if style in found:
                break
            found.append(style)
            style_id = style.based_on
        return tuple(found)

    def paragraph_chain(self, properties: etree._Element | None) -> tuple[Style, ...]:
        """The styles of a paragraph with these properties (w:pPr), the default style where it names none."""
        return self.chain(value_of(properties, "pStyle") or self._default) or self.chain(self._default)

    def heading_level(self, properties: etree._Element | None) -> int:
        """1–9 for a heading, 0 for other paragraphs. The outline level is stronger than the style's name."""
        level = number_of(properties, "outlineLvl")
        if level is None:
            chain = self.paragraph_chain(properties)
            level = next((s.outline_level for s in chain if s.outline_level is not None), None)
            if level is None:
                return next((s.heading_name for s in chain if s.heading_name), 0)
        return level + 1 if 0 <= level <= 8 else 0

    def look(self, paragraph_style: str | None, run: etree._Element | None) -> Look:
        """How a run with the properties `run` (w:rPr) is set in a paragraph of this style."""
        if run is None:
            return self.look_of_style(paragraph_style, None)
        own = _own_look(run)
        base = self.look_of_style(paragraph_style, own.style)
        if own.bold is None and own.hidden is None and own.face is None:
            return base
        return Look(
            base.bold if own.bold is None else own.bold,
            base.hidden if own.hidden is None else own.hidden,
            base.face if own.face is None else own.face,
        )

    def _look_of_style(self, paragraph_style: str | None, run_style: str | None) -> Look:
        chain = (*self.chain(run_style), *self.chain(paragraph_style or self._default))
        own = [_own_look(run) for run in (*(style.run for style in chain), self._defaults) if run is not None]
        return Look(
            bool(next((o.bold for o in own if o.bold is not None), False)),
            bool(next((o.hidden for o in own if o.hidden is not None), False)),
            bool(next((o.face for o in own if o.face is not None), False)),
        )


def _style(element: etree._Element) -> Style:
    paragraph = element.find(w("pPr"))
    numbered = paragraph.find(w("numPr")) if paragraph is not None else None
    name = _HEADING_NAME.match((value_of(element, "name") or "").strip())
    return Style(
        id=element.get(w("styleId")) or "",
        based_on=value_of(element, "basedOn"),
        heading_name=int(name[1]) if name else 0,
        outline_level=number_of(paragraph, "outlineLvl"),
        number=(value_of(numbered, "numId"), number_of(numbered, "ilvl")) if numbered is not None else None,
        run=element.find(w("rPr")),
    )


@dataclass(slots=True)
class _OwnLook:
    """What a run's properties say themselves; None where they say nothing."""

    style: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    face: bool | None = None


def _own_look(run: etree._Element) -> _OwnLook:
    own = _OwnLook()
    for child in run:
        tag = child.tag
        if tag == _BOLD:
            own.bold = is_switched_on(child)
        elif tag == _VANISH:
            own.hidden = is_switched_on(child)
        elif tag == _FONTS:
            name = child.get(_EAST_ASIAN)
            own.face = bool(_HEADING_FACE.search(name)) if name else None
        elif tag == _RUN_STYLE:
            own.style = child.get(_VAL)
    return own
