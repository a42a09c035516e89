"""Drafts for the tests of restructuring; all places and people are invented."""

from __future__ import annotations

from assistant.document import Document
from assistant.restructure.applied import Applied, apply
from assistant.restructure.operation import Operation, Plan
from assistant.restructure.parts import Parts, parts_of
from assistant.structure.outline import outline

REPORT = """青禾镇党委书记对照检查材料

按照县委安排，现从学习、作风、廉洁三个方面对照检查如下。

一、存在的问题
（一）学习方面
一是学得不深。全年只学了六次。
二是用得不够。油茶项目的难题没有拿出来研究。
（二）作风方面
主要表现：一是下村少；二是调研浅；三是会议多。
（三）廉洁方面
公务接待台账登记不全。此外，谈心谈话走形式。
二、原因分析
以上问题的产生，主要有以下三个方面的原因。
（一）学习抓得不紧。总觉得工作忙。
（二）宗旨意识不牢。把下村当成完成次数。
（三）纪律绷得不紧。怕得罪人。
三、整改措施
（一）每周学习半天。
（二）每月下村四天。

以上报告，请批评指正。"""


def parts(text: str = REPORT, document: Document | None = None) -> Parts:
    made = document or Document.from_text(text)
    return parts_of(made, outline(made))


def carried(*operations: Operation, text: str = REPORT, chosen: set[str] | None = None) -> Applied:
    return apply(parts(text), Plan(operations), chosen)


def lines(done: Applied, first: str, count: int = 1) -> list[str]:
    """The lines from the one that begins with `first`."""
    every = done.text.split("\n")
    at = next(n for n, line in enumerate(every) if line.startswith(first))
    return every[at : at + count]
