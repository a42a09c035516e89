"""A frame named in a wish: found by what is said of it, or said not to be there; never one made up."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.errors import UsageError
from assistant.restructure.frame import Frame, FrameHeading, built_in_frames, with_current
from assistant.restructure.named_frame import Called, called


@dataclass(frozen=True)
class Example:
    id: str
    title: str
    year: int | None = None


HEADINGS = (FrameHeading("1", "存在的问题"),)
FRAMES = with_current(
    [
        Frame("a", "2022年度民主生活会对照检查（六个带头）", HEADINGS, "self_criticism", 2022),
        Frame("b", "2024年度民主生活会对照检查（四个带头）", HEADINGS, "self_criticism", 2024),
        Frame("c", "2024年度组织生活会个人对照检查（六个方面）", HEADINGS, "branch", 2024),
        Frame("d", "述职述廉报告", HEADINGS, "duty_report"),
        Frame("e", "年度工作总结", HEADINGS, "work_summary"),
    ]
)
REPORTS = (
    Example("r1", "杉木坳镇2025年度述职报告", 2025),
    Example("r2", "杉木坳镇领导班子对照检查材料", 2025),
    Example("r3", "石梯乡领导班子对照检查材料", 2024),
)


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("改成六个带头的框架", "a"),
        ("改成六个带头结构", "a"),
        ("按今年的四个带头重新归类", "b"),
        ("按2022年度民主生活会的框架调整", "a"),
        ("按民主生活会的框架来调", "b"),
        ("按述职述廉的框架调整", "d"),
        ("套用年度总结的结构", "e"),
    ],
)
def test_by_what_is_said_of_it(wish: str, name: str) -> None:
    found = called(wish, FRAMES, lambda: REPORTS, "self_criticism")
    assert found is not None and found.frame is not None and found.frame.name == name


def test_a_report_by_its_title_or_words_of_it() -> None:
    assert called("按《杉木坳镇2025年度述职报告》的结构调整我的稿子", FRAMES, lambda: REPORTS) == Called(
        report="r1"
    )
    assert called("按石梯乡对照检查材料的结构调整", FRAMES, lambda: REPORTS) == Called(report="r3")


@pytest.mark.parametrize("wish", ["按这篇范文的结构调整我的稿子", "照那份参考稿的框架改", "参照范文的结构来"])
def test_one_that_is_only_pointed_at_is_asked_for(wish: str) -> None:
    with pytest.raises(UsageError) as told:
        called(wish, FRAMES, lambda: REPORTS)
    assert told.value.code == "frame_not_named" and "述职述廉报告" in told.value.candidates


@pytest.mark.parametrize(
    "wish", ["改成八个带头的框架", "按《没有的材料》的结构调整", "按《领导班子对照检查材料》的结构调整"]
)
def test_one_that_is_not_there_is_never_made_up(wish: str) -> None:
    with pytest.raises(UsageError) as told:
        called(wish, FRAMES, lambda: REPORTS)
    assert told.value.code == "frame_not_there" and told.value.candidates


@pytest.mark.parametrize(
    "wish",
    [
        "把第三部分移到最前面",
        "按四个方面重新搭一下框架",
        "换个框架，更有层次一些",
        "让问题、原因、措施一一对应",
        "调整结构",
        "第二部分的结构太乱",
    ],
)
def test_wishes_that_name_none(wish: str) -> None:
    assert called(wish, FRAMES, lambda: REPORTS) is None


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("改成六个带头的框架", "民主生活会2022"),
        ("改成2024年四个带头的框架", "民主生活会2024"),
        ("按述职报告的格式调整", "述职述廉报告"),
        ("请按照民主生活会的框架调整一下我的稿子", "民主生活会2025"),
        ("按年度工作总结的结构来写", "年度工作总结"),
        ("把第三部分移到最前面", None),
        ("把问题部分改成三段式的结构，其余不动", None),
    ],
)
def test_the_frames_there_are(wish: str, name: str | None) -> None:
    found = called(wish, built_in_frames(), lambda: REPORTS, "self_criticism")
    frame = found.frame if found is not None else None
    assert (frame.name if frame else None) == name
