"""Words of the wish, of the prompt and of the conversation in a text, and what only looks like them."""

from __future__ import annotations

import pytest

from assistant.guard.findings import Proposal
from assistant.guard.leak import findings

DRAFT = "走访不够，听意见少。"


def told(proposed: str, wish: str = "", draft: str = DRAFT) -> list[str]:
    return [one.quote for one in findings(Proposal(draft, proposed, wish))]


@pytest.mark.parametrize(
    "proposed",
    [
        "好的，以下是修改后的内容：\n走访不够，听意见少。",
        "修改后：走访不够，听取意见少。",
        "**优化后的表述：**走访不够。",
        "走访不够。以上内容仅供参考，如需进一步调整请告诉我。",
        "走访不够。如需补充其他内容，请告知。",
        "根据您提供的材料，走访不够。",
        "结合您单位的实际情况，走访不够。",
        "走访不够，此处可结合本单位情况补充。",
        "作为一个语言模型，我认为走访不够。",
        "走访不够。\n修改说明：补了一句。",
        "<think>先看原文</think>走访不够。",
    ],
)
def test_words_of_the_conversation(proposed: str) -> None:
    assert told(proposed)


@pytest.mark.parametrize(
    ("wish", "proposed"),
    [
        ("写得实一点，别超过100字。", "走访不够，写得实一点，别超过100字。"),
        ("把原因写深，从党性上找根源", "走访不够。把原因写深，从党性上找根源。"),
        ("这段语气太硬，改得柔和些", "走访不够，这段语气太硬，改得柔和些。"),
        ("多用短句少用成语", "走访不够，多用短句少用成语。"),
    ],
)
def test_words_of_the_wish(wish: str, proposed: str) -> None:
    assert told(proposed, wish)


@pytest.mark.parametrize(
    ("wish", "proposed"),
    [
        ("补上改造机耕道12公里、新修水渠3条的事", "走访不够，但改造机耕道12公里、新修水渠3条。"),
        ("要写到每季度向群众公开一次账目", "每季度向群众公开一次账目。"),
        ("", "富贵村的情况摸得不透，走访不够。"),
        ("", "整改后：群众满意度明显提高。"),
        ("", "以上问题，请领导和同志们批评指正。"),
        ("", "根据巡察组提出的意见，逐条整改。"),
        ("", "如需办理，请联系村便民服务点，群众反映好。"),
        ("", "这里的群众还在喝窖水，走访不够。"),
        ("写具体", "走访不够，全年只去过【待补：几次？】。"),
    ],
)
def test_what_belongs_to_the_text(wish: str, proposed: str) -> None:
    assert told(proposed, wish) == []


def test_what_the_draft_says_itself_is_its_own() -> None:
    assert told("修改后：走访不够。", draft="修改后：走访不够。") == []
