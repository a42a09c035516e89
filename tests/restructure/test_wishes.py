"""Wishes as people write them, and the plan each of them asks for; what cannot be told is asked back."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SectionError
from assistant.restructure.applied import apply
from assistant.restructure.operation import CERTAINTIES, Operation
from assistant.restructure.parts import Parts
from assistant.restructure.validation import validate
from assistant.restructure.wishes import Wished, plan_of
from tests.restructure import wish_drafts

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("wishes.yaml").read_text("utf-8"))
NAMES = {"self": "SELF", "spoken": "SPOKEN", "unnumbered": "UNNUMBERED"}


@cache
def draft(name: str) -> Parts:
    return wish_drafts.parts(getattr(wish_drafts, NAMES[name]))


def line(operation: Operation) -> str:
    """An operation on one line, as the table has it."""
    words = [operation.kind, *operation.parts]
    to = operation.to
    if operation.kind in ("move", "add"):
        words += [to.where, *to.anchors]
    if to.at:
        words += ["at", to.at]
    if operation.kind == "level":
        words += ["to", str(to.level)]
    if to.heading:
        words.append(f"「{to.heading}」")
    if operation.kind == "merge" and operation.needs:
        words += ["after", *operation.needs]
    return " ".join(words)


def asked(case: dict[str, Any]) -> Wished | None:
    return plan_of(case["say"], draft(case.get("draft", "self")), selected=case.get("selected"))


PLANNED = [case for case in CASES if isinstance(case.get("is"), list)]


def test_there_are_many_of_them() -> None:
    assert len(PLANNED) >= 60 and len({(c["say"], c.get("draft"), c.get("selected")) for c in CASES}) == len(
        CASES
    )


@pytest.mark.parametrize("case", PLANNED, ids=[f"{c['say']}{c.get('selected', '')}" for c in PLANNED])
def test_what_is_asked_for(case: dict[str, Any]) -> None:
    wished = asked(case)
    assert wished is not None
    assert [line(one) for one in wished.plan.operations] == case["is"]
    assert list(wished.unassigned) == case.get("unassigned", [])
    worst = max((one.certainty for one in wished.plan.operations), key=CERTAINTIES.index)
    assert worst == case.get("certainty", "sure")


@pytest.mark.parametrize("case", PLANNED, ids=[f"{c['say']}{c.get('selected', '')}" for c in PLANNED])
def test_it_can_be_done_and_nothing_is_lost(case: dict[str, Any]) -> None:
    wished = asked(case)
    assert wished is not None
    found = draft(case.get("draft", "self"))
    assert [refusal.code for refusal in validate(wished.plan, found).refusals] == case.get("refused", [])
    done = apply(found, wished.plan)
    assert done.sentences.lost == 0 and done.sentences.before == done.sentences.after - done.sentences.added
    assert all(one.reason.text() and one.reason.text("en") for one in wished.plan.operations)


@pytest.mark.parametrize("say", [case["say"] for case in CASES if case.get("is") == "none"])
def test_a_model_is_needed_for_the_rest(say: str) -> None:
    assert plan_of(say, draft("self")) is None


UNTOLD = [case for case in CASES if "unknown" in case or "ambiguous" in case]


@pytest.mark.parametrize("case", UNTOLD, ids=[case["say"] for case in UNTOLD])
def test_a_part_that_cannot_be_told_is_asked_for(case: dict[str, Any]) -> None:
    with pytest.raises(SectionError) as raised:
        asked(case)
    kind = "unknown" if "unknown" in case else "ambiguous"
    assert raised.value.code == f"section_{kind}"
    assert list(raised.value.candidates)[: len(case[kind])] == case[kind]
    if kind == "ambiguous":
        assert len(raised.value.candidates) == len(case[kind])


@pytest.mark.parametrize("case", UNTOLD, ids=[case["say"] for case in UNTOLD])
def test_what_is_offered_is_understood_when_it_comes_back(case: dict[str, Any]) -> None:
    with pytest.raises(SectionError) as raised:
        asked(case)
    for candidate in raised.value.candidates:
        wished = plan_of(f"把{candidate}移到最后", draft(case.get("draft", "self")))
        assert wished is not None and len(wished.plan.operations) == 1


def test_an_item_that_cannot_be_told_is_offered_by_its_section() -> None:
    with pytest.raises(SectionError) as raised:
        plan_of("把二是移到最前面", draft("self"))
    assert raised.value.candidates == ("一（一）的二是", "一（二）的二是")
    wished = plan_of("把一（二）的二是移到最前面", draft("self"))
    assert wished is not None and wished.plan.operations[0].parts == ("1.2/i2",)


def test_sentences_that_begin_alike_are_told_apart() -> None:
    begins = "今年以来我们把安全生产放在重要位置，"
    found = wish_drafts.parts(f"一、做法\n{begins}排查隐患三处。\n二、成效\n{begins}没有发生事故。")
    with pytest.raises(SectionError) as raised:
        plan_of("安全生产那句移到最后", found)
    assert raised.value.candidates == (f"“{begins}排查隐患三处”那句", f"“{begins}没有发生事故”那句")
    for candidate, part in zip(raised.value.candidates, ("1/p1/s1", "2/p1/s1"), strict=True):
        wished = plan_of(f"把{candidate}移到第二部分里", found)
        assert wished is not None and wished.plan.operations[0].parts == (part,)


def test_the_reason_is_what_was_said() -> None:
    wished = plan_of("措施放到原因前面，然后重新编号", draft("self"))
    assert wished is not None
    assert [one.reason.params["text"] for one in wished.plan.operations] == ["措施放到原因前面", "重新编号"]


def test_a_heading_keeps_the_users_own_words() -> None:
    wished = plan_of("一（三）改名叫“担当(作为)，2025年：从新出发”", draft("self"))
    assert wished is not None
    assert wished.plan.operations[0].to.heading == "担当(作为)，2025年：从新出发"


def test_what_answers_nothing_is_said_to_be_left() -> None:
    wished = plan_of("把原因并到每个问题后面", wish_drafts.parts(wish_drafts.SELF.replace(
        "（三）纪律规矩绷得不紧\n认为小事小节无关紧要，台账由经办人去记。", "（三）气候异常\n雨水偏多，道路湿滑。"
    )))  # fmt: skip
    assert wished is not None
    assert wished.unassigned == ("2.3",) and [op.kind for op in wished.plan.operations] == ["move", "move"]


WORDS = st.sampled_from(
    [
        "把",
        "将",
        "第三部分",
        "（二）",
        "二（一）",
        "原因",
        "措施",
        "一是",
        "移到",
        "放到",
        "对调",
        "合并",
        "拆成两部分",
        "改名叫",
        "改成",
        "最前面",
        "后面",
        "里",
        "和",
        "、",
        "，",
        "。",
        "“",
        "”",
        "重新编号",
        "小标题",
        "一是二是",
        "加一部分",
        "从",
        "开始",
        "每个问题",
        "降一级",
        "最后",
        "那句",
        "路灯",
        "1.2",
        "的",
        "了",
        "吧",
        "到",
        "第",
        "部分",
        "（",
    ]
)


@given(st.lists(WORDS, max_size=14).map("".join), st.sampled_from(["self", "spoken", "unnumbered"]))
def test_whatever_is_said_it_is_understood_or_not(say: str, name: str) -> None:
    found = draft(name)
    try:
        wished = plan_of(say, found)
    except SectionError as error:
        assert error.candidates and error.code in ("section_unknown", "section_ambiguous")
        return
    if wished is not None:
        assert apply(found, wished.plan).sentences.lost == 0


def test_a_long_wish_takes_no_time() -> None:
    import time

    begun = time.monotonic()
    for say in (
        "把" + "第三部分和" * 200 + "移到最前面",
        "，".join(["把第三部分移到最前面"] * 60),
        "移" * 2_000,
        "第二、三" * 300 + "部分对调",
    ):
        with suppress(SectionError):
            plan_of(say, draft("self"))
    assert time.monotonic() - begun < 5
