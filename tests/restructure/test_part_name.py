"""Names of parts as people know them."""

from __future__ import annotations

import pytest

from assistant.restructure.operation import Operation, Plan, To
from assistant.restructure.part_name import name_of, with_names
from assistant.restructure.validation import validate
from tests.restructure.drafts import parts


@pytest.mark.parametrize(
    ("part_id", "name"),
    [
        ("1", "一、存在的问题"),
        ("1.2", "一（二）作风方面"),
        ("1.2/i2", "一（二）二是调研浅；"),
        ("1.3/p1", "公务接待台账登记不全。此…"),
        ("u3", "以上报告，请批评指正。"),
        ("9.9", "9.9"),
    ],
)
def test_names(part_id: str, name: str) -> None:
    assert name_of(parts(), part_id) == name


def test_a_refusal_and_a_new_part() -> None:
    plan = Plan((Operation("o1", "add", (), To("last", ("1.2/i1",), "新的一节")),))
    refusal = with_names(validate(plan, parts()).refusals[0], parts(), plan)
    assert refusal.reason().text("zh") == "这一类内容不能放在“一（二）一是下村少；”那里。"
    assert name_of(parts(), "@o1", plan) == "新的一节"
