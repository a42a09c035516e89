"""Findings as the page shows them: in words, beside one change, and cut into the change's text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.drafts import Drafts
from assistant.guard.findings import KINDS
from assistant.reviewing.reviewing import Reviewing
from assistant.revision.revision import review_pasted
from assistant.structure.outline import outline
from assistant.structure.section_reference import resolve
from assistant.ui.answer_view import marked_runs
from assistant.ui.finding_view import errors_by_change, finding_json, findings_json, found_in
from assistant.wording import LANGUAGES, Language, wording
from tests.ui.reports import document
from tests.ui.scripted_guard import PASSAGE, ScriptedGuard

OWNER = "o"
COPIED = "全年只到枣坪村走了两趟，群众的心里话听得不多"
Json = dict[str, Any]


@pytest.fixture
def guard() -> ScriptedGuard:
    return ScriptedGuard()


def reviewed(drafts: Drafts, guard: ScriptedGuard, proposed: str, part: str = "一（一）") -> Any:
    """The suggestion a pasted text makes of a section of REPORT, judged."""
    current = drafts.create(OWNER, "稿子", document())
    tree = outline(current.document)
    suggestion = review_pasted(current.document, tree, resolve(tree, part), proposed)
    return Reviewing(drafts, lambda: guard).keep(OWNER, current.draft, suggestion, version=current.version)


def marked(cuts: list[tuple[str, str, tuple[str, ...]]], found: str) -> str:
    """The text of a change that is marked for a finding."""
    return "".join(text for _, text, ids in cuts if found in ids)


def stored(**more: Any) -> Json:
    finding = {"id": "f1", "rule": "new_name", "kind": "new_fact", "severity": "error", "quote": "松口村"}
    return {**finding, "hunks": [1], "params": {}, "source": None, **more}


def test_what_the_label_says_the_message_does_not_say_again() -> None:
    shown = finding_json(stored(), "zh")
    assert shown["label"] == "无出处请核实"
    assert shown["message"].startswith("“松口村”")
    assert shown["told"]
    shown = finding_json(stored(), "en")
    assert shown["label"] == "No source, please verify"
    assert shown["message"].startswith("“松口村”")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name(language: Language) -> None:
    assert all(wording(f"guard.kinds.{kind}", language) for kind in (*KINDS, "unchecked"))


@pytest.mark.parametrize(
    ("kind", "actions"),
    [
        ("copied", ["recast"]),
        ("new_fact", ["missing", "vouch"]),
        ("placeholder", ["missing"]),
        ("lost_fact", []),
    ],
)
def test_what_one_click_can_do(kind: str, actions: list[str]) -> None:
    assert finding_json(stored(kind=kind), "zh")["actions"] == actions
    assert finding_json(stored(kind=kind), "zh", waiting=False)["actions"] == []


def test_a_finding_is_cut_into_the_changes_it_stands_in(drafts: Drafts, guard: ScriptedGuard) -> None:
    guard.copied(COPIED)
    guard.new_place("松口村")
    guard.lost("老经验")
    proposed = f"　　一是学习不够系统。{COPIED}，自学少。\n　　二是学用结合不紧。遇到难题先问松口村的人。"
    suggestion = reviewed(drafts, guard, proposed)
    ids = {finding["kind"]: finding["id"] for finding in suggestion.findings}
    cuts = {hunk.id: found_in(suggestion, hunk) for hunk in suggestion.hunks}
    for hunk in suggestion.hunks:
        assert "".join(text for kind, text, _ in cuts[hunk.id] if kind != "insert") == hunk.before
        assert "".join(text for kind, text, _ in cuts[hunk.id] if kind != "delete") == hunk.after
    assert marked(cuts[1], ids["copied"]) == COPIED
    assert marked(cuts[2], ids["new_fact"]) == "松口村"
    assert marked(cuts[2], ids["lost_fact"]) == "老经验"
    assert errors_by_change(suggestion) == {"1": 1, "2": 1}


def test_marks_stand_where_they_stood_when_the_guard_was_asked_again(
    drafts: Drafts, guard: ScriptedGuard
) -> None:
    guard.new_place("松口村")
    proposed = "　　一是学习不够系统。全年集中学习少。\n　　二是学用结合不紧。遇到难题先问松口村的人。"
    kept = reviewed(drafts, guard, proposed)
    drafts.accept(OWNER, kept.id, [1])
    Reviewing(drafts, lambda: guard).judge_again(OWNER, kept.draft)
    suggestion = drafts.suggestion(OWNER, kept.id)
    (finding,) = suggestion.findings
    change = suggestion.hunks[1]
    assert marked(found_in(suggestion, change), finding["id"]) == "松口村"


def test_the_gravest_comes_first_and_what_is_decided_is_left_out(
    drafts: Drafts, guard: ScriptedGuard
) -> None:
    guard.advise("集中")
    guard.new_place("松口村")
    proposed = "　　一是学习不够系统。全年集中学习少。\n　　二是学用结合不紧。遇到难题先问松口村的人。"
    suggestion = reviewed(drafts, guard, proposed)
    assert [one["severity"] for one in findings_json(suggestion, "zh")] == ["error", "advice"]
    drafts.reject(OWNER, suggestion.id, [2])
    left = findings_json(drafts.suggestion(OWNER, suggestion.id), "zh")
    assert [one["severity"] for one in left] == ["advice"]


def test_what_the_draft_had_already_belongs_to_no_change(drafts: Drafts, guard: ScriptedGuard) -> None:
    guard.new_place("遇到难题", "warning")
    suggestion = reviewed(
        drafts, guard, "　　一是学习不够系统。自学更少。\n　　二是学用结合不紧。遇到难题仍凭老经验办。"
    )
    (row,) = findings_json(suggestion, "zh")
    assert row["hunk"] is None
    assert row["actions"] == []


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_marks_cut_a_text_and_lose_none_of_it(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [(min(span), max(span)) for span in spans]
    runs = marked_runs(text, 0, len(text), marks)
    assert "".join(run if isinstance(run, str) else run["x"] for run in runs) == text.strip("\u3000 ")


def test_what_is_shared_with_a_passage_is_marked_whole() -> None:
    at = PASSAGE.index(COPIED)
    assert {"x": COPIED} in marked_runs(PASSAGE, 0, len(PASSAGE), [(at, at + len(COPIED))])
