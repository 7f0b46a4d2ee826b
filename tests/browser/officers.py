"""Officers at real browsers: each signs in with an own context and does the own part."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tangkal.desk.accounts import totp

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SECURITY = "/desk/account/security/"
SEND = "main form button.button--primary:visible"


@dataclass
class Officers:
    """Signed-in browsers by user name, and everything their consoles complained about."""

    browser: "Browser"
    url: str
    password: str
    pages: dict[str, "Page"] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def __call__(self, username: str) -> "Page":
        """The browser of one officer, signed in on first use."""
        if username not in self.pages:
            page = self.visitor()
            page.goto(f"{self.url}/desk/sign-in/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", self.password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda address: "sign-in" not in address)
            if page.url.endswith(SECURITY):
                set_up_second_factor(page)
            self.pages[username] = page
        return self.pages[username]

    def visitor(self) -> "Page":
        """A browser without an account."""
        page = self.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.on(
            "console",
            lambda message: (
                self.complaints.append(f"{page.url}: {message.text}")
                if message.type == "error"
                else None
            ),
        )
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()


def set_up_second_factor(page: "Page") -> None:
    """What a real desk demands of approvers and administrators before anything else."""
    page.goto(f"{page.url}app/")
    secret = page.locator("main code").last.inner_text().replace(" ", "")
    fill_in(page, code=totp.code_at(secret, int(time.time()) // totp.STEP_S))
    send(page)


def fill_in(page: "Page", **values: str | bool) -> None:
    """Fill fields by their names, whatever kind of field each is."""
    for name, value in values.items():
        found = page.locator(f"main [name={name}]")
        first = found.first
        kind = first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            first.select_option(str(value))
        elif kind == "radio":
            page.locator(f"main [name={name}][value='{value}']").check()
        elif kind == "checkbox" and value is True:
            for box in found.all():
                box.check()
        else:
            first.fill(str(value))


def send(page: "Page") -> None:
    """Press the form's main button and wait for the next page."""
    with page.expect_navigation():
        page.locator(SEND).first.click()
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()


def press(page: "Page", action: str, **values: str) -> None:
    """Press the button of the form whose address ends so."""
    form = page.locator(f"form[action$='{action}']").first
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        form.locator("button").first.click()
