"""What always holds of the guard: spans, sources, counts; hostile text neither slows it nor slips through."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.guard.findings import Finding, Proposal, guarded_json
from assistant.guard.guard import guard
from assistant.guard.numerals import chinese
from assistant.guard.sources import Nothing
from assistant.lexer import lexer
from assistant.structure.plain import folded, letters
from tests.guard.measured import cases, shelf

COPIED = (
    "理论学习停留在念文件、抄笔记上，真正坐下来琢磨怎么把会议精神变成村里看得见的事，一年下来也没有几回。"
)


def found(draft: str, proposed: str, **more: str) -> list[Finding]:
    return list(guard(Proposal(draft, proposed, **more), shelf(), lexer()).findings)  # type: ignore[arg-type]


def kinds(draft: str, proposed: str) -> set[str]:
    return {one.kind for one in found(draft, proposed)}


@pytest.mark.parametrize("case", [*cases("worked_with"), *cases("held_out")], ids=lambda case: case.id)
def test_spans_and_sources(case) -> None:  # type: ignore[no-untyped-def]
    proposal = case.proposal
    for one in guard(proposal, shelf(), lexer()).findings:
        if one.kind == "lost_fact":
            assert one.start == one.end <= len(proposal.proposed)
            assert proposal.draft[one.draft_start : one.draft_end] == one.quote
        else:
            assert one.quote and proposal.proposed[one.start : one.end] == one.quote
        for start, end in one.marks:
            assert one.start <= start < end <= one.end
        if one.source:
            assert all(one.source.passage.text[a:b] for a, b in one.source.marks)
        assert one.source is None if one.kind not in ("copied", "foreign_fact") else one.source is not None
        assert one.message("zh") and one.message("en")


def test_json_is_the_contract() -> None:
    value = guarded_json(guard(Proposal("学习不够，共5条。", COPIED), shelf(), lexer()))
    assert value["compared"] == {"reports": 7, "passages": 30}
    for one in value["findings"]:
        assert set(one) == {
            "rule", "kind", "severity", "start", "end", "quote", "draft_start", "draft_end", "source", "message",
        }  # fmt: skip
    assert {one["kind"] for one in value["findings"]} == {"copied", "lost_fact"}


def test_without_a_library_the_rest_still_works() -> None:
    answer = guard(Proposal("走访5户。", "走访6户。" + COPIED), Nothing(), lexer())
    assert answer.compared.reports == 0
    assert {one.kind for one in answer.findings} == {"new_fact", "lost_fact"}


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: "\u200b".join(text),
        lambda text: "\u2060\ufeff".join(text),
        lambda text: " ".join(text),
        lambda text: "\u00ad".join(text),
        lambda text: text.replace("，", ","),
        lambda text: text.replace("、", "").replace("，", ""),
        lambda text: text.replace("一", "⼀"),
    ],
)
def test_a_disguised_copy_is_a_copy(disguise) -> None:  # type: ignore[no-untyped-def]
    assert "copied" in kinds("学习不够。", disguise(COPIED))


@pytest.mark.parametrize(
    "figure",
    [
        "1860人次",
        "１８６０人次",
        "1,860人次",
        "1\u200b860人次",
        "一千八百六十人次",
        "𝟏𝟖𝟔𝟎人次",
        "١٨٦٠人次",
        "1 860人次",
    ],
)
def test_a_disguised_figure_is_found_and_is_known(figure: str) -> None:
    assert "foreign_fact" in kinds("服务群众。", f"服务群众{figure}。")
    assert not kinds("服务群众1860人次。", f"服务群众{figure}。")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十二", 12),
        ("一百零五", 105),
        ("三百五", 350),
        ("一亿二千万", 120_000_000),
        ("二零二四", 2024),
    ],
)
def test_numerals(text: str, value: int) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize("text", ["两三", "七八", "十百", "点五", "", "万"])
def test_no_numerals(text: str) -> None:
    assert chinese(text) is None


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="镇村的石磨，。“”《》三个3年2024〔〕号%亿万*×\u200b１a \n局", max_size=120),
    st.text(max_size=60),
)
def test_any_text_is_judged_and_spans_hold(proposed: str, draft: str) -> None:
    for one in guard(Proposal(draft, proposed), shelf(), lexer()).findings:
        text, start, end = (
            (draft, one.draft_start or 0, one.draft_end or 0)
            if one.kind == "lost_fact"
            else (proposed, one.start, one.end)
        )
        assert text[start:end] == one.quote


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_plain_text_knows_its_way_back(text: str) -> None:
    for plain in (letters(text), folded(text)):
        assert len(plain.text) == len(plain.at)
        assert list(plain.at) == sorted(plain.at)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([case.proposal.draft for case in cases("held_out")]))
def test_a_draft_kept_as_it_is_has_lost_nothing_and_brought_in_nothing(draft: str) -> None:
    assert not kinds(draft, draft) & {"lost_fact", "new_fact", "foreign_fact", "placeholder", "leak"}


HOSTILE = {
    "one character": "啊", "no sentence end": "我镇抓好工作", "digits": "1", "commas": "1,", "numerals": "一二三",
    "quotes": "“", "titles": "《", "open titles": "《甲乙", "stars": "*", "village": "石磨村", "invisible": "\u200b",
    "copy": COPIED, "copy without ends": COPIED.rstrip("。"), "years": "2023年", "latin": "x ", "newlines": "\n", "bureau": "局",
    "parts": "政治意识", "pending": "【待补", "talk": "以下是", "posts": "书记", "as": "作为", "emoji": "😀", "brackets": "（2", "unit": "澄江县水利局", "person": "王德福同志", "ranges": "3至", "round": "20余个", "quarters": "三季度",
    "under": "下青松村", "cooperative": "绿源种植专业合作社",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    def seconds(length: int) -> float:
        text = (HOSTILE[name] * (length // len(HOSTILE[name]) + 1))[:length]
        start = time.process_time()
        guard(Proposal("我镇抓好工作。", text), shelf(), lexer())
        guard(Proposal(text, "我镇抓好工作。"), shelf(), lexer())
        return time.process_time() - start

    seconds(500)
    short, long = seconds(5_000), min(seconds(20_000), seconds(20_000))  # the first may pay for others' litter
    assert long < max(1.0, 12 * short), (short, long)
