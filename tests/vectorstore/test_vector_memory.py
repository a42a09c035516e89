"""Remembered vectors: found, replaced, forgotten, bounded, and never decisive."""

from __future__ import annotations

import threading

import numpy as np

from tests.vectorstore.entries import unit_rows
from vectorstore.vector_memory import VectorMemory, products


def test_found_replaced_forgotten() -> None:
    memory = VectorMemory(16)
    rows = unit_rows(3)
    memory.put({"a": rows[0], "b": rows[1]})
    assert set(memory.dot(rows[0], ["a", "b", "c"])) == {"a", "b"}
    assert abs(memory.dot(rows[0], ["a"])["a"] - 1) < 1e-3
    memory.put({"a": rows[2]})
    assert abs(memory.dot(rows[2], ["a"])["a"] - 1) < 1e-3
    memory.forget(["a", "never there"])
    assert set(memory.dot(rows[0], ["a", "b"])) == {"b"}
    assert len(memory) == 1


def test_bounded_and_the_oldest_leave_first() -> None:
    memory = VectorMemory(16, max_bytes=2 * 16 * 10)
    rows = unit_rows(1000)
    for i, row in enumerate(rows):
        memory.put({str(i): row})
    assert len(memory) == 10
    assert set(memory.dot(rows[0], [str(i) for i in range(1000)])) == {str(i) for i in range(990, 1000)}
    for i in range(990, 1000):
        assert abs(memory.dot(rows[i], [str(i)])[str(i)] - 1) < 1e-3


def test_it_grows() -> None:
    memory = VectorMemory(16)
    rows = unit_rows(3000)
    memory.put({str(i): row for i, row in enumerate(rows)})
    found = memory.dot(rows[7], [str(i) for i in range(3000)])
    assert np.allclose(list(found.values()), rows @ rows[7], atol=2e-3)


def test_remembered_or_fetched_gives_the_same_number() -> None:
    memory = VectorMemory(16)
    rows = unit_rows(50)
    memory.put({str(i): row for i, row in enumerate(rows)})
    fetched = products(rows, rows[3])
    assert list(memory.dot(rows[3], [str(i) for i in range(50)]).values()) == fetched


def test_many_threads() -> None:
    memory = VectorMemory(16, max_bytes=2 * 16 * 100)
    rows = unit_rows(300)
    wrong: list[str] = []

    def work(seed: int) -> None:
        for turn in range(200):
            i = (seed * 37 + turn * 11) % 300
            memory.put({str(i): rows[i]})
            found = memory.dot(rows[i], [str(i)])
            if found and abs(found[str(i)] - 1) > 1e-2:
                wrong.append(str(i))
            memory.forget([str((i + 1) % 300)])

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(memory) <= 100
