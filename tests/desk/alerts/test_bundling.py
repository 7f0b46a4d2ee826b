"""Messages: storms told as one, digests in their groups, the next in line when nobody answers."""

from datetime import UTC, datetime, time, timedelta

import pytest

from tangkal.desk.alerts import bundling, text
from tangkal.desk.alerts.models import Alert, Destination, Message, Step
from tangkal.desk.alerts.noticing import notice
from tangkal.desk.cases import commands as cases
from tangkal.desk.recognise.commands import store_claims
from tangkal.kernel import KnownClaim
from tests.desk.alerts.conftest import NOW, signal

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def settle(message, at, state=Message.State.SENT):
    message.state, message.settled_at = state, at
    message.save()


def test_a_storm_is_one_message_that_counts_what_it_leaves_out(rule):
    rule()
    notice([signal(f"narrative:N{n}", title=f"Kabar nomor {n}") for n in range(19)], now=NOW)
    assert bundling.bundle(NOW) == 1
    message = Message.objects.get()
    assert "19 sinyal" in message.subject
    assert message.body.count("/desk/signals/") == 5
    assert "14 sinyal lagi" in message.body
    assert len(message.signal_ids) == 19
    assert bundling.bundle(NOW) == 0


def test_over_the_hours_limit_all_waits_and_is_told_together(rule, place):
    rule(place(most_an_hour=2))
    for n in range(6):
        notice([signal(f"narrative:N{n}")], now=NOW + n * MINUTE)
        bundling.bundle(NOW + n * MINUTE)
    assert [len(m.signal_ids) for m in Message.objects.order_by("created_at")] == [1, 1]
    assert bundling.bundle(NOW + timedelta(minutes=61)) == 1
    assert len(Message.objects.first().signal_ids) == 4


def test_a_rule_that_catches_a_signal_twice_names_it_once(rule, place):
    there = place()
    rule(there, name="a")
    rule(there, name="b")
    notice([signal()], now=NOW)
    bundling.bundle(NOW)
    assert len(Message.objects.get().signal_ids) == 1
    assert Message.objects.get().body.count("/desk/signals/") == 1


def test_digests_of_one_group_are_one_message_and_of_two_are_two(rule, place):
    there = place()
    daily = {"mode": "daily", "digest_at": time(7), "time_zone": "Asia/Makassar"}
    rule(there, name="a", group="pangan", kinds=["known_claim"], **daily)
    rule(there, name="b", group="pangan", kinds=["burst"], **daily)
    rule(there, name="c", group="energi", **daily)
    notice([signal("narrative:N1"), signal("narrative:N2", urgency=0.4)], now=NOW)
    morning = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)  # 07.00 WITA of the next day
    assert bundling.bundle(morning - MINUTE) == 0
    assert bundling.bundle(morning) == 2


def test_what_was_dismissed_before_the_digest_is_not_told(rule, people):
    rule(mode="hourly")
    found = signal()
    notice([found], now=NOW)
    cases.dismiss(found, by=people["analis"], why="obrolan")
    assert bundling.bundle(NOW + timedelta(hours=1)) == 0
    assert Alert.objects.get().withdrawn == "over"


def test_an_alert_is_short_plain_and_says_what_since_when_how_sure_and_why(rule, settings):
    store_claims([KnownClaim(claim_id="c1", title="BBM naik dua kali lipat")], by=None)
    rule()
    title = "Hubungi 0812-3456-7890 atau @budi_private, harga BBM naik " + "lagi " * 40
    notice([signal(title=title, excerpt="teks posting lengkap yang rahasia")], now=NOW)
    bundling.bundle(NOW)
    message = Message.objects.get()
    assert message.subject.startswith("[TINGGI] Hubungi [telepon] atau [akun]")
    for told in (
        "Sejak: 2 Mar 2026 10.00 WIB. Butir sejauh ini: 1.240.",
        "sama dengan klaim yang dikenal “BBM naik dua kali lipat”",
        "biasanya 6 sampai 14",
        "kemungkinan besar sama dengan klaim yang pernah diperiksa",
        "dari 1.000 kenaikan setidaknya seganjil ini, sekitar 1 hanya kebetulan",
        f"{settings.TANGKAL.site_url}/desk/signals/",
        "belum diperiksa orang",
    ):
        assert told in message.body
    for kept in ("0812", "budi", "teks posting"):
        assert kept not in message.body + message.subject
    assert len(message.body) < 1200


