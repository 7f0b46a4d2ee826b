"""Debian's Chromium, driven by Playwright; nothing is downloaded and nothing phones home."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 180_000


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium here; install it with 'apt install chromium'")
    from playwright.sync_api import expect, sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        browser.new_context = patient(browser.new_context)
        yield browser
        browser.close()


def patient(new_context: "Callable[..., BrowserContext]") -> "Callable[..., BrowserContext]":
    """Contexts that wait for a page as long as a loaded machine may need."""

    def opened(**options: object) -> "BrowserContext":
        context = new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        return context

    return opened


@pytest.fixture
def context(chromium: "Browser") -> Iterator["BrowserContext"]:
    """A browser with no memory of earlier tests: own cookies, own cache."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: "BrowserContext") -> "Page":
    return context.new_page()


def follow(place: "Locator") -> None:
    """Click the first of these and wait for the page it leads to.

    A click alone is over when the new page begins to come: what is counted then may be counted on
    a page without content.
    """
    with place.page.expect_navigation():
        place.first.click()
