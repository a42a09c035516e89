"""The README files say what the code does: their lists are the code's, their links and files exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.readme_lists import READMES, ROOT, filled


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_lists_are_the_codes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == filled(text, READMES[path]), "run `make readme`"


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_files_named_exist(path: Path) -> None:
    for target in re.findall(r"\]\((?!http|#)([^)]+)\)", path.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_make_targets_named_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^)make ([a-z0-9-]+)", path.read_text(encoding="utf-8"), re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_no_host_of_a_registry_and_no_path_of_a_machine() -> None:
    tracked = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
        .stdout.decode()
        .split("\0")
    )
    if not tracked[0]:
        pytest.skip("not a git checkout")
    hosts = re.compile(
        "|".join(
            map(
                re.escape,
                ("py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"),
            )
        )
    )
    wrong = []
    for name in filter(None, tracked):
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        if hosts.search(text) or re.search(r"(?<![\w.])/(?:wo" + r"rk|farm)/", text):
            wrong.append(name)
    assert not wrong
