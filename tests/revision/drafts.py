"""A draft about an invented town, with what makes rewriting hard: indents, blank lines, mixed marks, run-in headings."""

from __future__ import annotations

from assistant.document import Document
from assistant.structure.outline import Outline, Section, outline

TEXT = """柳湾镇领导班子专题民主生活会对照检查材料

　　按照通知要求，镇领导班子认真查摆问题，现将对照检查情况报告如下：
一、存在的主要问题
（一）理论学习方面
　　一是学习不够深入。平时忙于事务, 挤不出时间，2023年集中学习只有 12 次。

　　二是学用结合不紧。学习“千万工程”经验停留在纸面上，没有拿出管用的办法。
（二）工作作风方面。到村里走访少，对群众的困难了解不够，汛期值班有时靠电话了解情况。
（三）担当作为方面
　　遇到矛盾绕着走，石桥村的土地纠纷拖了3年没有解决。
二、整改措施
（一）加强学习。班子成员每月集中学习一次，学完要有笔记。
（二）改进作风。班子成员每月到所包的村走访不少于4天。
　　特此报告。"""


def draft(text: str = TEXT) -> tuple[Document, Outline]:
    """The draft and its outline."""
    document = Document.from_text(text)
    return document, outline(document)


def section(reference: str, text: str = TEXT) -> tuple[Document, Outline, Section]:
    """The draft, its outline, and the section of this id."""
    document, tree = draft(text)
    found = tree.find(reference)
    assert found is not None
    return document, tree, found


def body(reference: str, text: str = TEXT) -> str:
    """The body of a section."""
    document, _, found = section(reference, text)
    return document.text[found.body_start : found.body_end]
