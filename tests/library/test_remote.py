"""A command while a service owns the data folder: carried out there, with the same answers and the same errors."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.errors import DocumentError, GaigaoError, LibraryError, StoreError, UsageError, reason_of
from assistant.guard.findings import Proposal
from assistant.library.intake import SourceFile
from assistant.library.library import Library
from assistant.library.ownership import SECRET_HEADER, Owner, Ownership, owner_of
from assistant.owner import commands as owner_commands
from assistant.owner import wire
from assistant.owner.access import library_access
from assistant.owner.api import MAX_BODY, loopback_url, owner_router
from assistant.owner.commands import COMMANDS
from assistant.owner.remote import RemoteLibrary
from tests.library import invariants
from tests.library.fakes import BigramEmbedder, open_library, settings_in, write_reports
from tests.library.texts import report


def start(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """A service on `folder`, and the first line it says."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.library.service", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    return child, child.stdout.readline().strip()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def service(data: Path) -> Iterator[subprocess.Popen[str]]:
    child, said = start(data)
    assert said.startswith("http://127.0.0.1:")
    yield child
    if child.poll() is None:
        child.communicate("\n", timeout=30)


def test_add_list_search_remove_rebuild_through_the_owner(
    service: subprocess.Popen[str], data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "往年"
    write_reports(folder, 3)
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04 nothing")
    seen: list[tuple[int, int, str]] = []
    with library_access(settings_in(data)) as library:
        assert isinstance(library, RemoteLibrary)
        added = library.add([folder, tmp_path / "没有"], progress=lambda *now: seen.append(now))
        assert len(added.added) == 3
        assert all(one.origin == "own" for one in added.added)
        assert {Path(one.path).name: one.error.code for one in added.failed} == {
            "坏的.docx": "wrong_format",
            "没有": "file_missing",
        }
        assert all(isinstance(one.error, DocumentError) for one in added.failed)
        assert seen[-1][:2] == (4, 4)
        assert library.list() == list(added.added)
        assert len(library.add([SourceFile("内存里的.txt", report(9).encode())]).added) == 1
        assert len(library.add([folder / "材料001.txt"]).unchanged) == 1
        hits = library.search("理论学习 存在的问题", 4, role="problems")
        assert 0 < len(hits) <= 4
        assert all(hit.passage.role == "problems" for hit in hits)
        assert hits[0].report in library.list()
        removed = library.remove([added.added[0].id[:12], "feedfeedfeed"])
        assert [one.id for one in removed.removed] == [added.added[0].id]
        assert removed.unknown == ("feedfeedfeed",)
        rebuilt = library.rebuild()
        assert rebuilt.reports == 3
        with pytest.raises(UsageError) as caught:
            library.search("理论学习", role="nonsense")
        assert caught.value.code == "unknown_filter"
        assert "problems" in caught.value.candidates
    service.communicate("\n", timeout=30)
    with library_access(settings_in(data), embedder=BigramEmbedder()) as library:
        assert isinstance(library, Library)
        assert len(library.list()) == 3
        invariants.check(library)


def test_both_ways_answer_alike(data: Path, tmp_path: Path) -> None:
    paths = write_reports(tmp_path / "a", 2)
    with library_access(settings_in(data), embedder=BigramEmbedder()) as library:
        library.add(paths)
        first = library.list()[0].id
        local = (library.list(), library.search("理论学习", 5))
        text = library.report(first[:10]), library.document(first[:10])
    child, _ = start(data)
    with library_access(settings_in(data)) as library:
        remote = (library.list(), library.search("理论学习", 5))
        told = library.report(first[:10]), library.document(first[:10])
        with pytest.raises(LibraryError) as caught:
            library.document("0123456789")
        assert caught.value.code == "unknown_report"
    child.communicate("\n", timeout=30)
    assert local[0] == remote[0]
    assert text[0] == told[0] and replace(text[1], warnings=()) == told[1]
    assert [(hit.passage, hit.report, hit.rank) for hit in local[1]] == [
        (hit.passage, hit.report, hit.rank) for hit in remote[1]
    ]


def test_the_guard_is_asked_of_the_owner_and_a_report_counts_at_once(data: Path, tmp_path: Path) -> None:
    paths = write_reports(tmp_path / "a", 2)
    with library_access(settings_in(data), embedder=BigramEmbedder()) as library:
        assert isinstance(library, Library)
        [first] = library.add(paths[:1]).added
        text = library.passages(first.id)[2].text
        local = library.guard(Proposal("今年的事不多。", text))
    child, _ = start(data)
    with library_access(settings_in(data)) as library:
        assert isinstance(library, RemoteLibrary)
        remote = library.guard(Proposal("今年的事不多。", text))
        assert remote == local and any(one.kind == "copied" for one in remote.findings)
        other = "灯下翻旧账本的老会计，把三十年前的借条一张张抚平，说哪一张都不能赖。"
        late = tmp_path / "b.txt"
        late.write_text(f"关于旧账的情况报告\n\n一、旧账\n{other}\n", encoding="utf-8")
        assert not [one for one in library.guard(Proposal("账不多。", other)).findings if one.kind == "copied"]
        [added] = library.add([late]).added
        [found] = [one for one in library.guard(Proposal("账不多。", other)).findings if one.kind == "copied"]
        assert found.source is not None and found.source.report_id == added.id
        library.remove([added.id])
        assert not [one for one in library.guard(Proposal("账不多。", other)).findings if one.kind == "copied"]
    child.communicate("\n", timeout=30)


def test_two_services_started_at_once(data: Path) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.library.service", str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = sorted(child.stdout.readline().strip() for child in children if child.stdout is not None)
    assert said[0] == "folder_owned"
    assert said[1].startswith("http://127.0.0.1:")
    with pytest.raises(StoreError) as caught:
        Ownership.take(data)
    assert said[1] in caught.value.tell("zh")
    with library_access(settings_in(data)) as library:
        assert library.list() == []
    for child in children:
        child.communicate("\n", timeout=30)


def test_a_killed_service_is_no_obstacle_and_its_address_is_not_asked(data: Path) -> None:
    child, url = start(data)
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=30)
    assert json.loads((data / "owner.json").read_text())["url"] == url
    with library_access(settings_in(data), embedder=BigramEmbedder()) as library:
        assert isinstance(library, Library)


