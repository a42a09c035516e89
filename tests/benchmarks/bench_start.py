"""From `gaigao serve` to a page that can be used, with a filled library: `pytest -s -m bench`, this file.

Baseline, in the same run: `python -c "import gradio"`, which no page made with Gradio can start without.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.benchmarks.service import fill, service
from tests.browser.driving import ARGUMENTS, chromium

ROUNDS = 3
TARGET = 8.0


def bare_import() -> tuple[float, float]:
    """Seconds, and processor seconds, of importing gradio alone."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", "import gradio"], check=True)
    took, after = time.perf_counter() - begun, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return took, used


def told(name: str, values: Sequence[float]) -> str:
    return f"{name:44} {statistics.median(values):5.2f} s  ({', '.join(f'{v:.2f}' for v in values)})"


@pytest.mark.bench
@pytest.mark.timeout(600)
@pytest.mark.skipif(chromium() is None, reason="no Chromium here")
def test_start_to_usable_page(tmp_path: Path) -> None:
    data = tmp_path / "data"
    fill(data)
    imports, import_work, listening, usable, usable_work, engines, memory = [], [], [], [], [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        browser.new_page().close()
        for _ in range(ROUNDS):
            took, used = bare_import()
            imports.append(took)
            import_work.append(used)
            with service(data) as running:
                listening.append(running.wait_listening())
                context = browser.new_context()  # nothing cached: the first visit
                page = context.new_page()
                page.goto(running.url, wait_until="commit")
                page.locator("#start-sample").wait_for(timeout=60_000)
                page.locator("#composer-text:enabled").wait_for(timeout=60_000)
                usable.append(running.since)
                usable_work.append(running.processor_seconds())
                engines.append(running.wait_engines())
                memory.append(running.memory_mb())
                context.close()
        browser.close()
    ratio = statistics.median(usable) / statistics.median(imports)
    print(f"\nstart with a filled library, {ROUNDS} rounds, median (all); load {os.getloadavg()[0]:.1f}")
    print(told("import gradio (baseline)", imports))
    print(told("  its processor time", import_work))
    print(told("the port is open", listening))
    print(told(f"the page is usable (target at most {TARGET:.0f})", usable))
    print(told("  processor time of the service until then", usable_work))
    print(told("the engines are loaded", engines))
    print(
        f"usable page / import gradio: {ratio:.2f}; service at rest {statistics.median(memory):.0f} MB resident"
    )
    assert statistics.median(usable) <= TARGET * 2, "far beyond the target"
