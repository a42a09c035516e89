"""What is killed: one change of a library, in a process of its own that dies at a given moment.

Imported by a fork server beforehand, with the engines, so that a hundred deaths take a minute.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401

from assistant.library.originals import Originals
from assistant.library.records import Records
from assistant.library.vectors import Vectors
from tests.library.fakes import open_library
from vectorstore.copies import CopyIndex
from vectorstore.copy_segment import Segment
from vectorstore.dense import DenseIndex
from vectorstore.fused import SearchIndex
from vectorstore.lexical import LexicalIndex

# Between any two of these something is durable that was not before.
STEPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Originals, ("receive", "keep", "drop")),
    (Records, ("insert", "mark", "delete", "switch", "change", "set_families")),
    (Vectors, ("_keep", "prune")),
    (DenseIndex, ("add", "remove")),
    (LexicalIndex, ("add", "remove")),
    (CopyIndex, ("add", "remove", "_load")),
    (Segment, ("save",)),
    (os, ("fsync",)),
    (SearchIndex, ("open", "close")),
    (shutil, ("rmtree",)),
)


def die() -> None:
    """As a power cut looks to a process."""
    os.kill(os.getpid(), signal.SIGKILL)


def watch_steps(at: int, seen: Synchronized[int]) -> None:
    """Count the beginnings and ends of steps in `seen`, and die at the one numbered `at`."""

    def watched(step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **others: Any) -> Any:
            moment()
            result = step(*args, **others)
            moment()
            return result

        return run

    def moment() -> None:
        seen.value += 1
        if seen.value == at:
            die()

    for owner, names in STEPS:
        for name in names:
            before = vars(owner)[name]
            if isinstance(before, classmethod):
                setattr(owner, name, classmethod(watched(before.__func__)))
            else:
                setattr(owner, name, watched(before))


def change(
    action: str,
    data: str,
    sources: str,
    ready: Event,
    done: Synchronized[int],
    at: int,
    seen: Synchronized[int],
) -> None:
    """Open the library, say so, make one change.

    action: add, remove, rebuild or update; done: how many files were added completely; at: number of the step to die
    at, -1: none; seen: how many steps there were.
    """

    def progress(finished: int, _total: int, _what: str) -> None:
        if action == "add":
            done.value = max(done.value, finished)

    library = open_library(Path(data))
    library.prepare()
    watch_steps(at, seen)
    ready.set()
    if action == "add":
        library.add([Path(sources)], progress=progress)
    elif action == "remove":
        library.remove([report.id for report in library.list()[:2]])
    elif action == "update":
        library.update(library.list()[0].id, origin="own", year=2019)
    else:
        library.rebuild()
    library.close()
