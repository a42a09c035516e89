"""送审前检查: what is counted, with what it was compared, and what is never said; on invented texts."""

from __future__ import annotations

import dataclasses
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.guard import copied
from assistant.guard.findings import Finding
from assistant.guard.inspection import Inspection, Part, Shelves, Submission, inspect
from assistant.guard.inspection_words import inspection_json, told
from assistant.guard.sources import Nothing
from assistant.guard.texts import Text
from assistant.lexer import lexer
from assistant.owner import wire
from tests.guard.shelf import Example, Shelf

AT = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
TITLE = "青禾镇对照检查材料"
COPIED = (
    "到村里多是听汇报看展板，坐在院坝里跟群众拉家常的时候少，摸到的多是面上的情况。",
    "开会布置得多、蹲点盯办得少，几件承诺的小事拖到年底才办成。",
    "总觉得账目有人管、程序有人盯，自己签字时只看一眼金额就放过去了。",
)
MOVED = "摸到的多是面上的情况，到村里多是听听汇报看看展板，坐在院坝里跟群众拉家常的时候少。"
OLD = "每季度末召开一次班子会，逐条过一遍群众来信，能当场定的不过夜。"
THEIRS = (
    "枫桥坳乡对照检查材料",
    f"一是调查研究不深。{COPIED[0]}今年到蒲家湾村挨家挨户走访31户，记在本子上带回来的只有9条意见。",
    f"二是抓落实不够。{COPIED[1]}{COPIED[2]}",
)
OURS = ("青禾镇去年对照检查材料", f"下一步，{OLD}全年走访47户。罗汉坝村的水渠要修好。")
DRAFT = "\n".join(
    (
        TITLE,
        "一、存在的问题",
        f"一是走访不够。{COPIED[0]}在蒲家湾村和罗汉坝村，都只去过几回。",
        f"二是落实不够。{COPIED[1]}老街的路灯【待补：哪天修好】才亮。",
        "二、整改措施",
        f"{COPIED[2]}今后每笔支出先看凭证再签字。",
        f"{OLD}今年走访52户，办成【待补：几件】小事。",
        "青禾镇",
    )
)


def parts() -> tuple[Part, ...]:
    first, second = DRAFT.index("一、"), DRAFT.index("二、整改")
    return (
        Part(0, first, "题目"),
        Part(first, first + len("一、存在的问题"), "一、存在的问题"),
        Part(second, second + len("二、整改措施"), "二、整改措施"),
    )


def shelf(*reports: Sequence[str], origin: str = "reference") -> Shelf:
    return Shelf([Example(f"{origin}{n}", one[0], tuple(one[1:]), origin) for n, one in enumerate(reports)])


def shelves(theirs: Sequence[Sequence[str]] = (THEIRS,), ours: Sequence[Sequence[str]] = (OURS,)) -> Shelves:
    every = Shelf(
        [Example(f"reference{n}", one[0], tuple(one[1:])) for n, one in enumerate(theirs)]
        + [Example(f"own{n}", one[0], tuple(one[1:]), "own") for n, one in enumerate(ours)]
    )
    return Shelves(shelf(*theirs), shelf(*ours, origin="own"), every, 7, AT)


def checked(text: str = DRAFT, library: Shelves | None = None, **more: object) -> Inspection:
    submission = Submission(text, **{"title": TITLE, "parts": parts() if text == DRAFT else (), **more})  # type: ignore[arg-type]
    return inspect(submission, library or shelves(), lexer())


def quotes(found: Sequence[Finding]) -> list[str]:
    return [one.quote for one in found]


EMPTY = Shelves(Nothing(), Nothing(), Nothing(), 0, AT)


def test_three_copied_sentences_one_foreign_village_two_gaps() -> None:
    found = checked(material=("今年走访52户。",))
    assert len(found.references.findings) == 3
    assert all(COPIED[n].rstrip("。") in one.quote for n, one in enumerate(found.references.findings))
    assert [found.section(one.start) for one in found.references.findings] == [
        "一、存在的问题", "一、存在的问题", "二、整改措施",
    ]  # fmt: skip
    assert {one.source.report_title for one in found.references.findings if one.source} == {THEIRS[0]}
    assert quotes(found.own.findings) == [OLD.rstrip("。")]
    assert quotes(found.foreign) == ["蒲家湾村"]
    assert quotes(found.missing) == ["【待补：哪天修好】", "【待补：几件】"]
    assert not found.unsourced and found.material
    for one in (*found.references.findings, *found.own.findings, *found.foreign, *found.missing):
        assert DRAFT[one.start : one.end] == one.quote


