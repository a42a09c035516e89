"""Chromium on the real page: found, started, and held to what every page must keep (own origin only, no errors)."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WAIT = 30_000  # milliseconds: a machine under load is slow, a broken page never gets there


def chromium() -> str | None:
    """Where Chromium is, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """The real program, as `python app.py`, in a data folder of its own."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir, self.port = data_dir, free_port()
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None
        self.log = data_dir.with_suffix(".log")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self, seconds: float = 90.0) -> Service:
        clean = {
            k: v for k, v in os.environ.items() if not k.startswith(("GAIGAO_", "OPENAI_", "LANGSMITH_"))
        }
        own = {
            "GAIGAO_DATA_DIR": str(self.data_dir),
            "GAIGAO_PORT": str(self.port),
            "GAIGAO_EMBEDDING": "use",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=ROOT,
                env={**clean, **own, **self.settings},
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(self.url, timeout=5):
                return self
            time.sleep(0.1)
        raise AssertionError(f"the service did not start:\n{self.log.read_text(encoding='utf-8')[-3000:]}")

    def stop(self, how: int = signal.SIGINT) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


@dataclass
class Visit:
    """One browser window of one visitor, and what went wrong in it."""

    context: BrowserContext
    service: Service
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cut_off: bool = False  # the service goes away on purpose: then Chromium reports that

    def open(self, *, ready: str = "#start-sample, #sheet-text .line") -> Page:
        """A tab on the page, drawn."""
        page = self.context.new_page()
        page.set_default_timeout(WAIT)
        page.on("request", lambda request: self._watch(request.url))
        page.on("console", lambda said: self._said(said.type, said.text))
        # Gradio ends its own stream with an AbortError when a page is left.
        page.on("pageerror", lambda e: self.errors.append(str(e)) if "AbortError" not in str(e) else None)
        page.goto(self.service.url, wait_until="domcontentloaded")
        page.wait_for_selector(ready)
        page.wait_for_selector("#opening", state="detached")
        return page

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "AbortError" not in text:
            self.errors.append(text)

    def _watch(self, url: str) -> None:
        if not url.startswith((self.service.url, "data:", "blob:")):
            self.outside.append(url)

    def sample(self) -> Page:
        """A tab with the sample draft open."""
        page = self.open()
        page.locator("#start-sample").click()
        page.wait_for_selector("#sheet-text .line")
        return page


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), headless=True, args=ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


def engines_ready(page: Page) -> None:
    """Wait until the search engine is loaded and the sample library is in."""
    page.wait_for_selector("#engines-state", state="detached", timeout=120_000)


def ask(page: Page, text: str) -> None:
    """Send a message and wait until its answer is complete."""
    before = page.locator("#conversation .it").count()
    send(page, text)
    page.wait_for_function(
        "n => document.querySelectorAll('#conversation .it').length > n && !document.querySelector('.it.live')",
        arg=before,
    )


def send(page: Page, text: str) -> None:
    """Send a message; on a phone from the chat's view."""
    if not page.locator("#composer-text").is_visible():
        page.locator("#view-chat").click()
    page.locator("#composer-text").fill(text)
    page.locator("#composer-text").press("Enter")


def sheet_text(page: Page) -> str:
    return page.locator("#sheet-text").inner_text()


def accept_clean(page: Page) -> None:
    """Accept every waiting change that the guard does not hold."""
    page.locator("[id^=accept-all]").click()
    expect(page.locator(".hunk.accepted").first).to_be_visible()


def saved(page: Page, version: int) -> None:
    """Wait until the header says that this version is saved."""
    expect(page.locator("#saved-state")).to_contain_text(f"{version}")


def wide(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth"
        )
    )


def answer_of(page: Page) -> Any:
    """The last complete answer."""
    return page.locator("#conversation .it").last
