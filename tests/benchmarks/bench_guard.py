"""The guard: how much of what it must tell it tells, by kind; near copies made of other reports at run time; the speed of
10,000 characters against 50,000 passages, as ratios to finding its sentences word for word with Python's own search.

The first two write `tests/guard/figures.yaml`, from which the README's tables are made.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from assistant.documents import read
from assistant.guard import copied
from assistant.guard.findings import Finding, Proposal
from assistant.guard.guard import guard
from assistant.lexer import lexer
from assistant.samples import sample_reports
from assistant.structure.outline import outline
from assistant.structure.passages import passages
from assistant.structure.sentences import sentence_spans
from tests.benchmarks.bench_search import made_up_phrases, made_up_text, resident_mb
from tests.benchmarks.near_copies import KINDS, Copies, clean
from tests.guard.measured import FIGURES, Tally, cases, figures, measured, misses
from tests.guard.shelf import Example, Shelf
from tests.readme_lists import guard_copies, guard_kinds
from tests.shared import needs_shared, shared_texts
from vectorstore.copies import CopyIndex

pytestmark = pytest.mark.bench

DRAFT = "今年以来，单位各项事务平稳有序。"
OF_A_KIND = 150


def test_by_kind() -> None:
    tallies = measured(list(chain.from_iterable(cases(path.stem) for path in CASES)))
    keep(kinds={kind: row(one) for kind, one in tallies.items()})
    heads = ["| kind | to find | recall | precision | first seen | recall | precision |", f"|{'---|' * 7}"]
    print("\n" + "\n".join([*heads, *guard_kinds("en")]) + "\n" + "\n".join(misses(tallies)))


CASES = sorted(path for path in (FIGURES.parent / "cases").glob("*.yaml") if path.stem != "library")


def row(tally: Tally) -> dict[str, Any]:
    return {
        "wanted": tally.wanted,
        "told": tally.told,
        "recall": round(tally.recall, 3),
        "precision": round(tally.precision, 3),
    }


def test_near_copies() -> None:
    """Of the sample reports, which were written for this project."""
    library = examples(sample_reports())
    near = near_copies(library, held_out=library[::5])
    keep(copies=near)
    print("\n" + "\n".join(["| copy | made | found |", "|---|---|---|", *guard_copies("en")]))
    assert all(one["recall"] >= 0.9 for kind, one in near.items() if kind not in ("third", "clean"))


@needs_shared
def test_near_copies_of_real_reports() -> None:
    library = examples(shared_texts())
    for name in ("上海 河南 浙江", "北京 四川 山东", "主题 镇班 镇长"):
        held = [one for one in library if one.id[:2] in name.split()]
        for kind, row in near_copies(library, held_out=held).items():
            print(f"{name}  {kind:12}{row['count']:5}{row['recall']:7.3f}")


def near_copies(library: Sequence[Example], held_out: Sequence[Example]) -> dict[str, dict[str, Any]]:
    """Recall by kind of copy; of the held out ones, which share no source with the library, how many are left alone."""
    kept = [one for one in library if one not in held_out]
    shelf, copies = Shelf(kept), Copies(kept, seed=11)
    found = {}
    for kind in KINDS:
        made = copies.made(kind, OF_A_KIND)
        told = told_of([one.text for one in made], shelf)
        found[kind] = {"count": len(made), "recall": round(sum(map(bool, told)) / len(made), 3)}
    told = told_of(list(clean(held_out)), shelf)
    found["clean"] = {"count": len(told), "recall": round(1 - sum(map(bool, told)) / len(told), 3)}
    return found


def told_of(texts: Sequence[str], shelf: Shelf) -> list[list[Finding]]:
    """What is found in each of the texts, judged as lines of one."""
    findings = list(copied.findings(Proposal(DRAFT, "\n".join(texts)), shelf))
    told, at = [], 0
    for text in texts:
        told.append([one for one in findings if one.start < at + len(text) and at < one.end])
        at += len(text) + 1
    return told


def examples(paths: Sequence[Path]) -> list[Example]:
    made = []
    for path in paths:
        document = read(path)
        cut = passages(document, outline(document), path.stem)
        made.append(Example(path.stem, path.stem, tuple(one.text for one in cut)))
    return made


def keep(**part: Any) -> None:
    FIGURES.write_text(yaml.safe_dump({**figures(), **part}, sort_keys=False), encoding="utf-8")


PASSAGES, A_REPORT = 50_000, 30
ROUNDS = 20


def even_texts(chance: random.Random) -> Callable[[int], str]:
    """Sentences of words drawn evenly: hardly a formula."""
    words = [
        "".join(chr(0x4E00 + chance.randrange(2500)) for _ in range(chance.choice((1, 2, 2, 2, 3, 4))))
        for _ in range(6000)
    ]

    def text(length: int) -> str:
        parts: list[str] = []
        while sum(map(len, parts)) < length:
            parts.append("".join(chance.choices(words, k=chance.randrange(8, 20))) + "。")
        return "".join(parts)

    return text


def formula_texts(chance: random.Random) -> Callable[[int], str]:
    """Phrases of which each stands in some fifty passages."""
    rng = np.random.default_rng(chance.randrange(1000))
    phrases = made_up_phrases(rng)

    def text(length: int) -> str:
        return "。".join(made_up_text(rng, phrases, 40) for _ in range(-(-length // 41)))

    return text


@pytest.mark.parametrize("texts", [even_texts, formula_texts])
@pytest.mark.timeout(300)
def test_fifty_thousand_passages(
    tmp_path: Path, texts: Callable[[random.Random], Callable[[int], str]]
) -> None:
    chance = random.Random(7)
    text = texts(chance)
    reports = [
        Example(f"r{n:04d}", f"报告{n}", tuple(text(130) for _ in range(A_REPORT)))
        for n in range(PASSAGES // A_REPORT)
    ]
    before = resident_mb()
    index, built = timed(lambda: CopyIndex(tmp_path / "copies"))
    shelf, built = timed(lambda: Shelf(reports, index))
    letters, size = index.size()
    _, opened = timed(lambda: CopyIndex(tmp_path / "copies"))
    rows = [(f"new-{n:04d}", "new", text(130)) for n in range(A_REPORT)]
    _, added = timed(lambda: index.add_texts(rows))
    _, removed = timed(lambda: index.remove(["new"]))
    everything = "\n".join(one for report in reports for one in report.passages)
    lexer().read(["先读一遍。"])
    took: dict[str, list[float]] = {"word for word": [], "copied": [], "all kinds": []}
    found = 0
    for _ in range(ROUNDS):
        draft = text(10_000 - 15 * 130)
        proposed = draft + "".join(chance.choice(chance.choice(reports).passages) for _ in range(15))
        found += len(judged(Proposal(draft, proposed), shelf, everything, took))
    print(
        f"\n{texts.__name__}: {sum(len(one.passages) for one in reports)} passages, {letters / 1e6:.1f} million letters; built in "
        f"{built:.1f} s, {size / letters:.1f} bytes a letter, opened in {opened * 1000:.0f} ms, a report added in "
        f"{added * 1000:.0f} ms, removed in {removed * 1000:.0f} ms, {resident_mb() - before:.0f} MB more memory\n"
        f"{'10,000 characters':20}{'p50 ms':>8}{'p95 ms':>8}{'ratio':>8}   {found / ROUNDS:.0f} copied"
    )
    least = statistics.median(took["word for word"])
    for name, every in took.items():
        p50, p95 = statistics.median(every), statistics.quantiles(every, n=20)[18]
        print(f"{name:20}{p50 * 1000:8.0f}{p95 * 1000:8.0f}{p50 / least:8.2f}")
    assert opened < 3 and statistics.median(took["copied"]) < 6 * least


def judged(proposal: Proposal, shelf: Shelf, everything: str, took: dict[str, list[float]]) -> list[Finding]:
    """One proposal, and how long each way took."""
    told, seconds = timed(lambda: list(copied.findings(proposal, shelf)))
    took["copied"].append(seconds)
    took["all kinds"].append(timed(lambda: guard(proposal, shelf, lexer()))[1])
    took["word for word"].append(
        timed(lambda: [one for one in whole(proposal.proposed) if one in everything])[1]
    )
    return told


def whole(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentence_spans(text, 0, len(text)))


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun
