"""Drafts about an invented town, and a guard that finds what a test names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.database import open_database
from assistant.document import Document
from assistant.drafting.drafts import Current, Drafts, SuggestionView
from assistant.errors import LibraryError
from assistant.guard.findings import Compared, Finding, Guarded, Kind, Proposal, Severity
from assistant.reviewing.reviewing import Reviewing
from assistant.revision.revision import review_pasted
from assistant.structure.outline import outline

OWNER = "owner-1"
TEXT = """石榴坪镇2025年度工作总结
一、主要问题
（一）走访方面
一是走访不够，全年下村12次。二是听意见少。三是回头看少。
（二）学习方面
学习不够系统，笔记写得少。
"""


@dataclass
class Watch:
    """A guard that tells a quote wherever it stands, unless it was given. failure: raised instead."""

    quotes: dict[str, tuple[Kind, Severity]] = field(default_factory=dict)
    asked: list[Proposal] = field(default_factory=list)
    failure: LibraryError | None = None

    def guard(self, proposal: Proposal) -> Guarded:
        """What is found."""
        self.asked.append(proposal)
        if self.failure:
            raise self.failure
        given = "".join((proposal.draft, *proposal.material, *proposal.earlier))
        findings = []
        for quote, (kind, severity) in self.quotes.items():
            at = proposal.proposed.find(quote)
            if at >= 0 and quote not in given:
                findings.append(
                    Finding("new_name", kind, severity, at, at + len(quote), quote, params={"fact": "place"})
                )
        findings.sort(key=lambda one: one.start)
        return Guarded(Compared(2, 9, 3), tuple(findings))


@pytest.fixture
def watch() -> Watch:
    return Watch(
        {
            "槐荫村": ("new_fact", "error"),
            "石磨村": ("new_fact", "error"),
            "4次": ("new_fact", "warning"),
        }
    )


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    engine = open_database(f"sqlite:///{(tmp_path / 'drafts.db').as_posix()}")
    yield Drafts(engine)
    engine.dispose()


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(OWNER, "总结", Document.from_text(TEXT))


@pytest.fixture
def reviewing(drafts: Drafts, watch: Watch) -> Reviewing:
    return Reviewing(drafts, lambda: watch)


def pasted(
    reviewing: Reviewing, drafts: Drafts, draft: str, proposed: str, where: str = "1.1"
) -> SuggestionView:
    """A rewrite of a section, kept."""
    current = drafts.current(OWNER, draft)
    parts = outline(current.document)
    section = parts.find(where)
    assert section is not None
    made = review_pasted(current.document, parts, section, proposed)
    return reviewing.keep(OWNER, draft, made, version=current.version, name=section.heading)
