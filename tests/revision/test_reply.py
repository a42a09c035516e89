"""A model's reply taken apart: a table of how models answer, what makes a reply unusable, citations, streaming."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.revision.reply import (
    Reply,
    cited,
    fault,
    parse,
    unrelated,
    visible,
    visible_answer,
    without_citations,
)
from tests.revision.drafts import body

REPLIES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("replies.yaml").read_text(encoding="utf-8")
)
BY_NAME = pytest.mark.parametrize("case", REPLIES, ids=lambda case: case["name"])


@BY_NAME
def test_a_reply_is_taken_apart(case: dict[str, Any]) -> None:
    taken = parse(
        case["raw"], case["original"], heading=case.get("heading", ""), others=case.get("others", ())
    )
    assert taken.rewrite.strip() == case["rewrite"]
    assert taken.note == case["note"]
    assert taken.cut == case.get("cut", False)


@BY_NAME
@pytest.mark.parametrize("step", [1, 3, 1000])
def test_what_is_shown_while_it_is_written_only_grows(case: dict[str, Any], step: int) -> None:
    raw, shown = case["raw"], ""
    for end in range(step, len(raw) + step, step):
        now = visible(raw[:end], case["original"])
        assert ("【说明】" not in now and "<think" not in now and "```" not in now) or "```" in case["raw"]
        if now.startswith(shown):
            shown = now
    assert "改写】" not in shown
    if case["name"] in (
        "the form asked for",
        "no form at all",
        "on one line",
        "a greeting before the marks",
        "thoughts",
    ):
        assert shown == case["rewrite"]


class TestUseless:
    ORIGINAL = body("1.1")

    def said(self, rewrite: str, **more: Any) -> str | None:
        return fault(Reply(rewrite, ""), self.ORIGINAL, **more)

    def test_a_rewrite_is_usable(self) -> None:
        assert self.said(self.ORIGINAL.replace("不够深入", "浮在面上")) is None
        assert (
            self.said(
                "一是学得浅。事务多、学习少，2023年集中学习12次。二是学用脱节，“千万工程”经验没有变成管用的办法。"
            )
            is None
        )

    def test_nothing(self) -> None:
        assert self.said(" \n") == "model_empty"

    @pytest.mark.parametrize(
        "rewrite",
        [
            "抱歉，我无法完成这个请求。",
            "作为AI语言模型，我不能改写这类材料。",
            "非常抱歉，这个内容我没有办法处理。",
            "I'm sorry, but I can't help with that.",
        ],
    )
    def test_a_refusal(self, rewrite: str) -> None:
        assert self.said(rewrite) == "reply_refused"

    @pytest.mark.parametrize(
        "left_out",
        [
            "（其余内容不变）",
            "【以下略】",
            "（后文同原文）",
            "[the rest is unchanged]",
            "（其他部分保持不变）",
        ],
    )
    def test_text_left_out(self, left_out: str) -> None:
        assert self.said(f"一是学习浮在面上。{left_out}") == "reply_abridged"

    @pytest.mark.parametrize(
        "rewrite",
        [
            "春风吹绿了江南岸，小河里游着一群鸭子，孩子们放起了风筝，笑声传得很远。",
            "The quick brown fox jumps over the lazy dog and runs away into the dark green forest.",
            "本方法首先对图像做卷积运算，再用反向传播更新网络参数，最后输出分类结果。",
        ],
    )
    def test_something_else(self, rewrite: str) -> None:
        assert self.said(rewrite) == "reply_unrelated"
        assert unrelated(self.ORIGINAL, rewrite)

    def test_made_of_the_material(self) -> None:
        facts = "3月12日到双桥村走访困难户，解决饮水管道破损问题一个。"
        assert self.said("3月12日到双桥村走访，解决饮水管道破损问题一个。", related=facts) is None

    def test_a_short_section_may_become_anything(self) -> None:
        assert fault(Reply("每月到所包的村走访不少于4天，当天记台账。", ""), "多走访。") is None

    def test_what_the_text_itself_says_is_no_fault(self) -> None:
        original = "抱歉，来信收悉迟了。（以下略）我们已经办结您反映的饮水问题，费用已经退回。"
        assert fault(Reply(original.replace("迟了", "晚了"), ""), original) is None


class TestCitations:
    @pytest.mark.parametrize(
        ("note", "clean", "known", "unknown"),
        [
            ("学了[1]的写法。", "学了[1]的写法。", (1,), ()),
            ("学了[1][3]。", "学了[1][3]。", (1, 3), ()),
            ("学了[1,2]和［3］。", "学了[1][2]和[3]。", (1, 2, 3), ()),
            ("学了【2】。", "学了[2]。", (2,), ()),
            ("学了[1-3]。", "学了[1][2][3]。", (1, 2, 3), ()),
            ("学了[7]，也学了[2]。", "学了，也学了[2]。", (2,), (7,)),
            ("学了[0]。", "学了。", (), (0,)),
            ("补了【待补：哪个村？】。", "补了【待补：哪个村？】。", (), ()),
            ("", "", (), ()),
        ],
    )
    def test_those_that_exist_are_kept_and_the_others_told(
        self, note: str, clean: str, known: tuple[int, ...], unknown: tuple[int, ...]
    ) -> None:
        assert cited(note, 3) == (clean, known, unknown)

    def test_none_exist_without_passages(self) -> None:
        assert cited("学了[1]。", 0) == ("学了。", (), (1,))

    def test_they_are_taken_out_of_the_rewrite_but_not_out_of_the_original(self) -> None:
        assert without_citations("走访少[2]。依据文件[1]办理。", "依据文件[1]办理。") == (
            "走访少。依据文件[1]办理。",
            (2,),
        )


@given(
    raw=st.text(
        alphabet=st.sampled_from('【改写】说明\n：*#`<think>/好的，以下是。[1]（注）--"“”a'), max_size=80
    )
)
def test_any_reply_is_taken_apart(raw: str) -> None:
    taken = parse(raw, "到村里走访少。", heading="（二）作风", others=["（三）担当作为方面"])
    assert isinstance(taken.rewrite, str) and len(taken.note) <= 600
    assert isinstance(visible(raw, "到村里走访少。"), str)


@given(text=st.text(alphabet=st.sampled_from("走访少，。；：“”（）一二三是\n　12"), min_size=1, max_size=120))
def test_a_rewrite_in_form_comes_back_as_it_was_written(text: str) -> None:
    taken = parse(f"【改写】\n{text}\n【说明】\n好。", text)
    assert taken.rewrite.strip() == text.strip() and taken.note == "好。"


def test_an_answer_that_is_still_written_only_grows() -> None:
    raw = "<think>想</think>**第一**部分〔1.1〕写了*三*件事：\n- 学习\n- 走访[1]\n\n# 小结\n够了。"
    shown = ""
    for end in range(1, len(raw) + 1):
        now = visible_answer(raw[:end])
        assert now.startswith(shown), (shown, now)
        shown = now
    assert "**" not in shown and "<think>" not in shown and shown.endswith("够了。")
