"""Measured by a machine, confirmed by a person, settled by a third: three records."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.alignment import commands, feeds, fetching, queries, rules
from tangkal.desk.alignment.models import AlignmentCheck, LocalFeed, LocalText
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.directives import commands as directives
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.states import AnswerState
from tangkal.desk.inbox.models import Notice
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope
from tangkal.desk.tracking_effectiveness.kpi.periods import Period
from tangkal.desk.workflow import ActionDenied
from tangkal.sources.base import Row
from tests.desk.alignment.conftest import RIGHT, WRONG
from tests.desk.conftest import make_person
from tests.desk.directives.conftest import change_facts

pytestmark = pytest.mark.django_db


def standing_of(house):
    return queries.standings([house])[0]


def test_a_pasted_text_is_measured_at_once_message_by_message(wrong, house, chain_holds):
    umbrella = wrong.checks.get(message_id="0")
    clash = umbrella.contradictions[0]

    assert wrong.state == LocalText.State.COMPARED
    assert (umbrella.value, clash["kind"]) == ("-1", "number")
    assert clash["local_words"] == "Rp12.000 per liter"
    assert clash["central_words"] == "Rp10.000 per liter"
    assert umbrella.house_version.house == house
    assert umbrella.method.startswith("alignment/")
    assert AuditEvent.objects.filter(action="alignment.compared").count() == 1
    assert chain_holds()


def test_what_agrees_is_carried_and_nothing_is_confirmed_by_itself(house, organisations, people):
    text = commands.take_text(house, organisations["district"], text=RIGHT, by=people["analis"])

    assert {made.value for made in text.checks.all()} <= {"1", "0.5"}
    assert not any(made.confirmations.exists() for made in text.checks.all())


def test_a_finding_that_differs_from_the_machine_needs_a_reason(clash, people):
    with pytest.raises(ValidationError, match="say why"):
        commands.confirm(clash, "0", by=people["analis"], reason="  ")
    with pytest.raises(ValidationError, match="none of the four"):
        commands.confirm(clash, "2", by=people["analis"], reason="ya")

    commands.confirm(clash, "0", by=people["analis"], reason="Teks itu menyebut Pertamax.")

    clash.refresh_from_db()
    assert clash.value == "-1"  # what was measured stays
    assert clash.confirmations.get().value == "0"


@pytest.mark.parametrize("who", ["pemantau", "auditor", "foreign_analis", "district_analis"])
def test_who_does_not_check_texts_confirms_nothing(clash, people, who):
    with pytest.raises(ActionDenied):
        commands.confirm(clash, "-1", by=people[who])


def test_nobody_of_the_office_itself_confirms(clash, people, organisations):
    both = make_person("dua_kursi", organisations["ministry"], "analis")
    both.assignments.create(role="analis", scope=organisations["district"])

    with pytest.raises(ActionDenied, match="somebody else"):
        commands.confirm(clash, "-1", by=both)


def test_somebody_with_a_conflict_of_interest_confirms_nothing(clash, people):
    from tangkal.desk.approvals.conflicts import declare

    case = clash.local_text.house.case
    declare(case, people["analis"], by=people["analis"], reason="Saudara bupati.")
    with pytest.raises(ActionDenied, match="conflict of interest"):
        commands.confirm(clash, "-1", by=people["analis"])


def test_only_an_uninvolved_person_settles_and_only_what_was_confirmed(
    clash, people, organisations
):
    lawyer = people["hukum"]
    with pytest.raises(ActionDenied, match="No person has confirmed"):
        commands.resolve(clash, "region", by=lawyer, reason="SK bupati.")
    commands.confirm(clash, "-1", by=people["second_verifikator"])

    refused = {
        "confirmed it": people["second_verifikator"],
        "approved the message": people["penyetuju"],
        "has no such role": people["analis"],
        "is of another ministry": people["foreign_hukum"],
    }
    for why, who in refused.items():
        with pytest.raises(ActionDenied):
            commands.resolve(clash, "region", by=who, reason=why)
    with pytest.raises(ValidationError, match="Say why"):
        commands.resolve(clash, "region", by=lawyer, reason=" ")
    with pytest.raises(ValidationError, match="which of the two"):
        commands.resolve(clash, "both", by=lawyer, reason="ya")

    commands.resolve(clash, "region", by=lawyer, reason="SK bupati tanggal 2 menaikkan harga.")
    with pytest.raises(ActionDenied, match="settled already"):
        commands.resolve(clash, "centre", by=people["second_penyetuju"], reason="Tidak.")
    with pytest.raises(ActionDenied, match="settled already"):
        commands.confirm(clash, "1", by=people["analis"], reason="Tidak jadi.")


def test_a_message_that_was_wrong_is_held_against_nobody(house, wrong, people):
    before = standing_of(house)
    for made in wrong.checks.filter(value="-1"):
        commands.confirm(made, "-1", by=people["analis"])
        commands.resolve(made, "region", by=people["hukum"], reason="SK bupati.")

    after = standing_of(house)
    assert before.alignment.contradicting == 1
    assert after.alignment.contradicting == 0
    assert before.alignment.index == 0.0


def test_the_index_counts_the_newest_text_of_each_office(house, wrong, organisations, people):
    by = people["analis"]
    commands.take_text(house, organisations["district"], text=RIGHT, by=by)
    commands.take_text(house, organisations["province"], text="Pasar murah digelar Sabtu.", by=by)

    found = standing_of(house).alignment

    assert (found.units, found.contradicting) == (2, 0)
    assert found.index == pytest.approx(50, abs=1)


def test_a_persons_finding_counts_before_the_measurement(house, wrong, people):
    for made in wrong.checks.all():
        commands.confirm(made, "1", by=people["analis"], reason="Rp12.000 itu Pertamax.")

    assert standing_of(house).alignment.index == 100.0


def test_a_report_for_a_directive_is_compared_and_moves_it_only_by_a_person(
    house, district, officers, people
):
    publication = directives.publish(district, Published(text=WRONG), by=officers["district"])
    text = publication.local_text
    assert text.state == LocalText.State.WAITING
    assert fetching.round(timezone.now()) == 1
    district.refresh_from_db()
    assert district.state == AnswerState.LIVE

    made = text.checks.filter(value="-1").first()
    commands.confirm(made, "-1", by=people["analis"])
    district.refresh_from_db()
    assert district.state == AnswerState.CONTRADICTS

    with pytest.raises(ActionDenied):
        commands.resolve(made, "region", by=people["analis"], reason="Saya sendiri.")
    commands.resolve(made, "region", by=people["second_verifikator"], reason="SK bupati.")
    district.refresh_from_db()
    assert district.state == AnswerState.RESOLVED


def test_what_people_found_carried_is_aligned_in_the_directive(house, district, officers, people):
    directives.publish(district, Published(text=RIGHT), by=officers["district"])
    fetching.round(timezone.now())
    for made in AlignmentCheck.objects.all():
        commands.confirm(made, made.value, by=people["analis"])

    district.refresh_from_db()
    assert district.state == AnswerState.ALIGNED


def test_offices_that_were_asked_and_are_not_heard_of_are_told(house, district, officers):
    directives.publish(district, Published(text=RIGHT), by=officers["district"])
    fetching.round(timezone.now())

    found = standing_of(house)
    assert (found.addressed, found.silent) == (2, 1)


def test_a_new_version_is_compared_anew_and_the_old_measurement_stays(house, wrong, people):
    change_facts(
        house, people, umbrella="Pertalite dijual Rp12.000 per liter.",
        locked=[{"text": "Rp12.000 per liter", "kind": "figure"}],
    )  # fmt: skip
    house.refresh_from_db()
    old = wrong.checks.first()
    with pytest.raises(ActionDenied, match="no longer in force"):
        commands.confirm(old, "-1", by=people["analis"])

    assert fetching.round(timezone.now()) == 1

    versions = set(wrong.checks.values_list("house_version__number", flat=True))
    assert versions == {1, 2}
    assert standing_of(house).alignment.contradicting == 0


def test_a_picture_without_words_says_that_it_cannot_be_compared(house, wrong):
    LocalText.objects.filter(pk=wrong.pk).update(text="", url="", state="waiting")
    fetching.round(timezone.now())

    wrong.refresh_from_db()
    assert wrong.state == LocalText.State.FAILED
    assert "no words" in wrong.reason


def test_a_page_that_cannot_be_read_fails_with_its_reason(house, organisations, people):
    text = commands.take_text(
        house, organisations["district"], url="http://127.0.0.1:9/berita", by=people["analis"]
    )
    fetching.round(timezone.now())

    text.refresh_from_db()
    assert text.state == LocalText.State.FAILED
    assert text.reason


def test_a_text_that_kills_the_worker_three_times_is_given_up(house, wrong):
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    LocalText.objects.update(state="reading", attempts=3, started_at=long_ago)

    assert fetching.round(timezone.now()) == 0
    wrong.refresh_from_db()
    assert wrong.state == LocalText.State.FAILED


def test_texts_are_for_readers_of_the_house_and_for_the_office_that_reported(
    wrong, house, district, officers, people
):
    reported = directives.publish(
        district, Published(text=RIGHT), by=officers["district"]
    ).local_text
    seen = {who: set(rules.texts_for(person)) for who, person in people.items()}

    assert seen["analis"] == {wrong, reported}
    assert seen["foreign_analis"] == set()
    assert set(rules.texts_for(officers["district"])) == {reported}


def test_the_index_never_stands_without_the_number_that_contradict(house, wrong, signed_in):
    client = signed_in("analis")
    address = "/desk/effectiveness/?period=all&lang=en"
    page = client.get(address)
    assert page.status_code == 200
    assert "1 of 1; 1 contradicts" in page.content.decode()


def test_the_indicator_counts_compared_offices_and_those_that_were_asked(house, wrong, people):
    from tangkal.desk.alignment.indicators import alignment

    scope = Scope(
        reader=people["analis"],
        period=Period(kind="all", since=None, until=None, label=""),
        exercise=False,
        now=timezone.now(),
    )
    found = alignment(scope)

    assert (found.value, found.n, found.of, found.against) == (0.0, 1, 1, 1)
    empty = Scope(
        reader=people["foreign_analis"],
        period=Period(kind="all", since=None, until=None, label=""),
        exercise=False,
        now=timezone.now(),
    )
    assert alignment(empty) is None


def test_a_person_works_through_a_text_on_its_page(signed_in, wrong, clash):
    desk = signed_in("analis")
    page = desk.get(f"/desk/alignment/texts/{wrong.pk}/").content.decode()
    assert "<mark>Rp12.000 per liter</mark>" in page
    assert "Nobody has looked at this yet." in page

    refused = desk.post(f"/desk/alignment/checks/{clash.pk}/confirm/", {"value": "0"})
    kept = desk.post(f"/desk/alignment/checks/{clash.pk}/confirm/", {"value": "-1"})

    assert (refused.status_code, kept.status_code) == (422, 302)
    settled = signed_in("hukum").post(
        f"/desk/alignment/checks/{clash.pk}/resolve/", {"favour": "region", "reason": "SK bupati."}
    )
    page = desk.get(f"/desk/alignment/texts/{wrong.pk}/").content.decode()
    assert settled.status_code == 302
    assert "write the next version" in page


def test_a_house_lists_its_offices_in_a_fixed_number_of_questions(
    signed_in, house, wrong, organisations, people, django_assert_max_num_queries
):
    desk = signed_in("analis")
    address = f"/desk/alignment/houses/{house.pk}/"
    desk.get(address)
    commands.take_text(house, organisations["province"], text=RIGHT, by=people["analis"])
    with django_assert_max_num_queries(32):
        page = desk.get(address).content.decode()
    assert "1 office contradicts" in page
    assert desk.get("/desk/alignment/").status_code == 200
    assert signed_in("foreign_analis").get(address).status_code == 404


def test_a_text_is_taken_in_on_the_page(signed_in, house, organisations):
    desk = signed_in("verifikator")
    address = f"/desk/alignment/houses/{house.pk}/"
    empty = desk.post(address, {"office": organisations["district"].pk})
    sent = desk.post(address, {"office": organisations["district"].pk, "text": WRONG})

    assert (empty.status_code, sent.status_code) == (422, 302)
    assert signed_in("pemantau").post(address, {}).status_code == 403


def entry(place: int, title: str, text: str) -> Row:
    url = f"https://kab.example/{place}"
    return Row(place, {"native_id": url, "title": title, "text": text, "url": url})


def test_a_feed_gives_what_touches_a_message_and_nothing_twice(house, organisations, people):
    feed = commands.add_feed(
        house, organisations["district"], url="https://kab.example/rss", by=people["analis"]
    )
    rows = [entry(2, "Harga", WRONG), entry(1, "Senam", "Senam lansia digelar Jumat pagi.")]

    made = feeds.keep(feed, rows, timezone.now())
    again = feeds.keep(feed, rows, timezone.now())

    assert [(each.url, each.state) for each in made] == [("https://kab.example/2", "compared")]
    assert again == []
    assert standing_of(house).alignment.contradicting == 1


def test_a_feed_that_cannot_be_read_says_why_and_is_tried_again_later(house, organisations, people):
    feed = commands.add_feed(
        house, organisations["district"], url="http://127.0.0.1:9/rss", by=people["analis"]
    )
    now = timezone.now()
    assert fetching.round(now) == 1
    assert fetching.round(now) == 0

    feed.refresh_from_db()
    assert feed.reason
    assert feed.next_at > now


def test_a_feed_is_added_once_and_ended_by_those_who_compare(
    signed_in, house, organisations, people
):
    desk = signed_in("analis")
    address = f"/desk/alignment/houses/{house.pk}/feeds/"
    sent = {"office": organisations["district"].pk, "url": "https://kab.example/rss"}
    first, twice = desk.post(address, sent), desk.post(address, sent)
    feed = LocalFeed.objects.get()

    assert (first.status_code, twice.status_code) == (302, 422)
    end = f"/desk/alignment/feeds/{feed.pk}/end/"
    assert signed_in("pemantau").post(end).status_code == 403
    assert desk.post(end).status_code == 302
    feed.refresh_from_db()
    assert feed.ended_at is not None


def told(kind: str = "alignment") -> dict[str, str]:
    return {n.user.username: n.title for n in Notice.objects.filter(kind=kind)}


def test_a_measured_contradiction_is_told_to_who_answers_for_the_message(
    house, organisations, people, officers
):
    commands.take_text(house, organisations["district"], text=WRONG, by=people["analis"])

    names = {people["penyusun"].username, people["penyetuju"].username}
    assert names <= set(told())
    assert "Measured as a contradiction" in told()[people["penyusun"].username]
    # A machine's word alone reaches neither the office nor who stands before the result.
    assert not set(told()) & {officers["district"].username, people["analis"].username}
    notice = Notice.objects.filter(kind="alignment").first()
    assert notice.url == f"/desk/alignment/texts/{LocalText.objects.get().pk}/"


def test_what_agrees_and_what_was_measured_before_tells_nobody_again(
    house, wrong, organisations, people
):
    before = Notice.objects.filter(kind="alignment").count()
    commands.take_text(house, organisations["province"], text=RIGHT, by=people["analis"])
    LocalText.objects.filter(pk=wrong.pk).update(state="waiting")
    fetching.round(timezone.now())

    assert Notice.objects.filter(kind="alignment").count() == before
    assert set(Notice.objects.filter(kind="alignment").values_list("times", flat=True)) == {1}


def test_where_the_authors_left_the_approvers_hear_of_it(house, organisations, people):
    gone = ("penyusun", "penyetuju", "analis")
    for who in gone:
        people[who].is_active = False
        people[who].save()
    house = type(house).objects.get(pk=house.pk)
    commands.take_text(house, organisations["district"], text=WRONG, by=people["verifikator"])

    assert people["second_penyetuju"].username in told()
    assert not {people[who].username for who in gone} & set(told())


def test_who_answers_for_the_message_hears_that_the_region_was_right(clash, people):
    commands.confirm(clash, "-1", by=people["analis"])
    Notice.objects.all().delete()
    commands.resolve(clash, "region", by=people["hukum"], reason="SK bupati.")

    assert "was right" in told()[people["penyusun"].username]
