"""What happens to a draft on the page, with the real drafts behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.drafting.drafts import Drafts
from assistant.errors import DocumentError, DraftError
from assistant.samples import sample_draft
from assistant.ui.desk import Desk
from assistant.ui.ports import Services
from assistant.ui.review_panel import ReviewPanel
from assistant.ui.timeline import Timeline
from assistant.ui.visitor import Visitor
from tests.ui.reports import REPORT

Json = dict[str, Any]


@pytest.fixture
def desk(services: Services) -> Desk:
    return Desk(services)


@pytest.fixture
def reviews(services: Services, desk: Desk) -> ReviewPanel:
    return ReviewPanel(services, desk)


@pytest.fixture
def opened(desk: Desk, visitor: Visitor) -> Json:
    """A pasted draft, as the page then knows it."""
    return desk.paste(visitor, {"text": REPORT})["orders"]["tab"]


def here(tab: Json, **more: Any) -> Json:
    return {
        "draft": tab["draft"],
        "seen": tab["seen"],
        "section": None,
        "reviewing": tab.get("reviewing"),
        **more,
    }


def text_of(desk: Desk, visitor: Visitor, draft: str) -> str:
    return str(desk.whole_text(visitor, {"draft": draft})["text"])


def rewritten(reviews: ReviewPanel, visitor: Visitor, tab: Json) -> Json:
    """A pasted rewrite with two changes under review."""
    text = "　　一是学习不够系统。今年集中学习12次，自学少。\n　　二是学用结合不紧。遇到难题先问群众。"
    update = reviews.review(visitor, here(tab, section="1.1", text=text))
    return {**tab, **update["orders"]["tab"]}


def test_a_pasted_text_takes_its_title_from_itself(desk: Desk, visitor: Visitor) -> None:
    update = desk.paste(visitor, {"text": REPORT})
    assert update["header"]["title"] == "石桥沟镇党委委员2025年度个人对照检查材料"
    assert update["outline"]["sections"]
    assert update["orders"]["tab"]["view"] == "draft"


def test_a_file_is_opened_with_its_own_name(desk: Desk, visitor: Visitor, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("没有标题的一段话。", encoding="utf-8")
    update = desk.open_file(visitor, path, "终稿（书记改）.txt")
    assert "终稿" in update["header"]["title"]


def test_a_file_that_cannot_be_read_opens_nothing(
    desk: Desk, drafts: Drafts, visitor: Visitor, tmp_path: Path
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"")
    with pytest.raises(DocumentError):
        desk.open_file(visitor, path, "空.txt")
    assert drafts.list(visitor.owner) == ()


def test_the_sample_comes_with_material_and_a_prepared_rewrite(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor
) -> None:
    update = desk.sample(visitor, {})
    tab = update["orders"]["tab"]
    assert len(update["materials"]["materials"]) == len(sample_draft().materials)
    assert update["rewrite"]["prepared"]["name"].startswith("一（三）")
    reviewed = reviews.prepared(visitor, here(tab))
    review = next(para for para in reviewed["sheet"]["paras"] if para["k"] == "review")
    assert review["pending"] > 1
    assert reviewed["rewrite"]["prepared"] is None
    assert reviewed["orders"]["see"] == review["id"]


def test_accept_refuse_reconsider_and_undo(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, opened: Json
) -> None:
    before = text_of(desk, visitor, opened["draft"])
    tab = rewritten(reviews, visitor, opened)
    step = {"suggestion": tab["reviewing"], "hunk": 1, "state": "accepted"}
    tab |= reviews.decide(visitor, here(tab, **step))["orders"]["tab"]
    assert "今年集中学习12次" in text_of(desk, visitor, opened["draft"])
    tab |= reviews.decide(visitor, here(tab, **step | {"hunk": 2, "state": "rejected"}))["orders"]["tab"]
    update = desk.undo(visitor, here(tab))
    review = next(para for para in update["sheet"]["paras"] if para["k"] == "review")
    assert review["hunks"] == {"1": "accepted", "2": "pending"}
    assert update["orders"]["notes"][0][1].startswith("已撤销")
    tab |= update["orders"]["tab"]
    tab |= reviews.decide(visitor, here(tab, **step | {"state": "pending"}))["orders"]["tab"]
    assert text_of(desk, visitor, opened["draft"]) == before


def test_accept_all_and_refuse_all(desk: Desk, reviews: ReviewPanel, visitor: Visitor, opened: Json) -> None:
    tab = rewritten(reviews, visitor, opened)
    update = reviews.decide_all(visitor, here(tab, suggestion=tab["reviewing"], state="accepted"))
    text = text_of(desk, visitor, opened["draft"])
    assert "今年集中学习12次" in text
    assert "先问群众" in text
    assert update["header"]["undo"]
    tab |= update["orders"]["tab"]
    tab |= desk.undo(visitor, here(tab))["orders"]["tab"]
    reviews.decide_all(visitor, here(tab, suggestion=tab["reviewing"], state="rejected"))
    assert text_of(desk, visitor, opened["draft"]) == REPORT


def test_a_step_on_a_text_that_changed_elsewhere_is_not_taken(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, opened: Json
) -> None:
    tab = rewritten(reviews, visitor, opened)
    desk.save_text(visitor, here(tab, text=REPORT + "\n加一句。"))
    with pytest.raises(DraftError) as raised:
        reviews.decide(visitor, here(tab, suggestion=tab["reviewing"], hunk=1, state="accepted"))
    assert raised.value.code == "draft_changed_meanwhile"


def test_typing_is_saved_and_the_outline_follows(desk: Desk, visitor: Visitor, opened: Json) -> None:
    answer = desk.save_text(visitor, here(opened, text=REPORT.replace("扑下身子", "沉下身子")))
    assert answer["seen"] > opened["seen"]
    assert any("沉下身子" in row["title"] for row in answer["outline"]["sections"])
    assert answer["typing"]


def test_the_tab_that_came_too_late_is_told_and_keeps_its_text(
    desk: Desk, services: Services, visitor: Visitor, opened: Json
) -> None:
    timeline = Timeline(services)
    desk.save_text(visitor, here(opened, text=REPORT + "\n甲窗口写的。"))
    answer = desk.save_text(visitor, here(opened, text=REPORT + "\n乙窗口写的。"))
    assert "conflict" in answer
    assert "甲窗口写的" in text_of(desk, visitor, opened["draft"])
    versions = timeline.list_versions(visitor, here(opened))["versions"]
    texts = [timeline.list_versions(visitor, here(opened, number=one["number"]))["text"] for one in versions]
    assert any("乙窗口写的" in text for text in texts)


def test_an_earlier_version_is_restored(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, opened: Json
) -> None:
    tab = rewritten(reviews, visitor, opened)
    tab |= reviews.decide_all(visitor, here(tab, suggestion=tab["reviewing"], state="accepted"))["orders"][
        "tab"
    ]
    desk.restore(visitor, here(tab, number=1))
    assert text_of(desk, visitor, opened["draft"]) == REPORT


def test_a_rewrite_that_changes_nothing_is_said_to_be_so(
    desk: Desk, reviews: ReviewPanel, visitor: Visitor, opened: Json
) -> None:
    text = "　　一是学习不够系统。集中学习多，自学少。\n　　二是学用结合不紧。遇到难题仍凭老经验办。"
    update = reviews.review(visitor, here(opened, section="1.1", text=text))
    assert update["orders"]["notes"]
    assert not [para for para in update["sheet"]["paras"] if para["k"] == "review"]


def test_another_owners_draft_is_unknown(desk: Desk, opened: Json) -> None:
    stranger = Visitor("f" * 32, "zh")
    with pytest.raises(DraftError):
        desk.whole_text(stranger, {"draft": opened["draft"]})
    assert desk.start(stranger, {"draft": opened["draft"]})["orders"]["tab"]["draft"] is None


def test_material_pasted_attached_read_and_removed(
    desk: Desk, visitor: Visitor, opened: Json, tmp_path: Path
) -> None:
    draft = opened["draft"]
    desk.add_material(visitor, here(opened, text="下村46次。"))
    table, empty = tmp_path / "a.csv", tmp_path / "b.txt"
    table.write_text("村,次\n柳湾村,46\n", encoding="utf-8")
    empty.write_bytes(b"")
    update = desk.add_files(visitor, here(opened), [(table, "台账.csv"), (empty, "空.txt")])
    names = [m["name"] for m in update["materials"]["materials"]]
    assert names == ["粘贴的素材 1", "台账.csv"]
    assert [tone for tone, _ in update["orders"]["notes"]] == ["info", "error"]
    first = update["materials"]["materials"][0]["id"]
    assert desk.read_material(visitor, {"draft": draft, "material": first})["text"] == "下村46次。"
    left = desk.remove_material(visitor, {"draft": draft, "material": first})
    assert [m["name"] for m in left["materials"]["materials"]] == ["台账.csv"]


def test_editing_begins_at_the_chosen_section(desk: Desk, visitor: Visitor) -> None:
    tab = desk.paste(visitor, {"text": REPORT.replace("一是学习", "𠮷是学习")})["orders"]["tab"]
    answer = desk.whole_text(visitor, here(tab) | {"section": "1.2"})
    units = answer["text"].encode("utf-16-le")
    assert units[answer["at"] * 2 :].decode("utf-16-le").lstrip("。").startswith("调查研究")


def test_english_is_spoken_to_who_reads_english(desk: Desk) -> None:
    english = Visitor("e" * 32, "en")
    header = desk.header(english, None)
    assert header["where"]["text"] == "Local, nothing sent"


def test_a_target_is_set_for_a_section_and_the_whole_and_told_with_the_rule(
    desk: Desk, visitor: Visitor, opened: Json
) -> None:
    answer = desk.set_target(visitor, here(opened, section="1.1", count=300))
    assert {row["id"]: row["target"] for row in answer["outline"]["sections"]}["1.1"] == 300
    answer = desk.set_target(visitor, here(opened, count=1500))
    assert answer["outline"]["target"] == 1500
    assert answer["outline"]["length"] < 1500
    assert "Word" in answer["outline"]["rule"]
    saved = desk.save_text(visitor, here(opened, text="前面加一行。\n" + REPORT))
    assert {row["id"]: row["target"] for row in saved["outline"]["sections"]}["1.1"] == 300
    answer = desk.set_target(visitor, here(opened, section="1.1", count=None))
    assert all(row["target"] is None for row in answer["outline"]["sections"])
