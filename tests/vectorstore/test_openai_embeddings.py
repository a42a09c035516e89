"""Embeddings of a service, over real HTTP: what is sent, and every way it can fail."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest

from assistant.errors import ModelError, SettingsError
from tests.vectorstore.chroma_server import free_port
from tests.vectorstore.embedding_server import DIMENSION, EmbeddingServer, embedding_server
from vectorstore.embeddings import Embedder, open_embedder


@pytest.fixture
def service() -> Iterator[EmbeddingServer]:
    with embedding_server() as running:
        yield running


@pytest.fixture
def embedder(service: EmbeddingServer) -> Iterator[Embedder]:
    opened = open_embedder("openai:bge-m3", base_url=service.address, api_key="sk-test-key")
    yield opened
    opened.close()


def test_what_is_sent(embedder: Embedder, service: EmbeddingServer) -> None:
    embedder.encode([f"第{i}段" for i in range(25)])
    sent = [request["input"] for request in service.requests]
    assert sent[0] == ["稿"]  # asked for the dimension
    assert [len(texts) for texts in sent[1:]] == [10, 10, 5]
    assert {request["model"] for request in service.requests} == {"bge-m3"}
    assert set(service.keys) == {"Bearer sk-test-key"}
    assert embedder.dimension == DIMENSION


def test_plain_numbers_are_understood_too(embedder: Embedder, service: EmbeddingServer) -> None:
    encoded = embedder.vector("村")
    service.base64 = False
    assert np.allclose(embedder.vector("村"), encoded, atol=1e-6)


def test_a_local_service_needs_no_key(service: EmbeddingServer) -> None:
    embedder = open_embedder("openai:bge-m3", base_url=service.address)
    embedder.vector("村")
    embedder.close()


def test_the_environment_sends_nothing_elsewhere(
    service: EmbeddingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with embedding_server() as other:
        for name in (
            "OPENAI_BASE_URL",
            "OPENAI_API_BASE",
            "HTTP_PROXY",
            "http_proxy",
            "ALL_PROXY",
            "OPENAI_PROXY",
        ):
            monkeypatch.setenv(name, other.address.removesuffix("/v1"))
        monkeypatch.setenv("OPENAI_API_KEY", "sk-stray")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-stray")
        monkeypatch.setenv("OPENAI_API_TYPE", "azure")
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", other.address)
        embedder = open_embedder("openai:bge-m3", base_url=service.address, api_key="sk-mine")
        embedder.vector("村")
        embedder.close()
        assert other.requests == []
    assert set(service.keys) == {"Bearer sk-mine"}


def test_a_pasted_path_is_accepted(service: EmbeddingServer) -> None:
    for pasted in (f"{service.address}/embeddings", f"{service.address}/", f" {service.address} "):
        embedder = open_embedder("openai:m", base_url=pasted)
        assert embedder.dimension == DIMENSION
        embedder.close()


@pytest.mark.parametrize("address", ["127.0.0.1:8000", "ftp://x", "http://", "不是地址"])
def test_bad_addresses(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        open_embedder("openai:m", base_url=address)
    assert caught.value.code == "embedding_address"


def test_the_official_service_needs_a_key() -> None:
    with pytest.raises(SettingsError) as caught:
        open_embedder("openai:text-embedding-3-small")
    assert caught.value.code == "embedding_no_key"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("400", "embedding_failed"),
        ("401", "embedding_refused"),
        ("403", "embedding_refused"),
        ("404", "embedding_not_found"),
        ("429", "embedding_limited"),
        ("500", "embedding_failed"),
        ("503", "embedding_failed"),
        ("reset", "embedding_unreachable"),
        ("redirect", "embedding_failed"),
        ("web page", "embedding_unusable"),
        ("no data", "embedding_unusable"),
        ("one too few", "embedding_unusable"),
        ("zero", "embedding_unusable"),
        ("not a number", "embedding_unusable"),
        ("another length", "embedding_unusable"),
    ],
)
def test_faults(embedder: Embedder, service: EmbeddingServer, fault: str, code: str) -> None:
    service.fault = fault
    with pytest.raises(ModelError) as caught:
        embedder.encode(["一段话", "又一段话"])
    assert caught.value.code == code
    told = caught.value.tell("zh") + caught.value.tell("en")
    assert "sk-test-key" not in told
    assert "一段话" not in told
    service.fault = ""
    assert embedder.encode(["一段话"]).shape == (1, DIMENSION)  # and it works again afterwards


def test_nobody_there() -> None:
    embedder = open_embedder("openai:m", base_url=f"http://127.0.0.1:{free_port()}/v1")
    begun = time.monotonic()
    with pytest.raises(ModelError) as caught:
        embedder.fingerprint  # noqa: B018 - the dimension has to be asked for
    assert caught.value.code == "embedding_unreachable"
    assert "127.0.0.1" in caught.value.where
    assert time.monotonic() - begun < 20
    embedder.close()


def test_a_key_that_no_header_can_hold(service: EmbeddingServer) -> None:
    embedder = open_embedder("openai:m", base_url=service.address, api_key="密钥")
    with pytest.raises(ModelError) as caught:
        embedder.vector("村")
    assert caught.value.code == "embedding_refused"
    embedder.close()


def test_the_key_is_in_no_repr(embedder: Embedder) -> None:
    assert "sk-test-key" not in repr(embedder)


def test_another_host_is_another_embedding(service: EmbeddingServer) -> None:
    one = open_embedder("openai:m", base_url=service.address)
    other = open_embedder("openai:m", base_url=service.address.replace("127.0.0.1", "localhost"))
    assert one.fingerprint != other.fingerprint
    one.close()
    other.close()
