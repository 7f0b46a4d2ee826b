"""A case's pictures: seen before or not, in which way, judged by people, told to nobody else."""

from datetime import UTC, date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tangkal.desk.cases import commands, evidence
from tangkal.desk.cases.models import EvidencePrint
from tangkal.desk.cases.pictures import seen
from tangkal.desk.recognise import versions
from tangkal.desk.recognise.judging import Answer
from tangkal.desk.recognise.media import commands as banks
from tangkal.desk.recognise.media import index, reading
from tangkal.desk.recognise.models import KnownClaim, MatchJudgement
from tests.desk.cases import walk
from tests.desk.recognise.test_media import picture, upload
from tests.recognise.media.test_pictures import png_of_size

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_index():
    index.forget()
    yield
    index.forget()


@pytest.fixture
def case(people):
    case = walk.open_case(people)
    walk.to_triage(case, people)
    return type(case).objects.get(pk=case.pk)


@pytest.fixture
def claim(people):
    claim = KnownClaim.objects.create(claim_id="kc-1", title="Banjir di kota lain", revision=1)
    taken = reading.take(upload(picture()))
    banks.keep(claim, taken, by=people["analis"], first_seen_on=date(2019, 5, 1))
    return claim


def add(case, who, shown, **more):
    made = evidence.from_file(upload(shown), title="Foto banjir", source="Warga", **more)
    return commands.add_evidence(case, made, by=who)


def cut(shown):
    return shown.crop((0, 0, shown.width * 4 // 5, shown.height * 4 // 5))


def page_of(client, case):
    return client.get(f"/desk/cases/{case.number}/").text


def test_a_copy_of_a_judged_picture_is_shown_with_the_day_and_the_bits(
    signed_in, case, people, claim
):
    add(case, people["analis"], picture(edit="reencode"))
    page = page_of(signed_in("analis"), case)
    assert "This picture was seen before." in page
    assert "of 256 bits differ" in page
    assert "Banjir di kota lain" in page
    assert "The picture was seen before, on" in page  # the cue
    assert "2019" in page


def test_a_cut_is_a_perhaps_and_makes_no_cue(signed_in, case, people, claim):
    add(case, people["analis"], cut(picture()))
    page = page_of(signed_in("analis"), case)
    assert "details in one arrangement" in page
    assert "a part is alike: look" in page
    assert "The picture was seen before, on" not in page


def test_a_new_picture_is_called_nothing(signed_in, case, people, claim):
    add(case, people["analis"], picture(5))
    page = page_of(signed_in("analis"), case)
    assert "Nothing like it is known here. That does not make it new, or true." in page
    assert "Banjir di kota lain" not in page


def test_people_answer_and_the_matcher_of_texts_learns_nothing_of_it(
    signed_in, case, people, claim, chain_holds
):
    proof = add(case, people["analis"], picture())
    row = seen.of_case(fresh(case), people["analis"]).of[0].known[0].row
    client, form = signed_in("analis"), {"match": row.sealed, "seen": 0, "answer": "not_same"}
    assert client.post("/desk/suggestions/judge/", form).status_code == 302
    made = MatchJudgement.objects.get()
    assert (made.subject, made.answer) == (f"evidence:{proof.pk}", Answer.NOT_SAME)
    after = seen.of_case(fresh(case), people["analis"]).of[0]
    assert (after.known, len(after.rejected), after.first_seen_at) == ([], 1, None)
    assert versions.judged_pairs() == []
    assert chain_holds()


def fresh(case):
    return type(case).objects.get(pk=case.pk)


@pytest.mark.parametrize(("who", "status"), [("foreign_analis", 404), ("auditor", 403)])
def test_who_may_not_judge_the_case_may_not_judge_its_pictures(
    signed_in, case, people, claim, who, status
):
    add(case, people["analis"], picture())
    row = seen.of_case(fresh(case), people["analis"]).of[0].known[0].row
    form = {"match": row.sealed, "seen": 0, "answer": "same"}
    assert signed_in(who).post("/desk/suggestions/judge/", form).status_code == status
    assert not MatchJudgement.objects.exists()


def test_earlier_evidence_is_named_to_its_readers_alone(signed_in, case, people):
    first = add(case, people["analis"], picture())
    asked = reading.take(upload(picture(edit="reencode")))
    assert [row.evidence for row in seen.of_upload(asked, people["analis"]).earlier] == [first]
    assert seen.of_upload(asked, people["foreign_analis"]).earlier == []
    assert not seen.of_case(fresh(case), people["analis"]).of[0].is_seen  # not of itself


def test_a_bomb_is_no_evidence_and_a_damaged_picture_is_kept_with_the_reason(
    signed_in, case, people
):
    client = signed_in("analis")
    address = f"/desk/cases/{case.number}/evidence/add/"
    form = {"kind": "file", "title": "Foto", "source": "Warga", "version": fresh(case).version}
    bomb = SimpleUploadedFile("a.png", png_of_size(9_000, 9_000))
    reply = client.post(address, form | {"file": bomb})
    assert reply.status_code == 422
    assert "unfolds to more than is read" in reply.text
    assert not case.evidence.filter(kind="file").exists()
    damaged = SimpleUploadedFile("b.png", upload(picture()).read()[:3000])
    assert client.post(address, form | {"file": damaged}).status_code == 302
    kept = EvidencePrint.objects.get()
    assert kept.fingerprint is None
    assert "damaged" in page_of(client, case)


def test_the_fingerprint_reads_the_whole_file_and_leaves_the_hash_as_it_was(case, people):
    proof = add(case, people["analis"], picture())
    assert evidence.is_intact(proof)
    assert proof.print.fingerprint


def test_the_page_compares_its_newest_pictures_alone(case, people, monkeypatch):
    monkeypatch.setattr(seen, "MOST_PICTURES", 2)
    for number in range(3):
        add(case, people["analis"], picture(number))
    assert len(seen.of_case(fresh(case), people["analis"]).of) == 2


def test_no_bomb_passes_the_command_either(case, people):
    made = evidence.from_file(
        SimpleUploadedFile("a.png", png_of_size(9_000, 9_000)), title="x", source="y"
    )
    with pytest.raises(ValidationError, match="unfolds"):
        commands.add_evidence(case, made, by=people["analis"])
    assert not case.evidence.filter(kind="file").exists()


def test_a_day_is_told_as_a_day(people, claim):
    sighting = seen.of_upload(reading.take(upload(picture())), people["analis"])
    assert sighting.first_seen_at.astimezone(UTC).date() == date(2019, 5, 1)


def test_a_blank_picture_is_kept_without_a_fingerprint(signed_in, case, people):
    add(case, people["analis"], Image.new("RGB", (200, 200), "white"))
    assert "too plain" in page_of(signed_in("analis"), case)
