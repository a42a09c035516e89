"""A manuscript as the bytes of a file, in one of the kinds a user may choose. Imports the Word and layout engines.

Nothing names a report, a comment or this product unless it was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

from assistant.exporting.check import check_sheet
from assistant.exporting.comparison import comparison_rows
from assistant.exporting.manuscript import Manuscript
from assistant.exporting.relaid import relaid
from assistant.layout import (
    CheckSheet,
    Layout,
    check_docx,
    check_markdown,
    comparison_docx,
    comparison_markdown,
    layout,
    markdown,
    plain_text,
    text_bytes,
    write_layout,
)
from assistant.structure.outline import outline
from assistant.word import Remark, Tracked, rewrite, rewrite_moved
from assistant.wording import Language, Notice, wording

Kind = Literal["clean", "tracked", "layout", "table", "table-md", "check", "check-md", "txt", "md"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CHECKS: tuple[Kind, ...] = ("check", "check-md")
"""Kinds that need the manuscript's inspection."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARKDOWN, _PLAIN = "text/markdown; charset=utf-8", "text/plain; charset=utf-8"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen beside the kind.

    reasons: why each change was made, as comments of a tracked copy (the table has them anyway); sources: with the
    reports drawn on; author: of tracked changes, empty for the neutral one; line_pitch: points; fonts: role → name.
    """

    reasons: bool = False
    sources: bool = False
    author: str = ""
    line_pitch: float | None = None
    fonts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand over. notices: what the user should know of it."""

    data: bytes
    filename: str
    media_type: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Order:
    """What is wanted of a manuscript."""

    manuscript: Manuscript
    options: Options
    language: Language
    at: datetime

    @property
    def author(self) -> str:
        return self.options.author.strip() or wording("export.author", self.language)

    @property
    def layout(self) -> Layout:
        return layout(line_pitch=self.options.line_pitch, fonts=self.options.fonts)


_Made = tuple[bytes, tuple[Notice, ...]]


def export(
    manuscript: Manuscript,
    kind: Kind,
    *,
    options: Options | None = None,
    language: Language = "zh",
    at: datetime | None = None,
) -> Export:
    """The manuscript as a file of this kind. at: when tracked changes are dated, now by default.

    Raises DocumentError where the user's Word file cannot take the changes, and UsageError for options that cannot
    be; nothing is handed over then.
    """
    order = _Order(manuscript, options or Options(), language, at or datetime.now(UTC))
    make, suffix, media_type = _KINDS[kind]
    data, notices = make(order)
    name = _NOT_IN_NAMES.sub("", manuscript.title).strip(". \t\u3000")[:_LONGEST_NAME]
    name = name or wording("export.untitled", language)
    return Export(data, f"{name}{wording(f'export.name.{kind}', language)}{suffix}", media_type, notices)


def _clean(order: _Order) -> _Made:
    manuscript = order.manuscript
    if manuscript.word_file is None:
        data, notices = _laid_out(order)
        return data, (Notice("export_laid_out"), *notices)
    name = manuscript.filename or ""
    text = manuscript.after.text
    if manuscript.moves is not None:
        written = rewrite_moved(manuscript.word_file, name, text, manuscript.edits, manuscript.moves)
    else:
        written = rewrite(manuscript.word_file, name, text, manuscript.edits)
    return written.data, written.notices


def _tracked(order: _Order) -> _Made:
    manuscript = order.manuscript
    notices = () if manuscript.changed else (Notice("export_nothing_changed"),)
    if manuscript.word_file is None:
        manuscript, told = relaid(manuscript, order.layout)
        notices = (*notices, Notice("export_laid_out"), *told)
    original, name, text = manuscript.original or b"", manuscript.filename or "", manuscript.after.text
    by, remarks = Tracked(order.author, order.at), _remarks(order, manuscript) if order.options.reasons else ()
    if manuscript.moves is not None:
        written = rewrite_moved(
            original, name, text, manuscript.edits, manuscript.moves, tracked=by, remarks=remarks
        )
    else:
        written = rewrite(original, name, text, manuscript.edits, tracked=by, remarks=remarks)
    return written.data, (*notices, *written.notices)


def _remarks(order: _Order, manuscript: Manuscript) -> list[Remark]:
    remarks = []
    told: set[str] = set()
    for reason in manuscript.reasons:
        text = reason.text
        if order.options.sources and reason.sources:
            titles = wording("export.between", order.language).join(
                f"《{title}》" for title in reason.sources
            )
            text = f"{text}\n{wording('export.sources', order.language, titles=titles)}".strip()
        # One note stands for all changes of a suggestion: it is said at the first of them.
        if text and text not in told:
            told.add(text)
            remarks.append(Remark(reason.start, reason.end, text))
    return remarks


def _laid_out(order: _Order) -> _Made:
    document = order.manuscript.after
    written = write_layout(document, outline(document), order.layout)
    return written.data, written.notices


def _table(order: _Order) -> _Made:
    rows = comparison_rows(order.manuscript, order.language)
    title = order.manuscript.title
    data = comparison_docx(title, rows, order.language, sources=order.options.sources)
    return data, () if rows else (Notice("export_nothing_changed"),)


def _table_in_markdown(order: _Order) -> _Made:
    rows = comparison_rows(order.manuscript, order.language)
    title = order.manuscript.title
    text = comparison_markdown(title, rows, order.language, sources=order.options.sources)
    return text.encode(), () if rows else (Notice("export_nothing_changed"),)


def _sheet(order: _Order) -> CheckSheet:
    manuscript = order.manuscript
    if manuscript.inspection is None:
        raise ValueError("a check without its inspection")
    return check_sheet(
        manuscript.inspection, manuscript.title, order.language, sources=order.options.sources
    )


def _check(order: _Order) -> _Made:
    return check_docx(_sheet(order)), ()


def _check_in_markdown(order: _Order) -> _Made:
    return check_markdown(_sheet(order)).encode(), ()


def _plain(order: _Order) -> _Made:
    return text_bytes(plain_text(order.manuscript.after)), ()


def _in_markdown(order: _Order) -> _Made:
    document = order.manuscript.after
    return markdown(document, outline(document)).encode(), ()


_KINDS: dict[Kind, tuple[Callable[[_Order], _Made], str, str]] = {
    "clean": (_clean, ".docx", WORD),
    "tracked": (_tracked, ".docx", WORD),
    "layout": (_laid_out, ".docx", WORD),
    "table": (_table, ".docx", WORD),
    "table-md": (_table_in_markdown, ".md", _MARKDOWN),
    "check": (_check, ".docx", WORD),
    "check-md": (_check_in_markdown, ".md", _MARKDOWN),
    "txt": (_plain, ".txt", _PLAIN),
    "md": (_in_markdown, ".md", _MARKDOWN),
}