def test_an_owner_without_a_service_is_waited_for_and_then_named(data: Path) -> None:
    with open_library(data) as library:
        threading.Timer(1.0, library.close).start()
        with library_access(settings_in(data), embedder=BigramEmbedder(), wait=20) as mine:
            assert isinstance(mine, Library)
    with open_library(data):
        begun = time.monotonic()
        with pytest.raises(StoreError) as caught, library_access(settings_in(data), wait=0.5):
            pass
        assert time.monotonic() - begun < 10
        assert str(os.getpid()) in caught.value.tell()


def test_an_address_where_somebody_else_answers(data: Path) -> None:
    """The owner died and another program took its port: no secret is accepted there, nothing is taken for an answer."""
    with Ownership.take(data, "service") as ownership, socket.create_server(("127.0.0.1", 0)) as listener:
        ownership.announce(f"http://127.0.0.1:{listener.getsockname()[1]}")

        def answer() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(4096)
                    connection.sendall(
                        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
                    )

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(StoreError) as caught, library_access(settings_in(data), wait=0.5):
            pass
        assert caught.value.code == "folder_owned"


def test_the_owner_dies_while_it_works(data: Path, tmp_path: Path) -> None:
    child, _ = start(data)
    write_reports(tmp_path / "a", 30)

    def kill(done: int, total: int, what: str) -> None:
        if done == 3:
            child.send_signal(signal.SIGKILL)

    with library_access(settings_in(data)) as library:
        assert isinstance(library, RemoteLibrary)
        with pytest.raises(StoreError) as caught:
            library.add([tmp_path / "a"], progress=kill)
        assert caught.value.code == "owner_lost"
        assert str(child.pid) in caught.value.tell()
    child.communicate(timeout=30)
    with library_access(settings_in(data), embedder=BigramEmbedder()) as library:
        assert isinstance(library, Library)
        assert len(library.list()) >= 3
        library.add([tmp_path / "a"])
        assert len(library.list()) == 30
        invariants.check(library)


