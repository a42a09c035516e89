"""The search: both indexes of one folder, candidates of both, one ranking; and the copy index beside them, which only
keeps step. Imports dense, lexical, copies, fusion, embeddings.

Folder: `manifest.json`, `lexical/`, `copies/`, and `dense/` unless a Chroma server is used.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vectorstore import manifest
from vectorstore.copies import CopyIndex, CopyView
from vectorstore.dense import COLLECTION, DenseIndex
from vectorstore.embeddings import Embedder, index_fingerprint
from vectorstore.entry import Entry, Filter, Scored, Vector
from vectorstore.fusion import fuse
from vectorstore.lexical import LexicalIndex

if TYPE_CHECKING:
    from assistant.structure.roles import Role

# Candidates by terms and by meaning, at least twice as many as results are wanted. Of 1,863 real passages 200 and 200
# found no more than these (nDCG@10 0.69 and 0.68), and each costs time.
BY_TERMS = 100
BY_MEANING = 48
MAX_RESULTS = 1000
# Of a query longer than this only the beginning counts.
MAX_QUERY = 4000


@dataclass(frozen=True, slots=True)
class Problem:
    """Passages of one report that an index lacks, or has though it should not. report_id: as the index knows
    it.
    """

    report_id: str
    index: Literal["dense", "lexical", "copies"]
    kind: Literal["missing", "superfluous"]
    passage_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """An index in numbers. dense_place: its folder, or the server's address."""

    dense_passages: int
    lexical_passages: int
    fingerprint: str
    dense_place: str


