"""The library's and the connection's views in the browser, over the real service."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Service, Visit, engines_ready
from tests.scripted_model import Scripted, ScriptedModel
from tests.ui.reports import REPORT

KEY = "sk-geheim-0123456789-geheim"


def library(page: Page) -> None:
    engines_ready(page)
    page.locator("#view-library").click()
    expect(page.locator("#report-list .report").first).to_be_visible()


def test_a_batch_is_put_in_searched_read_corrected_and_removed(visit: Visit, tmp_path: Path) -> None:
    files = []
    for n, place in enumerate(("云门渡", "石鼓坪", "白水塘")):
        files.append(tmp_path / f"{place}镇材料（第{n}稿）.txt")
        files[-1].write_text(
            REPORT.replace("石桥沟", place).replace("陪同检查", f"陪同检查{n}"), encoding="utf-8"
        )
    files.append(tmp_path / "空.txt")
    files[-1].touch()
    page = visit.open()
    library(page)
    page.locator("#library-picker").set_input_files([str(file) for file in files])
    page.locator("#origin-own").check()
    page.locator("#library-read-in").click()
    ingested = page.locator(".ingested")
    expect(ingested).to_contain_text("读入 3 份", timeout=120_000)
    expect(ingested).to_contain_text("空.txt")
    page.locator("#report-filter").fill("云门渡")
    row = page.locator("#report-list .report")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("本单位往年")
    expect(row).to_contain_text("云门渡镇材料（第0稿）.txt")

    page.locator("#library-query").fill("学用结合不紧 凭老经验办")
    page.locator("#filter-origin").select_option("own")
    page.locator("#library-query").press("Enter")
    hit = page.locator("#library-hits .source").first
    expect(hit).to_contain_text("本单位往年")
    hit.click()
    expect(page.locator("#source-drawer mark", has_text="老经验").first).to_be_visible()
    page.locator("#drawer-close").click()
    page.locator("#library-clear").click()
    expect(page.locator("#library-hits .source")).to_have_count(0)

    row.get_by_role("button", name="修改《").click()
    page.locator("#report-year").fill("2019")
    page.locator("#report-save").click()
    expect(row.locator(".report-year")).to_have_text("2019")
    row.get_by_role("button", name="移除《").click()
    page.locator("#confirm-yes").click()
    expect(row).to_have_count(0)


def test_hundreds_of_reports_stay_usable(visit: Visit) -> None:
    page = visit.open()
    engines_ready(page)
    with page.expect_response("**/run/predict"):
        page.locator("#view-library").click()
    page.wait_for_timeout(500)
    page.evaluate(
        """() => {
        const part = window.gaigao.parts.reports, value = part.value(), first = value.reports[0];
        const many = Array.from({length: 800}, (_, i) => ({...first, id: 'x' + i, family: 'x' + i, title: '第' + i + '份材料'}));
        const begun = performance.now();
        part.props.value = {...value, reports: many};
        part.redraw();
        window.took = performance.now() - begun;
    }"""
    )
    expect(page.locator("#report-list .report")).to_have_count(100)
    assert page.evaluate("window.took") < 1500
    page.locator("#reports-more").click()
    expect(page.locator("#report-list .report")).to_have_count(200)
    page.locator("#report-filter").fill("第777份")
    expect(page.locator("#report-list .report")).to_have_count(1)


@pytest.fixture
def bare(tmp_path: Path) -> Service:
    return Service(tmp_path / "data", GAIGAO_SAMPLES="false")


def test_a_connection_is_tried_saved_and_forgotten_and_its_key_is_never_shown(
    visiting, bare: Service
) -> None:  # type: ignore[no-untyped-def]
    bare.start()
    try:
        with ScriptedModel() as model:
            page = visiting(at=bare).open()
            expect(page.locator("#where-text-goes")).to_have_text("本机处理，未外发")
            page.locator("#view-connection").click()
            page.locator("#service-other").click()
            page.locator("#connection-address").fill(model.url)
            page.locator("#connection-model").fill("scripted")
            page.locator("#connection-key").fill(KEY)
            model.enqueue(Scripted(status=401, body={"error": {"message": "no"}}))
            page.locator("#connection-test").click()
            expect(page.locator("#connection-answer")).to_contain_text("密钥")
            page.locator("#connection-test").click()
            expect(page.locator("#connection-answer.ok")).to_be_visible()
            page.locator("#connection-save").click()
            expect(page.locator("#connection-answer")).to_contain_text("已保存")
            expect(page.locator("#view-connection .dot")).to_have_count(0)

            page.locator("#connection-address").fill("https://models.example.com/v1")
            page.locator("#connection-save").click()
            expect(page.locator("#where-text-goes")).to_contain_text("models.example.com")
            expect(page.locator("#connection-where")).to_contain_text("涉密")

            page.reload(wait_until="domcontentloaded")
            page.wait_for_selector("#connection-key")
            expect(page.locator("#where-text-goes")).to_contain_text("models.example.com")
            assert page.locator("#connection-key").input_value() == ""
            everything = page.content() + page.evaluate(
                "JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie"
            )
            assert KEY not in everything
            page.locator("#connection-forget").click()
            page.locator("#confirm-yes").click()
            expect(page.locator("#where-text-goes")).to_have_text("本机处理，未外发")
            assert not (bare.data_dir / "connection.json").exists()
    finally:
        bare.stop()


def test_a_page_that_stays_open_works_on_when_the_service_comes_back(visiting, bare: Service) -> None:  # type: ignore[no-untyped-def]
    bare.start()
    visit = visiting(at=bare)
    visit.cut_off = True
    try:
        page = visit.sample()
        page.locator("#use-prepared").click()
        page.wait_for_selector(".review .hunk")
        bare.stop()
        bare.start()
        # Where the page asked for something while the service was away, Gradio loads it anew: with all that was there.
        engines_ready(page)
        page.wait_for_timeout(4000)
        page.wait_for_selector(".review .ok")
        page.locator(".review .ok").first.click()
        expect(page.locator(".hunk.accepted").first).to_be_visible(timeout=60_000)
        page.locator("#composer-text").fill("找几段写作风的")
        page.locator("#composer-text").press("Enter")
        expect(page.locator("#conversation .it")).to_have_count(1, timeout=60_000)
    finally:
        bare.stop()


def test_what_is_typed_while_the_service_is_away_is_saved_when_it_is_back(visiting, bare: Service) -> None:  # type: ignore[no-untyped-def]
    bare.start()
    visit = visiting(at=bare)
    visit.cut_off = True
    try:
        page = visit.sample()
        page.locator("#mode-edit").click()
        expect(page.locator("#editor-text")).to_be_focused()
        bare.stop(signal.SIGKILL)
        page.keyboard.press("Control+End")
        page.keyboard.type("断线时写的。")
        expect(page.locator("#saved-state")).to_have_attribute("data-state", "failed")
        page.locator("#draft-title").click()
        page.locator("#draft-new").click()  # whatever is clicked meanwhile: the text stays in sight
        expect(page.locator(".note.error").filter(has_text="还没有存上").first).to_be_visible()
        assert page.locator("#editor-text").input_value().endswith("断线时写的。")
        bare.start()
        expect(page.locator("#saved-state")).to_have_attribute("data-state", "saved", timeout=30_000)
        page.reload(wait_until="domcontentloaded")
        expect(page.locator("#sheet-text .line").last).to_contain_text("断线时写的。")
    finally:
        bare.stop()


def test_a_message_that_cannot_be_sent_stands_in_the_box_again(visiting, bare: Service) -> None:  # type: ignore[no-untyped-def]
    bare.start()
    visit = visiting(at=bare)
    visit.cut_off = True
    try:
        page = visit.sample()
        bare.stop(signal.SIGKILL)
        page.locator("#composer-text").fill("写具体点")
        page.locator("#composer-text").press("Enter")
        expect(page.locator(".note.error").first).to_contain_text("断开")
        expect(page.locator("#composer-text")).to_have_value("写具体点")
        expect(page.locator("#composer-send")).to_be_visible()
        assert page.locator(".toast-wrap").is_hidden()
        bare.start()
        # Gradio loads the page anew when the service is back.
        expect(page.locator("#sheet-text .line").first).to_be_visible(timeout=30_000)
    finally:
        bare.stop()
