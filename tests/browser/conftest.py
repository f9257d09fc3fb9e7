"""Chromium of the system, and the finished demo behind a real server."""

import os
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from khuevan.demo.build import Built, build
from khuevan.demo.stages import Stage

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("KHUEVAN_TEST_CHROMIUM") or next(filter(None, map(which, NAMES)), None)
SERIOUS = {"serious", "critical"}
PATIENCE = 20_000
"""Milliseconds that a page may take on a machine busy with the other tests."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser set to English: the pages must be Vietnamese all the same."""
    return {**browser_context_args, "locale": "en-US"}


@pytest.fixture
def demo(live_server: Any, settings: Any, tmp_path: Path) -> Built:
    settings.KHUEVAN_DATA_DIR = tmp_path
    settings.KHUEVAN_BASE_URL = live_server.url
    settings.KHUEVAN_DEMO = True
    return build(Stage.FINISHED, report=lambda _line: None)


@pytest.fixture
def visitor(page: Page) -> Page:
    """A page on which any script error or refused resource fails the test."""
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.on("console", lambda message: _no_refusal(message.text))
    return page


def _no_refusal(text: str) -> None:
    assert "Content Security Policy" not in text, text


def accessible(page: Page, width: int, scheme: str) -> None:
    """Fails when axe finds something serious, or when the page is wider than the screen."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # axe must not measure half-way through a change
    found = Axe().run(page).response["violations"]
    serious = [
        (rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found if rule["impact"] in SERIOUS
    ]
    assert serious == [], (page.url, width, scheme)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, (page.url, width, overflow)
