"""Styles, runs, paragraphs and the page of a Word file as XML text. Pure; imports nothing of the project.

Lengths are twips (a twentieth of a point) but for sizes and pitches, which are points. Attributes and elements stand
in the order of ECMA-376: Word refuses a file where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TWIPS_PER_MM = 1440 / 25.4
# Characters that XML 1.0 cannot hold; a text may carry them from a damaged file.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Quotation marks, dashes and dots are Chinese here: without the hint Word sets them narrow, in the Latin font.
_HINT = '<w:rFonts w:hint="eastAsia"/>'


# A page is full wherever a paragraph ends, and lines keep their pitch: LibreOffice puts even lines of exact height on
# the grid, Word and WPS do not. Marks may hang out at the right as is Word's default; LibreOffice can do no other.
_LINES = '<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>'


def twips(millimetres: float) -> int:
    """Millimetres in twips."""
    return round(millimetres * TWIPS_PER_MM)


@dataclass(frozen=True, slots=True)
class Indent:
    """Of a paragraph. first: of its first line beyond `left`, negative where it hangs. first_chars: the same in
    hundredths of a character, where Word should show it as such."""

    left: int = 0
    right: int = 0
    first: int = 0
    first_chars: int = 0

    def xml(self) -> str:
        """w:ind, written in full: what is 0 here may be otherwise in the style."""
        chars = f' w:firstLineChars="{self.first_chars}"' if self.first_chars else ""
        first = f' w:hanging="{-self.first}"' if self.first < 0 else f' w:firstLine="{self.first}"'
        return f'<w:ind w:left="{self.left}" w:right="{self.right}"{chars}{first}/>'


@dataclass(frozen=True, slots=True)
class Style:
    """A style as it is defined.

    outline: level of a heading, 0 for none; tracking: twips between characters; digits: Latin letters and digits in the
    Chinese font too.
    """

    id: str
    name: str
    font: str
    size: float
    pitch: float
    align: str = "both"
    indent: Indent = Indent()
    outline: int = 0
    tracking: int = 0
    color: str = ""
    digits: bool = False
    base: str = "Normal"

    def xml(self) -> str:
        """The paragraph style, and for a heading the character style for one that runs on in its paragraph."""
        keep = "<w:keepNext/>" if self.outline else ""
        outline = f'<w:outlineLvl w:val="{self.outline - 1}"/>' if self.outline else ""
        link = f'<w:link w:val="{self.id}Char"/>' if self.outline else ""
        based = f'<w:basedOn w:val="{self.base}"/>' if self.id != self.base else ""
        default = ' w:default="1"' if self.id == self.base else ""
        paragraph = (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}"><w:name w:val="{escape(self.name)}"/>'
            f"{based}{link}<w:qFormat/><w:pPr>{keep}"
            f"{_LINES}"
            f'<w:spacing w:before="0" w:after="0" w:line="{round(self.pitch * 20)}" w:lineRule="exact"/>'
            f'{self.indent.xml()}<w:jc w:val="{self.align}"/>{outline}</w:pPr>{self._run()}</w:style>'
        )
        if not self.outline:
            return paragraph
        return paragraph + (
            f'<w:style w:type="character" w:customStyle="1" w:styleId="{self.id}Char">'
            f'<w:name w:val="{escape(self.name)} Char"/><w:link w:val="{self.id}"/>{self._run()}</w:style>'
        )

    def _run(self) -> str:
        color = f'<w:color w:val="{self.color}"/>' if self.color else ""
        tracking = f'<w:spacing w:val="{self.tracking}"/>'
        size = round(self.size * 2)
        font = escape(self.font)
        latin = f' w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"' if self.digits else ""
        return (
            f'<w:rPr><w:rFonts{latin} w:eastAsia="{font}"/>{color}{tracking}'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        )


def styles_xml(styles: Sequence[Style], latin: str) -> str:
    """The file's styles. The first one is the default; a table with thin lines comes with them."""
    font = escape(latin)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{escape(styles[0].font)}" w:cs="{font}"/>'
        '<w:kern w:val="2"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        + "".join(style.xml() for style in styles)
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def run(text: str, *, style: str = "", strike: bool = False, underline: bool = False) -> str:
    """A run; tabs as Word has them. Characters that XML cannot hold are left out."""
    shape = f'<w:rStyle w:val="{style}"/>' if style else ""
    shape += _HINT + ("<w:strike/>" if strike else "") + ('<w:u w:val="single"/>' if underline else "")
    pieces = NOT_XML.sub("", text).split("\t")
    content = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>' if piece else "" for piece in pieces
    )
    return f"<w:r><w:rPr>{shape}</w:rPr>{content}</w:r>" if content else ""


@dataclass(frozen=True, slots=True)
class Direct:
    """What a paragraph has beyond its style.

    before, after: twips of empty space; indent: None for the style's; rule: the colour of a line 4 mm below.
    """

    before: int = 0
    after: int = 0
    indent: Indent | None = None
    new_page: bool = False
    rule: str = ""
    align: str = ""

    def xml(self) -> str:
        """The elements that stand in w:pPr."""
        page = "<w:pageBreakBefore/>" if self.new_page else ""
        if self.rule:
            page += (
                f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="{self.rule}"/></w:pBdr>'
            )
        before = f' w:before="{self.before}"' if self.before else ""
        after = f' w:after="{self.after}"' if self.after else ""
        spacing = f"<w:spacing{before}{after}/>" if before or after else ""
        align = f'<w:jc w:val="{self.align}"/>' if self.align else ""
        return page + spacing + (self.indent.xml() if self.indent else "") + align


def paragraph(style: str, runs: str, direct: Direct = Direct()) -> str:
    """A paragraph of runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direct.xml()}</w:pPr>{runs}</w:p>'


def page_number(style: str) -> str:
    """A paragraph `— 1 —` with the number of its page."""
    field = "".join(
        f'<w:r><w:rPr>{_HINT}</w:rPr><w:fldChar w:fldCharType="{kind}"/></w:r>' if kind else piece
        for kind, piece in (
            ("begin", ""),
            ("", '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
            ("separate", ""),
            ("", "<w:r><w:t>1</w:t></w:r>"),
            ("end", ""),
        )
    )
    return paragraph(style, run("— ") + field + run(" —"))


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet, its margins, where its page number stands, and how high a line of its grid is. In twips."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    footer: int
    line: int

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @property
    def type_width(self) -> int:
        return self.width - self.left - self.right
