"""The table of test files through the command line: `text`, `outline` and `library add`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.documents.table import READABLE, REFUSED, Readable, Refused, write


@pytest.mark.parametrize("case", READABLE, ids=lambda c: c.name)
def test_readable(case: Readable, gaigao: Run, tmp_path: Path) -> None:
    path = write(case, tmp_path)
    status, value, _ = gaigao("text", str(path))
    assert status == 0
    if case.lines:
        assert tuple(value["text"].split("\n")) == case.lines
    assert all(text in value["text"] for text in case.must_include)
    assert not any(text in value["text"] for text in case.must_not_include)
    assert [warning["code"] for warning in value["warnings"]] == list(case.notices)
    status, tree, _ = gaigao("outline", str(path))
    assert status == 0 and tree["text"] == value["text"]
    assert sum(s["end"] - s["start"] for s in tree["sections"]) == tree["length"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda c: c.name)
def test_refused(case: Refused, gaigao: Run, tmp_path: Path) -> None:
    status, value, _ = gaigao("text", str(write(case, tmp_path)))
    assert (status, value["error"]["code"]) == (1, case.code)
    assert case.name in value["error"]["where"] and case.about in value["error"]["message"]


def test_refused_files_stop_no_other_in_the_library(gaigao: Run, tmp_path: Path) -> None:
    folder = tmp_path / "旧文件"
    folder.mkdir()
    refused = [case for case in REFUSED if len(case.make()) < 1_000_000]
    for case in refused:
        write(case, folder)
    good = write(next(case for case in READABLE if case.format == "docx" and case.lines), folder)
    status, value, _ = gaigao("library", "add", str(folder))
    assert status == 1 and [report["filename"] for report in value["added"]] == [good.name]
    assert all(failure["error"] and failure["path"] for failure in value["failed"])
    _, listed, _ = gaigao("library", "list")
    assert len(listed["reports"]) == 1
