"""No uploaded document is left lying about."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from assistant.ui.uploads import FOLDER, discard, prepare


def test_the_folder_is_private_and_what_a_killed_service_left_is_gone(tmp_path: Path) -> None:
    left = tmp_path / FOLDER / "abc" / "机密.docx"
    left.parent.mkdir(parents=True)
    left.write_text("x", encoding="utf-8")
    folder = prepare(tmp_path)
    assert list(folder.iterdir()) == []
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_files_go_with_their_folders_and_placeholders_when_they_are_old(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    file = folder / "0123" / "a.txt"
    file.parent.mkdir()
    file.write_text("x", encoding="utf-8")
    old, new, full = folder / "tmpold", folder / "tmpnew", folder / "tmpfull"
    for path in (old, new):
        path.touch()
    full.write_text("an upload under way", encoding="utf-8")
    before = time.time() - 3600
    os.utime(old, (before, before))
    os.utime(full, (before, before))
    discard([file, folder / "0123" / "gone.txt"], folder)
    assert sorted(p.name for p in folder.iterdir()) == ["tmpfull", "tmpnew"]


def test_a_file_elsewhere_is_deleted_but_not_its_folder(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "a.txt").touch()
    discard([other / "a.txt"], folder)
    assert other.is_dir()
    assert not list(other.iterdir())
