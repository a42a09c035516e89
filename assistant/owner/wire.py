"""The library's values as JSON between two processes of one data folder, and back. Imports the values'
modules.
"""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant import errors
from assistant.document import Document, Paragraph, Span
from assistant.errors import GaigaoError
from assistant.guard.findings import Compared, Finding, Guarded, Proposal, Source
from assistant.guard.inspection import Alike, Inspection, Part, Shared, Submission
from assistant.guard.texts import Text
from assistant.library.catalog import Report, report_json
from assistant.library.hits import Hit, hit_json
from assistant.library.intake import Failed, SourceFile
from assistant.library.results import Added, Rebuilt, Removed
from assistant.structure.passages import Passage
from assistant.wording import Reason


def error_out(error: GaigaoError) -> dict[str, Any]:
    """An error with everything its texts are made of, so that the other process tells it in its own
    language.
    """
    return {
        "kind": type(error).__name__,
        "code": error.code,
        "where": error.where,
        "candidates": list(error.candidates),
        "params": {name: _value_out(value) for name, value in error.params.items()},
    }


def _value_out(value: Any) -> Any:
    if isinstance(value, Reason):
        return {"key": value.key, "params": {name: _value_out(inner) for name, inner in value.params.items()}}
    return value if isinstance(value, int | float) else str(value)


def _value_in(value: Any) -> Any:
    if isinstance(value, Mapping):
        params = {str(name): _value_in(inner) for name, inner in value["params"].items()}
        return Reason(str(value["key"]), params)
    return value


def error_in(data: Mapping[str, Any]) -> GaigaoError:
    """The error of `error_out`."""
    kind = getattr(errors, str(data.get("kind")), GaigaoError)
    if not (isinstance(kind, type) and issubclass(kind, GaigaoError)):
        kind = GaigaoError
    made = kind(str(data["code"]), where=str(data["where"]), candidates=[str(c) for c in data["candidates"]])
    made.params = {str(name): _value_in(value) for name, value in data["params"].items()}
    return made


def report_out(report: Report) -> dict[str, Any]:
    """A report; its time to the microsecond."""
    return {**report_json(report), "added_at": report.added_at.isoformat()}


def report_in(data: Mapping[str, Any]) -> Report:
    """The report of `report_out`."""
    return Report(**{**data, "added_at": datetime.fromisoformat(data["added_at"])})


def document_out(document: Document) -> dict[str, Any]:
    """A report's text with what is known of its lines, without the warnings of its reading."""
    return {
        "text": document.text,
        "paragraphs": [list(dataclasses.astuple(line)) for line in document.paragraphs],
        "generated": [[span.start, span.end] for span in document.generated],
        "format": document.format,
    }


def document_in(data: Mapping[str, Any]) -> Document:
    """The document of `document_out`."""
    lines = tuple(Paragraph(*line) for line in data["paragraphs"])
    generated = tuple(Span(*span) for span in data["generated"])
    return Document(data["text"], lines, generated, (), data["format"])


def hit_out(hit: Hit) -> dict[str, Any]:
    """A hit with all of its report."""
    return {**hit_json(hit), "score": hit.score, "report": report_out(hit.report)}


def hit_in(data: Mapping[str, Any]) -> Hit:
    """The hit of `hit_out`."""
    passage = Passage(**{**data["passage"], "path": tuple(data["passage"]["path"])})
    return Hit(data["rank"], data["score"], passage, report_in(data["report"]))


def source_out(source: SourceFile) -> dict[str, Any]:
    """A file to add: by its place on this machine, or its bytes."""
    if isinstance(source.content, bytes):
        place: dict[str, Any] = {"bytes": base64.b64encode(source.content).decode("ascii")}
    else:
        place = {"path": str(source.content.absolute())}
    return {"name": source.name, "origin": source.origin, **place}


def source_in(data: Mapping[str, Any]) -> SourceFile:
    """The file of `source_out`."""
    content = base64.b64decode(data["bytes"]) if "bytes" in data else Path(data["path"])
    return SourceFile(data["name"], content, data["origin"])


