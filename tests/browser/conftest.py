"""One real service with a scripted model for all browser tests; each test is a visitor of its own.

The scope is the package, not the session: a synchronous playwright left open keeps an event loop running, in which no
asynchronous test of another package can run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect

from tests.browser import driving
from tests.browser.driving import DESK, PHONE, Service, Visit
from tests.scripted_model import ScriptedModel

expect.set_options(timeout=driving.WAIT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser; without one it is skipped loudly, in CI it fails."""
    here = Path(__file__).parent
    own = [item for item in items if here in item.path.parents]
    for item in own:
        item.add_marker(pytest.mark.browser)
    if driving.chromium() is None and not os.environ.get("CI"):
        for item in own:
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: the browser tests did not run"))


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    if driving.chromium() is None:
        pytest.fail("no Chromium in CI: tests/browser/install-chromium.sh could not install it")
    with driving.browser() as browser:
        yield browser


@pytest.fixture(scope="package")
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(pace=0.01) as model:
        yield model


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("browser") / "data"
    settings = {
        "GAIGAO_MODEL": "scripted",
        "OPENAI_BASE_URL": model.url,
        "OPENAI_API_KEY": "sk-scripted-0123456789",
    }
    service = Service(folder, **settings).start()
    yield service
    service.stop()


@pytest.fixture(scope="package")
def service_without_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("browser-bare") / "data").start()
    yield service
    service.stop()


Visiting = Callable[..., Visit]


@pytest.fixture
def visiting(chrome: Browser, service: Service) -> Iterator[Visiting]:
    """Makes visitors. Afterwards: nothing was asked of another host, and the page made no error."""
    visits: list[Visit] = []

    def visit(
        *, phone: bool = False, language: str = "zh-CN", at: Service | None = None, **more: Any
    ) -> Visit:
        size = PHONE if phone else DESK
        context = chrome.new_context(viewport=size, locale=language, is_mobile=phone, has_touch=phone, **more)
        visits.append(Visit(context, at or service))
        return visits[-1]

    yield visit
    for one in visits:
        try:
            one.context.close()
        except Error:
            continue
    assert [url for one in visits for url in one.outside] == []
    assert [error for one in visits for error in one.errors if not one.cut_off] == []


@pytest.fixture
def visit(visiting: Visiting) -> Visit:
    """A visitor at a desk."""
    return visiting()


@pytest.fixture
def phone(visiting: Visiting) -> Visit:
    """A visitor with a phone."""
    return visiting(phone=True)