def steps(rule, place, *minutes):
    for number, after in enumerate(minutes, start=1):
        Step.objects.create(
            rule=rule,
            number=number,
            after_minutes=after,
            destination=place(name=f"Atasan {number}"),
        )


def test_nobody_takes_it_and_the_next_in_line_is_told_until_somebody_does(rule, place, people):
    made = rule()
    steps(made, place, 10, 20)
    found = signal()
    notice([found], now=NOW)
    bundling.bundle(NOW)
    settle(Message.objects.get(), NOW)
    assert bundling.escalate(NOW + 9 * MINUTE) == 0
    assert bundling.escalate(NOW + 10 * MINUTE) == 1
    assert bundling.escalate(NOW + 10 * MINUTE) == 0  # once
    bundling.bundle(NOW + 10 * MINUTE)
    first = Message.objects.first()
    assert first.destination.name == "Atasan 1"
    assert "belum diambil" in first.subject
    settle(first, NOW + 10 * MINUTE)
    assert bundling.escalate(NOW + 29 * MINUTE) == 0
    cases.screen(found, by=people["second_analis"])
    assert bundling.escalate(NOW + 30 * MINUTE) == 0


def test_a_delivery_that_failed_for_good_tells_the_next_in_line_at_once(rule, place):
    steps(rule(), place, 60)
    notice([signal()], now=NOW)
    bundling.bundle(NOW)
    settle(Message.objects.get(), NOW + MINUTE, Message.State.FAILED)
    assert bundling.escalate(NOW + 2 * MINUTE) == 1


def test_an_unsent_message_calls_nobody_else_yet(rule, place):
    steps(rule(), place, 5)
    notice([signal()], now=NOW)
    bundling.bundle(NOW)
    assert bundling.escalate(NOW + timedelta(hours=3)) == 0


def test_what_was_taken_between_call_and_message_is_not_told(rule, place, people):
    steps(rule(), place, 10)
    found = signal()
    notice([found], now=NOW)
    bundling.bundle(NOW)
    settle(Message.objects.get(), NOW)
    bundling.escalate(NOW + 10 * MINUTE)
    cases.claim_ownership(found, by=people["analis"])
    assert bundling.bundle(NOW + 10 * MINUTE) == 0
    assert Alert.objects.get(step=1).withdrawn == "taken"


def test_a_long_title_is_cut_at_a_word():
    made = signal(title="panjang " * 30)
    assert len(text.excerpt(made)) <= text.TITLE_LENGTH + 2
    assert text.excerpt(made).endswith("panjang …")


def test_a_chain_of_calls_passes_over_a_closed_destination(rule, place):
    made = rule()
    steps(made, place, 10, 10)
    Destination.objects.filter(name="Atasan 1").update(is_active=False)
    notice([signal()], now=NOW)
    bundling.bundle(NOW)
    settle(Message.objects.get(), NOW)
    assert bundling.escalate(NOW + 10 * MINUTE) == 1
    assert Alert.objects.latest("pk").destination.name == "Atasan 2"


def test_a_closed_first_destination_stops_no_further_call(rule, place):
    made = rule()
    steps(made, place, 10)
    notice([signal()], now=NOW)
    bundling.bundle(NOW)
    settle(Message.objects.get(), NOW, Message.State.FAILED)
    Destination.objects.filter(pk=made.destination_id).update(is_active=False)
    assert bundling.escalate(NOW) == 1
    assert bundling.bundle(NOW) == 1


def test_a_signal_that_grew_more_severe_is_called_about_once_not_twice(rule, place):
    steps(rule(), place, 10)
    found = signal(urgency=0.5)
    notice([found], now=NOW)
    found.urgency = 0.9
    notice([found], now=NOW)
    bundling.bundle(NOW)
    settle(Message.objects.get(), NOW)
    assert bundling.escalate(NOW + 10 * MINUTE) == 1
    assert Alert.objects.get(step=1).severity == 4


def test_chatter_over_the_limit_holds_up_no_critical_signal(rule, place):
    rule(place(most_an_hour=1))
    notice([signal("narrative:N1")], now=NOW)
    bundling.bundle(NOW)
    notice([signal("narrative:N2")], now=NOW)
    assert bundling.bundle(NOW) == 0
    notice([signal("narrative:N3", urgency=0.9)], now=NOW)
    assert bundling.bundle(NOW) == 1
    assert Message.objects.latest("pk").severity == 4
