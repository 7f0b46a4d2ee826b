"""What went out comes back as far as its service can; what cannot is said, and readers told."""

from datetime import timedelta

import pytest

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.channels import commands, delivery, standing
from tangkal.desk.channels.models import Dispatch
from tangkal.desk.channels.sending.base import Result
from tangkal.desk.channels.states import DeliveryState, DispatchState, Recall
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication import house_commands
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.desk.workflow import ActionDenied
from tests.desk.channels.conftest import (
    HOUSE,
    again,
    approve,
    bring_into_force,
    house_in_force,
    soon,
    work,
)

pytestmark = pytest.mark.django_db
S, D = DeliveryState, DispatchState
WHY = "Angkanya keliru"


def recall(found, people):
    found = again(found)
    return commands.recall(found, by=people["penyetuju"], why=WHY, expected_version=found.version)


def test_telegram_deletes_and_the_channel_is_told_why(sent, service, clock, people, chain_holds):
    found = sent()
    work(clock)
    recall(found, people)
    assert again(found).state == D.RECALLED
    assert work(clock) == 2  # the notice goes out, the post is deleted
    assert found.deliveries.get().recall == Recall.DELETED
    methods = [asked.path.rpartition("/")[2] for asked in service.asked]
    assert sorted(methods) == ["deleteMessage", "sendMessage", "sendMessage"]
    text = service.asked[1].json["text"]
    assert WHY in text
    assert found.subject in text
    assert "— Humas Kementerian Contoh" in text
    assert chain_holds()


def test_what_is_too_old_to_be_deleted_is_said_to_be_so(sent, service, clock, people):
    found = sent()
    work(clock)
    service.status = 400
    service.body = b'{"ok":false,"description":"Bad Request: message can\'t be deleted"}'
    recall(found, people)
    work(clock)
    held = found.deliveries.get()
    assert held.recall == Recall.IMPOSSIBLE
    assert "can't be deleted" in held.recall_reason


def test_a_deletion_that_fails_is_tried_again(sent, service, clock, people):
    found = sent()
    work(clock)
    recall(found, people)
    service.status = 502
    work(clock)
    assert found.deliveries.get().recall == Recall.WAITING
    service.status = 200
    clock.ahead = timedelta(minutes=10)
    work(clock)
    assert found.deliveries.get().recall == Recall.DELETED


def test_an_e_mail_cannot_come_back_and_only_its_receivers_get_the_notice(
    sent, mail, clock, people
):
    mail.refuse = {"kabar@radio.example": "550 tidak ada"}
    found = sent("email", server=f"127.0.0.1:{mail.port}")
    work(clock)
    recall(found, people)
    mail.refuse = {}
    work(clock)
    first, second = found.deliveries.order_by("pk")
    assert (first.recall, second.recall) == (Recall.IMPOSSIBLE, Recall.NONE)
    assert "cannot be taken back" in first.recall_reason
    assert [letter.rcpt_tos for letter in mail.letters] == [["redaksi@koran.example"]] * 2
    assert WHY in mail.letters[1].content.decode()


@pytest.mark.parametrize("template", ["", "penarikan_resmi"])
def test_whatsapp_tells_its_readers_where_it_has_a_template_for_that(
    sent, service, clock, people, template
):
    service.body = b'{"messages":[{"id":"wamid.1"}]}'
    found = sent("whatsapp", recall_template=template, recipients="+6281100000001")
    work(clock)
    recall(found, people)
    work(clock)
    assert found.deliveries.get().recall == Recall.IMPOSSIBLE
    names = [asked.json["template"]["name"] for asked in service.asked]
    assert names == ["keterangan_resmi", *([template] if template else [])]
    assert Dispatch.objects.filter(recalls=found).exists() == bool(template)


def test_a_websites_list_shows_it_withdrawn_at_once(sent, clock, people, client):
    found = sent("website")
    work(clock)
    place = f"/siaran/{found.outlet.slug}.json"
    [item] = client.get(place).json()["items"]
    assert item["content_text"] == found.body
    recall(found, people)
    [item] = client.get(place).json()["items"]
    assert item["content_text"] == WHY
    assert item["_tangkal"]["withdrawn"] is True


def test_what_still_waits_does_not_go_out_any_more(sent, mail, clock, people):
    mail.answer = "451 nanti"
    found = sent("email", server=f"127.0.0.1:{mail.port}")
    work(clock)
    recall(found, people)
    mail.answer = "250 OK"
    clock.ahead = timedelta(hours=2)
    work(clock)
    assert mail.letters == []
    assert set(found.deliveries.values_list("state", flat=True)) == {S.STOPPED}
    assert not Dispatch.objects.filter(recalls=found).exists()  # nobody had it, nobody is told


