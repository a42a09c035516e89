"""One contract for both ways to Chroma, embedded and a real server; and what is particular to each."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chromadb.errors import InternalError

from assistant.errors import StoreError
from tests.vectorstore.chroma_server import chroma_command, chroma_server, free_port
from tests.vectorstore.entries import DIMENSION, ids, report_entries, report_id, unit_rows
from vectorstore import chroma_errors, dense
from vectorstore.dense import DenseIndex, drop_collection
from vectorstore.entry import Entry, Filter

Opening = Callable[..., DenseIndex]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if chroma_command() is None:
        pytest.skip("chromadb's program `chroma` is not installed")
    with chroma_server(tmp_path_factory.mktemp("server") / "data") as address:
        yield address


@pytest.fixture(params=["folder", "server"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Opens the same index again and again; all are closed at the end."""
    if request.param == "folder":
        place: Path | str = tmp_path / "稠密"
    else:
        place = request.getfixturevalue("server")
    opened: list[DenseIndex] = []

    def open_it(**kwargs: Any) -> DenseIndex:
        index = DenseIndex.open(
            place,
            **{"dimension": DIMENSION, "fingerprint": "f1", "collection": f"test-{tmp_path.name}", **kwargs},
        )
        opened.append(index)
        return index

    yield open_it
    for index in opened:
        index.close()


@pytest.fixture
def index(opening: Opening) -> DenseIndex:
    return opening()


def test_empty(index: DenseIndex) -> None:
    assert index.count() == 0
    assert index.ids() == []
    assert index.nearest(unit_rows(1)[0], 10) == []
    assert index.vectors(["x"]) == {}
    assert index.similarities(unit_rows(1)[0], ["x"]) == {}
    index.add([])
    index.remove([])
    index.remove([report_id(5)])


def test_nearest_with_cosines(index: DenseIndex) -> None:
    rows = unit_rows(60)
    entries = [*report_entries(1, rows[:30]), *report_entries(2, rows[30:])]
    index.add(entries)
    query = unit_rows(1, seed=9)[0]
    found = index.nearest(query, 10)
    exact = rows @ query
    best = np.argsort(-exact)[:10]
    assert [passage for passage, _ in found] == [entries[i].passage.id for i in best]
    assert np.allclose([score for _, score in found], exact[best], atol=1e-5)
    assert len(index.nearest(query, 1000)) == 60


def test_adding_twice_is_harmless(index: DenseIndex) -> None:
    entries = report_entries(1, unit_rows(30))
    before = copy.deepcopy([(e.passage, e.tags, e.vector.copy()) for e in entries])
    index.add(entries)
    first = index.nearest(entries[3].vector, 30)
    index.add(entries)
    assert index.count() == 30
    assert [p for p, _ in index.nearest(entries[3].vector, 30)] == [p for p, _ in first]
    for entry, (passage, tags, vector) in zip(entries, before, strict=True):
        assert (entry.passage, entry.tags) == (passage, tags)
        assert np.array_equal(entry.vector, vector)


def test_the_same_id_twice_in_one_call(index: DenseIndex) -> None:
    first, second = report_entries(1, unit_rows(1, seed=1)), report_entries(1, unit_rows(1, seed=2))
    index.add([*first, *second])
    assert index.count() == 1
    assert np.allclose(index.vectors(ids(first))[ids(first)[0]], second[0].vector, atol=1e-6)


def test_adding_again_replaces_vector_and_tags(index: DenseIndex) -> None:
    index.add(report_entries(1, unit_rows(4, seed=1), kind="old", role="case"))
    changed = report_entries(1, unit_rows(4, seed=2), kind="new", role="causes")
    index.add(changed)
    query = changed[2].vector
    assert index.nearest(query, 1)[0][0] == changed[2].passage.id
    assert abs(index.similarities(query, ids(changed))[changed[2].passage.id] - 1) < 1e-3
    assert index.nearest(query, 4, Filter(kind="old")) == []
    assert len(index.nearest(query, 4, Filter(kind="new", role="causes"))) == 4


