"""Acts on signals: one, many, undone, refused, and overtaken by somebody else."""

import pytest

from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Evidence, Signal
from tangkal.desk.early_warning import commands as steps
from tangkal.desk.early_warning import queries
from tangkal.desk.early_warning.views.base import undo_url
from tangkal.desk.recognise.commands import store_claims
from tangkal.kernel import KnownClaim

QUEUE = "/desk/signals/"


def version_of(signal) -> int:
    return Signal.objects.get(pk=signal.pk).version


def post(browser, signal, action, **fields):
    values = {"version": version_of(signal), **fields}
    return browser.post(f"{QUEUE}{signal.pk}/{action}/", values)


def undo_of(browser, page=QUEUE) -> str:
    """The address of the undo that the next page offers."""
    text = browser.get(page).text
    start = text.index(f'action="{QUEUE}undo/') + len('action="')
    return text[start : text.index('"', start)].replace("&amp;", "&")


@pytest.mark.parametrize(
    ("action", "fields", "state"),
    [
        ("screen", {}, "DISARING"),
        ("dismiss", {"why": "chatter", "words": "arisan"}, "DITOLAK"),
        ("ask-data", {"what": "the original video"}, "PERLU_DATA"),
        ("claim", {}, "BARU"),
    ],
)
def test_a_step_changes_the_signal_and_is_on_record(
    signed_in, people, make_signal, chain_holds, action, fields, state
):
    signal = make_signal()
    reply = post(signed_in("pemantau"), signal, action, **fields)
    after = Signal.objects.get()
    assert (reply.status_code, after.state, after.version) == (302, state, 2)
    assert after.changed_by == people["pemantau"]
    assert chain_holds() == 1


def test_a_dismissal_keeps_the_chosen_reason_and_the_persons_words(signed_in, make_signal):
    post(signed_in("analis"), make_signal(), "dismiss", why="chatter", words="arisan")
    assert Signal.objects.get().resolution == "Ordinary chatter, nothing to check: arisan"


def test_a_dismissal_without_a_reason_is_refused(signed_in, make_signal):
    browser = signed_in("analis")
    signal = make_signal()
    reply = post(browser, signal, "dismiss", why="")
    assert Signal.objects.get().state == "BARU"
    assert "Give a reason" in browser.get(reply.headers["Location"]).text


@pytest.mark.parametrize("role", ["verifikator", "penyetuju", "auditor", "admin_sistem", "mitra"])
@pytest.mark.parametrize("action", ["screen", "dismiss", "ask-data", "claim", "duplicate"])
def test_other_roles_may_not_triage(signed_in, make_signal, role, action):
    other = make_signal(2)
    signal = make_signal(1)
    fields = {"why": "chatter", "what": "x", "of": other.pk}
    assert post(signed_in(role), signal, action, **fields).status_code == 403
    assert Signal.objects.get(pk=signal.pk).version == 1


@pytest.mark.parametrize("action", ["screen", "dismiss", "claim"])
def test_who_comes_second_is_told_who_was_first(signed_in, people, make_signal, action):
    signal = make_signal()
    commands.claim_ownership(signal, by=people["second_analis"])
    commands.release(signal, by=people["second_analis"])
    reply = signed_in("analis").post(
        f"{QUEUE}{signal.pk}/{action}/", {"version": 1, "why": "chatter"}
    )
    assert reply.status_code == 409
    assert "Second Analis" in reply.text
    assert Signal.objects.get().state == "BARU"


def test_a_form_without_a_version_does_not_pass(signed_in, make_signal):
    signal = make_signal()
    assert signed_in("analis").post(f"{QUEUE}{signal.pk}/screen/").status_code == 409


@pytest.mark.parametrize(
    ("action", "fields"), [("screen", {}), ("dismiss", {"why": "error"}), ("claim", {})]
)
def test_every_slip_can_be_taken_back(signed_in, make_signal, action, fields):
    signal = make_signal()
    browser = signed_in("analis")
    post(browser, signal, action, **fields)
    browser.post(undo_of(browser))
    after = Signal.objects.get()
    assert (after.state, after.owner, after.resolution) == ("BARU", None, "")
    assert after.due_at is not None


def test_a_duplicate_can_be_taken_back(signed_in, make_signal):
    original, signal = make_signal(1), make_signal(2)
    browser = signed_in("analis")
    post(browser, signal, "duplicate", of=f"{original.pk} {original.title}")
    assert Signal.objects.get(pk=signal.pk).duplicate_of == original
    browser.post(undo_of(browser))
    assert Signal.objects.get(pk=signal.pk).duplicate_of is None


