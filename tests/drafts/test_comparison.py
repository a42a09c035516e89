"""Two versions side by side: both texts can be read off it, only what changed is shown, with its neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.document import Document
from assistant.drafting.comparison import Comparison, compared
from assistant.drafting.drafts import Drafts
from assistant.errors import DraftError

OWNER = "9f3c"
OLD = "述职报告\n一、成绩\n修路三公里，架桥两座。\n\n二、问题\n走访不够深入。\n办法不多。\n三、打算\n多到村里去。\n此致"
NEW = "述职报告\n一、成绩\n修路五公里，架桥两座。\n\n二、问题\n走访不够深入。\n三、打算\n每月到村里住三天。\n办好民生实事。\n此致"


def drawn(comparison: Comparison) -> list[str]:
    signs = {"equal": " ", "changed": "~", "removed": "-", "added": "+"}
    lines = []
    for part in comparison.parts:
        lines += [f"… {part.skipped}"] if part.skipped else []
        for line in part.lines:
            text = "".join(
                mark.text if mark.kind == "equal" else f"[{'-+'[mark.kind == 'insert']}{mark.text}]"
                for mark in line.marks
            )
            lines.append(signs[line.kind] + (text if line.kind in ("equal", "changed") else text[2:-1]))
    return lines + ([f"… {comparison.skipped}"] if comparison.skipped else [])


def test_what_changed_with_its_neighbours() -> None:
    found = compared(OLD, NEW, 1, 2)
    assert drawn(found) == [
        "… 1",
        " 一、成绩",
        "~修路[-三][+五]公里，架桥两座。",
        " ",
        "… 1",
        " 走访不够深入。",
        "-办法不多。",
        " 三、打算",
        "~[-多][+每月]到村里[-去][+住三天]。",
        "+办好民生实事。",
        " 此致",
    ]
    assert (found.before, found.after, found.changed) == (1, 2, 4)
    assert found.deleted == len("三办法不多。多去")
    assert found.inserted == len("五每月住三天办好民生实事。")


def test_equal_texts_show_nothing() -> None:
    found = compared(OLD, OLD)
    assert (found.parts, found.changed, found.skipped) == ((), 0, 10)


@pytest.mark.parametrize(
    ("old", "new"), [("", "一句。"), ("一句。", ""), ("", "\n\n"), ("甲\n", "甲"), ("\n", "　")]
)
def test_small_ones(old: str, new: str) -> None:
    both_sides(old, new)


LINES = st.lists(
    st.sampled_from(
        [
            "",
            " ",
            "走访不够深入。",
            "走访不够细致。",
            "办法不多。",
            "修路3公里",
            "　　修路五公里",
            "此致",
            "a b",
        ]
    ),
    max_size=12,
).map("\n".join)


@given(old=LINES | st.text(alphabet="甲乙\n 。1a", max_size=30), new=LINES)
def test_both_texts_can_be_read_off(old: str, new: str) -> None:
    both_sides(old, new)


def both_sides(old: str, new: str) -> None:
    found = compared(old, new, around=10_000)
    lines = [line for part in found.parts for line in part.lines]
    if not lines:
        assert old == new
        return
    for text, side in ((old, "before"), (new, "after")):
        own = [line for line in lines if getattr(line, side) is not None]
        assert [getattr(line, side) for line in own] == list(range(1, len(own) + 1))
        assert "\n".join(line.text(side) for line in own) == text  # type: ignore[arg-type]
    short = compared(old, new)
    assert sum(len(part.lines) + part.skipped for part in short.parts) + short.skipped == len(lines)
    assert all(part.lines for part in short.parts)
    assert all(part.skipped for part in short.parts[1:]), "parts that touch are one"
    assert {id(p) for p in short.parts if not any(x.kind != "equal" for x in p.lines)} == set()


def test_versions_and_the_text_as_it_stands(drafts: Drafts) -> None:
    now = drafts.create(OWNER, "稿", Document.from_text(OLD))
    drafts.save_typing(OWNER, now.draft, NEW, now.revision)
    now = drafts.freeze(OWNER, now.draft)
    now = drafts.save_typing(OWNER, now.draft, NEW.replace("此致", "敬礼"), now.revision)
    assert drafts.compare(OWNER, now.draft, 1, 2) == compared(OLD, NEW, 1, 2)
    assert drafts.compare(OWNER, now.draft, 2, 1) == compared(NEW, OLD, 2, 1)
    assert drawn(drafts.compare(OWNER, now.draft, 2)) == ["… 8", " 办好民生实事。", "-此致", "+敬礼"]
    for pair in ((1, 9), (9, 1), (0, 1)):
        with pytest.raises(DraftError) as caught:
            drafts.compare(OWNER, now.draft, *pair)
        assert caught.value.code == "version_unknown"


def test_a_long_draft_is_quick() -> None:
    old = "\n".join(f"第{n}条 " + "各项工作有序推进，成效明显。" * 8 for n in range(400))
    new = old.replace("第200条 ", "第200条 补写：").replace("第7条 各项", "第7条 全部")
    found = compared(old, new)
    assert found.changed == 2
