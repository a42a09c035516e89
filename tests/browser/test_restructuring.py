"""调整结构 on the real page: sample draft, frame, one step refused, the rest accepted, undo; in the chat; on a phone."""

from __future__ import annotations

import re
from collections import Counter

from playwright.sync_api import Page, expect

from assistant.word.proof import main_part, read_view
from tests.browser.conftest import Visiting
from tests.browser.driving import Service, Visit, engines_ready, saved, send, sheet_text, wide
from tests.browser.test_exporting import taken
from tests.word.test_moving import plain_file

FRAME = "民主生活会2024"


def opened(page: Page) -> None:
    """The dialog with what to go by; the engines loaded, so that gaps have their passages."""
    engines_ready(page)
    page.locator("#restructure-open").click()
    expect(page.locator(".frame-row").first).to_be_visible()


def framed(page: Page, frame: str = FRAME, *, by_model: bool = False) -> None:
    """A plan by a named frame."""
    opened(page)
    page.locator("#way-frame").click()
    page.locator(f'.frame-row[data-frame="{frame}"]').click()
    expect(page.locator(".frame-outline li").first).to_be_visible()
    if by_model:
        page.locator("#plan-by-model").check()
    page.locator("#plan-make").click()
    expect(page.locator("#plan-steps .step").first).to_be_visible()


def wished(page: Page, wish: str) -> None:
    """A plan in the user's own words."""
    opened(page)
    page.locator("#way-wish").click()
    page.locator("#plan-wish").fill(wish)
    page.locator("#plan-make").click()
    expect(page.locator("#plan-steps .step").first).to_be_visible()


def sentences(text: str) -> Counter[str]:
    """The sentences of a text that are no headings: item numbers, which follow by themselves, left out."""
    found = (
        re.sub("^[一二三四五六七八九十]+是", "", one.strip()) for one in re.split("(?<=[。！？])|\n", text)
    )
    return Counter(one for one in found if one.endswith(("。", "！", "？")))


def test_from_a_frame_to_a_draft_with_one_step_refused(visit: Visit) -> None:
    page = visit.sample()
    before = sheet_text(page)
    framed(page)
    figures = page.locator("#plan-figures")
    expect(figures).to_contain_text("丢失 0 句")
    steps = page.locator("#plan-steps .step")
    number = steps.count()
    assert number > 3
    moved = page.locator(".step", has_text="移到").first
    assert page.locator(".outline-lines .move-line.moved").count() > 0
    moved.locator(".step-head").click()
    quoted = moved.locator("blockquote").first
    expect(quoted).to_be_visible()
    assert quoted.inner_text().split("\n")[0] in before, "the text itself, not a summary"
    expect(page.locator(".outline-lines .move-line.lit").first).to_be_attached()
    assert page.locator(".orow.lit").count() >= 2, "on both sides"

    # What goes with a step is said before it is refused, and then it goes, and nothing else.
    refused = page.locator(".step", has_text="加一节").first
    heading = str(re.findall("“([^”]+)”，?", refused.locator(".step-text").inner_text())[-1])
    told = refused.locator(".needed-by")
    along = re.findall(r"\d+", told.inner_text()) if told.count() else []
    refused.locator(".no").click()
    expect(page.locator(".step.rejected")).to_have_count(1 + len(along))
    for one in along:
        expect(page.locator(f'.step[data-step="{one}"]')).to_contain_text("一起拒绝")
    page.locator("#plan-accept-all").click()
    expect(page.locator("#plan-stand")).to_contain_text(
        f"接受 {number - 1 - len(along)} 步，拒绝 {1 + len(along)} 步"
    )
    expect(page.locator(".step.accepted")).to_have_count(number - 1 - len(along))
    expect(figures).to_contain_text("丢失 0 句")
    page.locator("#plan-done").click()
    saved(page, 2)
    after = sheet_text(page)
    assert "产生问题的原因分析" in after and heading not in after
    assert not sentences(before) - sentences(after), "every sentence is there, as often as it was"
    added = sentences(after) - sentences(before)
    assert not [one for one in added if "待补" not in one]

    page.evaluate("gaigao.emit('open-timeline')")
    expect(page.locator(".version").first).to_contain_text("调整了")
    page.keyboard.press("Escape")
    page.locator("#undo").click()
    expect(page.locator("#sheet-text")).not_to_contain_text("产生问题的原因分析")
    assert sheet_text(page) == before


