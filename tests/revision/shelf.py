"""A library of a few passages about invented places, searched by shared characters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from assistant.library.catalog import Report
from assistant.library.hits import Hit
from assistant.structure.passages import Passage
from assistant.structure.roles import Role

TEXTS: tuple[tuple[str, str], ...] = (
    ("problems", "一是理论武装抓得不紧。对新部署新要求满足于听过看过，去年个人自学笔记只写了两篇。"),
    ("problems", "到村组走访不够经常，去年在白杨村只住过一晚，群众家里的困难说不出三件。"),
    ("measures", "班子成员每月到联系村走访不少于三天，走访台账当天登记，年底由纪检委员逐条核对。"),
    ("causes", "根源在于宗旨意识淡薄，把下去当成完成任务，没有把群众的事当成自己的事。"),
    ("achievements", "全年新修村组道路八公里，解决白杨村饮水问题，群众满意度明显提高。"),
)


def hit(n: int, role: str, text: str, score: float) -> Hit:
    """One hit."""
    report_id = f"{n:064x}"
    report = Report(
        report_id,
        f"示例报告{n}",
        "self_examination",
        2023,
        "reference",
        report_id,
        f"{n}.txt",
        1,
        datetime(2024, 1, 1, tzinfo=UTC),
    )
    passage = Passage(
        f"{report_id[:16]}-0000", text, 10, 10 + len(text), cast("Role", role), ("一、存在的问题",)
    )
    return Hit(n, score, passage, report)


class Shelf:
    """Answers every search by the number of characters shared. asked: the searches."""

    def __init__(self, texts: Sequence[tuple[str, str]] = TEXTS) -> None:
        self.texts = texts
        self.asked: list[dict[str, object]] = []

    def search(
        self,
        query: str,
        k: int = 10,
        role: str | None = None,
        kind: str | None = None,
        origin: str | None = None,
    ) -> Sequence[Hit]:
        self.asked.append({"query": query, "k": k, "role": role, "kind": kind, "origin": origin})
        scored = [
            (len(set(text) & set(query)) / 10, n, one_role, text)
            for n, (one_role, text) in enumerate(self.texts, 1)
            if role in (None, one_role)
        ]
        best = sorted(scored, key=lambda entry: -entry[0])[:k]
        return [hit(n, one_role, text, score) for score, n, one_role, text in best]
