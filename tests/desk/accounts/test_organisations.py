"""The tree of organisations: who changes it, what moves along, and what an end takes away."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tangkal.desk.accounts import commands, organising
from tangkal.desk.accounts.models import Organisation
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def fields(organisation: Organisation, **changes: object) -> dict[str, object]:
    return {
        "name": organisation.name,
        "name_en": "",
        "type": organisation.type,
        "region": organisation.region_id or "",
        "active_from": "",
        "active_to": "",
        "version": organisation.version,
        **changes,
    }


def address(organisation: Organisation, more: str = "") -> str:
    return f"/desk/organisations/{organisation.pk}/{more}"


# ---- seeing and finding ------------------------------------------------------------------------


def test_the_tree_shows_the_reader_s_scope_and_words_search_it(signed_in, organisations):
    browser = signed_in("admin_sistem")
    page = browser.get("/desk/organisations/").text
    assert "Pemerintah Kabupaten Contoh" in page
    assert "Kementerian Lain" not in page
    found = browser.get("/desk/organisations/?q=kabupaten").text
    assert "Pemerintah Kabupaten Contoh" in found
    assert "Lembaga Contoh" not in found
    assert "No organisation found" in browser.get("/desk/organisations/?q=tidak-ada").text


def test_an_auditor_reads_and_changes_nothing(signed_in, organisations):
    browser, agency = signed_in("auditor"), organisations["agency"]
    assert browser.get(address(agency)).status_code == 200
    assert browser.post(address(agency), fields(agency, name="Lain")).status_code == 403
    moved = browser.post(address(agency, "move/"), {"below": organisations["province"].pk})
    assert moved.status_code == 403
    assert again(agency).name == "Lembaga Contoh"


# ---- adding and changing -----------------------------------------------------------------------


def test_an_administrator_adds_below_the_own_scope_only(signed_in, organisations, chain_holds):
    browser = signed_in("admin_sistem")
    new = {"name": "Dinas Baru", "type": "opd", "below": organisations["district"].pk}
    assert browser.post("/desk/organisations/new/", new).status_code == 302
    made = Organisation.objects.get(name="Dinas Baru")
    assert made.path == f"{organisations['district'].path}{made.pk}."
    foreign = new | {"name": "Dinas Lain", "below": organisations["foreign"].pk}
    assert browser.post("/desk/organisations/new/", foreign).status_code == 422
    assert not Organisation.objects.filter(name="Dinas Lain").exists()
    assert AuditEvent.objects.filter(action="organisation.added").count() == 1
    chain_holds()


def test_a_name_changes_on_record(signed_in, organisations, chain_holds):
    agency = organisations["agency"]
    reply = signed_in("admin_sistem").post(address(agency), fields(agency, name="Badan Contoh"))
    assert reply.status_code == 302
    event = AuditEvent.objects.get(action="organisation.changed")
    assert event.details["changed"] == {"name": ["Lembaga Contoh", "Badan Contoh"]}
    chain_holds()


def test_who_comes_second_with_an_old_page_changes_nothing(signed_in, organisations):
    agency, browser = organisations["agency"], signed_in("admin_sistem")
    first = fields(agency, name="Badan Satu")
    assert browser.post(address(agency), first).status_code == 302
    assert browser.post(address(agency), first | {"name": "Badan Dua"}).status_code == 409
    assert again(agency).name == "Badan Satu"


def test_dates_the_wrong_way_round_are_refused(signed_in, organisations):
    agency = organisations["agency"]
    wrong = fields(agency, active_from="2026-02-01", active_to="2026-01-01")
    assert signed_in("admin_sistem").post(address(agency), wrong).status_code == 422


# ---- an end ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (None, None, True),
        (0, 0, True),
        (None, -1, False),
        (1, None, False),
        (-5, 5, True),
    ],
)
def test_roles_over_an_organisation_count_while_it_exists(
    people, organisations, first, last, counts
):
    district = organisations["district"]
    district.active_from = None if first is None else TODAY + timedelta(days=first)
    district.active_to = None if last is None else TODAY + timedelta(days=last)
    district.save()
    person = again(people["district_analis"])
    assert person.has_role(Role.ANALYST) is counts
    assert person.reads_content is counts


def test_who_stood_over_an_ended_organisation_reads_its_cases_no_more(
    signed_in, people, organisations
):
    case = walk.open_case(people)
    page = f"/desk/cases/{case.number}/"
    browser = signed_in("analis")
    assert browser.get(page).status_code == 200
    yesterday = TODAY - timedelta(days=1)
    Organisation.objects.filter(pk=organisations["ministry"].pk).update(active_to=yesterday)
    assert browser.get(page).status_code == 403


def test_nobody_ends_the_organisation_they_stand_on(people, organisations):
    for organisation, who in (("ministry", "admin_sistem"), ("district", "district_admin")):
        person = people.get(who) or people["nobody"]
        if who == "district_admin":
            scope = organisations["district"]
            commands.assign_role(person, Role.SYSTEM_ADMIN, scope, by=None)
        with pytest.raises(ActionDenied):
            organising.change(
                organisations[organisation], by=again(person), version=None, active_to=TODAY
            )
    organising.change(
        organisations["district"], by=people["admin_sistem"], version=None, active_to=TODAY
    )


def test_no_address_deletes_an_organisation(signed_in, organisations):
    for more in ("delete/", "remove/"):
        reply = signed_in("admin_sistem").post(address(organisations["agency"], more))
        assert reply.status_code == 404


# ---- moving ------------------------------------------------------------------------------------


def test_moving_takes_everything_below_along_and_the_rights_with_it(
    signed_in, people, organisations, chain_holds
):
    province, agency = organisations["province"], organisations["agency"]
    person = people["nobody"]
    commands.assign_role(person, Role.ANALYST, agency, by=None)
    assert not again(person).has_role(Role.ANALYST, at=organisations["district"])
    fields = {"below": agency.pk, "version": province.version}
    assert signed_in("admin_sistem").post(address(province, "move/"), fields).status_code == 302

    district = again(organisations["district"])
    assert district.path == f"{agency.path}{province.pk}.{district.pk}."
    assert again(person).has_role(Role.ANALYST, at=district)
    assert AuditEvent.objects.filter(action="organisation.moved").count() == 1
    chain_holds()


def test_a_move_needs_both_places_to_be_the_administrator_s(people, organisations):
    commands.assign_role(people["nobody"], Role.SYSTEM_ADMIN, organisations["province"], by=None)
    by = again(people["nobody"])
    district = organisations["district"]
    with pytest.raises(ActionDenied):
        organising.move(district, below=organisations["agency"], by=by, version=None)
    with pytest.raises(ActionDenied):  # the own scope hangs where somebody else said
        organising.move(organisations["province"], below=district, by=by, version=None)


def test_the_top_is_not_moved_and_nothing_hangs_below_itself(signed_in, organisations):
    browser = signed_in("admin_sistem")
    ministry, province = organisations["ministry"], organisations["province"]
    top = {"below": organisations["agency"].pk, "version": ministry.version}
    assert browser.post(address(ministry, "move/"), top).status_code == 403
    loop = {"below": organisations["district"].pk, "version": province.version}
    reply = browser.post(address(province, "move/"), loop, follow=True)
    assert "cannot hang below itself" in reply.text
    assert again(province).path == province.path


class TreesStayTrees(TestCase):
    """Whatever moves are tried, every path is its parent's path and its own key."""

    @example_settings(max_examples=25)
    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
    def test_any_moves_leave_a_tree(self, moves: list[tuple[int, int]]) -> None:
        top = Organisation.objects.create(name="puncak", type="kementerian")
        nodes = [top]
        for place in range(6):
            parent = nodes[place // 2]
            made = Organisation.objects.create(name=f"{place}", type="opd", parent=parent)
            nodes.append(made)
        for moved, below in moves:
            with suppress(ActionDenied, ValidationError):
                organising.move(nodes[moved], below=nodes[below], by=None, version=None)
        for node in Organisation.objects.filter(pk__in=[n.pk for n in nodes]):
            above = node.parent.path if node.parent else ""
            assert node.path == f"{above}{node.pk}."


# ---- roles -------------------------------------------------------------------------------------

PAIRS = [
    (one, other) for one in (Role.SYSTEM_ADMIN, Role.AUDITOR) for other in Role if one != other
]
MAY_MEET = ({Role.SYSTEM_ADMIN, Role.PARTNER}, {Role.SYSTEM_ADMIN, Role.EXERCISE_CONTROLLER})


def test_an_administrator_holds_no_content_role_and_an_auditor_no_other(people, organisations):
    person, scopes = people["nobody"], (organisations["agency"], organisations["province"])
    for first, second in [*PAIRS, *((other, one) for one, other in PAIRS)]:
        person.assignments.all().delete()
        commands.assign_role(person, first, scopes[0], by=None)
        if {first, second} in MAY_MEET:
            commands.assign_role(person, second, scopes[1], by=None)
            continue
        with pytest.raises(ActionDenied, match=str(Role(first).label)):
            commands.assign_role(person, second, scopes[1], by=None)


def test_a_role_that_has_ended_stands_in_no_other_s_way(people, organisations):
    person, scope = people["nobody"], organisations["agency"]
    past = timezone.now() - timedelta(hours=1)
    person.assignments.create(role=Role.ANALYST, scope=scope, expires_at=past)
    commands.assign_role(person, Role.SYSTEM_ADMIN, scope, by=None)


def test_the_screen_says_why_a_role_is_refused(signed_in, people, organisations):
    reply = signed_in("admin_sistem").post(
        f"/desk/people/{people['analis'].pk}/roles/",
        {"role": "admin_sistem", "scope": organisations["agency"].pk, "expires_at": ""},
    )
    assert reply.status_code == 403
    assert "must not also be" in reply.text


def test_roles_that_end_soon_are_listed_and_marked(signed_in, people):
    held = people["analis"].assignments.get()
    held.expires_at = timezone.now() + timedelta(days=3)
    held.save()
    browser = signed_in("admin_sistem")
    assert "Roles that end within 7 days" in browser.get("/desk/people/").text
    assert "ends soon" in browser.get(f"/desk/people/{people['analis'].pk}/").text
    assert (
        "Roles that end within" not in signed_in("foreign_admin_sistem").get("/desk/people/").text
    )


def test_the_overview_names_who_holds_what_and_what_should_never_have_met(
    signed_in, people, organisations
):
    people["nobody"].assignments.create(role=Role.ANALYST, scope=organisations["agency"])
    people["nobody"].assignments.create(role=Role.SYSTEM_ADMIN, scope=organisations["agency"])
    page = signed_in("auditor").get("/desk/people/roles/").text
    assert "Roles that must not meet" in page
    assert "Second Penyetuju" in page
    assert "Foreign Analis" not in page


def test_a_training_s_day_is_noted_and_shown(signed_in, people, chain_holds):
    person = people["analis"]
    browser = signed_in("admin_sistem")
    browser.post(f"/desk/people/{person.pk}/training/", {"trained_on": "2026-03-07"})
    assert again(person).trained_on.isoformat() == "2026-03-07"
    assert "2026-03-07" in browser.get(f"/desk/people/{person.pk}/").text
    chain_holds()
