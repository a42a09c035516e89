"""The JSON of every command is what the contract of the command line says, field by field."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assistant.samples import sample_draft, sample_reports
from tests.commands.conftest import Run

REPORT = {"id", "title", "kind", "year", "origin", "family", "filename", "passages", "added_at"}
PASSAGE = {"id", "text", "start", "end", "role", "path"}
SECTION = {
    "id", "label", "written_label", "heading", "heading_start", "heading_end", "level", "role", "start", "end", "items",
    "children",
}  # fmt: skip
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_text(gaigao: Run, draft: Path) -> None:
    status, value, _ = gaigao("text", str(draft))
    assert (status, set(value)) == (0, {"text", "warnings"})
    assert value["text"] == draft.read_text(encoding="utf-8").removesuffix("\n")


def sections(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [value, *(s for child in value["children"] for s in sections(child))]


def test_outline(gaigao: Run, draft: Path) -> None:
    status, value, _ = gaigao("outline", str(draft))
    assert (status, set(value)) == (0, {"title", "length", "text", "sections", "warnings"})
    assert value["length"] == len(value["text"])
    everything = [s for top in value["sections"] for s in sections(top)]
    for section in everything:
        assert set(section) == SECTION
        assert value["text"][section["heading_start"] : section["heading_end"]] == section["heading"]
        for item in section["items"]:
            assert set(item) == {"label", "start", "end"}
    tops = value["sections"]
    assert tops[0]["start"] == 0 and tops[-1]["end"] == value["length"]
    assert all(a["end"] == b["start"] for a, b in pairwise(tops))
    damaged = [s for s in everything if s["written_label"] and "%" in s["written_label"]]
    assert damaged and all(s["label"] != s["written_label"] for s in damaged)


def test_library_commands(gaigao: Run, tmp_path: Path) -> None:
    sources = [str(path) for path in sample_reports()[:2]]
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    status, value, _ = gaigao("library", "add", *sources, str(bad), "--origin", "own")
    assert status == 1 and set(value) == {"added", "unchanged", "failed"}
    assert len(value["added"]) == 2 and [set(f) for f in value["failed"]] == [{"path", "error"}]
    for report in value["added"]:
        assert set(report) == REPORT and report["origin"] == "own" and TIME.fullmatch(report["added_at"])
        assert re.fullmatch(r"[0-9a-f]{64}", report["id"])
    status, again, _ = gaigao("library", "add", *sources)
    assert status == 0 and not again["added"] and len(again["unchanged"]) == 2
    status, listed, _ = gaigao("library", "list")
    assert status == 0 and listed["reports"] == value["added"]
    assert listed["passages"] == sum(r["passages"] for r in listed["reports"])
    status, rebuilt, _ = gaigao("library", "rebuild")
    assert (status, rebuilt) == (0, {"reports": 2, "passages": listed["passages"]})
    first = listed["reports"][0]["id"]
    status, removed, _ = gaigao("library", "remove", first, "0" * 64)
    assert status == 1 and set(removed) == {"removed", "unknown"} and removed["unknown"] == ["0" * 64]
    _, listed, _ = gaigao("library", "list")
    assert [r["id"] for r in listed["reports"]] == [value["added"][1]["id"]]


def test_search(gaigao: Run, filled_folder: Path) -> None:
    status, value, _ = gaigao("search", "联系群众不够紧密", "--k", "3", folder=filled_folder)
    assert status == 0 and set(value) == {"query", "took_ms", "hits"} and len(value["hits"]) == 3
    assert [hit["rank"] for hit in value["hits"]] == [1, 2, 3]
    for hit in value["hits"]:
        assert set(hit) == {"rank", "score", "passage", "report"}
        assert set(hit["passage"]) == PASSAGE and set(hit["report"]) == {"id", "title"}
    scores = [hit["score"] for hit in value["hits"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("role", ["problems", "measures"])
def test_search_by_role(gaigao: Run, filled_folder: Path, role: str) -> None:
    _, value, _ = gaigao("search", "理论学习", "--role", role, folder=filled_folder)
    assert value["hits"] and {hit["passage"]["role"] for hit in value["hits"]} == {role}


def test_batch_of_searches(gaigao: Run, filled_folder: Path, tmp_path: Path) -> None:
    batch = tmp_path / "requests.jsonl"
    batch.write_text(
        '理论学习不深入\n\n{"query": "整改措施", "k": 2, "role": "measures"}\n{"query": "x", "role": "nobody"}\n{oops\n{"query": 5}\n{"query": "x", "k": "many"}\n{"q": "x"}\n',
        encoding="utf-8",
    )
    status, lines, _ = gaigao("search", "--batch", str(batch), "--k", "4", folder=filled_folder, batch=True)
    assert status == 1 and len(lines) == 7
    assert (len(lines[0]["hits"]), len(lines[1]["hits"])) == (4, 2)
    assert all(
        set(line["error"]) == {"code", "message", "where", "kept", "hint", "candidates"} for line in lines[2:]
    )
    told = [line["error"]["message"] for line in lines[3:]]
    assert told == [
        "第 5 行不是一条请求：第 2 个字处不符合 JSON 的写法。",
        "第 6 行不是一条请求：“query”应当是文字。",
        "第 7 行不是一条请求：“k”应当是整数。",
        "第 8 行不是一条请求：“query”没有写。",
    ]


def test_revise_with_a_rewrite_made_elsewhere(gaigao: Run, draft: Path, tmp_path: Path) -> None:
    sample = sample_draft()
    out = tmp_path / "改后.docx"
    status, value, _ = gaigao(
        "revise", str(draft), "--section", sample.section, "--proposed", str(sample.rewrite), "-o", str(out)
    )
    assert status == 0
    assert {
        "section", "original", "proposed", "note", "hunks", "citations", "findings", "model", "prompt", "usage",
    } <= set(value)  # fmt: skip
    assert set(value["section"]) == {"id", "label", "heading", "start", "end"}
    assert (value["model"], value["prompt"], value["usage"]) == (None, None, None)
    assert value["findings"], "figures that only the material gives"
    for one in value["findings"]:
        assert set(one) == FINDING | {"hunks"}
        assert value["proposed"][one["start"] : one["end"]] == (
            one["quote"] if one["end"] > one["start"] else ""
        )
        assert set(one["hunks"]) <= {hunk["id"] for hunk in value["hunks"]}
    given = [part for path in sample.materials for part in ("--material", str(path))]
    vouched = gaigao(
        "revise", str(draft), "--section", sample.section, "--proposed", str(sample.rewrite), *given
    )[1]
    # dates stand in the ledger; what was counted out of it stands nowhere and is to be verified
    new = [one for one in vouched["findings"] if one["kind"] == "new_fact"]
    assert {(one["quote"], one["severity"]) for one in new} <= {
        (quote, "warning") for quote in ("46次", "20次", "8次", "4次", "11件", "12次", "5次")
    }
    text = draft.read_text(encoding="utf-8").removesuffix("\n")
    assert value["original"] in text and len(value["hunks"]) >= 5
    changed, shift = text, 0
    for hunk in value["hunks"]:
        assert set(hunk) == {"id", "start", "end", "before", "after"}
        assert text[hunk["start"] : hunk["end"]] == hunk["before"]
        changed = changed[: hunk["start"] + shift] + hunk["after"] + changed[hunk["end"] + shift :]
        shift += len(hunk["after"]) - len(hunk["before"])
    assert changed == text.replace(value["original"], value["proposed"], 1)
    _, written, _ = gaigao("text", str(out))
    squeeze = str.maketrans("", "", " \u3000\n\t")
    assert written["text"].translate(squeeze) == changed.translate(squeeze)


def test_doctor(gaigao: Run, filled_folder: Path) -> None:
    status, value, _ = gaigao("doctor", folder=filled_folder)
    assert status == 0
    assert set(value) == {"version", "data_dir", "model", "sends_text_to", "embedding", "store", "problems"}
    assert (value["sends_text_to"], value["problems"], value["store"]["reports"]) == (None, [], 4)


FINDING = {
    "rule", "kind", "severity", "start", "end", "quote", "draft_start", "draft_end", "source", "message",
}  # fmt: skip


def test_guard(gaigao: Run, filled_folder: Path, tmp_path: Path) -> None:
    passage = gaigao("search", "联系群众不够紧密", "--k", "1", folder=filled_folder)[1]["hits"][0]["passage"][
        "text"
    ]
    draft, proposed = tmp_path / "原稿.txt", tmp_path / "改后.txt"
    draft.write_text("联系群众不够，全年走访128户。", encoding="utf-8")
    proposed.write_text(passage, encoding="utf-8")
    status, value, _ = gaigao(
        "guard", "--draft", str(draft), "--proposed", str(proposed), folder=filled_folder
    )
    assert (status, set(value), set(value["compared"])) == (
        0,
        {"compared", "findings"},
        {"reports", "passages"},
    )
    assert {"copied", "lost_fact"} <= {one["kind"] for one in value["findings"]}
    for one in value["findings"]:
        assert set(one) == FINDING
        if one["source"] is not None:
            assert set(one["source"]) == {"report", "passage"} and set(one["source"]["passage"]) == PASSAGE
        if one["kind"] != "lost_fact":
            assert passage[one["start"] : one["end"]] == one["quote"]


def test_batch_of_the_guard(gaigao: Run, filled_folder: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [
        {"draft": "走访3户。", "proposed": "走访三户。"},
        {"draft": "走访农户。", "proposed": "走访农户7户。", "material": "农户7户"},
        {"draft": "走访3户。", "proposed": "走访农户。", "instruction": "压缩"},
    ]
    texts = [json.dumps(line, ensure_ascii=False) for line in lines]
    batch.write_text("\n".join([*texts, "{}"]), encoding="utf-8")
    status, values, _ = gaigao("guard", "--batch", str(batch), folder=filled_folder, batch=True)
    assert status == 1 and values[3]["error"]["code"] == "batch_line"
    assert [[one["severity"] for one in value["findings"]] for value in values[:3]] == [[], [], ["advice"]]
