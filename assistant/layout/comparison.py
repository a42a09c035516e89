"""修改对照表: each change beside what stood there, with its reason, in Word and in Markdown. Imports changes, wording.

What was deleted is struck out, what was added underlined: to be told without colour, on any printer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.changes.marks import Mark, marks
from assistant.layout.page_layout import layout
from assistant.layout.word_file import word_file
from assistant.layout.word_style import Page, Style, paragraph, run, twips
from assistant.layout.word_table import WHOLE_ROW, Cell, row, table
from assistant.wording import Language, wording

_MARGIN = 20.0  # millimetres
_SIZE, _PITCH = 12.0, 18.0  # points
_FOOTER_LINE = 16.0
_SHARES = {False: (12, 35, 35, 18), True: (10, 31, 31, 16, 12)}
_RETURN = re.compile(r"\r\n?")
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]#+!|~"})


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One change. before or after is empty where something was added or removed; reason and sources may be empty."""

    section: str
    before: str
    after: str
    reason: str
    sources: tuple[str, ...] = ()


def comparison_docx(
    title: str, rows: Sequence[ComparisonRow], language: Language = "zh", *, sources: bool = False
) -> bytes:
    """The table as a Word file on A4 across; its header row stands on every page. sources: with where each was from."""
    look = layout()
    sheet = look.page
    margin = twips(_MARGIN)
    page = Page(
        width=twips(sheet.height),
        height=twips(sheet.width),
        top=margin,
        right=margin,
        bottom=margin,
        left=margin,
        footer=twips(10),
        line=round(_PITCH * 20),
    )
    shares = _SHARES[sources]
    widths = [page.type_width * share // sum(shares) for share in shares]
    widths[-1] += page.type_width - sum(widths)
    titles = [wording(f"layout.column.{name}", language) for name in _columns(sources)]
    header = [Cell(paragraph("Column", run(name)), wide) for name, wide in zip(titles, widths, strict=True)]
    made = [row(header, header=True)]
    for change in map(_plain_newlines, rows):
        cells = zip(_cells(change, language, sources), widths, strict=True)
        whole = len(change.before) + len(change.after) <= WHOLE_ROW
        made.append(row([Cell(cell, wide) for cell, wide in cells], whole=whole, align="top"))
    body = [
        paragraph("Title", run(_heading(title, language))),
        paragraph("Legend", run(wording("layout.legend" if rows else "layout.no_changes", language))),
        *([table(made, widths), paragraph("Cell", "")] if rows else []),
    ]
    styles = [
        Style("Normal", "Normal", look.font("body"), _SIZE, _PITCH),
        Style("Title", "Title", look.font("title"), 22, 36, "center"),
        Style("Legend", "Subtitle", look.font("byline"), _SIZE, 26, "center"),
        Style("Column", "Table Heading", look.font("heading_1"), _SIZE, _PITCH, "center"),
        Style("Cell", "Table Text", look.font("table"), _SIZE, _PITCH, "left"),
        Style("Remark", "Table Remark", look.font("byline"), _SIZE, _PITCH, "left"),
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


def _plain_newlines(change: ComparisonRow) -> ComparisonRow:
    """A reason may come from a model or a Windows clipboard."""
    return ComparisonRow(
        section=_RETURN.sub("\n", change.section),
        before=_RETURN.sub("\n", change.before),
        after=_RETURN.sub("\n", change.after),
        reason=_RETURN.sub("\n", change.reason),
        sources=tuple(_RETURN.sub(" ", source) for source in change.sources),
    )


def _columns(sources: bool) -> tuple[str, ...]:
    return ("section", "before", "after", "reason", *(("sources",) if sources else ()))


def _heading(title: str, language: Language) -> str:
    title = " ".join(title.split())
    return (
        wording("layout.heading", language, title=title)
        if title
        else wording("layout.heading_alone", language)
    )


def _cells(change: ComparisonRow, language: Language, sources: bool) -> Iterator[str]:
    found = marks(change.before, change.after)
    yield _plain(change.section)
    yield _marked(found, "delete") if change.before else _remark("added", language)
    yield _marked(found, "insert") if change.after else _remark("removed", language)
    yield _plain(change.reason)
    if sources:
        yield _plain("\n".join(change.sources))


def _plain(text: str) -> str:
    return "".join(paragraph("Cell", run(line)) for line in text.split("\n"))


def _remark(key: str, language: Language) -> str:
    return paragraph("Remark", run(wording(f"layout.{key}", language)))


def _marked(found: Sequence[Mark], kind: str) -> str:
    """One side of a change: what is equal, and what is only on this side."""
    lines = [""]
    for mark in found:
        if mark.kind not in ("equal", kind):
            continue
        for number, piece in enumerate(mark.text.split("\n")):
            if number:
                lines.append("")
            lines[-1] += run(piece, strike=mark.kind == "delete", underline=mark.kind == "insert")
    return "".join(paragraph("Cell", line) for line in lines)


def comparison_markdown(
    title: str, rows: Sequence[ComparisonRow], language: Language = "zh", *, sources: bool = False
) -> str:
    """The table as Markdown. Marks are `<del>` and `<ins>`: stars and tildes beside Chinese marks are often not read."""
    lines = [f"# {escaped(_heading(title, language))}", ""]
    if not rows:
        return "\n".join([*lines, wording("layout.no_changes", language), ""])
    lines += [wording("layout.legend", language), ""]
    columns = _columns(sources)
    lines.append(_row(wording(f"layout.column.{name}", language) for name in columns))
    lines.append(_row("---" for _ in columns))
    for change in map(_plain_newlines, rows):
        found = marks(change.before, change.after)
        cells = [
            escaped(change.section),
            _tagged(found, "delete", "del") if change.before else wording("layout.added", language),
            _tagged(found, "insert", "ins") if change.after else wording("layout.removed", language),
            escaped(change.reason),
        ]
        if sources:
            cells.append(escaped("\n".join(change.sources)))
        lines.append(_row(cells))
    return "\n".join([*lines, ""])


def _row(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, in one cell."""
    return escape(text.translate(_MARKDOWN), quote=False).replace("\n", "<br>").replace("\t", " ")


def _tagged(found: Sequence[Mark], kind: str, tag: str) -> str:
    pieces = []
    for mark in found:
        if mark.kind == "equal":
            pieces.append(escaped(mark.text))
        elif mark.kind == kind:
            pieces.append(f"<{tag}>{escaped(mark.text)}</{tag}>")
    return "".join(pieces)
