"""Tables of a Word file as XML text: widths shared out by content. Pure; imports the styles and widths of layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.layout.widths import width
from assistant.layout.word_style import Direct, paragraph, run

WHOLE_ROW = 300.0  # characters up to which a row is kept on one page
_NARROWEST = 2.0  # characters of a column, cell margins not counted
_WIDEST = 16.0  # beyond it a cell is as good on several lines
_SHORT = 8.0
_MARGINS = 240  # twips left and right in a cell

_CELLS = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)


@dataclass(frozen=True, slots=True)
class Cell:
    """content: paragraphs; width: twips; span: columns."""

    content: str
    width: int
    span: int = 1


def row(cells: Sequence[Cell], *, header: bool = False, whole: bool = False, align: str = "center") -> str:
    """A row. header: it stands again on every page; whole: it does not run on to the next one."""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{cell.width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "")
        + f'<w:vAlign w:val="{align}"/></w:tcPr>{cell.content}</w:tc>'
        for cell in cells
    )
    properties = ("<w:cantSplit/>" if header or whole else "") + ("<w:tblHeader/>" if header else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{made}</w:tr>"


def table(rows: Sequence[str], widths: Sequence[int]) -> str:
    """A table with lines, of fixed widths in twips."""
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{_CELLS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def data_table(
    rows: Sequence[Sequence[str]], columns: int, styles: tuple[str, str], size: float, space: int
) -> str:
    """A table of texts across `space` twips. A row with fewer cells has its last one reach to the end.

    styles: of the first row and of the others; what is short in all of a column stands in its middle.
    """
    widths = _shares(rows, columns, size, space)
    short = [
        all(width(cells[index]) <= _SHORT for cells in rows if index < len(cells)) for index in range(columns)
    ]
    made = []
    for number, cells in enumerate(rows):
        header = number == 0 and len(rows) > 1
        row_cells = []
        for index, cell in enumerate(cells):
            span = columns - index if index == len(cells) - 1 else 1
            direct = Direct(align="center") if span == 1 and short[index] and not header else Direct()
            content = paragraph(styles[not header], run(cell), direct)
            row_cells.append(Cell(content, sum(widths[index : index + span]), span))
        whole = sum(map(width, cells)) <= WHOLE_ROW
        made.append(row(row_cells, header=header, whole=whole))
    return table(made, widths)


def _shares(rows: Sequence[Sequence[str]], columns: int, size: float, space: int) -> list[int]:
    """Widths by what the columns hold: what is short is kept on one line, the long ones share the rest."""
    wanted = [_NARROWEST] * columns
    total = [0.0] * columns
    for cells in rows:
        for index, cell in enumerate(cells):
            if len(cells) == columns or index < len(cells) - 1:
                wide = width(cell) + 0.5
                wanted[index] = max(wanted[index], min(wide, _WIDEST))
                total[index] += wide
    twips = [wide * size * 20 + _MARGINS for wide in wanted]
    spare = space - sum(twips)
    if spare >= 0:  # what is left over goes to the columns that hold most
        whole = sum(total) or 1.0
        shares = [wide + spare * part / whole for wide, part in zip(twips, total, strict=True)]
    else:
        shares = [wide * space / sum(twips) for wide in twips]
    widths = [int(share) for share in shares]
    widths[-1] += space - sum(widths)
    return widths