def test_a_caller_that_goes_away_stops_the_work(
    service: subprocess.Popen[str], data: Path, tmp_path: Path
) -> None:
    write_reports(tmp_path / "a", 60)

    class GoneError(Exception):
        pass

    def leave(done: int, total: int, what: str) -> None:
        if done == 2:
            raise GoneError

    with library_access(settings_in(data)) as library:
        with pytest.raises(GoneError):
            library.add([tmp_path / "a"], progress=leave)
        before = -1
        deadline = time.monotonic() + 60
        while len(library.list()) != before and time.monotonic() < deadline:
            before = len(library.list())
            time.sleep(2.0)
        assert 2 <= len(library.list()) < 60
    service.communicate("\n", timeout=30)
    with open_library(data) as library:
        invariants.check(library)


# The route itself


@pytest.fixture
def opened(data: Path) -> Iterator[Library]:
    with open_library(data) as library:
        yield library


@pytest.fixture
def client(opened: Library) -> TestClient:
    app = FastAPI()
    app.include_router(owner_router(lambda: opened, lambda: "the secret"))
    return TestClient(app, client=("127.0.0.1", 50000))


GOOD = {SECRET_HEADER: "the secret"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SECRET_HEADER: ""},
        {SECRET_HEADER: "wrong"},
        {SECRET_HEADER: "the secret "},
        {SECRET_HEADER: "the secre"},
    ],
)
def test_without_the_secret_nothing_is_done(client: TestClient, headers: dict[str, str]) -> None:
    for answer in (
        client.get("/owner", headers=headers),
        client.post("/owner/commands/library_list", json={}, headers=headers),
    ):
        assert answer.status_code == 403
        assert wire.error_in(answer.json()["error"]).code == "owner_refuses"
        assert "the secret" not in answer.text


@pytest.mark.parametrize("address", ["192.168.1.7", "10.0.0.1", "2001:db8::1", "testclient", ""])
def test_from_another_machine_nothing_is_done(opened: Library, address: str) -> None:
    app = FastAPI()
    app.include_router(owner_router(lambda: opened, lambda: "the secret"))
    client = TestClient(app, client=(address, 50000))
    assert client.get("/owner", headers=GOOD).status_code == 403
    assert client.post("/owner/commands/library_list", json={}, headers=GOOD).status_code == 403


def test_a_refusal_costs_no_body(client: TestClient) -> None:
    answer = client.post("/owner/commands/library_list", content=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("nonsense", b"{}", 404, "unknown_command"),
        ("search", b"{", 400, "bad_request"),
        ("search", b"[]", 400, "bad_request"),
        ("search", b"\xff", 400, "bad_request"),
        ("library_add", b" " * (MAX_BODY + 1), 413, "request_too_large"),
    ],
)
def test_what_is_no_request(client: TestClient, name: str, content: bytes, status: int, code: str) -> None:
    answer = client.post(f"/owner/commands/{name}", content=content, headers=GOOD)
    assert answer.status_code == status
    error = wire.error_in(answer.json()["error"])
    assert error.code == code
    assert error.tell("zh")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("search", {}),
        ("search", {"query": 5, "k": 3}),
        ("search", {"query": "学习", "k": "3"}),
        ("library_add", {"files": [{}], "origin": None}),
        ("library_add", {"files": 3, "origin": None}),
        ("library_remove", {"ids": None}),
    ],
)
def test_what_lacks_something_is_a_bad_request(client: TestClient, name: str, body: object) -> None:
    answer = client.post(f"/owner/commands/{name}", json=body, headers=GOOD)
    last = json.loads(answer.text.strip().split("\n")[-1])
    assert wire.error_in(last["error"]).code == "bad_request"


