"""Everything leaves the page within two clicks, under a name of its own; what goes wrong is told on the page."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Visit, accept_clean
from tests.browser.test_editing import edit, settled

KINDS = {
    "clean": ".docx",
    "tracked": "（修订痕迹）.docx",
    "layout": "（公文排版）.docx",
    "table": "（修改对照表）.docx",
    "table-md": "（修改对照表）.md",
    "txt": ".txt",
    "md": ".md",
}


def taken(page: Page, kind: str) -> tuple[str, bytes]:
    """Export by two clicks: the file's name and bytes."""
    page.locator("#export").click()
    with page.expect_download() as started:
        page.locator(f"#export-{kind}").click()
    expect(page.locator(".note").last).to_contain_text("已导出")
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_two_clicks_make_a_file(visit: Visit, kind: str) -> None:
    page = visit.sample()
    page.locator("#use-prepared").click()
    accept_clean(page)
    name, data = taken(page, kind)
    assert name == f"{page.locator('.title-text').inner_text()}{KINDS[kind]}"
    assert data[:2] == b"PK" if name.endswith(".docx") else "柳湾村" in data.decode("utf-8")
    expect(page.locator("#export-menu")).to_be_hidden()


def test_the_author_is_remembered_and_sources_come_only_with_reasons(visit: Visit) -> None:
    page = visit.sample()
    edit(page)
    page.keyboard.type("加一句。")  # what is typed is in the file, saved or not yet
    page.locator("#export").click()
    expect(page.locator("#export-sources")).to_be_disabled()
    page.locator("#export-reasons").check()
    page.locator("#export-sources").check()
    page.locator("#export-reasons").uncheck()
    expect(page.locator("#export-sources")).not_to_be_checked()
    page.locator("#export-author").fill("李四")
    with page.expect_download() as started:
        page.locator("#export-tracked").click()
    document = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes())).read("word/document.xml")
    assert 'w:author="李四"' in document.decode("utf-8")
    assert "加一句" in document.decode("utf-8")
    page.reload(wait_until="domcontentloaded")
    page.wait_for_selector("#sheet-text .line, #editor-text")
    page.locator("#export").click()
    expect(page.locator("#export-author")).to_have_value("李四")


def test_what_goes_wrong_is_told_on_the_page_and_nothing_is_downloaded(visit: Visit) -> None:
    page = visit.sample()
    visit.cut_off = True  # Chromium reports the refused requests
    saved: list[object] = []
    page.on("download", lambda download: saved.append(download))
    page.route(
        "**/export/**",
        lambda route: route.fulfill(status=422, json={"error": "第 3 段放不回原文件。", "code": "x"}),
    )
    page.locator("#export").click()
    page.locator("#export-clean").click()
    expect(page.locator(".note.error")).to_contain_text("第 3 段放不回原文件")
    expect(page.locator("#export-menu")).to_be_visible()
    page.unroute("**/export/**")
    page.route("**/export/**", lambda route: route.abort())
    page.locator("#export-clean").click()
    expect(page.locator(".export-status")).to_contain_text("连不上")
    assert saved == []
    assert "export" not in page.url


def test_the_menu_goes_by_keys(visit: Visit) -> None:
    page = visit.sample()
    page.locator("#export").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#export-clean")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#export-tracked")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#export-menu")).to_be_hidden()
    expect(page.locator("#export")).to_be_focused()


def test_a_file_is_taken_while_one_types(visit: Visit) -> None:
    page = visit.sample()
    edit(page)
    page.keyboard.type("正写着。")
    name, data = taken(page, "txt")
    assert name.endswith(".txt")
    assert "正写着。" in data.decode("utf-8")
    page.locator("#editor-text").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("接着写。")
    settled(page)
    expect(page.locator("#conflict")).to_be_hidden()


def test_the_fonts_of_the_layout_are_chosen_and_remembered(visit: Visit) -> None:
    page = visit.sample()
    page.locator("#export").click()
    page.locator("#export-font-title").fill("华文中宋")
    with page.expect_download() as started:
        page.locator("#export-layout").click()
    with zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes())) as word:
        styles = word.read("word/styles.xml").decode("utf-8")
    assert "华文中宋" in styles and "方正小标宋简体" not in styles and "仿宋_GB2312" in styles
    page.reload(wait_until="domcontentloaded")
    page.wait_for_selector("#sheet-text .line, #editor-text")
    page.locator("#export").click()
    expect(page.locator("#export-font-title")).to_have_value("华文中宋")
    expect(page.locator("#export-font-body")).to_have_value("")
