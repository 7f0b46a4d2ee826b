"""The pages: from activation to a published statement in few steps; files; the bar; the room."""

import csv
import io

import pytest
from django.urls import reverse

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.crisis import commands
from tangkal.desk.crisis.models import Crisis, Topic
from tangkal.desk.portal.models import Statement
from tangkal.desk.strategic_communication import house_commands
from tangkal.desk.strategic_communication.holding_models import HoldingStatement
from tests.desk.strategic_communication.contents import HOUSE as CONTENT
from tests.desk.strategic_communication.test_holding import VALUES, template  # noqa: F401
from tests.desk.strategic_communication.test_houses import approve

pytestmark = pytest.mark.django_db


def address(name, crisis, *more):
    return reverse(name, args=[crisis.pk, *more])


def test_from_activation_to_a_published_statement_it_takes_four_forms(
    signed_in,
    asked,
    case,
    template,  # noqa: F811
):
    """Confirm, fill the house, draft from it, publish: each is one form sent once."""
    sent = 0

    def send(who, url, data):
        nonlocal sent
        sent += 1
        answer = signed_in(who).post(url, data)
        assert answer.status_code == 302, answer.content[-2000:]
        return answer.url

    crisis = asked.crisis
    send("second_penyetuju", address("crisis-proposal", crisis, asked.pk, "confirm"), {})
    send("penyusun", address("crisis-house", crisis), {**VALUES, "umbrella": "Kami ada.",
                                                       "version": "1"})  # fmt: skip
    send("penyusun", address("crisis-statement", crisis), {"case": case.number})
    statement = HoldingStatement.objects.get()
    send("penyetuju", reverse("holding-act", args=[statement.pk, "publish"]),
         {"version": statement.version})  # fmt: skip
    assert sent == 4
    shown = Statement.objects.get()
    assert not shown.is_exercise
    page = signed_in("penyusun").get(reverse("holding", args=[statement.pk])).content.decode()
    assert VALUES["unknown"] in page


def test_what_the_house_does_not_say_stays_an_open_place(crisis, people, case, template):  # noqa: F811
    made = commands.draft_statement(crisis, case, by=people["penyusun"])
    assert made.next_update_at == crisis.next_update_at
    assert any("[" in text for text in made.parts.values())


def test_the_bar_stands_on_every_page_of_readers_and_on_nobody_elses(signed_in, crisis):
    for who, is_shown in (("analis", True), ("auditor", True), ("foreign_analis", False)):
        page = signed_in(who).get(reverse("cases")).content.decode()
        assert ("crisis-bar" in page) is is_shown
    assert "level 2" in signed_in("analis").get(reverse("queue")).content.decode()


def test_every_piece_of_the_room_is_there_and_comes_alone_too(signed_in, crisis):
    client = signed_in("analis")
    room = client.get(address("crisis-room", crisis)).content.decode()
    for topic in Topic:
        assert f'data-topic="{topic}"' in room
        piece = client.get(address("crisis-part", crisis, topic))
        assert piece.status_code == 200
        assert "<html" not in piece.content.decode()
    assert client.get(address("crisis-part", crisis, "secrets")).status_code == 404


def test_the_room_alone_may_speak_to_the_stream(signed_in, crisis, settings):
    from dataclasses import replace

    settings.TANGKAL = replace(settings.TANGKAL, live_url=":8001")
    client = signed_in("analis")
    room = client.get(address("crisis-room", crisis))
    assert "connect-src 'self' http://testserver:8001" in room.headers["Content-Security-Policy"]
    assert f'data-live="http://testserver:8001/live/crisis/{crisis.pk}"' in room.content.decode()
    other = client.get(reverse("cases"))
    assert "8001" not in other.headers["Content-Security-Policy"]


def test_without_the_stream_the_room_asks(signed_in, crisis, people):
    client = signed_in("analis")
    assert 'data-live=""' in client.get(address("crisis-room", crisis)).content.decode()
    before = client.get(address("crisis-pulse", crisis)).json()
    commands.write_entry(crisis, "fact", "x", by=people["analis"])
    assert client.get(address("crisis-pulse", crisis)).json()["log"] == before["log"] + 1


