"""The word index: BM25 as documented, filters, changes, locks, damage."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import StoreError
from tests.vectorstore.entries import ids, report_entries, report_id, unit_rows
from vectorstore.entry import Entry, Filter
from vectorstore.lexical import MAX_TERMS, PADDING, LexicalIndex
from vectorstore.tokens import tokens

WORDS = "理论学习调查研究群众意见问题整改责任落实担当作为廉洁自律基层走访村庄改厕道路产业项目资金监督制度会议干部队伍建设服务"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    opened = LexicalIndex(tmp_path / "字词")
    yield opened
    opened.close()


def made_up(count: int, seed: int = 0) -> list[Entry]:
    """Passages of very different length out of the same words."""
    rng = np.random.default_rng(seed)
    pairs = [WORDS[i : i + 2] for i in range(0, len(WORDS), 2)]
    texts = ["，".join(rng.choice(pairs, size=int(rng.integers(5, 120)))) for _ in range(count)]
    return report_entries(1, unit_rows(count), texts=texts)


def terms_of(entry: Entry) -> list[str]:
    return tokens("\n".join((*entry.passage.path, entry.passage.text)))


def bm25(entries: list[Entry], query: str, b: float = 0.4, k1: float = 1.2) -> dict[str, float]:
    """Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), §3.2; terms of the query counted 1 + ln n."""
    bags = {entry.passage.id: Counter(terms_of(entry)) for entry in entries}
    lengths = {passage: sum(bag.values()) for passage, bag in bags.items()}
    average = sum(lengths.values()) / len(lengths)
    scores = dict.fromkeys(bags, 0.0)
    for term, times in Counter(tokens(query)).items():
        containing = sum(term in bag for bag in bags.values())
        rarity = math.log1p((len(bags) - containing + 0.5) / (containing + 0.5))
        for passage, bag in bags.items():
            norm = k1 * (1 - b + b * lengths[passage] / average)
            scores[passage] += (1 + math.log(times)) * rarity * bag[term] * (k1 + 1) / (bag[term] + norm)
    return scores


def test_empty(index: LexicalIndex) -> None:
    assert index.count() == 0
    assert index.weigh("问题") == []
    assert index.search([], 10) == []
    assert index.search([("问题", 1.0)], 10) == []
    assert index.score([], ["x"]) == {}
    assert index.reports() == {}
    index.remove([report_id(1)])
    index.add([])


def test_scores_are_bm25_with_b_of_0_4(index: LexicalIndex) -> None:
    entries = made_up(300)
    average = sum(len(terms_of(entry)) for entry in entries) / len(entries)
    b = 0.75 * average / (average + PADDING)
    index.add(entries)
    for query in ("调查研究", "群众意见 整改", "担当作为，担当作为，改厕"):
        expected = bm25(entries, query, b)
        found = dict(index.search(index.weigh(query), 300))
        assert set(found) == {passage for passage, score in expected.items() if score}
        # tantivy keeps a length in one byte: a few per cent.
        assert all(abs(found[passage] / expected[passage] - 1) < 0.06 for passage in found)


def test_b_is_0_4_where_passages_are_as_long_as_in_reports() -> None:
    assert abs(0.75 * 305 / (305 + PADDING) - 0.4) < 0.02


def test_headings_are_searched(index: LexicalIndex) -> None:
    index.add(
        [
            *report_entries(
                1, unit_rows(1), texts=["有时想得多做得少。"], path=("一、存在的问题", "（二）担当作为方面")
            ),
            *report_entries(2, unit_rows(1), texts=["有时想得多做得少。"], path=("二、原因分析",)),
        ]
    )
    found = index.search(index.weigh("担当作为"), 10)
    assert [passage for passage, _ in found] == [f"{report_id(1)[-16:]}-0000"]


def test_nothing_is_found_across_a_heading_and_its_text(index: LexicalIndex) -> None:
    index.add(report_entries(1, unit_rows(1), texts=["乙丙"], path=("甲",)))
    assert index.weigh("甲乙") == [("乙", 1.0), ("甲", 1.0)]


def test_adding_twice_is_harmless(index: LexicalIndex) -> None:
    entries = made_up(40)
    index.add(entries)
    before = [passage for passage, _ in index.search(index.weigh("群众意见"), 40)]
    index.add(entries)
    assert index.count() == 40
    assert [passage for passage, _ in index.search(index.weigh("群众意见"), 40)] == before


def test_adding_again_replaces_text_and_tags(index: LexicalIndex) -> None:
    index.add(report_entries(1, unit_rows(1), texts=["旧路灯"], role="case", kind="old"))
    index.add(report_entries(1, unit_rows(1), texts=["新路灯"], role="causes", kind="new"))
    assert index.weigh("旧") == [] or index.search(index.weigh("旧"), 10) == []
    terms = index.weigh("路灯")
    assert index.search(terms, 10, Filter(role="case")) == []
    assert index.search(terms, 10, Filter(kind="old")) == []
    assert len(index.search(terms, 10, Filter(role="causes", kind="new"))) == 1


def test_filters_are_exact_and_leave_scores_alone(index: LexicalIndex) -> None:
    entries = [e for number in range(8) for e in report_entries(number, unit_rows(9))]
    index.add(entries)
    terms = index.weigh("调查研究")
    everything = dict(index.search(terms, 1000))
    assert len(everything) == 72
    cases: list[tuple[Filter, Callable[[Entry], bool]]] = [
        (Filter(role="case"), lambda e: e.passage.role == "case"),
        (
            Filter(kind="duty_report", origin="reference"),
            lambda e: (e.tags.kind, e.tags.origin) == ("duty_report", "reference"),
        ),
        (Filter(exclude_reports=frozenset({report_id(3)})), lambda e: e.tags.report_id != report_id(3)),
        (Filter(role="opening"), lambda e: False),
        (Filter(), lambda e: True),
    ]
    for where, wanted in cases:
        allowed = {e.passage.id for e in entries if wanted(e)}
        found = dict(index.search(terms, 1000, where))
        assert set(found) == allowed
        assert all(abs(found[passage] - everything[passage]) < 1e-5 for passage in found)
        assert set(index.score(terms, ids(entries), where)) == allowed


def test_scores_of_given_passages(index: LexicalIndex) -> None:
    entries = made_up(200)
    index.add(entries)
    terms = index.weigh("改厕道路")
    everything = dict(index.search(terms, 200))
    found = index.score(terms, [*ids(entries)[:60], "unknown"])
    assert set(found) == set(ids(entries)[:60])
    assert all(abs(found[passage] - everything.get(passage, 0.0)) < 1e-4 for passage in found)
    assert index.score([], ids(entries)[:3]) == dict.fromkeys(ids(entries)[:3], 0.0)


def test_a_long_query_is_bounded_and_keeps_what_tells_most(index: LexicalIndex) -> None:
    rare = report_entries(7, unit_rows(1), texts=["橘园滴灌管网改造。"])
    index.add([*made_up(200), *rare])
    letters = "".join(chr(0x4E00 + i) for i in range(3000))
    index.add(report_entries(8, unit_rows(1), texts=[letters]))
    terms = index.weigh(letters + "橘园滴灌" * 3)
    assert len(terms) == MAX_TERMS
    assert {"橘园", "滴灌"} <= {term for term, _ in terms}
    assert index.weigh("调查研究" * 50_000)[0][1] > 1


def test_terms_do_not_depend_on_order_of_equals(index: LexicalIndex) -> None:
    index.add(made_up(50))
    assert index.weigh("理论，学习") == index.weigh("学习，理论") or {
        t for t, _ in index.weigh("理论，学习")
    } == {t for t, _ in index.weigh("学习，理论")}
    assert index.weigh("理论 学习 群众") == index.weigh("理论 学习 群众")


def test_remove_removes_and_is_kept(tmp_path: Path) -> None:
    first = LexicalIndex(tmp_path)
    for number in range(5):
        first.add(report_entries(number, unit_rows(6)))
    first.remove([report_id(1), report_id(3), report_id(77)])
    expected = {p: report_id(n) for n in (0, 2, 4) for p in ids(report_entries(n, unit_rows(6)))}
    assert first.reports() == expected
    first.close()
    again = LexicalIndex(tmp_path)
    assert again.reports() == expected
    assert len(again.search(again.weigh("调查研究"), 100)) == 18
    again.close()


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    first, second = LexicalIndex(tmp_path), LexicalIndex(tmp_path)
    first.add(report_entries(1, unit_rows(1)))
    with pytest.raises(StoreError) as caught:
        second.add(report_entries(2, unit_rows(1)))
    assert caught.value.code == "store_busy"
    first.close()
    second.add(report_entries(2, unit_rows(1)))
    second.close()


def test_a_writer_in_another_process_is_told(tmp_path: Path) -> None:
    first = LexicalIndex(tmp_path)
    first.add(report_entries(1, unit_rows(1)))
    code = (
        "import sys; from pathlib import Path; from vectorstore.lexical import LexicalIndex\n"
        "from assistant.errors import StoreError\n"
        "index = LexicalIndex(Path(sys.argv[1])); print(index.count())\n"
        "try: index.remove(['x'])\n"
        "except StoreError as error: print(error.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "store_busy"]
    first.close()


def test_a_failed_change_is_taken_back(index: LexicalIndex) -> None:
    index.add(report_entries(1, unit_rows(2)))
    broken = report_entries(2, unit_rows(2))

    def failing() -> Iterator[Entry]:
        yield broken[0]
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        index.add(failing())  # type: ignore[arg-type]
    assert index.count() == 2
    index.add(broken)
    assert index.count() == 4


def test_closed_is_closed(index: LexicalIndex) -> None:
    index.add(report_entries(1, unit_rows(2)))
    index.close()
    index.close()
    for call in (
        index.count,
        index.reports,
        lambda: index.search([("问", 1.0)], 3),
        lambda: index.remove(["x"]),
    ):
        with pytest.raises(StoreError) as caught:
            call()
        assert caught.value.code == "store_closed"


def test_files_are_free_after_closing(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "a")
    index.add(report_entries(1, unit_rows(20)))
    index.search(index.weigh("调查"), 5)
    index.close()
    if Path("/proc/self/fd").is_dir():
        held = []
        for entry in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                held.append(os.readlink(entry))
        assert not [name for name in held if name.startswith(str(tmp_path))]
    shutil.rmtree(tmp_path / "a")
    again = LexicalIndex(tmp_path / "a")
    assert again.count() == 0
    again.close()


@pytest.mark.parametrize("how", ["empty", "half", "deleted"])
@pytest.mark.parametrize("suffix", ["meta.json", ".term", ".idx", ".store"])
def test_damage_is_told(tmp_path: Path, suffix: str, how: str) -> None:
    index = LexicalIndex(tmp_path)
    index.add(made_up(50))
    index.close()
    file = next(f for f in tmp_path.iterdir() if f.name.endswith(suffix) and not f.name.startswith("."))
    if how == "deleted":
        file.unlink()
    else:
        os.truncate(file, 0 if how == "empty" else file.stat().st_size // 2)
    if (suffix, how) == ("meta.json", "deleted"):
        again = LexicalIndex(tmp_path)
        assert again.count() == 0  # an empty index: the comparison with the catalog shows it
        again.close()
        return
    with pytest.raises(StoreError) as caught:
        LexicalIndex(tmp_path)
    assert caught.value.code == "lexical_broken"
    assert "gaigao library rebuild" in caught.value.hint("zh")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(StoreError):
        LexicalIndex(tmp_path / "a")


def test_searched_from_threads_while_written(index: LexicalIndex) -> None:
    index.add(made_up(100))
    failed: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                found = index.search(index.weigh("群众意见整改"), 50)
                index.score(index.weigh("改厕"), [passage for passage, _ in found], Filter(role="case"))
            except BaseException as error:
                failed.append(error)
                return

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10, 25):
        index.add(report_entries(number, unit_rows(20)))
        index.remove([report_id(number - 5)])
    stop.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert index.count() == 200
