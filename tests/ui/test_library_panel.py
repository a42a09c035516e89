"""The library's view over a real library with a small embedding: in, list, search, read, correct, remove."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DraftError, LibraryError, UsageError
from assistant.library.library import Library
from assistant.ui.library_panel import LibraryPanel, file_types, formats_json
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from tests.library.fakes import BigramEmbedder
from tests.ui.reports import HOSTILE, REPORT, document

Json = dict[str, Any]


@pytest.fixture
def library(services: Services) -> Iterator[Library]:
    with Library.open(services.settings, embedder=BigramEmbedder()) as opened:
        services.library = opened
        services.ready.set()
        yield opened


@pytest.fixture
def panel(services: Services) -> LibraryPanel:
    return LibraryPanel(services)


def quiet(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""


def put_in(
    panel: LibraryPanel, visitor: Visitor, folder: Path, files: dict[str, bytes], origin: str = "own"
) -> Json:
    given = []
    for number, (name, data) in enumerate(files.items()):
        path = folder / f"{number}{Path(name).suffix}"
        path.write_bytes(data)
        given.append((path, name))
    return panel.add(visitor, given, {"origin": origin}, quiet)


@pytest.fixture
def filled(panel: LibraryPanel, visitor: Visitor, library: Library, tmp_path: Path) -> Json:
    return put_in(panel, visitor, tmp_path, {"对照检查材料.txt": REPORT.encode()})


def test_a_batch_is_read_in_with_its_names_its_origin_and_what_failed(
    panel: LibraryPanel, visitor: Visitor, library: Library, tmp_path: Path
) -> None:
    steps: list[tuple[int, int, str]] = []
    files = {"材料（终稿）.txt": REPORT.encode(), "空.txt": b""}
    paths = []
    for number, data in enumerate(files.values()):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(data)
        paths.append(path)
    update = panel.add(
        visitor,
        list(zip(paths, files, strict=True)),
        {"origin": "own"},
        lambda d, t, w: steps.append((d, t, w)),
    )
    (report,) = update["reports"]["reports"]
    assert (report["filename"], report["origin_name"]) == ("材料（终稿）.txt", "本单位往年")
    assert update["ingest"]["text"].startswith("读入 1 份")
    assert [one["name"] for one in update["ingest"]["failed"]] == ["空.txt"]
    assert steps[0][:2] == (0, 2)
    assert any("终稿" in what for _, _, what in steps)


def test_any_other_origin_counts_as_others_reports(
    panel: LibraryPanel, visitor: Visitor, library: Library, tmp_path: Path
) -> None:
    put_in(panel, visitor, tmp_path, {"a.txt": REPORT.encode()}, origin="<b>")
    assert library.list()[0].origin == "reference"


def test_a_search_answers_with_cards_and_their_places(
    panel: LibraryPanel, visitor: Visitor, filled: Json
) -> None:
    found = panel.search(visitor, {"query": "调查研究不够深入"})["reports"]
    assert found["hits"]
    first = found["hits"][0]
    assert first["n"] == 1
    assert "存在的问题" in first["path"]
    assert first["role_name"]
    again = panel.search(visitor, {"query": "调查研究不够深入"})["reports"]
    assert again != found, "the same answer twice must be drawn twice"


def test_nothing_found_is_said(panel: LibraryPanel, visitor: Visitor, library: Library) -> None:
    found = panel.search(visitor, {"query": "没有的事"})["reports"]
    assert found["hits"] == []
    assert "没有找到" in found["found_text"]


def test_an_empty_search_is_told(panel: LibraryPanel, visitor: Visitor, library: Library) -> None:
    with pytest.raises(UsageError):
        panel.search(visitor, {"query": " "})


def test_a_passage_is_read_in_its_place(panel: LibraryPanel, visitor: Visitor, filled: Json) -> None:
    hit = panel.search(visitor, {"query": "学用结合不紧"})["reports"]["hits"][0]
    passage = hit["passage"]
    answer = panel.read_report(visitor, {"report": hit["report"]["id"], **passage, "passage": passage["id"]})
    marked = "".join(
        "".join(run["m"]) for para in answer["paras"] for run in para["r"] if isinstance(run, dict)
    )
    assert "".join(marked.split()) == "".join(passage["text"].split())
    everything = "".join(
        run if isinstance(run, str) else "".join(run["m"]) for para in answer["paras"] for run in para["r"]
    )
    assert "".join(everything.split()) == "".join(REPORT.split())


def test_a_passage_of_a_removed_report_is_shown_alone(
    panel: LibraryPanel, visitor: Visitor, filled: Json
) -> None:
    report = filled["reports"]["reports"][0]["id"]
    panel.remove(visitor, {"report": report})
    answer = panel.read_report(
        visitor, {"report": report, "start": 0, "end": 4, "text": "当时的片段。", "title": "某材料"}
    )
    assert answer["gone"]
    assert answer["paras"][0]["r"] == [{"m": ["当时的片段。"]}]


def test_a_passage_that_moved_is_found_by_its_text(
    panel: LibraryPanel, visitor: Visitor, filled: Json
) -> None:
    report = filled["reports"]["reports"][0]["id"]
    answer = panel.read_report(
        visitor, {"report": report, "start": 0, "end": 2, "text": "集中学习多，自学少。"}
    )
    assert "gone" not in answer
    lost = panel.read_report(visitor, {"report": report, "start": 0, "end": 2, "text": "这句话不在里面。"})
    assert lost["gone"]


def test_details_are_corrected_and_wrong_ones_refused(
    panel: LibraryPanel, visitor: Visitor, filled: Json
) -> None:
    report = filled["reports"]["reports"][0]
    change = {
        "report": report["id"],
        "title": "新题目",
        "kind": "work_summary",
        "year": 2020,
        "origin": "reference",
    }
    rows = panel.edit(visitor, change)["reports"]["reports"]
    assert (rows[0]["title"], rows[0]["year"], rows[0]["kind"]) == ("新题目", 2020, "work_summary")
    with pytest.raises(UsageError):
        panel.edit(visitor, {**change, "year": 12})


def test_before_the_engines_are_there_the_list_is_empty_and_a_search_says_why(
    panel: LibraryPanel, visitor: Visitor
) -> None:
    assert panel.reports(visitor)["reports"] == []
    with pytest.raises(LibraryError) as raised:
        panel.search(visitor, {"query": "x"})
    assert raised.value.code == "library_loading"


def test_a_failure_to_load_is_told_as_it_is(
    services: Services, panel: LibraryPanel, visitor: Visitor
) -> None:
    services.failure = LibraryError("unknown_report", where="x")
    services.ready.set()
    assert services.engines == "failed"
    with pytest.raises(LibraryError) as raised:
        panel.search(visitor, {"query": "x"})
    assert raised.value.code == "unknown_report"


def test_hostile_text_passes_as_data(
    panel: LibraryPanel, visitor: Visitor, library: Library, tmp_path: Path
) -> None:
    update = put_in(panel, visitor, tmp_path, {"<img src=x>.txt": HOSTILE.encode()})
    assert update["reports"]["reports"][0]["filename"] == "<img src=x>.txt"
    report = update["reports"]["reports"][0]["id"]
    answer = panel.read_report(visitor, {"report": report, "start": 0, "end": 0, "text": ""})
    assert any("${window.pwned=2}" in run for para in answer["paras"] for run in para["r"])


def test_tables_are_material_and_no_reports() -> None:
    assert ".xlsx" in file_types(tables=True)
    assert ".xlsx" not in file_types(tables=False)
    assert "docx" in formats_json()["formats"]


def shared_of(answer: Json) -> str:
    """What is marked as shared in a text to read."""
    marks = [run["m"] for para in answer["paras"] for run in para["r"] if isinstance(run, dict)]
    return "".join(run["x"] for runs in marks for run in runs if isinstance(run, dict))


def test_what_a_passage_shares_is_marked_in_it(
    panel: LibraryPanel, visitor: Visitor, filled: Json, services: Services
) -> None:
    hit = panel.search(visitor, {"query": "学用结合不紧"})["reports"]["hits"][0]
    passage = hit["passage"]
    at = passage["text"].index("学用结合")
    asked = {**passage, "report": hit["report"]["id"], "marks": [[at, at + 4]]}
    assert shared_of(panel.read_report(visitor, asked)) == "学用结合"
    panel.remove(visitor, {"report": asked["report"]})
    assert shared_of(panel.read_report(visitor, asked)) == "学用结合"


def test_another_draft_of_the_same_writer_is_read_as_a_source(
    panel: LibraryPanel, visitor: Visitor, services: Services
) -> None:
    draft = services.drafts.create(visitor.owner, "去年的稿子", document()).draft
    at = REPORT.index("学用结合不紧")
    asked = {
        "report": draft,
        "origin": "draft",
        "start": at,
        "end": at + 6,
        "text": "学用结合不紧",
        "marks": [[0, 4]],
    }
    answer = panel.read_report(visitor, asked)
    assert (answer["title"], answer["origin"]) == ("去年的稿子", "draft")
    assert shared_of(answer) == "学用结合"
    with pytest.raises(DraftError):
        panel.read_report(Visitor("f" * 32, "zh"), asked)