def test_one_under_way_when_recalled_is_deleted_once_its_answer_comes(sent, service, clock, people):
    found = sent()
    attempt = delivery.begin(found.deliveries.get().pk, clock())
    recall(found, people)
    assert delivery.erase(clock) == 0  # nobody knows its number yet
    result = Result(kind="sent", receipt="12")
    import random

    delivery.finish(attempt, result, now=clock(), chance=random.Random(1))
    assert delivery.erase(clock) == 1
    assert found.deliveries.get().recall == Recall.DELETED


def test_one_nobody_can_find_is_said_to_be_beyond_recall(sent, service, clock, people, monkeypatch):
    found = sent()
    with monkeypatch.context() as cut:
        cut.setattr(delivery, "by_kind", lambda *_: Result(kind="uncertain", reason="x"))
        work(clock)
    recall(found, people)
    assert found.deliveries.get().recall == Recall.IMPOSSIBLE
    with pytest.raises(ActionDenied, match="recalled"):
        commands.resolve(
            found.deliveries.get(),
            arrived=False,
            by=people["penyetuju"],
            expected_version=again(found).version,
        )


def test_a_recall_needs_its_reason_its_role_and_happens_once(sent, service, clock, people):
    found = sent()
    work(clock)
    found = again(found)
    for who, why in (("penyetuju", " "), ("penyusun", WHY), ("foreign_penyetuju", WHY)):
        with pytest.raises(ActionDenied):
            commands.recall(found, by=people[who], why=why, expected_version=found.version)
    recall(found, people)
    with pytest.raises(ActionDenied):
        recall(found, people)


def test_no_length_of_a_reason_keeps_a_recall_back(sent, service, clock, people):
    found = sent()
    work(clock)
    found = again(found)
    commands.recall(found, by=people["penyetuju"], why="x" * 5000, expected_version=found.version)
    assert found.subject in Dispatch.objects.get(recalls=found).body


def publish(message, people):
    return messages.publish(message, by=people["penyetuju"], expected_version=message.version)


def test_a_page_taken_off_the_portal_takes_its_dispatches_along(
    sent, message, service, clock, people
):
    found, later = sent(), sent("website", publish_at=soon())
    work(clock)
    message = publish(again(message), people)
    messages.withdraw(message, by=people["penyetuju"], expected_version=message.version, reason=WHY)
    assert again(found).state == D.RECALLED
    assert again(found).recall_reason == WHY
    assert again(later).state == D.STOPPED
    work(clock)
    assert found.deliveries.get().recall == Recall.DELETED


def test_a_correction_tells_the_old_ones_readers_where_the_new_one_is(
    sent, message, service, clock, people, parts
):
    sent()
    work(clock)
    message = publish(again(message), people)
    draft = messages.begin_correction(message, by=people["penyusun"], reason=WHY)
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        draft = messages.take_step(draft, action, by=people[who], expected_version=draft.version)
    publish(draft, people)
    work(clock)
    text = next(asked.json["text"] for asked in service.asked[1:] if "text" in asked.json)
    assert WHY in text
    assert f"/klarifikasi/{message.clarification_slug}/" in text


def changed(case, people, **changes):
    """The next version of the house in force."""
    house = MessageHouse.objects.get(case=case)
    content = {**HOUSE, **changes}
    house_commands.save_house_version(
        house, content, by=people["penyusun"], expected_version=house.version
    )
    return bring_into_force(MessageHouse.objects.get(pk=house.pk), people)


NEW_PRICE = {
    "pillars": [
        HOUSE["pillars"][0] | {"text": "Harga Pertalite menjadi Rp12.000 per liter."},
        HOUSE["pillars"][1],
    ],
    "locked": [{"text": "Rp12.000", "kind": "figure"}],
}


