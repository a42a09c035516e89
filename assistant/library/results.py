"""What the library's commands answer with, as values, as the contract's JSON and in words. Imports the
catalog's types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.library.catalog import Report, report_json
from assistant.library.intake import Failed
from assistant.wording import Language, wording


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the files given to the library.

    unchanged: were there already, byte for byte; failed: were not read, each with its reason; skipped:
    names of files in folders that are of no readable format; duplicates: id of an added report → id of the
    earlier one with the same text.
    """

    added: tuple[Report, ...] = ()
    unchanged: tuple[Report, ...] = ()
    failed: tuple[Failed, ...] = ()
    skipped: tuple[str, ...] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)

    @property
    def versions(self) -> int:
        """How many of the added reports are further versions of a report that is in the library."""
        return sum(report.family != report.id for report in self.added)

    @property
    def needs_conversion(self) -> tuple[str, ...]:
        """Names of the files that must be saved as docx first (.doc and .wps where LibreOffice is not
        installed).
        """
        return tuple(failed.path for failed in self.failed if failed.error.code == "needs_conversion")

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """The object of `gaigao library add --json`."""
        return {
            "added": [report_json(report) for report in self.added],
            "unchanged": [report_json(report) for report in self.unchanged],
            "failed": [
                {"path": failed.path, "error": _without_path(failed, language)} for failed in self.failed
            ],
        }

    def summary(self, language: Language = "zh") -> str:
        """The outcome in a sentence or two: 读入 21 份，其中 6 份是同稿不同版；…"""
        sources = [report for report in self.added if report.family == report.id]
        own = sum(report.origin == "own" for report in sources)
        refused = len(self.failed) - len(self.needs_conversion)
        parts = [
            wording("library.outcome.added_versions", language, n=len(self.added), versions=self.versions)
            if self.versions
            else wording("library.outcome.added", language, n=len(self.added))
        ]
        others = {
            "duplicates": len(self.duplicates),
            "unchanged": len(self.unchanged),
            "needs_conversion": len(self.needs_conversion),
            "failed": refused,
            "skipped": len(self.skipped),
        }
        parts += [wording(f"library.outcome.{name}", language, n=n) for name, n in others.items() if n]
        if sources:
            parts.append(wording("library.outcome.origins", language, own=own, reference=len(sources) - own))
        return wording(
            "library.outcome.joined", language, parts=wording("library.outcome.comma", language).join(parts)
        )


def _without_path(failed: Failed, language: Language) -> str:
    """The failure in words; its file's name stands beside it."""
    error = failed.error
    parts = (error.message(language), error.kept(language), error.hint(language))
    return ("" if language == "zh" else " ").join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Removed:
    """removed: the reports that are gone; unknown: what was given and is no report's id."""

    removed: tuple[Report, ...] = ()
    unknown: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object of `gaigao library remove --json`: ids."""
        return {"removed": [report.id for report in self.removed], "unknown": list(self.unknown)}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How much the new indexes hold."""

    reports: int
    passages: int

    def as_json(self) -> dict[str, Any]:
        """The object of `gaigao library rebuild --json`."""
        return {"reports": self.reports, "passages": self.passages}


def list_json(reports: list[Report]) -> dict[str, Any]:
    """The object of `gaigao library list --json`."""
    return {
        "reports": [report_json(report) for report in reports],
        "passages": sum(r.passages for r in reports),
    }
