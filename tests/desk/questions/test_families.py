"""Questions about the same thing are one family, and one answer reaches everybody once."""

import pytest
from django.utils import timezone

from tangkal.desk.portal import commands, reports
from tangkal.desk.portal.models import Correction, PublicReport
from tangkal.desk.questions import families, telling
from tangkal.desk.questions.models import Asked, Family, Outgoing
from tangkal.desk.workflow import StaleObject
from tests.desk.portal.conftest import approved
from tests.desk.questions.conftest import TEXT

pytestmark = pytest.mark.django_db
State = PublicReport.State
OTHER = "Apakah benar ijazah lama tidak berlaku untuk melamar kerja mulai tahun depan?"


def family_of(report) -> Family:
    return Asked.objects.get(report=report).family


@pytest.mark.parametrize(
    ("text", "url", "reason"),
    [
        (TEXT.upper(), "", "same"),
        (f"Info penting dari grup sebelah. {TEXT} Sebarkan!", "", "alike"),
        (OTHER, "https://berita.example/bbm/naik?utm_source=wa", "link"),
    ],
)
def test_what_is_asked_again_joins_its_family(asks, text, url, reason):
    first = asks(TEXT, url="https://berita.example/bbm/naik")
    again = asks(text, url=url)

    assert family_of(again) == family_of(first)
    assert again.asked.reason == reason
    assert family_of(first).askers == 2


def test_what_is_another_question_is_another_family(asks):
    one = asks("Gempa 5,2 mengguncang Aceh pagi ini, warga diminta mengungsi segera ke bukit")
    found = asks("Gempa 4,1 mengguncang Ambon pagi ini, warga diminta mengungsi segera ke bukit")
    front = asks(OTHER, url="https://berita.example/")
    asks("Benarkah vaksin gratis dihentikan?", url="https://berita.example/")

    assert family_of(one) != family_of(found)
    assert Family.objects.count() == 4
    assert family_of(front).askers == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Apakah benar {} dilarang dijual di pasar mulai besok pagi?", ("durian", "mangga")),
        ("Benarkah {} memberi bantuan uang tunai lewat tautan ini?", ("gubernur", "bupati")),
        ("Katanya {} menyebabkan kemandulan pada anak perempuan", ("vaksin", "susu formula")),
    ],
)
def test_the_same_form_about_another_thing_is_another_question(asks, one, other):
    for thing in other:
        asks(one.format(thing))

    assert Family.objects.count() == 2


def test_after_its_text_was_deleted_the_same_words_still_find_their_family(asks):
    first = asks(TEXT)
    reports.forget_texts(timezone.now() + timezone.timedelta(days=1))

    assert family_of(asks(f"{TEXT}, kata tetangga")) != family_of(first)  # too short to be sure
    assert family_of(asks(TEXT)) == family_of(first)


def test_one_answer_reaches_everybody_once(asks, publish, people, delivered, chain_holds):
    first = asks(TEXT, "a@warga.example")
    asks(TEXT, "b@warga.example")
    asks(TEXT)
    asks(OTHER, "lain@warga.example")
    found = publish()

    assert families.answer_family(family_of(first), found, by=people["analis"]) == 3
    assert sorted(delivered()) == ["a@warga.example", "b@warga.example"]
    assert PublicReport.objects.filter(state=State.ANSWERED, answer=found).count() == 3
    late = asks(TEXT, "telat@warga.example")
    assert late.state == State.ANSWERED
    assert sorted(delivered())[-1] == "telat@warga.example"
    assert len(delivered()) == 3
    assert chain_holds()


def test_a_note_reaches_everybody_too(asks, people, delivered, service):
    first = asks(TEXT, "a@warga.example")
    families.close_family(family_of(first), note="Ini pendapat, bukan klaim.", by=people["analis"])
    late = asks(TEXT, "b@warga.example")

    assert late.state == State.CLOSED
    assert late.note == "Ini pendapat, bukan klaim."
    assert sorted(delivered()) == ["a@warga.example", "b@warga.example"]
    assert all("Ini pendapat, bukan klaim." in text for _to, text, _key in service.taken)


def test_one_question_answered_alone_brings_its_family(asks, publish, people, delivered):
    first, other = asks(TEXT, "a@warga.example"), asks(TEXT, "b@warga.example")
    reports.answer_report(other, publish(), by=people["analis"])
    assert families.spread() == 1

    first.refresh_from_db()
    assert first.state == State.ANSWERED
    assert sorted(delivered()) == ["a@warga.example", "b@warga.example"]


def test_a_withdrawn_answer_is_told_and_the_next_one_again(asks, publish, people, delivered):
    first = asks(TEXT, "a@warga.example")
    found = publish()
    families.answer_family(family_of(first), found, by=people["analis"])
    commands.withdraw_clarification(found.slug, reason="Sumber keliru", by=people["penyetuju"])
    first.refresh_from_db()
    assert (first.state, family_of(first).state) == (State.WAITING, State.WAITING)
    assert asks(TEXT).state == State.WAITING
    families.answer_family(family_of(first), publish(headline="Jawaban kedua"), by=people["analis"])

    assert delivered() == ["a@warga.example"] * 3
    assert Outgoing.objects.filter(text__contains="Jawaban kedua").count() == 1


@pytest.mark.parametrize(("kind", "told"), [("corrected", 2), ("updated", 1)])
def test_whoever_was_told_an_answer_is_told_of_its_correction_once(
    asks, publish, people, delivered, service, kind, told
):
    first, found = asks(TEXT, "a@warga.example"), publish()
    families.answer_family(family_of(first), found, by=people["analis"])
    commands.correct_clarification(
        found.slug,
        approved(verdict="BENAR", headline="Harga BBM naik"),
        reason="Surat baru",
        by=people["penyetuju"],
        kind=Correction.Kind(kind),
    )
    telling.tell_corrected()
    assert telling.tell_corrected() == 0

    assert delivered() == ["a@warga.example"] * told
    assert ("Harga BBM naik" in service.taken[-1][1]) == (told == 2)


def test_a_doubted_answer_waits_for_its_correction(asks, publish, people):
    first, found = asks(TEXT), publish()
    families.answer_family(family_of(first), found, by=people["analis"])
    commands.doubt_clarification(found.slug, reason="Angka keliru", by=people["penyetuju"])
    late = asks(TEXT)
    assert late.state == State.WAITING

    type(found).objects.update(doubted_at=None)
    assert families.spread() == 1
    late.refresh_from_db()
    assert late.state == State.ANSWERED


def test_the_second_of_two_officers_is_told_so(asks, publish, people):
    family = family_of(asks(TEXT))
    families.answer_family(family, publish(), by=people["analis"])

    with pytest.raises(StaleObject):
        families.close_family(family, note="Tutup", by=people["second_analis"])


def test_the_same_form_sent_twice_is_one_question(asks):
    token = "0b0e7c1e-54b5-4e57-8d6e-61f1a5a4f2b0"
    one, again = asks(TEXT, token=token), asks(TEXT, token=token)

    assert one.pk == again.pk
    assert family_of(one).askers == 1


def test_no_message_repeats_what_a_citizen_wrote(asks, publish, people, delivered, service):
    first = asks("Promo obat kuat di toko-sebelah.example, harga BBM naik malam ini", "a@b.example")
    families.answer_family(family_of(first), publish(), by=people["analis"])
    delivered()

    assert "toko-sebelah" not in service.taken[0][1]
    assert first.receipt in service.taken[0][1]
