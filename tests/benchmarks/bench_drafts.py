"""A draft of twenty pages: opening its Word file, accepting one of fifty changes, exporting it.

Baseline, in the same run: python-docx opening and saving the same file. `pytest -s -m bench`, this file.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import docx
import pytest

from assistant.database import open_database
from assistant.documents import read_bytes
from assistant.drafting.drafts import Drafts
from assistant.exporting import CHECKS, KINDS, Export, Kind, export, manuscript_of_draft
from assistant.revision.revision import review_pasted
from assistant.structure.outline import outline
from assistant.structure.section_reference import resolve

PAGES = 20
LINES, CHARACTERS = 22, 28
CHANGES = 50
ROUNDS = 7
OWNER, NAME = "bench", "draft.docx"
BASELINE = "python-docx opens and saves it (baseline)"
NUMERALS = "一二三四五"
T = TypeVar("T")


def paragraphs() -> list[str]:
    """About twenty pages: five sections, each a heading and paragraphs of five sentences."""
    made = ["青禾镇关于年度重点工作情况的报告"]
    sentence = "第{n}项由镇里第{n}组负责，到{n}个村逐户核对台账，发现的问题当场记录、限期销号。"
    count = 0
    for numeral in NUMERALS:
        made.append(f"{numeral}、第{numeral}方面工作开展情况")
        room = PAGES * LINES * CHARACTERS // len(NUMERALS)
        while room > 0:
            made.append("".join(sentence.format(n=count + n + 1) for n in range(5)))
            count += 5
            room -= len(made[-1])
    return made


def word_file() -> bytes:
    word = docx.Document()
    for line in paragraphs():
        paragraph = word.add_paragraph()
        half = len(line) // 2
        paragraph.add_run(line[:half]).bold = True
        paragraph.add_run(line[half:])
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@dataclass
class Clock:
    """Milliseconds by what was done."""

    times: dict[str, list[float]] = field(default_factory=dict)

    def run(self, name: str, work: Callable[[], T]) -> T:
        begun = time.perf_counter()
        result = work()
        self.times.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
        return result


def opened(drafts: Drafts, data: bytes) -> str:
    """As the page opens a file: read, its outline, kept."""
    document = read_bytes(data, NAME)
    outline(document)
    return drafts.create(OWNER, "报告", document, filename=NAME, original=data).draft


def suggested(drafts: Drafts, draft: str) -> str:
    """A suggestion with at least fifty changes."""
    document = drafts.current(OWNER, draft).document
    tree = outline(document)
    section = resolve(tree, "1")
    body = document.text[section.body_start : section.body_end]
    rewrite = body.replace("逐户核对台账", "逐户核对低保台账", CHANGES)
    suggestion = review_pasted(document, tree, section, rewrite)
    assert len(suggestion.hunks) >= CHANGES, len(suggestion.hunks)
    return drafts.add_suggestion(OWNER, draft, suggestion, version=1).id


@pytest.mark.bench
@pytest.mark.timeout(300)
def test_a_draft_of_twenty_pages(tmp_path: Path) -> None:
    data = word_file()
    drafts = Drafts(open_database(f"sqlite:///{tmp_path / 'drafts.db'}"))
    opened(drafts, data)  # what is loaded by the first file is loaded
    clock = Clock()
    for _ in range(ROUNDS):
        clock.run(BASELINE, lambda: docx.Document(io.BytesIO(data)).save(io.BytesIO()))
        draft = clock.run("opening: read, outline, kept", partial(opened, drafts, data))
        suggestion = suggested(drafts, draft)
        accept = partial(drafts.accept, OWNER, suggestion, [3])
        clock.run(f"accepting one of {CHANGES} changes", accept)
        drafts.accept_all(OWNER, suggestion)
        for kind in (kind for kind in KINDS if kind not in CHECKS):
            make = partial(leaving, drafts, draft, kind)
            clock.run(f"export: {kind}", make)
    baseline = statistics.median(clock.times[BASELINE])
    print(f"\n{PAGES} pages, {sum(map(len, paragraphs()))} characters; median of {ROUNDS} rounds")
    for name, each in clock.times.items():
        middle = statistics.median(each)
        print(f"{name:45} {middle:8.1f} ms  {middle / baseline:6.2f} of the baseline")


def leaving(drafts: Drafts, draft: str, kind: Kind) -> Export:
    return export(manuscript_of_draft(drafts, OWNER, draft), kind)
