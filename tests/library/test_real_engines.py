"""The whole with the built-in embedding, and with a Chroma server instead of the embedded one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.library.library import Library, SourceFile
from tests.library import invariants
from tests.library.fakes import BigramEmbedder, open_library, settings_in, write_reports
from tests.library.texts import report
from tests.shared import needs_shared, shared_texts
from tests.vectorstore.chroma_server import chroma_command, chroma_server


def test_the_built_in_embedding(tmp_path: Path) -> None:
    paths = write_reports(tmp_path / "参考", 2)
    settings = settings_in(tmp_path / "data")
    with Library.open(settings) as library:
        library.add(paths)
        hits = library.search("到群众家里走访得少，只看材料", k=5)
        assert hits
        ids = [hit.passage.id for hit in hits]
        invariants.check(library)
    with Library.open(settings) as library:
        assert [hit.passage.id for hit in library.search("到群众家里走访得少，只看材料", k=5)] == ids
        assert library.notices == ()


@needs_shared
def test_real_reports(tmp_path: Path) -> None:
    with open_library(tmp_path / "data") as library:
        added = library.add(shared_texts()[:6])
        assert not added.failed, [failed.error.tell() for failed in added.failed]
        invariants.check(library)
        assert {report.family for report in added.added} == {report.id for report in added.added}


def test_no_text_of_a_document_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = "望川镇绝密事项编号七七四九"
    with caplog.at_level(logging.DEBUG), open_library(tmp_path / "data") as library:
        library.add([SourceFile("材料.txt", f"{report(1)}\n（九）{secret}\n{secret}。".encode())])
        library.search(secret)
        library.rebuild()
        library.remove([library.list()[0].id])
    assert secret not in caplog.text


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if chroma_command() is None:
        pytest.skip("chromadb's program `chroma` is not installed")
    with chroma_server(tmp_path_factory.mktemp("server") / "chroma") as address:
        yield address


def collections(url: str) -> set[str]:
    import httpx

    answer = httpx.get(
        f"{url}/api/v2/tenants/default_tenant/databases/default_database/collections", trust_env=False
    )
    return {one["name"] for one in answer.json()}


def test_a_chroma_server(tmp_path: Path, server: str) -> None:
    before = collections(server)
    with open_library(tmp_path / "data", chroma_url=server) as library:
        library.add(write_reports(tmp_path / "a", 3))
        invariants.check(library)
        assert not (next((tmp_path / "data" / "index").iterdir()) / "dense").exists()
        # Another library on the same server does not see or disturb this one.
        with open_library(tmp_path / "other", chroma_url=server) as other:
            other.add([SourceFile("别家.txt", report(40).encode())])
            assert len(collections(server) - before) == 2
            assert {hit.report.filename for hit in other.search("理论学习")} == {"别家.txt"}
            other.rebuild()
        library.rebuild()
        library.remove([library.list()[0].id])
        invariants.check(library)
        assert len(collections(server) - before) == 2, "old collections stay behind"
    with open_library(tmp_path / "data", chroma_url=server) as library:
        assert len(library.list()) == 2
        invariants.check(library)
        assert library.notices == ()


def test_a_collection_that_is_gone_is_made_again(tmp_path: Path, server: str) -> None:
    with open_library(tmp_path / "data", chroma_url=server) as library:
        library.add(write_reports(tmp_path / "a", 2))
        [index] = (tmp_path / "data" / "index").iterdir()
    from vectorstore.dense import drop_collection

    drop_collection(server, f"gaigao-{index.name}")
    embedder = BigramEmbedder()
    with open_library(tmp_path / "data", embedder, chroma_url=server) as library:
        library.prepare()
        assert embedder.embedded == 0
        assert [notice.code for notice in library.notices] == ["index_repaired"]
        invariants.check(library)


def test_from_embedded_to_a_server_and_back(tmp_path: Path, server: str) -> None:
    with open_library(tmp_path / "data") as library:
        library.add(write_reports(tmp_path / "a", 2))
    for url in (server, ""):
        embedder = BigramEmbedder()
        with open_library(tmp_path / "data", embedder, chroma_url=url) as library:
            library.prepare()
            assert embedder.embedded == 0
            invariants.check(library)


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    with open_library(tmp_path / "data", chroma_url="http://127.0.0.1:9") as library:
        assert library.list() == []
        with pytest.raises(StoreError) as caught:
            library.search("理论学习")
        assert caught.value.code == "chroma_unreachable"
        with pytest.raises(StoreError):
            library.add([SourceFile("材料.txt", report(1).encode())])
        assert library.list() == []
