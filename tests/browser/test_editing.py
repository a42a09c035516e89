"""Typing on the sheet: saved within two seconds, composed Chinese left alone, two tabs that lose nothing."""

from __future__ import annotations

import time
from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.browser.driving import Visit


def edit(page: Page) -> None:
    page.locator("#mode-edit").click()
    expect(page.locator("#editor-text")).to_be_focused()
    page.keyboard.press("Control+End")


def settled(page: Page) -> None:
    """Nothing is left to save."""
    expect(page.locator("#saved-state")).to_have_attribute("data-state", "saved")


def test_typing_is_saved_within_two_seconds_and_read_on_the_same_sheet(visit: Visit) -> None:
    page = visit.sample()
    edit(page)
    page.keyboard.type("再补一句。")
    expect(page.locator("#saved-state")).to_have_attribute("data-state", "typing")
    begun = time.monotonic()
    settled(page)
    assert time.monotonic() - begun < 2.5
    page.locator("#mode-read").click()
    expect(page.locator("#sheet-text .line").last).to_contain_text("再补一句。")
    page.locator("#undo").click()
    expect(page.locator("#sheet-text")).not_to_contain_text("再补一句。")


def test_uninterrupted_typing_is_saved_too(visit: Visit) -> None:
    page = visit.sample()
    edit(page)
    saves: list[float] = []
    page.on(
        "request",
        lambda request: saves.append(time.monotonic()) if "component_server" in request.url else None,
    )
    begun = time.monotonic()
    while time.monotonic() < begun + 5:
        page.keyboard.type("字")
        page.wait_for_timeout(60)
    assert len(saves) >= 2
    assert max(b - a for a, b in pairwise([begun, *saves])) < 2.5
    settled(page)


def test_a_word_being_composed_is_neither_saved_nor_sent(visit: Visit) -> None:
    page = visit.sample()
    wire = page.context.new_cdp_session(page)
    edit(page)
    settled(page)
    wire.send("Input.imeSetComposition", {"text": "diao yan", "selectionStart": 8, "selectionEnd": 8})
    page.wait_for_timeout(2200)
    assert page.locator("#saved-state").get_attribute("data-state") == "typing"
    wire.send("Input.insertText", {"text": "调研"})
    settled(page)
    assert page.locator("#editor-text").input_value().endswith("调研")

    page.locator("#composer-text").focus()
    wire.send("Input.imeSetComposition", {"text": "xie", "selectionStart": 3, "selectionEnd": 3})
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator(".me").count() == 0


def test_shift_enter_is_a_new_line_and_enter_sends(visit: Visit) -> None:
    page = visit.sample()
    page.locator("#composer-text").fill("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    assert page.locator("#composer-text").input_value() == "第一行\n第二行"
    page.keyboard.press("Enter")
    expect(page.locator(".me").first).to_contain_text("第二行")


def test_two_tabs_have_their_own_selection_and_the_same_drafts(visit: Visit) -> None:
    first = visit.sample()
    second = visit.open()
    second.locator("#draft-title").click()
    second.locator("#draft-menu .menu-row .menu-item").first.click()
    second.wait_for_selector("#sheet-text .line")
    first.locator("#section-1-1").click()
    second.locator("#section-2-1").click()
    assert first.locator(".toc-row.on").get_attribute("data-section") == "1.1"
    assert second.locator(".toc-row.on").get_attribute("data-section") == "2.1"


def test_the_tab_that_is_behind_is_told_and_loses_nothing(visit: Visit) -> None:
    first = visit.sample()
    second = visit.open()
    second.locator("#draft-title").click()
    second.locator("#draft-menu .menu-row .menu-item").first.click()
    second.wait_for_selector("#sheet-text .line")
    edit(first)
    edit(second)
    first.keyboard.type("甲窗口写的。")
    settled(first)
    second.bring_to_front()
    second.keyboard.type("乙窗口写的。")
    conflict = second.locator("#conflict")
    if conflict.is_visible() or not second.locator("#editor-text").input_value().count("甲窗口写的"):
        expect(conflict).to_be_visible()
        assert "乙窗口写的。" in second.locator("#editor-text").input_value()
        second.locator("#conflict-theirs").click()
        expect(second.locator("#sheet-text")).to_contain_text("甲窗口写的。")
        second.locator("#saved-state").click()
        expect(second.locator(".version", has_text="另一窗口").first).to_be_visible()
    else:  # the second tab had looked again before it was typed in: then both are there
        settled(second)
        assert "乙窗口写的。" in second.locator("#editor-text").input_value()


def test_a_click_on_a_change_in_a_tab_that_is_behind_misplaces_nothing(visit: Visit) -> None:
    first = visit.sample()
    first.locator("#use-prepared").click()
    first.wait_for_selector(".review .hunk")
    second = visit.open()
    second.locator("#draft-title").click()
    second.locator("#draft-menu .menu-row .menu-item").first.click()
    second.wait_for_selector(".review .hunk")
    # The first tab adds a line before the section while the second still shows the older text.
    second.evaluate("() => { window.gaigao.parts.tab.trigger = () => {}; }")
    edit(first)
    first.keyboard.press("Control+Home")
    first.keyboard.type("前面加一行")
    settled(first)
    second.locator(".review .ok:not(.asked-first)").first.click()
    expect(second.locator(".note.error")).to_be_visible()
    expect(second.locator("#sheet-text")).to_contain_text("前面加一行")
    second.locator(".review .ok:not(.asked-first)").first.click()
    expect(second.locator(".hunk.accepted").first).to_be_visible()
    assert second.locator(".review").count() == 1


def test_keys_walk_through_the_changes(visit: Visit) -> None:
    page = visit.sample()
    page.locator("#use-prepared").click()
    page.wait_for_selector(".review .hunk")
    page.locator("#sheet-text .title").first.click()
    page.keyboard.press("j")
    expect(page.locator(".hunk:focus")).to_have_attribute("data-hunk", "1")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".hunk[data-hunk='2']").first).to_have_class("hunk accepted")
    expect(page.locator(".hunk:focus")).to_have_attribute("data-hunk", "3")  # on to the next that waits
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("r")
    expect(page.locator(".hunk[data-hunk='1']").first).to_have_class("hunk rejected")
    page.keyboard.press("Control+z")
    expect(page.locator(".hunk.rejected")).to_have_count(0)
