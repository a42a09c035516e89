"""The sheet shows every line of the draft once, and every change at its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.revision.revision import review_pasted
from assistant.structure.lines import BLANKS
from assistant.structure.outline import outline
from assistant.structure.section_reference import resolve
from assistant.ui.sheet_view import open_sections, rows, sheet_json
from tests.ui.reports import REPORT, document, long_report

OWNER = "o"
Json = dict[str, Any]


def shown(run: Any, kinds: tuple[str, ...]) -> str:
    if isinstance(run, str):
        return run
    if "b" in run:
        return str(run["b"])
    return "".join(text.rstrip("↵") for kind, text, *_ in run["m"] if kind in kinds)


def lines(paras: list[Json], kinds: tuple[str, ...] = ()) -> list[str]:
    """The text of paragraphs; of a change only marks of these kinds."""
    found: list[str] = []
    for para in paras:
        if para["k"] == "review":
            found += lines(para["paras"], kinds)
        else:
            found.append("".join(shown(run, kinds) for run in para["r"]))
    return found


def visible(text: str) -> list[str]:
    return [line.strip(BLANKS) for line in text.split("\n") if line.strip(BLANKS)]


def solid(texts: list[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def review(drafts: Drafts, reference: str, proposed: str, text: str = REPORT) -> tuple[str, str]:
    """A draft with a pasted rewrite of one section: ids of both."""
    current = drafts.create(OWNER, "稿子", document(text))
    tree = outline(current.document)
    suggestion = review_pasted(current.document, tree, resolve(tree, reference), proposed)
    kept = drafts.add_suggestion(
        OWNER, current.draft, suggestion, version=current.version, instruction="更具体"
    )
    return current.draft, kept.id


def sheet(drafts: Drafts, draft: str, reviewing: str | None = None) -> Json:
    current = drafts.current(OWNER, draft)
    return sheet_json(
        current.document,
        outline(current.document),
        drafts.suggestions(OWNER, draft),
        draft=draft,
        seen=current.revision,
        reviewing=reviewing,
    )


def the_review(value: Json) -> Json:
    found: list[Json] = [para for para in value["paras"] if para["k"] == "review"]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("line", "kind", "section"),
    [
        ("石桥沟镇党委委员2025年度个人对照检查材料", "title", "u1"),
        ("按照统一安排，我认真查摆问题，现将情况报告如下。", "p", "u2"),
        ("一、存在的问题", "h1", "1"),
        ("（一）理论学习方面", "h2", "1.1"),
        ("一是学习不够系统。集中学习多，自学少。", "p", "1.1"),
        ("（二）工作作风方面。调查研究不够深入，下村多是陪同检查。", "p", "1.2"),
    ],
)
def test_each_line_is_set_as_the_office_would(line: str, kind: str, section: str) -> None:
    doc = document()
    row = next(r for r in rows(doc, outline(doc)) if doc.text[r.start : r.end].strip(BLANKS) == line)
    assert (row.kind, row.section) == (kind, section)


def test_a_heading_that_shares_its_line_is_marked_in_it() -> None:
    doc = document()
    paras = sheet_json(doc, outline(doc), (), draft="d", seen=1)["paras"]
    run_in = next(para for para in paras if para["r"] and isinstance(para["r"][0], dict))
    assert run_in["r"][0] == {"b": "（二）工作作风方面"}
    assert run_in["r"][1].startswith("。调查研究")


@given(st.text(alphabet="一二、（）1.甲乙。，：\n\u3000 \t是的<&", max_size=160))
@settings(max_examples=150, deadline=None)
def test_no_line_is_lost_or_shown_twice(text: str) -> None:
    doc = Document.from_text(text)
    value = sheet_json(doc, outline(doc), (), draft="d", seen=1)
    assert solid(lines(value["paras"])) == solid(visible(doc.text))


@pytest.mark.parametrize(
    "proposed",
    [
        "　　一是学习不够系统。今年集中学习12次，自学只有3次。\n　　二是学用结合不紧。遇到难题仍凭老经验办。",
        "　　一是学习不够系统。集中学习多，自学少。",
        "　　一是学习不够系统。集中学习多，自学少。\n　　又加一段。\n　　二是学用结合不紧。遇到难题仍凭老经验办。",
        "全部换掉了，只剩一句。",
    ],
)
def test_a_review_holds_the_old_and_the_new_text_whole(drafts: Drafts, proposed: str) -> None:
    draft, suggestion = review(drafts, "一（一）", proposed)
    value = sheet(drafts, draft)
    before = drafts.current(OWNER, draft).text
    assert solid(lines(value["paras"], ("equal", "delete"))) == solid(visible(before))
    drafts.accept_all(OWNER, suggestion)
    after = drafts.current(OWNER, draft).text
    assert solid(lines(value["paras"], ("equal", "insert"))) == solid(visible(after))


def test_accepted_and_refused_changes_stay_in_the_review_until_it_is_folded(drafts: Drafts) -> None:
    proposed = "　　一是学习不够系统。今年集中学习12次，自学少。\n　　二是学用结合不紧。遇到难题先问群众。"
    draft, suggestion = review(drafts, "一（一）", proposed)
    assert the_review(sheet(drafts, draft))["pending"] == 2
    drafts.accept(OWNER, suggestion, [1])
    drafts.reject(OWNER, suggestion, [2])
    assert not [para for para in sheet(drafts, draft)["paras"] if para["k"] == "review"]
    block = the_review(sheet(drafts, draft, reviewing=suggestion))
    assert (block["pending"], block["accepted"], block["rejected"]) == (0, 1, 1)
    assert block["hunks"] == {"1": "accepted", "2": "rejected"}
    assert solid(lines(block["paras"], ("accepted", "rejected"))) in solid(
        visible(drafts.current(OWNER, draft).text)
    )


def test_a_removed_sentence_says_so_when_accepted(drafts: Drafts) -> None:
    draft, suggestion = review(drafts, "一（一）", "　　一是学习不够系统。集中学习多，自学少。")
    drafts.accept_all(OWNER, suggestion)
    notes = [
        run
        for para in the_review(sheet(drafts, draft, suggestion))["paras"]
        for run in para["r"]
        if not isinstance(run, str)
    ]
    assert any(kind == "note" and "已删" in text for run in notes for kind, text in run["m"])


def test_a_change_whose_place_was_edited_is_told_and_not_placed(drafts: Drafts) -> None:
    proposed = "　　一是学习不够系统。今年集中学习12次，自学少。\n　　二是学用结合不紧。遇到难题先问群众。"
    draft, _ = review(drafts, "一（一）", proposed)
    current = drafts.current(OWNER, draft)
    drafts.save_typing(OWNER, draft, current.text.replace("仍凭老经验办", "还是老办法"), current.revision)
    block = the_review(sheet(drafts, draft))
    assert (block["pending"], block["stale"]) == (1, 1)
    assert solid(lines(block["paras"], ("equal", "delete"))) in solid(
        visible(drafts.current(OWNER, draft).text)
    )


def test_a_review_moves_with_its_section(drafts: Drafts) -> None:
    draft, _ = review(drafts, "二（二）", "　　每月住村五天，走访二十户。")
    current = drafts.current(OWNER, draft)
    drafts.save_typing(
        OWNER, draft, current.text.replace("一、存在的问题", "前言两句。\n一、存在的问题"), current.revision
    )
    block = the_review(sheet(drafts, draft))
    assert block["section"] == "2.2"
    assert "每月住村" in solid(lines(block["paras"], ("equal", "delete")))


def test_of_two_suggestions_for_the_same_lines_the_newer_is_shown(drafts: Drafts) -> None:
    draft, first = review(drafts, "二（一）", "　　每月读两本原著，写一篇心得。")
    current = drafts.current(OWNER, draft)
    tree = outline(current.document)
    other = review_pasted(
        current.document, tree, resolve(tree, "二（一）"), "　　每周读一章原著，写一篇心得。"
    )
    second = drafts.add_suggestion(OWNER, draft, other, version=current.version).id
    assert the_review(sheet(drafts, draft))["id"] == second
    assert the_review(sheet(drafts, draft, reviewing=first))["id"] == first


def test_sections_with_waiting_changes_are_known(drafts: Drafts) -> None:
    draft, _ = review(drafts, "二（一）", "　　每月读两本原著，写一篇心得。")
    assert open_sections(sheet(drafts, draft)) == {"2.1"}


def test_thirty_pages_are_set_quickly() -> None:
    import time

    doc = document(long_report())
    tree = outline(doc)
    begun = time.perf_counter()
    value = sheet_json(doc, tree, (), draft="d", seen=1)
    assert time.perf_counter() - begun < 1.0
    assert len(value["paras"]) > 80
