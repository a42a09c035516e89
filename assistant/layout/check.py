"""送审前检查 as a file to attach: a heading, a table of figures, lists; in Word on A4 and in Markdown. Imports the layout.

What stands in it is handed over as text: nothing here knows how it was found.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.layout.comparison import escaped
from assistant.layout.page_layout import layout
from assistant.layout.word_file import word_file
from assistant.layout.word_style import Direct, Page, Style, paragraph, run, twips
from assistant.layout.word_table import Cell, row, table

_MARGIN = 22.0  # millimetres
_SIZE, _PITCH = 11.0, 17.0  # points
_SMALL, _SMALL_PITCH = 10.0, 15.0
_FOOTER_LINE = 16.0
_SHARES = (27, 32, 41)
_BETWEEN = 140  # twips above a list


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """heading: one line; about: paragraphs below it; figures: rows of three cells, the first of them the columns' names;
    lists: each with its label; notes: small print at the end.
    """

    heading: str
    about: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()


def check_docx(sheet: CheckSheet) -> bytes:
    """The sheet as a Word file, upright; the table's first row stands on every page."""
    look = layout()
    margin = twips(_MARGIN)
    page = Page(
        width=twips(look.page.width),
        height=twips(look.page.height),
        top=margin,
        right=margin,
        bottom=margin,
        left=margin,
        footer=twips(14),
        line=round(_PITCH * 20),
    )
    widths = [page.type_width * share // sum(_SHARES) for share in _SHARES]
    widths[-1] += page.type_width - sum(widths)
    rows = [
        row(
            [
                Cell(paragraph("Cell" if number else "Column", run(_line(text))), wide)
                for text, wide in zip(cells, widths, strict=True)
            ],
            header=not number,
            whole=True,
        )
        for number, cells in enumerate(sheet.figures)
    ]
    above = Direct(before=_BETWEEN)
    body = [
        paragraph("Title", run(_line(sheet.heading))),
        *(paragraph("Normal", run(_line(text))) for text in sheet.about),
        paragraph("Note", ""),
        table(rows, widths),
    ]
    for label, lines in sheet.lists:
        body.append(paragraph("Label", run(_line(label)), above))
        body += [paragraph("Normal", run(f"{n}. {_line(line)}")) for n, line in enumerate(lines, 1)]
    body += [paragraph("Note", run(_line(text)), above) for text in sheet.notes]
    styles = [
        Style("Normal", "Normal", look.font("body"), _SIZE, _PITCH),
        Style("Title", "Title", look.font("title"), 20, 34, "center"),
        Style("Label", "Check Label", look.font("heading_1"), _SIZE, _PITCH, "left"),
        Style("Column", "Table Heading", look.font("heading_1"), _SMALL, _SMALL_PITCH, "center"),
        Style("Cell", "Table Text", look.font("table"), _SMALL, _SMALL_PITCH, "left"),
        Style("Note", "Check Note", look.font("table"), _SMALL, _SMALL_PITCH),
        Style("FooterOdd", "footer", look.font("page_number"), _SIZE, _FOOTER_LINE, "center", digits=True),
    ]
    return word_file(
        body,
        styles,
        page,
        latin=look.font("latin"),
        instead=look.instead,
        footers=("FooterOdd", "FooterOdd"),
    )


def check_markdown(sheet: CheckSheet) -> str:
    """The sheet as Markdown."""
    lines = [f"# {_cell(sheet.heading)}", ""]
    for text in sheet.about:
        lines += [_cell(text), ""]
    for number, cells in enumerate(sheet.figures):
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
        if not number:
            lines.append("| --- | --- | --- |")
    for label, entries in sheet.lists:
        lines += [
            "",
            f"## {_cell(label)}",
            "",
            *(f"{n}. {_cell(entry)}" for n, entry in enumerate(entries, 1)),
        ]
    for text in sheet.notes:
        lines += ["", _cell(text)]
    return "\n".join([*lines, ""])


def _line(text: str) -> str:
    """A quotation may run over several lines of the draft."""
    return " ".join(text.split())


def _cell(text: str) -> str:
    return escaped(_line(text))
