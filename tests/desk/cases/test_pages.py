"""The case screens: what each person sees, what they may press, what stays hidden."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.cases.states import CaseState
from tangkal.desk.recognise import matcher
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db

LIST_QUERIES = 14
CASE_QUERIES = 21


def address(name: str, case: Case, *more: object) -> str:
    return reverse(name, args=[case.number, *more])


def every_address(case: Case) -> list[str]:
    evidence = case.evidence.first()
    return [
        reverse("cases"),
        address("case", case),
        address("case-claim", case),
        address("case-evidence", case),
        address("case-verdict", case),
        address("case-decide", case),
        address("case-gate", case),
        address("case-impact", case),
        address("case-override", case),
        address("evidence-grade", case, evidence.pk),
        address("evidence-file", case, evidence.pk),
    ]


@pytest.mark.parametrize("state", CaseState.values)
def test_the_case_page_opens_in_every_state_for_every_reader(people, signed_in, state):
    case = walk.case_at(state, people)
    for role in CONTENT_ROLES:
        reply = signed_in(role.value).get(address("case", case))
        assert reply.status_code == 200, role
        assert case.title in reply.content.decode()
        assert "hoaks" not in reply.content.decode().lower()


@pytest.mark.parametrize(
    "role", [role.value for role in Role if role not in CONTENT_ROLES] + ["nobody"]
)
def test_who_reads_no_content_is_refused_everywhere(people, signed_in, role):
    case = walk.case_at(CaseState.VERIFICATION, people)
    client = signed_in(role)
    for page in every_address(case):
        assert client.get(page).status_code == 403, page
    for page in (address("case-step", case, "triage"), address("case-note", case)):
        assert client.post(page, {"version": 1, "text": "x"}).status_code == 403, page
    assert case.title not in client.get(reverse("cases")).content.decode()


def test_another_ministry_sees_nothing_of_a_case(people, signed_in):
    case = walk.case_at(CaseState.VERIFICATION, people)
    client = signed_in("foreign_analis")
    listing = client.get(reverse("cases") + "?state=all")
    assert listing.status_code == 200
    assert case.number not in listing.content.decode()
    for page in every_address(case)[1:]:
        assert client.get(page).status_code == 404, page
    assert client.post(address("case-note", case), {"text": "x"}).status_code == 404
    assert not case.notes.exists()


def test_a_district_does_not_read_the_ministry_above(people, signed_in):
    case = walk.case_at(CaseState.OPENED, people)
    assert signed_in("district_analis").get(address("case", case)).status_code == 404


def test_signed_out_people_are_asked_to_sign_in(people, client):
    case = walk.case_at(CaseState.OPENED, people)
    for page in every_address(case):
        reply = client.get(page)
        assert reply.status_code == 302
        assert reverse("sign-in") in reply.url


def test_the_next_step_shows_what_a_role_may_do_and_otherwise_who_can(people, signed_in):
    case = walk.case_at(CaseState.ASSESSED, people)
    page = address("case", case)
    mine = signed_in("penyetuju").get(page).content.decode()
    assert address("case-decide", case) in mine
    theirs = signed_in("pemantau").get(page).content.decode()
    assert address("case-decide", case) not in theirs
    assert people["penyetuju"].display_name in theirs
    assert people["second_penyetuju"].display_name in theirs


def test_who_judged_the_impact_is_not_named_as_possible_approver(people, signed_in):
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.approved(case, people)
    both = people["second_penyetuju"]
    both.assignments.create(role=Role.ANALYST, scope=both.organisation)
    commands.judge_impact(case, by=type(both).objects.get(pk=both.pk), **walk.MILD)
    page = signed_in("pemantau").get(address("case", case)).context["steps"]
    assert page[0].who == [people["penyetuju"].display_name]


def test_the_loop_from_signal_to_decision_in_the_browser(people, signed_in, chain_holds):
    signal = walk.make_signal()
    analyst, verifier = signed_in("analis"), signed_in("verifikator")
    second, approver = signed_in("second_verifikator"), signed_in("penyetuju")
    opening = reverse("case-open") + f"?signal={signal.pk}"
    assert signal.title in analyst.get(opening).content.decode()
    reply = analyst.post(
        opening,
        {
            "signal": signal.pk,
            "title": "Harga BBM",
            "summary": "",
            "lead_organisation": people["analis"].organisation_id,
        },
    )
    case = Case.objects.get()
    assert reply.url == address("case", case)

    def version() -> int:
        return Case.objects.get(pk=case.pk).version

    def press(client, name, *more, **values):
        reply = client.post(address(name, case, *more), {"version": version(), **values})
        assert reply.status_code == 302, reply.content.decode()

    press(analyst, "case-step", "triage")
    press(analyst, "case-gate", kind="fact_claim", is_checkable="on", reason="a price is a fact")
    press(analyst, "case-claim", text="Harga BBM naik besok.", category="pemerintahan")
    press(
        analyst,
        "case-evidence",
        kind="page",
        title="Daftar harga",
        source="Kementerian",
        url="https://contoh.go.id/harga",
        text="Harga tetap.",
        reliability="A",
        credibility="1",
        is_public="on",
    )
    press(analyst, "case-step", "send_to_verification")
    press(
        verifier,
        "case-verdict",
        claim=case.claims.get().pk,
        value="SALAH",
        reasons="Daftar harga resmi tidak berubah.",
        evidence=case.evidence.get().pk,
    )
    verdict = case.verdicts.get()
    for client, action in ((verifier, "submit"), (second, "approve")):
        verdict.refresh_from_db()
        reply = client.post(
            address("verdict-step", case, verdict.pk, action), {"version": verdict.version}
        )
        assert reply.status_code == 302
    harms = {f"harm_{item}": "0" for item in walk_items()}
    press(
        analyst,
        "case-impact",
        **(harms | {"harm_economy": "3"}),
        reach="2",
        breakout="2",
        probability_term="likely",
        probability_percent="60",
        confidence="moderate",
        reasoning="antrean mulai terlihat",
    )
    answers = {f"gate_{key}": value for key, value in walk.ANSWERS.items()}
    press(approver, "case-decide", **answers, option="RESPONS", rationale="orang bertanya")
    case.refresh_from_db()
    assert (case.state, case.priority) == (CaseState.DECIDED, "MEDIUM")
    assert chain_holds() == AuditEvent.objects.count()


def walk_items() -> tuple[str, ...]:
    from tangkal.impact_analysis.severity import ITEMS

    return ITEMS


def test_no_label_is_offered_for_what_the_gate_protects(people, signed_in):
    case = walk.case_at(CaseState.VERIFICATION, people)
    client, page = signed_in("verifikator"), address("case-verdict", case)
    assert 'value="SALAH"' in client.get(page).content.decode()
    walk.with_gate(case, people, "criticism")
    offered = client.get(page).content.decode()
    assert 'value="BUKAN_KLAIM_FAKTA"' in offered
    assert 'value="SALAH"' not in offered


def test_a_page_drawn_before_somebody_elses_change_is_answered_409(people, signed_in):
    case = walk.case_at(CaseState.OPENED, people)
    commands.assign(case, to=people["second_analis"], by=people["second_analis"])
    reply = signed_in("analis").post(
        address("case-step", case, "triage"), {"version": case.version}
    )
    assert reply.status_code == 409
    assert people["second_analis"].display_name in reply.content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.OPENED


def test_the_slower_of_two_approvers_reads_who_was_faster(people, signed_in):
    case = walk.case_at(CaseState.ASSESSED, people)
    page, seen = address("case-decide", case), case.version
    walk.decide(case, people)
    slower = signed_in("second_penyetuju")

    reply = slower.post(page, {"version": seen, "option": "TIDAK_DIRESPONS"})

    assert reply.status_code == 409
    assert people["penyetuju"].display_name in reply.content.decode()
    assert case.decisions.count() == 1
    # A page drawn now is told the rule: nothing is left to decide.
    assert slower.get(page).status_code == 403


def test_a_button_without_its_version_changes_nothing(people, signed_in):
    case = walk.case_at(CaseState.OPENED, people)
    reply = signed_in("analis").post(address("case-step", case, "triage"), {})
    assert reply.status_code == 409


def test_what_a_command_refuses_is_said_above_the_form(people, signed_in):
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.approved(case, people)
    case.refresh_from_db()
    harms = {f"harm_{item}": "0" for item in walk_items()}
    reply = signed_in("analis").post(
        address("case-impact", case),
        harms
        | {
            "version": case.version,
            "reach": "1",
            "breakout": "1",
            "probability_term": "likely",
            "probability_percent": "52",
            "confidence": "low",
            "reasoning": "x",
        },
    )
    assert reply.status_code == 422
    assert "52" in reply.content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.VERIFICATION


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nsurat"


def upload(client, case: Case, file: SimpleUploadedFile, **values: object):
    case.refresh_from_db()
    fields = {"kind": "file", "title": "Surat", "source": "Dinas", "version": case.version}
    return client.post(address("case-evidence", case), {**fields, "file": file, **values})


def test_a_file_comes_back_as_a_download_and_only_to_readers(people, signed_in):
    case = walk.case_at(CaseState.TRIAGE, people)
    name = "surat edaran.pdf"
    assert upload(signed_in("analis"), case, SimpleUploadedFile(name, PDF)).status_code == 302
    evidence = Evidence.objects.get(kind="file")
    assert name not in evidence.file.name
    page = address("evidence-file", case, evidence.pk)
    reply = signed_in("auditor").get(page)
    assert b"".join(reply.streaming_content) == PDF
    assert reply["Content-Disposition"].startswith("attachment")
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Type"] == "application/octet-stream"
    assert signed_in("admin_sistem").get(page).status_code == 403
    assert signed_in("foreign_auditor").get(page).status_code == 404


def test_a_file_changed_on_disk_is_not_sent(people, signed_in):
    case = walk.case_at(CaseState.TRIAGE, people)
    upload(signed_in("analis"), case, SimpleUploadedFile("surat.pdf", PDF))
    evidence = Evidence.objects.get(kind="file")
    with open(evidence.file.path, "ab") as stream:
        stream.write(b"x")
    reply = signed_in("analis").get(address("evidence-file", case, evidence.pk))
    assert reply.status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg onload='x'/>"),
        ("macro.docm", b"PK\x03\x04"),
        ("really.pdf", b"MZ\x90\x00"),
        ("picture.png", PDF),
        ("notes.txt", b"\xff\xfe\x00\x01"),
        ("empty.txt", b" \n"),
        ("no_suffix", PDF),
    ],
)
def test_files_we_do_not_keep_are_refused(people, signed_in, name, content):
    case = walk.case_at(CaseState.TRIAGE, people)
    reply = upload(signed_in("analis"), case, SimpleUploadedFile(name, content))
    assert reply.status_code == 422
    assert not Evidence.objects.filter(kind="file").exists()


def test_a_file_too_large_is_refused(people, signed_in, monkeypatch):
    monkeypatch.setattr("tangkal.desk.cases.files.MAX_BYTES", 10)
    case = walk.case_at(CaseState.TRIAGE, people)
    reply = upload(signed_in("analis"), case, SimpleUploadedFile("surat.pdf", PDF))
    assert reply.status_code == 422


def test_filters_narrow_the_list(people, signed_in):
    opened = walk.case_at(CaseState.OPENED, people)
    closed = walk.case_at(CaseState.CLOSED, people)
    Case.objects.filter(pk=opened.pk).update(due_at="2020-01-01T00:00:00Z")
    client = signed_in("analis")

    def found(query: str) -> set[str]:
        return {case.number for case in client.get(reverse("cases") + query).context["page"]}

    assert found("") == {opened.number}
    assert found("?state=all") == {opened.number, closed.number}
    assert found("?state=SELESAI") == {closed.number}
    assert found("?overdue=1") == {opened.number}
    assert found("?mine=1") == set()
    assert found("?state=all&mine=1") == {closed.number}
    assert found("?state=all&priority=LOW") == {closed.number}
    assert found(f"?state=all&q={opened.number}") == {opened.number}
    assert found("?q=tidak+ada") == set()


def test_previous_and_next_keep_the_lists_context(people, signed_in):
    cases = [walk.case_at(CaseState.OPENED, people) for _ in range(3)]
    for place, case in enumerate(cases):
        Case.objects.filter(pk=case.pk).update(due_at=f"2020-01-0{place + 1}T00:00:00Z")
    client = signed_in("analis")
    page = client.get(address("case", cases[1]) + "?list=overdue%3D1")
    assert (page.context["previous"], page.context["next"]) == (
        cases[0].number,
        cases[2].number,
    )
    assert "list=overdue%3D1" in page.content.decode()
    elsewhere = client.get(address("case", cases[1]) + "?list=mine%3D1")
    assert (elsewhere.context["previous"], elsewhere.context["next"]) == (None, None)


def test_empty_lists_name_the_next_step(people, signed_in):
    client = signed_in("analis")
    assert reverse("case-open") in client.get(reverse("cases")).content.decode()
    for query in ("?mine=1", "?overdue=1", "?q=nothing"):
        assert 'class="empty"' in client.get(reverse("cases") + query).content.decode()


def test_an_exercise_carries_its_watermark(people, signed_in):
    signal = walk.make_signal(is_exercise=True)
    case = commands.open_case([signal], title="Latihan banjir", by=people["analis"])
    assert case.is_exercise
    assert "LATIHAN" in signed_in("analis").get(address("case", case)).content.decode()


def test_the_list_asks_the_same_number_of_queries_for_one_case_and_for_thirty(people, signed_in):
    client = signed_in("analis")
    for wanted in (1, 30):
        while Case.objects.count() < wanted:
            walk.open_case(people)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("cases"))
        assert len(queries) == LIST_QUERIES, [q["sql"] for q in queries]


def test_the_case_page_asks_a_fixed_number_of_queries(people, signed_in):
    client = signed_in("pemantau")
    counted = []
    for more in (1, 12):
        case = walk.case_at(CaseState.ASSESSED, people)
        for number in range(more):
            commands.add_evidence(
                case, walk.statement(text=f"Pernyataan {number}"), by=people["analis"]
            )
            commands.note(case, text=f"Catatan {number}", by=people["analis"])
        matcher.live().refresh(force=True)  # it asks at most every other second
        with CaptureQueriesContext(connection) as queries:
            client.get(address("case", case))
        counted.append(len(queries))
    assert counted == [CASE_QUERIES, CASE_QUERIES]


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("{number}", True),
        ("{compact}", True),
        ("https://x.com/i/status/1", True),
        ("9999-0001", False),
    ],
)
def test_the_jump_box_finds_a_case_by_number_or_by_an_address_in_it(
    people, signed_in, words, is_found
):
    case = walk.case_at(CaseState.OPENED, people)
    query = words.format(number=case.number, compact=case.number.replace("-", ""))
    reply = signed_in("analis").get(reverse("jump"), {"q": query})
    assert (reply.url == address("case", case)) == is_found
    assert signed_in("foreign_analis").get(reverse("jump"), {"q": query}).url != (
        address("case", case)
    )
