"""A new Word file from a text, set as an office expects: title, headings by level, body. Only importer of python-docx.

The fonts are named, not shipped. Nothing of this product stands in the file: no comment, no author, no program name.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.document import Document, Paragraph
from assistant.structure.outline import Outline


@dataclass(frozen=True, slots=True)
class _Face:
    """A font as the standard's users name it, its size in points, and whether the paragraph is centred."""

    font: str
    size: float = 16
    centred: bool = False


# GB/T 9704—2012: title 小标宋 二号 (22 pt), body 仿宋 三号 (16 pt), level 1 黑体, level 2 楷体; A4 with 37 mm above,
# 28 mm at the binding side and a type area of 156 × 225 mm. The standard gives 22 lines a page: 28.9 pt, usually 28.
_TITLE = _Face("方正小标宋简体", 22, centred=True)
_BODY = _Face("仿宋_GB2312")
_LEVELS = {1: _Face("黑体"), 2: _Face("楷体_GB2312")}
_LINE_PITCH = Pt(28)
_LATIN = "Times New Roman"
# Characters that XML 1.0 cannot hold; a text may carry them from a damaged file.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_docx(document: Document, outline: Outline) -> bytes:
    """The text of `document` as the bytes of a new .docx, one Word paragraph for each line."""
    word = docx.Document()
    _page(word)
    faces = _faces(outline)
    for paragraph in document.paragraphs:
        _add(word, document.text, paragraph, faces)
    _forget_the_maker(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(210 - 28 - 156), Mm(297 - 37 - 225)
    style = word.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(_BODY.size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY.font)


def _faces(outline: Outline) -> dict[int, tuple[_Face, int]]:
    """Offset of a heading's first character of text → its face and where the heading ends."""
    found = {}
    for section in outline.walk():
        if section.kind == "title":
            found[section.start] = (_TITLE, section.end)
        elif section.label and section.level in _LEVELS:
            found[section.start] = (_LEVELS[section.level], max(section.heading_end, section.start))
    return found


def _add(word: Any, text: str, paragraph: Paragraph, faces: dict[int, tuple[_Face, int]]) -> None:
    line = text[paragraph.start : paragraph.end]
    face, until = next(
        (entry for start, entry in faces.items() if _covers(start, entry, paragraph)), (_BODY, paragraph.start)
    )
    made = word.add_paragraph()
    shape = made.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE_PITCH
    stripped = line.strip(" \u3000\t\xa0")
    if face.centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif stripped and paragraph.container == "body":
        _indent_two_characters(made)
    lead = len(line) - len(line.lstrip(" \u3000\t\xa0"))
    cut = min(max(until - paragraph.start - lead, 0), len(stripped))
    # A run-in heading ends with its mark: 。 belongs to the heading's face.
    if cut and cut < len(stripped) and stripped[cut] in "。：；":
        cut += 1
    for piece, its_face in ((stripped[:cut], face), (stripped[cut:], face if face.centred else _BODY)):
        if piece:
            _run(made, piece, its_face)


def _covers(start: int, entry: tuple[_Face, int], paragraph: Paragraph) -> bool:
    face, until = entry
    if face.centred:
        return start <= paragraph.start < until
    return paragraph.start <= start <= paragraph.end


def _run(paragraph: Any, text: str, face: _Face) -> None:
    run = paragraph.add_run(_NOT_XML.sub("", text))
    run.font.name, run.font.size = _LATIN, Pt(face.size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face.font)


def _indent_two_characters(paragraph: Any) -> None:
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(round(_BODY.size * 2 * 20)))


def _forget_the_maker(word: Any) -> None:
    properties = word.core_properties
    for name in ("author", "comments", "keywords", "last_modified_by", "subject", "title", "category"):
        setattr(properties, name, "")
    now = datetime.now().replace(microsecond=0)
    properties.created = properties.modified = now
    properties.revision = 1
