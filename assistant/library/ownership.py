"""Who owns the data folder: one process, by a lock of the operating system, with an address and a secret
beside it. Imports errors only; the only importer of filelock.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, Self

from filelock import BaseFileLock, FileLock, Timeout

from assistant.errors import StoreError
from assistant.library.originals import disk_errors

Purpose = Literal["service", "command"]

SECRET_HEADER = "X-Gaigao-Secret"  # noqa: S105  (the header's name, no secret)
_LOCK, _OWNER = "owner.lock", "owner.json"


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that owns a data folder.

    url: base address of its service, empty where it has none (yet); secret: proves to it that the caller
    may read this folder; started: seconds since the epoch, UTC.
    """

    pid: int
    purpose: Purpose
    url: str
    secret: str
    started: float

    def __repr__(self) -> str:
        return f"Owner(pid={self.pid}, purpose={self.purpose!r}, url={self.url!r})"


def owner_of(folder: Path) -> Owner | None:
    """Who says to own `folder`; None where nobody does, or the one who did is dead. May be stale for a
    moment.
    """
    try:
        owner = Owner(**json.loads((folder / _OWNER).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return owner if _alive(owner.pid) else None


def _alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # signal 0 would end a process there; the lock decides, and a dead address is tried again
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Ownership:
    """The lock on a data folder, held until `release` or the end of the process."""

    def __init__(self, folder: Path, lock: BaseFileLock, owner: Owner) -> None:
        self.folder = folder
        self.owner = owner
        self._lock = lock

    @classmethod
    def take(cls, folder: Path, purpose: Purpose = "command", *, wait: float = 0.0) -> Self:
        """Own `folder`, made where it does not exist, waiting up to `wait` seconds for another to let go.

        Raises StoreError("folder_owned") that names the other, or a StoreError of the disk.
        """
        with disk_errors(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what is in it is confidential
            lock = FileLock(folder / _LOCK, timeout=wait, poll_interval=0.05, thread_local=False)
            try:
                lock.acquire()
            except Timeout:
                raise owned_error(folder, owner_of(folder)) from None
            ownership = cls(
                folder, lock, Owner(os.getpid(), purpose, "", secrets.token_urlsafe(32), time.time())
            )
            try:
                ownership._write()
            except OSError:
                lock.release()
                raise
        return ownership

    def announce(self, url: str) -> None:
        """Make the address of this process's service known: from now on it carries out the commands of
        others.
        """
        self.owner = replace(self.owner, url=url.rstrip("/"))
        with disk_errors(self.folder):
            self._write()

    def release(self) -> None:
        """Let go. Harmless when repeated."""
        if self._lock.is_locked:
            (self.folder / _OWNER).unlink(missing_ok=True)
            self._lock.release(force=True)

    def _write(self) -> None:
        path = self.folder / _OWNER
        temporary = path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        # Created with its mode: a secret that is readable for a moment is no secret.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(self.owner), file)
        temporary.replace(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def owned_error(folder: Path, owner: Owner | None) -> StoreError:
    """The error that says who owns `folder`."""
    pid, url = (owner.pid, owner.url) if owner else ("?", "")
    return StoreError("folder_owned", where=str(folder), pid=pid, address=url or "-")
