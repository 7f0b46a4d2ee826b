"""A directive goes out by two persons' word, with a version in force, to whom it names."""

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.accounts.models import Organisation, RoleAssignment, User
from tangkal.desk.directives import addressing, commands, coverage
from tangkal.desk.directives.addressing import audience_of
from tangkal.desk.directives.models import Directive, LocalPublication
from tangkal.desk.directives.states import AnswerState, DirectiveState
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import freezing, house_commands, house_queries
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.conftest import make_person
from tests.desk.directives.conftest import WORDS, change_facts, row

pytestmark = pytest.mark.django_db


def names(found) -> list[str]:
    return [str(each) for each in found]


def test_it_reaches_a_tree_by_code_by_type_or_everybody(organisations):
    ministry = organisations["ministry"]

    def reach(**wanted) -> list[str]:
        return names(addressing.addressed(ministry, audience_of(**wanted)))

    both = ["Pemerintah Provinsi Contoh", "Pemerintah Kabupaten Contoh"]
    assert reach(trees=["99"]) == both
    assert reach(everyone=True) == both
    assert reach(codes=["99.01"]) == both[1:]
    assert reach(types=["lembaga"]) == ["Lembaga Contoh"]
    assert reach(trees=["99"], codes=["99.01"]) == both  # each once
    with pytest.raises(ValidationError, match=r"98\.01"):
        audience_of(codes=["98.01"])
    with pytest.raises(ValidationError, match="whom"):
        audience_of()


def test_a_province_directs_those_below_it_and_nobody_else(organisations):
    found = addressing.addressed(organisations["province"], audience_of(everyone=True))

    assert names(found) == ["Pemerintah Kabupaten Contoh"]


def test_an_office_that_ended_is_not_addressed(organisations):
    Organisation.objects.filter(pk=organisations["district"].pk).update(active_to="2020-01-01")

    found = addressing.addressed(organisations["ministry"], audience_of(trees=["99"]))
    assert names(found) == ["Pemerintah Provinsi Contoh"]


def test_it_goes_out_by_a_second_persons_word_and_every_officer_hears(sent, officers, chain_holds):
    rows = {str(each.organisation): each for each in sent.recipients.all()}

    assert sent.state == DirectiveState.SENT
    assert len(rows) == 2
    assert {each.state for each in rows.values()} == {AnswerState.DELIVERED}
    for place, officer in officers.items():
        notice = Notice.objects.get(user=officer)
        assert f"/offices/{officer.organisation_id}/" in notice.url, place
    assert chain_holds() > 10


def test_deadlines_follow_the_priority_of_the_case(sent, district):
    """A medium case: confirmed within 4 hours, published within 12."""
    hours = [
        (due - district.sent_at).total_seconds() / 3600
        for due in (district.ack_due_at, district.publish_due_at)
    ]
    limits = {"HIGH": [1, 3], "MEDIUM": [4, 12]}
    assert hours == limits[sent.priority]


def test_whoever_wrote_it_does_not_send_it(draft, people, organisations):
    RoleAssignment.objects.create(
        user=people["penyusun"], role="penyetuju", scope=organisations["ministry"]
    )
    writer = User.objects.get(pk=people["penyusun"].pk)
    handed = commands.take_step(draft, "submit", by=writer, expected_version=draft.version)

    with pytest.raises(ActionDenied, match="second person"):
        commands.take_step(handed, "send", by=writer, expected_version=handed.version)
    assert not handed.recipients.exists()


@pytest.mark.parametrize("who", ["penyusun", "analis", "auditor", "foreign_penyetuju"])
def test_only_an_approver_of_the_office_sends_it(draft, people, who):
    handed = commands.take_step(
        draft, "submit", by=people["penyusun"], expected_version=draft.version
    )

    with pytest.raises(ActionDenied):
        commands.take_step(handed, "send", by=people[who], expected_version=handed.version)


def test_nothing_goes_out_while_a_freeze_stands(draft, people, organisations):
    handed = commands.take_step(
        draft, "submit", by=people["penyusun"], expected_version=draft.version
    )
    freezing.freeze(people["penyetuju"], "krisis", organisations["ministry"])

    with pytest.raises(ActionDenied, match="krisis"):
        commands.take_step(handed, "send", by=people["penyetuju"], expected_version=handed.version)

    freezing.thaw(organisations["ministry"], by=people["penyetuju"], why="selesai")
    sent = commands.take_step(
        handed, "send", by=people["penyetuju"], expected_version=handed.version
    )
    assert sent.state == DirectiveState.SENT


def test_an_approval_binds_to_the_words_that_were_handed_in(draft, people):
    handed = commands.take_step(
        draft, "submit", by=people["penyusun"], expected_version=draft.version
    )
    Directive.objects.filter(pk=handed.pk).update(instruction="Hapus semua kritik.")

    with pytest.raises(ActionDenied, match="handed in"):
        commands.take_step(handed, "send", by=people["penyetuju"], expected_version=handed.version)


