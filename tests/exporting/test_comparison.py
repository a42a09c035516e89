"""The rows of a table of changes: every difference, where it stands, and why it was made."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.document import Document
from assistant.exporting.comparison import comparison_rows
from assistant.exporting.manuscript import Manuscript, Reason

BEFORE = """青禾镇对照检查材料
一、存在的问题
（一）工作作风方面
走访不够深入。台账不够细致。
（二）能力本领方面
学习抓得不紧。"""
PIECES = ["一、工作\n", "（一）作风\n", "走访少。", "台账乱。", "\n", "学习不紧。", "\u3000", "整改了3项。"]


def manuscript(after: str, *reasons: Reason, before: str = BEFORE) -> Manuscript:
    return Manuscript(
        "对照检查材料", None, None, Document.from_text(before), Document.from_text(after), None, reasons
    )


def test_a_row_says_where_what_and_why() -> None:
    after = BEFORE.replace("走访不够深入。", "全年只走访了3个村。")
    at = after.index("全年")
    (row,) = comparison_rows(manuscript(after, Reason(at, at + 10, "补了次数。", ("某镇材料",))), "zh")
    assert (row.section, row.before, row.after) == (
        "一（一）工作作风方面",
        "走访不够深入。",
        "全年只走访了3个村。",
    )
    assert (row.reason, row.sources) == ("补了次数。", ("某镇材料",))


def test_what_was_typed_has_no_reason() -> None:
    after = BEFORE.replace("走访不够深入。", "走访不深。").replace("学习抓得不紧。", "学习抓得不够紧。")
    at = after.index("走访不深。")
    first, second = comparison_rows(manuscript(after, Reason(at, at + 5, "更精炼。")), "zh")
    assert first.reason == "更精炼。" and second.reason == ""
    assert second.section == "一（二）能力本领方面"


def test_added_and_removed_paragraphs() -> None:
    after = BEFORE.replace(
        "（二）能力本领方面\n学习抓得不紧。", "（二）能力本领方面\n学习抓得不紧。\n新任务来了办法不多。"
    )
    (row,) = comparison_rows(manuscript(after), "zh")
    assert (row.before, row.after, row.section) == ("", "新任务来了办法不多。", "一（二）能力本领方面")
    (row,) = comparison_rows(manuscript(BEFORE.replace("台账不够细致。", "")), "zh")
    assert (row.before, row.after, row.section) == ("台账不够细致。", "", "一（一）工作作风方面")


def test_nothing_changed_has_no_rows() -> None:
    assert comparison_rows(manuscript(BEFORE), "zh") == ()
    assert comparison_rows(manuscript(BEFORE + "\n\n"), "zh") == ()


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.data())
def test_rows_tell_of_every_difference(pieces: list[str], data: st.DataObject) -> None:
    before = "".join(pieces)
    others = data.draw(st.lists(st.sampled_from(["走访少。", "新写的一句。", "\n"]), max_size=6))
    at = data.draw(st.integers(0, len(pieces)))
    after = "".join([*pieces[:at], *others, *pieces[at + data.draw(st.integers(0, 3)) :]])
    rows = comparison_rows(manuscript(after, before=before), "zh")
    assert bool(rows) or "".join(before.split()) == "".join(after.split())
    assert all(row.before != row.after for row in rows)
