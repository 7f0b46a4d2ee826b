"""People confirm or reject suggestions: kept, shown, undone, and never a score of anybody."""

import re
from dataclasses import replace
from html import unescape

import pyarrow as pa
import pytest
from django.urls import reverse

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.matching import commands, panel
from tangkal.desk.cases.models import Evidence, Signal
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.commands import store_claims
from tangkal.desk.recognise.judging import Answer, Shown
from tangkal.desk.recognise.models import KnownClaim as Row
from tangkal.desk.recognise.models import MatchJudgement, MatchSuggestion
from tangkal.desk.recognise.rejections import Rejections
from tangkal.desk.workflow import ActionDenied, StaleObject
from tangkal.kernel import KnownClaim
from tangkal.kernel.schema import LAKE
from tests.desk.cases import walk
from tests.desk.cases.test_races import at_once, errors
from tests.desk.lakes import item
from tests.desk.markup import inline_code

pytestmark = pytest.mark.django_db

FAMILY = "f" * 32
RIGHT = "Harga BBM naik dua kali lipat besok malam"
WRONG = "Harga cabai naik dua kali lipat bulan lalu"
JUDGES = {Role.MONITOR, Role.ANALYST, Role.VERIFIER}


@pytest.fixture(autouse=True)
def known():
    matcher.forget()
    store_claims(
        [
            KnownClaim(claim_id="right", title=RIGHT, verdict="SALAH", publisher="Arsip"),
            KnownClaim(claim_id="wrong", title=WRONG, publisher="Arsip"),
        ],
        by=None,
    )
    yield
    matcher.forget()


@pytest.fixture
def signal() -> Signal:
    return walk.make_signal(excerpt="Awas, harga BBM naik dua kali lipat!", items_total=5)


def suggested(signal: Signal, claim: str = "right", score: float = 0.9, **fields) -> Shown:
    shown = Shown(
        subject=f"signal:{signal.pk}",
        claim_id=claim,
        text=signal.excerpt,
        family_id=FAMILY,
        score=score,
        level="same" if score >= 0.85 else "maybe",
        reasons=("words|bbm",),
        method="test/1",
        matcher_version=3,
    )
    return replace(shown, **fields)


def stored(signal: Signal, claim: str, score: float) -> MatchSuggestion:
    shown = suggested(signal, claim, score)
    return MatchSuggestion.objects.create(
        signal=signal, **{name: getattr(shown, name) for name in Shown.__slots__}
    )


def test_a_judgement_keeps_who_when_why_and_the_suggestion_as_shown(people, signal, chain_holds):
    made = commands.judge(suggested(signal), "same", by=people["analis"], why="kata demi kata")

    kept = MatchJudgement.objects.get()
    assert kept == made
    assert (kept.answer, kept.by, kept.why) == ("same", people["analis"], "kata demi kata")
    assert (kept.score, kept.method, kept.matcher_version) == (0.9, "test/1", 3)
    assert (kept.text, kept.claim_title, kept.reasons) == (signal.excerpt, RIGHT, ["words|bbm"])
    event = AuditEvent.objects.get(action="match.same")
    assert (event.actor_name, event.details["claim"]) == ("Analis", "right")
    assert chain_holds()


def test_a_judgement_is_never_changed_or_deleted(people, signal):
    made = commands.judge(suggested(signal), "same", by=people["analis"])
    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(TypeError):
        made.delete()


@pytest.mark.parametrize("answer", ["same", "not_same", "unsure"])
def test_no_answer_moves_a_signal(people, signal, answer):
    before = Signal.objects.values("state", "version", "owner", "resolution").get()
    commands.judge(suggested(signal), answer, by=people["verifikator"])
    assert Signal.objects.values("state", "version", "owner", "resolution").get() == before


