"""A disk that is full, read-only or broken: a clear error each time, and nothing half done."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from assistant.errors import ModelError, StoreError
from assistant.library.library import Library, SourceFile
from assistant.library.originals import Originals
from assistant.library.records import Records
from tests.library import invariants
from tests.library.fakes import BigramEmbedder, open_library, settings_in
from tests.library.texts import report


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "data") as opened:
        opened.add([source(1)])
        yield opened


def source(seed: int) -> SourceFile:
    return SourceFile(f"材料{seed}.txt", report(seed).encode())


def refusing(number: int) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EACCES, "folder_read_only"),
        (errno.EROFS, "folder_read_only"),
        (errno.EIO, "disk_failed"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_an_original_that_cannot_be_written(
    library: Library, monkeypatch: pytest.MonkeyPatch, number: int, code: str, call: str
) -> None:
    if call == "fsync":
        monkeypatch.setattr("assistant.library.originals.os.fsync", refusing(number))
    else:
        monkeypatch.setattr(Path, "replace", refusing(number))
    added = library.add([source(2), source(3)])
    monkeypatch.undo()
    assert [failed.error.code for failed in added.failed] == [code, code]
    told = added.failed[0].error.as_json("zh")
    assert told["message"]
    assert told["kept"]
    assert told["hint"]
    assert "originals" in str(told["where"])
    assert len(library.list()) == 1
    invariants.check(library)
    assert len(library.add([source(2), source(3)]).added) == 2
    invariants.check(library)


def test_the_disk_fills_up_in_the_middle_of_a_group(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, calls = Originals.receive, []

    def fills_up(self: Originals, *args: Any) -> None:
        calls.append(args)
        if len(calls) == 3:
            raise StoreError("disk_full", where="originals", reason="full")
        receive(self, *args)

    monkeypatch.setattr(Originals, "receive", fills_up)
    added = library.add([source(seed) for seed in range(2, 7)])
    assert [one.filename for one in added.added] == ["材料2.txt", "材料3.txt"]
    assert [failed.path for failed in added.failed] == ["材料4.txt", "材料5.txt", "材料6.txt"]
    assert {failed.error.code for failed in added.failed} == {"disk_full"}
    invariants.check(library)


def test_many_files_with_bad_ones_among_them(library: Library) -> None:
    """More than a group takes; each file has its own outcome, whatever group it was in."""
    files = [
        source(seed) if seed % 7 else SourceFile(f"坏{seed}.txt", b"\x00\x01\x02") for seed in range(1, 40)
    ]
    added = library.add([*files, *files[:3]])
    assert len(added.failed) == 5
    assert [one.filename for one in added.unchanged] == ["材料1.txt", "材料2.txt", "材料3.txt"]
    assert len(added.added) == 39 - 5 - 1
    invariants.check(library)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the root user may write anywhere")
def test_a_read_only_folder_of_originals(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "originals"
    folder.chmod(0o500)
    try:
        added = library.add([source(2)])
        assert [failed.error.code for failed in added.failed] == ["folder_read_only"]
    finally:
        folder.chmod(0o700)
    invariants.check(library)


def test_an_original_that_cannot_be_deleted_is_told_and_deleted_later(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add([source(2)])
    first = library.list()[0]
    monkeypatch.setattr(Path, "unlink", refusing(errno.EACCES))
    with pytest.raises(StoreError) as caught:
        library.remove([first.id])
    assert caught.value.code == "removal_unfinished"
    assert "没有权限" in caught.value.message() and "自动移除干净" in caught.value.hint()
    assert "permission is denied" in caught.value.message(
        "en"
    ) and "completed by itself" in caught.value.hint("en")
    monkeypatch.undo()
    assert first.id not in {one.id for one in library.list()}
    assert first.id not in {hit.report.id for hit in library.search("理论学习")}
    library.close()

    monkeypatch.setattr(Originals, "drop", refusing_store)
    with open_library(tmp_path / "data") as again:
        assert [notice.code for notice in again.notices] == ["removal_pending"]
        assert "磁盘" in again.notices[0].text("zh")
        assert len(again.list()) == 1
    monkeypatch.undo()
    with open_library(tmp_path / "data") as again:
        assert [notice.code for notice in again.notices] == ["removals_completed"]
        invariants.check(again)


def test_a_removal_that_did_not_even_begin_says_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = library.list()

    def full(*_: Any) -> None:
        raise StoreError("disk_full", where="gaigao.db", reason="full")

    monkeypatch.setattr(Records, "mark", full)
    with pytest.raises(StoreError) as caught:
        library.remove([first.id])
    monkeypatch.undo()
    assert caught.value.code == "disk_full" and [one.id for one in library.list()] == [first.id]


def refusing_store(*_: Any) -> None:
    raise StoreError("disk_failed", where="there", reason="broken")


def test_adding_again_what_could_not_be_removed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = library.list()
    monkeypatch.setattr(Originals, "drop", refusing_store)
    with pytest.raises(StoreError):
        library.remove([first.id])
    monkeypatch.undo()
    assert library.list() == []
    assert library.add([source(1), source(2)]).added[0].id == first.id
    invariants.check(library)


@pytest.mark.parametrize("pages", [0, 4, 12, 30])
def test_a_full_disk_under_the_database(tmp_path: Path, pages: int) -> None:
    """SQLite's own limit of pages gives its own error: database or disk is full."""
    with open_library(tmp_path / "data") as library:
        library.add([source(1)])
        with library.engine.connect() as connection:
            most = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + pages
        limited = True

        @event.listens_for(library.engine, "checkout")
        def _limit(connection: Any, *_: Any) -> None:
            connection.execute(f"PRAGMA max_page_count = {most if limited else 2**30}")

        added = library.add([source(seed) for seed in range(30, 36)])
        assert added.failed
        assert {failed.error.code for failed in added.failed} == {"disk_full"}
        assert "磁盘空间不够" in added.failed[0].error.tell("zh")
        limited = False
        known = {one.id for one in library.list()}
        assert {one.id for one in added.added} <= known
        library.add([])  # what could not be undone while the disk was full is undone before anything else
        invariants.check(library)
    with open_library(tmp_path / "data") as library:
        assert {one.id for one in library.list()} == known
        library.add([source(seed) for seed in range(30, 36)])
        assert len(library.list()) == 7
        invariants.check(library)


