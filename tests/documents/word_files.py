"""Word files made by hand for the tests: zip and XML, so that every oddity of the format can be written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
CONTENT_TYPES = (
    f'{HEADER}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'
)


def relations(*targets: tuple[str, str]) -> str:
    """A relationships part from (kind, target)."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEADER}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def part(root: str, content: str) -> str:
    """An XML part with the root w:`root`."""
    return f"{HEADER}<w:{root} {NAMESPACES}>{content}</w:{root}>"


def docx(
    body: str, *, styles: str = "", numbering: str = "", parts: Mapping[str, str | bytes | None] | None = None
) -> bytes:
    """A Word file with this body; `parts` replaces or adds parts by name, None leaves one out."""
    files: dict[str, str | bytes | None] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml"), ("numbering", "numbering.xml")),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": part("styles", styles or NORMAL),
        "word/numbering.xml": part("numbering", numbering),
        **(parts or {}),
    }
    return archive({name: content for name, content in files.items() if content is not None})


def archive(files: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(
    *content: str,
    style: str = "",
    number: tuple[int, int] | None = None,
    mark: str = "",
    properties: str = "",
) -> str:
    """A paragraph of runs (a plain string becomes a run); number: (list, level); mark: properties of its end."""
    runs = "".join(c if c.startswith("<") else run(c) for c in content)
    own = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if number:
        own += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    own += properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    return f"<w:p>{f'<w:pPr>{own}</w:pPr>' if own else ''}{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell is text or blocks."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(row(*cells) for cells in rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row of a table."""
    inside = "".join(f"<w:tc><w:tcPr/>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"


def inserted(content: str) -> str:
    return f'<w:ins w:id="1" w:author="审稿人" w:date="2024-03-01T08:00:00Z">{content}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="审稿人" w:date="2024-03-01T08:00:00Z"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def field(code: str, result: str) -> str:
    """A complex field in runs: code and shown result."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    shown = mark("separate") + run(result) if result else ""
    return mark("begin") + instruction + shown + mark("end")


def text_box(*paragraphs: str) -> str:
    """A run with a text box as Word writes it: once for new programs, once again for old ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


# Automatic numbers.


def level(
    index: int,
    format: str,
    text: str,
    *,
    start: int = 1,
    suffix: str = "nothing",
    style: str = "",
    restart: int | None = None,
    legal: bool = False,
    run_properties: str = "",
) -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>'
        + (f'<w:lvlRestart w:val="{restart}"/>' if restart is not None else "")
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:isLgl/>" if legal else "")
        + (f'<w:suff w:val="{suffix}"/>' if suffix != "tab" else "")
        + f"<w:lvlText w:val={quoteattr(text)}/>"
        + (f"<w:rPr>{run_properties}</w:rPr>" if run_properties else "")
        + "</w:lvl>"
    )


def definition(id: int, *levels: str, link: str = "") -> str:
    """An abstract numbering; `link`: w:styleLink or w:numStyleLink."""
    return f'<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{link}{"".join(levels)}</w:abstractNum>'


def instance(id: int, definition_id: int, **starts: int) -> str:
    """A list of a definition; `l0=1` restarts level 0 at 1."""
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{name[1:]}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for name, start in starts.items()
    )
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{definition_id}"/>{overrides}</w:num>'


def style(
    id: str,
    *,
    name: str = "",
    based_on: str = "",
    number: int | None = None,
    level: int | None = None,
    more: str = "",
    run: str = "",
) -> str:
    """A paragraph style, numbered or not; more: further paragraph properties."""
    numbered = (f'<w:ilvl w:val="{level}"/>' if level is not None else "") + (
        f'<w:numId w:val="{number}"/>' if number is not None else ""
    )
    own = (f"<w:numPr>{numbered}</w:numPr>" if numbered else "") + more
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name or id}"/>'
        + (f'<w:basedOn w:val="{based_on}"/>' if based_on else "")
        + (f"<w:pPr>{own}</w:pPr>" if own else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )
