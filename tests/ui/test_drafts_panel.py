"""The list of drafts on the page: found, renamed, copied, deleted, had back; only the visitor's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DraftError, UsageError
from assistant.ui.drafts_panel import DraftsPanel
from assistant.ui.handlers import Handlers
from assistant.ui.ports import Services
from assistant.ui.visitor import Visitor
from tests.ui.conftest import OWNER
from tests.ui.reports import REPORT, document


@pytest.fixture
def panel(services: Services) -> DraftsPanel:
    return DraftsPanel(services)


@pytest.fixture
def draft(services: Services) -> str:
    return services.drafts.create(OWNER, "述职报告", document(REPORT)).draft


def titles(answer: dict[str, Any], key: str = "drafts") -> list[str]:
    return [one["title"] for one in answer[key]]


def test_a_draft_is_listed_with_its_length_and_last_change(
    panel: DraftsPanel, visitor: Visitor, draft: str
) -> None:
    listed = panel.list_drafts(visitor, {})["drafts"]
    assert [(one["id"], one["title"]) for one in listed] == [(draft, "述职报告")]
    assert listed[0]["length"] > 100
    assert listed[0]["changed_at"].endswith("Z")


def test_drafts_are_found_by_title_and_by_text(panel: DraftsPanel, visitor: Visitor, draft: str) -> None:
    assert titles(panel.list_drafts(visitor, {"query": "述职"})) == ["述职报告"]
    assert titles(panel.list_drafts(visitor, {"query": "扑下身子"})) == ["述职报告"]
    assert titles(panel.list_drafts(visitor, {"query": "没有这句话"})) == []


def test_rename_copy_delete_and_back(panel: DraftsPanel, visitor: Visitor, draft: str) -> None:
    assert titles(panel.change_draft(visitor, {"draft": draft, "step": "rename", "title": "新题目"})) == [
        "新题目"
    ]
    copied = panel.change_draft(visitor, {"draft": draft, "step": "copy"})
    assert len(copied["drafts"]) == 2
    assert "副本" in copied["said"]
    gone = panel.change_draft(visitor, {"draft": draft, "step": "delete"})
    assert titles(gone, "deleted") == ["新题目"]
    assert gone["deleted"][0]["gone_at"] > gone["deleted"][0]["deleted_at"]
    assert "30" in gone["said"]
    back = panel.change_draft(visitor, {"draft": draft, "step": "bring_back"})
    assert back["deleted"] == []
    assert len(back["drafts"]) == 2


def test_what_the_page_does_not_know_is_refused(panel: DraftsPanel, visitor: Visitor, draft: str) -> None:
    with pytest.raises(UsageError):
        panel.change_draft(visitor, {"draft": draft, "step": "burn"})


def test_another_owners_draft_is_out_of_reach(panel: DraftsPanel, draft: str) -> None:
    stranger = Visitor("f" * 32, "zh")
    assert panel.list_drafts(stranger, {}) == {"drafts": [], "deleted": []}
    for step in ("rename", "copy", "delete", "bring_back"):
        with pytest.raises(DraftError):
            panel.change_draft(stranger, {"draft": draft, "step": step, "title": "x"})


def test_the_menu_gets_the_last_ones_only(panel: DraftsPanel, services: Services, visitor: Visitor) -> None:
    for number in range(9):
        services.drafts.create(OWNER, f"稿子{number}", document("一段话。"))
    recent = panel.list_drafts(visitor, {"recent": True})
    assert len(recent["drafts"]) == 6
    assert recent["count"] == 9


def test_several_files_become_several_drafts_and_one_that_cannot_be_read_stops_none(
    services: Services, visitor: Visitor, tmp_path: Path
) -> None:
    first, empty, last = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    first.write_text("甲稿\n一、问题\n学得不深。", encoding="utf-8")
    empty.write_bytes(b"")
    last.write_text("乙稿\n一、问题\n到村不多。", encoding="utf-8")
    files = [(empty, "空.txt"), (first, "甲.txt"), (last, "乙.txt")]
    update = Handlers(services).open_files(visitor, files, {}, lambda *_: None)
    assert len(services.drafts.list(OWNER)) == 2
    assert update["header"]["title"].startswith("甲")
    told = update["orders"]["notes"]
    assert [tone for tone, _ in told] == ["error", "info"]
    assert "空.txt" in told[0][1]


def test_where_none_can_be_read_what_is_open_stays_open(
    services: Services, visitor: Visitor, draft: str, tmp_path: Path
) -> None:
    empty = tmp_path / "b.txt"
    empty.write_bytes(b"")
    update = Handlers(services).open_files(visitor, [(empty, "空.txt")], {"draft": draft}, lambda *_: None)
    assert set(update) == {"orders"}
    assert update["orders"]["opened"] is False
