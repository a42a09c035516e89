"""The library as JSON for the page: the list, a search's hits, what came of an upload, a report to read. Pure views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.chat.events import hit_block
from assistant.document import Document
from assistant.library.catalog import ORIGINS, Report, report_json
from assistant.library.hits import Hit
from assistant.library.results import Added
from assistant.structure.outline import outline
from assistant.structure.report_identity import KINDS
from assistant.structure.roles import ROLES
from assistant.ui.answer_view import hit_json, marked_runs
from assistant.ui.sheet_view import paragraph_json, rows
from assistant.wording import Language, wording


def kind_name(kind: str, language: Language) -> str:
    """A kind of report in the user's words."""
    return wording(f"kinds.{kind}", language, default=kind)


def reports_json(reports: Sequence[Report], language: Language) -> list[dict[str, Any]]:
    """Every report as a row of the list."""
    return [
        {
            **report_json(report),
            "kind_name": kind_name(report.kind, language),
            "origin_name": wording(f"page.origin.{report.origin}", language),
        }
        for report in reports
    ]


def choices_json(language: Language) -> dict[str, list[list[str]]]:
    """What the library can be narrowed to: ids with their names."""
    return {
        "roles": [[role, wording(f"roles.{role}", language)] for role in ROLES],
        "kinds": [[kind, kind_name(kind, language)] for kind in KINDS],
        "origins": [[origin, wording(f"page.library.origin.{origin}", language)] for origin in ORIGINS],
    }


def hits_json(hits: Sequence[Hit], language: Language) -> dict[str, Any]:
    """What a search found, as cards, and in a sentence."""
    key = "found" if hits else "nothing_found"
    return {
        "hits": [hit_json(hit_block(hit), language) for hit in hits],
        "found_text": wording(f"page.library.{key}", language, n=len(hits)),
    }


def added_json(added: Added, language: Language) -> dict[str, Any]:
    """What came of an upload: a sentence, the files to convert, the files that failed and why."""
    convert = added.needs_conversion
    names = "、".join(convert) if language == "zh" else ", ".join(convert)
    advice = wording("page.library.convert", language, n=len(convert), names=names) if convert else ""
    failed = [
        {
            "name": one.path,
            "text": " ".join(filter(None, (one.error.message(language), one.error.hint(language)))),
        }
        for one in added.failed
        if one.error.code != "needs_conversion"
    ]
    return {"text": added.summary(language), "advice": advice, "failed": failed}


def report_text_json(
    report: Report,
    document: Document,
    span: tuple[int, int] | None,
    language: Language,
    marks: Sequence[Sequence[int]] = (),
) -> dict[str, Any]:
    """A report to read, the passage at `span` marked; marks: what of it is shared, as spans of the passage."""
    meta = [
        kind_name(report.kind, language),
        str(report.year or ""),
        wording(f"page.origin.{report.origin}", language),
    ]
    return {
        "title": report.title,
        "meta": " · ".join(part for part in meta if part),
        "origin": report.origin,
        "paras": reading_json(document, span, marks),
    }


def reading_json(
    document: Document, span: tuple[int, int] | None, marks: Sequence[Sequence[int]] = ()
) -> list[dict[str, Any]]:
    """The lines of a text to read, what stands at `span` as `{"m": runs}` (see `marked_runs`)."""
    shared = [(span[0] + first, span[0] + last) for first, last in marks] if span else []
    paras = []
    for row in rows(document, outline(document)):
        para = paragraph_json(document.text, row)
        start, end = max(row.start, span[0]) if span else 0, min(row.end, span[1]) if span else 0
        if span and start < end:
            text = document.text
            before = text[row.start : start].lstrip(" \t\u3000\u00a0")
            runs: list[Any] = [before, {"m": marked_runs(text, start, end, shared)}, text[end : row.end]]
            para = {"k": para["k"], "s": "", "r": [run for run in runs if run]}
        else:
            para = {**para, "r": [run if isinstance(run, str) else run["b"] for run in para["r"]]}
        paras.append(para)
    return paras


def passage_span(document: Document, start: int, end: int, text: str) -> tuple[int, int] | None:
    """Where a passage stands in its report; found by its text where the report was read anew since."""
    if not text:
        return None
    if document.text[start:end] == text:
        return start, end
    found = document.text.find(text)
    return (found, found + len(text)) if found >= 0 else None