def test_a_changed_fact_recalls_the_house_and_every_text_that_carries_the_old_one(
    case, people, parts, outlet, service, clock, chain_holds
):
    version = house_in_force(case, people).versions.get()
    old = approve(
        case, people, parts | {"fact": "Harga Pertalite tetap Rp10.000 per liter."}, "chat_text"
    )
    other = approve(case, people, parts | {"fact": "Petugas berjaga di SPBU."}, "chat_text")
    places = [outlet(name="Satu"), outlet(name="Dua"), outlet("website", name="Tiga")]
    by = people["juru_bicara"]
    sent_house = commands.dispatch(version, places[0], by=by)
    sent_old = commands.dispatch(messages.latest(old), places[1], by=by)
    sent_other = commands.dispatch(messages.latest(other), places[2], by=by)
    commands.take_file(old, messages.latest(old), "pdf", by=people["analis"])
    work(clock)
    before = Notice.objects.filter(user=people["analis"], url__contains="/channels/").count()

    changed(case, people, **NEW_PRICE)

    assert again(sent_house).state == D.RECALLED
    assert again(sent_old).state == D.RECALLED
    assert again(sent_other).state == D.SETTLED
    notices = Notice.objects.filter(user=people["analis"], url__contains="/channels/")
    assert notices.count() == before + 1
    work(clock)
    assert sent_house.deliveries.get().recall == Recall.DELETED
    assert AuditEvent.objects.filter(action="dispatch.recalled").count() == 2
    assert chain_holds()


def test_whoever_sent_what_a_changed_fact_recalled_hears_of_it(case, people, outlet, clock):
    version = house_in_force(case, people).versions.get()
    commands.dispatch(version, outlet("website"), by=people["juru_bicara"])
    work(clock)
    changed(case, people, **NEW_PRICE)
    told = Notice.objects.filter(title__contains="What you sent was recalled")
    assert [notice.user for notice in told] == [people["juru_bicara"]]
    assert told.get().url == f"/desk/channels/house/{version.house_id}/"


# Nothing takes the place of the price: no text can contradict it, and those with it fall.
NO_PRICE = {"pillars": HOUSE["pillars"][1:], "locked": [{"text": "30 hari", "kind": "figure"}]}


@pytest.mark.parametrize("new", [NEW_PRICE, NO_PRICE], ids=["another", "none"])
@pytest.mark.parametrize(
    ("said", "language", "is_recalled"),
    [
        ("Satu liter Pertalite tetap sepuluh ribu rupiah.", "id", True),
        ("Pertalite stays at Rp10.000 per liter.", "en", True),
        ("Rega Pertalite tetep Rp10.000 saben liter.", "jv", True),
        ("Denda parkir sembarangan Rp110.000.", "id", False),
    ],
)
def test_the_old_fact_is_found_in_other_words_and_languages_and_in_no_longer_figure(
    case, people, parts, outlet, clock, said, language, is_recalled, new
):
    house_in_force(case, people)
    text = approve(case, people, parts | {"fact": said}, "chat_text", language=language)
    found = commands.dispatch(messages.latest(text), outlet("website"), by=people["juru_bicara"])
    work(clock)
    changed(case, people, **new)
    assert (again(found).state == D.RECALLED) == is_recalled


def test_a_new_version_with_the_same_facts_recalls_nothing(case, people, outlet, service, clock):
    version = house_in_force(case, people).versions.get()
    found = commands.dispatch(version, outlet(), by=people["juru_bicara"])
    work(clock)
    changed(case, people, questions=[{"question": "Mengapa?", "answer": "Subsidi."}])
    assert again(found).state == D.SETTLED


def test_a_house_that_is_withdrawn_takes_back_what_was_sent(case, people, outlet, service, clock):
    house = house_in_force(case, people)
    found = commands.dispatch(house.versions.get(), outlet(), by=people["juru_bicara"])
    house_commands.withdraw_house(
        again(house),
        by=people["penyetuju"],
        expected_version=again(house).version,
        reason=WHY,
    )
    assert again(found).state == D.RECALLED


def test_a_label_that_falls_takes_every_text_on_it_along(sent, message, case, people, clock):
    found = sent("website")
    work(clock)
    cases.withdraw_verdict(case.verdicts.get(), by=people["verifikator"], why="Bukti palsu")
    assert again(found).state == D.RECALLED


def test_whoever_took_the_file_hears_of_it_and_only_they(message, people, outlet, service):
    version = messages.latest(message)
    commands.take_file(message, version, "png", by=people["analis"])
    published = publish(again(message), people)
    messages.withdraw(
        published, by=people["penyetuju"], expected_version=published.version, reason=WHY
    )
    told = Notice.objects.filter(url__contains=f"/channels/message/{message.pk}/")
    assert list(told.values_list("user__username", flat=True)) == ["analis"]


def test_the_hooks_are_in_place():
    from tangkal.desk.strategic_communication import hooks

    assert standing.recall_outdated in house_commands.facts_changed
    assert standing.recall_message in hooks.taken_back
