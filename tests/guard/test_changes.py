"""Findings and the changes they belong to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.changes.diff import apply, hunks
from assistant.guard.changes import around, by_change, changed, errors, stored_finding, stored_message
from assistant.guard.findings import Finding, Severity

OLD = "一是走访少。全年下村12次。\n二是学习不够。读书笔记写得少。\n三是要求不严。"
NEW = "一是走访少。全年到槐荫村4次。\n二是学习不够。读书笔记写得少。\n三是要求不严，谈话也少。"


def found(text: str, quote: str, severity: Severity = "error", **more: object) -> Finding:
    start = text.index(quote)
    return Finding("new_name", "new_fact", severity, start, start + len(quote), quote, **more)  # type: ignore[arg-type]


def test_a_finding_belongs_to_the_change_it_stands_in() -> None:
    made = changed(OLD, hunks(OLD, NEW), 0, len(OLD))
    assert made.proposed == NEW
    one, two, none = by_change(
        [found(NEW, "槐荫村"), found(NEW, "谈话"), found(NEW, "学习不够", "warning")], made
    )
    assert (one.id, one.hunks, two.hunks, none.hunks) == ("f1", (1,), (2,), ())
    after = made.hunks[0].after
    assert after[slice(*one.places[0])] == "槐荫村"
    assert errors((one, two, none)) == (one, two)


def test_a_lost_fact_belongs_to_the_change_that_took_it_out() -> None:
    made = changed(OLD, hunks(OLD, NEW), 0, len(OLD))
    start = OLD.index("12次")
    lost = Finding("lost_fact", "lost_fact", "warning", 9, 9, "12次", start, start + 3)
    assert by_change([lost], made)[0].hunks == (1,)


def test_what_is_marked_decides_not_what_lies_between() -> None:
    made = changed(OLD, hunks(OLD, NEW), 0, len(OLD))
    whole = Finding("copied", "copied", "error", 0, len(NEW), NEW, marks=((0, 5), (len(NEW) - 4, len(NEW))))
    assert by_change([whole], made)[0].hunks == (2,)


def test_kept_with_all_that_a_page_needs() -> None:
    made = changed(OLD, hunks(OLD, NEW), 0, len(OLD))
    kept = stored_finding(by_change([found(NEW, "槐荫村")], made)[0])
    assert (kept["id"], kept["hunks"], kept["marks"], kept["source"]) == ("f1", [1], [], None)
    assert "槐荫村" in stored_message(kept) and "No source" in stored_message(kept, "en")


@given(
    st.lists(
        st.sampled_from(["走访少。", "到槐荫村4次。", "学习不够。\n", "要求不严。\n", "好。"]), max_size=8
    ),
    st.lists(
        st.sampled_from(["走访少。", "到石磨村5次。", "学习不够。\n", "要求严。\n", "好。"]), max_size=8
    ),
    st.data(),
)
def test_any_of_the_changes_around_their_lines(old: list[str], new: list[str], data: st.DataObject) -> None:
    text = "".join(old)
    made = hunks(text, "".join(new))
    some = [hunk for hunk in made if data.draw(st.booleans())]
    if not some:
        return
    start, end = around(text, some)
    assert start == 0 or text[start - 1] == "\n"
    assert end == len(text) or text[end] == "\n"
    there = changed(text, some, start, end)
    assert text[:start] + there.proposed + text[end:] == apply(text, some)
    for hunk in some:
        first, last = there.spans[hunk.id]
        assert there.proposed[first:last] == hunk.after
