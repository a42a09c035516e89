"""Which measure answers which problem: as an editor would pair them, and never surer than right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.restructure.counterparts import Pair, pairs
from assistant.restructure.parts import Part, Parts
from assistant.structure.numbering import chinese
from tests.restructure.wish_drafts import parts

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("counterparts.yaml").read_text("utf-8"))


def draft(case: dict[str, Any]) -> tuple[Parts, list[Part], list[Part]]:
    """The case as a draft: its problems and what answers them as subsections."""
    lines = ["一、存在的问题"]
    lines += [
        f"（{chinese(n)}）{line.replace('。', chr(10), 1)}" for n, line in enumerate(case["problems"], 1)
    ]
    lines.append("二、整改措施")
    lines += [f"（{chinese(n)}）{line}" for n, (_, line) in enumerate(case["others"], 1)]
    found = parts("\n".join(lines))
    below = [[part for part in root.children if part.kind == "section"] for root in found.roots[-2:]]
    assert [len(one) for one in below] == [len(case["problems"]), len(case["others"])]
    return found, below[0], below[1]


def judged(case: dict[str, Any]) -> list[tuple[int, int, str]]:
    """(the right problem, the one found, how certain) of each."""
    found, problems, others = draft(case)
    by_part: dict[str, Pair] = {pair.part.id: pair for pair in pairs(found, problems, others)}
    result = []
    for part, (right, _) in zip(others, case["others"], strict=True):
        pair = by_part.get(part.id)
        result.append(
            (right, problems.index(pair.partner) + 1 if pair else 0, pair.certainty if pair else "none")
        )
    return result


def test_most_are_right_and_the_sure_ones_nearly_all() -> None:
    every = [one for case in CASES for one in judged(case)]
    right = sum(a == b for a, b, _ in every)
    sure = [a == b for a, b, certainty in every if certainty == "sure"]
    assert len(every) >= 30
    assert right / len(every) >= 0.85, every
    assert sum(sure) / len(sure) >= 0.97 and len(sure) >= len(every) / 4


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_pair_says_why(case: dict[str, Any]) -> None:
    found, problems, others = draft(case)
    for pair in pairs(found, problems, others):
        reason = pair.reason("一（一）学习")
        assert "学习" in reason.text() and "{" not in reason.text() and reason.text("en") != reason.text()
        assert all(
            word in found.words(pair.part) and word in found.words(pair.partner) for word in pair.words
        )


def test_what_tells_nothing_is_told_by_its_place_only() -> None:
    case = {"problems": ["甲乙丙。丁", "戊己庚。辛"], "others": [[1, "子丑寅卯。"], [2, "辰巳午未。"]]}
    assert judged(case) == [(1, 1, "unsure"), (2, 2, "unsure")]
    case["others"].append([0, "申酉戌亥。"])
    assert judged(case) == [(1, 0, "none"), (2, 0, "none"), (0, 0, "none")]


def test_nothing_to_pair() -> None:
    found, problems, others = draft(CASES[0])
    assert pairs(found, [], others) == () and pairs(found, problems, []) == ()