def failed_out(failed: Failed) -> dict[str, Any]:
    """A file that was not added."""
    return {"path": failed.path, "error": error_out(failed.error)}


def failed_in(data: Mapping[str, Any]) -> Failed:
    """The failure of `failed_out`."""
    return Failed(data["path"], error_in(data["error"]))


def added_out(added: Added) -> dict[str, Any]:
    """The outcome of an addition."""
    return {
        "added": [report_out(report) for report in added.added],
        "unchanged": [report_out(report) for report in added.unchanged],
        "failed": [failed_out(failed) for failed in added.failed],
        "skipped": list(added.skipped),
        "duplicates": dict(added.duplicates),
    }


def added_in(data: Mapping[str, Any]) -> Added:
    """The outcome of `added_out`."""
    return Added(
        tuple(report_in(report) for report in data["added"]),
        tuple(report_in(report) for report in data["unchanged"]),
        tuple(failed_in(failed) for failed in data["failed"]),
        tuple(data["skipped"]),
        dict(data["duplicates"]),
    )


def removed_out(removed: Removed) -> dict[str, Any]:
    """The outcome of a removal."""
    return {"removed": [report_out(report) for report in removed.removed], "unknown": list(removed.unknown)}


def removed_in(data: Mapping[str, Any]) -> Removed:
    """The outcome of `removed_out`."""
    return Removed(tuple(report_in(report) for report in data["removed"]), tuple(data["unknown"]))


def rebuilt_in(data: Mapping[str, Any]) -> Rebuilt:
    """The outcome of `Rebuilt.as_json`."""
    return Rebuilt(data["reports"], data["passages"])


def proposal_in(data: Mapping[str, Any]) -> Proposal:
    """A proposal of `dataclasses.asdict`."""
    texts = {name: tuple(data[name]) for name in ("material", "prompt", "earlier")}
    return Proposal(**{**data, **texts})


def guarded_out(guarded: Guarded) -> dict[str, Any]:
    """The guard's answer."""
    return dataclasses.asdict(guarded)


def guarded_in(data: Mapping[str, Any]) -> Guarded:
    """The answer of `guarded_out`."""
    return Guarded(Compared(**data["compared"]), _findings_in(data["findings"]))


def submission_in(data: Mapping[str, Any]) -> Submission:
    """A submission of `dataclasses.asdict`."""
    others = data["others"]
    return Submission(
        data["text"],
        data["title"],
        tuple(data["material"]),
        tuple(Part(**part) for part in data["parts"]),
        None if others is None else tuple(Text(**text) for text in others),
    )


def inspection_out(inspection: Inspection) -> dict[str, Any]:
    """What the check of a whole draft found."""
    return {**dataclasses.asdict(inspection), "at": inspection.at.isoformat()}


def inspection_in(data: Mapping[str, Any]) -> Inspection:
    """The inspection of `inspection_out`."""
    listed = ("foreign", "stale", "unsourced", "missing", "formulations", "leaks")
    others = data["others"]
    return Inspection(
        **{
            **data,
            **{name: _findings_in(data[name]) for name in listed},
            "references": _shared_in(data["references"]),
            "own": _shared_in(data["own"]),
            "others": None if others is None else _shared_in(others),
            "parts": tuple(Part(**part) for part in data["parts"]),
            "at": datetime.fromisoformat(data["at"]),
        }
    )


def _shared_in(data: Mapping[str, Any]) -> Shared:
    return Shared(
        Compared(**data["compared"]),
        _findings_in(data["findings"]),
        data["letters"],
        tuple(Alike(**one) for one in data["alike"]),
    )


def _findings_in(data: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(_finding_in(one) for one in data)


def _finding_in(data: Mapping[str, Any]) -> Finding:
    source = data["source"]
    if source is not None:
        passage = Passage(**{**source["passage"], "path": tuple(source["passage"]["path"])})
        source = Source(**{**source, "passage": passage, "marks": _spans(source["marks"])})
    return Finding(**{**data, "source": source, "marks": _spans(data["marks"])})


def _spans(data: Any) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in data)
