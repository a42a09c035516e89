"""The original files of the library: `originals/<sha256><suffix>`, never half written. Imports errors
only.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import StoreError, reason_of

_KEPT = re.compile(r"([0-9a-f]{64})(\.[0-9a-z]{1,15})?")
_INCOMING = ".incoming"


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Tell what the operating system refused about `path` as StoreError: full, read-only, failed."""
    try:
        yield
    except OSError as error:
        full = (
            error.errno in (errno.ENOSPC, errno.EDQUOT)
            if hasattr(errno, "EDQUOT")
            else error.errno == errno.ENOSPC
        )
        denied = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
        code = "disk_full" if full else "folder_read_only" if denied else "disk_failed"
        raise StoreError(code, where=str(path), reason=reason_of(error)) from error


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the system can (Windows does so itself)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Originals:
    """A folder of files named by the SHA-256 of their bytes.

    A file arrives in two steps, so that a kill between them can be told from a lost catalog: `receive`
    writes it under a temporary name, `keep` gives it its own once the catalog knows it. So a kept file
    without a row in the catalog never comes from a kill.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)

    def path(self, report_id: str, suffix: str) -> Path:
        """Where the original of a report is."""
        return self.folder / f"{report_id}{suffix}"

    def receive(self, report_id: str, suffix: str, data: bytes) -> None:
        """Write `data` under its temporary name, to the disk itself. Raises StoreError."""
        path = self._incoming(report_id, suffix)
        with disk_errors(path):
            try:
                with path.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                sync_folder(self.folder)
            except OSError:
                path.unlink(missing_ok=True)
                raise

    def keep(self, report_id: str, suffix: str) -> bool:
        """Give a received file its own name; True if the original is there afterwards. Harmless when
        repeated.
        """
        path, incoming = self.path(report_id, suffix), self._incoming(report_id, suffix)
        with disk_errors(path):
            if incoming.exists():
                incoming.replace(path)
                sync_folder(self.folder)
            return path.exists()

    def read(self, report_id: str, suffix: str) -> bytes:
        """The bytes of an original. Raises StoreError."""
        path = self.path(report_id, suffix)
        with disk_errors(path):
            return path.read_bytes()

    def drop(self, report_id: str, suffix: str) -> None:
        """Remove an original under both names. Harmless when repeated."""
        with disk_errors(self.folder):
            self._incoming(report_id, suffix).unlink(missing_ok=True)
            self.path(report_id, suffix).unlink(missing_ok=True)
            sync_folder(self.folder)

    def kept(self) -> dict[str, str]:
        """Every kept original: report id → suffix."""
        with disk_errors(self.folder):
            found = (_KEPT.fullmatch(file.name) for file in self.folder.iterdir() if file.is_file())
            return {match[1]: match[2] or "" for match in found if match}

    def drop_unknown_arrivals(self, known: set[str]) -> None:
        """Remove received files that no row of the catalog waits for: their adding was interrupted
        before it counted.
        """
        with disk_errors(self.folder):
            for file in self.folder.glob(f"*{_INCOMING}"):
                if file.name[:64] not in known:
                    file.unlink(missing_ok=True)

    def _incoming(self, report_id: str, suffix: str) -> Path:
        return self.folder / f"{report_id}{suffix}{_INCOMING}"
