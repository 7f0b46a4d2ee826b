"""What offices do with a directive: nobody answers for them, and they may say it is wrong."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tangkal.desk import directives
from tangkal.desk.cases.models import Case
from tangkal.desk.directives import commands, coverage
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.models import Act, LocalPublication
from tangkal.desk.directives.panels import dissent_of
from tangkal.desk.directives.states import ANSWER, AnswerState
from tangkal.desk.inbox.models import Notice
from tangkal.desk.workflow import ActionDenied
from tests.desk.conftest import make_person

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_an_office_confirms_once_and_by_its_own_people(district, officers, people):
    for who in (people["penyetuju"], people["admin_daerah"], officers["province"]):
        with pytest.raises(ActionDenied, match="answers for itself"):
            commands.acknowledge(district, by=who)

    first = commands.acknowledge(district, by=officers["district"])
    again = commands.acknowledge(district, by=officers["district"])

    assert first.state == AnswerState.ACKNOWLEDGED
    assert again.acknowledged_at == first.acknowledged_at
    assert Act.objects.filter(kind=Act.Kind.ACKNOWLEDGED).count() == 1


def test_a_unit_of_the_government_answers_for_it(district, organisations):
    from tangkal.desk.accounts.models import Organisation

    unit = Organisation.objects.create(
        name="Dinas Kominfo Contoh", type=Organisation.Type.UNIT, parent=organisations["district"]
    )
    clerk = make_person("dinas", unit, "penyusun")

    assert commands.acknowledge(district, by=clerk).acknowledged_name == str(clerk)


def test_an_auditor_of_the_office_only_reads(district, organisations):
    auditor = make_person("auditor_kab", organisations["district"], "auditor")

    with pytest.raises(ActionDenied):
        commands.acknowledge(district, by=auditor)


def test_a_question_and_its_answer_reach_the_other_side(district, officers, people):
    commands.ask(district, "Berlaku juga untuk Pertamax?", by=officers["district"])
    district.refresh_from_db()
    asked = district.state
    commands.reply(district, "Tidak, hanya Pertalite.", by=people["penyusun"])

    district.refresh_from_db()
    assert (asked, district.state) == (AnswerState.ASKED, AnswerState.ACKNOWLEDGED)
    assert district.acknowledged_at is not None  # whoever asks has received it
    assert Notice.objects.filter(user=people["penyusun"], title__contains="asks").exists()
    assert Notice.objects.filter(user=officers["district"], title__contains="answered").exists()


def test_an_offices_page_asks_for_nothing_that_was_never_done_and_shows_all_that_was(
    district, officers, client, django_assert_num_queries
):
    address = f"/desk/directives/{district.directive_id}/offices/{district.organisation_id}/"
    client.force_login(officers["district"])
    client.get(address)  # the first look is noted
    with django_assert_num_queries(8):
        client.get(address)
    commands.propose(district, "Rega tetep.", by=officers["district"])
    commands.publish(district, Published(url="https://kab.example/1"), by=officers["district"])
    page = client.get(address).content.decode()
    assert "Rega tetep." in page
    assert "https://kab.example/1" in page


def test_what_waits_for_the_centre_shows_until_all_of_it_is_answered(
    sent, district, officers, people
):
    def waits() -> int:
        return coverage.progress_of(sent, timezone.now())[0].asking

    commands.ask(district, "Sampai kapan?", by=officers["district"])
    wording = commands.propose(district, "Rega tetep.", by=officers["district"])
    commands.publish(district, Published(text="Harga tetap."), by=officers["district"])
    assert waits() == 1  # published meanwhile: the question is still a question

    commands.reply(district, "Sampai 31 Maret.", by=people["penyusun"])
    assert waits() == 1
    commands.settle(wording, accept=True, by=people["penyusun"])
    assert waits() == 0


def test_local_words_are_accepted_or_returned_with_a_reason(district, officers, people):
    one = commands.propose(district, "Rega tetep Rp10.000.", by=officers["district"])
    with pytest.raises(ActionDenied, match="wait"):
        commands.propose(district, "Lagi", by=officers["district"])
    with pytest.raises(ActionDenied, match="reason"):
        commands.settle(one, accept=False, by=people["penyusun"])
    with pytest.raises(ActionDenied):  # nobody accepts at the office itself
        commands.settle(one, accept=True, by=officers["district"])

    commands.settle(one, accept=False, why="Tanggal hilang.", by=people["penyusun"])
    two = commands.propose(district, "Rega tetep nganti 31 Maret.", by=officers["district"])
    commands.settle(two, accept=True, by=people["penyetuju"])

    states = list(district.wordings.order_by("pk").values_list("state", "decision_reason"))
    assert states == [("returned", "Tanggal hilang."), ("accepted", "")]
    with pytest.raises(ActionDenied, match="already"):
        commands.settle(two, accept=False, why="x", by=people["penyetuju"])


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"text": "Harga tetap."}, "pasted"),
        ({"url": "https://kab.example/berita/1"}, "link"),
        ({"upload": SimpleUploadedFile("poster.png", PNG)}, "upload"),
        ({"upload": SimpleUploadedFile("rilis.txt", b"Harga tetap")}, "upload"),
    ],
)
def test_a_publication_is_pasted_linked_or_uploaded_and_the_hook_sees_it(
    district, officers, monkeypatch, given, kind
):
    seen: list[LocalPublication] = []
    monkeypatch.setattr(directives, "publishing", [seen.append])

    made = commands.publish(district, Published(**given), by=officers["district"])

    district.refresh_from_db()
    assert made.kind == kind
    assert seen == [made]
    assert made.house_version == district.directive.house_version
    assert district.state == AnswerState.LIVE
    assert district.published_at == made.reported_at
    if "upload" in given and made.file_name.endswith("txt"):
        assert made.text == "Harga tetap"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://kab.example/1"},
        {"upload": SimpleUploadedFile("virus.exe", b"MZ")},
        {"upload": SimpleUploadedFile("poster.png", b"no picture")},
        {"upload": SimpleUploadedFile("rilis.txt", b"\xff\xfe\x00")},
    ],
)
def test_what_is_no_publication_is_refused(district, officers, given):
    with pytest.raises(ValidationError):
        commands.publish(district, Published(**given), by=officers["district"])
    district.refresh_from_db()
    assert district.published_at is None


def test_a_failing_hook_keeps_the_publication_out_too(district, officers, monkeypatch):
    def fails(_publication):
        raise RuntimeError

    monkeypatch.setattr(directives, "publishing", [fails])
    with pytest.raises(RuntimeError):
        commands.publish(district, Published(text="x"), by=officers["district"])
    assert not LocalPublication.objects.exists()


def test_reasons_against_it_open_a_case_at_the_centre_and_tell_both(
    district, officers, people, organisations
):
    before = set(Case.objects.values_list("pk", flat=True))

    found = commands.dissent(district, "Di sini harganya lain: pulau.", by=officers["district"])

    opened = Case.objects.exclude(pk__in=before).get()
    assert found.case == opened
    assert opened.lead_organisation == organisations["ministry"]
    assert f"/offices/{organisations['district'].pk}/" in opened.summary
    assert Notice.objects.filter(user=people["penyusun"], title__contains=opened.number).exists()
    assert Notice.objects.filter(user=officers["district"], title__contains=opened.number).exists()
    with pytest.raises(ActionDenied, match="already"):
        commands.dissent(district, "Lagi", by=officers["district"])


def test_who_disagrees_stands_on_both_cases_for_those_who_may_know(
    district, officers, people, signed_in
):
    found = commands.dissent(district, "Di sini harganya lain: pulau.", by=officers["district"])
    asked_of = district.directive.house_version.house.case

    for case in (asked_of, found.case):
        shown = dissent_of(case, people["analis"])
        assert [each.pk for each in shown["dissents"]] == [found.pk]
        page = signed_in("analis").get(f"/desk/cases/{case.number}/").content.decode()
        assert "Offices that disagree" in page
        assert f"/directives/{district.directive_id}/offices/{district.organisation_id}/" in page
    assert dissent_of(asked_of, people["foreign_analis"]) is None


def test_a_contradiction_is_confirmed_by_a_person_and_may_end_for_the_district(
    district, officers, people
):
    old = commands.publish(district, Published(text="Rp12.000"), by=officers["district"])
    newest = commands.publish(district, Published(text="Rp11.000"), by=officers["district"])

    with pytest.raises(ActionDenied, match="newer"):
        commands.mark_contradiction(old, by=people["analis"], why="harga lain")
    with pytest.raises(ActionDenied):
        commands.mark_contradiction(newest, by=officers["district"], why="harga lain")
    with pytest.raises(ValidationError):
        commands.mark_contradiction(newest, by=people["analis"], why=" ")

    commands.mark_contradiction(newest, by=people["analis"], why="Rp11.000, bukan Rp10.000")
    district.refresh_from_db()
    assert district.state == AnswerState.CONTRADICTS
    commands.resolve(newest, by=people["analis"], why="Daerah benar: ongkos angkut.")
    district.refresh_from_db()
    assert district.state == AnswerState.RESOLVED
    told = Notice.objects.filter(user=officers["district"]).values_list("title", flat=True)
    assert any("contradiction" in title for title in told)


def test_every_step_of_the_table_leads_from_a_state_that_exists():
    states = set(AnswerState.values)
    assert {step.source for step in ANSWER.transitions} <= states
    assert {step.target for step in ANSWER.transitions} <= states
    # A late office can still do everything: nothing ends an answer but the directive's end.
    for state in states:
        actions = {s.action for s in ANSWER.transitions if s.source == state}
        assert {"ask", "propose", "publish"} <= actions