def test_who_looks_at_the_room_is_in_it(signed_in, crisis, people):
    from tangkal.desk.crisis.queries import in_the_room

    assert in_the_room(crisis) == []
    signed_in("analis").get(address("crisis-room", crisis))
    assert in_the_room(crisis) == [people["analis"]]


@pytest.mark.parametrize(("form", "start"), [("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF-"),
                                             ("docx", b"PK")])  # fmt: skip
def test_the_log_leaves_as_a_file_and_who_took_it_is_on_record(
    signed_in, crisis, people, form, start
):
    keeper = people["analis"]
    keeper.display_name = "Sekar Ayuningtyas"
    keeper.save()
    commands.write_entry(crisis, "fact", "Ditelepon Sekar Ayuningtyas", by=keeper)
    commands.write_entry(crisis, "fact", "=HYPERLINK(1)", by=keeper)
    answer = signed_in("auditor").get(address("crisis-log-file", crisis, form))
    assert answer.content.startswith(start)
    event = AuditEvent.objects.get(action="crisis.taken")
    assert (event.actor_name, event.details) == ("Auditor", {"what": "log", "form": form})
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[-1]["text"] == "'=HYPERLINK(1)"
        assert len(rows) == crisis.log.count()
        assert "Sekar" not in answer.content.decode()  # staff leave by pseudonyms


def test_a_regional_officer_sees_the_alert_and_confirms_it_and_reads_nothing_else(
    crisis, people, region_officer, client
):
    alert = commands.alert_regions(crisis, ["99"], "Cek SPBU", by=people["analis"])
    client.force_login(region_officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("crisis-alert-received", args=[alert.pk])
    assert "Cek SPBU" in client.get(url).content.decode()
    assert client.post(url, {"note": ""}).status_code == 302
    assert "confirmed" in client.get(url).content.decode()
    assert client.get(address("crisis", crisis)).status_code == 404


def test_an_exercise_says_so_and_stays_with_exercises(people, organisations, signed_in):
    asked = commands.propose(
        organisations["ministry"], "Gladi", level=1, trigger="t", reason="r", cases=[],
        by=people["penyetuju"], is_exercise=True,
    )  # fmt: skip
    crisis = commands.confirm(asked, by=people["second_penyetuju"])
    assert "LATIHAN" in signed_in("analis").get(address("crisis-room", crisis)).content.decode()
    from tangkal.desk.strategic_communication import freezing

    commands.freeze(crisis, by=people["analis"], why="gladi")
    assert not freezing.is_frozen(crisis.organisation)
    assert freezing.is_frozen(crisis.organisation, is_exercise=True)
    assert Crisis.objects.get().is_exercise


def test_what_is_approved_for_the_case_goes_first_into_the_statement(
    signed_in,
    crisis,
    people,
    case,
    template,  # noqa: F811
):
    """And what the room wrote down stays; a case without a house changes nothing."""
    own = {**VALUES, "confirmed": "Antrean di tiga kota", "protective_action": ""}
    commands.save_house(crisis, own, [], by=people["penyusun"], expected_version=1)
    before = commands.draft_statement(crisis, case, by=people["penyusun"])
    assert any("Antrean di tiga kota" in text for text in before.parts.values())
    before.delete()

    approve(house_commands.draft_house(
        case, title="Harga Pertalite", content=CONTENT, by=people["penyusun"]
    ), people)  # fmt: skip
    page = signed_in("penyusun").get(address("crisis-house", crisis)).content.decode()
    assert CONTENT["umbrella"] in page
    assert "Version 1, approved by" in page
    made = commands.draft_statement(crisis, case, by=people["penyusun"])
    words = " ".join(made.parts.values())
    assert "Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026. Harga Pertalite" in words
    assert "Antrean di tiga kota" in words
    assert "isi seperlunya" in words
    assert "21 hari" not in words  # a pillar that should be said, and need not
