"""Parts moved with tracked changes: accept all gives the new text, reject all the old one, judged by LibreOffice."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from lxml import etree

from assistant.changes.runs import runs_of_pieces
from assistant.documents import read_bytes
from assistant.drafting.standing_plan import Ground
from assistant.errors import DocumentError
from assistant.restructure.operation import Plan
from assistant.restructure.parts import parts_of
from assistant.restructure.validation import carry_out
from assistant.structure.outline import outline
from assistant.word import rewrite, rewrite_moved
from assistant.word.proof import main_part
from tests.restructure import random_plans
from tests.shared import SHARED
from tests.word.libreoffice import Job, judged, program
from tests.word.samples import SAMPLES, sample
from tests.word.test_moving import plain_file
from tests.word.test_word_files import BY_OFFICE, NAME

PLANS = 3
"""Of each file."""

# LibreOffice 7.4 keeps the paragraph of a block content control whose text was deleted, drops a hidden paragraph whose
# mark was, and gives no automatic number back with a refused change of a paragraph: no case for its judgement.
_NOT_JUDGED = {"content_controls", "hidden_and_odd", "direct_lists", "office_styles"}


def _files() -> dict[str, bytes]:
    real = sorted((SHARED / "data" / "docx").glob("*.docx")) if SHARED is not None else []
    return {
        "plain": plain_file(),
        **{name: sample(name) for name in SAMPLES if name not in _NOT_JUDGED},
        **{f"real{n}": f.read_bytes() for n, f in enumerate(real)},
    }


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_libreoffice_agrees_about_moves(tmp_path: Path) -> None:
    jobs: list[Job] = []
    cases: list[str] = []
    moves = 0
    for name, data in _files().items():
        document = read_bytes(data, NAME)
        parts = parts_of(document, outline(document))
        made = 0
        for seed in range(20):
            plan = random_plans.plan(Random(f"{name} {seed}"), parts, 4)
            accepted = set(carry_out(plan, parts).accepted)
            plan = Plan(tuple(one for one in plan.operations if one.id in accepted))
            done = Ground(document, plan).done([one.id for one in plan.operations])
            if not done.applied.sentences.moved:
                continue
            text, edits, runs = done.applied.text, done.applied.edits, runs_of_pieces(done.pieces)
            try:
                written = {
                    "clean": rewrite_moved(data, NAME, text, edits, runs),
                    "tracked": rewrite_moved(data, NAME, text, edits, runs, tracked=BY_OFFICE),
                    "before": rewrite(data, NAME, document.text),
                }
            except DocumentError as error:
                assert error.code == "word_change_unplaced"
                continue
            files = {kind: tmp_path / f"{name}-{seed}-{kind}.docx" for kind in written}
            for kind, result in written.items():
                files[kind].write_bytes(result.data)
            root = etree.fromstring(main_part(files["tracked"].read_bytes()))
            moves += bool(root.xpath("//*[local-name()='moveTo']"))
            jobs += [
                Job(files["clean"], "Read"),
                Job(files["tracked"], "AcceptAllTrackedChanges"),
                Job(files["before"], "Read"),
                Job(files["tracked"], "RejectAllTrackedChanges"),
            ]
            cases.append(f"{name} {seed}")
            made += 1
            if made == PLANS:
                break
    said = [[number + text for number, text in job if text.strip()] for job in judged(jobs, tmp_path)]
    wrong = [
        f"{case} {way}: {next((pair for pair in zip(wanted, found, strict=False) if pair[0] != pair[1]), 'shorter')}"
        for number, case in enumerate(cases)
        for way, wanted, found in (
            ("accept", *said[4 * number : 4 * number + 2]),
            ("reject", *said[4 * number + 2 : 4 * number + 4]),
        )
        if wanted != found
    ]
    assert len(cases) >= 10 and moves >= 4
    assert not wrong, "\n".join(wrong)
