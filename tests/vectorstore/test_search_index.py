"""The search over both indexes: what is found, filters, odd questions, what a kill leaves, what verify sees."""

from __future__ import annotations

import json
import math
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.structure.passages import Passage
from tests.shared import SHARED, needs_shared, shared_texts
from tests.vectorstore.chroma_server import chroma_command, chroma_server
from tests.vectorstore.entries import ids, report_entries, report_id, unit_rows
from vectorstore.embeddings import Embedder, open_embedder
from vectorstore.entry import Entry, ReportTags
from vectorstore.fused import MAX_RESULTS, Problem, SearchIndex

GRADED = yaml.safe_load(Path(__file__).with_name("graded.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return open_embedder("use")


class NumberEmbedder(Embedder):
    """Sixteen numbers for any text, without loading anything: for tests that are not about meaning."""

    def __init__(self, name: str = "numbers") -> None:
        super().__init__(name)

    def _dimension(self) -> int:
        return 16

    def _version(self) -> str:
        return "1"

    def _encode(self, texts: Any) -> Any:
        return [np.random.default_rng(sum(map(ord, text))).standard_normal(16) for text in texts]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if chroma_command() is None:
        pytest.skip("chromadb's program `chroma` is not installed")
    with chroma_server(tmp_path_factory.mktemp("server") / "data") as address:
        yield address


@pytest.fixture(params=["folder", "server"])
def chroma_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "folder" else str(request.getfixturevalue("server"))


@pytest.fixture
def small(tmp_path: Path, chroma_url: str) -> Iterator[SearchIndex]:
    """Eight reports of nine passages, nothing but numbers for meaning."""
    index = SearchIndex.open(
        tmp_path / "索引",
        NumberEmbedder(),
        splitter="1",
        chroma_url=chroma_url,
        collection=f"s-{tmp_path.name}",
    )
    index.add(small_entries())
    yield index
    index.close()


def small_entries() -> list[Entry]:
    topics = [
        "调查研究",
        "理论学习",
        "整改落实",
        "产业项目",
        "廉洁自律",
        "会议文件",
        "改厕修路",
        "群众上访",
        "村级账目",
    ]
    return [
        e
        for number in range(8)
        for e in report_entries(
            number, unit_rows(9, seed=number), texts=[f"{t}方面第{number}号材料。" for t in topics]
        )
    ]


def graded_entries(embedder: Embedder) -> list[Entry]:
    rows = embedder.encode([one["text"] for one in GRADED["passages"]])
    return [
        Entry(
            Passage(one["id"], one["text"], 0, len(one["text"]), one["role"], tuple(one["path"])),
            ReportTags(report_id(ord(one["id"][0])), "duty_report", "reference"),
            row,
        )
        for one, row in zip(GRADED["passages"], rows, strict=True)
    ]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[SearchIndex]:
    index = SearchIndex.open(tmp_path_factory.mktemp("graded") / "i", embedder, splitter="1")
    index.add(graded_entries(embedder))
    yield index
    index.close()


def ndcg(found: list[str], relevant: Mapping[str, int], k: int = 10) -> float:
    """Järvelin and Kekäläinen, Cumulated gain-based evaluation (2002), gain 2^grade - 1."""

    def gain(grades: list[int]) -> float:
        return math.fsum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:k]))

    return gain([relevant.get(one, 0) for one in found]) / gain(sorted(relevant.values(), reverse=True))


