"""The fast lane: a statement goes out on one approver's word and is looked at again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tangkal.desk.portal.models import Statement
from tangkal.desk.strategic_communication import holding, holding_templates
from tangkal.desk.strategic_communication.holding_models import HoldingStatement, HoldingTemplate
from tangkal.desk.strategic_communication.states import HOLDING, TEMPLATE, HoldingState
from tangkal.desk.workflow import ActionDenied, StaleObject

pytestmark = pytest.mark.django_db

VALUES = {
    "event": "banjir di Kota Contoh",
    "affected": "warga bantaran sungai",
    "confirmed": "air naik sejak pukul 03.00",
    "unknown": "berapa rumah yang terendam",
    "process": "tim SAR mendata setiap RT",
    "commitment": "posko buka 24 jam",
    "protective_action": "jauhi bantaran sungai",
    "source": "https://contoh.go.id",
    "contact": "112",
}


def draft_holding(case, values, by) -> HoldingStatement:
    soon = timezone.now() + timedelta(hours=1)
    return holding.draft_holding(case, values, by, next_update_at=soon)


@pytest.fixture
def template(people, organisations) -> HoldingTemplate:
    """Written by a writer, approved by an approver and a second one."""
    found = holding_templates.draft_template(
        organisations["ministry"],
        title="Bencana",
        parts=holding_templates.first_words("id"),
        valid_until=timezone.localdate() + timedelta(days=90),
        by=people["penyusun"],
    )
    for who in ("penyetuju", "second_penyetuju"):
        found.refresh_from_db()
        holding_templates.approve_template(found, by=people[who], expected_version=found.version)
    found.refresh_from_db()
    return found


@pytest.fixture
def draft(crisis, template, people) -> HoldingStatement:
    return draft_holding(crisis, VALUES, people["penyusun"])


@pytest.fixture
def out(draft, people) -> HoldingStatement:
    return holding.publish_holding(draft, by=people["penyetuju"], expected_version=draft.version)


def page(statement) -> str:
    return Client().get(f"/pernyataan/{statement.slug}/?lang=en").content.decode()


def test_one_approver_publishes_and_a_second_check_falls_due_in_two_hours(out, people):
    assert out.state == HoldingState.PUBLISHED
    assert out.check_due_at - out.published_at == timedelta(hours=2)
    shown = page(out)
    assert "jauhi bantaran sungai" in shown
    assert "a second person is checking it" in shown


@pytest.mark.parametrize("who", ["penyusun", "penyetuju"])
def test_neither_writer_nor_publisher_does_the_second_check(out, people, organisations, who):
    from tangkal.desk.accounts.models import RoleAssignment, User

    RoleAssignment.objects.get_or_create(
        user=people[who], role="verifikator", scope=organisations["ministry"]
    )
    person = User.objects.get(pk=people[who].pk)
    with pytest.raises(ActionDenied, match="second person"):
        holding.check_holding(out, is_right=True, by=person, expected_version=out.version)


def test_the_second_check_is_shown_to_readers(out, people, chain_holds):
    holding.check_holding(
        out, is_right=True, by=people["verifikator"], expected_version=out.version
    )
    assert "Checked by a second person" in page(out)
    assert chain_holds()


def test_a_no_takes_it_down_in_public_and_the_next_version_corrects_it(out, people, crisis):
    no = holding.check_holding(
        out,
        is_right=False,
        by=people["verifikator"],
        expected_version=out.version,
        note="Jamnya keliru.",
    )
    assert no.state == HoldingState.WITHDRAWN
    assert "withdrawn" in page(out)
    assert "Jamnya keliru." in page(out)
    again = draft_holding(
        crisis, VALUES | {"confirmed": "air naik sejak pukul 04.00"}, people["penyusun"]
    )
    assert again.number == 2
    again = holding.publish_holding(again, by=people["penyetuju"], expected_version=again.version)
    assert again.slug == out.slug
    shown = page(again)
    assert "pukul 04.00" in shown
    assert "Corrected" in shown


def test_a_no_needs_its_reason(out, people):
    with pytest.raises(ActionDenied, match="reason"):
        holding.check_holding(
            out, is_right=False, by=people["verifikator"], expected_version=out.version
        )


def test_the_next_version_replaces_the_last_and_old_words_stay_readable(out, people, crisis):
    second = draft_holding(crisis, VALUES | {"confirmed": "air mulai surut"}, people["penyusun"])
    second = holding.publish_holding(
        second, by=people["penyetuju"], expected_version=second.version
    )
    out.refresh_from_db()
    assert out.state == HoldingState.REPLACED
    assert Statement.objects.get().edition == 2
    assert "air naik sejak pukul 03.00" in page(second)
    assert "air mulai surut" in page(second)


def test_a_draft_overtaken_by_another_version_is_refused(draft, crisis, people):
    other = draft_holding(crisis, VALUES, people["penyusun"])
    holding.publish_holding(other, by=people["penyetuju"], expected_version=other.version)
    with pytest.raises(ActionDenied, match="Another version"):
        holding.publish_holding(draft, by=people["penyetuju"], expected_version=draft.version)


def test_whoever_filled_it_in_does_not_publish_it(crisis, template, people):
    own = draft_holding(crisis, VALUES, people["penyetuju"])
    with pytest.raises(ActionDenied, match="second person"):
        holding.publish_holding(own, by=people["penyetuju"], expected_version=own.version)
    filled = holding.fill_holding(own, VALUES, by=people["penyusun"], expected_version=own.version)
    with pytest.raises(ActionDenied, match="second person"):
        holding.publish_holding(filled, by=people["penyetuju"], expected_version=filled.version)


def test_an_open_place_stops_it(crisis, template, people):
    found = draft_holding(
        crisis, {k: v for k, v in VALUES.items() if k != "unknown"}, people["penyusun"]
    )
    with pytest.raises(ActionDenied, match="yang belum diketahui"):
        holding.publish_holding(found, by=people["penyetuju"], expected_version=found.version)


def test_the_lane_is_shut_without_a_crisis(case, template, people, monkeypatch):
    found = draft_holding(case, VALUES, people["penyusun"])
    with pytest.raises(ActionDenied, match="for a crisis"):
        holding.publish_holding(found, by=people["penyetuju"], expected_version=found.version)
    monkeypatch.setattr(holding, "crises", [lambda asked: asked.pk == case.pk])
    assert holding.publish_holding(
        found, by=people["penyetuju"], expected_version=found.version
    ).slug


def test_a_place_the_template_does_not_have_is_refused(crisis, template, people):
    with pytest.raises(ValidationError, match="rahasia"):
        draft_holding(crisis, {"rahasia": "x"}, people["penyusun"])


def test_without_an_approved_template_the_refusal_says_what_to_do(crisis, people):
    with pytest.raises(ActionDenied, match="approved by two"):
        draft_holding(crisis, VALUES, people["penyusun"])


def test_a_template_needs_two_people_and_neither_wrote_it(people, organisations):
    from tangkal.desk.accounts.models import RoleAssignment, User

    RoleAssignment.objects.create(
        user=people["penyusun"], role="penyetuju", scope=organisations["ministry"]
    )
    writer = User.objects.get(pk=people["penyusun"].pk)
    found = holding_templates.draft_template(
        organisations["ministry"],
        title="Bencana",
        parts=holding_templates.first_words("id"),
        valid_until=timezone.localdate(),
        by=writer,
    )

    def approve(who) -> None:
        found.refresh_from_db()
        holding_templates.approve_template(found, by=who, expected_version=found.version)

    with pytest.raises(ActionDenied, match="wrote"):
        approve(writer)
    approve(people["penyetuju"])
    with pytest.raises(ActionDenied, match="already"):
        approve(people["penyetuju"])
    with pytest.raises(ActionDenied):
        holding_templates.newest_ready(organisations["ministry"])
    approve(people["second_penyetuju"])
    assert holding_templates.newest_ready(organisations["agency"]).number == 1


def test_changed_words_are_approved_by_nobody(template, people, organisations):
    holding_templates.revise_template(
        template,
        holding_templates.first_words("id") | {"empathy": "Kami turut prihatin."},
        valid_until=timezone.localdate(),
        by=people["penyusun"],
        expected_version=template.version,
    )
    with pytest.raises(ActionDenied):
        holding_templates.newest_ready(organisations["ministry"])


def test_a_template_past_its_day_publishes_nothing(draft, template, people):
    template.versions.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ActionDenied, match="held until"):
        holding.publish_holding(draft, by=people["penyetuju"], expected_version=draft.version)


def test_a_template_without_an_element_is_refused(people, organisations):
    parts = holding_templates.first_words("id") | {"unknown": "Tidak ada."}
    with pytest.raises(ValidationError, match="unknown"):
        holding_templates.draft_template(
            organisations["ministry"],
            title="Bencana",
            parts=parts,
            valid_until=timezone.localdate(),
            by=people["penyusun"],
        )


@pytest.mark.parametrize("step", HOLDING.transitions, ids=lambda s: f"{s.source}-{s.action}")
def test_only_the_roles_of_the_table_take_a_step(step, people, organisations):
    for role, person in people.items():
        held = person.roles_at(organisations["ministry"])
        if held.isdisjoint(step.roles):
            with pytest.raises(ActionDenied):
                HOLDING.check(step.source, step.action, held)
        else:
            assert HOLDING.check(step.source, step.action, held) == step.target, role


def test_an_author_is_in_no_role_that_publishes_a_template():
    assert TEMPLATE.step("SETUJU_SATU", "approve").roles == {"penyetuju"}


def test_the_slower_of_two_is_told_so(draft, people):
    holding.publish_holding(draft, by=people["penyetuju"], expected_version=draft.version)
    with pytest.raises(StaleObject):
        holding.publish_holding(
            draft, by=people["second_penyetuju"], expected_version=draft.version
        )


def test_an_exercises_statement_meets_no_citizen(out):
    Statement.objects.update(is_exercise=True)
    assert Client().get(f"/pernyataan/{out.slug}/").status_code == 404
    assert out.parts["headline"] not in Client().get("/").content.decode()


def test_the_second_check_is_a_clock_until_somebody_has_said_yes_or_no(out, people):
    from tangkal.desk.deadlines import clocks

    def running() -> list[str]:
        return [each.step for each in clocks.running() if each.kind == "holding"]

    assert running() == ["fast_lane_check"]
    holding.check_holding(
        out, is_right=True, by=people["verifikator"], expected_version=out.version
    )
    assert running() == []