def test_a_rejected_claim_gives_its_place_to_the_next_and_comes_back_when_taken_back(
    people, signal
):
    stored(signal, "wrong", 0.95)
    stored(signal, "right", 0.9)
    rejected = commands.judge(suggested(signal, "wrong", 0.95), "not_same", by=people["analis"])
    signal.refresh_from_db()
    assert signal.best_claim_id == "right"
    assert [reason["claim_id"] for reason in signal.reasons] == ["right"]
    assert signal.urgency > 0

    commands.take_back(rejected, by=people["pemantau"])
    signal.refresh_from_db()
    assert signal.best_claim_id == "wrong"
    assert list(MatchJudgement.objects.values_list("answer", flat=True)) == [
        "taken_back",
        "not_same",
    ]


def test_a_confirmed_claim_is_shown_as_confirmed_by_a_person(people, signal, signed_in):
    stored(signal, "wrong", 0.95)
    commands.judge(suggested(signal), "same", by=people["verifikator"])
    signal.refresh_from_db()
    assert signal.best_claim_id == "right"

    browser = signed_in("analis")
    page = browser.get(f"/desk/signals/{signal.pk}/").text
    assert "confirmed by Verifikator" in page
    assert "confirmed by Verifikator" in browser.get("/desk/signals/").text


def test_a_family_somebody_rejected_is_not_suggested_that_claim_again(people, signal):
    match = {"claim_id": "right", "score": 0.9, "reasons": [], "method": "m/1"}
    other = {**match, "claim_id": "wrong"}
    measured = pa.Table.from_pylist(
        [
            item("a", family_id=FAMILY, matches=[match, other]),
            item("b", family_id="e" * 32, matches=[match]),
        ],
        schema=LAKE,
    )
    rejections = Rejections()
    rejections.refresh()
    assert rejections.without(measured) is measured

    made = commands.judge(suggested(signal), "not_same", by=people["analis"])
    rejections.refresh()
    left = rejections.without(measured)
    assert left.schema == LAKE
    assert [[m["claim_id"] for m in row] for row in left["matches"].to_pylist()] == [
        ["wrong"],
        ["right"],
    ]

    commands.take_back(made, by=people["analis"])
    rejections.refresh()
    assert rejections.without(measured) is measured


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("answer", ["same", "not_same"])
def test_only_who_screens_or_verifies_judges(people, signal, role, answer):
    if role in JUDGES:
        commands.judge(suggested(signal), answer, by=people[role.value])
    else:
        with pytest.raises(ActionDenied):
            commands.judge(suggested(signal), answer, by=people[role.value])
    assert MatchJudgement.objects.count() == (role in JUDGES)


def test_an_office_judges_its_own_regions_signals(people, organisations):
    from tangkal.desk.accounts.models import Region

    ours = walk.make_signal("narrative:N2", region=Region.objects.get(pk="99.01"), excerpt="x")
    elsewhere = walk.make_signal("narrative:N3", excerpt="x")
    commands.judge(suggested(ours), "same", by=people["district_analis"])
    with pytest.raises(ActionDenied, match="region"):
        commands.judge(suggested(elsewhere), "same", by=people["district_analis"])


def test_a_foreign_case_is_not_there(people, client):
    case = walk.open_case(people)
    shown = suggested(walk.make_signal("narrative:N9", excerpt="x"), subject=f"case:{case.number}")
    client.force_login(
        people["foreign_analis"], backend="django.contrib.auth.backends.ModelBackend"
    )
    form = {"match": panel.seal(shown), "seen": "0", "answer": "same"}
    assert client.post("/desk/suggestions/judge/", form).status_code == 404
    assert not MatchJudgement.objects.exists()


def test_the_second_of_two_pages_is_told_who_was_quicker(people, signal):
    first = commands.judge(suggested(signal), "same", by=people["analis"])
    with pytest.raises(StaleObject) as stale:
        commands.judge(suggested(signal), "not_same", by=people["verifikator"])
    assert stale.value.changed_by == "Analis"
    commands.judge(suggested(signal), "not_same", by=people["verifikator"], seen=first.pk)
    with pytest.raises(StaleObject):
        commands.take_back(first, by=people["analis"])


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_judge_at_once_one_is_kept_and_one_is_told(people, signal, chain_holds):
    found = at_once(
        *(
            lambda who=who, answer=answer: commands.judge(suggested(signal), answer, by=people[who])
            for who, answer in (
                ("analis", "same"),
                ("verifikator", "not_same"),
                ("pemantau", "same"),
                ("second_analis", "unsure"),
            )
        )
    )
    assert errors(found) == [StaleObject] * 3
    assert MatchJudgement.objects.count() == 1
    assert MatchSuggestion.objects.get().judgement == MatchJudgement.objects.get()
    assert AuditEvent.objects.filter(action__startswith="match.").count() == 1
    assert chain_holds()