class TestQuality:
    def test_graded_requests(self, graded: SearchIndex) -> None:
        fused, lexical, first = [], [], []
        for request in GRADED["requests"]:
            found = graded.search(request["query"], k=100)
            order = [one.passage_id for one in found]
            fused.append(ndcg(order, request["relevant"]))
            lexical.append(
                ndcg([one.passage_id for one in sorted(found, key=lambda s: -s.lexical)], request["relevant"])
            )
            first.append(request["relevant"].get(order[0], 0) >= 2)
        assert sum(fused) / len(fused) > 0.8
        assert sum(fused) >= sum(lexical)
        assert sum(first) >= 12

    def test_without_a_common_word_meaning_decides(self, graded: SearchIndex) -> None:
        found = graded.search("Reading books and studying regularly", k=28)
        assert len(found) == 28
        assert all(one.lexical == 0 for one in found)
        assert [one.dense for one in found] == sorted((one.dense for one in found), key=lambda d: -(d or 0))

    def test_a_preferred_role_moves_but_does_not_exclude(self, graded: SearchIndex) -> None:
        plain = [one.passage_id for one in graded.search("调查研究蜻蜓点水，入户走访少", k=28)]
        measures = [
            one.passage_id
            for one in graded.search("调查研究蜻蜓点水，入户走访少", k=28, prefer_role="measures")
        ]
        assert set(plain) == set(measures)
        assert measures.index("c02") <= plain.index("c02")
        assert sum(measures.index(c) for c in ("c01", "c02", "c03", "c04", "c05")) < sum(
            plain.index(c) for c in ("c01", "c02", "c03", "c04", "c05")
        )

    def test_a_role_excludes(self, graded: SearchIndex) -> None:
        found = graded.search("廉政谈话", k=50, role="measures")
        assert {one.passage_id for one in found} == {"c01", "c02", "c03", "c04", "c05"}
        assert found[0].passage_id == "c04"

    @needs_shared
    def test_real_reports(self, tmp_path: Path, embedder: Embedder) -> None:
        assert SHARED is not None
        reports = [path for path in shared_texts() if path.parent.name == "reports"]
        entries = []
        for number, path in enumerate(reports):
            lines = [
                line.strip()
                for line in path.read_text(encoding="utf-8").splitlines()
                if len(line.strip()) > 40
            ]
            texts = [line[:400] for line in lines]
            entries += report_entries(number, embedder.encode(texts), texts=texts, path=())
        index = SearchIndex.open(tmp_path / "i", embedder, splitter="1")
        index.add(entries)
        texts_by_id = {entry.passage.id: entry.passage.text for entry in entries}
        for query, words in [
            ("理论学习不够系统", ("学习",)),
            ("党风廉政建设责任", ("廉",)),
            ("人居环境整治", ("环境",)),
        ]:
            found = index.search(query, k=3)
            assert all(any(word in texts_by_id[one.passage_id] for word in words) for one in found), query
        index.close()


