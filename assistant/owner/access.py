"""The library for a command: opened by this process, or reached through the one that owns its folder;
used the same way. Imports the library and the remote one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.document import Document
from assistant.errors import StoreError
from assistant.guard.findings import Guarded, Proposal
from assistant.guard.inspection import Inspection, Submission
from assistant.library.catalog import Origin, Report
from assistant.library.hits import Hit
from assistant.library.intake import SourceFile
from assistant.library.library import Library
from assistant.library.ownership import Ownership, owner_of
from assistant.library.results import Added, Rebuilt, Removed
from assistant.owner.remote import RemoteLibrary
from assistant.settings import Settings
from assistant.wording import Notice

if TYPE_CHECKING:
    from vectorstore.embeddings import Embedder

Progress = Callable[[int, int, str], None]

WAIT = 10.0  # seconds for a short command to finish, or a service to say where it is
_PAUSE = 0.1


class LibraryAccess(Protocol):
    """What a command can do with the library, wherever it is done."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was found and mended while it was opened here."""

    def prepare(self, progress: Progress | None = None, *, warm: bool = False) -> None:
        """See `Library.prepare`."""

    def add(
        self,
        files: Sequence[SourceFile | Path],
        origin: Origin | None = None,
        progress: Progress | None = None,
    ) -> Added:
        """See `Library.add`."""

    def list(self) -> list[Report]:
        """See `Library.list`."""

    def report(self, report_id: str) -> Report:
        """See `Library.report`."""

    def document(self, report_id: str) -> Document:
        """See `Library.document`."""

    def remove(self, ids: Sequence[str], progress: Progress | None = None) -> Removed:
        """See `Library.remove`."""

    def rebuild(self, progress: Progress | None = None) -> Rebuilt:
        """See `Library.rebuild`."""

    def search(
        self,
        query: str,
        k: int = 10,
        role: str | None = None,
        kind: str | None = None,
        origin: str | None = None,
    ) -> Sequence[Hit]:
        """See `Library.search`."""

    def guard(self, proposal: Proposal) -> Guarded:
        """See `Library.guard`."""

    def inspect(self, submission: Submission) -> Inspection:
        """See `Library.inspect`."""

    def close(self) -> None:
        """Give everything back."""


@contextmanager
def library_access(
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    wait: float = WAIT,
) -> Iterator[LibraryAccess]:
    """The library of the settings' data folder.

    Where another process owns the folder, that one carries the commands out; one without a service (another
    command, or a service that is just starting) is waited for up to `wait` seconds. Raises
    StoreError("folder_owned") that names it, StoreError("owner_starting"), and what `Library.open` raises.
    """
    library = _reach(settings, embedder, progress, wait)
    try:
        yield library
    finally:
        library.close()


def _reach(
    settings: Settings, embedder: Embedder | None, progress: Progress | None, wait: float
) -> LibraryAccess:
    deadline = time.monotonic() + wait
    while True:
        try:
            ownership = Ownership.take(settings.data_dir)
        except StoreError as error:
            if error.code != "folder_owned":
                raise
            owner = owner_of(settings.data_dir)
            if owner is not None and owner.url:
                remote = RemoteLibrary(owner)
                ready = remote.ready()
                if ready:
                    return remote
                remote.close()
                if ready is False:
                    error = StoreError("owner_starting", where=owner.url)
            if time.monotonic() >= deadline:
                raise error from None
            time.sleep(_PAUSE)
        else:
            try:
                return Library.open(settings, ownership=ownership, embedder=embedder, progress=progress)
            except BaseException:
                ownership.release()
                raise
