"""The library through the process that owns its folder: the same commands, carried out there over
loopback. Imports the wire's values and httpx; loads no engine.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx

from assistant.document import Document
from assistant.errors import GaigaoError, StoreError
from assistant.guard.findings import Guarded, Proposal
from assistant.guard.inspection import Inspection, Submission
from assistant.library.catalog import Origin, Report
from assistant.library.hits import Hit
from assistant.library.intake import SourceFile, find_files
from assistant.library.ownership import SECRET_HEADER, Owner
from assistant.library.results import Added, Rebuilt, Removed
from assistant.owner import wire
from assistant.wording import Notice

Progress = Callable[[int, int, str], None]

_SILENCE = 60.0  # seconds; the owner gives a sign of life every 5


class RemoteLibrary:
    """The library of a folder that another process owns."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self._client = httpx.Client(
            base_url=owner.url,
            headers={SECRET_HEADER: owner.secret},
            timeout=httpx.Timeout(_SILENCE, connect=5.0),
            trust_env=False,  # no proxy: the owner is on this machine
        )

    @property
    def notices(self) -> tuple[Notice, ...]:
        """None: the owner tells its own."""
        return ()

    def ready(self) -> bool | None:
        """Whether the owner's library is open; None where the owner does not answer at its address."""
        try:
            answer = self._client.get("/owner", timeout=5.0)
            return answer.json()["ready"] is True if answer.status_code == httpx.codes.OK else None
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return None

    def prepare(self, progress: Progress | None = None, *, warm: bool = False) -> None:
        """Nothing: the owner is prepared."""

    def add(
        self,
        files: Sequence[SourceFile | Path],
        origin: Origin | None = None,
        progress: Progress | None = None,
    ) -> Added:
        """As `Library.add`; the owner reads the files itself."""
        found = find_files(file for file in files if isinstance(file, Path))
        given = [file for file in files if isinstance(file, SourceFile)]
        body = {"files": [wire.source_out(file) for file in (*found.files, *given)], "origin": origin}
        added = wire.added_in(self._call("library_add", body, progress))
        return Added(
            added.added,
            added.unchanged,
            (*found.failed, *added.failed),
            (*found.skipped, *added.skipped),
            added.duplicates,
        )

    def list(self) -> list[Report]:
        """As `Library.list`."""
        return [wire.report_in(report) for report in self._call("library_list", {}, None)]

    def report(self, report_id: str) -> Report:
        """As `Library.report`."""
        return wire.report_in(self._call("report", {"id": report_id}, None))

    def document(self, report_id: str) -> Document:
        """As `Library.document`."""
        return wire.document_in(self._call("report_document", {"id": report_id}, None))

    def remove(self, ids: Sequence[str], progress: Progress | None = None) -> Removed:
        """As `Library.remove`."""
        return wire.removed_in(self._call("library_remove", {"ids": list(ids)}, progress))

    def rebuild(self, progress: Progress | None = None) -> Rebuilt:
        """As `Library.rebuild`."""
        return wire.rebuilt_in(self._call("library_rebuild", {}, progress))

    def search(
        self,
        query: str,
        k: int = 10,
        role: str | None = None,
        kind: str | None = None,
        origin: str | None = None,
    ) -> Sequence[Hit]:
        """As `Library.search`."""
        body = {"query": query, "k": k, "role": role, "kind": kind, "origin": origin}
        return [wire.hit_in(hit) for hit in self._call("search", body, None)]

    def guard(self, proposal: Proposal) -> Guarded:
        """As `Library.guard`."""
        return wire.guarded_in(self._call("guard", dataclasses.asdict(proposal), None))

    def inspect(self, submission: Submission) -> Inspection:
        """As `Library.inspect`."""
        return wire.inspection_in(self._call("inspect", dataclasses.asdict(submission), None))

    def close(self) -> None:
        """Give back the connection."""
        self._client.close()

    def _call(self, name: str, body: dict[str, Any], progress: Progress | None) -> Any:
        try:
            with self._client.stream("POST", f"/owner/commands/{name}", json=body) as answer:
                if answer.status_code != httpx.codes.OK:
                    answer.read()
                    raise self._refusal(answer)
                for text in answer.iter_lines():
                    line = json.loads(text)
                    if "error" in line:
                        raise wire.error_in(line["error"])
                    if "result" in line:
                        return line["result"]
                    if progress is not None and "progress" in line:
                        done, total, what = line["progress"]
                        progress(done, total, what)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise self._lost(type(error).__name__) from error
        raise self._lost("end")

    def _refusal(self, answer: httpx.Response) -> GaigaoError:
        try:
            return wire.error_in(answer.json()["error"])
        except (ValueError, KeyError, TypeError):
            return self._lost(f"HTTP {answer.status_code}")

    def _lost(self, reason: str) -> StoreError:
        return StoreError("owner_lost", where=self.owner.url, pid=self.owner.pid, reason=reason)
