"""The main job on the real page: sample, find, rewrite, accept one, refuse one, undo, Stop, paste a rewrite."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Visit, accept_clean, answer_of, ask, engines_ready, saved, send, sheet_text
from tests.scripted_model import Scripted, ScriptedModel

SLOW = Scripted("【改写】\n" + "一是调查研究不够深入，下村多是陪同检查。" * 40, pace=0.05)


def test_from_the_sample_to_a_reviewed_rewrite(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    before = sheet_text(page)

    ask(page, "找几段写作风的")
    first = page.locator("#conversation .source").first
    first.click()
    expect(page.locator("#source-drawer mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#source-drawer")).to_be_hidden()

    ask(page, "一（三）写具体点，别抄")
    expect(answer_of(page).locator(".chip").first).to_contain_text("一（三）")
    review = page.locator(".review")
    expect(review.locator(".hunk.pending[tabindex]")).to_have_count(2)
    assert review.locator("ins").count() >= 1

    review.locator(".ok").first.click()
    expect(review.locator(".hunk.accepted")).to_have_count(1)
    saved(page, 2)
    review.locator(".no").first.click()
    expect(review.locator(".hunk.rejected")).to_have_count(1)
    expect(review.locator(".stand")).to_contain_text("接受 1 处，拒绝 1 处")
    assert "【待补" in sheet_text(page)

    page.locator("#undo").click()
    expect(review.locator(".hunk.rejected")).to_have_count(0)
    page.locator("#undo").click()
    expect(review.locator(".hunk.pending[tabindex]")).to_have_count(2)
    page.get_by_role("button", name="全部拒绝").click()
    page.get_by_role("button", name="收起").click()
    expect(review).to_have_count(0)
    assert sheet_text(page) == before


def test_the_prepared_rewrite_shows_the_review_without_a_model(visiting, service_without_model) -> None:  # type: ignore[no-untyped-def]
    page = visiting(at=service_without_model).sample()
    expect(page.locator("#where-text-goes")).to_have_text("本机处理，未外发")
    page.locator("#use-prepared").click()
    review = page.locator(".review")
    expect(review).to_contain_text("粘贴的改稿")
    waiting = review.locator(".hunk.pending[tabindex]").count()
    assert waiting > 2
    accept_clean(page)
    held = review.locator(".hunk.pending .asked-first").count()
    assert held == 0, "the sample's own rewrite, with its material, holds nothing to be asked about first"
    expect(review.locator(".hunk.accepted[tabindex]")).to_have_count(waiting)
    expect(page.locator("#use-prepared")).to_have_count(0)


def test_what_needs_a_model_says_how_to_connect_one_and_still_finds(visiting, service_without_model) -> None:  # type: ignore[no-untyped-def]
    page = visiting(at=service_without_model).sample()
    engines_ready(page)
    ask(page, "一（三）写具体点")
    answer = answer_of(page)
    expect(answer.locator(".source").first).to_be_visible()
    answer.get_by_role("button", name="去连接模型").click()
    expect(page.locator("#connection h1")).to_be_visible()


def test_a_rewrite_made_elsewhere_is_reviewed_change_by_change(visit: Visit) -> None:
    page = visit.sample()
    page.locator("#section-1-1").click()
    page.locator("#quick-paste").click()
    dialog = page.locator("#rewrite-dialog")
    assert dialog.locator("#rewrite-section").input_value() == "1.1"
    dialog.locator("#rewrite-text").fill("一是学习不够深入。全年集中学习12次，自学只有3次。")
    dialog.locator("#rewrite-compare").click()
    expect(page.locator(".review .hunk.pending[tabindex]").first).to_be_visible()
    assert page.locator(".review").get_attribute("data-section") == "1.1"


def test_an_ambiguous_reference_asks_and_a_click_decides(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    ask(page, "（三）写具体点")
    options = answer_of(page).locator(".options .btn")
    assert options.count() >= 2
    assert options.first.get_attribute("aria-pressed") == "true"
    before = page.locator("#conversation .it").count()
    options.nth(1).click()
    page.wait_for_function("n => document.querySelectorAll('#conversation .it').length > n", arg=before)
    expect(page.locator(".review")).to_have_attribute("data-section", "2.3")


def test_a_misunderstood_section_is_corrected_from_its_chip(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    ask(page, "一（三）写具体点")
    answer_of(page).locator("summary.chip").click()
    answer_of(page).locator(".choice", has_text="二（一）").click()
    expect(page.locator(".review[data-section='2.1']")).to_be_visible()


@pytest.mark.parametrize("round_", range(12))
def test_stop_ends_the_answer_and_leaves_the_draft(visit: Visit, model: ScriptedModel, round_: int) -> None:
    page = visit.sample()
    engines_ready(page)
    model.enqueue(SLOW)
    before = sheet_text(page)
    send(page, "一（三）写具体点")
    page.wait_for_selector(".proposal-text p")
    page.wait_for_timeout(30 * (round_ % 4))
    page.locator("#composer-stop").click()
    expect(answer_of(page).locator(".stopped")).to_be_visible()
    expect(page.locator("#composer-send")).to_be_visible()
    assert sheet_text(page) == before
    left = [seen for seen in model.left if seen]
    assert left, "the request at the model's service was not closed"


def test_a_failure_is_told_with_what_to_do_and_the_draft_is_untouched(
    visit: Visit, model: ScriptedModel
) -> None:
    page = visit.sample()
    engines_ready(page)
    before = sheet_text(page)
    model.enqueue(Scripted(status=401, body={"error": {"message": "no"}}))
    ask(page, "一（三）写具体点")
    failed = answer_of(page).locator(".failed")
    expect(failed).to_contain_text("密钥")
    expect(failed.get_by_role("button", name="再试一次")).to_be_visible()
    assert sheet_text(page) == before


def test_a_reload_brings_back_draft_section_and_chat(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    page.locator("#section-1-2").click()
    ask(page, "找几段写作风的")
    page.reload(wait_until="domcontentloaded")
    page.wait_for_selector("#sheet-text .line")
    expect(page.locator("#section-1-2")).to_have_class("toc-row l2 on")
    expect(page.locator("#conversation .me")).to_have_count(1)


def test_another_visitor_sees_none_of_it(visiting) -> None:  # type: ignore[no-untyped-def]
    visiting().sample()
    page = visiting().open()
    page.locator("#draft-title").click()
    expect(page.locator("#draft-menu .menu-row")).to_have_count(0)
