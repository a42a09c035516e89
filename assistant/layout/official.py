"""A document in the layout of an official one, as a new Word file with notices. Imports layout, document, structure.

One Word paragraph for each line; blank lines and the blanks around a line are dropped, as the gaps and indents of the
layout take their place. Numbers are written as the text they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.document import Document
from assistant.layout.layout_notices import notices
from assistant.layout.page_layout import Layout, LineKind
from assistant.layout.paper import Block, PaperLine, PaperTable, paper
from assistant.layout.title_lines import title_width
from assistant.layout.widths import width
from assistant.layout.word_file import word_file
from assistant.layout.word_style import Direct, Indent, Page, Style, paragraph, run, twips
from assistant.layout.word_table import data_table
from assistant.structure.lines import BLANKS
from assistant.structure.outline import Outline
from assistant.wording import Notice

_FOOTER_LINE = 16.0  # points
_FRONT: frozenset[LineKind] = frozenset(("title", "byline"))
_SIGNED: frozenset[LineKind] = frozenset(("signature", "date"))
_IDS: dict[LineKind, str] = {
    "body": "NormalIndent",
    "title": "Title",
    "byline": "Subtitle",
    "heading_1": "Heading1",
    "heading_2": "Heading2",
    "heading_3": "Heading3",
    "heading_4": "Heading4",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file and what its reader should know of it."""

    data: bytes
    notices: tuple[Notice, ...]


def write_layout(document: Document, outline: Outline, layout: Layout) -> Written:
    """The document as a .docx. Reading it gives its text back, blank lines and the blanks around a line aside."""
    blocks = paper(document, outline)
    page = _page(layout)
    sheet = _Sheet(layout, page, document.text)
    data = word_file(
        list(sheet.blocks(blocks)),
        sheet.styles(),
        page,
        latin=layout.font("latin"),
        instead=layout.instead,
        footers=("FooterOdd", "FooterEven"),
    )
    return Written(data, notices(document.text, blocks, layout))


def _page(layout: Layout) -> Page:
    """The sheet in twips. At 29 points the type area is a tenth of a millimetre higher, to take its lines."""
    size, area = layout.page, layout.type_area
    height = max(twips(area.height), round(area.lines * layout.line_pitch * 20))
    bottom = twips(size.height) - twips(area.top) - height
    return Page(
        width=twips(size.width),
        height=twips(size.height),
        top=twips(area.top),
        right=twips(size.width) - twips(area.left) - twips(area.width),
        bottom=bottom,
        left=twips(area.left),
        # The dashes are in the middle of their line.
        footer=bottom - twips(layout.page_number.below) - round(_FOOTER_LINE * 10),
        # Not the pitch: LibreOffice centres what the lines of the grid leave over. Word shows 22 lines in its dialog.
        line=height // area.lines,
    )