def buttons(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'name="match" value="([^"]+)"', page)]


def test_the_panels_buttons_judge_what_was_shown_and_can_be_undone(signed_in, signal):
    browser = signed_in("analis")
    address = f"/desk/signals/{signal.pk}/"
    page = browser.get(address).text
    assert "No sentence encoder" in page
    assert inline_code(page) == []
    sealed = buttons(page)[0]
    shown = panel.unseal(sealed)
    form = {"match": sealed, "seen": "0", "answer": "not_same", "next": address}
    reply = browser.post("/desk/suggestions/judge/", form, follow=True)

    assert "It is not suggested here again" in reply.text
    kept = MatchJudgement.objects.get()
    assert (kept.claim_id, kept.answer, kept.score) == (shown.claim_id, "not_same", shown.score)
    undo = unescape(re.search(r'action="(/desk/suggestions/undo/[^"]+)"', reply.text)[1])
    assert "taken back" in browser.post(undo, follow=True).text
    assert MatchSuggestion.objects.get(claim=kept.claim_id).judgement is None


@pytest.mark.parametrize("sealed", ["", "made up", "\x00"])
def test_a_form_that_is_not_ours_judges_nothing(signed_in, signal, sealed):
    browser = signed_in("analis")
    form = {"match": sealed, "seen": "0", "answer": "same"}
    assert "too old" in browser.post("/desk/suggestions/judge/", form, follow=True).text
    assert not MatchJudgement.objects.exists()


def test_many_are_answered_at_once_and_the_rest_is_explained(people, signed_in):
    signals = [walk.make_signal(f"narrative:N{n}", excerpt=f"kabar {n}") for n in range(4)]
    rows = [stored(signal, "right", 0.9) for signal in signals]
    commands.judge(suggested(signals[0]), "not_same", by=people["verifikator"])
    browser = signed_in("analis")
    form = {"suggestions": [f"{row.pk}:0" for row in rows], "answer": "same"}
    page = browser.post("/desk/suggestions/many/", form, follow=True).text

    assert "3 matches confirmed." in page
    assert "1 was left: already answered by Verifikator." in page
    undo = unescape(re.search(r'action="(/desk/suggestions/undo/[^"]+)"', page)[1])
    assert "3 answers taken back." in browser.post(undo, follow=True).text
    assert MatchSuggestion.objects.filter(judgement=None).count() == 3


def test_the_list_is_filtered_by_likeness_and_by_what_people_said(people, signed_in):
    sure, doubtful = (
        walk.make_signal(f"narrative:N{n}", excerpt=text)
        for n, text in enumerate(("teks pasti", "teks ragu"))
    )
    stored(sure, "right", 0.95)
    stored(doubtful, "right", 0.6)
    browser = signed_in("analis")

    def shown(query: str) -> list[str]:
        page = browser.get(f"/desk/suggestions/?{query}").text
        return [text for text in ("teks pasti", "teks ragu") if text in page]

    assert shown("") == ["teks pasti", "teks ragu"]
    assert shown("level=same") == ["teks pasti"]
    assert shown("level=maybe") == ["teks ragu"]
    assert shown("q=ragu") == ["teks ragu"]
    commands.judge(suggested(sure, score=0.95), "same", by=people["analis"])
    assert shown("") == ["teks ragu"]
    assert shown("state=confirmed") == ["teks pasti"]
    assert shown("state=all&q=%00&level=x") == ["teks pasti", "teks ragu"]
    assert inline_code(browser.get("/desk/suggestions/").text) == []


