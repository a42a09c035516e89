"""Copied wording: near copies of many kinds are found, common language is not, whatever the library is like."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.guard import copied
from assistant.guard.common_language import common, shared, standing
from assistant.guard.findings import Finding, Proposal
from assistant.guard.matching import SEED, Sentence
from assistant.guard.texts import Text, held
from assistant.structure.plain import letters_of
from tests.guard.shelf import Example, Shelf

TOLD = "老支书每天鸡叫头遍就起身，绕着村子走一圈，看谁家屋顶冒烟晚了，就进去问一声是不是病了。"
NEXT = "问过三十年，村里人说他走的路加起来能绕县城好几十圈，鞋底磨穿了多少双连他自己也记不清。"
OTHER = "渠首的闸门锈得转不动，他带着两个后生用柴油泡了一夜，天亮前总算把水放了下去。"
SHELF = Shelf([Example("a", "老支书", (TOLD, NEXT)), Example("b", "放水", (OTHER,))])


def found(proposed: str, draft: str = "走访不够。", **more: tuple[str, ...]) -> list[Finding]:
    return list(copied.findings(Proposal(draft, proposed, **more), SHELF))  # type: ignore[arg-type]


COPIES = {
    "every sixth letter changed": "".join(
        "之" if n % 6 == 5 else one for n, one in enumerate(letters_of(TOLD))
    ),
    "clauses reordered": "看谁家屋顶冒烟晚了，绕着村子走一圈，老支书每天鸡叫头遍就起身，进去问一声是不是病了。",
    "fillers": "老支书坚持每天鸡叫头遍就早早起身，认真绕着村子慢慢走一圈，仔细看谁家屋顶冒烟晚了，就主动进去问一声是不是病了。",
    "cut short": "每天鸡叫头遍就起身，绕着村子走一圈，看谁家屋顶冒烟晚了。",
    "split": "老支书每天鸡叫头遍就起身。绕着村子走一圈，看谁家屋顶冒烟晚了。就进去问一声是不是病了。",
    "in short sentences": "鸡叫头遍就起身。绕着村子走一圈。看谁家屋顶冒烟晚了。就进去问一声。是不是病了。",
    "joined": TOLD.rstrip("。") + "，" + NEXT,
    "across a border": "看谁家屋顶冒烟晚了，就进去问一声，问过三十年，村里人说他走的路能绕县城好几十圈。",
    "full width and blanks": "　".join(TOLD),
    "no marks": TOLD.replace("，", "").replace("。", ""),
    "one clause among one's own": "他为人实在，看谁家屋顶冒烟晚了就进去问一声，这样的干部不多。",
}


@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_is_found_with_its_source(kind: str) -> None:
    told = found(COPIES[kind])
    assert told and {one.source.report_id for one in told if one.source} == {"a"}
    for one in told:
        assert one.marks and all(one.start <= a < b <= one.end for a, b in one.marks)


OWN = {
    "one's own": "他家住村东头，爱管闲事，谁家有事都少不了他，大家背后叫他总管。",
    "words of the trade": "坚持问题导向，深入群众走访，落实民主集中制，严格执行中央八项规定精神。",
    "short": "绕着村子走一圈。",
    "short lines": "鸡叫头遍就起身\n绕着村子走一圈\n",
    "a figure in a usual phrase": "新增节水灌溉面积2.3万亩，进展明显。",
}


@pytest.mark.parametrize("kind", OWN)
def test_ones_own_words_are_not_copied(kind: str) -> None:
    assert not found(OWN[kind])


def test_the_drafts_earlier_wording_and_material_are_ones_own() -> None:
    assert not [one for one in found(TOLD, earlier=(TOLD,)) if one.rule == "copied"]
    assert not found(TOLD, material=(TOLD,))
    assert [one.rule for one in found(TOLD, draft=TOLD)] == ["copied_in_draft"]


def test_each_part_of_a_text_without_a_stop_is_told() -> None:
    """No sentence is so long that a copy hides in it."""
    chance = random.Random(3)
    own = "".join(chr(0x4E00 + chance.randrange(2000)) for _ in range(600))
    text = (own[:300] + TOLD + own[300:] + OTHER).replace("，", "").replace("。", "")
    assert {one.source.report_id for one in found(text) if one.source} == {"a", "b"}


@pytest.mark.parametrize(("families", "is_copied"), [(1, True), (2, True), (4, False)])
def test_what_many_independent_families_share_is_common(families: int, is_copied: bool) -> None:
    """By families: the versions of one report count once. The stretch is of 20 letters."""
    phrase = "一事一议一户一策一村一品逐条逐项对账"
    versions = [
        Example(f"{family}-{version}", "某报告", (f"第{family}份里写着{phrase}做到底",), family=f"f{family}")
        for family in range(families)
        for version in range(4)
    ]
    told = list(copied.findings(Proposal("对账。", f"要{phrase}。"), Shelf(versions)))
    assert bool(told) == is_copied


def test_a_sentence_made_of_common_phrases_alone_is_a_copy_where_it_is_one() -> None:
    """Each clause stands in five families, the sentence in one."""
    clauses = [
        "一早出门察看塘坝水位",
        "中午蹲在地头吃干粮",
        "傍晚挨家叮嘱关好闸",
        "夜里守着电话不敢睡",
        "天亮再走一遍老河堤",
    ]
    others = [
        Example(f"{n}-{m}", "某报告", (f"第{n}个{m}号{clause}之后另说",))
        for n, clause in enumerate(clauses)
        for m in range(5)
    ]
    whole = Example("whole", "原稿", ("，".join(clauses) + "。",))
    told = list(copied.findings(Proposal("防汛。", whole.passages[0]), Shelf([*others, whole])))
    assert [one.source.report_id for one in told if one.source] == ["whole"]
    assert not list(copied.findings(Proposal("防汛。", "，".join(clauses[:2])), Shelf(others)))


def test_in_a_large_library_three_families_are_few() -> None:
    assert (
        common().families(12, 20) == 3
        and common().families(12, 2_000) == 10
        and common().families(60, 20) is None
    )


def test_a_library_of_equal_passages_hides_nothing_and_costs_no_more() -> None:
    same = Shelf([Example("x", "一样", (TOLD,) * 20_000), Example("b", "放水", (OTHER,))])
    text = (TOLD + OTHER) * 300
    start = time.process_time()
    told = list(copied.findings(Proposal("走访不够。", text), same))
    assert time.process_time() - start < 5
    assert len(told) == 600 and {one.source.report_id for one in told if one.source} == {"x", "b"}
    near = COPIES["every sixth letter changed"]
    assert [one.source.report_id for one in copied.findings(Proposal("", near), same) if one.source] == ["x"]


def test_a_removed_crowd_does_not_hide_what_is_left() -> None:
    crowd = Shelf([Example("x", "一样", (TOLD,) * 2_000), Example("a", "老支书", (TOLD,))])
    crowd._index.remove(["x"])
    assert [one.source.report_id for one in copied.findings(Proposal("", TOLD), crowd) if one.source] == ["a"]


def test_texts_in_memory_find_the_same_copies() -> None:
    """The check of a whole draft holds a unit's own reports in memory."""
    memory = held([Text("a", "老支书", TOLD + NEXT), Text("b", "放水", OTHER)])
    for text in COPIES.values():
        told = list(copied.findings(Proposal("走访不够。", text), memory))
        assert told and {one.source.report_id for one in told if one.source} == {"a"}