def test_the_figure_can_be_defended() -> None:
    said = told(checked(others=()))
    figure = said.figures[0]
    assert figure.value.startswith("3 句（共比对 8 句），") and "占全文" in figure.value
    shared = sum(len(one.replace("，", "").replace("、", "").replace("。", "")) for one in COPIED)
    assert f"{shared} 字" in figure.value
    assert "外单位参考稿 1 份（2 个片段）、本单位往年材料 1 份（1 个片段）" in said.compared
    assert "2031年5月6日" in said.compared and "第 7 次变动" in said.compared
    assert "未与互联网比对" in said.compared and "未与互联网比对" in said.text
    assert f"{copied.SHARE:.0%}" in said.rule and f"{copied.OLD_SHORTEST} 字" in said.rule
    assert "与 1 份外单位参考稿相同或基本相同的 3 句" in said.text


def test_an_empty_library_says_that_nothing_was_compared() -> None:
    for language in ("zh", "en"):
        said = told(checked(library=EMPTY, others=()), language)  # type: ignore[arg-type]
        assert not said.rule
        for text in (said.text, said.compared):
            assert ("没有比对" in text) if language == "zh" else ("nothing" in text or "none" in text)
        assert [one.value for one in said.figures[:4]] == (
            ["未比对"] * 4 if language == "zh" else ["not compared"] * 4
        )
        assert "0 句" not in said.text


def test_only_own_reports_is_said() -> None:
    said = told(checked(library=shelves(theirs=())))
    assert "没有外单位参考稿可比" in said.text
    assert said.figures[0].value == "未比对" and said.figures[1].value.startswith("1 句")


def test_a_copy_of_this_draft_is_one_line() -> None:
    other = Text("d2", "青禾镇对照检查材料（副本）", DRAFT.replace("老街", "新街"))
    colleague = Text("d3", "李镇长述职", f"述职报告\n今年我分管信访。{OLD}")
    found = checked(others=(other, colleague))
    assert found.others is not None
    (alike,) = found.others.alike
    assert alike.report_title == other.title and alike.share > 0.9
    assert [one.source.report_title for one in found.others.findings if one.source] == ["李镇长述职"]
    assert found.others.compared.reports == 2
    group = next(one for one in told(found).groups if one.kind == "others")
    assert "全文与自己的另一份稿子《青禾镇对照检查材料（副本）》基本相同" in group.items[0].message
    assert len(group.items) == 2
    assert (
        told(checked()).figures[2].kind == "foreign"
    )  # where other drafts are not known, nothing is said of them


def test_last_year_s_report_with_another_date_is_told_as_such() -> None:
    old = DRAFT.replace("52户", "47户").split("\n")
    found = checked(library=shelves(theirs=(), ours=(old,)))
    (alike,) = found.own.alike
    assert alike.share > 0.8
    assert len(found.own.findings) == 5
    assert (
        "全文与《青禾镇对照检查材料》基本相同"
        in next(g for g in told(found).groups if g.kind == "own").items[0].message
    )


def test_a_figure_is_another_s_only_in_a_sentence_that_is() -> None:
    alone = "一是走访不够。今年入户31户，意见收得不多，回访也不及时。"
    assert not checked(alone).foreign
    lifted = f"{THEIRS[1].replace('蒲家湾村', '罗汉坝村')}"
    assert {one.quote for one in checked(lifted).foreign} == {"31户", "9条"}
    group = next(one for one in told(checked(lifted)).groups if one.kind == "foreign")
    assert all("数字也相同" in item.message for item in group.items)
    assert "蒲家湾村" in quotes(checked(THEIRS[1]).foreign)


def test_what_stood_in_last_year_s_sentence_may_be_stale() -> None:
    old = ("去年总结", "全年组织干部走访群众1286户，收集意见建议三百多条，办结率大幅提升。")
    text = old[1].replace("三百多条", "两百多条")
    found = checked(text, shelves(theirs=(), ours=(old,)))
    assert quotes(found.stale) == ["1286户"]
    assert "1286户" not in quotes(
        checked(text, shelves(theirs=(), ours=(old,)), material=("走访1286户",)).stale
    )


def test_own_names_are_not_foreign() -> None:
    assert "罗汉坝村" not in quotes(checked().foreign) and "一眼" not in quotes(checked().foreign)
    known = checked(material=("蒲家湾村的事要写进去。",))
    assert not known.foreign
    named = ("枫桥坳乡材料", "与青禾镇签订协议，共同管护界河，两边的河长每月碰一次头。")
    assert not checked(library=shelves(theirs=(named,))).foreign


def test_without_material_numbers_are_not_listed() -> None:
    said = told(checked())
    figure = next(one for one in said.figures if one.kind == "unsourced")
    assert figure.value == "未核对" and "没有本次素材" in figure.note
    assert not [group for group in said.groups if group.kind == "unsourced"]
    given_some = checked(material=("专题会议通知",))
    assert quotes(given_some.unsourced) == ["52户"]


