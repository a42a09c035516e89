"""LibreOffice as a judge: what it reads in a Word file as it is, with all tracked changes accepted, or refused.

One start for all files: a macro in a profile of its own does the work (`judge.bas`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

Command = Literal["Read", "AcceptAllTrackedChanges", "RejectAllTrackedChanges"]
_BASIC = "user/basic/Standard"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LIBRARY = (
    f'{_HEAD}<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false"><library:element library:name="Judge"/></library:library>'
)


def program() -> str | None:
    """LibreOffice's own program, not its starter: the starter leaves a child behind when it is stopped."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return None
    binary = Path(found).resolve().parent / "soffice.bin"
    return str(binary) if binary.is_file() else found


@dataclass(frozen=True)
class Job:
    """A file to be read in one way."""

    file: Path
    command: Command


def judged(jobs: Sequence[Job], folder: Path, *, timeout: float = 120) -> list[list[tuple[str, str]]]:
    """For each job the paragraphs that LibreOffice finds: (automatic number, text)."""
    start = program()
    assert start is not None
    profile = folder / "profile"
    command = [start, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}"]
    # The first start makes the profile and would overwrite the macro.
    _run([*command, "--terminate_after_init"], timeout, {})
    library = profile / _BASIC
    library.mkdir(parents=True, exist_ok=True)
    code = escape(Path(__file__).with_name("judge.bas").read_text(encoding="utf-8"))
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (library / "Judge.xba").write_text(
        f'{_HEAD}<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Judge" '
        f'script:language="StarBasic">{code}</script:module>',
        encoding="utf-8",
    )
    targets = [folder / f"said{n}.txt" for n in range(len(jobs))]
    rows = [f"{job.file}\t{job.command}\t{target}" for job, target in zip(jobs, targets, strict=True)]
    (folder / "jobs").write_text("\n".join(rows), encoding="utf-8")
    _run([*command, "macro:///Standard.Judge.Main"], timeout, {"JUDGE_JOBS": str(folder / "jobs")})
    return [_paragraphs(target.read_text(encoding="utf-8")) for target in targets]


def _run(command: Sequence[str], timeout: float, environment: dict[str, str]) -> None:
    with subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _paragraphs(text: str) -> list[tuple[str, str]]:
    assert not text.startswith("FAILED"), text
    found = []
    for line in text.splitlines() if "\x0b" not in text else text.split("\n"):
        label, _, said = line.partition("\t")
        if said.strip() or label:
            found.append((label, said.strip()))
    return found
