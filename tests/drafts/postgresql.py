"""A PostgreSQL server for the tests: its own cluster in a temporary folder, on a free port of this machine.

Skips, with the reason, where no server or no driver is installed.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from assistant.database import upgrade


@dataclass(frozen=True)
class Server:
    """A running server. `database` makes a new database in it and gives its address."""

    port: int
    password: str
    process: subprocess.Popen[bytes]
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def address(self, name: str) -> str:
        url = URL.create("postgresql+psycopg", "tester", self.password, "127.0.0.1", self.port, name)
        return url.render_as_string(hide_password=False)

    def database(self, template: str = "template1") -> str:
        """The address of a new database; template "migrated": with today's tables."""
        name = f"t{next(self._numbers)}"
        self.do(f"create database {name} template {template}")
        return self.address(name)

    def do(self, statement: str) -> None:
        """Carry out a statement in the server's own database."""
        engine = create_engine(self.address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def tool(name: str) -> str | None:
    """Where a program of PostgreSQL is."""
    found = shutil.which(name)
    if found:
        return found
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).exists():
            return str(folder / name)
    return None


def missing() -> str:
    """Why no server can be had here; empty where one can."""
    if importlib.util.find_spec("psycopg") is None:
        return "the driver psycopg is not installed: pip install 'gaigao[postgresql]'"
    if tool("postgres") is None or tool("initdb") is None:
        return "no PostgreSQL server (postgres, initdb) is installed"
    return ""


def _other_user() -> str | None:
    """Whom to run the server as: it refuses to run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd  # not on Windows

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running() -> Iterator[Server]:
    """A server with one database `migrated` to make others of."""
    user, folder = _other_user(), Path(tempfile.mkdtemp(prefix="gaigao-pg-"))
    data, password = folder / "data", secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password)
    if user is not None:
        for path in (folder, secret):
            shutil.chown(path, user)
    os_user = {"user": user} if user is not None else {}
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)}
    server: subprocess.Popen[bytes] | None = None
    try:
        made = subprocess.run(
            [tool("initdb") or "", "-D", data, "-U", "tester", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8",
             "--locale=C", "--no-sync"],
            cwd=folder, env=environment, capture_output=True, timeout=120, check=False, **os_user,  # type: ignore[call-overload]
        )  # fmt: skip
        assert made.returncode == 0, made.stderr.decode()
        port = _free_port()
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [tool("postgres") or "", "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1",
                 "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=60"],
                cwd=folder, env=environment, stdout=log, stderr=log, **os_user,  # type: ignore[call-overload]
            )  # fmt: skip
        one = Server(port, password, server)
        _wait_for(one, folder / "log")
        one.do("create database migrated")
        engine = create_engine(one.address("migrated"))
        upgrade(engine)
        engine.dispose()
        yield one
    finally:
        if server is not None:
            server.send_signal(3)  # SIGQUIT: stop at once; nothing of it is kept
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: Server, log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            server.do("select 1")
            return
        except Exception:
            stopped = server.process.poll() is not None
            if stopped or time.monotonic() > deadline:
                raise AssertionError(log.read_text(errors="replace")) from None
            time.sleep(0.1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server of this test run."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    with running() as server:
        yield server
