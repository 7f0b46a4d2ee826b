"""A message goes out only in approved words, past two people, on a case that was decided."""

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.strategic_communication import commands
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState
from tangkal.desk.workflow import ActionDenied, StaleObject

pytestmark = pytest.mark.django_db


def step(message: Message, action: str, by, comment: str = "") -> Message:
    return commands.take_step(
        message, action, by=by, expected_version=message.version, comment=comment
    )


@pytest.fixture
def draft(case, people, parts) -> Message:
    return commands.draft_message(case, "clarification", parts, by=people["penyusun"])


@pytest.fixture
def approved(draft, people) -> Message:
    message = step(draft, "submit", people["penyusun"])
    message = step(message, "confirm_facts", people["second_verifikator"])
    return step(message, "approve", people["penyetuju"])


@pytest.fixture
def published(approved, people) -> Message:
    return commands.publish(approved, by=people["penyetuju"], expected_version=approved.version)


def test_an_approved_message_reaches_the_portal_and_teaches_the_matcher(
    published, people, chain_holds
):
    clarification = Clarification.objects.get(slug=published.clarification_slug)

    assert published.state == MessageState.PUBLISHED
    assert clarification.claim_text == "BBM naik malam ini"
    assert clarification.verdict == "SALAH"
    assert [part["key"] for part in clarification.parts][:2] == ["fact", "myth"]
    assert clarification.sources[0]["url"] == "https://energi.example/keputusan"
    assert Case.objects.get(pk=published.case_id).state == "TERBIT"
    found = matcher.live().match("katanya BBM naik malam ini, cepat isi")
    assert found[0].claim_id == clarification.known_claim_id
    assert chain_holds() > 10


@pytest.mark.parametrize("action", ["submit", "confirm_facts", "approve"])
def test_only_the_roles_of_the_table_take_a_step(draft, people, action):
    source = {"submit": "DRAF", "confirm_facts": "CEK_FAKTA", "approve": "PEMILIK_KEBIJAKAN"}
    Message.objects.filter(pk=draft.pk).update(state=source[action])
    draft.refresh_from_db()
    allowed = MESSAGE.step(source[action], action).roles
    for role in ("pemantau", "analis", "juru_bicara", "auditor", "admin_sistem", "mitra"):
        assert role not in allowed
        with pytest.raises(ActionDenied):
            step(draft, action, people[role])
    for role in allowed:
        with pytest.raises(ActionDenied):
            step(draft, action, people[f"foreign_{role}"])


def test_nobody_approves_their_own_words(case, people, parts, organisations):
    from tangkal.desk.accounts.models import RoleAssignment

    writer = people["penyusun"]
    for role in ("verifikator", "penyetuju"):
        RoleAssignment.objects.create(user=writer, role=role, scope=organisations["ministry"])
    writer.__dict__.pop("active_assignments", None)
    message = commands.draft_message(case, "clarification", parts, by=writer)
    message = step(message, "submit", writer)
    with pytest.raises(ActionDenied):
        step(message, "confirm_facts", writer)
    message = step(message, "confirm_facts", people["second_verifikator"])
    with pytest.raises(ActionDenied):
        step(message, "approve", writer)


def test_a_second_writer_of_a_version_cannot_approve_either(draft, people, parts, organisations):
    from tangkal.desk.accounts.models import RoleAssignment

    helper = people["second_penyusun"]
    RoleAssignment.objects.create(user=helper, role="penyetuju", scope=organisations["ministry"])
    helper.__dict__.pop("active_assignments", None)
    commands.save_version(
        draft, parts | {"fact": "Harga tetap."}, by=helper, expected_version=draft.version
    )
    draft.refresh_from_db()
    message = step(draft, "submit", people["penyusun"])
    message = step(message, "confirm_facts", people["second_verifikator"])
    with pytest.raises(ActionDenied):
        step(message, "approve", helper)


def test_an_approval_holds_for_its_version_alone(approved, people, parts):
    message = step(approved, "return", people["second_penyetuju"], "Angka belum cocok.")
    commands.save_version(
        message,
        parts | {"fact": "Harga tetap sampai akhir tahun."},
        by=people["penyusun"],
        expected_version=message.version,
    )
    Message.objects.filter(pk=message.pk).update(state=MessageState.APPROVED)
    message.refresh_from_db()

    with pytest.raises(ActionDenied, match=r"approv|setuj"):
        commands.publish(message, by=people["penyetuju"], expected_version=message.version)
    assert not Clarification.objects.exists()


def test_an_open_placeholder_stops_the_message(case, people, parts):
    message = commands.draft_message(
        case, "clarification", parts | {"fact": "[fakta yang benar]"}, by=people["penyusun"]
    )
    with pytest.raises(ActionDenied, match="fakta yang benar"):
        step(message, "submit", people["penyusun"])


