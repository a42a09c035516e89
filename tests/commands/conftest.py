"""The command line run in this process, on a data folder with a small library."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.samples import sample_draft, sample_reports

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with four of the sample reports, made once."""
    folder = tmp_path_factory.mktemp("library")
    paths = [str(path) for path in sample_reports()[:4]]
    assert main(["library", "add", *paths, "--data-dir", str(folder), "--json"]) == 0
    return folder


@pytest.fixture
def gaigao(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with `--json`; gives the exit status, the JSON (a list for a batch), and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, folder: Path | None = None, batch: bool = False) -> tuple[int, Any, str]:
        capsys.readouterr()
        status = main([*arguments, "--json", "--data-dir", str(folder or tmp_path / "data")])
        out, err = capsys.readouterr()
        lines = [json.loads(line) for line in out.splitlines()]
        if batch:
            return status, lines, err
        assert len(lines) == 1, f"one JSON object was promised: {out!r}"
        return status, lines[0], err

    return run


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The sample draft as a file of the user's."""
    path = tmp_path / "我的稿子.txt"
    path.write_bytes(sample_draft().path.read_bytes())
    return path
