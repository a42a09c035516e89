"""The first start: the bar that counts the sample reports knows their number from its first line on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app import _add_samples
from assistant.library.library import Added
from assistant.samples import sample_reports
from assistant.settings import Settings


class SlowLibrary:
    """Tells of other steps before it counts reports, as the real one does while it loads."""

    def count(self) -> tuple[int, int]:
        return 0, 0

    def add(self, files: list[Path], _origin: str, progress: Any) -> Added:
        progress(0, 0, "checking")
        progress(1, 3, "checking")
        for done in range(len(files) + 1):
            progress(done, len(files), "report")
        return Added()


def test_the_bar_begins_with_its_total(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _add_samples(Settings(data_dir=tmp_path), SlowLibrary())  # type: ignore[arg-type]
    shown = [line for line in re.split(r"[\r\n]+", capsys.readouterr().err) if "[" in line]
    total = len(list(sample_reports()))
    assert len(shown) >= 2
    assert all(f"/{total} [" in line for line in shown)
    assert f"{total}/{total}" in shown[-1]
