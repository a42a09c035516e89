"""Pictures of the page in many states, for the README and for looking at: `make screenshots [STATE …]`.

Three of them go to `docs/`; all of them to the folder in `GAIGAO_SHOTS` (default: `build/screenshots`).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # run as a file, by `make screenshots`

from tests.browser.driving import (
    DESK,
    PHONE,
    ROOT,
    Service,
    Visit,
    ask,
    browser,
    chromium,
    engines_ready,
    send,
)
from tests.browser.test_guard import pasted
from tests.browser.test_restructuring import framed, opened
from tests.scripted_model import Scripted, ScriptedModel
from tests.ui.reports import long_report

REWRITE = """【改写】
一是调查研究不够深入。今年下村46次，次数不算少，但走马观花的多，真正坐下来同群众谈心的只有8次。对分管领域的情况，多是听站所和村干部汇报，掌握的第一手情况不多。比如**村的路灯问题，群众反映强烈，我没有及时掌握，【待补：哪个村？何时报修、何时修好？】处理得也不够及时。
二是服务群众不够主动。习惯等群众上门，主动问需少，有时把事情交给站所就算办了。总觉得群众的事零碎，办一件少不了一件，不如办几件看得见的大事。樟树坳村8户群众4月份反映机耕道被山洪冲断，我批给水利站以后，到6月中旬才去现场，耽误了插秧。
三是抓工作落实不够有力。习惯用开会代替到场，部署多、检查少。人居环境整治全年开会12次，到村督查只有5次，一些村的问题反复出现。对督查发现的问题，整改要求提得不够硬，有的一提了之。
【说明】
按台账补进了谈心的次数，把“以会议落实会议”说成了自己的话[1]，其余没有动。
还缺一个事实：路灯是哪个村的，什么时候修好的？"""
SLOW = Scripted(REWRITE, pace=0.08)
OUT = Path(os.environ.get("GAIGAO_SHOTS", ROOT / "build" / "screenshots"))
PICTURES = {
    "review-1440.png": "screenshot-1440.png",
    "review-390.png": "screenshot-390.png",
    "restructure-1440.png": "restructure-1440.png",
}
"""Those that the documentation shows."""
State = Callable[["Studio"], None]
STATES: dict[str, State] = {}


def state(run: State) -> State:
    STATES[run.__name__] = run
    return run


class Studio:
    """A service with a scripted model, and visitors at a desk or with a phone."""

    def __init__(self, chrome: Browser, service: Service, model: ScriptedModel, *, phone: bool) -> None:
        self.chrome, self.service, self.model, self.phone = chrome, service, model, phone

    def visit(self, language: str = "zh-CN") -> Visit:
        size = PHONE if self.phone else DESK
        context = self.chrome.new_context(
            viewport=size, locale=language, is_mobile=self.phone, has_touch=self.phone, device_scale_factor=1
        )
        return Visit(context, self.service)

    def take(self, page: Page, name: str) -> None:
        page.wait_for_timeout(700)
        OUT.mkdir(parents=True, exist_ok=True)
        width = PHONE["width"] if self.phone else DESK["width"]
        page.screenshot(path=OUT / f"{name}-{width}.png")
        page.context.close()

    def found_out(self) -> Page:
        """The sample with a pasted rewrite in which the guard found something."""
        page = self.visit().sample()
        engines_ready(page)
        pasted(page)
        return page

    def reviewed(self) -> Page:
        """The sample with a rewrite under review, a sentence of it copied in both tries."""
        page = self.visit().sample()
        engines_ready(page)
        self.model.enqueue(Scripted(REWRITE))
        self.model.enqueue(Scripted(REWRITE))
        ask(page, "一（三）作风那块写具体点，别抄")
        if self.phone:
            page.get_by_role("button", name="在稿子里看修改").click()
        page.wait_for_selector(".review .ok")
        return page


@state
def empty(studio: Studio) -> None:
    studio.take(studio.visit().open(), "empty")


@state
def sample(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    studio.take(page, "sample")


@state
def review(studio: Studio) -> None:
    page = studio.reviewed()
    page.locator(".review .ok").first.click()
    page.wait_for_selector(".hunk.accepted")
    page.locator(".review .findings" if studio.phone else ".review").evaluate(
        "(node, block) => node.scrollIntoView({ block })", "center" if studio.phone else "start"
    )
    page.evaluate("document.activeElement.blur()")
    studio.take(page, "review")


@state
def decided(studio: Studio) -> None:
    page = studio.reviewed()
    page.locator(".review .ok").first.click()
    page.wait_for_selector(".hunk.accepted")
    page.get_by_role("button", name="拒绝其余").click()
    page.wait_for_selector(".hunk.rejected")
    studio.take(page, "decided")


@state
def guarded(studio: Studio) -> None:
    studio.take(studio.found_out(), "guarded")


@state
def asked_first(studio: Studio) -> None:
    page = studio.found_out()
    page.locator(".review .asked-first").first.click()
    page.wait_for_selector("#confirm-accept")
    studio.take(page, "asked-first")


@state
def inspection(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    page.locator("#inspect").click()
    page.wait_for_selector("#conversation .inspected")
    studio.take(page, "inspection")


@state
def restructure(studio: Studio) -> None:
    page = studio.visit().sample()
    framed(page, "民主生活会2025")
    page.locator(".step", has_text="移到").nth(1).locator(".step-head").click()
    page.evaluate("document.activeElement.blur()")
    studio.take(page, "restructure")


@state
def restructured(studio: Studio) -> None:
    page = studio.visit().sample()
    framed(page)
    page.locator("#step-refuse-1").click()
    page.wait_for_selector(".step.rejected")
    page.locator("#plan-accept-all").click()
    page.wait_for_selector("#plan-stand")
    studio.take(page, "restructured")


@state
def planning(studio: Studio) -> None:
    page = studio.visit().sample()
    opened(page)
    page.locator("#way-wish").click()
    page.locator("#plan-wish").fill("让人先看到我们打算怎么办")
    studio.model.enqueue(Scripted("{", fault="stall"))
    page.locator("#plan-make").click()
    page.wait_for_selector("#plan-stop")
    studio.take(page, "planning")


@state
def streaming(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    studio.model.enqueue(SLOW)
    send(page, "一（三）写具体点")
    page.wait_for_selector(".proposal-text p")
    page.wait_for_timeout(2500)
    studio.take(page, "streaming")


@state
def stopped(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    studio.model.enqueue(SLOW)
    send(page, "一（三）写具体点")
    page.wait_for_selector(".proposal-text p")
    page.locator("#composer-stop").click()
    page.wait_for_selector(".stopped")
    studio.take(page, "stopped")


@state
def failed(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    studio.model.enqueue(Scripted(status=401, body={"error": {"message": "no"}}))
    ask(page, "一（三）写具体点")
    studio.take(page, "failed")


@state
def which(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    ask(page, "（三）写具体点")
    studio.take(page, "which")


@state
def remarks(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    ask(page, "审稿")
    studio.take(page, "remarks")


@state
def source(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    ask(page, "找几段写作风的")
    page.locator("#conversation .source").first.click()
    page.wait_for_selector("#source-drawer mark")
    studio.take(page, "source")


@state
def editing(studio: Studio) -> None:
    page = studio.visit().sample()
    if not studio.phone:
        page.locator("#section-1-2").click()
    page.locator("#mode-edit").click()
    page.wait_for_timeout(400)
    page.keyboard.type("改了一处，")
    studio.take(page, "editing")


@state
def paste(studio: Studio) -> None:
    page = studio.visit().sample()
    if studio.phone:
        page.locator("#view-chat").click()
        page.locator("#quick-paste-chip").click()
    else:
        page.locator("#quick-paste").click()
    page.locator("#rewrite-section").select_option("1.1")
    page.locator("#rewrite-text").fill("一是学习不够深入。全年集中学习12次，自学只有3次。")
    studio.take(page, "paste")


@state
def library(studio: Studio) -> None:
    page = studio.visit().open()
    engines_ready(page)
    page.locator("#view-library").click()
    studio.take(page, "library")


@state
def search(studio: Studio) -> None:
    page = studio.visit().open()
    engines_ready(page)
    page.locator("#view-library").click()
    page.locator("#library-query").fill("调查研究不深入，走马观花")
    page.locator("#library-search").click()
    page.wait_for_selector("#library-hits .source")
    studio.take(page, "search")


@state
def connection(studio: Studio) -> None:
    page = studio.visit().open()
    page.locator("#view-connection").click()
    page.locator("#service-deepseek").click()
    studio.take(page, "connection")


@state
def long_draft(studio: Studio) -> None:
    page = studio.visit().open()
    data = {"name": "全年工作总结.txt", "mimeType": "text/plain", "buffer": long_report().encode()}
    page.locator("#open-picker").set_input_files(data)
    page.wait_for_selector("#sheet-text .line")
    studio.take(page, "long-draft")


@state
def versions(studio: Studio) -> None:
    page = studio.reviewed()
    page.get_by_role("button", name="接受其余").click()
    page.wait_for_selector(".hunk.accepted")
    page.locator("#draft-title").click()
    page.locator("#draft-versions").click()
    page.wait_for_selector(".version")
    studio.take(page, "versions")


@state
def export(studio: Studio) -> None:
    page = studio.visit().sample()
    engines_ready(page)
    page.locator("#export").click()
    studio.take(page, "export")


@state
def drafts(studio: Studio) -> None:
    page = studio.visit().sample()
    page.locator("#draft-title").click()
    page.locator("#draft-all").click()
    page.locator(".shelf-copy").click()
    page.locator(".shelf-delete").first.click()
    page.locator("#shelf-deleted summary").click()
    studio.take(page, "drafts")


@state
def target(studio: Studio) -> None:
    page = studio.visit().sample()
    for opener, count in (("#length-state", "3000"), ("#count-1-3", "300")):
        if studio.phone and opener != "#length-state":
            page.locator("#open-side").click()
        page.locator(f"{opener}-small" if studio.phone and opener == "#length-state" else opener).click()
        page.locator("#target-count").fill(count)
        page.locator("#target-save").click()
        page.wait_for_selector("#target-dialog", state="detached")
    page.wait_for_selector("#target-1-3")
    studio.take(page, "target")


@state
def english(studio: Studio) -> None:
    page = studio.visit("en-GB").sample()
    engines_ready(page)
    page.locator("#use-prepared").click() if not studio.phone else page.locator("#view-chat").click()
    studio.take(page, "english")


@contextmanager
def studio_parts() -> Iterator[tuple[Browser, Service, ScriptedModel]]:
    folder = Path(tempfile.mkdtemp(prefix="gaigao-shots-"))
    try:
        with ScriptedModel() as model, browser() as chrome:
            settings = {"GAIGAO_MODEL": "scripted", "OPENAI_BASE_URL": model.url}
            service = Service(folder / "data", **settings).start()
            try:
                yield chrome, service, model
            finally:
                service.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(wanted: list[str]) -> int:
    """Take the pictures that were asked for, all of them where none was."""
    if chromium() is None:
        print("no Chromium: `make browser` installs it where it may", file=sys.stderr)
        return 1
    with studio_parts() as (chrome, service, model):
        for phone in (False, True):
            studio = Studio(chrome, service, model, phone=phone)
            for name, run in STATES.items():
                if not wanted or name in wanted:
                    run(studio)
    for name, kept in PICTURES.items():
        made = OUT / name
        if made.exists():
            (ROOT / "docs").mkdir(exist_ok=True)
            shutil.copy(made, ROOT / "docs" / kept)
    print(f"pictures are in {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
