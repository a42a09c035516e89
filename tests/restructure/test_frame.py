"""Frames: read from data, from a report, from a pasted notice; which of them is current."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.document import Document
from assistant.restructure.frame import Frame, built_in_frames, frames_of
from assistant.restructure.notice import frame_of_notice
from assistant.restructure.report_frame import frame_of_report
from assistant.restructure.steps import HEADING_CHARS
from assistant.restructuring.frames import all_frames, frame_named, keep_frame
from assistant.structure.outline import outline
from assistant.structure.report_identity import KINDS
from tests.restructure.drafts import REPORT


def told(frame: Frame | None) -> list[str]:
    return [f"{heading.id} {heading.heading}" for heading in frame.walk()] if frame is not None else []


def test_an_old_frame_is_never_the_current_one() -> None:
    data = [
        {
            "name": "去年",
            "title": "去年",
            "kind": "k",
            "year": 2023,
            "source": "通知",
            "headings": [{"heading": "甲"}],
        },
        {
            "name": "今年",
            "title": "今年",
            "kind": "k",
            "year": 2024,
            "source": "通知",
            "headings": [{"heading": "甲"}],
        },
        {"name": "常用", "title": "常用", "kind": "k", "source": "习惯", "headings": [{"heading": "甲"}]},
        {"name": "总结", "title": "总结", "kind": "s", "source": "习惯", "headings": [{"heading": "甲"}]},
    ]
    assert {frame.name: frame.current for frame in frames_of(data)} == {
        "去年": False, "今年": True, "常用": False, "总结": True,
    }  # fmt: skip


def test_the_built_in_ones_name_their_source() -> None:
    frames = built_in_frames()
    assert len(frames) >= 20 and len({frame.name for frame in frames}) == len(frames)
    for frame in frames:
        assert frame.source and frame.headings and frame.origin == "built_in" and frame.kind in KINDS
        assert frame.year is None or str(frame.year) in frame.name + frame.title
        assert any(one.role in ("problems", "achievements") for one in frame.headings), frame.name
        assert all(len(one.heading) <= HEADING_CHARS for one in frame.walk()), frame.name


def test_of_the_built_in_ones_only_the_newest_of_a_kind_is_current() -> None:
    for kind in KINDS:
        dated = [frame for frame in built_in_frames() if frame.kind == kind and frame.year]
        newest = max((frame.year or 0 for frame in dated), default=0)
        assert all(frame.current == (frame.year == newest) for frame in dated)
        if dated:  # what holds for every year is not shown as this year's
            assert not any(
                frame.current for frame in built_in_frames() if frame.kind == kind and not frame.year
            )


def test_a_newer_frame_of_the_office_makes_the_built_in_ones_old(tmp_path: Path) -> None:
    assert frame_named(tmp_path, "民主生活会").current
    newest = frame_named(tmp_path, "民主生活会")
    keep_frame(
        tmp_path, replace(newest, name="我县2031年的通知", title="我县2031年的通知", year=2031, origin="own")
    )
    every = {frame.name: frame for frame in all_frames(tmp_path)}
    assert every["我县2031年的通知"].current and not every[newest.name].current
    assert [frame.name for frame in every.values() if frame.current and frame.kind == newest.kind] == [
        "我县2031年的通知"
    ]


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "甲", "title": "甲", "headings": [{"heading": "甲"}]},
        {"name": "甲", "title": "甲", "source": "通知", "headings": []},
        {
            "name": "甲",
            "title": "甲",
            "source": "通知",
            "headings": [{"heading": "甲", "role": "unheard_of"}],
        },
        {"name": "甲", "title": "甲", "source": "通知", "headings": [{"heading": "甲"}], "current": True},
    ],
)
def test_data_that_does_not_fit_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        frames_of([entry])


def test_the_outline_of_a_report_is_a_frame() -> None:
    document = Document.from_text(REPORT)
    frame = frame_of_report(document, outline(document), name="范文")
    assert told(frame) == [
        "1 存在的问题", "1.1 学习方面", "1.2 作风方面", "1.3 廉洁方面",
        "2 原因分析", "3 整改措施",
    ]  # fmt: skip
    assert frame.find("2").role == "causes"  # type: ignore[union-attr]
    assert frame.find("1.1").sample.startswith("一是学得不深")  # type: ignore[union-attr]


NOTICES = [
    (
        "镇党委关于开好2025年度专题民主生活会的通知\n重点从理论学习、能力本领、工作作风三个方面查摆问题。每个问题都要有原因、有措施。",
        ["1 存在的问题", "1.1 理论学习方面", "1.2 能力本领方面", "1.3 工作作风方面", "2 原因分析", "3 整改措施"],
    ),
    (
        "关于开好民主生活会的通知\n围绕带头学习、带头实干、带头守纪三个方面查摆问题。",
        ["1 存在的问题", "1.1 带头学习方面", "1.2 带头实干方面", "1.3 带头守纪方面"],
    ),
    (
        "通知\n对照以下内容查摆：\n一是理论学习方面。看学得深不深。\n二是为民服务方面。看办得实不实。\n三是履职担当方面。看敢不敢管。\n"
        "对照检查材料一般包括上年度整改落实情况、存在的主要问题、原因剖析、今后努力方向和整改措施等四个部分。",
        [
            "1 上年度整改落实情况", "2 存在的主要问题", "2.1 理论学习方面", "2.2 为民服务方面", "2.3 履职担当方面", "3 原因剖析",
            "4 今后努力方向和整改措施",
        ],
    ),
    ("请各单位按时参加会议，着正装。", []),
    ("从学习、作风等五个方面查摆问题。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "headings"), NOTICES)
def test_a_notice_is_read(text: str, headings: list[str]) -> None:
    assert told(frame_of_notice(text, name="通知")) == headings


def test_a_notice_has_its_year_and_source() -> None:
    frame = frame_of_notice(NOTICES[0][0], name="通知")
    assert frame is not None
    assert (frame.year, frame.source, frame.current) == (
        2025,
        "镇党委关于开好2025年度专题民主生活会的通知",
        False,
    )
