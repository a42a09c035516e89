"""Older office files: converted where LibreOffice is, refused in one recognisable way where it is not."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.documents import legacy, read_bytes
from assistant.errors import DocumentError
from tests.documents.office_files import old_word
from tests.documents.table import OFFICE_BODY, OFFICE_NUMBERS, OFFICE_STYLES
from tests.documents.word_files import docx

SOFFICE = legacy.find_libreoffice()
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="uses a shell script in place of LibreOffice")
NOWHERE = "no-such-program"


@pytest.mark.parametrize("name", ["稿子.doc", "稿子.wps", "模板.DOT"])
def test_without_libreoffice_one_recognisable_error(name: str) -> None:
    with pytest.raises(DocumentError) as raised:
        read_bytes(old_word(), name, libreoffice=NOWHERE)
    assert raised.value.code == "needs_conversion"
    assert raised.value.where == name
    assert "请在 WPS 或 Word 里另存为 docx 后再放进来" in raised.value.tell("zh")


def test_rtf_needs_it_too() -> None:
    with pytest.raises(DocumentError) as raised:
        read_bytes(b"{\\rtf1\\ansi hello}", "稿子.rtf", libreoffice=NOWHERE)
    assert raised.value.code == "needs_conversion"


def stand_in(folder: Path, script: str) -> str:
    """A program in LibreOffice's place."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def temporary_folders() -> set[Path]:
    import tempfile

    return set(Path(tempfile.gettempdir()).glob("gaigao-*"))


@posix_only
@pytest.mark.parametrize(
    "script", ["exit 1", "exit 0", "mkdir out; : > out/input.docx", "mkdir out; echo broken > out/input.docx"]
)
def test_a_conversion_that_fails(tmp_path: Path, script: str) -> None:
    before = temporary_folders()
    with pytest.raises(DocumentError) as raised:
        read_bytes(old_word(), "稿子.doc", libreoffice=stand_in(tmp_path, script))
    assert raised.value.code in ("conversion_failed", "damaged")
    assert temporary_folders() <= before


@posix_only
def test_a_conversion_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "TIME_LIMIT", 1.0)
    note = tmp_path / "child"
    program = stand_in(tmp_path, f"sleep 60 & echo $! > {note}; wait")
    before = temporary_folders()
    started = time.monotonic()
    with pytest.raises(DocumentError) as raised:
        read_bytes(old_word(), "稿子.doc", libreoffice=program)
    assert raised.value.code == "conversion_slow"
    assert time.monotonic() - started < 20
    assert temporary_folders() <= before
    child = int(note.read_text())
    for _ in range(50):  # an ended process may stay listed until its parent looks
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the process that LibreOffice started is still running")


@posix_only
def test_the_program_gets_a_profile_of_its_own_without_macros(tmp_path: Path) -> None:
    program = stand_in(
        tmp_path, f'cp -r profile {tmp_path}/seen; printf "%s\\n" "$@" > {tmp_path}/arguments; exit 1'
    )
    with pytest.raises(DocumentError):
        read_bytes(old_word(), "稿子.doc", libreoffice=program)
    settings = (tmp_path / "seen" / "user" / "registrymodifications.xcu").read_text()
    assert 'oor:name="DisableMacrosExecution" oor:op="fuse"><value>true' in settings
    arguments = (tmp_path / "arguments").read_text().splitlines()
    assert "--headless" in arguments
    assert any(a.startswith("-env:UserInstallation=file://") for a in arguments)
    assert not any("稿子" in a for a in arguments)  # the name of a file never reaches the program


def test_finding_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert legacy.find_libreoffice(NOWHERE) is None
    if os.name == "posix":
        program = stand_in(tmp_path, "exit 0")
        assert legacy.find_libreoffice(program) == program
        monkeypatch.setenv("PATH", str(tmp_path))
        assert legacy.find_libreoffice() == program


@needs_libreoffice
@pytest.mark.parametrize("extension", ["doc", "wps"])
def test_a_real_conversion(tmp_path: Path, extension: str) -> None:
    original = docx(OFFICE_BODY, styles=OFFICE_STYLES, numbering=OFFICE_NUMBERS)
    source = tmp_path / "稿子.docx"
    source.write_bytes(original)
    written = "doc" if extension == "wps" else extension
    command = [
        str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", written,
        "--outdir", str(tmp_path / "out"), str(source),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.move(tmp_path / "out" / f"稿子.{written}", tmp_path / f"稿子.{extension}")
    document = read_bytes((tmp_path / f"稿子.{extension}").read_bytes(), f"稿子.{extension}")
    assert document.format == "legacy"
    assert document.text.split("\n")[:6] == [
        "青石镇领导班子对照检查材料", "一、存在的主要问题", "（一）理论学习方面", "一是学用结合不够紧密。", "二是调查研究不够经常。", "（二）工作作风方面",
    ]  # fmt: skip
    assert [document.text[s.start : s.end].strip() for s in document.generated][:4] == [
        "一、",
        "（一）",
        "一是",
        "二是",
    ]
