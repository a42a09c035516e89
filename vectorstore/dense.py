"""The dense index: vectors of passages in Chroma, embedded in a folder or on a server. The only importer of
chromadb, which is imported when an index is opened. Imports errors; Chroma's exceptions become StoreError
here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import numpy as np

from assistant.errors import StoreError
from vectorstore import hnsw_files
from vectorstore.chroma_errors import SPARE_BYTES, translated
from vectorstore.chroma_place import ServerAddress, free_bytes, plain_path
from vectorstore.entry import Entry, Filter, Matrix, Vector
from vectorstore.panics import is_panic
from vectorstore.vector_memory import VectorMemory, products

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

COLLECTION = "gaigao-passages"

# Chroma answers `too many SQL variables` beyond 32,766 rows, and takes 5,461 records at once when embedded.
_PAGE = 1000
_REPORTS_AT_ONCE = 100
# A write is refused while there is still room: Chroma's files break when the disk fills up under them.
_BYTES_A_NUMBER = 16
# Inner product of unit vectors is the cosine. A wider search than the default finds what a narrow one misses.
_HNSW = {"space": "ip", "ef_search": 200}
# Seconds: to reach a server, and for its answer.
_CONNECT_TIMEOUT = 5.0
_ANSWER_TIMEOUT = 60.0

_T = TypeVar("_T")


class DenseIndex:
    """Vectors by passage id, with the tags they are filtered by. Safe to use from several threads.

    `add` and `remove` are durable when they return, and idempotent. After Chroma has shown itself broken
    every call raises StoreError("dense_broken"): it would go on answering from a stale index. Rebuild into
    another folder then.
    """

    def __init__(self, opened: _Opened, dimension: int) -> None:
        self._opened = opened
        self._collection = opened.collection
        self._dimension = dimension
        self._memory = VectorMemory(dimension)
        self._state = threading.Condition()
        self._calls = 0
        # Seen once under load: a query beside a change of embedded Chroma raises as if its files were broken. A call
        # takes milliseconds, so they go one after the other; a server sees to that itself.
        self._turn = threading.RLock() if opened.folder is not None else nullcontext()
        self._unusable: StoreError | None = None

    @classmethod
    def open(
        cls, place: Path | str, *, dimension: int, fingerprint: str = "", collection: str = COLLECTION
    ) -> DenseIndex:
        """Open or create the collection in a folder (Path) or on a server (str, its address).

        Raises StoreError: dense_broken (also what a probing query shows), chroma_unreachable, chroma_refused,
        fingerprint_mismatch, store_no_space, store_not_writable.
        """
        opened = (
            _open_folder(place, collection, fingerprint)
            if isinstance(place, Path)
            else _open_server(place, collection, fingerprint)
        )
        index = cls(opened, dimension)
        try:
            stored = (opened.collection.metadata or {}).get("fingerprint", "")
            if stored != fingerprint:
                raise StoreError(
                    "fingerprint_mismatch", where=opened.where, stored=stored or "?", wanted=fingerprint
                )
            index._probe()
        except BaseException:
            index.close()
            raise
        return index

    @property
    def where(self) -> str:
        """The folder, or the server's address."""
        return self._opened.where

    def add(self, entries: Sequence[Entry]) -> None:
        """Add passages, or replace those of the same ids, tags included. Of two with one id the later counts."""
        for chunk in _chunks(list({entry.passage.id: entry for entry in entries}.values()), _PAGE):
            rows = np.stack([entry.vector for entry in chunk]).astype(np.float32, copy=False)
            _require_unit(rows, self._dimension)
            with self._call():
                self._require_space(len(chunk))
                self._collection.upsert(
                    ids=[entry.passage.id for entry in chunk],
                    embeddings=rows,
                    metadatas=[
                        {
                            "report_id": entry.tags.report_id,
                            "role": entry.passage.role,
                            "kind": entry.tags.kind,
                            "origin": entry.tags.origin,
                        }
                        for entry in chunk
                    ],
                )
            self._memory.put({entry.passage.id: row for entry, row in zip(chunk, rows, strict=True)})

    def remove(self, report_ids: Iterable[str]) -> None:
        """Remove every passage of these reports; unknown reports are ignored."""
        for chunk in _chunks(list(report_ids), _REPORTS_AT_ONCE):
            for ids in _chunks(self._ids({"report_id": {"$in": list(chunk)}}), _PAGE):
                with self._call():
                    self._collection.delete(ids=list(ids))
                self._memory.forget(ids)

    def nearest(self, vector: Vector, n: int, where: Filter | None = None) -> list[tuple[str, float]]:
        """The `n` passages nearest to `vector` and their cosines, best first. With a filter it is slow (about
        ten times).
        """
        with self._call():
            found = self._collection.query(
                query_embeddings=np.asarray(vector, dtype=np.float32)[None, :],
                n_results=n,
                where=_condition(where),
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return [(passage_id, 1.0 - far) for passage_id, far in zip(found["ids"][0], distances, strict=True)]

    def similarities(self, vector: Vector, ids: Sequence[str]) -> dict[str, float]:
        """The cosines of `vector` with these passages; ids that are not there are left out."""
        found = self._memory.dot(vector, ids)
        missing = [passage_id for passage_id in ids if passage_id not in found]
        if missing:
            fetched = self.vectors(missing)
            self._memory.put(fetched)
            if fetched:
                found.update(zip(fetched, products(np.stack(list(fetched.values())), vector), strict=True))
        return found

    def vectors(self, ids: Iterable[str]) -> dict[str, Vector]:
        """The vectors of these passages; ids that are not there are left out."""
        found: dict[str, Vector] = {}
        for chunk in _chunks(list(dict.fromkeys(ids)), _PAGE):
            with self._call():
                page = self._collection.get(ids=list(chunk), include=["embeddings"])
            rows = np.asarray(page["embeddings"], dtype=np.float32)
            found.update(zip(page["ids"], rows, strict=True))
        return found

    def count(self) -> int:
        """How many passages there are."""
        with self._call():
            return self._collection.count()

    def ids(self) -> list[str]:
        """Every passage id, read page by page."""
        return self._ids(None)

    def reports(self, ids: Iterable[str]) -> dict[str, str]:
        """The reports these passages were added with."""
        found: dict[str, str] = {}
        for chunk in _chunks(list(ids), _PAGE):
            with self._call():
                page = self._collection.get(ids=list(chunk), include=["metadatas"])
            for passage_id, tags in zip(page["ids"], page["metadatas"] or [], strict=True):
                found[passage_id] = str(tags["report_id"])
        return found

    def close(self) -> None:
        """Wait for the calls under way, then free the files; another index may be opened in their place at
        once.
        """
        with self._state:
            if self._unusable is not None and self._unusable.code == "store_closed":
                return
            self._unusable = StoreError("store_closed", where=self.where)
            self._state.wait_for(lambda: self._calls == 0)
        self._opened.close()

    def _ids(self, where: Mapping[str, Any] | None) -> list[str]:
        found: list[str] = []
        while True:
            with self._call():
                page = self._collection.get(
                    where=dict(where) if where else None, include=[], limit=_PAGE, offset=len(found)
                )
            found += page["ids"]
            if len(page["ids"]) < _PAGE:
                return found

    def _probe(self) -> None:
        """Make Chroma load its files, and see that the oldest, a middle and the newest passage have their
        vectors.
        """
        with self._call():
            count = self._collection.count()
            if not count:
                return
            first = np.zeros((1, self._dimension), dtype=np.float32)
            first[0, 0] = 1.0
            self._collection.query(query_embeddings=first, n_results=1, include=["distances"])
            for offset in sorted({0, count // 2, count - 1}):
                rows = self._collection.get(limit=1, offset=offset, include=["embeddings"])["embeddings"]
                if rows is None or len(rows) != 1 or not _is_unit(np.asarray(rows, dtype=np.float32)):
                    raise StoreError("dense_broken", where=self.where)

    @contextmanager
    def _call(self) -> Iterator[None]:
        """Around every call of Chroma: not after the end, not after a breakdown, and its exceptions
        translated.
        """
        with self._state:
            if self._unusable is not None:
                raise _again(self._unusable)
            self._calls += 1
        try:
            with self._turn:
                if self._unusable is not None:  # it broke while this call was waiting
                    raise _again(self._unusable)
                yield
        except StoreError as error:
            self._mark(error)
            raise
        except Exception as error:
            told = translated(error, self._opened.folder, self.where)
            self._mark(told)
            raise told from error
        except BaseException as error:
            if not is_panic(error):
                raise
            told = StoreError("dense_broken", where=self.where)
            self._mark(told)
            raise told from error
        finally:
            with self._state:
                self._calls -= 1
                self._state.notify_all()

    def _mark(self, error: StoreError) -> None:
        with self._state:
            if error.code == "dense_broken" and self._unusable is None:
                self._unusable = error

    def _require_space(self, rows: int) -> None:
        wanted = SPARE_BYTES + rows * self._dimension * _BYTES_A_NUMBER
        if self._opened.folder and free_bytes(self._opened.folder) < wanted:
            raise StoreError("store_no_space", where=self.where, megabytes=wanted >> 20)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A connection to Chroma. folder: None on a server."""

    client: ClientAPI
    collection: Collection
    where: str
    folder: Path | None = None
    sessions: tuple[httpx.Client, ...] = ()

    def close(self) -> None:
        _close(self.client, self.sessions)


def _open_folder(folder: Path, collection: str, fingerprint: str) -> _Opened:
    where = str(folder)
    damage = hnsw_files.damage(folder)
    if damage:
        raise StoreError("dense_broken", where=where, detail=damage)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        client = _chromadb(where).PersistentClient(plain_path(folder), settings=_sealed_settings())
        try:
            found = _collection(client, collection, fingerprint)
        except BaseException:
            _close(client, ())
            raise
    except Exception as error:
        raise translated(error, folder, where) from error
    return _Opened(client, found, where, folder=folder)


def _open_server(url: str, collection: str, fingerprint: str) -> _Opened:
    server = ServerAddress.parse(url)
    where = str(server)
    try:
        # Chroma's own client waits for ever; so first see, with a limit, that somebody is there.
        server.require_heartbeat(_CONNECT_TIMEOUT)
        client = _chromadb(where).HttpClient(
            host=server.host,
            port=server.port,
            ssl=server.tls,
            headers=dict(server.headers),
            settings=_sealed_settings(),
        )
        sessions = _sessions(client)
        for session in sessions:
            session.timeout = httpx.Timeout(_ANSWER_TIMEOUT, connect=_CONNECT_TIMEOUT)
        try:
            found = _collection(client, collection, fingerprint)
        except BaseException:
            _close(client, sessions)
            raise
    except Exception as error:
        raise translated(error, None, where) from error
    return _Opened(client, found, where, sessions=sessions)


def _sessions(client: ClientAPI) -> tuple[httpx.Client, ...]:
    """The HTTP connections of a client of a server, which it neither bounds in time nor closes itself."""
    owners = (client, getattr(client, "_admin_client", None))
    found = (getattr(getattr(owner, "_server", None), "_session", None) for owner in owners)
    return tuple(session for session in found if isinstance(session, httpx.Client))


def _close(client: ClientAPI, sessions: tuple[httpx.Client, ...]) -> None:
    with suppress(
        Exception
    ):  # a broken one cannot even be closed; its files are free with the last reference
        client.close()  # type: ignore[attr-defined]
    for session in sessions:
        session.close()


def _chromadb(where: str) -> ModuleType:
    # It reads the environment and `.env` while it is imported, and fails over a value that it cannot use.
    try:
        import chromadb
    except Exception as error:
        raise StoreError("chroma_unusable", where=where, detail=type(error).__name__) from error
    return chromadb


def _collection(client: ClientAPI, name: str, fingerprint: str) -> Collection:
    # An existing collection keeps the fingerprint it was made with.
    return client.get_or_create_collection(
        name,
        configuration={"hnsw": _HNSW},  # type: ignore[arg-type]
        metadata={"fingerprint": fingerprint},
        embedding_function=None,
    )


def _sealed_settings() -> Settings:
    """Chroma's settings without its telemetry and without what stands in the environment or in a `.env` file."""
    from chromadb.config import Settings
    from pydantic_settings import PydanticBaseSettingsSource

    class Sealed(Settings):
        @classmethod
        def settings_customise_sources(
            cls, settings_cls: Any, init_settings: PydanticBaseSettingsSource, *_others: Any, **_more: Any
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (init_settings,)

    return Sealed(
        anonymized_telemetry=False, chroma_otel_collection_endpoint="", chroma_otel_granularity=None
    )


def drop_collection(url: str, collection: str) -> None:
    """Delete a collection on a server: what deleting the folder is to an embedded one. A missing one is no
    error.
    """
    opened = _open_server(url, collection, "")
    try:
        opened.client.delete_collection(collection)
    except Exception as error:
        raise translated(error, None, opened.where) from error
    finally:
        opened.close()


def _again(error: StoreError) -> StoreError:
    return StoreError(error.code, where=error.where, **error.params)


def _condition(where: Filter | None) -> dict[str, Any] | None:
    tags: list[dict[str, Any]] = [{name: value} for name, value in where.tags().items()] if where else []
    if where and where.exclude_reports:
        tags.append({"report_id": {"$nin": sorted(where.exclude_reports)}})
    if not tags:
        return None
    return tags[0] if len(tags) == 1 else {"$and": tags}


def _is_unit(rows: Matrix) -> bool:
    return bool((np.abs(np.linalg.norm(rows, axis=1) - 1) < 1e-2).all())


def _require_unit(rows: Matrix, dimension: int) -> None:
    if rows.shape[1] != dimension or not _is_unit(rows):
        raise ValueError(
            f"vectors of length 1 and dimension {dimension} are wanted, not of shape {rows.shape}"
        )


def _chunks(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
