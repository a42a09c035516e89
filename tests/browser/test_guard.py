"""The guard on the real page: findings beside their change, what is asked before one is accepted, ways out, the check."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.samples import sample_draft
from tests.browser.driving import Visit, ask, engines_ready, saved, send, sheet_text, wide
from tests.browser.test_small_and_english import HAN, SMALL, chrome_of
from tests.scripted_model import Scripted, ScriptedModel

COPIED = "本村人办满月酒请自己去坐席、随多少礼算违规，我没有答准，只说“少去为好”"
"""Stands in one of the sample reports."""
VILLAGE = "栗子坳村"
"""Stands nowhere."""
OWN_WORDS = "坐下来谈心的只有8次，问起村里的难处，我多半答不上来"


def rewrite(first: str = COPIED) -> str:
    """The sample's 一（三） with a copied sentence, an invented village and a change that nothing is wrong with."""
    text = sample_draft().path.read_text(encoding="utf-8")
    body = text[text.index("一是调查研究不够深入") : text.index("（%1）廉洁自律方面")].strip()
    for old, new in (
        ("走马观花的多，真正坐下来同群众谈心的少", first),
        ("比如**村的路灯问题", f"比如{VILLAGE}的路灯问题"),
        ("有的一提了之", "有的提了就过去了"),
    ):
        assert body.count(old) == 1
        body = body.replace(old, new)
    return body


def pasted(page: Page, text: str = "") -> Locator:
    """The rewrite pasted for 一（三）, under review."""
    if not page.locator("#quick-paste").is_visible():
        page.locator("#view-chat").click()
    page.locator("#quick-paste:visible, #quick-paste-chip:visible").click()
    page.locator("#rewrite-section").select_option("1.3")
    page.locator("#rewrite-text").fill(text or rewrite())
    page.locator("#rewrite-compare").click()
    review = page.locator(".review")
    expect(review.locator(".hunk.pending[tabindex]")).to_have_count(3)
    return review


def reviewed(visit: Visit) -> tuple[Page, Locator]:
    page = visit.sample()
    engines_ready(page)
    return page, pasted(page)


def finding(review: Locator, kind: str) -> Locator:
    return review.locator(f".finding[data-kind='{kind}']")


def test_findings_stand_beside_their_change_and_are_marked_in_it(visit: Visit) -> None:
    _, review = reviewed(visit)
    copied = finding(review, "copied")
    expect(copied).to_contain_text("疑似照抄")
    expect(copied).to_contain_text("2024年度民主生活会个人对照检查材料")
    expect(copied.locator(".finding-source")).to_contain_text("参考稿")
    expect(finding(review, "new_fact").filter(has_text=VILLAGE)).to_contain_text("无出处请核实")
    marks = review.locator("ins .mk.copied.error").all_inner_texts()
    assert COPIED[5:30] in "".join(marks)
    assert review.locator(".mk.new_fact").all_inner_texts() != []
    copied.hover()
    expect(review.locator(".mk.copied").first).to_have_class(re.compile(r"\blit\b"))
    expect(review.locator(".asked-first")).to_have_count(2)
    expect(review.locator(".review-checked")).to_contain_text("未与互联网比对")


def test_an_error_is_accepted_only_after_it_was_named(visit: Visit) -> None:
    page, review = reviewed(visit)
    before = sheet_text(page)
    review.locator(".asked-first").first.click()
    asked = page.locator("#confirm-accept")
    expect(asked).to_contain_text("疑似照抄")
    expect(asked.locator(".finding-text")).to_contain_text("少去为好")
    expect(asked.locator(".finding-passage .shared")).to_contain_text("随多少礼算违规")
    expect(asked.locator("#confirm-back")).to_be_focused()
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    assert sheet_text(page) == before
    expect(review.locator(".asked-first").first).to_be_focused()

    page.keyboard.press("a")
    expect(asked).to_have_count(1)
    asked.locator("#confirm-back").click()
    expect(review.locator(".hunk.pending[tabindex]")).to_have_count(3)

    review.locator(".asked-first").first.click()
    asked.locator("#confirm-refuse").click()
    expect(review.locator(".hunk.rejected")).to_have_count(1)

    review.locator(".asked-first").first.click()
    expect(asked).to_contain_text(VILLAGE)
    asked.locator("#confirm-accept-yes").click()
    expect(review.locator(".hunk.accepted")).to_have_count(1)
    saved(page, 2)
    assert VILLAGE in sheet_text(page)


