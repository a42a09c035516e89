"""Chroma's failures as StoreError. They are known by name and words, so that chromadb need not be imported.
Imports errors and httpx.
"""

from __future__ import annotations

from pathlib import Path

import httpx

from assistant.errors import StoreError
from vectorstore.chroma_place import free_bytes

# What must stay free on the disk. Below it Chroma fails in the middle of writing and its files are broken.
SPARE_BYTES = 48 << 20
_FULL_BYTES = 1 << 20


def translated(error: BaseException, folder: Path | None, where: str) -> StoreError:
    """What happened to the index in `folder`, or on the server at `where` if there is none."""
    if isinstance(error, StoreError):
        return error
    return _of_server(error, where) if folder is None else _of_folder(error, folder, where)


def _of_server(error: BaseException, where: str) -> StoreError:
    kind = type(error).__name__
    if isinstance(error, httpx.TransportError) or "Could not connect" in str(error):
        return StoreError("chroma_unreachable", where=where)
    if (
        "hnsw" in str(error) or kind == "NotFoundError"
    ):  # its files are broken, or somebody deleted the collection
        return StoreError("dense_broken", where=where, detail=kind)
    return StoreError("chroma_refused", where=where, detail=kind)


def _of_folder(error: BaseException, folder: Path, where: str) -> StoreError:
    words = str(error)
    if "disk is full" in words or "No space left" in words or free_bytes(folder) < _FULL_BYTES:
        return StoreError("store_no_space", where=where, megabytes=SPARE_BYTES >> 20)
    if (
        isinstance(error, PermissionError)
        or "readonly database" in words
        or "unable to open database" in words
    ):
        return StoreError("store_not_writable", where=where)
    if "database is locked" in words:
        return StoreError("store_busy", where=where)
    return StoreError("dense_broken", where=where, detail=type(error).__name__)
