"""The library's copy index: missing or damaged, it is made again from the stored texts, told by name, without embedding."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.guard.findings import Finding, Proposal
from assistant.library.library import Library
from tests.library import invariants
from tests.library.fakes import BigramEmbedder, open_library, write_reports


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_library(tmp_path / "data") as library:
        library.add(write_reports(tmp_path / "a", 3))
    return tmp_path / "data"


def copies(data: Path) -> Path:
    [found] = data.glob("index/*/copies")
    return found


def copied(library: Library, text: str) -> list[Finding]:
    return [one for one in library.guard(Proposal("", text)).findings if one.kind == "copied"]


@contextmanager
def mended(data: Path, notice: str) -> Iterator[Library]:
    """The library after its start has mended it, told so and embedded nothing."""
    embedder = BigramEmbedder()
    with open_library(data, embedder) as library:
        library.prepare()
        assert embedder.embedded == 0
        assert [one.code for one in library.notices] == [notice]
        invariants.check(library)
        yield library


def test_a_folder_from_before_the_copy_index(data: Path) -> None:
    shutil.rmtree(copies(data))
    with mended(data, "copies_made") as library:
        assert all("3" in one.text(language) for one in library.notices for language in ("zh", "en"))
        assert copied(library, library.passages(library.list()[0].id)[3].text)
    with open_library(data) as library:
        invariants.check(library)
        assert library.notices == ()


@pytest.mark.parametrize("file", ["segments.json", "*/grams.npy", "*/units.npy", "*/passages.json"])
@pytest.mark.parametrize("how", ["bit", "cut", "gone"])
def test_a_damaged_copy_index(data: Path, file: str, how: str) -> None:
    [path] = copies(data).glob(file)
    if how == "gone":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:-3])
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    with mended(data, "copies_made"):
        pass


def test_a_folder_that_cannot_be_one(data: Path) -> None:
    place = copies(data)
    shutil.rmtree(place)
    place.write_text("no folder", encoding="utf-8")
    with mended(data, "index_repaired"):
        pass


def test_passages_of_one_report_are_missing_or_too_many(data: Path) -> None:
    with open_library(data) as library:
        library.prepare()
        first, second, _ = library.list()
        view = library._indexing.ask(lambda index: index._copies)
        gone = library.passages(first.id)[0]
        rows = [(one.id, first.id, one.text) for one in library.passages(first.id)[1:]]
        view.remove([first.id])
        view.add_texts(
            [*rows, ("stray-0000", "stray", gone.text), (f"{second.id}-9999", second.id, gone.text)]
        )
    with mended(data, "copies_made"):
        pass


def test_a_full_disk_while_it_is_made_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(copies(data))

    def full(*_: object) -> None:
        raise OSError(28, "full")

    with open_library(data) as library:
        monkeypatch.setattr("vectorstore.copy_segment.os.fsync", full)
        with pytest.raises(StoreError) as caught:
            copied(library, "无论写什么都一样。")
        assert caught.value.code == "store_no_space" and "MB" in caught.value.message()
        monkeypatch.undo()
        invariants.check(library)


def test_what_counts_is_what_is_there_now(data: Path, tmp_path: Path) -> None:
    with open_library(data) as library:
        [path] = write_reports(tmp_path / "b", 1, first=50)
        text = path.read_text("utf-8").split("\n")[-3]
        before = {one.source.report_id for one in copied(library, text) if one.source}
        [added] = library.add([path]).added
        assert library.guard(Proposal("", text)).compared.reports == 4
        now = [one.source for one in copied(library, text) if one.source]
        assert added.id not in before and added.id in {one.report_id for one in now}
        assert all(one.report_title == added.title for one in now if one.report_id == added.id)
        library.remove([added.id])
        assert added.id not in {one.source.report_id for one in copied(library, text) if one.source}
        invariants.check(library)