class SearchIndex:
    """Passages, searchable. Many threads may search while one adds or removes.

    A passage is found from the moment `add` returns and not before; what a kill leaves half done is not
    found, is told by `verify`, and is completed by the same `add` or `remove` again.
    """

    def __init__(
        self,
        dense: DenseIndex,
        lexical: LexicalIndex,
        copies: CopyIndex,
        embedder: Embedder,
        fingerprint: str,
    ) -> None:
        self._dense = dense
        self._lexical = lexical
        self._copies = copies
        self._embedder = embedder
        self._writing = threading.RLock()
        self.fingerprint = fingerprint

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder: Embedder,
        *,
        splitter: str | int,
        chroma_url: str = "",
        collection: str = COLLECTION,
    ) -> SearchIndex:
        """Open the index in `folder`, or make one where there is none.

        splitter: version of the passage splitter; chroma_url, collection: keep the vectors on a Chroma
        server, in that collection, which must be another one for another folder. Raises StoreError:
        fingerprint_mismatch, dense_broken, lexical_broken, copies_broken, store_busy, store_no_space,
        store_not_writable, chroma_unreachable, chroma_refused, chroma_address; ModelError where the embedding's service is asked
        for its dimension in vain.
        """
        fingerprint = index_fingerprint(embedder, splitter)
        manifest.claim(folder, fingerprint)
        copies = CopyIndex(folder / "copies")
        lexical = LexicalIndex(folder / "lexical")
        try:
            dense = DenseIndex.open(
                chroma_url or folder / "dense",
                dimension=embedder.dimension,
                fingerprint=fingerprint,
                collection=collection,
            )
        except BaseException:
            lexical.close()
            raise
        return cls(dense, lexical, copies, embedder, fingerprint)

    def add(self, entries: Sequence[Entry]) -> None:
        """Add passages, or replace those of the same ids; other tags replace the old ones."""
        if not entries:
            return
        with self._writing:
            self._dense.add(entries)
            self._lexical.add(entries)
            self._copies.add(entries)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove every passage of these reports; unknown reports are ignored."""
        ids = list(report_ids)
        if not ids:
            return
        with self._writing:
            self._copies.remove(ids)
            self._lexical.remove(ids)
            self._dense.remove(ids)

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        role: Role | None = None,
        kind: str | None = None,
        origin: str | None = None,
        prefer_role: Role | None = None,
        exclude_reports: Collection[str] = (),
    ) -> list[Scored]:
        """The `k` best passages (at most MAX_RESULTS), best first; the same question always gives the same
        answer.

        role, kind, origin, exclude_reports: hard filters; prefer_role: a small bonus. A query without any
        letter or figure finds nothing.
        """
        terms_of = query[:MAX_QUERY]
        if not any(character.isalnum() for character in terms_of) or k < 1:
            return []
        k = min(k, MAX_RESULTS)
        by_terms, by_meaning = max(BY_TERMS, 2 * k), max(BY_MEANING, 2 * k)
        where = Filter(role, kind, origin, frozenset(exclude_reports))
        terms = self._lexical.weigh(terms_of)
        vector = self._embedder.vector(terms_of)
        lexical = dict(self._lexical.search(terms, by_terms, where))
        dense = dict(self._dense.nearest(vector, by_meaning))
        lexical.update(self._lexical.score(terms, [one for one in dense if one not in lexical], where))
        if where and len(lexical) < k:
            # Few share a term, and few of the nearest pass the filter: have Chroma look for nearer ones that
            # do.
            dense.update(self._dense.nearest(vector, by_meaning, where))
            lexical.update(self._lexical.score(terms, [one for one in dense if one not in lexical], where))
        dense.update(self._dense.similarities(vector, [one for one in lexical if one not in dense]))
        preferred = self._lexical.score([], list(lexical), Filter(role=prefer_role)) if prefer_role else {}
        return fuse(lexical, dense, preferred)[:k]

    def copies(self) -> CopyView:
        """What wording is shared with, as it is now."""
        return self._copies.view

    def copy_again(self, report_ids: Collection[str], passages: Sequence[tuple[str, str, str]]) -> None:
        """Put these passages (id, report, text) in the place of what the copy index knows of these reports."""
        with self._writing:
            self._copies.remove(report_ids)
            self._copies.add_texts(passages)

    def vectors(self, passage_ids: Iterable[str]) -> dict[str, Vector]:
        """The stored vectors of these passages; ids that are not there are left out."""
        return self._dense.vectors(passage_ids)

    def verify(self, expected: Mapping[str, Sequence[str]]) -> list[Problem]:
        """What is not as `expected` says (report id → ids of its passages), by report. Empty: all is well."""
        wanted = {passage_id: report_id for report_id, ids in expected.items() for passage_id in ids}
        with self._writing:
            lexical, copies = self._lexical.reports(), self._copies.reports()
            dense_ids = self._dense.ids()
            strays = self._dense.reports(passage_id for passage_id in dense_ids if passage_id not in wanted)
        dense = {passage_id: wanted.get(passage_id) or strays.get(passage_id, "") for passage_id in dense_ids}
        return [
            *_problems("dense", wanted, dense),
            *_problems("lexical", wanted, lexical),
            *_problems("copies", wanted, copies),
        ]

    def stats(self) -> Stats:
        """How much is in it."""
        return Stats(self._dense.count(), self._lexical.count(), self.fingerprint, self._dense.where)

    def close(self) -> None:
        """Free files and locks; the folder may then be deleted, or opened again. The embedder stays open."""
        with self._writing:
            self._lexical.close()
            self._copies.close()
            self._dense.close()


def _problems(
    index: Literal["dense", "lexical", "copies"], wanted: Mapping[str, str], there: Mapping[str, str]
) -> list[Problem]:
    found: dict[tuple[str, Literal["missing", "superfluous"]], list[str]] = {}
    for passage_id, report_id in wanted.items():
        if passage_id not in there:
            found.setdefault((report_id, "missing"), []).append(passage_id)
    for passage_id, report_id in there.items():
        if passage_id not in wanted:
            found.setdefault((report_id, "superfluous"), []).append(passage_id)
    return [Problem(report, index, kind, tuple(sorted(ids))) for (report, kind), ids in sorted(found.items())]