class TestAnswers:
    def test_shape(self, small: SearchIndex) -> None:
        found = small.search("调查研究", k=5)
        assert len(found) == 5
        assert [(-one.score, one.passage_id) for one in found] == sorted(
            (-one.score, one.passage_id) for one in found
        )
        assert found[0].lexical > 0
        assert found[0].dense is not None and -1.01 <= found[0].dense <= 1.01
        assert {one.passage_id[-4:] for one in found} == {"0000"}

    def test_the_same_question_the_same_answer(self, small: SearchIndex) -> None:
        for query in ("调查研究", "整改落实和群众上访", "xyz"):
            assert small.search(query, k=30) == small.search(query, k=30)

    def test_more_results_begin_with_the_fewer(self, small: SearchIndex) -> None:
        assert small.search("产业项目", k=24)[:7] == small.search("产业项目", k=7)

    @pytest.mark.parametrize(("k", "expected"), [(-1, 0), (0, 0), (1, 1), (72, 72), (10**9, 72)])
    def test_k(self, small: SearchIndex, k: int, expected: int) -> None:
        assert len(small.search("方面", k=k)) == expected
        assert expected <= MAX_RESULTS

    def test_filters_are_exact(self, small: SearchIndex) -> None:
        by_id = {entry.passage.id: entry for entry in small_entries()}
        for query in ("调查研究", "nothing in common"):
            for role in ("problems", "case", "opening", None):
                for kind in ("duty_report", None):
                    for origin in ("own", None):
                        excluded = {report_id(0), report_id(5)} if role else set()
                        found = small.search(
                            query, k=100, role=role, kind=kind, origin=origin, exclude_reports=excluded
                        )
                        wanted = {
                            passage
                            for passage, e in by_id.items()
                            if (role is None or e.passage.role == role)
                            and (kind is None or e.tags.kind == kind)
                            and (origin is None or e.tags.origin == origin)
                            and e.tags.report_id not in excluded
                        }
                        assert {one.passage_id for one in found} == wanted

    def test_a_rare_role_among_many_passages(self, tmp_path: Path) -> None:
        index = SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1")
        index.add([e for n in range(30) for e in report_entries(n, unit_rows(40, seed=n), role="problems")])
        rare = report_entries(99, unit_rows(12, seed=99), texts=["无关的话"] * 12, role="personal_matters")
        index.add(rare)
        found = index.search("调查研究不够深入", k=10, role="personal_matters")
        assert len(found) == 10
        assert {one.passage_id for one in found} <= set(ids(rare))
        index.close()

    @pytest.mark.parametrize(
        "query", ["", " ", "，。！？", "——……", "\n\n", "()[]{}*?:\"'\\/", "🚜🚜", "\ud800", "_ _"]
    )
    def test_questions_without_a_word(self, small: SearchIndex, query: str) -> None:
        assert small.search(query) == []

    @pytest.mark.parametrize(
        "query",
        [
            'role:case AND "问题"',
            "passage_id:*",
            "问题 OR 1=1 --",
            "+整改 -落实",
            "^~",
            "a" * 5000,
            "问\0题",
            "1e309",
        ],
    )
    def test_questions_that_look_like_something_else(self, small: SearchIndex, query: str) -> None:
        assert len(small.search(query, k=100)) in (0, 72)

    def test_huge_questions_are_bounded(self, small: SearchIndex) -> None:
        begun = time.monotonic()
        found = small.search("调查研究不深入，" * 1_250_000, k=5)
        assert len(found) == 5
        assert time.monotonic() - begun < 5

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=st.text(max_size=200), k=st.integers(-3, 100))
    def test_any_question(self, graded: SearchIndex, query: str, k: int) -> None:
        found = graded.search(query, k=k)
        assert len(found) <= max(0, k)
        assert all(math.isfinite(one.score) for one in found)
        assert len({one.passage_id for one in found}) == len(found)


class TestChanges:
    def test_adding_twice_changes_nothing(self, small: SearchIndex) -> None:
        before = [one.passage_id for one in small.search("整改落实", k=8)]
        small.add(small_entries())
        assert small.stats().lexical_passages == small.stats().dense_passages == 72
        assert sorted(one.passage_id for one in small.search("整改落实", k=8)) == sorted(before)

    def test_remove_removes_everywhere(self, small: SearchIndex) -> None:
        small.remove([report_id(3), report_id(1234)])
        gone = set(ids(report_entries(3, unit_rows(9))))
        assert small.stats().lexical_passages == small.stats().dense_passages == 63
        assert not gone & {one.passage_id for one in small.search("调查研究", k=100)}
        assert small.vectors(gone) == {}
        small.remove([report_id(3)])
        small.add([e for e in small_entries() if e.tags.report_id == report_id(3)])
        assert small.stats().lexical_passages == 72

    def test_new_tags_are_used_for_filters(self, small: SearchIndex) -> None:
        changed = [
            Entry(e.passage, ReportTags(e.tags.report_id, "work_summary", "own"), e.vector)
            for e in small_entries()
            if e.tags.report_id == report_id(2)
        ]
        small.add(changed)
        found = {one.passage_id for one in small.search("调查研究", k=100, kind="work_summary", origin="own")}
        assert set(ids(changed)) <= found

    def test_kept_after_reopening(self, tmp_path: Path, chroma_url: str) -> None:
        def open_it() -> SearchIndex:
            return SearchIndex.open(
                tmp_path / "i",
                NumberEmbedder(),
                splitter="1",
                chroma_url=chroma_url,
                collection=f"k-{tmp_path.name}",
            )

        first = open_it()
        first.add(small_entries())
        before = first.search("廉洁自律", k=20)
        first.close()
        again = open_it()
        assert again.search("廉洁自律", k=20) == before
        again.close()

    def test_rebuilt_beside_and_switched(self, tmp_path: Path) -> None:
        old = SearchIndex.open(tmp_path / "1", NumberEmbedder(), splitter="1")
        old.add(small_entries())
        new = SearchIndex.open(tmp_path / "2", NumberEmbedder("other"), splitter="2")
        new.add(small_entries())
        old.close()
        shutil.rmtree(tmp_path / "1")
        assert len(new.search("调查研究", k=8)) == 8
        new.close()

    def test_searched_from_threads_while_written(self, small: SearchIndex) -> None:
        failed: list[BaseException] = []
        stop = threading.Event()

        def search(seed: int) -> None:
            chosen = random.Random(seed)
            while not stop.is_set():
                try:
                    small.search(
                        chosen.choice(["调查研究", "产业项目", "xyz"]),
                        k=20,
                        role=chosen.choice([None, "case"]),
                    )
                except BaseException as error:
                    failed.append(error)
                    return

        threads = [threading.Thread(target=search, args=(seed,)) for seed in range(3)]
        for thread in threads:
            thread.start()
        for number in range(20, 35):
            small.add(report_entries(number, unit_rows(9, seed=number)))
            small.remove([report_id(number)])
        stop.set()
        for thread in threads:
            thread.join()
        assert not failed
        assert small.stats().dense_passages == small.stats().lexical_passages == 72

    def test_closed_is_closed(self, small: SearchIndex) -> None:
        small.close()
        with pytest.raises(StoreError) as caught:
            small.search("调查研究")
        assert caught.value.code == "store_closed"


