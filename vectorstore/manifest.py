"""What an index folder says of itself, `manifest.json`: to which embedding and which ways of cutting it
belongs. Imports errors.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from assistant.errors import StoreError

_FILE = "manifest.json"


def read_fingerprint(folder: Path) -> str | None:
    """The fingerprint of an index folder; None where there is no index, "?" where its manifest cannot be
    read.
    """
    try:
        said = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return str(said["fingerprint"])
    except FileNotFoundError:
        return "?" if folder.is_dir() and any(folder.iterdir()) else None
    except (OSError, ValueError, KeyError, TypeError):
        return "?"


def claim(folder: Path, fingerprint: str) -> None:
    """Make `folder` an index folder of `fingerprint`, or see that it is one.

    Raises StoreError("fingerprint_mismatch") where it belongs to another, store_not_writable or
    store_no_space.
    """
    stored = read_fingerprint(folder)
    if stored is None:
        _write(folder, fingerprint)
    elif stored != fingerprint:
        raise StoreError("fingerprint_mismatch", where=str(folder), stored=stored, wanted=fingerprint)


def _write(folder: Path, fingerprint: str) -> None:
    # Written beside and renamed: after a kill there is a whole manifest or none.
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder.with_name(f"{folder.name}.{_FILE}.new")
        with beside.open("w", encoding="utf-8") as stream:
            json.dump({"format": 1, "fingerprint": fingerprint}, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(folder / _FILE)
    except OSError as error:
        code = "store_no_space" if error.errno == 28 else "store_not_writable"
        raise StoreError(code, where=str(folder), megabytes=48) from error