@pytest.mark.parametrize("role", list(Role))
def test_the_list_is_for_readers_and_its_buttons_for_judges(signed_in, signal, role):
    stored(signal, "right", 0.9)
    reply = signed_in(role.value).get("/desk/suggestions/")
    assert reply.status_code == (200 if role in CONTENT_ROLES else 403)
    assert ('value="not_same"' in reply.text) is (role in JUDGES)


def test_a_withdrawn_claim_is_suggested_to_nobody(people, signed_in, signal):
    stored(signal, "right", 0.9)
    Row.objects.filter(pk="right").update(is_withdrawn=True)
    assert signal.excerpt not in signed_in("analis").get("/desk/suggestions/").text
    with pytest.raises(Exception, match="no longer known"):
        commands.judge(suggested(signal), "same", by=people["analis"])


def test_a_case_shows_its_nearest_claims_and_takes_one_as_evidence_once(people, signed_in):
    case = walk.open_case(people)
    commands_text = "Harga BBM naik dua kali lipat besok"
    from tangkal.desk.cases import commands as cases

    cases.add_claim(case, text=commands_text, by=people["analis"])
    browser = signed_in("analis")
    address = reverse("case", args=[case.number])
    page = browser.get(address).text
    assert RIGHT in page
    assert inline_code(page) == []
    form = {"match": buttons(page)[0], "seen": "0", "answer": "same", "next": address}
    assert "confirmed by Analis" in browser.post("/desk/suggestions/judge/", form, follow=True).text

    link = {"case": case.number, "claim": "right", "next": address}
    assert "is evidence of case" in browser.post("/desk/suggestions/link/", link, follow=True).text
    assert Evidence.objects.get(case=case, known_claim="right").kind == Evidence.Kind.KNOWN_CLAIM
    assert "already holds" in browser.post("/desk/suggestions/link/", link, follow=True).text
    assert "evidence of this case" in browser.get(address).text
    assert case.claims.get().text == commands_text


def test_a_pasted_text_can_be_judged_and_the_same_words_remember_it(signed_in):
    browser = signed_in("verifikator")
    text = f"Kata tetangga: {RIGHT}!! Hubungi 081234567890"
    page = browser.post("/desk/known-claims/match/", {"text": text}).text
    form = {"match": buttons(page)[0], "seen": "0", "answer": "not_same"}
    browser.post("/desk/suggestions/judge/", form)
    assert (
        "rejected by Verifikator"
        in browser.post("/desk/known-claims/match/", {"text": text.upper()}).text
    )
    assert "081234567890" not in MatchJudgement.objects.get().text


def test_a_text_longer_than_any_message_is_refused_with_a_reason(signed_in):
    page = signed_in("analis").post("/desk/known-claims/match/", {"text": "x" * 20_001}).text
    assert "The text is too long." in page
    assert "20,001" in page


def test_exercises_teach_nothing_and_what_stands_does(people, signal):
    from tangkal.desk.recognise.versions import judged_pairs

    commands.judge(suggested(signal), "same", by=people["analis"])
    commands.judge(suggested(signal, "wrong"), "not_same", by=people["analis"])
    unsure = walk.make_signal("narrative:N7", excerpt="entah")
    commands.judge(suggested(unsure), "unsure", by=people["analis"])
    drill = walk.make_signal("exercise:N8", excerpt="latihan", is_exercise=True)
    commands.judge(suggested(drill, is_exercise=True), "same", by=people["analis"])
    mistaken = walk.make_signal("narrative:N9", excerpt="keliru")
    made = commands.judge(suggested(mistaken), "same", by=people["analis"])
    commands.take_back(made, by=people["analis"])

    found = [(pair.text, pair.title, pair.is_same) for pair in judged_pairs()]
    assert found == [(signal.excerpt, RIGHT, True), (signal.excerpt, WRONG, False)]
    assert Answer.TAKEN_BACK in MatchJudgement.objects.values_list("answer", flat=True)