def test_sending_back_needs_a_reason(draft, people):
    message = step(draft, "submit", people["penyusun"])
    with pytest.raises(ActionDenied):
        step(message, "return", people["verifikator"], "  ")


def test_the_slower_of_two_people_is_told_so(draft, people):
    version = draft.version
    commands.take_step(draft, "submit", by=people["penyusun"], expected_version=version)
    with pytest.raises(StaleObject):
        commands.take_step(draft, "submit", by=people["penyusun"], expected_version=version)


def test_no_message_begins_without_a_decision_to_respond(people, parts):
    from tangkal.desk.cases import commands as cases

    case = cases.open_case([], title="Belum diputuskan", by=people["analis"])
    with pytest.raises(ActionDenied):
        commands.draft_message(case, "clarification", parts, by=people["penyusun"])


def test_a_correction_changes_the_page_in_the_open(published, people, parts, chain_holds):
    correction = commands.begin_correction(
        published, by=people["penyusun"], reason="Tanggal keputusan salah tulis."
    )
    commands.save_version(
        correction,
        parts | {"fact": "Harga tetap menurut keputusan tanggal 2."},
        by=people["penyusun"],
        expected_version=correction.version,
    )
    correction.refresh_from_db()
    correction = step(correction, "submit", people["penyusun"])
    correction = step(correction, "confirm_facts", people["second_verifikator"])
    correction = step(correction, "approve", people["penyetuju"])
    commands.publish(correction, by=people["penyetuju"], expected_version=correction.version)

    page = Clarification.objects.get()
    log = Correction.objects.get()
    published.refresh_from_db()
    assert (page.edition, published.state) == (2, MessageState.REPLACED)
    assert log.reason == "Tanggal keputusan salah tulis."
    assert "tanggal 1" in str(log.before)
    assert "tanggal 2" in str(log.after)
    assert page.slug == published.clarification_slug
    chain_holds()


def test_a_second_correction_waits_for_the_first(published, people):
    commands.begin_correction(published, by=people["penyusun"], reason="Salah tulis.")
    with pytest.raises(ValidationError):
        commands.begin_correction(published, by=people["penyusun"], reason="Lagi.")


def test_a_withdrawn_answer_stays_visible_and_is_no_longer_matched(published, people):
    commands.withdraw(
        published,
        by=people["penyetuju"],
        expected_version=published.version,
        reason="Buktinya keliru.",
    )
    page = Clarification.objects.get()
    assert page.state == Clarification.State.WITHDRAWN
    assert KnownClaim.objects.get(pk=page.known_claim_id).is_withdrawn
    assert not matcher.live().match("BBM naik malam ini")


def test_every_step_leaves_one_event(draft, people):
    before = AuditEvent.objects.count()
    step(draft, "submit", people["penyusun"])
    assert AuditEvent.objects.count() == before + 1


@pytest.mark.parametrize("who", ["admin_sistem", "mitra", "pengendali_latihan", "nobody"])
def test_pages_refuse_those_who_read_no_content(signed_in, draft, who):
    client = signed_in(who)
    for address in ("/desk/messages/", f"/desk/messages/{draft.pk}/"):
        assert client.get(address).status_code == 403


def test_a_foreign_organisation_finds_nothing(signed_in, draft):
    client = signed_in("foreign_penyusun")
    assert client.get(f"/desk/messages/{draft.pk}/").status_code == 404
    assert str(draft) not in client.get("/desk/messages/?tab=all").content.decode()


def test_the_pages_carry_a_message_from_draft_to_portal(signed_in, case, people, parts):
    writer, verifier = signed_in("penyusun"), signed_in("second_verifikator")
    approver = signed_in("penyetuju")
    reply = writer.post(f"/desk/messages/new/{case.number}/", parts)
    message = Message.objects.get()
    assert reply.url == f"/desk/messages/{message.pk}/"

    for client, action in ((writer, "submit"), (verifier, "confirm_facts"), (approver, "approve")):
        page = client.get(f"/desk/messages/{message.pk}/").content.decode()
        assert f"/steps/{action}/" in page
        message.refresh_from_db()
        client.post(f"/desk/messages/{message.pk}/steps/{action}/", {"version": message.version})
    message.refresh_from_db()
    approver.post(f"/desk/messages/{message.pk}/publish/", {"version": message.version})

    assert Clarification.objects.get().headline == parts["headline"]
    shown = approver.get(f"/desk/messages/{message.pk}/").content.decode()
    assert Clarification.objects.get().slug in shown