class TestIdentity:
    def test_the_manifest_says_what_it_belongs_to(self, tmp_path: Path) -> None:
        index = SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="7")
        index.close()
        said = json.loads((tmp_path / "i" / "manifest.json").read_text(encoding="utf-8"))
        assert said["fingerprint"] == index.fingerprint
        assert all(
            word in index.fingerprint for word in ("numbers", "d16", "chars-bigrams", "bm25", "passages 7")
        )

    @pytest.mark.parametrize(("name", "splitter"), [("other", "1"), ("numbers", "2")])
    def test_another_embedding_or_splitter_is_refused(self, tmp_path: Path, name: str, splitter: str) -> None:
        SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1").close()
        with pytest.raises(StoreError) as caught:
            SearchIndex.open(tmp_path / "i", NumberEmbedder(name), splitter=splitter)
        assert caught.value.code == "fingerprint_mismatch"
        assert "gaigao library rebuild" in caught.value.hint("zh")
        SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1").close()

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"fingerprint": 1}', None])
    def test_a_damaged_or_lost_manifest_is_refused(self, tmp_path: Path, content: str | None) -> None:
        SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1").close()
        manifest = tmp_path / "i" / "manifest.json"
        if content is None:
            manifest.unlink()
        else:
            manifest.write_text(content, encoding="utf-8")
        with pytest.raises(StoreError) as caught:
            SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1")
        assert caught.value.code == "fingerprint_mismatch"

    def test_a_broken_index_frees_the_other_one(self, tmp_path: Path) -> None:
        index = SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1")
        index.add(small_entries())
        index.close()
        next((tmp_path / "i" / "dense").glob("*/header.bin")).write_bytes(b"x")
        for _ in range(2):
            with pytest.raises(StoreError) as caught:
                SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1")
            assert caught.value.code == "dense_broken"
        shutil.rmtree(tmp_path / "i")
        SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1").close()


def expected_of(entries: list[Entry]) -> dict[str, list[str]]:
    expected: dict[str, list[str]] = {}
    for entry in entries:
        expected.setdefault(entry.tags.report_id, []).append(entry.passage.id)
    return expected


