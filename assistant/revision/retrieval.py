"""From a request to comparable passages: a LangChain retriever over the library's search.

Imports LangChain's core and the library's values; the library itself is passed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as Retrieved
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.document import Document
from assistant.language_model.tracing import switch_off
from assistant.library.hits import Hit
from assistant.structure.outline import Section

PASSAGES = 6
PASSAGES_CHARS = 4_000
_QUERY_WISH = 200
_QUERY_BODY = 800
# Among as many times the passages wanted, those of the wished role come up by this share of the range of scores.
_CANDIDATES = 3
_ROLE_BONUS = 0.15
# What stands around the matter of a report: no model for a section of another role while there is anything else.
_AROUND = frozenset({"opening", "closing"})
# A passage of which this share of runs of four characters stands in the draft is the draft itself, or a version of it.
_RUN = 4
_SAID_ALREADY = 0.8


class Searchable(Protocol):
    """What a retriever needs of a library."""

    def search(
        self,
        query: str,
        k: int = 10,
        role: str | None = None,
        kind: str | None = None,
        origin: str | None = None,
    ) -> Sequence[Hit]:
        """The best passages, best first."""


class PassageRetriever(BaseRetriever):
    """Passages as LangChain documents.

    role: preferred, not required; kind, origin: required where given; chars: bound of all texts together (the first is
    always given); draft: the text that is worked on, whose own passages are left out (it may lie in the library too, or
    a version of it). Metadata: passage_id, report_id, report_title, origin, kind, role, path, start, end, score, hit.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    k: int = PASSAGES
    role: str | None = None
    kind: str | None = None
    origin: str | None = None
    chars: int = PASSAGES_CHARS
    draft: str = ""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Retrieved]:
        if not query.strip():
            return []
        found = self.library.search(query, k=self.k * _CANDIDATES, kind=self.kind, origin=self.origin)
        found = _not_of(self.draft, found)
        hits = _bounded(_preferred(found, self.role)[: self.k], self.chars)
        return [_retrieved(replace(hit, rank=rank)) for rank, hit in enumerate(hits, 1)]


def query_for(document: Document, section: Section, wish: str) -> str:
    """What is searched for a section: the wish, the heading, and the beginning of the body."""
    body = document.text[section.body_start : section.body_end]
    return "\n".join(
        part for part in (wish[:_QUERY_WISH], section.heading, body[:_QUERY_BODY]) if part.strip()
    )


async def comparable(
    library: Searchable,
    document: Document,
    section: Section,
    wish: str,
    *,
    k: int = PASSAGES,
    chars: int = PASSAGES_CHARS,
) -> tuple[Hit, ...]:
    """The passages to show beside a section and to learn its form from, best first, ranks from 1."""
    switch_off()
    role = section.role if section.role != "other" else None
    retriever = PassageRetriever(library=library, k=k, role=role, chars=chars, draft=document.text)
    return hits_of(await retriever.ainvoke(query_for(document, section, wish)))


def hits_of(documents: Sequence[Retrieved]) -> tuple[Hit, ...]:
    """The hits behind a retriever's documents."""
    return tuple(document.metadata["hit"] for document in documents)


def _preferred(hits: Sequence[Hit], role: str | None) -> list[Hit]:
    if not hits or role is None:
        return list(hits)
    scores = [hit.score for hit in hits]
    bonus = _ROLE_BONUS * (max(scores) - min(scores))
    around = _AROUND - {role}

    def order(hit: Hit) -> tuple[bool, float]:
        return hit.passage.role in around, -(hit.score + (bonus if hit.passage.role == role else 0.0))

    return sorted(hits, key=order)


def _not_of(draft: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that the draft does not say already."""
    if not draft:
        return list(hits)
    said = _runs(draft)

    def share(text: str) -> float:
        runs = _runs(text)
        return len(runs & said) / len(runs) if runs else 0.0

    return [hit for hit in hits if share(hit.passage.text) < _SAID_ALREADY]


def _runs(text: str) -> set[str]:
    words = "".join(text.split())
    return {words[i : i + _RUN] for i in range(len(words) - _RUN + 1)}


def _bounded(hits: Sequence[Hit], chars: int) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        chars -= len(hit.passage.text)
        if kept and chars < 0:
            break
        kept.append(hit)
    return kept


def _retrieved(hit: Hit) -> Retrieved:
    passage, report = hit.passage, hit.report
    return Retrieved(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "passage_id": passage.id,
            "report_id": report.id,
            "report_title": report.title,
            "origin": report.origin,
            "kind": report.kind,
            "role": passage.role,
            "path": list(passage.path),
            "start": passage.start,
            "end": passage.end,
            "score": hit.score,
            "hit": hit,
        },
    )
