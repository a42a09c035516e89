"""What comparable reports usually have and neither the draft nor its frame has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.document import Document
from assistant.restructure.frame import built_in_frames
from assistant.restructure.parts import Parts, parts_of
from assistant.restructuring.making import by_rule, with_passages
from assistant.structure.outline import outline
from assistant.structure.passages import Passage

DRAFT = """青禾镇党委书记2024年度民主生活会对照检查材料
一、存在的问题
学得不深，走得不多。
二、原因分析
总觉得工作忙。
三、整改措施
每周学习半天。"""


@dataclass(frozen=True)
class Report:
    id: str
    family: str
    kind: str
    title: str = "对照检查材料"


@dataclass(frozen=True)
class Hit:
    rank: int
    passage: Passage
    report: Report


class Library:
    def __init__(self, *reports: Report) -> None:
        self.reports = reports

    def search(self, query: str, k: int = 10, role: str | None = None) -> Sequence[Any]:
        if role != "personal_matters":
            return ()
        passage = Passage("p", "没有需要报告的事项。", 0, 10, "personal_matters", ("四、个人有关事项说明",))
        return [Hit(n, passage, report) for n, report in enumerate(self.reports, 1)]


def parts() -> Parts:
    document = Document.from_text(DRAFT)
    return parts_of(document, outline(document))


def lacking(*reports: Report, frame: str = "民主生活会2023") -> list[str]:
    named = next(one for one in built_in_frames() if one.name == frame)
    proposed = with_passages(by_rule(parts(), named), Library(*reports), parts())
    return [gap["heading"] for gap in proposed.gaps if gap.get("from") == "reports"]


OTHERS = [Report(str(n), str(n), "self_criticism") for n in range(3)]


def test_what_several_reports_of_the_kind_have_is_told() -> None:
    assert lacking(*OTHERS) == ["个人有关事项说明"]


def test_two_reports_or_versions_of_one_or_another_kind_make_nothing_usual() -> None:
    assert lacking(*OTHERS[:2]) == []
    assert lacking(*[Report(str(n), "one", "self_criticism") for n in range(3)]) == []
    assert lacking(*[Report(str(n), str(n), "work_summary") for n in range(3)]) == []


def test_passages_show_how_they_wrote_it() -> None:
    named = next(one for one in built_in_frames() if one.name == "民主生活会2023")
    proposed = with_passages(by_rule(parts(), named), Library(*OTHERS), parts())
    (gap,) = [gap for gap in proposed.gaps if gap.get("from") == "reports"]
    assert [one["report"]["id"] for one in gap["passages"]] == ["0", "1", "2"]
    assert gap["role"] == "personal_matters"
