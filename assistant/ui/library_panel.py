"""What happens to the library on the page: files in, list, search, details, removal. Thin. Imports use cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from assistant.documents import formats
from assistant.documents.bounds import MAX_FILE_BYTES
from assistant.errors import LibraryError
from assistant.guard.texts import ORIGIN
from assistant.library.catalog import Origin
from assistant.library.intake import SourceFile
from assistant.ui.answer_view import marked_runs
from assistant.ui.desk import Payload, Update, orders
from assistant.ui.library_view import (
    added_json,
    choices_json,
    hits_json,
    passage_span,
    reading_json,
    report_text_json,
    reports_json,
)
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from assistant.wording import Language, wording

HITS = 12
_NAMED = (".docx", ".doc", ".wps", ".pdf", ".txt", ".md")  # of the readable suffixes, those that users know
Step = Callable[[int, int, str], None]


def file_types(*, tables: bool) -> list[str]:
    """Suffixes of the files that can be read; tables: those that are only material too."""
    return [suffix for one in formats() if tables or not one.tabular for suffix in one.extensions]


def formats_json(*, tables: bool = False) -> dict[str, Any]:
    """What may be opened, for a file chooser and for the hint beside it."""
    types = file_types(tables=tables)
    return {
        "extensions": ",".join(types),
        "formats": "、".join(suffix.lstrip(".") for suffix in _NAMED if suffix in types),
        "limit_mb": MAX_FILE_BYTES // (1024 * 1024),
    }


class LibraryPanel:
    """The handlers of the library's view."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def reports(self, visitor: Visitor, **search: Any) -> dict[str, Any]:
        """The value of the part `reports`. search: hits and their sentence, where something is searched."""
        library = self._services.library
        reports = library.list() if library is not None else []
        return {
            "n": uuid4().hex,  # so that the same answer twice is drawn twice
            "reports": reports_json(reports, visitor.language),
            **choices_json(visitor.language),
            **formats_json(),
            "loading": library is None and self._services.engines == "loading",
            "hits": None,
            **search,
        }

    def marks(self) -> dict[str, Any]:
        """How many reports there are, for the row of views."""
        library = self._services.library
        return {"reports": library.count()[0] if library is not None else 0}

    def search(self, visitor: Visitor, sent: Payload) -> Update:
        """Passages for a query, narrowed by role, kind and origin."""
        hits = self._services.opened_library().search(
            sent["query"], k=HITS, role=sent.get("role"), kind=sent.get("kind"), origin=sent.get("origin")
        )
        return {"reports": self.reports(visitor, **hits_json(hits, visitor.language))}

    def add(
        self, visitor: Visitor, files: list[tuple[Path, str]], shown: Mapping[str, Any], step: Step
    ) -> Update:
        """Files put in. shown: the part's value as the page has it, with the origin chosen for this batch."""
        origin: Origin = "own" if shown.get("origin") == "own" else "reference"
        step(0, len(files), wording("page.library.preparing", visitor.language))
        sources = [SourceFile(name, path) for path, name in files]
        added = self._services.opened_library().add(sources, origin, step)
        return {
            "reports": self.reports(visitor),
            "ingest": added_json(added, visitor.language),
        }

    def edit(self, visitor: Visitor, sent: Payload) -> Update:
        """Title, kind, year or origin of a report corrected."""
        self._services.opened_library().update(
            sent["report"], title=sent["title"], kind=sent["kind"], year=sent["year"], origin=sent["origin"]
        )
        notes = [["info", wording("page.library.edited", visitor.language)]]
        return {"reports": self.reports(visitor), "orders": orders(notes=notes)}

    def remove(self, visitor: Visitor, sent: Payload) -> Update:
        """A report out of the library."""
        removed = self._services.opened_library().remove([sent["report"]]).removed
        said = [
            ["info", wording("page.library.removed", visitor.language, title=one.title)] for one in removed
        ]
        return {"reports": self.reports(visitor), "orders": orders(notes=said)}

    def read_report(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """A report to read at the place of a passage; the passage alone where the report is gone."""
        language, marks = visitor.language, sent.get("marks") or ()
        if sent.get("origin") == ORIGIN:
            return self._draft(visitor, sent)
        library = self._services.opened_library()
        try:
            report, document = library.report(sent["report"]), library.document(sent["report"])
        except LibraryError as error:
            if error.code != "unknown_report" or not sent.get("text"):
                raise
            return self._gone(sent, language)
        span = passage_span(document, sent["start"], sent["end"], sent["text"])
        shown = report_text_json(report, document, span, language, marks)
        if span is None and sent["text"]:
            shown["gone"] = wording("page.drawer.moved", language)
            shown["paras"] = [*_alone(sent), *shown["paras"]]
        return shown

    def _draft(self, visitor: Visitor, sent: Payload) -> dict[str, Any]:
        """Another draft of the visitor's, which shares text with the one that was checked."""
        current = self._services.drafts.current(visitor.owner, sent["report"])
        document = current.document
        span = passage_span(document, sent["start"], sent["end"], sent["text"])
        return {
            "title": current.title,
            "meta": wording("page.origin.draft", visitor.language),
            "origin": ORIGIN,
            "paras": [
                *(() if span else _alone(sent)),
                *reading_json(document, span, sent.get("marks") or ()),
            ],
        }

    def _gone(self, sent: Payload, language: Language) -> dict[str, Any]:
        return {
            "title": sent.get("title", ""),
            "meta": "",
            "origin": "",
            "gone": wording("page.drawer.gone", language),
            "paras": _alone(sent),
        }


def _alone(sent: Payload) -> list[dict[str, Any]]:
    """A passage by itself, as lines."""
    text, at, paras = sent["text"], 0, []
    for line in text.split("\n"):
        if line.strip():
            marked = marked_runs(text, at, at + len(line), sent.get("marks") or ())
            paras.append({"k": "p", "s": "", "r": [{"m": marked}]})
        at += len(line) + 1
    return paras