class _Sheet:
    def __init__(self, layout: Layout, page: Page, text: str) -> None:
        self.layout = layout
        self.page = page
        self.text = text
        body = layout.styles["body"]
        # 28 characters of 16 points are wider than 156 mm. A character grid would press them together in Word and WPS
        # but LibreOffice then gives each two cells; so they are set closer, which all three do alike.
        self.tracking = math.floor(page.type_width / layout.type_area.characters - body.size * 20)
        self.body_size = body.size
        self.character = round(body.size * 20) + self.tracking

    # -- styles -----------------------------------------------------------------------------------------------------

    def styles(self) -> list[Style]:
        layout = self.layout
        body = layout.styles["body"]
        number = layout.page_number
        normal = Style(
            "Normal", "Normal", layout.font("body"), body.size, layout.line_pitch, tracking=self.tracking
        )
        made = [normal, *(self._style(kind) for kind in layout.styles)]
        side = round(number.indent * number.size * 20)
        for name, align, indent in (
            ("FooterOdd", "right", Indent(right=side)),
            ("FooterEven", "left", Indent(left=side)),
        ):
            shown = "footer" if name == "FooterOdd" else "footer even"
            made.append(
                Style(
                    name,
                    shown,
                    layout.font(number.font),
                    number.size,
                    _FOOTER_LINE,
                    align,
                    indent,
                    digits=True,
                )
            )
        return made

    def _style(self, kind: LineKind) -> Style:
        style = self.layout.styles[kind]
        return Style(
            id=_id(kind),
            name=style.name,
            font=self.layout.font(style.font),
            size=style.size,
            pitch=style.pitch or self._pitch(style.size),
            align=style.align,
            indent=Indent(
                round(style.left * self.character),
                round(style.right * self.character),
                round(style.first_line * self.character),
                round(style.first_line * 100),
            ),
            outline=style.outline,
            tracking=self.tracking if style.size == self.body_size else 0,
            color=style.color,
        )

    def _pitch(self, size: float) -> float:
        """Of the page; more where a line would be cut off, then in whole lines."""
        pitch = self.layout.line_pitch
        return pitch if size * 1.2 <= pitch else pitch * math.ceil(size * 1.2 / pitch)

    # -- paragraphs -------------------------------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        signed = self._signed(blocks)
        for number, block in enumerate(blocks):
            before = blocks[number - 1] if number else None
            after = blocks[number + 1] if number + 1 < len(blocks) else None
            if isinstance(block, PaperTable):
                if isinstance(before, PaperTable):
                    yield paragraph("Normal", "")  # else Word takes two tables for one
                style = self.layout.styles["table"]
                names = (_id("table_header"), _id("table"))
                yield data_table(block.rows, block.columns, names, style.size, self.page.type_width)
                if after is None:
                    yield paragraph("Normal", "")  # Word wants a paragraph at the end
            else:
                direct = self._direct(block, before, after, signed.get(block.start))
                yield paragraph(_id(block.kind), self._runs(block), direct)
        if not blocks:
            yield paragraph("Normal", "")

    def _runs(self, line: PaperLine) -> str:
        cut = max(line.head, line.start)
        style = f"{_id(_heading(line.level))}Char" if line.level else ""
        return run(self.text[line.start : cut], style=style) + run(self.text[cut : line.end])

    def _direct(
        self, line: PaperLine, before: Block | None, after: Block | None, indent: Indent | None
    ) -> Direct:
        style = self.layout.styles[line.kind]
        pitch = self.layout.line_pitch * 20
        begins = before is not None and not _together(line, before) and not line.new_page
        ends = after is not None and not _together(line, after)
        if line.kind in ("title", "byline", "appendix_title"):
            indent = self._title_indent(line)
        elif line.kind == "enclosures":
            indent = self._enclosure_indent(line)
        return Direct(
            before=round(style.before * pitch) if begins else 0,
            after=round(style.after * pitch) if ends else 0,
            indent=indent,
            new_page=line.new_page,
            rule=style.rule if isinstance(before, PaperLine) and before.kind == "letterhead" else "",
        )

    def _title_indent(self, line: PaperLine) -> Indent | None:
        """Both sides drawn in so that a long title falls into lines of like length, not one and a remainder."""
        size = self.layout.styles[line.kind].size
        character = self.character if size == self.body_size else round(size * 20)
        room = title_width(self.text[line.start : line.end], self.page.type_width / character)
        if room is None:
            return None
        side = max(int((self.page.type_width - room * character) / 2), 0)
        return Indent(left=side, right=side)

    def _enclosure_indent(self, line: PaperLine) -> Indent:
        """`附件：1. 名称`: what runs on to a second line begins below the first character of the name."""
        words = self.text[line.start : line.end]
        start = self.layout.styles["enclosures"].left
        label = words[: len(words) - len(words.lstrip("附件" + BLANKS))]
        rest = words[len(label) :]
        if label and rest[:1] in "：:":
            rest = rest[1:].lstrip(BLANKS)
            label = words[: len(words) - len(rest)]
        elif label:
            label, rest = "", words
        if not label:
            start += width("附件：")
        number = rest[: len(rest) - len(rest.lstrip("0123456789０１２３４５６７８９.．、" + BLANKS))]
        hang = width(label + number)
        return Indent(left=round((start + hang) * self.character), first=-round(hang * self.character))

    def _signed(self, blocks: Sequence[Block]) -> dict[int, Indent]:
        """Who signs is centred on the date, which ends four characters from the right (7.3.5.1)."""
        lines = [block for block in blocks if isinstance(block, PaperLine) and block.kind in _SIGNED]
        wide = {line.start: width(self.text[line.start : line.end]) for line in lines}
        middle = 0.0  # characters from the right
        for line in lines:
            right = self.layout.styles["date"].right if line.kind == "date" else 0.0
            middle = max(middle, right + wide[line.start] / 2)
        if len(lines) < 2:
            return {}
        return {
            line.start: Indent(right=round((middle - wide[line.start] / 2) * self.character))
            for line in lines
        }


def _together(line: PaperLine, other: Block) -> bool:
    """Whether no empty line of the layout comes between two lines."""
    if isinstance(other, PaperTable):
        return False
    for group in (_FRONT, _SIGNED):
        if line.kind in group:
            return other.kind in group
    return line.kind == other.kind


def _id(kind: LineKind) -> str:
    return _IDS.get(kind) or "".join(word.capitalize() for word in kind.split("_"))


def _heading(level: int) -> LineKind:
    return f"heading_{level}"  # type: ignore[return-value]
