"""What a user has beside the drafts: quick actions and preferences."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from assistant.drafting.preferences import PreferenceStore
from assistant.drafting.quick_actions import LONGEST_NAME, LONGEST_WISH, MOST, QuickActions
from assistant.drafting.values import Preferences
from assistant.errors import DraftError
from tests.drafts.conftest import Clock

OWNER = "9f3c"


@pytest.fixture
def actions(engine: Engine, clock: Clock) -> QuickActions:
    return QuickActions(engine, clock)


@pytest.fixture
def preferences(engine: Engine, clock: Clock) -> PreferenceStore:
    return PreferenceStore(engine, clock)


def names(actions: QuickActions, owner: str = OWNER) -> list[str]:
    listed = actions.list(owner)
    assert [one.position for one in listed] == list(range(len(listed)))
    return [one.name for one in listed]


def test_saved_edited_moved_deleted(actions: QuickActions) -> None:
    assert actions.list(OWNER) == ()
    one = actions.save(OWNER, "压短", "压到800字，数字都留着")
    two = actions.save(OWNER, " 写\n具体 ", "写具体，\n有时间地点人物\x00")
    three = actions.save(OWNER, "", "按办公厅的口气再压一遍，保留数字")
    assert (two.name, two.wish, two.position) == ("写 具体", "写具体，\n有时间地点人物", 1)
    assert three.name == "按办公厅的口气再压一遍，"
    assert names(actions) == ["压短", "写 具体", "按办公厅的口气再压一遍，"]
    again = actions.save(OWNER, "压短些", "压到600字", one.id)
    assert (again.id, again.position, again.wish) == (one.id, 0, "压到600字")
    assert [a.id for a in actions.move(OWNER, three.id, 0)] == [three.id, one.id, two.id]
    assert [a.id for a in actions.move(OWNER, three.id, 99)] == [one.id, two.id, three.id]
    assert [a.id for a in actions.move(OWNER, three.id, -3)] == [three.id, one.id, two.id]
    assert [a.id for a in actions.delete(OWNER, one.id)] == [three.id, two.id]
    assert actions.save(OWNER, "末", "尾").position == 2
    assert names(actions) == [three.name, two.name, "末"]


def test_another_owner_s_is_unknown(actions: QuickActions) -> None:
    mine = actions.save(OWNER, "压短", "压到800字")
    for call in (
        lambda: actions.save("someone else", "名", "改掉", mine.id),
        lambda: actions.delete("someone else", mine.id),
        lambda: actions.move("someone else", mine.id, 0),
        lambda: actions.delete(OWNER, "none"),
    ):
        with pytest.raises(DraftError) as caught:
            call()
        assert caught.value.code == "quick_action_unknown"
    assert actions.list("someone else") == ()
    assert actions.list(OWNER) == (mine,)


@pytest.mark.parametrize(
    ("name", "wish", "code"),
    [
        ("名", " \n", "quick_action_empty"),
        ("名" * (LONGEST_NAME + 1), "压短", "quick_action_too_long"),
        ("名", "长" * (LONGEST_WISH + 1), "quick_action_too_long"),
    ],
)
def test_what_cannot_be_kept(actions: QuickActions, name: str, wish: str, code: str) -> None:
    with pytest.raises(DraftError) as caught:
        actions.save(OWNER, name, wish)
    assert caught.value.code == code
    assert caught.value.message() and caught.value.hint("en")
    assert actions.list(OWNER) == ()


def test_there_is_an_end(actions: QuickActions) -> None:
    for n in range(MOST):
        actions.save(OWNER, f"{n}", "压短")
    with pytest.raises(DraftError) as caught:
        actions.save(OWNER, "再来", "压短")
    assert caught.value.code == "quick_actions_full"
    first = actions.list(OWNER)[0]
    assert actions.save(OWNER, "改名", "压短", first.id).name == "改名"


def test_saved_at_once(actions: QuickActions) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: actions.save(OWNER, str(n), "压短"), range(12)))
    assert sorted(names(actions), key=int) == [str(n) for n in range(12)]


def test_preferences(preferences: PreferenceStore) -> None:
    assert preferences.get(OWNER) == Preferences("", 28, {})
    assert preferences.set(OWNER, author=" 张\n三 ") == Preferences("张 三", 28, {})
    preferences.set(OWNER, line_pitch=29)
    now = preferences.set(OWNER, fonts={"title": "方正小标宋简体", "body": " "})
    assert now == preferences.get(OWNER) == Preferences("张 三", 29, {"title": "方正小标宋简体"})
    assert preferences.set(OWNER, author="", fonts={}) == Preferences("", 29, {})
    assert preferences.get("someone else") == Preferences()


@pytest.mark.parametrize(
    "chosen",
    [
        {"author": "名" * 61},
        {"line_pitch": 30},
        {"fonts": {"body": "仿" * 61}},
        {"fonts": {str(n): "宋体" for n in range(31)}},
    ],
)
def test_a_preference_that_cannot_be_used(preferences: PreferenceStore, chosen: dict[str, object]) -> None:
    preferences.set(OWNER, author="张三")
    with pytest.raises(DraftError) as caught:
        preferences.set(OWNER, **chosen)  # type: ignore[arg-type]
    assert caught.value.code == "preference_unusable"
    assert preferences.get(OWNER) == Preferences("张三")


def test_preferences_set_at_once(preferences: PreferenceStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: preferences.set(OWNER, author=f"张{n}"), range(8)))
        list(
            pool.map(lambda p: preferences.set(OWNER, **p), [{"line_pitch": 29}, {"fonts": {"body": "宋体"}}])
        )
    now = preferences.get(OWNER)
    assert (now.author[:1], now.line_pitch, now.fonts) == ("张", 29, {"body": "宋体"})
