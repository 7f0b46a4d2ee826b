"""The assistant against a loopback endpoint: what leaves, what comes back, what is refused."""

import json
from dataclasses import replace

import pytest
from django.urls import reverse

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Claim
from tangkal.desk.channels.assistant import asking, drafts
from tangkal.desk.channels.models import AssistedDraft, Dispatch
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.desk.workflow import ActionDenied
from tests.desk.alerts.servers import Dripping, raw_server, web_server
from tests.servers.ports import free_port

pytestmark = pytest.mark.django_db
PARTS = {"headline": "Harga tetap", "fact": "Harga Pertalite tetap Rp10.000.", "lain": "x"}
PHONE = "0812-3456-7890"


def said(content) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@pytest.fixture
def endpoint(tangkal):
    with web_server(body=said(json.dumps({"parts": PARTS}))) as web:
        point_at(tangkal, web.url)
        yield web


def point_at(tangkal, url):
    tangkal.TANGKAL = replace(
        tangkal.TANGKAL, assistant_url=f"{url}/v1", assistant_model="model-uji"
    )


def address(case) -> str:
    return reverse("assistant-draft", args=[case.number])


def test_without_one_it_says_so_in_plain_words_and_writing_goes_on(case, signed_in, tangkal):
    page = signed_in("penyusun").get(address(case))
    assert page.status_code == 403
    assert b"Everything works without one" in page.content
    assert signed_in("penyusun").get(reverse("message-new", args=[case.number])).status_code == 200


def test_the_page_shows_every_word_before_it_is_sent(case, signed_in, endpoint):
    Claim.objects.filter(case=case).update(text=f"BBM naik, tanya {PHONE} atau @budi_88")
    page = signed_in("penyusun").get(address(case)).content.decode()
    assert "[telepon]" in page
    assert "[akun]" in page
    assert PHONE not in page
    assert "127.0.0.1" in page
    assert endpoint.asked == []


def test_a_draft_comes_back_marked_and_neither_sent_nor_approved(
    case, signed_in, endpoint, people, chain_holds, tangkal
):
    Claim.objects.filter(case=case).update(text=f"BBM naik, tanya {PHONE}")
    tangkal.HOME.secret_path(asking.KEY).write_text("kunci-rahasia\n")
    answer = signed_in("penyusun").post(address(case), {"template": "clarification"})
    made = Message.objects.get()
    assert answer.headers["location"] == reverse("message-edit", args=[made.pk])
    assert (made.state, made.author) == (MessageState.DRAFT, people["penyusun"])
    version = messages.latest(made)
    assert version.parts["headline"] == "Harga tetap"
    assert version.parts["explanation"] == ""  # what the model left out stays to be written
    assert "lain" not in version.parts
    [asked] = endpoint.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == "Bearer kunci-rahasia"
    assert asked.json["model"] == "model-uji"
    assert PHONE not in asked.body.decode()
    mark = AssistedDraft.objects.get(version=version)
    assert mark.sent == asked.json["messages"][1]["content"]
    assert not Dispatch.objects.exists()
    assert AuditEvent.objects.filter(action="message.assisted").count() == 1
    assert "kunci-rahasia" not in " ".join(AuditEvent.objects.values_list("detail", flat=True))
    assert chain_holds()


def test_the_mark_stays_on_what_people_made_of_it_and_on_nothing_else(
    case, signed_in, endpoint, people, parts
):
    signed_in("penyusun").post(address(case))
    made = Message.objects.get()
    messages.save_version(made, parts, by=people["penyusun"], expected_version=made.version)
    page = signed_in("penyetuju").get(reverse("message", args=[made.pk])).content.decode()
    assert "AI-assisted" in page
    plain = messages.draft_message(case, "chat_text", parts, by=people["penyusun"])
    assert drafts.mark_of(messages.latest(plain)) is None
    page = signed_in("penyetuju").get(reverse("message", args=[plain.pk])).content.decode()
    assert "AI-assisted" not in page


def test_a_translation_is_a_draft_of_its_own_in_the_other_language(
    case, signed_in, endpoint, people, parts
):
    first = messages.draft_message(case, "clarification", parts, by=people["penyusun"])
    signed_in("penyusun").post(reverse("message-assistant", args=[first.pk]))
    second = Message.objects.exclude(pk=first.pk).get()
    assert (second.language, second.state) == ("en", MessageState.DRAFT)
    assert second.case == case
    assert parts["fact"] in endpoint.asked[0].json["messages"][1]["content"]
    assert messages.latest(first).parts == parts


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>hotel</html>",
        b"[]",
        b'{"choices": []}',
        said(None),
        said("Tentu! Ini rancangannya: Harga tetap."),
        said('{"parts": ["Harga tetap"]}'),
        said('{"parts": {"fact": "tanpa judul"}}'),
        said('{"parts": {"headline": 3}}'),
        said("x" * asking.MOST_BYTES),
    ],
)
def test_nonsense_and_too_much_become_no_draft(case, signed_in, endpoint, body):
    endpoint.body = body
    answer = signed_in("penyusun").post(address(case))
    assert answer.status_code == 502
    assert b"No draft came back" in answer.content
    assert not Message.objects.exists()


@pytest.mark.parametrize("status", [401, 404, 429, 500, 302])
def test_an_error_is_told_with_its_number_and_nothing_is_followed(
    case, signed_in, endpoint, status
):
    endpoint.status, endpoint.headers = status, {"Location": "http://127.0.0.1:1/"}
    answer = signed_in("penyusun").post(address(case))
    assert str(status).encode() in answer.content
    assert len(endpoint.asked) == 1
    assert not Message.objects.exists()


def test_fences_around_the_answer_are_no_obstacle(endpoint):
    endpoint.body = said(f"```json\n{json.dumps(PARTS)}\n```")
    asked = asking.question("Tulis.", ("headline", "fact"), {})
    assert asking.ask(asked) == {"headline": PARTS["headline"], "fact": PARTS["fact"]}


def test_a_slow_or_absent_endpoint_is_given_up_in_time(endpoint, tangkal):
    asked = asking.question("Tulis.", ("headline",), {})
    endpoint.delay_s = 3.0
    with pytest.raises(asking.AssistantFailed, match="did not answer"):
        asking.ask(asked, seconds=0.4)

    drip = Dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
    with raw_server(drip) as port:
        point_at(tangkal, f"http://127.0.0.1:{port}")
        with pytest.raises(asking.AssistantFailed):
            asking.ask(asked, seconds=0.8)
    assert not drip.is_done
    point_at(tangkal, f"http://127.0.0.1:{free_port()}")
    with pytest.raises(asking.AssistantFailed):
        asking.ask(asked, seconds=0.8)


def test_too_long_a_question_is_never_sent(endpoint):
    asked = asking.question("Tulis.", ("headline",), {"bahan": "x" * asking.LONGEST_QUESTION})
    with pytest.raises(asking.AssistantFailed, match="characters"):
        asking.ask(asked)
    assert endpoint.asked == []


def test_only_writers_of_the_office_ask_it(case, signed_in, endpoint):
    for who, status in (("analis", 403), ("foreign_penyusun", 404), ("auditor", 403)):
        assert signed_in(who).post(address(case)).status_code == status
    assert endpoint.asked == []


def test_a_program_is_told_why_there_is_no_draft(endpoint):
    endpoint.body = b"x"
    with pytest.raises(ActionDenied):
        asking.answered(asking.question("Tulis.", ("headline",), {}))
