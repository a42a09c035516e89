"""The guard: precision and recall by kind; a 10,000-character draft against 50,000 passages; the index's size."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from assistant.guard.findings import Proposal
from assistant.guard.guard import guard
from tests.guard.measured import cases, measured, misses, table
from tests.guard.shelf import Example, Shelf
from vectorstore.copies import CopyIndex

pytestmark = pytest.mark.bench


@pytest.mark.parametrize("name", ["worked_with", "held_out", "afterwards"])
def test_cases(name: str) -> None:
    tallies = measured(cases(name))
    print(f"\n{name}: {len(cases(name))} cases\n{table(tallies)}\n" + "\n".join(misses(tallies)))


def test_fifty_thousand_passages(tmp_path: Path) -> None:
    chance = random.Random(7)
    words = [
        "".join(chr(0x4E00 + chance.randrange(2500)) for _ in range(chance.choice((1, 2, 2, 2, 3, 4))))
        for _ in range(6000)
    ]

    def text(length: int) -> str:
        parts = []
        while length > 0:
            sentence = "".join(chance.choices(words, k=chance.randrange(8, 20))) + "。"
            parts.append(sentence)
            length -= len(sentence)
        return "".join(parts)

    examples = [Example(f"r{n:04d}", f"报告{n}", tuple(text(130) for _ in range(30))) for n in range(1667)]
    start = time.perf_counter()
    index = CopyIndex(tmp_path / "copies")
    shelf = Shelf(examples, index)
    built = time.perf_counter() - start
    letters, size = index.size()
    start = time.perf_counter()
    CopyIndex(tmp_path / "copies")
    opened = time.perf_counter() - start
    start = time.perf_counter()
    index.add_texts([(f"new-{n:04d}", "new", text(130)) for n in range(30)])
    added = time.perf_counter() - start
    copied = [chance.choice(chance.choice(examples).passages) for _ in range(15)]
    draft = text(10_000 - sum(map(len, copied)))
    took = []
    for _ in range(5):
        start = time.perf_counter()
        answer = guard(Proposal(draft, draft + "".join(copied)), shelf)
        took.append(time.perf_counter() - start)
    print(
        f"\n{len(examples) * 30} passages, {letters} letters: built {built:.1f} s, {size / letters:.1f} bytes a letter, "
        f"opened {opened * 1000:.0f} ms, a report added {added * 1000:.0f} ms; "
        f"10,000 characters judged in {sorted(took)[2] * 1000:.0f} ms, {len(answer.findings)} findings"
    )
    assert opened < 5 and sorted(took)[2] < 3