def test_remove_removes(opening: Opening) -> None:
    index = opening()
    for number in range(1, 6):
        index.add(report_entries(number, unit_rows(7, seed=number)))
    index.remove([report_id(2), report_id(4), report_id(99)])
    kept = {passage for number in (1, 3, 5) for passage in ids(report_entries(number, unit_rows(7)))}
    assert set(index.ids()) == kept
    assert {passage for passage, _ in index.nearest(unit_rows(1)[0], 100)} == kept
    gone = ids(report_entries(2, unit_rows(7)))
    assert index.vectors(gone) == {}
    assert index.similarities(unit_rows(1)[0], gone) == {}
    index.close()
    assert set(opening().ids()) == kept


def test_filters_are_exact(index: DenseIndex) -> None:
    entries = [e for number in range(8) for e in report_entries(number, unit_rows(9, seed=number))]
    index.add(entries)
    cases: list[tuple[Filter, Callable[[Entry], bool]]] = [
        (Filter(role="case"), lambda e: e.passage.role == "case"),
        (Filter(kind="duty_report"), lambda e: e.tags.kind == "duty_report"),
        (Filter(origin="own"), lambda e: e.tags.origin == "own"),
        (
            Filter(role="causes", kind="work_summary", origin="own"),
            lambda e: (e.passage.role, e.tags.kind, e.tags.origin) == ("causes", "work_summary", "own"),
        ),
        (
            Filter(exclude_reports=frozenset({report_id(1), report_id(2)})),
            lambda e: e.tags.report_id not in (report_id(1), report_id(2)),
        ),
        (
            Filter(role="case", exclude_reports=frozenset({report_id(1)})),
            lambda e: e.passage.role == "case" and e.tags.report_id != report_id(1),
        ),
        (Filter(role="opening"), lambda e: False),
        (Filter(), lambda e: True),
    ]
    for where, wanted in cases:
        found = {passage for passage, _ in index.nearest(unit_rows(1)[0], 1000, where)}
        assert found == {e.passage.id for e in entries if wanted(e)}, where


def test_vectors_come_back(index: DenseIndex) -> None:
    entries = report_entries(1, unit_rows(40))
    index.add(entries)
    found = index.vectors([*ids(entries)[5:20], "unknown", ids(entries)[5]])
    assert set(found) == set(ids(entries)[5:20])
    for entry in entries[5:20]:
        assert found[entry.passage.id].dtype == np.float32
        assert np.allclose(found[entry.passage.id], entry.vector, atol=1e-6)


def test_similarities_remembered_or_not(opening: Opening) -> None:
    entries = report_entries(1, unit_rows(40))
    warm = opening()
    warm.add(entries)
    query = unit_rows(1, seed=5)[0]
    first = warm.similarities(query, ids(entries))
    warm.close()
    cold = opening()
    again = cold.similarities(query, ids(entries))
    assert again == cold.similarities(query, ids(entries)) == first
    assert np.allclose(
        [first[e.passage.id] for e in entries], [float(e.vector @ query) for e in entries], atol=2e-3
    )


def test_reports_of_passages(index: DenseIndex) -> None:
    entries = [*report_entries(1, unit_rows(3)), *report_entries(2, unit_rows(3))]
    index.add(entries)
    assert index.reports([*ids(entries), "unknown"]) == {e.passage.id: e.tags.report_id for e in entries}


def test_big_pages(index: DenseIndex) -> None:
    rows = unit_rows(2600)
    entries = [e for n in range(26) for e in report_entries(n, rows[n * 100 : n * 100 + 100])]
    index.add(entries)
    assert sorted(index.ids()) == sorted(ids(entries))
    assert len(index.vectors(ids(entries))) == 2600
    index.remove([report_id(n) for n in range(25)])
    assert sorted(index.ids()) == sorted(ids(entries)[2500:])


def test_kept_after_reopening(opening: Opening) -> None:
    entries = report_entries(1, unit_rows(1100))
    first = opening()
    first.add(entries)
    first.close()
    again = opening()
    assert again.count() == 1100
    assert again.nearest(entries[700].vector, 1)[0][0] == entries[700].passage.id


def test_another_fingerprint(opening: Opening) -> None:
    opening(fingerprint="use 0.2.1 d512").close()
    with pytest.raises(StoreError) as caught:
        opening(fingerprint="openai:x d1024")
    assert caught.value.code == "fingerprint_mismatch"
    for language in ("zh", "en"):
        assert "gaigao library rebuild" in caught.value.hint(language)
        assert "use 0.2.1 d512" in caught.value.message(language)


