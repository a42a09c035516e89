"""The folder where uploads stand while they are read: no document is left lying in it. Imports nothing of the project."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

FOLDER = "uploads"
_ABANDONED = 60.0  # seconds after which an empty file can belong to no upload under way


def prepare(data_dir: Path) -> Path:
    """The folder, empty and readable by its owner only: what a service that was killed left behind is removed."""
    folder = data_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def discard(files: Iterable[Path], folder: Path) -> None:
    """Delete files that were read, each with the folder Gradio made for it; and Gradio's empty placeholders."""
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
            if file.parent.parent == folder:
                file.parent.rmdir()
    old = time.time() - _ABANDONED
    for placeholder in folder.glob("tmp*"):
        with contextlib.suppress(OSError):
            seen = placeholder.stat()
            if seen.st_size == 0 and seen.st_mtime < old:
                placeholder.unlink()
