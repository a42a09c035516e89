"""The lines of a batch: one request each, from a file or standard input."""

from __future__ import annotations

import sys
from pathlib import Path


def batch_lines(name: str) -> list[str]:
    """The lines of a file in any readable encoding, or of standard input for `-`."""
    if name == "-":
        return sys.stdin.read().splitlines()
    from assistant.documents import read

    path = Path(name)
    # A JSON Lines file is text whatever its suffix is.
    return read(path, name=f"{path.name}.txt" if path.suffix.lower() != ".txt" else path.name).text.split(
        "\n"
    )
