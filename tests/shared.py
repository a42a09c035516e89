"""Real reports and data that tests may read where they are at hand; they are no part of the project."""

from pathlib import Path

import pytest

_CANDIDATE = Path(__file__).resolve().parents[2] / "shared"
SHARED: Path | None = _CANDIDATE if (_CANDIDATE / "reports").is_dir() else None

needs_shared = pytest.mark.skipif(
    SHARED is None, reason="the folder shared/ with real reports is not beside the project"
)


def shared_texts() -> list[Path]:
    """Every text file of reports and data, empty where the folder is absent."""
    if SHARED is None:
        return []
    files = [*(SHARED / "reports").glob("*.txt"), *(SHARED / "data").rglob("*.txt")]
    return sorted(f for f in files if f.name != "SOURCE.txt")