def test_wrong_vectors_are_refused(index: DenseIndex) -> None:
    for rows in (unit_rows(1, 8), unit_rows(1) * 2, unit_rows(1) * np.float32("nan")):
        with pytest.raises(ValueError):
            index.add(report_entries(1, rows))
    assert index.count() == 0


def test_closed_is_closed(index: DenseIndex) -> None:
    index.close()
    index.close()
    for call in (
        index.count,
        index.ids,
        lambda: index.nearest(unit_rows(1)[0], 3),
        lambda: index.vectors(["x"]),
    ):
        with pytest.raises(StoreError) as caught:
            call()
        assert caught.value.code == "store_closed"


def test_searched_from_threads_while_written(index: DenseIndex) -> None:
    index.add([e for n in range(20) for e in report_entries(n, unit_rows(10, seed=n))])
    failed: list[BaseException] = []
    stop = threading.Event()

    def search(seed: int) -> None:
        query = unit_rows(1, seed=seed)[0]
        while not stop.is_set():
            try:
                found = index.nearest(query, 50)
                index.similarities(query, [passage for passage, _ in found])
            except BaseException as error:
                failed.append(error)
                return

    threads = [threading.Thread(target=search, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for n in range(20, 40):
        index.add(report_entries(n, unit_rows(10, seed=n)))
        index.remove([report_id(n - 20)])
    stop.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert index.count() == 200


def test_closing_waits_for_searches(index: DenseIndex) -> None:
    index.add(report_entries(1, unit_rows(200)))
    told: list[str] = []

    def search() -> None:
        while True:
            try:
                index.nearest(unit_rows(1)[0], 20)
            except StoreError as error:
                told.append(error.code)
                return

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    index.close()
    for thread in threads:
        thread.join()
    assert told == ["store_closed"] * 3


def held_files(folder: Path) -> list[str]:
    """Files under `folder` that this process has open."""
    held = []
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            held.append(os.readlink(entry))
    return [name for name in held if name.startswith(str(folder))]


class TestFolder:
    def make(self, folder: Path, count: int = 1100, **tags: Any) -> None:
        index = DenseIndex.open(folder, dimension=DIMENSION)
        index.add(report_entries(1, unit_rows(count), **tags))
        index.close()

    @pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list open files")
    def test_files_are_free_soon_after_closing(self, tmp_path: Path) -> None:
        self.make(tmp_path / "a")
        for _ in range(100):  # Chroma's threads let go of them a moment later
            if not held_files(tmp_path):
                break
            time.sleep(0.1)
        assert held_files(tmp_path) == []
        shutil.rmtree(tmp_path / "a")

    def test_a_new_index_in_the_place_of_a_deleted_one(self, tmp_path: Path) -> None:
        for turn in range(3):
            index = DenseIndex.open(tmp_path / "a", dimension=DIMENSION)
            entries = report_entries(turn, unit_rows(30, seed=turn))
            index.add(entries)
            assert index.count() == 30
            assert index.nearest(entries[4].vector, 1)[0][0] == entries[4].passage.id
            index.close()
            shutil.rmtree(tmp_path / "a")

    def test_rebuilt_into_another_folder_while_the_old_one_is_open(self, tmp_path: Path) -> None:
        old = DenseIndex.open(tmp_path / "1", dimension=DIMENSION)
        old.add(report_entries(1, unit_rows(30)))
        new = DenseIndex.open(tmp_path / "2", dimension=DIMENSION)
        new.add(report_entries(2, unit_rows(20)))
        old.close()
        shutil.rmtree(tmp_path / "1")
        assert new.count() == 20
        new.close()

    @pytest.mark.parametrize("how", ["empty", "half", "noise", "deleted"])
    @pytest.mark.parametrize(
        "file", ["header.bin", "data_level0.bin", "link_lists.bin", "index_metadata.pickle"]
    )
    def test_damaged_files_are_recognised(self, tmp_path: Path, file: str, how: str) -> None:
        folder = tmp_path / "a"
        self.make(folder)
        (damaged,) = folder.glob(f"*/{file}")
        size = damaged.stat().st_size
        if how == "deleted":
            damaged.unlink()
        elif how == "noise":
            damaged.write_bytes(np.random.default_rng(1).bytes(size))
        else:
            os.truncate(damaged, 0 if how == "empty" else size // 2)
        with pytest.raises(StoreError) as caught:
            DenseIndex.open(folder, dimension=DIMENSION)
        assert caught.value.code == "dense_broken"
        shutil.rmtree(folder)  # nothing holds its files
        self.make(folder)

    def test_lost_files_are_recognised(self, tmp_path: Path) -> None:
        folder = tmp_path / "a"
        self.make(folder)
        for segment in folder.glob("*/header.bin"):
            shutil.rmtree(segment.parent)
        with pytest.raises(StoreError) as caught:
            DenseIndex.open(folder, dimension=DIMENSION)
        assert caught.value.code == "dense_broken"

    @pytest.mark.parametrize("how", ["half", "noise"])
    def test_damaged_database_is_recognised(self, tmp_path: Path, how: str) -> None:
        folder = tmp_path / "a"
        self.make(folder)
        database = folder / "chroma.sqlite3"
        size = database.stat().st_size
        if how == "half":
            os.truncate(database, size // 2)
        else:
            database.write_bytes(np.random.default_rng(1).bytes(size))
        with pytest.raises(StoreError) as caught:
            DenseIndex.open(folder, dimension=DIMENSION)
        assert caught.value.code == "dense_broken"

    def test_a_breakdown_while_open_ends_every_answer(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = DenseIndex.open(tmp_path / "a", dimension=DIMENSION)
        index.add(report_entries(1, unit_rows(30)))

        def broken(**_: Any) -> None:
            raise InternalError("Error executing plan: Failed to apply logs to the hnsw segment writer")

        with monkeypatch.context() as patch:
            patch.setattr(index._collection, "query", broken)
            with pytest.raises(StoreError) as caught:
                index.nearest(unit_rows(1)[0], 3)
            assert caught.value.code == "dense_broken"
        for call in (
            index.count,
            lambda: index.nearest(unit_rows(1)[0], 3),
            lambda: index.add(report_entries(2, unit_rows(1))),
        ):
            with pytest.raises(StoreError) as again:
                call()
            assert again.value.code == "dense_broken"
        index.close()

    def test_a_panic_is_a_breakdown(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        PanicException = type("PanicException", (BaseException,), {})
        index = DenseIndex.open(tmp_path / "a", dimension=DIMENSION)
        index.add(report_entries(1, unit_rows(3)))

        def panic(**_: Any) -> None:
            raise PanicException("index out of bounds")

        monkeypatch.setattr(index._collection, "query", panic)
        with pytest.raises(StoreError) as caught:
            index.nearest(unit_rows(1)[0], 3)
        assert caught.value.code == "dense_broken"
        index.close()

    def test_an_interrupt_is_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        index = DenseIndex.open(tmp_path / "a", dimension=DIMENSION)
        index.add(report_entries(1, unit_rows(3)))

        def interrupted(**_: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(index._collection, "query", interrupted)
            with pytest.raises(KeyboardInterrupt):
                index.nearest(unit_rows(1)[0], 3)
        assert len(index.nearest(unit_rows(1)[0], 3)) == 3
        index.close()

    def test_a_full_disk_is_told_before_anything_breaks(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index = DenseIndex.open(tmp_path / "a", dimension=DIMENSION)
        index.add(report_entries(1, unit_rows(3)))
        with monkeypatch.context() as patch:
            patch.setattr(dense, "free_bytes", lambda folder: 10 << 20)
            with pytest.raises(StoreError) as caught:
                index.add(report_entries(2, unit_rows(3)))
        assert caught.value.code == "store_no_space"
        assert "MB" in caught.value.message("zh")
        assert index.count() == 3
        index.add(report_entries(2, unit_rows(3)))
        assert index.count() == 6
        index.close()

    def test_a_file_in_the_place_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_text("x")
        with pytest.raises(StoreError):
            DenseIndex.open(tmp_path / "a", dimension=DIMENSION)

    def test_a_chroma_that_cannot_be_loaded(self, tmp_path: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from vectorstore.dense import DenseIndex\n"
            "try: DenseIndex.open(Path(sys.argv[1]), dimension=16)\n"
            "except Exception as error: print(error.code)"
        )
        environment = {**os.environ, "ANONYMIZED_TELEMETRY": "perhaps"}
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == "chroma_unusable"

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (
                InternalError("error returned from database: (code: 13) database or disk is full"),
                "store_no_space",
            ),
            (OSError(28, "No space left on device"), "store_no_space"),
            (PermissionError(13, "Permission denied"), "store_not_writable"),
            (InternalError("attempt to write a readonly database"), "store_not_writable"),
            (InternalError("database is locked"), "store_busy"),
            (InternalError("anything else"), "dense_broken"),
        ],
    )
    def test_what_chroma_says(self, tmp_path: Path, error: Exception, code: str) -> None:
        assert chroma_errors.translated(error, tmp_path, "x").code == code


class TestServer:
    @pytest.mark.parametrize(
        "address",
        ["", "http://", "ftp://127.0.0.1", "http://127.0.0.1:99999", "http://[::1", "http://h:8000/path"],
    )
    def test_bad_addresses(self, address: str) -> None:
        with pytest.raises(StoreError) as caught:
            DenseIndex.open(address, dimension=DIMENSION)
        assert caught.value.code == "chroma_address"

    def test_nobody_there(self) -> None:
        address = f"http://127.0.0.1:{free_port()}"
        with pytest.raises(StoreError) as caught:
            DenseIndex.open(address, dimension=DIMENSION)
        assert caught.value.code == "chroma_unreachable"
        assert caught.value.where == address
        assert "GAIGAO_CHROMA_URL" in caught.value.hint("zh")

    def test_something_else_there(self) -> None:
        from tests.vectorstore.embedding_server import embedding_server

        with embedding_server() as other, pytest.raises(StoreError) as caught:
            DenseIndex.open(other.address.removesuffix("/v1"), dimension=DIMENSION)
        assert caught.value.code == "chroma_refused"

    def test_no_password_is_shown(self) -> None:
        with pytest.raises(StoreError) as caught:
            DenseIndex.open(f"http://user:geheim@127.0.0.1:{free_port()}", dimension=DIMENSION)
        assert "geheim" not in caught.value.tell("zh") + caught.value.tell("en")

    def test_without_scheme_and_with_proxies(
        self, server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.setenv("CHROMA_SERVER_HOST", "elsewhere.invalid")
        index = DenseIndex.open(
            server.removeprefix("http://"), dimension=DIMENSION, collection=f"t-{tmp_path.name}"
        )
        assert index.count() == 0
        index.close()

    def test_dropping_a_collection(self, server: str, tmp_path: Path) -> None:
        name = f"drop-{tmp_path.name}"
        index = DenseIndex.open(server, dimension=DIMENSION, collection=name, fingerprint="f")
        index.add(report_entries(1, unit_rows(5)))
        index.close()
        drop_collection(server, name)
        drop_collection(server, name)
        again = DenseIndex.open(server, dimension=DIMENSION, collection=name, fingerprint="another")
        assert again.count() == 0
        again.close()

    def test_a_collection_deleted_under_us(self, server: str, tmp_path: Path) -> None:
        name = f"gone-{tmp_path.name}"
        index = DenseIndex.open(server, dimension=DIMENSION, collection=name)
        index.add(report_entries(1, unit_rows(5)))
        drop_collection(server, name)
        with pytest.raises(StoreError) as caught:
            index.nearest(unit_rows(1)[0], 3)
        assert caught.value.code == "dense_broken"
        index.close()

    def test_the_server_goes_away_and_comes_back(self, tmp_path: Path) -> None:
        port = free_port()
        with chroma_server(tmp_path / "data", port) as address:
            index = DenseIndex.open(address, dimension=DIMENSION)
            entries = report_entries(1, unit_rows(30))
            index.add(entries)
        with pytest.raises(StoreError) as caught:
            index.nearest(unit_rows(1)[0], 3)
        assert caught.value.code == "chroma_unreachable"
        with chroma_server(tmp_path / "data", port):
            assert index.count() == 30
            assert index.nearest(entries[2].vector, 1)[0][0] == entries[2].passage.id
        index.close()