def test_the_rest_is_accepted_and_what_stayed_is_told(visit: Visit) -> None:
    page, review = reviewed(visit)
    review.get_by_role("button", name="接受其余 1 处").click()
    expect(page.locator(".note")).to_contain_text("2 处有问题未接受，请逐处看")
    expect(page.locator(".note")).to_contain_text("疑似照抄")
    expect(review.locator(".hunk.accepted")).to_have_count(1)
    expect(review.locator(".hunk.pending[tabindex]")).to_have_count(2)
    expect(review.get_by_role("button", name="拒绝其余")).to_be_visible()
    expect(review.get_by_role("button", name=re.compile("接受其余"))).to_have_count(0)


def test_a_fact_is_left_open_or_vouched_for_with_one_click(visit: Visit) -> None:
    page, review = reviewed(visit)
    finding(review, "new_fact").filter(has_text=VILLAGE).locator("[data-act=missing]").click()
    expect(review).to_contain_text("【待补：")
    expect(review).not_to_contain_text(VILLAGE)
    expect(review.locator(".asked-first")).to_have_count(1)

    review = pasted(page)
    finding(review, "new_fact").filter(has_text=VILLAGE).locator("[data-act=vouch]").click()
    expect(page.locator(".note").filter(has_text="已加入本次素材")).to_be_visible()
    expect(finding(review, "new_fact").filter(has_text=VILLAGE)).to_have_count(0)
    expect(review).to_contain_text(VILLAGE)
    expect(page.locator("#materials .count")).to_have_text("3")
    expect(review.locator(".asked-first")).to_have_count(1)


def test_the_source_is_opened_with_what_is_shared_marked(visit: Visit) -> None:
    page, review = reviewed(visit)
    finding(review, "copied").locator("[data-act=source]").click()
    shared = page.locator("#source-drawer mark .shared")
    expect(shared.first).to_be_visible()
    assert "随多少礼算违规" in "".join(shared.all_inner_texts())
    page.keyboard.press("Escape")
    expect(page.locator("#source-drawer")).to_be_hidden()


def test_a_copied_sentence_is_recast_in_the_chat(visit: Visit, model: ScriptedModel) -> None:
    page, review = reviewed(visit)
    model.enqueue(Scripted(f"今年下村46次，次数不算少，但{OWN_WORDS}。"))
    finding(review, "copied").locator("[data-act=recast]").click()
    expect(page.locator("#conversation .me").last).to_contain_text("用自己的话重写")
    expect(page.locator("#conversation .suggested")).to_contain_text("已重新核对")
    expect(review).to_contain_text("问起村里的难处")
    expect(finding(review, "copied")).to_have_count(0)
    page.reload(wait_until="domcontentloaded")
    expect(page.locator("#conversation .suggested")).to_contain_text("已重新核对")
    expect(page.locator(".review")).to_contain_text("问起村里的难处")


def test_recasting_without_a_model_says_how_to_connect_one(visiting, service_without_model) -> None:  # type: ignore[no-untyped-def]
    page = visiting(at=service_without_model).sample()
    engines_ready(page)
    review = pasted(page)
    finding(review, "copied").locator("[data-act=recast]").click()
    page.locator(".note-action").click()
    expect(page.locator("#connection h1")).to_be_visible()


def test_a_rewrite_with_errors_is_asked_for_once_more_in_sight(visit: Visit, model: ScriptedModel) -> None:
    page = visit.sample()
    engines_ready(page)
    bad, good = rewrite(), rewrite(OWN_WORDS).replace(VILLAGE, "【待补：哪个村】")
    model.enqueue(Scripted(f"【改写】\n{bad}", pace=0.02))
    model.enqueue(Scripted(f"【改写】\n{good}", pace=0.05))
    send(page, "一（三）写具体点")
    expect(page.locator(".proposal-head")).to_contain_text("未核对")
    expect(page.locator(".tried-again")).to_contain_text("疑似照抄")
    expect(page.locator("#conversation .suggested .review-checked")).to_contain_text("未与互联网比对")
    expect(page.locator(".review")).to_contain_text("问起村里的难处")
    expect(finding(page.locator(".review"), "copied")).to_have_count(0)


