"""Plans for tests: what a plan of restructuring hands over to be kept."""

from __future__ import annotations

from assistant.document import Document
from assistant.drafting.drafts import Drafts
from assistant.drafting.plan_values import PlanView, ProposedPlan, Unassigned
from assistant.restructure.operation import Operation, Plan, To
from assistant.wording import Notice, Reason

REPORT = """青禾镇党委书记对照检查材料

一、存在的问题
（一）学习方面
学得不深。全年只学了六次。
（二）作风方面
主要有以下两条：一是下村少；二是调研浅。
（三）廉洁方面
台账登记不全。此外，谈心谈话走形式。
二、原因分析
学习抓得不紧。宗旨意识不牢。
三、整改措施
每周学习半天。每月下村四天。

以上报告，请批评指正。"""

MOVE = Operation("o1", "move", ("3",), To("before", ("1",)), Reason("restructure.reason.asked"))
ADD = Operation(
    "o2", "add", (), To("after", ("2",), "典型案例剖析"),
    Reason("restructure.reason.gap", {"heading": "典型案例剖析"}), "likely",
)  # fmt: skip
FILL = Operation("o3", "move", ("1.3/p1",), To("last", ("@o2",)), needs=("o2",))
RENAME = Operation("o4", "rename", ("2",), To(heading="根源剖析"))
ORDER = Operation("o5", "reorder", ("1.2", "1.1"))
PLAN = Plan((MOVE, ADD, FILL, RENAME, ORDER))


def proposed(plan: Plan = PLAN, document: Document | None = None) -> ProposedPlan:
    """The plan as one made by a frame."""
    unassigned: tuple[Unassigned, ...] = ()
    if document is not None:
        at = document.text.index("全年只学了六次。")
        unassigned = (Unassigned(("1.1/p1/s2",), at, at + 8, "全年只学了六次。", Reason("restructure.assigned.no_heading")),)
    return ProposedPlan(
        plan,
        "frame",
        "四个带头",
        instruction="照四个带头",
        frame={"name": "four", "year": 2024},
        assignments=({"parts": ["1"], "heading": "1"},),
        unassigned=unassigned,
        gaps=({"heading": "典型案例剖析", "passages": []},),
        notices=(Notice("plan_set_aside", {"reason": Reason("restructure.refusal.no_parts")}),),
    )


def planned(drafts: Drafts, owner: str, plan: Plan = PLAN, text: str = REPORT) -> PlanView:
    """A new draft with a plan; of both the plan."""
    now = drafts.create(owner, "对照检查", Document.from_text(text))
    return drafts.add_plan(owner, now.draft, proposed(plan, now.document if text == REPORT else None), version=1, document=now.document)
