"""A rewrite that broke off, gone on with: nothing doubled, nothing lost, and what the model is told for it."""

from __future__ import annotations

import pytest

from assistant.revision.continuing import HEAD, joined

BEGUN = "一是下村少。上半年去柳湾村三次，"


@pytest.mark.parametrize(
    ("more", "whole"),
    [
        ("其中两次是陪同检查。", BEGUN + "其中两次是陪同检查。"),
        ("【改写】\n其中两次是陪同检查。", BEGUN + "其中两次是陪同检查。"),
        ("去柳湾村三次，其中两次是陪同检查。", BEGUN + "其中两次是陪同检查。"),
        ("【改写】\n" + BEGUN + "其中两次是陪同检查。", BEGUN + "其中两次是陪同检查。"),
        ("", BEGUN),
        ("次，不多。", BEGUN + "次，不多。"),  # two characters that are the same are no repetition
    ],
)
def test_what_follows_is_joined_without_repetition(more: str, whole: str) -> None:
    assert joined(BEGUN, more) == HEAD + whole


def test_a_growing_end_never_takes_back_what_is_certain() -> None:
    more = "去柳湾村三次，其中两次是陪同检查。\n【说明】\n补了次数。"
    grown = [joined(BEGUN, more[:n]) for n in range(len(more) + 1)]
    assert all(text.startswith(HEAD + BEGUN) for text in grown)
    assert grown[-1].endswith("【说明】\n补了次数。")
