"""How a page is set, as data: `gbt9704.yaml`, checked and adjustable. Pure but for reading that file; imports errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.errors import UsageError

LineKind = Literal[
    "mark",
    "letterhead",
    "document_number",
    "title",
    "byline",
    "addressee",
    "heading_1",
    "heading_2",
    "heading_3",
    "heading_4",
    "body",
    "enclosures",
    "signature",
    "date",
    "appendix_title",
    "table",
    "table_header",
]
"""What a line of an official document is on paper."""

_FOLDER = Path(__file__).parent
_COLOR = r"^([0-9A-F]{6})?$"
_NAME = re.compile(r"[a-z0-9_]{1,40}")
LONGEST_FONT_NAME = 31  # characters; Windows knows no longer one
_NO_FONT_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\"<>&;,\ud800-\udfff\ufffe\uffff]")


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PageSize(_Data):
    """Of the sheet, in millimetres."""

    width: float = Field(gt=0)
    height: float = Field(gt=0)


class TypeArea(_Data):
    """版心: where it lies and how large it is, in millimetres; how many lines and characters it takes."""

    top: float = Field(ge=0)
    left: float = Field(ge=0)
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    lines: int = Field(gt=0)
    characters: int = Field(gt=0)


class PageNumber(_Data):
    """size: points; below: millimetres from the type area to the dashes; indent: characters from the side."""

    font: str
    size: float
    below: float
    indent: float


class LineStyle(_Data):
    """How a kind of line is set.

    name: of the Word style, an English one where Word has it built in. size, pitch: points, pitch 0 for that of the
    page. first_line, left, right: characters. before, after: empty lines around a group of such lines. outline: level
    in Word's navigation, 0 for none. color: six hexadecimal digits; rule: the same, of a line below it where a
    letterhead stands above.
    """

    name: str
    font: str
    size: float
    align: Literal["both", "left", "center", "right"] = "both"
    first_line: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    pitch: float = 0
    outline: int = 0
    color: str = Field(default="", pattern=_COLOR)
    rule: str = Field(default="", pattern=_COLOR)


class Layout(_Data):
    """All of a layout. fonts: role → font, or another role whose font it shares."""

    page: PageSize
    type_area: TypeArea
    line_pitch: float
    line_pitches: tuple[float, ...]
    page_number: PageNumber
    fonts: Mapping[str, str]
    instead: Mapping[str, tuple[str, ...]]
    styles: Mapping[LineKind, LineStyle]

    @model_validator(mode="after")
    def _whole(self) -> Layout:
        missing = set(LineKind.__args__) - set(self.styles)  # type: ignore[attr-defined]
        roles = {style.font for style in self.styles.values()} | {self.page_number.font, "latin", "body"}
        if missing or roles - set(self.fonts):
            raise ValueError(f"styles or fonts missing: {sorted(missing)} {sorted(roles - set(self.fonts))}")
        return self

    def font(self, role: str) -> str:
        """The name of the font of a role."""
        name = self.fonts[role]
        return self.fonts.get(name, name)

    def fonts_used(self) -> tuple[str, ...]:
        """Every font that a document of this layout may ask for, without repetition."""
        return tuple(dict.fromkeys(self.font(role) for role in self.fonts))


@lru_cache(maxsize=8)
def _read(name: str) -> Layout:
    file = _FOLDER / f"{name}.yaml"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise UsageError("layout_unknown", where=name, known=" ".join(layouts()))
    return Layout.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


def layouts() -> tuple[str, ...]:
    """The names of all layouts."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


def layout(
    name: str = "gbt9704", *, line_pitch: float | None = None, fonts: Mapping[str, str] | None = None
) -> Layout:
    """A layout, adjusted. line_pitch: points; fonts: role → font name.

    Raises UsageError("layout_unknown", "layout_line_pitch", "layout_font_role", "layout_font_name").
    """
    found = _read(name)
    changes: dict[str, object] = {}
    if line_pitch is not None:
        if isinstance(line_pitch, bool) or line_pitch not in found.line_pitches:
            allowed = "、".join(f"{pitch:g}" for pitch in found.line_pitches)
            raise UsageError("layout_line_pitch", where=str(line_pitch), allowed=allowed)
        changes["line_pitch"] = float(line_pitch)
    if fonts:
        changes["fonts"] = {**found.fonts, **{role: _font(found, role, font) for role, font in fonts.items()}}
    return found.model_copy(update=changes) if changes else found


def _font(layout: Layout, role: str, name: str) -> str:
    if role not in layout.fonts:
        raise UsageError("layout_font_role", where=role, known=" ".join(layout.fonts))
    name = name.strip() if isinstance(name, str) else ""
    if not name or len(name) > LONGEST_FONT_NAME or _NO_FONT_NAME.search(name):
        raise UsageError("layout_font_name", where=role, limit=LONGEST_FONT_NAME)
    return name
