"""A guard for tests of the page alone: it finds what a test told it to find, unless the material gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.errors import LibraryError
from assistant.guard.findings import Compared, Finding, Guarded, Kind, Proposal, Severity, Source
from assistant.structure.passages import Passage

TITLE = "枣坪乡党委书记2024年度述职报告"
PASSAGE = "一是走访少。全年只到枣坪村走了两趟，群众的心里话听得不多，办法想得也少。"
SOURCE = Source(
    "r1", TITLE, Passage("r1-0001", PASSAGE, 10, 10 + len(PASSAGE), "problems", ("一、存在的问题",))
)


@dataclass
class ScriptedGuard:
    """failure: raised instead of finding anything."""

    said: list[tuple[str, str, Kind, Severity, Source | None, dict[str, Any]]] = field(default_factory=list)
    failure: LibraryError | None = None

    def copied(self, quote: str) -> None:
        """This text is copied from SOURCE, all of its characters shared."""
        at = PASSAGE.index(quote)
        source = Source(SOURCE.report_id, TITLE, SOURCE.passage, marks=((at, at + len(quote)),))
        self.said.append((quote, "copied", "copied", "error", source, {"title": TITLE, "share": 90}))

    def new_place(self, quote: str, severity: Severity = "error") -> None:
        """Nobody gave this name."""
        self.said.append((quote, "new_name", "new_fact", severity, None, {"fact": "place"}))

    def lost(self, quote: str) -> None:
        """This is in the draft and should be in every proposal."""
        self.said.append((quote, "lost_fact", "lost_fact", "warning", None, {}))

    def advise(self, quote: str) -> None:
        """A phrase in a wrong order."""
        params = {"right": "正确的提法", "source": "某年某会"}
        self.said.append((quote, "formulation_order", "formulation", "advice", None, params))

    def guard(self, proposal: Proposal) -> Guarded:
        """What stands in the proposal of what was said."""
        if self.failure is not None:
            raise self.failure
        found = []
        for quote, rule, kind, severity, source, params in self.said:
            at = proposal.proposed.find(quote)
            if kind == "lost_fact":
                old = proposal.original.find(quote)
                if old < 0 or at >= 0:
                    continue
                begun = proposal.start + old
                found.append(
                    Finding(rule, kind, severity, 0, 0, quote, begun, begun + len(quote), params=params)
                )
            elif at >= 0 and not any(quote in text for text in proposal.material):
                found.append(
                    Finding(rule, kind, severity, at, at + len(quote), quote, source=source, params=params)
                )
        return Guarded(Compared(3, 41, 5), tuple(sorted(found, key=lambda one: one.start)))
