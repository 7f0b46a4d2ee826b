"""Rows drawn once for many: the same for all who see them alike, never another's, never old."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning import queries
from tangkal.desk.early_warning.filters import SignalFilter
from tangkal.desk.early_warning.views import drawing
from tangkal.desk.early_warning.watching.models import Expiry, Mute

QUEUE = "/desk/signals/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(autouse=True)
def nothing_drawn():
    drawing.drawn.minute = ""


def drawn_row(text):
    start = text.index("<li data-row")
    return text[start : text.index('<div class="dismissal"', start)]


def test_a_row_is_drawn_once_and_carries_each_readers_own_token(signed_in, make_signal):
    make_signal()
    one = signed_in("analis").get(QUEUE).text
    kept = dict(drawing.drawn.kept)
    other = signed_in("pemantau").get(f"{QUEUE}?lang=en").text

    assert len(kept) == 1
    assert drawing.TOKEN not in one + other
    tokens = {*TOKEN.findall(one)}, {*TOKEN.findall(other)}
    assert all(tokens)
    assert tokens[0].isdisjoint(tokens[1])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "Kabar <lain>"}, "Kabar &lt;lain&gt;"),
        ({"items_total": 1234}, "1,234"),
        ({"state": "PERLU_DATA"}, "Needs data"),
        ({"reasons": [{"kind": "report", "count": 7}]}, "7 reports"),
        ({"platforms": {"telegram": 3}}, "Telegram 3"),
        ({"due_at": timezone.now() - timedelta(days=9)}, "overdue"),
        ({"is_exercise": True}, "EXERCISE"),
        ({"best_reasons": ["words|bbm"], "best_claim_id": "kc-1"}, "Cek Contoh"),
    ],
)
def test_whatever_changes_in_a_row_is_drawn_anew(signed_in, make_signal, known, change, said):
    signal = make_signal()
    browser = signed_in("analis")
    assert said not in drawn_row(browser.get(f"{QUEUE}?lang=en").text)

    Signal.objects.filter(pk=signal.pk).update(**change)  # as the worker does: no new version

    assert said in drawn_row(browser.get(f"{QUEUE}?lang=en").text)


def test_buttons_are_the_readers_own(signed_in, people, make_signal):
    make_signal()
    assert "data-act" in signed_in("analis").get(QUEUE).text
    assert "data-act" not in signed_in("auditor").get(QUEUE).text


def test_a_row_speaks_the_readers_language(signed_in, make_signal):
    make_signal()
    browser = signed_in("analis")
    assert "Take in hand" in drawn_row(browser.get(f"{QUEUE}?lang=en").text)
    assert "Take in hand" not in drawn_row(browser.get(f"{QUEUE}?lang=id").text)


def test_tabs_count_what_their_lists_hold(people, make_signal):
    """The counts have a query of their own words; the lists say what it must answer."""
    me, now = people["analis"], timezone.now()
    late, ahead = now - timedelta(minutes=5), now + timedelta(hours=1)
    for number in range(12):
        make_signal(
            number,
            owner=(me, people["pemantau"], None)[number % 3],
            due_at=(late, ahead, None)[number // 3 % 3],
            urgency=(0.2, 0.9)[number % 2],
            state=("BARU", "DISARING")[number % 2],
        )
    closed = make_signal(20, state="DITOLAK", owner=me)
    signals = {signal.narrative_id: signal for signal in Signal.objects.all()}
    for name in ("N1", "N2", "N3"):  # of which the urgent show all the same
        mute(people, of=Mute.Of.SIGNAL, signal=signals[name])
        mute(people, of=Mute.Of.NARRATIVE, narrative_id=name)  # twice hidden, once less
    mute(people, of=Mute.Of.NARRATIVE, narrative_id="N6")
    mute(people, of=Mute.Of.SIGNAL, signal=signals["N8"], ended_at=now)
    for signal in (signals["N2"], signals["N4"], signals["N5"], closed):
        Expiry.objects.create(signal=signal, quiet_days=14, items_total=1, at=now)
    Expiry.objects.create(
        signal=signals["N7"], quiet_days=14, items_total=1, at=now, revived_at=now
    )

    counted = queries.counts(me)

    listed = {name: queries.signal_list(me, tab).count() for name, tab in queries.TABS.items()}
    assert counted == listed
    assert 0 < counted["open"] < Signal.objects.filter(is_open=True).count()
    assert SignalFilter() in queries.TABS.values()


def mute(people, **fields):
    Mute.objects.create(
        label="x",
        reason="x",
        until=timezone.now() + timedelta(days=1),
        by=people["analis"],
        **fields,
    )
