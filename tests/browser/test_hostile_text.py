"""Text of documents and models stays text, wherever the page shows it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.driving import Visit, ask, engines_ready
from tests.scripted_model import Scripted, ScriptedModel
from tests.ui.reports import HOSTILE


def untouched(page: Page) -> None:
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("document.querySelectorAll('main img, main svg[onload], dialog img').length") == 0


def test_a_hostile_draft_its_outline_material_and_title(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "稿<img src=x onerror=window.pwned=9>.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    page = visit.open()
    page.locator("#open-picker").set_input_files(str(file))
    expect(page.locator("#sheet-text")).to_contain_text("${window.pwned=4}")
    expect(page.locator("#outline")).to_contain_text("<script>")
    page.locator("#material-picker").set_input_files(str(file))
    expect(page.locator(".material-name")).to_contain_text("<img src=x")
    page.locator(".material-name").click()
    expect(page.locator("#material-view")).to_contain_text("{{value}}")
    page.keyboard.press("Escape")
    page.locator("#draft-title").click()
    untouched(page)
    page.keyboard.press("Escape")
    page.locator("#mode-edit").click()
    expect(page.locator("#editor-text")).to_have_value(re.compile(re.escape("{{#each value}}")))
    untouched(page)


def test_a_hostile_answer_of_the_model(visit: Visit, model: ScriptedModel) -> None:
    page = visit.sample()
    engines_ready(page)
    evil = '一是调查研究不够深入。<img src=x onerror="window.pwned=1">${window.pwned=2}{{value}}</script>下村少。'
    model.enqueue(
        Scripted(
            f"【改写】\n{evil}\n【说明】\n改了<b onclick=window.pwned=3>几处</b>[1]。[点我](javascript:window.pwned=4)"
        )
    )
    ask(page, "一（三）写具体点")
    expect(page.locator(".review")).to_contain_text("onerror")
    expect(page.locator("#conversation")).to_contain_text("javascript:window.pwned=4")
    assert page.locator("#conversation a").count() == 0
    page.get_by_role("button", name="全部接受").click()
    expect(page.locator(".hunk.accepted").first).to_be_visible()
    untouched(page)


def test_a_hostile_message_and_a_hostile_report(visit: Visit, tmp_path: Path) -> None:
    page = visit.open()
    engines_ready(page)
    file = tmp_path / "<svg onload=window.pwned=7>.txt"
    file.write_text(HOSTILE.replace("不够深入", "不够深入，走马观花看盆景"), encoding="utf-8")
    page.locator("#view-library").click()
    page.locator("#library-picker").set_input_files(str(file))
    page.locator("#library-read-in").click()
    expect(page.locator(".ingested")).to_contain_text("读入 1 份", timeout=60_000)
    page.locator("#library-query").fill("走马观花看盆景 <img src=x onerror=window.pwned=8>")
    page.locator("#library-query").press("Enter")
    hit = page.locator("#library-hits .source", has_text="${window.pwned=4}")
    expect(hit.first).to_be_visible()
    hit.first.click()
    expect(page.locator("#source-drawer")).to_contain_text("<script>")
    page.keyboard.press("Escape")
    page.locator("#view-draft").click()
    ask(page, "找 <img src=x onerror=window.pwned=6> ${window.pwned=6} {{value}}")
    expect(page.locator(".me")).to_contain_text("<img src=x")
    untouched(page)
