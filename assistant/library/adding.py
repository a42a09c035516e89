"""One addition of files to the library: read, taken in by groups, told what became of each. Imports intake, records and
shelving.

The indexes are written once for a group and not for each file: a commit costs as much as a file's passages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.errors import DocumentError, GaigaoError, LibraryError
from assistant.library.catalog import NewReport, Origin
from assistant.library.indexing import Step
from assistant.library.intake import Failed, SourceFile, content_of, origin_of, read_report, report_id
from assistant.library.records import Records
from assistant.library.shelving import Shelving
from assistant.settings import Settings
from assistant.wording import wording

Progress = Callable[[int, int, str], None]

# A group is taken in once it has as many passages, files, or bytes.
_PASSAGES, _FILES, _BYTES = 300, 16, 32 << 20


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read and is not in the library."""

    source: SourceFile
    data: bytes
    new: NewReport


class Adding:
    """The files of one call of `Library.add`. Afterwards `added` and `unchanged` hold ids, `failed` the others.

    A file that cannot be read stops no other; a failure of the store, of the embedding, or a stop by the
    progress, ends it: all that follow fail with the same error, what is in stays in.
    """

    def __init__(
        self,
        records: Records,
        shelving: Shelving,
        writer: threading.RLock,
        settings: Settings,
        progress: Progress,
        require_open: Callable[[], None],
    ) -> None:
        self.added: dict[str, None] = {}
        self.unchanged: dict[str, None] = {}
        self.failed: list[Failed] = []
        self._records = records
        self._shelving = shelving
        self._writer = writer
        self._settings = settings
        self._progress = progress
        self._require_open = require_open
        self._total = 0
        self._in_hand = 0  # of the group that is being taken in
        self._ended: GaigaoError | None = None

    def run(self, sources: Sequence[SourceFile], origin: Origin | None) -> None:
        """Add the files, in their order. origin: of them all; None: each by its folder."""
        self._total = len(sources)
        group: list[_Read] = []
        for source in sources:
            if self._ended is not None:
                self.failed.append(Failed(source.name, self._ended))
                continue
            try:
                self._progress(self._done, self._total, _short(source.name))
                read = self._read(source, origin, group)
            except GaigaoError as error:
                self._fail(source, error)
            else:
                if read is not None:
                    group.append(read)
            if self._ended is not None or _is_full(group):
                self._take(group)
                group = []
        self._take(group)

    @property
    def _done(self) -> int:
        done = len(self.added) + len(self.unchanged) + len(self.failed) + self._in_hand
        return min(self._total, done)

    def _read(self, source: SourceFile, origin: Origin | None, group: Sequence[_Read]) -> _Read | None:
        data = content_of(source)
        identity = report_id(data)
        if any(one.new.id == identity for one in group) or self._records.reports([identity]):
            self.unchanged.setdefault(identity)
            return None
        libreoffice = self._settings.libreoffice
        return _Read(
            source, data, read_report(data, source.name, origin_of(source, origin), libreoffice=libreoffice)
        )

    def _take(self, group: Sequence[_Read]) -> None:
        """Take the files of a group in; whatever goes wrong, none of them is half in."""
        entered: list[_Read] = []
        with self._writer:
            try:
                self._require_open()
                for at, read in enumerate(group):
                    try:
                        if self._enter(read):
                            entered.append(read)
                            self._in_hand = len(entered)
                    except GaigaoError as error:
                        for one in group[at:]:
                            self._fail(one.source, error)
                        break
                self._shelving.settle_in([read.new.id for read in entered])
            except GaigaoError as error:
                for read in entered or group:
                    self._fail(read.source, error)
            except BaseException:
                self._shelving.undo([read.new.id for read in entered])
                raise
            else:
                self.added.update(dict.fromkeys(read.new.id for read in entered))
            finally:
                self._in_hand = 0

    def _enter(self, read: _Read) -> bool:
        self._progress(self._done, self._total, _short(read.source.name))
        state = self._records.states().get(read.new.id, ("", ""))[0]
        if state in ("indexed", "updating"):  # another thread was quicker
            self.unchanged.setdefault(read.new.id)
            return False
        if state:
            self._shelving.leave([read.new.id])
        self._shelving.enter(read.new, read.data, self._step(_short(read.source.name)))
        return True

    def _fail(self, source: SourceFile, error: GaigaoError) -> None:
        self.failed.append(Failed(source.name, error))
        if _ends(error):
            self._ended = error

    def _step(self, name: str) -> Step:
        """Progress within a file, for a bar that counts files."""

        def step(done: int, total: int) -> None:
            key = "library.progress.file_embedding"
            what = wording(key, self._settings.language, name=name, done=done, total=total)
            self._progress(self._done, self._total, what)

        return step


def _short(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _is_full(group: Sequence[_Read]) -> bool:
    return (
        len(group) >= _FILES
        or sum(len(read.new.passages) for read in group) >= _PASSAGES
        or sum(len(read.data) for read in group) >= _BYTES
    )


def _ends(error: GaigaoError) -> bool:
    """Whether the next file would fail in the same way: a failure of the store or the embedding, a stop."""
    return error.code == "stopped" or not isinstance(error, LibraryError | DocumentError)
