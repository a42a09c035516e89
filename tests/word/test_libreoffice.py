"""Accept all gives the new text, reject all the old one: judged by LibreOffice over differently built files."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from assistant.documents import read_bytes
from assistant.errors import DocumentError
from assistant.word import rewrite
from assistant.word.proof import main_part
from tests.shared import SHARED
from tests.word.libreoffice import Job, judged, program
from tests.word.mutations import mutated
from tests.word.samples import SAMPLES, sample
from tests.word.test_word_files import BY_OFFICE, NAME

CHANGES = 2
"""Of each file."""


# LibreOffice 7.4, accepting the deletion of a whole paragraph that has an outline level of its own beside its style,
# also joins the two paragraphs after it (a file made by hand does so too); such changes are no case for it.
_HEADING_GONE = re.compile(r"<w:pStyle (?:(?!</w:pPr>).)*<w:outlineLvl (?:(?!</w:pPr>).)*<w:rPr><w:del ")


def _files() -> dict[str, bytes]:
    real = sorted((SHARED / "data" / "docx").glob("*.docx")) if SHARED is not None else []
    return {
        **{name: sample(name) for name in SAMPLES},
        **{f"real{n}": f.read_bytes() for n, f in enumerate(real)},
    }


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_libreoffice_agrees(tmp_path: Path) -> None:
    jobs: list[Job] = []
    cases: list[str] = []
    for name, data in _files().items():
        old = read_bytes(data, NAME).text
        made = 0
        for seed in range(40):
            new = mutated(old, random.Random(f"{name} {seed}"))
            try:
                clean = rewrite(data, NAME, new)
                tracked = rewrite(data, NAME, new, tracked=BY_OFFICE)
                before = rewrite(data, NAME, old)
            except DocumentError as error:
                assert error.code == "word_change_unplaced"
                continue
            if _HEADING_GONE.search(main_part(tracked.data).decode("utf-8")):
                continue
            files = {}
            for kind, result in (("clean", clean), ("tracked", tracked), ("before", before)):
                files[kind] = tmp_path / f"{name}-{seed}-{kind}.docx"
                files[kind].write_bytes(result.data)
            jobs += [
                Job(files["clean"], "Read"),
                Job(files["tracked"], "AcceptAllTrackedChanges"),
                Job(files["before"], "Read"),
                Job(files["tracked"], "RejectAllTrackedChanges"),
            ]
            cases.append(f"{name} {seed}")
            made += 1
            if made == CHANGES:
                break
    said = judged(jobs, tmp_path)
    wrong = []
    for number, case in enumerate(cases):
        clean_said, accepted, before_said, refused = said[4 * number : 4 * number + 4]
        if clean_said != accepted:
            wrong.append((case, "accept", clean_said, accepted))
        if before_said != refused:
            wrong.append((case, "reject", before_said, refused))
    assert len({case.split()[0] for case in cases}) >= 15
    assert not wrong, "\n".join(_difference(*w) for w in wrong)


def _difference(case: str, way: str, wanted: list[tuple[str, str]], found: list[tuple[str, str]]) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b),
        min(len(wanted), len(found)),
    )
    return f"{case} {way} paragraph {at}: {wanted[at : at + 3]} became {found[at : at + 3]}"
