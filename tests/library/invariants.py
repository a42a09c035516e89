"""What must hold of a library at any quiet moment, whatever happened to it before."""

from __future__ import annotations

import hashlib

from assistant.library.library import Library
from assistant.structure.plain import letters_of


def check(library: Library) -> None:
    """Listing, originals, catalog, vectors, both indexes and search agree; nothing is half there."""
    library.prepare()
    reports = library.list()
    ids = {report.id for report in reports}
    kept = library._originals.kept()
    assert set(kept) == ids, "an original without a report, or a report without its original"
    assert not list(library._originals.folder.glob("*.incoming"))
    for report in reports:
        data = library._originals.read(report.id, kept[report.id])
        assert hashlib.sha256(data).hexdigest() == report.id
        document = library.document(report.id)
        passages = library.passages(report.id)
        assert len(passages) == report.passages > 0
        for passage in passages:
            assert document.text[passage.start : passage.end] == passage.text
        assert report.family in ids
    assert {state for state, _ in library._records.states().values()} <= {"indexed"}
    expected = library._records.passage_ids_by_report()
    assert set(expected) == ids
    assert library._indexing.ask(lambda index: index.verify(expected)) == []
    view = library._indexing.ask(lambda index: index.copies())
    for report in reports[:3]:
        for passage in library.passages(report.id):
            letters = letters_of(passage.text)
            assert view.letters(passage.id) == letters, "wording is compared with an older text"
            assert any(one.passage == passage.id for one in view.shared(letters)) or len(letters) < 8
    [copies] = library.ownership.folder.glob("index/*/copies")
    assert len([path for path in copies.iterdir() if path.is_dir()]) == len(view.segments)
    assert library.count() == (len(reports), sum(report.passages for report in reports))
    for report in reports[:3]:
        passage = library.passages(report.id)[0]
        hits = library.search(passage.text, k=5)
        assert any(hit.passage.text == passage.text for hit in hits), "what is listed is not found"
        assert all(hit.report.id in ids for hit in hits), "what is found is not listed"
    folders = [path.name for path in (library.ownership.folder / "index").iterdir()]
    assert len(folders) == 1, f"indexes left behind: {folders}"