def test_a_correction_that_does_not_reach_the_index_is_completed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    [first] = library.list()
    monkeypatch.setattr("vectorstore.lexical.LexicalIndex.add", refusing_store)
    with pytest.raises(StoreError):
        library.update(first.id, origin="own")
    monkeypatch.undo()
    library.add([])
    assert library.report(first.id).origin == "own"
    assert library.search("理论学习", origin="own")
    invariants.check(library)


@pytest.mark.parametrize("engine", ["dense", "lexical", "copies"])
def test_an_index_that_cannot_be_written(
    library: Library, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    name = {
        "dense": "vectorstore.dense.DenseIndex.add",
        "lexical": "vectorstore.lexical.LexicalIndex.add",
        "copies": "vectorstore.copies.CopyIndex.add",
    }[engine]

    def full(*_: Any) -> None:
        raise StoreError("store_no_space", where="index", megabytes=48)

    monkeypatch.setattr(name, full)
    added = library.add([source(2)])
    assert [failed.error.code for failed in added.failed] == ["store_no_space"]
    with pytest.raises(StoreError):
        library.rebuild()
    monkeypatch.undo()
    assert len(library.list()) == 1
    invariants.check(library)


def test_a_recovery_that_must_wait_for_the_embedding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between rows and vectors, and at the next start the embedding's service is away."""
    with open_library(tmp_path / "data") as library:
        library.add([source(1)])
        monkeypatch.setattr("assistant.library.indexing.Indexing.embed", refusing(errno.EIO))
        monkeypatch.setattr("assistant.library.shelving.Shelving.undo", lambda *_: None)
        with pytest.raises(OSError, match=os.strerror(errno.EIO)):
            library.add([source(2)])
        monkeypatch.undo()
    away = BigramEmbedder()
    away.fails_after = 0
    monkeypatch.setattr(BigramEmbedder, "_encode", refusing_model)
    with open_library(tmp_path / "data", away) as library:
        assert len(library.list()) == 1
        assert [notice.code for notice in library.notices] == ["recovery_waits"]
        with pytest.raises(ModelError):
            library.search("理论学习")
        monkeypatch.undo()
        away.fails_after = None
        assert library.search("理论学习")
        assert len(library.list()) == 2
        invariants.check(library)


def refusing_model(*_: Any) -> None:
    raise ModelError("embedding_unusable", where="service")


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        open_library(tmp_path / "data")
    assert caught.value.where == str(tmp_path / "data")
    assert caught.value.hint("zh")


def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "gaigao.db").write_bytes(
        b"this is no database, but long enough to be looked at" * 40
    )
    with pytest.raises(StoreError) as caught:
        open_library(tmp_path / "data")
    assert caught.value.code == "database_damaged"
    assert caught.value.where
    (tmp_path / "data" / "gaigao.db").unlink()
    with open_library(tmp_path / "data") as library:
        invariants.check(library)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sqlite:////no/such/folder/x.db", "database_failed"),
        ("not an address", "database_address"),
        ("nosuch://user:geheim@host/name", "database_failed"),
    ],
)
def test_a_database_that_cannot_be_reached(tmp_path: Path, url: str, code: str) -> None:
    with pytest.raises(StoreError) as caught:
        Library.open(settings_in(tmp_path / "data", database_url=url), embedder=BigramEmbedder())
    assert caught.value.code == code
    assert "geheim" not in caught.value.tell()
    with open_library(tmp_path / "data"):
        pass