def test_a_step_taken_back_leaves_the_others(visit: Visit) -> None:
    page = visit.sample()
    framed(page)
    renamed = page.locator(".step", has_text="“三、整改措施”的标题改为")
    other = page.locator(".step", has_text="“二、原因分析”的标题改为")
    renamed.locator(".ok").click()
    expect(renamed).to_contain_text("已接受")
    other.locator(".ok").click()
    expect(other).to_contain_text("已接受")
    renamed.get_by_role("button", name="撤回").click()
    expect(renamed.locator(".ok")).to_be_visible()
    expect(other).to_contain_text("已接受")
    page.keyboard.press("Escape")
    text = sheet_text(page)
    assert "三、整改措施" in text and "二、产生问题的原因分析" in text

    page.locator("#restructure-open").click()
    waiting = page.locator(".plan-waiting").first
    expect(waiting).to_contain_text("没有决定")
    waiting.get_by_role("button").click()
    expect(other).to_contain_text("已接受")


def test_in_the_chat_a_wish_is_a_plan_of_one_step(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    before = sheet_text(page)
    send(page, "把第三部分移到最前面")
    planned = page.locator("#conversation .planned")
    expect(planned).to_contain_text("把“三、整改措施”移到全文最前面")
    expect(planned).to_contain_text("丢失 0 句")
    assert sheet_text(page) == before
    planned.get_by_role("button", name="看调整方案").click()
    page.locator("#step-accept-1").click()
    page.locator("#plan-done").click()
    text = sheet_text(page)
    assert text.index("一、整改措施") < text.index("二、存在的问题")


def test_words_that_no_longer_fit_are_reviewed_in_the_sheet(visit: Visit) -> None:
    page = visit.sample()
    wished(page, "把二（三）移到第三部分最后")
    page.locator("#plan-accept-all").click()
    expect(page.locator("#plan-words")).to_contain_text("以下")
    page.locator("#plan-words-review").click()
    review = page.locator(".review")
    expect(review).to_contain_text("调整后要核对的文字")
    assert "有以下三个方面" in review.inner_text().replace("两", "")
    review.locator(".ok").first.click()
    expect(page.locator("#sheet-text")).to_contain_text("以下两个方面")


def test_what_is_missing_has_passages_that_can_be_read_in_their_report(visit: Visit) -> None:
    page = visit.sample()
    framed(page)
    gaps = page.locator("#plan-gaps")
    gaps.locator("[id^=gap-examples]").first.click()
    card = gaps.locator(".source").first
    card.click()
    drawer = page.locator("#source-drawer")
    expect(drawer.locator("mark").first).to_be_visible()
    page.locator("#drawer-restructure").click()
    expect(drawer).to_be_hidden()
    expect(page.locator(".frame-row.on")).to_have_count(1)
    expect(page.locator(".frame-outline li").first).to_be_visible()


def test_what_the_rules_do_not_understand_says_how_to_connect_a_model(
    visiting: Visiting, service_without_model: Service
) -> None:
    page = visiting(at=service_without_model).sample()
    opened(page)
    page.locator("#way-wish").click()
    page.locator("#plan-wish").fill("让全文更有层次，前后呼应起来")
    page.locator("#plan-make").click()
    expect(page.locator(".plan-said")).to_contain_text("连接一个模型")
    page.locator("#plan-connect").click()
    expect(page.locator("#connection-view")).to_be_visible()


def test_on_a_phone_one_outline_stands_above_the_other(phone: Visit) -> None:
    page = phone.sample()
    framed(page)
    assert not wide(page)
    boxes = [page.locator(f".outline-col.{side}").bounding_box() for side in ("before", "after")]
    assert boxes[0] and boxes[1]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    expect(page.locator(".outline-lines")).to_be_hidden()
    assert page.locator(".outline-col.after .step-n").count() > 0
    last = page.locator(".step").last
    last.scroll_into_view_if_needed()
    expect(page.locator("#plan-figures")).to_be_in_viewport()
    last.locator(".ok").click()
    expect(last).to_contain_text("已接受")


def test_what_a_plan_writes_is_held_by_the_guard_until_it_is_confirmed(visit: Visit) -> None:
    page = visit.sample()
    opened(page)
    page.locator("#way-notice").click()
    page.locator("#plan-notice").fill(
        "围绕理论学习、能力本领、工作作风三个方面查摆问题。材料包括存在的问题、红石镇防汛抗旱情况、原因分析、整改措施四个部分。"
    )
    page.locator("#plan-read-notice").click()
    expect(page.locator(".frame-outline li", has_text="红石镇")).to_be_visible()
    page.locator("#plan-make").click()
    page.locator("#plan-accept-all").click()
    expect(page.locator(".note", has_text="要先核对")).to_be_visible()
    held = page.locator(".step:not(.accepted)", has_text="加一节“红石镇防汛抗旱情况”")
    expect(held).to_have_count(1)
    held.locator(".ok").click()
    asked = page.locator("#confirm-accept")
    expect(asked).to_contain_text("无出处请核实")
    expect(asked).to_contain_text("红石镇")
    page.locator("#confirm-back").click()
    expect(page.locator("#sheet-text")).not_to_contain_text("红石镇")
    held.locator(".ok").click()
    page.locator("#confirm-accept-yes").click()
    expect(page.locator("#sheet-text")).to_contain_text("红石镇防汛抗旱情况")


def test_what_was_moved_leaves_as_moves_in_word(visit: Visit) -> None:
    """In the user's own file; all accepted it says the new text, all refused the old one."""
    page = visit.open()
    engines_ready(page)
    page.locator("#open-picker").set_input_files(
        {"name": "总结.docx", "mimeType": "application/octet-stream", "buffer": plain_file()}
    )
    page.wait_for_selector("#sheet-text .line")
    wished(page, "把第三部分移到第二部分前面")
    page.locator("#plan-accept-all").click()
    page.locator("#plan-done").click()
    expect(page.locator("#sheet-text")).to_contain_text("二、整改措施")
    _, data = taken(page, "tracked")
    main = main_part(data)
    assert main.count(b"<w:moveFromRangeStart ") == main.count(b"<w:moveToRangeStart ") == 1
    assert [one.text for one in read_view(main, accept=False)] == [
        one.text for one in read_view(main_part(plain_file()), accept=True)
    ]
    _, clean = taken(page, "clean")
    assert [one.text for one in read_view(main, accept=True)] == [
        one.text for one in read_view(main_part(clean), accept=True)
    ]


def test_the_chat_goes_by_a_frame_that_is_named_and_asks_for_one_that_is_not(visit: Visit) -> None:
    page = visit.sample()
    engines_ready(page)
    send(page, "按述职述廉的框架调整")
    expect(page.locator("#conversation .planned")).to_contain_text("按“述职述廉报告”排好了")
    send(page, "按这篇范文的结构调整我的稿子")
    asked = page.locator("#conversation .failed")
    expect(asked).to_contain_text("没有说清照哪一篇")
    asked.get_by_role("button", name="选参考稿或框架").click()
    expect(page.locator(".frame-row").first).to_be_visible()


def test_the_steps_that_are_unsure_can_be_seen_alone(visit: Visit) -> None:
    page = visit.sample()
    framed(page)
    steps, unsure = page.locator(".step"), page.locator(".step:has(.certainty.unsure)")
    number = unsure.count()
    assert 0 < number < steps.count()
    page.locator("#plan-only-unsure").click()
    expect(page.locator(".step:visible")).to_have_count(number)
    unsure.first.locator(".no").click()
    expect(page.locator(".step.rejected").first).to_be_visible()
    expect(page.locator(".step:visible")).to_have_count(number)
    page.locator("#plan-only-unsure").click()
    expect(page.locator(".step:visible")).to_have_count(steps.count())


def test_in_english(visiting: Visiting) -> None:
    page = visiting(language="en-US").sample()
    framed(page)
    expect(page.locator("#plan-figures")).to_contain_text("0 lost")
    expect(page.locator(".step-text").first).to_contain_text("Add a section")