def test_the_whole_draft_is_checked_before_it_is_handed_in(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    pasted(page)
    for name in ("接受其余 1 处", "拒绝其余"):
        page.get_by_role("button", name=name).click()
    page.locator("#inspect").click()
    report = page.locator("#conversation .inspected")
    expect(report).to_contain_text("未与互联网比对")
    expect(report.locator(".figure").first).to_be_visible()
    item = report.locator("[data-kind=missing] .inspected-place").first
    item.locator("xpath=ancestor::details").evaluate("node => { node.open = true; }")
    item.click()
    expect(page.locator("#sheet-text .pointed")).to_be_visible()
    with page.expect_download() as taken:
        report.locator("#check-md").click()
    assert taken.value.suggested_filename.endswith(".md")
    page.locator("#export").click()
    with page.expect_download() as taken:
        page.locator("#export-check-word").click()
    assert taken.value.suggested_filename.endswith(".docx")


def test_the_check_is_two_clicks_from_anywhere(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    page.locator("#export").click()
    page.locator("#export-check").click()
    expect(page.locator("#conversation .inspected")).to_be_visible()
    ask(page, "送审前检查")
    expect(page.locator("#conversation .inspected")).to_have_count(2)
    expect(page.locator("#quick-inspect")).to_be_enabled()


def test_the_guard_in_english(visiting) -> None:  # type: ignore[no-untyped-def]
    page, review = reviewed(visiting(language="en-GB"))
    expect(finding(review, "copied")).to_contain_text("Possibly copied")
    expect(review.locator(".asked-first").first).to_have_text("Accept…")
    review.locator(".asked-first").first.click()
    expect(page.locator("#confirm-accept-yes")).to_have_text("Accept anyway")
    page.locator("#confirm-back").click()
    page.locator("#inspect").click()
    expect(page.locator("#conversation .inspected")).to_contain_text("Not compared with the internet")
    quoted = "q, .figure, .finding-path, .inspected-place .soft, [data-kind=formulations]"
    page.evaluate("which => document.querySelectorAll(which).forEach(one => one.remove())", quoted)
    found = HAN.search(chrome_of(page))
    assert not found, chrome_of(page)[max(0, found.start() - 80) : found.end() + 80]


@pytest.mark.parametrize("kind", ["copied", "new_fact"])
def test_the_guard_on_a_phone(phone: Visit, kind: str) -> None:
    page, review = reviewed(phone)
    assert not wide(page)
    assert page.evaluate(SMALL) == []
    expect(finding(review, kind).first).to_be_visible()
    review.locator(".asked-first").first.click()
    expect(page.locator("#confirm-accept-yes")).to_be_in_viewport()
    assert not wide(page)
    assert page.evaluate(SMALL) == []
    page.locator("#confirm-refuse").click()
    expect(review.locator(".hunk.rejected")).to_have_count(1)
    page.locator("#inspect").click()
    expect(page.locator("#conversation .inspected")).to_be_visible()
    assert not wide(page)
    assert page.evaluate(SMALL) == []
    expect(page.locator("#saved-state-chat")).to_contain_text("已保存")


def test_the_place_is_kept_when_a_finding_is_mended_by_keys(visit: Visit) -> None:
    page, review = reviewed(visit)
    button = finding(review, "new_fact").filter(has_text=VILLAGE).locator("[data-act=missing]")
    button.focus()
    page.keyboard.press("Enter")
    expect(review).to_contain_text("【待补：")
    expect(review.locator(".hunk[data-hunk='2']")).to_be_focused()
    page.keyboard.press("r")
    expect(review.locator(".hunk.rejected[data-hunk='2']")).to_have_count(1)
