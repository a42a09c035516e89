"""A user's own quick actions and preferences on the page."""

from __future__ import annotations

import pytest

from assistant.errors import DraftError, UsageError
from assistant.ui.habits import Habits
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor


@pytest.fixture
def habits(services: Services) -> Habits:
    return Habits(services)


def test_quick_actions_are_kept_changed_moved_and_taken_away(habits: Habits, visitor: Visitor) -> None:
    for name, wish in (("朴实些", "改得朴实些"), ("", "去掉套话和口号，数字一个不动")):
        own = habits.change_quick_action(visitor, {"step": "save", "id": None, "name": name, "wish": wish})[
            "own"
        ]
    assert own[0]["name"] == "朴实些"
    assert own[1]["wish"].startswith(own[1]["name"])
    last = own[1]["id"]
    own = habits.change_quick_action(visitor, {"step": "move", "id": last, "position": 0})["own"]
    assert own[0]["id"] == last
    own = habits.change_quick_action(
        visitor, {"step": "save", "id": last, "name": "去套话", "wish": "去掉套话"}
    )["own"]
    assert [one["name"] for one in own] == ["去套话", "朴实些"]
    assert [one["name"] for one in habits.composer(visitor)["own"]] == ["去套话", "朴实些"]
    own = habits.change_quick_action(visitor, {"step": "delete", "id": last})["own"]
    assert [one["name"] for one in own] == ["朴实些"]


def test_a_wish_without_words_and_an_unknown_step_are_refused(habits: Habits, visitor: Visitor) -> None:
    with pytest.raises(DraftError):
        habits.change_quick_action(visitor, {"step": "save", "name": "空", "wish": " "})
    with pytest.raises(UsageError):
        habits.change_quick_action(visitor, {"step": "burn"})


def test_how_files_are_made_is_remembered(habits: Habits, visitor: Visitor) -> None:
    assert habits.exports(visitor) == {"author": "", "line_pitch": 28, "fonts": {}}
    habits.save_preferences(visitor, {"author": "张三"})
    habits.save_preferences(visitor, {"line_pitch": "29"})
    habits.save_preferences(visitor, {"fonts": {"title": "华文中宋", "body": ""}})
    assert habits.exports(visitor) == {"author": "张三", "line_pitch": 29, "fonts": {"title": "华文中宋"}}
    assert habits.exports(Visitor("f" * 32, "zh"))["author"] == ""
