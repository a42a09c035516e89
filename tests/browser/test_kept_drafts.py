"""Drafts that last: the list, the timeline, targets, the user's own wishes, earlier messages, files dropped at once."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import (
    PHONE,
    Service,
    Visit,
    accept_clean,
    ask,
    engines_ready,
    send,
    sheet_text,
    wide,
)
from tests.browser.test_editing import edit, settled
from tests.browser.test_small_and_english import HAN, SMALL, chrome_of
from tests.scripted_model import Scripted, ScriptedModel

DROP = """files => { const data = new DataTransfer();
  for (const [name, text] of files) data.items.add(new File([text], name));
  for (const kind of ['dragover', 'drop'])
    document.querySelector('#paper').dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data})); }"""
BEGUN = "【改写】\n一是学习不够深入。对党的创新理论学得不深不透，缺乏系统思考，满足于一知半解，"


def shelf(page: Page) -> None:
    page.locator("#draft-title").click()
    page.locator("#draft-all").click()
    expect(page.locator("#shelf-dialog")).to_be_visible()


def test_a_draft_is_renamed_copied_found_and_opened_from_the_list(visit: Visit) -> None:
    page = visit.sample()
    shelf(page)
    expect(page.locator(".shelf-row")).to_have_count(1)
    expect(page.locator(".shelf-row")).to_contain_text("正在改")
    page.locator(".shelf-rename").click()
    page.locator("#shelf-title").fill("今年的述职")
    page.locator("#shelf-title").press("Enter")
    expect(page.locator(".shelf-title")).to_have_text("今年的述职")
    expect(page.locator(".title-text")).to_have_text("今年的述职")
    page.locator(".shelf-copy").click()
    expect(page.locator(".shelf-row")).to_have_count(2)
    page.locator("#shelf-query").fill("副本")
    expect(page.locator(".shelf-row")).to_have_count(1)
    page.locator(".shelf-open").click()
    expect(page.locator("#shelf-dialog")).to_have_count(0)
    expect(page.locator(".title-text")).to_contain_text("副本")
    shelf(page)
    page.locator("#shelf-query").fill("没有这样的话")
    expect(page.locator(".shelf-none")).to_contain_text("没有找到")


def test_a_deleted_draft_is_had_back_from_the_note_and_from_the_list(visit: Visit) -> None:
    page = visit.sample()
    shelf(page)
    page.locator(".shelf-delete").click()
    expect(page.locator(".shelf-none")).to_be_visible()
    page.locator(".note-action").click()
    expect(page.locator("#sheet-text .line").first).to_be_visible()
    shelf(page)
    page.locator(".shelf-delete").click()
    page.locator("#shelf-deleted summary").click()
    expect(page.locator("#shelf-deleted")).to_contain_text("30 天")
    page.locator("[data-back]").click()
    expect(page.locator(".shelf-open[data-draft]")).to_have_count(1)
    page.locator(".shelf-open[data-draft]").click()
    expect(page.locator("#sheet-text .line").first).to_be_visible()


def test_the_first_page_follows_the_list(visit: Visit) -> None:
    page = visit.sample()
    page.locator("#draft-title").click()
    page.locator("#draft-new").click()
    expect(page.locator(".recent-row")).to_have_count(1)
    page.locator("#all-drafts").click()
    page.locator(".shelf-copy").click()
    expect(page.locator(".shelf-row")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator(".recent-row")).to_have_count(2)
    page.locator("#all-drafts").click()
    page.locator(".shelf-delete").first.click()
    page.keyboard.press("Escape")
    expect(page.locator(".recent-row")).to_have_count(1)
    page.locator(".recent-row").click()
    expect(page.locator("#sheet-text .line").first).to_be_visible()


def accept_all(page: Page) -> None:
    page.locator("#use-prepared").click()
    accept_clean(page)


def test_two_versions_are_compared_side_by_side_and_one_restored(visit: Visit) -> None:
    page = visit.sample()
    before = sheet_text(page)
    accept_all(page)
    edit(page)
    page.keyboard.type("末尾加一句。")
    settled(page)
    page.locator("#saved-state").click()
    expect(page.locator(".version")).to_have_count(3)
    expect(page.locator(".version").first).to_contain_text("现在")
    expect(page.locator("#compare ins")).to_contain_text("末尾加一句。")
    page.locator("#version-compare-2").click()
    expect(page.locator("#compare-sum")).to_be_visible()
    table = page.locator(".compare-table.wide")
    assert table.locator("td:first-child ins").count() == 0
    assert table.locator("td:nth-child(2) del").count() == 0
    expect(table.locator(".sign").first).to_have_text("−")
    page.locator("#compare-after").select_option("3")
    page.locator("#compare-before").select_option("3")
    expect(page.locator("#compare-same")).to_be_visible()
    page.locator("#version-look-1").click()
    expect(page.locator("#versions-dialog .reading")).to_be_visible()
    page.locator("#version-restore-1").click()
    expect(page.locator(".note").last).to_contain_text("第 1 版")
    expect(page.locator("#sheet-text")).not_to_contain_text("末尾加一句。")
    assert sheet_text(page).split()[0] == before.split()[0]
    # Typing goes on after a look at the versions.
    edit(page)
    page.keyboard.type("再写。")
    settled(page)
    expect(page.locator("#conflict")).to_be_hidden()


def test_the_timeline_on_a_phone_is_one_column(phone: Visit) -> None:
    page = phone.sample()
    page.locator("#view-chat").click()
    accept_all(page)
    page.locator("#saved-state-small").click()
    page.locator("#version-compare-2").click()
    expect(page.locator(".compare-table.inline ins").first).to_be_visible()
    expect(page.locator(".compare-table.inline del").first).to_be_visible()
    assert not wide(page)
    assert page.evaluate(SMALL) == []
    page.locator("#versions-back").click()
    expect(page.locator("#version-look-1")).to_be_visible()


def target(page: Page, opener: str, count: str) -> None:
    page.locator(opener).click()
    expect(page.locator("#count-rule")).to_contain_text("Word")
    page.locator("#target-count").fill(count)
    page.locator("#target-save").click()
    expect(page.locator("#target-dialog")).to_have_count(0)


def test_a_target_is_set_and_progress_is_told_in_words(visit: Visit) -> None:
    page = visit.sample()
    target(page, "#count-1-3", "300")
    expect(page.locator("#target-1-3")).to_contain_text(re.compile(r"/ 300 字 · 超 \d+"))
    target(page, "#length-state", "3000")
    expect(page.locator("#length-state")).to_contain_text(re.compile(r"/ 3,000 字 · 还差 \d+"))
    # It follows while one types, and typing is saved as before.
    shown = page.locator("#length-state").inner_text()
    edit(page)
    page.keyboard.type("多写这几个字。")
    settled(page)
    expect(page.locator("#length-state")).not_to_have_text(shown)
    target(page, "#draft-length", "")
    expect(page.locator("#length-state")).not_to_contain_text("/")
    page.keyboard.type("再写几个。")
    settled(page)
    expect(page.locator("#conflict")).to_be_hidden()
    page.reload(wait_until="domcontentloaded")
    expect(page.locator("#target-1-3")).to_contain_text("300")


def test_a_wish_of_ones_own_is_kept_changed_and_sent_by_one_click(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    page.locator("#wishes-manage").click()
    for name, wish in (("朴实些", "改得朴实些，数字一个不动"), ("去套话", "去掉套话")):
        page.locator("#wish-name").fill(name)
        page.locator("#wish-text").fill(wish)
        page.locator("#wish-save").click()
        expect(page.locator(".wish", has_text=name)).to_be_visible()
    page.locator(".wish-up").last.click()
    expect(page.locator(".wish b").first).to_have_text("去套话")
    page.locator(".wish-open").first.click()
    page.locator("#wish-text").fill("去掉套话和口号")
    page.locator("#wish-save").click()
    expect(page.locator(".wish").first).to_contain_text("和口号")
    page.locator(".wish-remove").last.click()
    expect(page.locator(".wish")).to_have_count(1)
    page.keyboard.press("Escape")
    page.reload(wait_until="domcontentloaded")
    page.wait_for_selector("#sheet-text .line")
    page.locator("#section-1-2").click()
    page.locator(".chip.own").click()
    expect(page.locator(".me").first).to_contain_text("去掉套话和口号")
    expect(page.locator("#conversation .it .chip").first).to_contain_text("一（二）")


def test_earlier_messages_are_edited_and_answered_anew(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    page.locator("#section-1-1").click()
    ask(page, "写具体点")
    ask(page, "再压一压")
    expect(page.locator("#conversation .me")).to_have_count(2)
    page.locator("[id^=again-]").last.click()
    expect(page.locator(".it.live")).to_be_visible()
    expect(page.locator(".it.live")).to_have_count(0)
    expect(page.locator("#conversation .me")).to_have_count(2)
    page.locator("[id^=edit-]").first.click(force=True)
    page.locator("#confirm-yes").click()
    expect(page.locator("#composer-text")).to_have_value("写具体点")
    expect(page.locator("#conversation .me")).to_have_count(0)


def test_a_rewrite_that_broke_off_is_gone_on_with(visit: Visit, model: ScriptedModel) -> None:
    page = visit.sample()
    engines_ready(page)
    page.locator("#section-1-1").click()
    model.enqueue(Scripted(BEGUN, pace=0.03, fault="drop"))
    send(page, "写具体点")
    expect(page.locator("[id^=continue-]")).to_be_visible()
    model.enqueue(Scripted("没有在学懂弄通上下足功夫，全年自学只有3次。\n【说明】\n补了次数。"))
    page.locator("[id^=continue-]").click()
    expect(page.locator(".suggested")).to_be_visible()
    expect(page.locator(".me").last).to_contain_text("继续")
    asked = model.history[-1].body["messages"]
    assert asked[-2]["role"] == "assistant"
    # A reset may take with it what was on its way: gone on with is what came.
    begun = asked[-2]["content"].rstrip("，")
    assert len(begun) > len("【改写】\n一是") and BEGUN.startswith(begun)
    expect(page.locator(".review")).to_contain_text("全年自学只有3次")


def test_files_dropped_together_each_go_where_they_belong(visit: Visit) -> None:
    page = visit.open()
    engines_ready(page)
    files = [
        ["对照材料.txt", "对照材料\n一、存在的问题\n学得不深。"],
        ["台账.csv", "村,次\n柳湾,3"],
        ["照片.jpg", "x"],
    ]
    page.evaluate(DROP, files)
    expect(page.locator("#drop-place-0")).to_have_value("draft")
    expect(page.locator("#drop-place-1")).to_have_value("material")
    expect(page.locator("#drop-place-2")).to_have_value("none")
    page.locator("#drop-place-0").select_option("material")
    expect(page.locator("#drop-put")).to_be_disabled()
    page.locator("#drop-place-0").select_option("draft")
    page.locator("#drop-put").click()
    expect(page.locator("#sheet-text")).to_contain_text("学得不深")
    expect(page.locator(".material-name")).to_contain_text("台账.csv")
    page.evaluate(DROP, [["甲.txt", "甲稿\n一、问题\n甲。"], ["乙.txt", "乙稿\n一、问题\n乙。"]])
    page.locator("#drop-all-draft").click()
    page.locator("#drop-put").click()
    expect(page.locator("#sheet-text")).to_contain_text("甲稿")
    shelf(page)
    expect(page.locator(".shelf-open[data-draft]")).to_have_count(3)


def test_typing_outlives_a_closed_tab_and_a_killed_service(
    visiting: Callable[..., Visit], tmp_path: Path
) -> None:
    service = Service(tmp_path / "data").start()
    try:
        visit = visiting(at=service)
        visit.cut_off = True
        page = visit.sample()
        target(page, "#count-1-1", "400")
        edit(page)
        page.keyboard.type("关掉窗口也在。")
        settled(page)
        page.close()
        service.stop(signal.SIGKILL)
        service.start()
        page = visit.open()
        page.locator(".recent-row").click()
        expect(page.locator("#sheet-text")).to_contain_text("关掉窗口也在。")
        expect(page.locator("#target-1-1")).to_contain_text("400")
        page.locator("#saved-state").click()
        expect(page.locator(".version")).to_have_count(2)
    finally:
        service.stop()


OPENED: dict[str, Callable[[Page], Any]] = {
    "shelf": shelf,
    "export": lambda page: page.locator("#export").click(),
    "timeline": lambda page: page.locator("#saved-state-small:visible, #saved-state:visible").click(),
    "target": lambda page: page.locator("#length-state-small:visible, #length-state:visible").click(),
    "drop": lambda page: page.evaluate(DROP, [["a.txt", "x"], ["b.csv", "y"]]),
}


@pytest.mark.parametrize("what", OPENED)
def test_what_opens_over_the_page_fits_a_phone(phone: Visit, what: str) -> None:
    page = phone.sample()
    OPENED[what](page)
    page.wait_for_timeout(500)
    assert not wide(page)
    assert page.evaluate(SMALL) == []
    for box in page.locator("dialog[open], #export-menu:visible").all():
        size = box.bounding_box()
        assert size is not None
        assert size["x"] >= 0
        assert size["x"] + size["width"] <= PHONE["width"] + 1


@pytest.mark.parametrize("what", OPENED)
def test_what_opens_over_the_page_speaks_english(visiting: Callable[..., Visit], what: str) -> None:
    page = visiting(language="en-GB").sample()
    OPENED[what](page)
    page.wait_for_timeout(500)
    said = page.evaluate(
        """() => [...document.querySelectorAll('dialog[open] :is(button, label, p, h2, h3, dt, dd, th, option, input), #export-menu *')]
        .filter(e => !e.closest('.shelf-open, .version-name, #compare, .dropped-name'))
        .map(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join(' ') + ' ' + (e.getAttribute('aria-label') || '') + ' ' + (e.placeholder || '')).join('\\n')"""
    )
    said = re.sub(r"“[^”]*”", "", said)
    titles = [*page.locator(".shelf-title").all_inner_texts(), page.locator(".title-text").inner_text()]
    for title in titles:
        said = said.replace(title, "")
    assert not HAN.search(said), said
    assert chrome_of(page)