def test_a_library_that_is_not_open_yet(data: Path) -> None:
    app = FastAPI()
    app.include_router(owner_router(lambda: None, lambda: "the secret"))
    client = TestClient(app, client=("127.0.0.1", 50000))
    assert client.get("/owner", headers=GOOD).json() == {"owner": True, "ready": False}
    answer = client.post("/owner/commands/library_list", json={}, headers=GOOD)
    assert answer.status_code == 503
    assert wire.error_in(answer.json()["error"]).code == "owner_starting"


def test_a_long_silence_gives_a_sign_of_life(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner_commands, "BEAT", 0.05)
    monkeypatch.setattr(opened, "list", lambda: time.sleep(0.3) or [])
    lines = list(COMMANDS["library_list"](opened, {}))
    assert {"alive": True} in lines
    assert lines[-1] == {"result": []}


def test_an_unforeseen_failure_is_told_without_its_text(
    opened: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise RuntimeError("机密的一句话")

    monkeypatch.setattr(opened, "list", fails)
    *_, last = COMMANDS["library_list"](opened, {})
    error = wire.error_in(last["error"])
    assert isinstance(error, StoreError)
    assert error.code == "owner_failed"
    assert "机密" not in error.tell()
    assert "机密" not in caplog.text


@pytest.mark.parametrize(
    "error",
    [
        UsageError("bad_k", where="0", limit=200),
        LibraryError("ambiguous_id", where="abc", candidates=["a", "b"]),
        DocumentError("file_too_large", where="甲.docx", limit=20, size="21.0"),
        StoreError("folder_owned", where="/x", pid=1, address="-"),
        StoreError("disk_failed", where="/x", reason=reason_of(OSError(errno.ENOSPC, "No space left"))),
        StoreError(
            "removal_unfinished",
            count=1,
            reason=StoreError("disk_full", reason=reason_of(OSError())).reason(),
        ),
    ],
)
def test_an_error_is_the_same_on_the_other_side(error: GaigaoError) -> None:
    there = wire.error_in(json.loads(json.dumps(wire.error_out(error))))
    assert type(there) is type(error)
    assert there.as_json("zh") == error.as_json("zh")
    assert there.as_json("en") == error.as_json("en")


def test_an_error_of_no_known_kind_is_still_an_error() -> None:
    for kind in ("os", "annotations", "nothing", "Sequence"):
        there = wire.error_in({"kind": kind, "code": "stopped", "where": "", "candidates": [], "params": {}})
        assert type(there) is GaigaoError


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://127.0.0.1:80"),
        ("localhost", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("192.168.1.7", "http://192.168.1.7:80"),
    ],
)
def test_the_address_for_this_machine(host: str, url: str) -> None:
    assert loopback_url(host, 80) == url


def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    remote = RemoteLibrary(Owner(1, "service", "http://127.0.0.1:9", "s", 0.0))
    assert not remote._client._mounts
    assert isinstance(remote._client._transport, httpx.HTTPTransport)
    assert remote.ready() is None
    remote.close()


def test_owner_of_a_running_service(service: subprocess.Popen[str], data: Path) -> None:
    owner = owner_of(data)
    assert owner is not None
    assert owner.pid == service.pid
    assert owner.purpose == "service"
    remote = RemoteLibrary(owner)
    assert remote.ready()
    remote.close()
    wrong = RemoteLibrary(Owner(owner.pid, "service", owner.url, "wrong", 0.0))
    assert wrong.ready() is None
    with pytest.raises(StoreError) as caught:
        wrong.list()
    assert caught.value.code == "owner_refuses"
    wrong.close()
