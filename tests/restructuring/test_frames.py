"""The frames to choose from: the office's own before the built-in ones, found by name, title or words of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError, UsageError
from assistant.restructure.frame import Frame, FrameHeading, built_in_frames
from assistant.restructuring.frames import FOLDER, all_frames, frame_named, keep_frame

OWN = Frame(
    "本局框架",
    "本局2026年度民主生活会（三个带头）",
    (
        FrameHeading(
            "1", "存在的问题", 1, "problems", ("不足",), "", (FrameHeading("1.1", "带头学习方面", 2),)
        ),
    ),
    "own",
    2026,
    "局办公室通知",
)


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    path = keep_frame(tmp_path, OWN)
    assert path.parent == tmp_path / FOLDER
    found = frame_named(tmp_path, "本局框架")
    assert (found.headings, found.year, found.source, found.current) == (
        OWN.headings,
        2026,
        "局办公室通知",
        True,
    )
    assert len(all_frames(tmp_path)) == len(built_in_frames()) + 1
    keep_frame(tmp_path, OWN)
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_an_own_one_takes_the_place_of_a_built_in_one(tmp_path: Path) -> None:
    first = built_in_frames()[0]
    keep_frame(tmp_path, Frame(first.name, "本局的", OWN.headings, first.kind, first.year, "本局"))
    every = all_frames(tmp_path)
    assert len(every) == len(built_in_frames()) and every[0].title == "本局的"


def test_an_older_one_is_not_the_current_one(tmp_path: Path) -> None:
    newest = max((one for one in built_in_frames() if one.year), key=lambda one: one.year or 0)
    keep_frame(tmp_path, Frame("旧", "旧的", OWN.headings, newest.kind, 1999, "本局"))
    assert not frame_named(tmp_path, "旧").current
    keep_frame(tmp_path, Frame("新", "新的", OWN.headings, newest.kind, 2099, "本局"))
    assert frame_named(tmp_path, "新").current and not frame_named(tmp_path, newest.name).current


def test_words_of_its_title_are_enough(tmp_path: Path) -> None:
    keep_frame(tmp_path, OWN)
    assert frame_named(tmp_path, "三个带头").name == "本局框架"
    with pytest.raises(UsageError) as caught:
        frame_named(tmp_path, "没有这样的框架")
    assert len(caught.value.candidates) == len(all_frames(tmp_path))


@pytest.mark.parametrize("text", ["- {name: 甲", "甲", "- {title: 乙}", "5"])
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "坏.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        all_frames(tmp_path)
    assert caught.value.code == "frames_unreadable" and "坏.yaml" in caught.value.where
    assert caught.value.message() and caught.value.message("en")