class TestVerify:
    def test_all_well(self, small: SearchIndex) -> None:
        assert small.verify(expected_of(small_entries())) == []

    def test_empty(self, tmp_path: Path) -> None:
        index = SearchIndex.open(tmp_path / "i", NumberEmbedder(), splitter="1")
        assert index.verify({}) == []
        missing = index.verify({report_id(1): ["a", "b"]})
        assert missing == [
            Problem(report_id(1), "dense", "missing", ("a", "b")),
            Problem(report_id(1), "lexical", "missing", ("a", "b")),
            Problem(report_id(1), "copies", "missing", ("a", "b")),
        ]
        index.close()

    def test_half_added_is_not_found_and_told_and_completed(self, small: SearchIndex) -> None:
        new = report_entries(50, unit_rows(4), texts=["橘园滴灌改造。"] * 4)
        small._dense.add(new)  # as a kill between the two indexes leaves it
        assert not set(ids(new)) & {one.passage_id for one in small.search("橘园滴灌", k=100)}
        expected = expected_of([*small_entries(), *new])
        assert small.verify(expected) == [
            Problem(report_id(50), "lexical", "missing", tuple(ids(new))),
            Problem(report_id(50), "copies", "missing", tuple(ids(new))),
        ]
        assert small.verify(expected_of(small_entries())) == [
            Problem(report_id(50), "dense", "superfluous", tuple(ids(new)))
        ]
        small.add(new)
        assert small.verify(expected) == []
        assert set(ids(new)) == {one.passage_id for one in small.search("橘园滴灌", k=4)}

    def test_half_removed_is_not_found_and_told_and_completed(self, small: SearchIndex) -> None:
        gone = [e for e in small_entries() if e.tags.report_id == report_id(4)]
        small._lexical.remove([report_id(4)])
        assert not set(ids(gone)) & {one.passage_id for one in small.search("调查研究", k=100)}
        kept = expected_of([e for e in small_entries() if e.tags.report_id != report_id(4)])
        assert small.verify(kept) == [
            Problem(report_id(4), "dense", "superfluous", tuple(sorted(ids(gone)))),
            Problem(report_id(4), "copies", "superfluous", tuple(sorted(ids(gone)))),
        ]
        small.remove([report_id(4)])
        assert small.verify(kept) == []

    def test_a_passage_too_many_in_a_report(self, small: SearchIndex) -> None:
        expected = expected_of(small_entries())
        last = expected[report_id(6)].pop()
        assert [(p.report_id, p.index, p.kind, p.passage_ids) for p in small.verify(expected)] == [
            (report_id(6), "dense", "superfluous", (last,)),
            (report_id(6), "lexical", "superfluous", (last,)),
            (report_id(6), "copies", "superfluous", (last,)),
        ]


ADDING = """
import sys
from pathlib import Path
from tests.vectorstore.test_search_index import NumberEmbedder
from tests.vectorstore.entries import report_entries, report_id, unit_rows
from vectorstore.fused import SearchIndex
index = SearchIndex.open(Path(sys.argv[1]), NumberEmbedder(), splitter="1")
for number in range(int(sys.argv[2]), 10_000):
    index.add(report_entries(number, unit_rows(150, seed=number)))
    print("added", number, flush=True)
    if number % 3 == 2:
        index.remove([report_id(number - 1)])
        print("removed", number - 1, flush=True)
"""


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """SIGKILL while adding and removing: what was acknowledged is there, the rest is told, and repeating completes it.

    A broken Chroma is allowed to be told as such: then the index is made anew elsewhere.
    """
    chosen = random.Random(11)
    begin, alive, folder = 0, set[int](), tmp_path / "0"
    for turn in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", ADDING, str(folder), str(begin)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(chosen.uniform(0.1, 1.5))
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.stdout.close()
        process.wait()
        for line in lines:
            word, number = line.split() if line.endswith("\n") else ("", "0")
            alive = alive | {int(number)} if word == "added" else alive - {int(number)}
        begin = max(alive) + 5
        expected = {report_id(n): ids(report_entries(n, unit_rows(150))) for n in sorted(alive)}
        try:
            index = SearchIndex.open(folder, NumberEmbedder(), splitter="1")
        except StoreError as error:
            assert error.code == "dense_broken"
            folder = tmp_path / str(turn + 1)
            index = SearchIndex.open(folder, NumberEmbedder(), splitter="1")
        else:
            # One change at most was under way.
            reports = {p.report_id for p in index.verify(expected)}
            assert len(reports) <= 1
        for report in {p.report_id for p in index.verify(expected)}:
            if report in expected:
                again = int(report, 16)
                index.add(report_entries(again, unit_rows(150, seed=again)))
            else:
                index.remove([report])
        assert index.verify(expected) == []
        index.close()
