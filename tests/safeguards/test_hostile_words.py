"""Whatever is written into a form or an address comes back as words, on every page there is.

Generated from the table of addresses: every page is asked with hostile words in every parameter
and every part of its address, every form of every page is filled with them and sent, and every
text that a row can hold is made hostile where it lies. No page may then hold an element, a
handler or a link of the sender's, and none may break.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve, reverse

import tangkal.desk
from tests.safeguards.answers import NO
from tests.safeguards.test_urls_by_role import (  # noqa: F401 - the fixture comes along
    TABLE,
    addresses,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refusals_unlogged")]
TAG = "xsxtag"
WORDS = f"\"'></title></script></textarea><{TAG} onload=alert(1)>{{{{7*7}}}}<!--%0d%0aX: y"
LINK = f"javascript:alert('{TAG}')//https://contoh.example/"
DESK = Path(tangkal.desk.__file__).parent
# Every name that a view reads from an address.
READ = re.compile(r"""GET\.get(?:list)?\(\s*f?["']([a-z_]+)["']""")
ROLES = ("penyusun", "penyetuju", "analis", "verifikator", "auditor", "admin_sistem")
NOT_SPOKEN = 501  # oEmbed's own word for a format that is not spoken
LEADING_OUT = {"share", "source"}  # to a service or source that the office chose
BACKEND = "django.contrib.auth.backends.ModelBackend"


def parameters() -> list[str]:
    found = {name for file in DESK.rglob("*.py") for name in READ.findall(file.read_text())}
    return sorted(found | {"kategori", "wilayah", "verdict", "sejak", "sampai", "lang"})


class Page(HTMLParser):
    """A page's forms and links, and whatever in it the sender of our words has made."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, object]] = []
        self.links: list[str] = []
        self.hostile: list[str] = []
        self._in_form = False
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == TAG:
            self.hostile.append(f"<{tag}>")
        for name, value in given.items():
            acts = name.startswith("on") or (
                name in {"href", "src", "action", "formaction"}
                and value.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
            )
            if acts:
                self.hostile.append(f"<{tag} {name}={value[:60]!r}>")
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"])
        if tag == "form":
            self._in_form = True
            self.forms.append(
                {
                    "method": given.get("method", "get").lower(),
                    "action": given.get("action", ""),
                    "fields": {},
                    "kinds": {},
                }
            )
        elif self.forms and self._in_form:
            self.field(tag, given)

    def field(self, tag: str, given: dict[str, str]) -> None:
        fields: dict[str, str] = self.forms[-1]["fields"]  # type: ignore[assignment]
        name = given.get("name", "")
        if tag == "option" and self._select:
            if given.get("value") and not fields.get(self._select):
                fields[self._select] = given["value"]
            return
        if not name:
            return
        kind = given.get("type", "text")
        self.forms[-1]["kinds"][name] = kind  # type: ignore[index]
        if tag == "textarea" or (tag == "input" and kind in {"text", "search", "tel", "password"}):
            fields[name] = WORDS
        elif tag == "select":
            self._select = name
            fields.setdefault(name, "")
        elif kind == "url":
            fields[name] = f"https://contoh.example/?q={WORDS}"
        elif kind == "email":
            fields[name] = f'"<{TAG}>"@contoh.example'
        elif kind in {"checkbox", "radio"}:
            fields.setdefault(name, given.get("value", "on"))
        elif kind == "date":
            fields[name] = given.get("value") or "2026-01-05"
        elif kind in {"datetime-local"}:
            fields[name] = given.get("value") or "2030-01-05T08:00"
        elif kind == "number":
            fields[name] = given.get("value") or "1"
        elif kind == "file":
            pass
        else:
            fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        if tag == "select":
            self._select = ""


def faults(answer) -> list[str]:
    """What in an answer the sender of hostile words has made of it."""
    if answer.status_code >= 500 and answer.status_code != NOT_SPOKEN:
        return [f"status {answer.status_code}"]
    if "\n" in "".join(f"{k}{v}" for k, v in answer.items()) or "X" in answer:
        return ["a header of the sender's"]
    kind = answer.get("Content-Type", "")
    if answer.streaming or "json" in kind:
        return []
    if "xml" in kind:
        tree = ElementTree.fromstring(answer.content)
        return [f"<{TAG}>"] if any(TAG in str(each.tag) for each in tree.iter()) else []
    return Page(answer.text).hostile if "html" in kind else []


def signed_in(people, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(people[who], backend=BACKEND)
    return client


def pages_of(addresses: dict[str, str], who: str) -> Iterator[tuple[str, str]]:  # noqa: F811
    """Every address that this role is to read.

    One that answers no GET refuses it before anybody asks who it is: a stranger proves that.
    """
    for name, address in addresses.items():
        if name != "sign-out" and (not who or TABLE[name][0] is not NO):
            yield name, address


def read(client: Client, address: str):
    """Ask for a page; whatever that did is undone before the next."""
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    return answer


def test_words_in_any_parameter_come_back_as_words(addresses, people):  # noqa: F811
    wrong, every = [], parameters()
    for who in ("", *ROLES):
        client = signed_in(people, who)
        for name, address in pages_of(addresses, who):
            for query in (dict.fromkeys(every, WORDS), dict.fromkeys(every, LINK)):
                answer = read(client, f"{address}?{urlencode(query)}")
                wrong += [f"{who} {name}: {fault}" for fault in faults(answer)]
            where = urlsplit(answer.get("Location", ""))
            if name not in LEADING_OUT and (where.scheme or where.netloc not in {"", "testserver"}):
                wrong.append(f"{who} {name}: sent on to {answer['Location'][:80]}")
    assert not wrong, "\n".join(wrong)


TRICKS = (
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/",
    "..\\..\\windows",
    "%00",
    "a%00.json",
    "%c0%ae%c0%ae/",
    "%ff%fe",
    "x" * 6000,
    "9" * 400,
    "-1",
    quote(WORDS),
)


def tricked(addresses: dict[str, str]) -> Iterator[tuple[str, str, str]]:  # noqa: F811
    """Address, trick and path: in the place of each part that it takes, and behind its end."""
    for name, address in addresses.items():
        taken = {str(value) for value in resolve(address).kwargs.values()}
        parts = [part for part in address.split("/") if part]
        places = [number for number, part in enumerate(parts) if part in taken]
        for trick in TRICKS if name != "sign-out" else ():
            tried = [[*parts[:at], trick, *parts[at + 1 :]] for at in places]
            for each in [*tried, [*parts, trick]]:
                yield name, trick, "/".join(["", *each, ""])


def leads_somewhere(path: str) -> bool:
    try:
        resolve(RequestFactory().get(path).path_info)
    except Resolver404:
        return False
    return True


def test_a_trick_in_the_path_opens_nothing_and_breaks_nothing(addresses, people):  # noqa: F811
    """A path without a view gets one page, whatever stood before the trick.

    A stranger asks for it below every first part of an address, and a role once for each trick.
    """
    paths = list(tricked(addresses))
    with_view = {path for _, _, path in paths if leads_somewhere(path)}
    assert len(with_view) > len(TRICKS), "no trick came as far as a view"
    wrong = []
    for who in ("", "penyusun", "auditor"):
        client, met = signed_in(people, who), set()
        for name, trick, path in paths:
            if path not in with_view:
                kind = (trick, "" if who else path.split("/")[1])
                if kind in met:
                    continue
                met.add(kind)
            answer = read(client, path)
            wrong += [f"{who} {name} {path[:80]}: {fault}" for fault in faults(answer)]
            if not answer.streaming and b"root:x:0:0" in answer.content:
                wrong.append(f"{who} {name} {path[:80]}: a file of the machine")
    assert not wrong, "\n".join(wrong)


# What ends the sitting, or needs no words of anybody.
NEVER_SENT = {"sign-out", "account-password", "account-sessions-end-others", "theme"}


def fill_in(
    client: Client, address: str, before: set[tuple[object, ...]]
) -> Iterator[tuple[str, object]]:
    """Send every form of a page, each of its words hostile; what is sent is not undone.

    What was sent before, word for word, is not sent again: a form of the frame stands on
    every page.
    """
    answer = client.get(address)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return
    never = {reverse(name) for name in NEVER_SENT}
    for form in Page(answer.text).forms:
        target = urljoin(address, str(form["action"]) or address)
        if form["method"] != "post" or urlsplit(target).path in never:
            continue
        letter = (target, *sorted(form["fields"].items()))
        if letter in before:
            continue
        before.add(letter)
        with transaction.atomic():
            sent = client.post(target, form["fields"])
        yield target, sent


def holding() -> set[str]:
    """Every column in which the hostile words now lie."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                key = f"{field.name}__contains"
                if isinstance(field, models.JSONField):
                    rows = (str(value) for value in model._default_manager.values_list(field.name))
                    has = any(TAG in each for each in rows)
                else:
                    has = model._default_manager.filter(**{key: TAG}).exists()
                if has:
                    found.add(f"{model._meta.label}.{field.name}")
    return found


def test_words_sent_by_every_form_are_shown_as_words_on_every_page(addresses, people):  # noqa: F811
    wrong, pages = [], set(addresses.values())
    for who in ("", *ROLES):
        client, before = signed_in(people, who), set()
        for _, address in pages_of(addresses, who):
            for target, sent in fill_in(client, address, before):
                wrong += [f"{who} sends to {target}: {fault}" for fault in faults(sent)]
                if where := sent.get("Location", ""):
                    pages.add(urlsplit(where).path)
    held = holding()
    assert len(held) >= 25, f"too little was taken in to prove anything: {sorted(held)}"
    led_to = pages - set(addresses.values())
    for who in ("", *ROLES):
        client = signed_in(people, who)
        read_by = {address for _, address in pages_of(addresses, who)} | led_to
        for page in sorted(read_by):
            wrong += [f"{who} reads {page}: {fault}" for fault in faults(client.get(page))]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


# Words that programs write and read, or that were parsed before they were kept.
MACHINES_OWN = re.compile(
    r"sha256|hash|digest|query|token|key|secret|path|detail|fields|content|payload|cursor|_of$"
)


def test_words_that_lie_in_any_row_are_shown_as_words_on_every_page(addresses, people):  # noqa: F811
    """Also what no form of today took in: an import, an older release, a colleague's machine."""
    made = 0
    for model in apps.get_models():
        if model._meta.app_label in {"audit", "sessions", "axes", "contenttypes"}:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.TextField) and not MACHINES_OWN.search(field.name):
                made += turn(model, field.name)
    assert made >= 60, made
    wrong = []
    for who in ("", *ROLES):
        client = signed_in(people, who)
        for name, address in pages_of(addresses, who):
            wrong += [f"{who} {name}: {fault}" for fault in faults(client.get(address))]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def turn(model: type[models.Model], name: str) -> int:
    """Make one column's words hostile; 0 where the rows are none, or sealed against change."""
    try:
        with transaction.atomic():
            return min(1, model._default_manager.update(**{name: WORDS}))
    except DatabaseError:
        return 0