def test_a_stale_page_changes_nothing(draft, people):
    with pytest.raises(StaleObject):
        commands.take_step(draft, "submit", by=people["penyusun"], expected_version=99)


def test_a_version_that_is_not_in_force_is_refused(draft, house, people):
    old = house_queries.in_force(house)
    change_facts(house, people, umbrella="Harga Pertalite Rp9.500 per liter.",
                 locked=[{"text": "Rp9.500 per liter", "kind": "figure"}])  # fmt: skip
    old.refresh_from_db()

    with pytest.raises(ActionDenied, match="not in force"):
        commands.take_step(draft, "submit", by=people["penyusun"], expected_version=draft.version)
    with pytest.raises(ActionDenied, match="not in force"):
        commands.draft_directive(
            old, audience=audience_of(trees=["99"]), by=people["penyusun"], **WORDS
        )


def test_a_changed_fact_asks_everybody_anew_and_tells_who_published(
    sent, district, province, house, officers, people, organisations, chain_holds
):
    commands.acknowledge(province, by=officers["province"])
    what = commands.publishing.Published(text="Harga tetap Rp10.000 per liter.")
    commands.publish(district, what, by=officers["district"])
    Notice.objects.all().delete()

    change_facts(house, people, umbrella="Harga Pertalite Rp9.500 per liter.",
                 locked=[{"text": "Rp9.500 per liter", "kind": "figure"}])  # fmt: skip

    sent.refresh_from_db()
    again = row(sent, organisations["district"])
    titles = {n.user_id: n.title for n in Notice.objects.filter(user__in=officers.values())}
    assert sent.round == 2
    assert sent.house_version == house_queries.in_force(house)
    assert (again.state, again.published_at) == (AnswerState.DELIVERED, None)
    assert "take down" in titles[officers["district"].pk]
    assert "New version" in titles[officers["province"].pk]
    # What was confirmed and published of the earlier version stays on record.
    province.refresh_from_db()
    assert province.acknowledged_at is not None
    assert LocalPublication.objects.get().recall_asked_at is not None
    # Coverage counts the current version only.
    counted = coverage.progress_of(sent, again.sent_at)[0]
    assert (counted.published, counted.confirmed) == (0, 0)

    commands.publish(again, commands.publishing.Published(text="Rp9.500"), by=officers["district"])
    assert LocalPublication.objects.filter(taken_down_at=None).count() == 1
    counted = coverage.progress_of(sent, again.sent_at)[0]
    assert (counted.published, counted.national, counted.registry) == (1, 1, 2)
    chain_holds()


def test_the_very_person_who_reported_a_publication_hears_that_its_fact_changed(
    sent, district, house, people, organisations
):
    unit = Organisation.objects.create(
        name="Dinas Kominfo Contoh", type=Organisation.Type.UNIT, parent=organisations["district"]
    )
    clerk = make_person("dinas", unit, "penyusun")
    commands.publish(district, commands.publishing.Published(text="Rp10.000"), by=clerk)
    change_facts(house, people, umbrella="Harga Pertalite Rp9.500 per liter.",
                 locked=[{"text": "Rp9.500 per liter", "kind": "figure"}])  # fmt: skip
    assert Notice.objects.filter(user=clerk, title__contains="take down").count() == 1


def test_other_words_for_the_same_facts_wait_for_an_approver(sent, house, people, organisations):
    change_facts(house, people, umbrella="Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026.",
                 locked=[{"text": "Rp10.000 per liter", "kind": "figure"},
                         {"text": "31 Maret 2026", "kind": "date"}])  # fmt: skip
    sent.refresh_from_db()
    assert sent.round == 1

    commands.take_step(
        sent, "renew", by=people["penyetuju"], expected_version=sent.version, comment="lebih jelas"
    )
    sent.refresh_from_db()
    assert (sent.round, sent.house_version.number) == (2, 2)
    with pytest.raises(ValidationError, match="already"):
        commands.take_step(
            sent, "renew", by=people["penyetuju"], expected_version=sent.version, comment="lagi"
        )


def test_a_withdrawn_house_takes_its_directives_along(sent, district, house, officers, people):
    commands.publish(
        district, commands.publishing.Published(url="https://kab.example/1"),
        by=officers["district"],
    )  # fmt: skip
    house.refresh_from_db()

    house_commands.withdraw_house(
        house, by=people["penyetuju"], expected_version=house.version, reason="keliru"
    )

    sent.refresh_from_db()
    assert sent.state == DirectiveState.RECALLED
    assert LocalPublication.objects.get().recall_asked_at is not None
    assert not sent.recipients.exclude(next_call_at=None).exists()
    # It no longer runs; that it was taken down is still noted.
    with pytest.raises(ActionDenied):
        commands.acknowledge(district, by=officers["district"])
    assert commands.take_down(district, by=officers["district"]) == 1
