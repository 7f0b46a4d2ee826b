"""A link works without an account, shows who holds it, and gives no other right."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tangkal.desk import directives
from tangkal.desk.directives import commands
from tangkal.desk.directives.commands.linking import read_token, token_of
from tangkal.desk.directives.models import Act, Link, LocalPublication
from tangkal.desk.directives.states import AnswerState
from tangkal.desk.directives.views import links
from tangkal.desk.portal.tokens import new_token
from tangkal.desk.workflow import ActionDenied
from tests.desk.directives.conftest import change_facts
from tests.safeguards.test_hostile_files import BOMBS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def link(sent, people, organisations) -> Link:
    commands.make_links(sent, by=people["penyusun"])
    return sent.links.get(organisation=organisations["district"])


@pytest.fixture
def address(link) -> str:
    return reverse("directive-link", args=[token_of(link)])


@pytest.fixture
def holder() -> Client:
    """A browser without an account, as strict about CSRF as a real one."""
    return Client(enforce_csrf_checks=True)


def typed(action: str, **more: str) -> dict[str, str]:
    return {
        "name": "Siti", "office": "Diskominfo", "token": new_token(), "action": action, **more,
    }  # fmt: skip


def test_the_page_tells_everything_and_nobody_else_learns_its_address(holder, address, district):
    page = holder.get(address)

    assert page.status_code == 200
    assert "Harga Pertalite tetap" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert not page.cookies
    district.refresh_from_db()
    assert district.state == AnswerState.DELIVERED  # a messenger's preview has read nothing


def test_who_holds_it_confirms_asks_and_reports_by_a_typed_name(holder, address, district, link):
    for action, more in (
        ("acknowledge", {}),
        ("ask", {"text": "Sampai kapan?"}),
        ("publish", {"url": "https://kab.example/1"}),
    ):
        assert holder.post(address, typed(action, **more)).status_code == 302, action

    district.refresh_from_db()
    assert district.state == AnswerState.LIVE
    assert district.acknowledged_name == "Siti"
    acts = Act.objects.filter(recipient=district)
    assert [act.kind for act in acts] == ["acknowledged", "asked", "published"]
    assert {(act.by, act.link, act.name, act.office) for act in acts} == {
        (None, link, "Siti", "Diskominfo")
    }
    assert LocalPublication.objects.get().reported_by is None


def test_who_asked_through_a_link_reads_the_answer_there(
    holder, address, district, officers, people
):
    commands.reply(district, "Untuk petugas saja.", by=people["penyusun"])
    commands.ask(district, "Pertanyaan petugas?", by=officers["district"])
    page = holder.get(address).text
    assert "Untuk petugas saja." not in page  # nothing was asked through this link
    holder.post(address, typed("ask", text="Berlaku juga untuk Pertamax?"))
    commands.reply(district, "Tidak, hanya Pertalite.", by=people["penyusun"])

    page = holder.get(address).text
    assert page.index("Berlaku juga untuk Pertamax?") < page.index("Tidak, hanya Pertalite.")
    assert "Pertanyaan petugas?" not in page


def test_who_published_through_a_link_reads_there_that_its_facts_changed(
    holder, address, house, people
):
    holder.post(address, typed("publish", url="https://kab.example/1"))
    assert 'id="outdated"' not in holder.get(address).text
    change_facts(house, people, umbrella="Harga Pertalite Rp9.500 per liter.",
                 locked=[{"text": "Rp9.500 per liter", "kind": "figure"}])  # fmt: skip
    page = holder.get(f"{address}?lang=en").text
    assert "What you published no longer says what holds." in page
    assert "https://kab.example/1" in page
    holder.post(address, typed("publish", url="https://kab.example/2"))
    assert 'id="outdated"' not in holder.get(address).text


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PDF = b"%PDF-1.7\n%%EOF\n"
# A text file is taken here as at the desk: it is handed out as a download and never run.
HARMFUL = {name: each for name, each in BOMBS.items() if not each[0].endswith(".txt")}


def kept_in(folder: str) -> list[bytes]:
    return [file.read_bytes() for file in Path(folder).rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [("poster.png", PNG, ""), ("rilis.pdf", PDF, ""), ("rilis.txt", b"Harga tetap", "Harga tetap")],
)
def test_what_was_published_can_be_uploaded_and_is_read_by_who_reads_the_directive(
    holder, address, client, officers, people, settings, name, content, text
):
    form = typed("publish") | {"upload": SimpleUploadedFile(name, content)}
    assert holder.post(address, form).status_code == 302
    form["upload"].seek(0)
    assert holder.post(address, form).status_code == 302  # sent twice, counted once

    made = LocalPublication.objects.get()
    assert (made.kind, made.file_name, made.text) == ("upload", name, text)
    assert made.act.link is not None
    assert kept_in(settings.MEDIA_ROOT) == [content]
    file = reverse("directive-file", args=[made.pk])
    assert holder.get(file).status_code == 302  # to the sign-in: a link opens its page alone
    for who, status in (
        (officers["district"], 200), (officers["province"], 200), (people["penyusun"], 200),
        (people["foreign_penyusun"], 404), (people["admin_sistem"], 403),
    ):  # fmt: skip
        client.force_login(who)
        answer = client.get(file)
        assert answer.status_code == status, who
        if status == 200:
            assert b"".join(answer.streaming_content) == content
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("bomb", HARMFUL)
def test_a_file_that_is_no_picture_pdf_or_text_is_refused_by_name(
    holder, address, district, settings, bomb
):
    name, content = HARMFUL[bomb]
    answer = holder.post(
        f"{address}?lang=en", typed("publish") | {"upload": SimpleUploadedFile(name, content)}
    )

    assert answer.status_code == 422
    assert name in answer.text or "empty" in answer.text
    assert "choose the file once more" in answer.text
    assert not kept_in(settings.MEDIA_ROOT)
    district.refresh_from_db()
    assert district.published_at is None


@pytest.mark.parametrize("action", ["acknowledge", "ask"])
def test_a_file_with_anything_but_a_publication_is_not_lost_in_silence(
    holder, address, settings, action
):
    form = typed(action, text="Sampai kapan?") | {"upload": SimpleUploadedFile("a.png", PNG)}
    answer = holder.post(f"{address}?lang=en", form)

    assert answer.status_code == 422
    assert "A file is taken with" in answer.text
    assert not Act.objects.exists()
    assert not kept_in(settings.MEDIA_ROOT)


def test_a_file_whose_record_failed_does_not_stay_behind(link, settings, monkeypatch):
    def fails(_publication):
        raise RuntimeError

    monkeypatch.setattr(directives, "publishing", [fails])
    with pytest.raises(RuntimeError):
        commands.answer_by_link(
            link, "publish", name="Siti", office="Dinas",
            token="00000000-0000-4000-8000-000000000000",
            upload=SimpleUploadedFile("poster.png", PNG),
        )  # fmt: skip
    assert not LocalPublication.objects.exists()
    assert not kept_in(settings.MEDIA_ROOT)


@pytest.mark.parametrize("action", ["propose", "dissent", "take_down", "reply", "settle", ""])
def test_it_gives_no_other_right(holder, address, district, action):
    answer = holder.post(address, typed(action, text="Kami menolak."))

    assert answer.status_code == 422
    assert not Act.objects.exists()


@pytest.mark.parametrize("left_out", ["name", "office", "token"])
def test_name_office_and_a_form_of_ours_are_needed(holder, address, left_out):
    assert holder.post(address, typed("acknowledge") | {left_out: ""}).status_code == 422
    assert not Act.objects.exists()


def test_the_same_form_twice_counts_once(holder, address):
    form = typed("ask", text="Sampai kapan?")
    for _time in range(2):
        assert holder.post(address, form).status_code == 302
    assert Act.objects.count() == 1


def test_a_wrong_an_old_and_a_revoked_link_say_the_same(holder, address, link, people):
    forged = reverse("directive-link", args=[f"{link.pk}:{'A' * 43}"])
    other = reverse("directive-link", args=[token_of(link).replace(str(link.pk), "1", 1) + "x"])
    gone = [holder.get(forged), holder.get(other)]
    Link.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    gone.append(holder.get(address))
    Link.objects.filter(pk=link.pk).update(expires_at=timezone.now() + timedelta(days=1))
    assert holder.get(address).status_code == 200
    commands.revoke_link(link, by=people["penyusun"])
    gone.append(holder.get(address))
    gone.append(holder.post(address, typed("acknowledge")))

    assert {answer.status_code for answer in gone} == {404}
    assert len({answer.content.split(b"<main")[1] for answer in gone}) == 1
    assert not Act.objects.exists()


def test_a_link_revoked_while_its_page_is_open_does_nothing(link, people):
    kept = read_token(token_of(link))
    commands.revoke_link(link, by=people["penyusun"])

    with pytest.raises(ActionDenied, match="no longer holds"):
        commands.answer_by_link(
            kept, "acknowledge", name="Siti", office="Dinas",
            token="00000000-0000-4000-8000-000000000000",
        )  # fmt: skip


def test_much_through_one_link_waits(holder, address, monkeypatch):
    monkeypatch.setattr(links, "ACTS_A_LINK", 2)
    answers = [holder.post(address, typed("ask", text=f"{n}?")).status_code for n in range(3)]
    assert answers == [302, 302, 429]

    monkeypatch.setattr(links, "VIEWS_AN_HOUR", 0)
    assert holder.get(address).status_code == 429


def test_a_robot_that_fills_every_field_changes_nothing(holder, address):
    assert holder.post(address, typed("acknowledge", website="x")).status_code == 302
    assert not Act.objects.exists()


def test_links_are_the_centres_to_make_to_take_out_and_to_take_back(
    sent, link, client, people, officers, chain_holds
):
    for who in (people["auditor"], people["foreign_penyusun"], officers["district"]):
        with pytest.raises(ActionDenied):
            commands.make_links(sent, by=who)
        with pytest.raises(ActionDenied):
            commands.revoke_link(link, by=who)
    assert commands.make_links(sent, by=people["penyetuju"]) == 0  # every office has one

    client.force_login(people["penyusun"])
    rows = client.get(reverse("directive-links-csv", args=[sent.pk])).content.decode("utf-8-sig")
    assert rows.count("/arahan/") == 2
    client.force_login(people["auditor"])
    assert client.get(reverse("directive-links-csv", args=[sent.pk])).status_code == 403

    commands.revoke_link(link, by=people["penyusun"])
    assert commands.make_links(sent, by=people["penyusun"]) == 1
    chain_holds()
