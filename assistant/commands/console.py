"""Where a command's results, progress and notices go: results to standard output, all else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from tqdm import tqdm

from assistant.errors import GaigaoError
from assistant.wording import Language, Notice, wording


class Progress(Protocol):
    """Called with the units done, the units in all, and what is being done."""

    def __call__(self, done: int, total: int, what: str, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Console:
    """The terminal of one command. as_json: print one JSON object instead of text."""

    language: Language
    as_json: bool = False

    def say(self, key: str, **params: Any) -> str:
        """A text of the command line in the user's language."""
        return wording(f"cli.{key}", self.language, **params)

    def result(self, value: dict[str, Any], lines: Iterable[str]) -> None:
        """Print a command's result: `value` as JSON, or `lines` for a reader."""
        if self.as_json:
            self.json_line(value)
        else:
            for line in lines:
                print(line)

    def json_line(self, value: dict[str, Any]) -> None:
        """Print one JSON object on one line."""
        print(json.dumps(value, ensure_ascii=False), flush=True)

    def tell(self, text: str) -> None:
        """A line for the user beside the result."""
        print(text, file=sys.stderr, flush=True)

    def notices(self, notices: Iterable[Notice]) -> None:
        """Each notice as a line on standard error, unless the JSON carries them."""
        if not self.as_json:
            for notice in notices:
                self.tell(self.say("notice", text=notice.text(self.language)))

    def failure(self, error: GaigaoError) -> None:
        """Print a failure: one message, and with `--json` the error object."""
        if self.as_json:
            self.json_line({"error": error.as_json(self.language)})
            return
        self.tell(self.say("failed", text=error.tell(self.language)))
        if error.candidates:
            self.tell(self.say("candidates"))
            for candidate in error.candidates:
                self.tell(f"  {candidate}")

    @contextmanager
    def progress(self, unit: str) -> Iterator[Progress]:
        """A bar with rate and time left on standard error, while it is a terminal or not."""
        with tqdm(
            unit=unit, file=sys.stderr, dynamic_ncols=True, leave=False, mininterval=0.2, delay=0.5
        ) as bar:

            def report(done: int, total: int, what: str, /) -> None:
                bar.total = total
                bar.set_description_str(what, refresh=False)
                bar.update(done - bar.n)

            yield report