def test_the_most_urgent_come_first_among_possible_originals_whatever_their_state(make_signal):
    states = [("BARU", 0.2), ("DITAUTKAN", 0.9), ("DISARING", 0.5), ("DITOLAK", 0.99)]
    made = [make_signal(n, state=state, urgency=u) for n, (state, u) in enumerate(states, 1)]
    found = queries.possible_originals(make_signal(9, urgency=0.7))
    assert [each.pk for each in found] == [made[n].pk for n in (1, 2, 0)]


def test_possible_originals_of_a_known_claim_are_those_that_repeat_it_too(make_signal):
    claim = KnownClaim(claim_id="c1", title="BBM naik", verdict="SALAH", publisher="A")
    store_claims([claim], by=None)
    same = {"best_claim_id": "c1"}
    make_signal(1, urgency=0.9)
    make_signal(2, state="DITOLAK", **same)
    twin = make_signal(3, urgency=0.1, **same)
    assert queries.possible_originals(make_signal(4, **same)) == [twin]


def test_an_undo_never_undoes_what_somebody_else_did_since(signed_in, people, make_signal):
    signal = make_signal()
    browser = signed_in("analis")
    post(browser, signal, "dismiss", why="error")
    address = undo_of(browser)
    signal.refresh_from_db()
    commands.undo(signal, by=people["second_analis"])
    commands.dismiss(signal, by=people["second_analis"], why="really")
    browser.post(address)
    assert Signal.objects.get().resolution == "really"


def test_a_row_leaves_the_list_through_htmx_and_says_so(signed_in, make_signal):
    signal = make_signal()
    reply = signed_in("analis").post(
        f"{QUEUE}{signal.pk}/dismiss/",
        {"version": 1, "why": "chatter", "list": ""},
        headers={"HX-Request": "true"},
    )
    assert reply.status_code == 200
    assert f'id="signal-{signal.pk}"' not in reply.text
    assert "Dismissed:" in reply.text
    assert "data-undo" in reply.text


def test_a_row_in_hand_stays_and_then_offers_a_case(signed_in, make_signal):
    signal = make_signal()
    reply = signed_in("analis").post(
        f"{QUEUE}{signal.pk}/screen/", {"version": 1, "list": ""}, headers={"HX-Request": "true"}
    )
    assert f'id="signal-{signal.pk}"' in reply.text
    assert f"/desk/cases/open/?signal={signal.pk}" in reply.text


def test_submit_and_next_goes_to_the_next_signal_of_the_list(signed_in, make_signal):
    make_signal(1, urgency=0.9, language="jv")
    second = make_signal(2, urgency=0.8, language="jv")
    make_signal(3, urgency=0.7)
    fourth = make_signal(4, urgency=0.6, language="jv")
    reply = post(
        signed_in("analis"), second, "dismiss", why="chatter", then="next", list="language=jv"
    )
    assert reply.headers["Location"] == f"{QUEUE}{fourth.pk}/?list=language%3Djv"


def test_after_the_last_signal_comes_the_list(signed_in, make_signal):
    reply = post(signed_in("analis"), make_signal(), "dismiss", why="error", then="next")
    assert reply.headers["Location"] == QUEUE


def test_a_form_never_sends_anybody_to_another_site(signed_in, make_signal):
    reply = post(
        signed_in("analis"), make_signal(), "dismiss", why="error", next="https://evil.example/"
    )
    assert reply.headers["Location"].startswith(QUEUE)


# many


def many(browser, signals, action, **fields):
    names = [f"{signal.pk}:{version_of(signal)}" for signal in signals]
    return browser.post(f"{QUEUE}many/", {"signals": names, "action": action, **fields})


def states() -> list[str]:
    return list(Signal.objects.order_by("pk").values_list("state", flat=True))


def test_many_are_dismissed_at_once_and_taken_back_at_once(signed_in, make_signal, chain_holds):
    signals = [make_signal(n) for n in range(3)]
    browser = signed_in("analis")
    many(browser, signals, "dismiss", why="chatter")
    assert states() == ["DITOLAK"] * 3
    text = browser.get(QUEUE).text
    assert "3 signals moved." in text
    signals = Signal.objects.all()
    browser.post(undo_url(signals, "dismiss"))
    assert states() == ["BARU"] * 3
    assert chain_holds() == 6


def test_one_that_was_changed_stops_no_other(signed_in, people, make_signal):
    first, second = make_signal(1), make_signal(2)
    names = [f"{first.pk}:1", f"{second.pk}:1"]
    commands.screen(first, by=people["second_analis"])
    browser = signed_in("analis")
    browser.post(f"{QUEUE}many/", {"signals": names, "action": "dismiss", "why": "error"})
    assert states() == ["DISARING", "DITOLAK"]
    text = browser.get(QUEUE).text
    assert "1 signal moved." in text
    assert "already changed by Second Analis" in text