_FEW = st.text(alphabet="甲乙丙丁", max_size=40)


@settings(max_examples=200, deadline=None)
@given(_FEW, _FEW)
def test_pieces_are_alike_and_none_over_another(sentence: str, passage: str) -> None:
    until = 0
    for one in Sentence(sentence).matched(passage):
        assert one.at >= until and one.length > 0
        assert sentence[one.at : one.end] == passage[one.place : one.until]
        assert one.length >= SEED or not one.seed
        until = one.end


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 40), st.integers(4, 60)), max_size=14))
def test_a_common_stretch_is_in_so_many_families(spans: list[tuple[str, int, int]]) -> None:
    stretches = [(family, start, start + length) for family, start, length in spans]
    told = shared(stretches, 20)
    for start, end in told:
        needed = common().families(end - start, 20)
        assert needed is not None
        assert len({family for family, a, b in stretches if a <= start and end <= b}) >= needed
    families = {family for family, _, _ in stretches}
    for _, start, _ in stretches:
        reach = [
            max((end for one, first, end in stretches if one == family and first <= start), default=0)
            for family in families
        ]
        for number in range(3, len(families) + 1):
            end = sorted(reach)[-number]
            needed = common().families(end - start, 20)
            if end > start and needed is not None and number >= needed:
                assert (start, end) in told


def test_standing_phrases_are_marked_whole() -> None:
    text = "我们要守住不发生规模性返贫底线这条线"
    assert bytes(standing(text)) == b"\0" * 3 + b"\1" * 12 + b"\0" * 3
