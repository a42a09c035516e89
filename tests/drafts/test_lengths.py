"""Length targets: for the whole and for sections, carried along as the text changes, back with their section."""

from __future__ import annotations

import pytest

from assistant.document import Document
from assistant.drafting.drafts import Current, Drafts
from assistant.errors import DraftError
from assistant.structure.outline import outline
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"
TEXT = """述职报告
一、工作成绩
一年来修路三公里。
（一）道路建设
石榴坪的路修好了。
（二）饮水工程
柳树沟的水通了。
二、存在的问题
走访不够深入。办法不多。
三、下一步打算
多到村里去。"""


@pytest.fixture
def draft(drafts: Drafts) -> Current:
    return drafts.create(OWNER, "述职", Document.from_text(TEXT))


def typed(drafts: Drafts, draft: Current, text: str) -> Current:
    return drafts.save_typing(OWNER, draft.draft, text, drafts.current(OWNER, draft.draft).revision)


def named(drafts: Drafts, draft: Current) -> dict[str, int]:
    """The targets of the sections by what the sections are called now."""
    tree = outline(drafts.current(OWNER, draft.draft).document)
    found = {}
    for number, count in drafts.targets(OWNER, draft.draft).sections.items():
        section = tree.find(number)
        assert section is not None
        found[section.name] = count
    return found


def test_set_changed_and_taken_away(drafts: Drafts, draft: Current) -> None:
    assert drafts.targets(OWNER, draft.draft).whole is None
    drafts.set_target(OWNER, draft.draft, None, 3_000)
    drafts.set_target(OWNER, draft.draft, "2", 800)
    now = drafts.set_target(OWNER, draft.draft, "1.2", 300)
    assert (now.whole, now.sections) == (3_000, {"2": 800, "1.2": 300})
    now = drafts.set_target(OWNER, draft.draft, "2", 900)
    assert now.sections == {"2": 900, "1.2": 300}
    now = drafts.set_target(OWNER, draft.draft, "1.2", None)
    assert now == drafts.set_target(OWNER, draft.draft, "1.2", None)
    now = drafts.set_target(OWNER, draft.draft, None, None)
    assert (now.whole, now.sections) == (None, {"2": 900})
    assert drafts.targets(OWNER, draft.draft) == now
    assert drafts.current(OWNER, draft.draft) == draft


@pytest.mark.parametrize("count", [0, -5, 1_000_001])
def test_a_target_that_is_none(drafts: Drafts, draft: Current, count: int) -> None:
    with pytest.raises(DraftError) as caught:
        drafts.set_target(OWNER, draft.draft, None, count)
    assert caught.value.code == "target_unusable"
    assert str(count) in caught.value.message()


def test_a_section_that_is_not_there(drafts: Drafts, draft: Current) -> None:
    with pytest.raises(DraftError) as caught:
        drafts.set_target(OWNER, draft.draft, "7", 800)
    assert caught.value.code == "target_section_unknown"


CHANGES = {
    "a section put before": (TEXT.replace("一、工作成绩", "一、基本情况\n全镇九个村。\n二、工作成绩"), {"3": 800, "2.2": 300}),
    "one before it removed": (TEXT.replace("（一）道路建设\n石榴坪的路修好了。\n", ""), {"2": 800, "1.1": 300}),
    "its heading reworded": (TEXT.replace("二、存在的问题", "二、问题和不足"), {"2": 800, "1.2": 300}),
    "its heading written anew": (TEXT.replace("二、存在的问题", "二、短板弱项"), {"2": 800, "1.2": 300}),
    "its body written anew": (TEXT.replace("走访不够深入。办法不多。", "新官不理旧账。"), {"2": 800, "1.2": 300}),
    "moved to the end": (
        TEXT.replace("二、存在的问题\n走访不够深入。办法不多。\n三、下一步打算\n多到村里去。", "二、下一步打算\n多到村里去。\n三、存在的问题\n走访不够深入。办法不多。"),
        {"3": 800, "1.2": 300},
    ),
    "gone": (TEXT.replace("二、存在的问题\n走访不够深入。办法不多。\n", ""), {"1.2": 300}),
    "all gone": ("全都不要了。", {}),
    "emptied": ("", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_carried_along(drafts: Drafts, draft: Current, name: str) -> None:
    text, expected = CHANGES[name]
    drafts.set_target(OWNER, draft.draft, "2", 800)
    before = drafts.set_target(OWNER, draft.draft, "1.2", 300)
    typed(drafts, draft, text)
    assert drafts.targets(OWNER, draft.draft).sections == expected
    drafts.freeze(OWNER, draft.draft)
    assert drafts.targets(OWNER, draft.draft).sections == expected
    drafts.undo(OWNER, draft.draft)
    assert drafts.targets(OWNER, draft.draft) == before
    drafts.redo(OWNER, draft.draft)
    drafts.restore(OWNER, draft.draft, 1)
    assert drafts.targets(OWNER, draft.draft) == before


def test_set_in_the_midst_of_typing(drafts: Drafts, draft: Current) -> None:
    now = typed(drafts, draft, TEXT.replace("三、下一步打算", "三、短板\n不少。\n四、下一步打算"))
    drafts.set_target(OWNER, draft.draft, "3", 200)
    assert drafts.current(OWNER, draft.draft).revision == now.revision, (
        "what the page shows is still what it saw"
    )
    assert named(drafts, draft) == {"三、短板": 200}
    drafts.set_target(OWNER, draft.draft, "1", 500)
    drafts.undo(OWNER, draft.draft)
    assert named(drafts, draft) == {"一、工作成绩": 500}
    drafts.set_target(OWNER, draft.draft, "2", 100)
    drafts.redo(OWNER, draft.draft)
    assert named(drafts, draft) == {"一、工作成绩": 500, "二、存在的问题": 100, "三、短板": 200}


def test_carried_through_accepts_and_refusals(drafts: Drafts, draft: Current) -> None:
    start, end = TEXT.index("走访"), TEXT.index("\n三、")
    better = "走访只有三次，最远的组没有去过。办法不多。读书也少。"
    view = drafts.add_suggestion(
        OWNER, draft.draft, suggestion(draft.document, start, end, better), version=1
    )
    drafts.set_target(OWNER, draft.draft, "2", 800)
    drafts.set_target(OWNER, draft.draft, "3", 300)
    expected = {"二、存在的问题": 800, "三、下一步打算": 300}
    drafts.accept_all(OWNER, view.id)
    assert named(drafts, draft) == expected
    now = drafts.current(OWNER, draft.draft)
    typed(drafts, draft, "（初稿）\n" + now.text)
    assert named(drafts, draft) == expected
    drafts.reject(OWNER, view.id, [h.id for h in view.hunks])
    assert named(drafts, draft) == expected


def test_a_target_outlives_many_edits(drafts: Drafts, draft: Current) -> None:
    drafts.set_target(OWNER, draft.draft, "2", 800)
    text = TEXT
    for n in range(12):
        text = text.replace("走访", f"走访{n}", 1) + f"\n再加一句{n}。"
        typed(drafts, draft, text)
        drafts.freeze(OWNER, draft.draft)
    assert named(drafts, draft) == {"二、存在的问题": 800}


def test_two_sections_made_one(drafts: Drafts, draft: Current) -> None:
    """The heading between them is taken away: its section is gone, and does not become its neighbour."""
    drafts.set_target(OWNER, draft.draft, "2", 800)
    drafts.set_target(OWNER, draft.draft, "3", 300)
    typed(drafts, draft, TEXT.replace("三、下一步打算\n", ""))
    assert named(drafts, draft) == {"二、存在的问题": 800}
