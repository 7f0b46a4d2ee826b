"""A sample is drawn by chance, read blind, and says no more than it may."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.situational_insight.models import MoodQuestion, MoodReading
from tangkal.desk.situational_insight.mood import commands, queries
from tangkal.desk.workflow import ActionDenied
from tangkal.situational_insight.mood import draw
from tests.desk.lakes import item

MOOD = "/desk/mood/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_seed(monkeypatch):
    """A range of 95% misses in one draw of twenty; the tests draw the same one each time."""
    monkeypatch.setattr(commands, "randbits", lambda _bits: 11)


@pytest.fixture
def lake(use_lake):
    """Sixty items against a tariff in 20 texts, 20 for it in 20 texts, and 15 of outlets."""
    against = [
        item(f"a{k:02x}", text=f"Tarif air naik, berat {k % 20}", family_id=f"{k % 20:032x}")
        for k in range(60)
    ]
    for_it = [
        item(f"b{k:02x}", text=f"Tarif air baru wajar {k}", family_id=f"{900 + k:032x}")
        for k in range(20)
    ]
    outlets = [
        item(f"c{k:02x}", text="Tarif air naik", family_id=f"{5000 + k:032x}", source_kind="media")
        for k in range(15)
    ]
    return use_lake(*against, *for_it, *outlets)


def ask(by, **more):
    now = timezone.now()
    values = {
        "question": "Tarif air baru",
        "narrative_id": "N1",
        "words": "",
        "since": now - timedelta(days=7),
        "until": now,
        "draws": 100,
        "is_exercise": False,
        "by": by,
    }
    return commands.ask(**{**values, **more})


@pytest.fixture
def sample(lake, people):
    return ask(people["analis"])


def read_all(question, by, *, contrary=0):
    """Read as the texts say; the first `contrary` texts the other way round."""
    for place, text in enumerate(question.texts.all()):
        is_for = int(text.family_id, 16) >= 900
        if place < contrary:
            is_for = not is_for
        commands.read(text, stance="support" if is_for else "oppose", by=by)


def test_the_sample_stands_for_what_people_wrote_and_can_be_drawn_again(sample):
    assert (sample.items, sample.families, sample.about["left_out"]) == (80, 40, 15)
    assert sum(text.hits for text in sample.texts.all()) == 100
    families = {f"{k:032x}": 3 for k in range(20)} | {f"{900 + k:032x}": 1 for k in range(20)}
    again = draw(families, sample.draws, sample.seed)
    assert [(t.family_id, t.hits) for t in sample.texts.all()] == list(again.items())


def test_the_planted_share_lies_within_the_range_shown(sample, people, signed_in):
    read_all(sample, people["analis"])
    found = queries.result_of(sample, people["penyetuju"]).shares
    assert found["oppose"].low <= 0.75 <= found["oppose"].high
    said = signed_in("penyetuju").get(f"{MOOD}{sample.pk}/").content.decode()
    assert "95% range" in said
    assert "No automatic sentiment is used" in said
    assert "Whom it does not speak for" in said


def test_nothing_is_shown_before_one_person_has_read_all(sample, people):
    for text in list(sample.texts.all())[:5]:
        commands.read(text, stance="oppose", by=people["analis"])
    assert queries.result_of(sample, people["penyetuju"]).shares == {}


def test_a_reader_sees_nothing_of_the_other_until_done(sample, people, signed_in):
    read_all(sample, people["analis"])
    commands.read(sample.texts.first(), stance="oppose", by=people["verifikator"])
    assert queries.result_of(sample, people["verifikator"]).is_blind
    said = signed_in("verifikator").get(f"{MOOD}{sample.pk}/").content.decode()
    assert "95% range" not in said


def test_readers_who_did_not_understand_alike_give_no_shares(sample, people, signed_in):
    read_all(sample, people["analis"])
    read_all(sample, people["verifikator"], contrary=sample.texts.count() // 2)
    result = queries.result_of(sample, people["penyetuju"])
    assert result.agreement.kappa < 0.4
    assert result.is_withheld
    assert result.shares == {}
    said = signed_in("penyetuju").get(f"{MOOD}{sample.pk}/").content.decode()
    assert "did not understand the question alike" in said


def test_two_readers_who_agree_are_counted_with_their_agreement(sample, people):
    read_all(sample, people["analis"])
    read_all(sample, people["verifikator"], contrary=1)
    result = queries.result_of(sample, people["penyetuju"])
    assert (result.readers, result.is_withheld, result.is_doubtful) == (2, False, False)
    assert result.agreement.same == result.texts - 1


def test_a_third_reader_is_refused(sample, people):
    text = sample.texts.first()
    commands.read(text, stance="oppose", by=people["analis"])
    commands.read(text, stance="oppose", by=people["verifikator"])
    with pytest.raises(ActionDenied):
        commands.read(text, stance="support", by=people["second_analis"])


def test_an_answer_can_be_taken_back_and_given_anew(sample, people):
    text = sample.texts.first()
    commands.read(text, stance="oppose", by=people["analis"])
    assert commands.unread(sample, by=people["analis"]) == text
    assert commands.unread(sample, by=people["analis"]) is None
    commands.read(text, stance="neutral", by=people["analis"])
    assert MoodReading.objects.get().stance == "neutral"


def test_no_text_and_no_account_is_kept(sample, people):
    read_all(sample, people["analis"])
    kept = repr(list(MoodQuestion.objects.values())) + repr(list(sample.texts.values()))
    assert "Tarif air naik" not in kept
    assert "hash-of" not in kept
    assert "Tarif air naik" not in repr(list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"question": " "}, "Name the policy"),
        ({"narrative_id": ""}, "Name a narrative"),
        ({"draws": 5}, "not 5"),
        ({"narrative_id": "N7"}, "0 items"),
        ({"narrative_id": "", "words": "pisang"}, "0 items"),
        ({"is_exercise": True}, "0 items"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(lake, people, more, says):
    with pytest.raises(ValidationError, match=says):
        ask(people["analis"], **more)
    assert MoodQuestion.objects.count() == 0


def test_a_search_is_drawn_from_as_well(lake, people):
    made = ask(people["analis"], narrative_id="", words="wajar")
    assert (made.items, made.words) == (20, "wajar")


def test_the_whole_way_on_the_pages(lake, signed_in, people):
    client = signed_in("analis")
    drawn = client.post(
        MOOD, {"question": "Tarif air baru", "narrative": "N1", "days": 7, "draws": 50}
    )
    question = MoodQuestion.objects.get()
    assert drawn.url == f"{MOOD}{question.pk}/"
    page = client.get(f"{MOOD}{question.pk}/read/").content.decode()
    assert 'data-digit="1"' in page
    assert "Tarif air" in page
    assert "hash-of" not in page
    for text in question.texts.all():
        client.post(f"{MOOD}{question.pk}/answer/", {"place": text.place, "stance": "oppose"})
    done = client.get(f"{MOOD}{question.pk}/read/")
    assert done.url == f"{MOOD}{question.pk}/"
    assert "100%" in client.get(done.url).content.decode()


def test_bad_forms_are_answered_in_words(lake, signed_in):
    client = signed_in("analis")
    said = client.post(MOOD, {"question": "Tarif", "days": 7, "draws": 100}).content.decode()
    assert "Name a narrative, or the words of a search." in said
    assert signed_in("penyetuju").post(MOOD, {}).status_code == 403


def test_the_pages_ask_the_database_a_fixed_number_of_times(sample, people, signed_in):
    read_all(sample, people["analis"])
    client = signed_in("penyetuju")
    client.get(f"{MOOD}{sample.pk}/")
    for address, most in ((f"{MOOD}{sample.pk}/", 10), (MOOD, 9)):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= most, address


def test_whoever_has_read_all_is_not_asked_again(sample, people, signed_in):
    read_all(sample, people["analis"])
    assert "Read the sample" not in signed_in("analis").get(f"{MOOD}{sample.pk}/").content.decode()
    other = signed_in("verifikator").get(f"{MOOD}{sample.pk}/").content.decode()
    assert "Read the sample" in other
