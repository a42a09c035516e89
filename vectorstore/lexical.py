"""The lexical index: headings and texts of passages in tantivy, ranked by BM25. The only importer of tantivy,
whose exceptions become StoreError here.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from assistant.errors import StoreError
from vectorstore.entry import Entry, Filter
from vectorstore.panics import is_panic
from vectorstore.tokens import tokens

# BM25 with k1 = 1.2 and b = 0.4. tantivy has k1 = 1.2 and b = 0.75 built in. PADDING equal terms added to
# every passage turn its length norm, 1 - 0.75 + 0.75 (L + p) / (A + p) with L terms in a passage of A on
# average, into 1 - b + b L / A with b = 0.75 A / (A + p): exactly 0.4 where p = 0.875 A. Reports have A of
# about 330; between 180 and 700 b stays between 0.3 and 0.54.
PADDING = 270
LEXICAL_VERSION = f"bm25-b0.4-p{PADDING}-1"

# A whole section as a query: its most informative terms decide, the others cost time.
MAX_TERMS = 128

_FILLER = "_"  # no term that `tokens` gives
_EXACT = ("passage_id", "report_id", "role", "kind", "origin")
_TERMS = "terms"
_HEAP_BYTES = 32_000_000
_AT_ONCE = 1000

Terms = Sequence[tuple[str, float]]
"""Terms of a query and how much each counts, beside its rarity."""


class LexicalIndex:
    """Terms by passage id, with the tags they are filtered by. Safe to use from several threads.

    `add` and `remove` are durable and visible when they return, and idempotent: each call is one commit, all
    of it or nothing. The writer's lock is taken at the first change and kept until `close`; a second writer,
    in this process or another, gets StoreError("store_busy").
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.RLock()
        self._writer: Any = None
        self._closed = False
        with self._translated():
            folder.mkdir(parents=True, exist_ok=True)
            self._schema = _schema()
            self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
            # No thread that watches the folder: this process makes every change itself.
            self._index.config_reader("manual")
            self._index.reload()
            _ = self._searcher().num_docs

    def add(self, entries: Sequence[Entry]) -> None:
        """Add passages, or replace those of the same ids, tags included."""
        with self._change() as writer:
            for entry in entries:
                passage = entry.passage
                writer.delete_documents_by_term("passage_id", passage.id)
                document = tantivy.Document()
                document.add_text("passage_id", passage.id)
                document.add_text("report_id", entry.tags.report_id)
                document.add_text("role", passage.role)
                document.add_text("kind", entry.tags.kind)
                document.add_text("origin", entry.tags.origin)
                found = tokens("\n".join((*passage.path, passage.text)))
                document.add_text(_TERMS, " ".join([*found, *[_FILLER] * PADDING]))
                writer.add_document(document)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove every passage of these reports; unknown reports are ignored."""
        with self._change() as writer:
            for report_id in report_ids:
                writer.delete_documents_by_term("report_id", report_id)

    def weigh(self, query: str) -> Terms:
        """The terms of a query that the index knows: at most MAX_TERMS, the rarest and most repeated first."""
        with self._translated():
            searcher = self._searcher()
            total = searcher.num_docs
            weighed = []
            for term, times in Counter(tokens(query)).items():
                containing = searcher.doc_freq(_TERMS, term)
                if containing:
                    weight = 1 + math.log(times)
                    weighed.append((weight * _rarity(total, containing), term, weight))
        # Equal ones in the order of the alphabet, so that the same query always means the same.
        weighed.sort(key=lambda one: (-one[0], one[1]))
        return [(term, weight) for _, term, weight in weighed[:MAX_TERMS]]

    def search(self, terms: Terms, n: int, where: Filter | None = None) -> list[tuple[str, float]]:
        """The `n` best passages that share a term, with their scores, best first; filters are exact."""
        if not terms:
            return []
        return self._hits([(Occur.Must, self._scoring(terms)), *self._filtering(where)], n)

    def score(self, terms: Terms, ids: Sequence[str], where: Filter | None = None) -> dict[str, float]:
        """The scores of these passages, 0 where no term is shared; ids unknown or filtered out are left out."""
        found: dict[str, float] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = list(ids[start : start + _AT_ONCE])
            one_each = [
                (Occur.Should, Query.term_query(self._schema, "passage_id", one, "basic")) for one in some
            ]
            chosen = Query.const_score_query(Query.boolean_query(one_each), 0.0)
            scoring = [(Occur.Should, self._scoring(terms))] if terms else []
            found.update(self._hits([(Occur.Must, chosen), *scoring, *self._filtering(where)], len(some)))
        return found

    def count(self) -> int:
        """How many passages there are."""
        with self._translated():
            return int(self._searcher().num_docs)

    def reports(self) -> dict[str, str]:
        """Every passage id, with its report."""
        with self._translated():
            searcher = self._searcher()
            if not searcher.num_docs:
                return {}
            found = searcher.search(Query.all_query(), searcher.num_docs, count=False)
            documents = (searcher.doc(address) for _, address in found.hits)
            return {
                document.get_first("passage_id"): document.get_first("report_id") for document in documents
            }

    def close(self) -> None:
        """Free the writer's lock and the files. Nothing is lost: every change was committed."""
        with self._writing:
            if self._closed:
                return
            self._closed = True
            self._drop_writer()
            del self._index

    def _hits(self, parts: list[tuple[Occur, Query]], n: int) -> list[tuple[str, float]]:
        with self._translated():
            searcher = self._searcher()
            found = searcher.search(Query.boolean_query(parts), max(1, n), count=False)
            return [
                (searcher.doc(address).get_first("passage_id"), float(score)) for score, address in found.hits
            ]

    def _scoring(self, terms: Terms) -> Query:
        one_each = [
            (term, Query.term_query(self._schema, _TERMS, term, "freq"), weight) for term, weight in terms
        ]
        return Query.boolean_query(
            [
                (Occur.Should, query if weight == 1 else Query.boost_query(query, weight))
                for _, query, weight in one_each
            ]
        )

    def _filtering(self, where: Filter | None) -> Iterator[tuple[Occur, Query]]:
        # A constant score of zero leaves the ranking alone.
        if where is None:
            return
        for name, value in where.tags().items():
            yield (
                Occur.Must,
                Query.const_score_query(Query.term_query(self._schema, name, value, "basic"), 0.0),
            )
        if where.exclude_reports:
            yield (
                Occur.MustNot,
                Query.term_set_query(self._schema, "report_id", sorted(where.exclude_reports)),
            )

    def _searcher(self) -> Any:
        if self._closed:
            raise StoreError("store_closed", where=str(self._folder))
        return self._index.searcher()

    @contextmanager
    def _change(self) -> Iterator[Any]:
        """A writer whose changes are committed and made visible at the end, or taken back."""
        with self._writing, self._translated():
            if self._closed:
                raise StoreError("store_closed", where=str(self._folder))
            if self._writer is None:
                self._writer = self._index.writer(_HEAP_BYTES, 1)
            try:
                yield self._writer
                self._writer.commit()
            except BaseException:
                # A writer that failed is of no further use; a new one begins at the last commit.
                self._drop_writer()
                raise
            self._index.reload()

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            try:
                writer.rollback()
                writer.wait_merging_threads()
            except (ValueError, OSError):  # it died before, and holds nothing then
                return

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except StoreError:
            raise
        except (ValueError, OSError) as error:
            raise _translated(error, str(self._folder)) from error
        except AttributeError as error:  # closed by another thread meanwhile
            if not self._closed:
                raise
            raise StoreError("store_closed", where=str(self._folder)) from error
        except BaseException as error:
            if not is_panic(error):
                raise
            raise StoreError("lexical_broken", where=str(self._folder), detail="panic") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in _EXACT:
        builder.add_text_field(
            name, stored=name in ("passage_id", "report_id"), tokenizer_name="raw", index_option="basic"
        )
    builder.add_text_field(_TERMS, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _rarity(total: int, containing: int) -> float:
    """The inverse document frequency of BM25, as tantivy has it. Deleted passages count until they are merged
    away.
    """
    return math.log1p((max(total, containing) - containing + 0.5) / (containing + 0.5))


def _translated(error: Exception, where: str) -> StoreError:
    words = str(error)
    if "LockBusy" in words:
        return StoreError("store_busy", where=where)
    if (
        "os error 28" in words or "No space left" in words or "os error 112" in words
    ):  # ENOSPC, ERROR_DISK_FULL
        return StoreError("store_no_space", where=where, megabytes=48)
    if (
        isinstance(error, PermissionError) or "os error 13" in words or "os error 30" in words
    ):  # EACCES, EROFS
        return StoreError("store_not_writable", where=where)
    return StoreError("lexical_broken", where=where, detail=type(error).__name__)