def test_many_become_duplicates_of_one_that_stays(signed_in, make_signal):
    signals = [make_signal(n) for n in range(3)]
    many(signed_in("analis"), signals, "duplicate", of=signals[0].pk)
    assert states() == ["BARU", "DUPLIKAT", "DUPLIKAT"]


def test_many_are_claimed_and_given_back(signed_in, people, make_signal):
    signals = [make_signal(n) for n in range(2)]
    browser = signed_in("pemantau")
    many(browser, signals, "claim")
    assert set(Signal.objects.values_list("owner", flat=True)) == {people["pemantau"].pk}
    browser.post(undo_of(browser))
    assert set(Signal.objects.values_list("owner", flat=True)) == {None}


def test_many_are_linked_to_one_case_that_the_person_may_see(signed_in, people, make_signal):
    signals = [make_signal(n) for n in range(2)]
    case = commands.open_case([], title="BBM", by=people["analis"])
    foreign = commands.open_case([], title="Lain", by=people["foreign_analis"])
    browser = signed_in("analis")
    many(browser, signals, "link", case=foreign.number)
    assert states() == ["BARU", "BARU"]
    many(browser, signals, "link", case=case.number)
    assert states() == ["DITAUTKAN", "DITAUTKAN"]
    assert case.signals.count() == 2


def test_an_exercise_never_joins_a_real_case(signed_in, people, make_signal):
    signal = make_signal(is_exercise=True)
    case = commands.open_case([], title="BBM", by=people["analis"])
    browser = signed_in("analis")
    many(browser, [signal], "link", case=case.number)
    assert states() == ["BARU"]
    assert "exercise" in browser.get(QUEUE).text


@pytest.mark.parametrize("role", ["verifikator", "auditor", "admin_sistem"])
def test_other_roles_move_nothing_at_once(signed_in, make_signal, role):
    many(signed_in(role), [make_signal()], "dismiss", why="error")
    assert states() == ["BARU"]


@pytest.mark.parametrize(
    "fields",
    [{}, {"action": "dismiss"}, {"action": "dismiss", "signals": "x:y"}, {"action": "nonsense"}],
)
def test_nonsense_moves_nothing(signed_in, make_signal, fields):
    make_signal()
    assert signed_in("analis").post(f"{QUEUE}many/", fields).status_code == 302
    assert states() == ["BARU"]


# one signal's page


def test_a_signals_page_shows_items_with_hash_and_never_an_account(signed_in, make_signal, lake):
    text = signed_in("analis").get(f"{QUEUE}{make_signal().pk}/").text
    assert "&lt;script&gt;alert(1)" in text
    assert 'class="hash"' in text
    assert "deadbeef" not in text
    assert "hash-of-b" not in text


def test_ticked_items_are_copied_as_evidence_when_linking(signed_in, people, make_signal, lake):
    signal = make_signal()
    case = commands.open_case([], title="BBM", by=people["analis"])
    item_id = signal.sample_item_ids[1]
    post(signed_in("analis"), signal, "link", case=case.number, items=[item_id, "f" * 32])
    assert list(Evidence.objects.values_list("item_id", flat=True)) == [item_id]


def test_previous_and_next_keep_the_lists_context(signed_in, make_signal, lake):
    first = make_signal(1, urgency=0.9, language="jv")
    second = make_signal(2, urgency=0.8, language="jv")
    make_signal(3, urgency=0.7)
    text = signed_in("analis").get(f"{QUEUE}{second.pk}/?list=language%3Djv").text
    assert f'rel="prev" href="{QUEUE}{first.pk}/?list=language%3Djv"' in text
    assert 'rel="next"' not in text


def test_a_case_of_another_office_is_not_shown(signed_in, people, make_signal, lake):
    signal = make_signal()
    commands.open_case([signal], title="Rahasia kantor lain", by=people["foreign_analis"])
    assert "Rahasia kantor lain" not in signed_in("analis").get(f"{QUEUE}{signal.pk}/").text


def test_an_unreadable_lake_is_said_and_hides_nothing_else(signed_in, make_signal, monkeypatch):
    from tangkal.desk.cases import items
    from tangkal.engines import LakeError

    def broken(_place):
        raise LakeError("disk gone")

    monkeypatch.setattr(items, "open_lake", broken)
    text = signed_in("analis").get(f"{QUEUE}{make_signal().pk}/").text
    assert "disk gone" in text
    assert "Kabar 1" in text


def test_undo_of_many_names_the_versions_that_the_steps_made(people, make_signal):
    """Read again, a colleague's next step would be offered as one's own to take back."""
    signal = make_signal(1)

    outcome = steps.claim_all([(signal, signal.version)], by=people["analis"])

    assert [(done.pk, done.version) for done in outcome.moved] == [(signal.pk, 2)]
