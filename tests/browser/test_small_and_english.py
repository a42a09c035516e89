"""A phone, English, keys only, a long draft: the page stays whole."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Visit, ask, engines_ready, wide
from tests.ui.reports import long_report

HAN = re.compile(r"[\u4e00-\u9fff]")
SMALL = """() => [...document.querySelectorAll('button, select, input:not([type=file]), textarea, summary')]
  .filter(e => e.offsetParent && !e.closest('[inert]') && getComputedStyle(e).visibility !== 'hidden' && !e.matches('.cite, .link, .example, .source, .report-title'))
  .map(e => [e.id || e.className || e.tagName, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && (box.height < 39.5))
  .map(([name, box]) => `${name} ${Math.round(box.height)}`)"""


def test_the_main_job_on_a_phone(phone: Visit) -> None:
    page = phone.sample()
    engines_ready(page)
    assert not wide(page)
    expect(page.locator("#where-text-goes")).to_be_visible()
    expect(page.locator("#chat")).to_be_hidden()
    page.locator("#open-side").click()
    page.locator("#section-1-3").click()
    expect(page.locator("#side")).not_to_be_in_viewport()
    page.locator("#view-chat").click()
    expect(page.locator("#paper")).to_be_hidden()
    ask(page, "写具体点")
    assert not wide(page)
    page.get_by_role("button", name="在稿子里看修改").click()
    expect(page.locator(".review .ok").first).to_be_in_viewport()
    page.locator(".review .ok").first.click()
    expect(page.locator(".hunk.accepted").first).to_be_visible()
    assert not wide(page)


@pytest.mark.parametrize("view", ["draft", "chat", "library", "connection"])
def test_every_view_fits_a_phone_with_room_for_fingers(phone: Visit, view: str) -> None:
    page = phone.sample()
    engines_ready(page)
    page.locator(f"#view-{view}").click()
    if view == "connection":
        page.locator("#service-deepseek").click()
    page.wait_for_timeout(400)
    assert not wide(page)
    assert page.evaluate(SMALL) == []


def test_the_first_page_fits_a_phone(phone: Visit) -> None:
    page = phone.open()
    assert not wide(page)
    assert page.evaluate(SMALL) == []
    expect(page.locator("#open-choose")).to_be_in_viewport()


def chrome_of(page: Page) -> str:
    """What the page itself says: buttons, labels, hints, without the texts of documents."""
    said: Any = page.evaluate(
        """() => { const own = document.body.cloneNode(true);
        own.querySelectorAll('.sheet, .toc-row, .toc-count, .source, .report, .material-name, .title-text, .menu-title, .me, .review-wish, .stand, #language, .chip b, option, script, style, .recent-row, .prepared, textarea').forEach(e => e.remove());
        const text = own.textContent + [...own.querySelectorAll('[aria-label], [placeholder]')].map(e => (e.getAttribute('aria-label') || '') + ' ' + (e.placeholder || '')).join(' ');
        return text; }"""
    )
    return re.sub(r"“[^”]*”|[《（【][^》）】]*[》）】]", "", said)


def test_an_english_browser_gets_english(visiting) -> None:  # type: ignore[no-untyped-def]
    page = visiting(language="en-GB").open()
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("#start-sample")).to_contain_text("Try the sample")
    assert not HAN.search(chrome_of(page))
    page.locator("#open-picker").set_input_files(
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""}
    )
    expect(page.locator(".note.error")).to_contain_text("empty.txt")
    assert not HAN.search(page.locator(".note.error").inner_text())
    page.locator("#start-sample").click()
    page.wait_for_selector("#sheet-text .line")
    for view in ("library", "connection"):
        page.locator(f"#view-{view}").click()
        page.wait_for_timeout(300)
        found = HAN.search(chrome_of(page))
        assert not found, chrome_of(page)[max(0, found.start() - 80) : found.end() + 80]


def test_the_language_can_be_switched_and_stays(visit: Visit) -> None:
    page = visit.open()
    page.locator("#language").click()
    expect(page.locator("#start-sample")).to_contain_text("Try the sample")
    page.reload(wait_until="domcontentloaded")
    expect(page.locator("#start-sample")).to_contain_text("Try the sample")


def test_everything_can_be_reached_by_keys_and_is_named(visit: Visit) -> None:
    page = visit.sample()
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea')]
        .filter(e => e.offsetParent && !e.closest('[inert], [aria-hidden]') && !(e.textContent.trim() || e.getAttribute('aria-label') || e.title || e.labels?.length))
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert unnamed == []
    page.locator("#draft-title").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#draft-menu")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#draft-title")).to_be_focused()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_thirty_pages_stay_quick(visit: Visit) -> None:
    page = visit.open()
    text = long_report()
    page.locator("#open-picker").set_input_files(
        {"name": "长稿.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.wait_for_selector("#sheet-text .line")
    page.locator("#section-2-3").click()
    page.locator("#quick-paste").click()
    page.locator("#rewrite-text").fill(long_report(10, 6).split("\n")[4])
    page.locator("#rewrite-compare").click()
    page.wait_for_selector(".review .ok")
    begun = time.monotonic()
    page.locator(".review .ok").first.click()
    page.wait_for_selector(".hunk.accepted")
    assert time.monotonic() - begun < 3.0
    page.locator("#mode-edit").click()
    page.keyboard.type("改几个字")
    expect(page.locator("#saved-state")).to_have_attribute("data-state", "saved")


def test_less_motion_is_respected(visiting) -> None:  # type: ignore[no-untyped-def]
    page = visiting(reduced_motion="reduce").sample()
    duration = page.evaluate("getComputedStyle(document.querySelector('.btn')).transitionDuration")
    assert duration in ("0s", "")
