"""Adding reports against its own parts run alone: `pytest -s -m bench tests/benchmarks/bench_ingest.py`.

Baseline, in the same run: the same texts embedded, the same entries put into the same two indexes, summed.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from assistant.documents import read
from assistant.library.library import Library
from assistant.samples import sample_reports
from assistant.settings import Settings
from assistant.structure.outline import outline
from assistant.structure.passages import SPLITTER_VERSION, passages
from vectorstore.embeddings import open_embedder
from vectorstore.entry import Entry, ReportTags
from vectorstore.fused import SearchIndex

TARGET = 0.7
COPIES = 2


def reports(folder: Path) -> list[Path]:
    """The samples, and the samples with every figure changed so that they are other texts to the vectors' store."""
    made = []
    for copy in range(COPIES):
        for source in sample_reports():
            text = re.sub(
                r"\d", lambda m, copy=copy: str((int(m.group()) + copy) % 10), source.read_text("utf-8")
            )
            path = folder / f"{copy}-{source.name}"
            path.write_text(text, encoding="utf-8")
            made.append(path)
    return made


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_ingest_against_its_parts(tmp_path: Path) -> None:
    sources = tmp_path / "reports"
    sources.mkdir()
    paths = reports(sources)
    embedder = open_embedder("use")
    embedder.embed_query("预热")

    cut = []
    for n, path in enumerate(paths):
        document = read(path)
        cut.append((f"{n:064x}", passages(document, outline(document), f"{n:064x}")))
    # A text that stands in two reports is embedded once by the library, so the baseline does that too.
    texts = list(dict.fromkeys(p.text for _, of_report in cut for p in of_report))
    start = time.perf_counter()
    vectors = dict(zip(texts, embedder.encode(texts), strict=True))
    embedding = time.perf_counter() - start

    index = SearchIndex.open(tmp_path / "bare", embedder, splitter=SPLITTER_VERSION)
    indexing = 0.0
    for report_id, of_report in cut:
        tags = ReportTags(report_id, "other", "reference")
        entries = [Entry(p, tags, vectors[p.text]) for p in of_report]
        start = time.perf_counter()
        index.add(entries)
        indexing += time.perf_counter() - start
    index.close()

    with Library.open(Settings(data_dir=tmp_path / "data"), embedder=embedder) as library:
        library.prepare()
        start = time.perf_counter()
        added = library.add(paths, "reference")
        whole = time.perf_counter() - start
    assert len(added.added) == len(paths)
    ratio = (embedding + indexing) / whole
    print(
        f"\ningest of {len(paths)} reports, {len(texts)} texts: {len(texts) / whole:.0f} a second\n"
        f"embedding alone {embedding:.2f} s, indexing alone {indexing:.2f} s, sum {embedding + indexing:.2f} s; "
        f"library add {whole:.2f} s; ratio {ratio:.2f} (target at least {TARGET})"
    )
