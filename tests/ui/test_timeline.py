"""The timeline on the page: versions by what made them, two compared by lines."""

from __future__ import annotations

from assistant.ui.ports import Services
from assistant.ui.timeline import Timeline
from assistant.ui.visitor import Visitor
from tests.ui.conftest import OWNER
from tests.ui.reports import REPORT, document


def test_typing_is_a_version_before_it_is_listed(services: Services, visitor: Visitor) -> None:
    current = services.drafts.create(OWNER, "稿子", document(REPORT))
    typed = services.drafts.save_typing(OWNER, current.draft, REPORT + "\n加一句。", current.revision)
    answer = Timeline(services).list_versions(visitor, {"draft": current.draft, "seen": typed.revision})
    newest, oldest = answer["versions"]
    assert (newest["number"], newest["parent"], newest["current"]) == (2, 1, True)
    assert newest["name"] != oldest["name"]
    assert answer["seen"] == services.drafts.current(OWNER, current.draft).revision


def test_what_another_tab_types_is_left_alone(services: Services, visitor: Visitor) -> None:
    current = services.drafts.create(OWNER, "稿子", document(REPORT))
    services.drafts.save_typing(OWNER, current.draft, REPORT + "\n加一句。", current.revision)
    answer = Timeline(services).list_versions(visitor, {"draft": current.draft, "seen": current.revision - 1})
    assert [one["number"] for one in answer["versions"]] == [1]
    assert "seen" not in answer


def test_two_versions_are_compared_by_lines(services: Services, visitor: Visitor) -> None:
    current = services.drafts.create(OWNER, "稿子", document("第一行。\n第二行写得多。\n第三行。"))
    services.drafts.save_typing(
        OWNER, current.draft, "第一行。\n第二行写得少。\n第三行。\n第四行。", current.revision
    )
    timeline = Timeline(services)
    timeline.list_versions(visitor, {"draft": current.draft})
    compared = timeline.compare_versions(visitor, {"draft": current.draft, "before": "1", "after": "2"})
    lines = [line for part in compared["parts"] for line in part["lines"]]
    assert {line["k"] for line in lines} >= {"changed", "added", "equal"}
    changed = next(line for line in lines if line["k"] == "changed")
    assert ["delete", "多"] in changed["m"]
    assert ["insert", "少"] in changed["m"]
    same = timeline.compare_versions(visitor, {"draft": current.draft, "before": 2, "after": 2})
    assert same["changed"] == 0
