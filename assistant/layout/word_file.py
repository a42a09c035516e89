"""A new Word file of styles, paragraphs and a page. The only importer of python-docx.

Nothing of this product stands in the file: no properties at all (neither author nor title, program or time), no theme,
no thumbnail. The same content gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.shared import Twips

from assistant.layout.word_style import NAMESPACES, Page, Style, page_number, styles_xml

_KEPT = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
# As the Chinese edition of Word has them: marks may be squeezed, spaces are underlined, lines are not stretched.
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
    '<w:defaultTabStop w:val="420"/>{even}<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)
_CHINESE = '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/>'
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def word_file(
    body: Sequence[str],
    styles: Sequence[Style],
    page: Page,
    *,
    latin: str,
    instead: Mapping[str, Sequence[str]],
    footers: tuple[str, str],
) -> bytes:
    """The bytes of a .docx.

    body: paragraphs and tables; instead: font → what to take where it is missing; footers: the styles of the page
    numbers on odd and on even pages, the same twice if they do not differ.
    """
    document = docx.Document()
    _strip(document)
    two_sided = footers[0] != footers[1]
    _refill(document.styles.element, styles_xml(styles, latin))
    even = "<w:evenAndOddHeaders/>" if two_sided else ""
    _refill(document.settings.element, f"<w:settings {NAMESPACES}>{_SETTINGS.format(even=even)}</w:settings>")
    section = document.sections[0]
    _page(section, page)
    _footer(section.footer, footers[0])
    if two_sided:
        _footer(section.even_page_footer, footers[1])
    content = document.element.body
    for old in list(content.iterchildren())[:-1]:
        content.remove(old)
    written = parse_xml(f"<w:body {NAMESPACES}>{''.join(body)}</w:body>")
    for element in reversed(list(written)):
        content.insert(0, element)
    _fonts(document, [latin, *dict.fromkeys(style.font for style in styles)], instead)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _strip(document: Any) -> None:
    """Leave out what the template of python-docx brings: its author, time and theme."""
    for related in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in related.items() if rel.reltype not in _KEPT]:
            del related[key]


def _refill(element: Any, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def _page(section: Any, page: Page) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(page.width), Twips(page.height)
    section.top_margin, section.bottom_margin = Twips(page.top), Twips(page.bottom)
    section.left_margin, section.right_margin = Twips(page.left), Twips(page.right)
    section.header_distance, section.footer_distance = Twips(page.top // 2), Twips(page.footer)
    properties = section._sectPr
    properties.attrib.clear()  # the template's marks of its own making
    for old in [child for child in properties if child.tag.endswith(("}docGrid", "}cols"))]:
        properties.remove(old)
    grid = f'<w:docGrid {NAMESPACES} w:type="lines" w:linePitch="{page.line}"/>'
    properties.extend([parse_xml(f'<w:cols {NAMESPACES} w:space="425"/>'), parse_xml(grid)])


def _footer(footer: Any, style: str) -> None:
    footer.is_linked_to_previous = False
    element = footer._element
    for old in list(element):
        element.remove(old)
    element.extend(list(parse_xml(f"<w:ftr {NAMESPACES}>{page_number(style)}</w:ftr>")))


def _fonts(document: Any, names: Sequence[str], instead: Mapping[str, Sequence[str]]) -> None:
    """The font table: it tells an office program what to take where a font is missing."""
    fonts = "".join(
        f'<w:font w:name="{escape(name)}">'
        + (f'<w:altName w:val="{escape(",".join(instead[name]))}"/>' if instead.get(name) else "")
        + (_CHINESE if not name.isascii() or name in instead else "")
        + "</w:font>"
        for name in dict.fromkeys(names)
    )
    package = document.part.package
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {NAMESPACES}>{fonts}</w:fonts>'
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, blob.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def _timeless(data: bytes) -> bytes:
    """The same archive without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            new.writestr(info, old.read(name))
    return out.getvalue()
