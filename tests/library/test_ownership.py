"""One process owns the data folder; the others learn who it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.library.ownership import Ownership, owner_of

HOLD = """
import sys, time
from pathlib import Path
from assistant.library.ownership import Ownership
held = Ownership.take(Path(sys.argv[1]), "service")
held.announce("http://127.0.0.1:7999/")
print("held", flush=True)
sys.stdin.readline()
held.release()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_the_second_is_told_who_the_first_is(tmp_path: Path) -> None:
    child = holder(tmp_path)
    try:
        with pytest.raises(StoreError) as caught:
            Ownership.take(tmp_path)
        assert caught.value.code == "folder_owned"
        told = caught.value.tell("zh")
        assert str(child.pid) in told
        assert "http://127.0.0.1:7999" in told
        assert str(tmp_path) in told
        owner = owner_of(tmp_path)
        assert owner is not None
        assert owner.secret not in told
        assert owner.secret not in repr(owner)
    finally:
        child.communicate("\n", timeout=20)
    with Ownership.take(tmp_path):
        pass
    assert owner_of(tmp_path) is None


def test_a_killed_owner_is_no_obstacle(tmp_path: Path) -> None:
    child = holder(tmp_path)
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=20)
    assert (tmp_path / "owner.json").exists()
    assert owner_of(tmp_path) is None
    with Ownership.take(tmp_path) as mine:
        assert owner_of(tmp_path) == mine.owner


def test_waiting_for_a_short_command(tmp_path: Path) -> None:
    first = Ownership.take(tmp_path)
    threading.Timer(0.4, first.release).start()
    begun = time.monotonic()
    with Ownership.take(tmp_path, wait=10):
        assert 0.2 < time.monotonic() - begun < 8


def test_the_secret_is_for_this_user_alone_and_new_each_time(tmp_path: Path) -> None:
    secrets = set()
    for _ in range(3):
        with Ownership.take(tmp_path, "service") as mine:
            mine.announce("http://127.0.0.1:1/")
            path = tmp_path / "owner.json"
            if os.name != "nt":
                assert path.stat().st_mode & 0o777 == 0o600
            told = json.loads(path.read_text(encoding="utf-8"))
            assert told["url"] == "http://127.0.0.1:1"
            secrets.add(told["secret"])
    assert len(secrets) == 3
    assert all(len(secret) >= 32 for secret in secrets)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"pid": 1}',
        "null",
        '{"pid": 999999999, "purpose": "service", "url": "", "secret": "", "started": 0}',
    ],
)
def test_a_damaged_owner_file_names_nobody(tmp_path: Path, content: str) -> None:
    (tmp_path / "owner.json").write_text(content, encoding="utf-8")
    assert owner_of(tmp_path) is None
    with Ownership.take(tmp_path):
        assert owner_of(tmp_path) is not None


def test_six_at_once_one_wins(tmp_path: Path) -> None:
    script = """
import sys, time
from pathlib import Path
from assistant.errors import StoreError
from assistant.library.ownership import Ownership
try:
    held = Ownership.take(Path(sys.argv[1]))
except StoreError as error:
    print(error.code)
else:
    print("won", flush=True)
    sys.stdin.readline()
"""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    answers = [child.stdout.readline().strip() for child in children if child.stdout is not None]
    for child in children:
        child.communicate("\n", timeout=20)
    assert sorted(answers) == ["folder_owned"] * 5 + ["won"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        Ownership.take(tmp_path / "file" / "data")
    assert caught.value.code == "disk_failed"
    assert "file" in caught.value.tell("en")