def test_headings_are_not_counted() -> None:
    heading = "一、守好界河、护好渡口这件事上的问题和不足"
    text = f"{TITLE}\n{heading}\n学得零散。"
    theirs = ("别处材料", heading, "另外的内容。")
    assert checked(text, shelves(theirs=(theirs,))).references.findings
    start = text.index(heading)
    with_parts = (Part(0, start, "题目"), Part(start, start + len(heading), heading))
    found = checked(text, shelves(theirs=(theirs,)), parts=with_parts)
    assert not found.references.findings and found.sentences == 0


@pytest.mark.parametrize("text", [MOVED, "\u200b".join(COPIED[0]), COPIED[0].replace("，", ",")])
def test_disguised_copies_count(text: str) -> None:
    assert len(checked(text).references.findings) == 1


def test_quotations_of_the_material_do_not_count() -> None:
    assert not checked(COPIED[0], material=(COPIED[0],)).references.findings


def test_formulations_placeholders_and_chat() -> None:
    text = "要增强“四个意识”、坚定“四个自新”。走访了**村和某某村（待补充）。\n作为人工智能，我建议。"
    found = checked(text)
    assert quotes(found.formulations)
    assert {"（待补充）", "某某村"} <= set(quotes(found.missing))
    assert found.leaks
    said = told(found)
    assert {"formulations", "missing", "leaks"} <= {group.kind for group in said.groups}


def test_json_is_as_documented() -> None:
    value = inspection_json(checked(others=(Text("d3", "李镇长述职", OLD),), material=("通知",)))
    assert set(value) == {"text", "compared", "rule", "figures", "groups"}
    assert all(set(one) == {"kind", "label", "value", "note"} for one in value["figures"])
    kinds = [group["kind"] for group in value["groups"]]
    assert kinds == ["references", "foreign", "missing", "own", "others", "unsourced"]
    for group in value["groups"]:
        assert set(group) == {"kind", "label", "severity", "count", "items"}
        for item in group["items"]:
            assert set(item) == {"quote", "section", "start", "end", "message", "source"}
            assert DRAFT[item["start"] : item["end"]] == item["quote"] and item["message"]
            if (source := item["source"]) is not None:
                assert set(source) == {"report", "passage", "marks"}
                assert set(source["report"]) == {"id", "title", "origin"}
                assert all(source["passage"]["text"][a:b] for a, b in source["marks"])
    english = inspection_json(checked(), "en")
    assert "Not compared with the internet" in english["text"]


def test_without_sources_nobody_is_named() -> None:
    found = checked(others=(Text("d3", "李镇长述职", OLD), Text("d4", "副本", DRAFT)))
    said = told(found, sources=False)
    words = " ".join(item.message + item.source_name for group in said.groups for item in group.items)
    assert not [name for name in (THEIRS[0], OURS[0], "李镇长述职", "副本") if name in words]
    assert "参考稿1" in words and "往年材料1" in words and "其他稿子1" in words


def test_it_goes_over_the_wire() -> None:
    submission = Submission(DRAFT, TITLE, ("通知",), parts(), (Text("d3", "李镇长述职", OLD),))
    assert wire.submission_in(dataclasses.asdict(submission)) == submission
    found = inspect(submission, shelves(), lexer())
    assert wire.inspection_in(wire.inspection_out(found)) == found


@given(st.text("青禾镇到村里多是听汇报看展板，。；\n 【待补：】31户*《》\u200b", max_size=80))
def test_any_text_is_checked(text: str) -> None:
    found = checked(text, others=(Text("d3", "甲", text), Text("d4", "乙", COPIED[0])))
    for one in (*found.references.findings, *found.foreign, *found.unsourced, *found.missing):
        assert text[one.start : one.end] == one.quote
    inspection_json(found)
    told(found, "en", sources=False)


def _long(kind: str) -> str:
    rng = random.Random(5)
    if kind == "one character":
        return "好" * 100_000
    if kind == "gaps":
        return "【待补】**村" * 12_500
    if kind == "villages":
        return "蒲家湾村" * 25_000
    if kind == "copied":
        return "".join(rng.choice(COPIED) for _ in range(4_000))[:100_000]
    if kind == "numbers":
        return "，".join(f"{n}户" for n in range(20_000))[:40_000]
    return "".join(chr(rng.randrange(0x4E00, 0x5E00)) for _ in range(40_000))


@pytest.mark.parametrize("kind", ["one character", "gaps", "villages", "copied", "numbers", "no words"])
def test_long_texts_take_linear_time(kind: str) -> None:
    text = _long(kind)
    took = []
    for part in (text[: len(text) // 4], text):
        before = time.process_time()
        checked(part, others=(Text("d3", "甲", part[::-1]), Text("d4", "乙", part)), material=("通知",))
        took.append(time.process_time() - before)
    assert took[1] < 60
    assert took[1] < 8 * max(took[0], 0.5)
