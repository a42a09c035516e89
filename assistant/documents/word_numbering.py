"""Word's automatic numbers: which number stands before a paragraph. Imports only lxml, the styles, formats and symbols.

Source: ECMA-376 Part 1, 17.9 (numbering). Lists that share a definition share its counters; a start override restarts
a level when its list is first used. `label` must be asked for each paragraph once, in document order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from assistant.documents.word_number_formats import shown
from assistant.documents.word_package import is_on, number_of, value_of, w
from assistant.documents.word_styles import Styles
from assistant.documents.word_symbols import UNKNOWN, is_symbol_font, symbol

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEVELS = range(9)
_PLACEHOLDER = re.compile(r"%([1-9])")
# A label that ends so is followed by a blank where the file asks for a tab: 1. 第一条. After 、）． none is usual.
_NEEDS_BLANK = re.compile(r"[\x21-\x7e条章节编篇款项部]$")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    legal: bool
    suffix: str
    restart: int | None
    style: str | None
    width: int  # of a custom format such as 001
    font: str


@dataclass(frozen=True, slots=True)
class _Override:
    start: int | None
    level: _Level | None


@dataclass(slots=True)
class _List:
    definition: str
    overrides: dict[int, _Override]


@dataclass(frozen=True, slots=True)
class NumberCount:
    """How far the numbers of a file have been counted."""

    counters: dict[str, dict[int, int]]
    restarted: set[tuple[str, int]]


class Numbering:
    """The automatic numbers of one file and how far they have been counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        linked: dict[str, str] = {}
        for element in root.iterchildren(w("abstractNum")) if root is not None else ():
            definition = element.get(w("abstractNumId")) or ""
            self._definitions[definition] = _levels(element)
            link = value_of(element, "numStyleLink")
            if link is not None:
                linked[definition] = link
        for element in root.iterchildren(w("num")) if root is not None else ():
            overrides = {
                int(o.get(w("ilvl")) or 0): _Override(number_of(o, "startOverride"), _first_level(o))
                for o in element.iterchildren(w("lvlOverride"))
                if (o.get(w("ilvl")) or "0").isdigit()
            }
            self._lists[element.get(w("numId")) or ""] = _List(
                value_of(element, "abstractNumId") or "", overrides
            )
        for definition, style in linked.items():
            self._resolve_link(definition, style)

    def label(self, properties: etree._Element | None) -> str:
        """The number before a paragraph with these properties (w:pPr), with the blank after it; empty where none is."""
        reference = self._reference(properties)
        if reference is None or reference[0] not in self._lists:
            return ""
        list_id, index = reference
        level = self._level(list_id, index)
        if level is None:
            return ""
        counters = self._count(list_id, index)
        text = _bullet(level) if level.format == "bullet" else self._number(list_id, index, level, counters)
        text = re.sub(r"\s*[\r\n]+\s*", " ", text)
        return text + _blank(level, text) if text else ""

    def count(self) -> NumberCount:
        """How far the numbers have been counted, for `resume`."""
        counters = {definition: dict(levels) for definition, levels in self._counters.items()}
        return NumberCount(counters, set(self._restarted))

    def resume(self, count: NumberCount) -> None:
        """Go on counting from there."""
        self._counters = {definition: dict(levels) for definition, levels in count.counters.items()}
        self._restarted = set(count.restarted)

    def _resolve_link(self, definition: str, style: str) -> None:
        """A definition that only names a list style has the levels of that style's list."""
        number = next((s.number for s in self._styles.chain(style) if s.number), None)
        target = self._lists.get(number[0] or "") if number else None
        if target is not None and target.definition != definition:
            for other in self._lists.values():
                if other.definition == definition:
                    other.definition = target.definition

    def _level(self, list_id: str, index: int) -> _Level | None:
        numbered = self._lists[list_id]
        override = numbered.overrides.get(index)
        if override is not None and override.level is not None:
            return override.level
        return self._definitions.get(numbered.definition, {}).get(index)

    def _reference(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """List and level of a paragraph: its own, else its style's. numId 0 takes the number away."""
        own = properties.find(w("numPr")) if properties is not None else None
        list_id, index = value_of(own, "numId"), number_of(own, "ilvl")
        if list_id is None:
            chain = self._styles.paragraph_chain(properties)
            for style in chain:
                if style.number is None:
                    continue
                index = style.number[1] if index is None else index
                if style.number[0] is not None:
                    list_id = style.number[0]
                    if index is None:
                        index = self._level_of_style(list_id, [s.id for s in chain])
                    break
        if list_id is None or list_id == "0" or (index or 0) not in _LEVELS:
            return None
        return list_id, index or 0

    def _level_of_style(self, list_id: str, styles: list[str]) -> int | None:
        """The level that the list binds to one of these styles, the nearest style first."""
        if list_id not in self._lists:
            return None
        levels = [(k, level) for k in _LEVELS if (level := self._level(list_id, k)) is not None]
        return next((k for style in styles for k, level in levels if level.style == style), None)

    def _start(self, list_id: str, index: int) -> int:
        level = self._level(list_id, index)
        return level.start if level is not None else 1

    def _count(self, list_id: str, index: int) -> dict[int, int]:
        """Count this paragraph and return the counters of its levels."""
        numbered = self._lists[list_id]
        counters = self._counters.setdefault(numbered.definition, {})
        for k, override in numbered.overrides.items():
            if override.start is not None and k <= index and (list_id, k) not in self._restarted:
                self._restarted.add((list_id, k))
                counters[k] = override.start - (k == index)
        counters[index] = counters[index] + 1 if index in counters else self._start(list_id, index)
        for deeper in [k for k in counters if k > index]:
            level = self._level(list_id, deeper)
            restart = level.restart if level is not None else None
            if restart is None or (restart and index < restart):
                del counters[deeper]
        for upper in range(index):
            counters.setdefault(upper, self._start(list_id, upper))
        return counters

    def _number(self, list_id: str, index: int, level: _Level, counters: dict[int, int]) -> str:
        def part(match: re.Match[str]) -> str:
            k = int(match[1]) - 1
            of = level if k == index else self._level(list_id, k)
            value = counters.get(k, self._start(list_id, k))
            if of is not None and of.width:
                return f"{value:0{of.width}d}"
            return shown("decimal" if level.legal or of is None else of.format, value)

        return _PLACEHOLDER.sub(part, level.text)


def _levels(element: etree._Element) -> dict[int, _Level]:
    return {
        int(level.get(w("ilvl")) or 0): _level(level)
        for level in element.iterchildren(w("lvl"))
        if (level.get(w("ilvl")) or "0").isdigit()
    }


def _first_level(element: etree._Element) -> _Level | None:
    level = element.find(w("lvl"))
    return None if level is None else _level(level)


def _level(element: etree._Element) -> _Level:
    format_element = element.find(w("numFmt"))
    if format_element is None:
        format_element = element.find(
            f"{_COMPATIBILITY}AlternateContent/{_COMPATIBILITY}Choice/{w('numFmt')}"
        )
    name = format_element.get(w("val"), "decimal") if format_element is not None else "decimal"
    custom = format_element.get(w("format"), "") if format_element is not None and name == "custom" else ""
    zeros = re.match(r"0*\d", custom)
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    start = number_of(element, "start")
    return _Level(
        start=1 if start is None else start,
        format=name,
        text=value_of(element, "lvlText") or "",
        legal=is_on(element, "isLgl"),
        suffix=value_of(element, "suff") or "tab",
        restart=number_of(element, "lvlRestart"),
        style=value_of(element, "pStyle"),
        width=len(zeros[0]) if zeros else 0,
        font=(fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or "") if fonts is not None else "",
    )


def _bullet(level: _Level) -> str:
    if not level.text:
        return ""
    if is_symbol_font(level.font) or any("\ue000" <= character <= "\uf8ff" for character in level.text):
        return "".join(symbol(level.font, ord(character)) for character in level.text) or UNKNOWN
    return "○" if level.text == "o" and level.font.lower().startswith("courier") else level.text


def _blank(level: _Level, text: str) -> str:
    """What stands for the space or tab after a number."""
    if level.suffix == "nothing":
        return ""
    if level.suffix == "space" or level.format == "bullet" or _NEEDS_BLANK.search(text):
        return "" if text.endswith((" ", "\u3000")) else " "
    return ""
