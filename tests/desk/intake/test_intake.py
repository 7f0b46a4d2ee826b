"""Bringing sources in from the desk: agreed first, read once, resumable, nothing lost."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tangkal.bus import open_bus
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.intake import background, commands, uploads
from tangkal.desk.intake.models import IntakeRun
from tangkal.desk.recognise.models import KnownClaim
from tangkal.pipeline.home import Home
from tangkal.pipeline.quarantine import Quarantine
from tangkal.pipeline.settings import Settings
from tangkal.sources import Document
from tests.desk.markup import inline_code

INTAKE = "/desk/intake/"
QUARANTINE = f"{INTAKE}quarantine/"
ITEMS = (
    "isi,akun,platform,waktu\n"
    "BBM naik besok hubungi 081234567890,@warga_biasa,x,2026-03-01 10:00\n"
    "<script>alert(1)</script> banjir lama,@lain,facebook,2026-03-01 11:00\n"
    "kabar tanpa waktu,@lagi,x,besok lusa\n"
)
CLAIMS = "judul,verdict,url\nBBM naik besok,SALAH,https://cek.example/1\n"
READERS = {Role.MONITOR.value, Role.ANALYST.value, Role.VERIFIER.value}


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Home:
    """Spool, ledger, quarantine and uploads of the test's own."""
    found = Home(tmp_path / "home")
    found.make()
    settings.TANGKAL = Settings(home=found)
    return found


@pytest.fixture
def at_once(monkeypatch):
    """Read in the test's own thread: another one would not see its open transaction."""
    monkeypatch.setattr(background, "start", commands.read)


def upload(browser, text=ITEMS, name="warga.csv"):
    return browser.post(INTAKE, {"file": SimpleUploadedFile(name, text.encode())})


def agree(browser, run, **fields):
    values = {"start": "1", "kind": "items", "timezone": "Asia/Jakarta", **fields}
    return browser.post(f"{INTAKE}runs/{run.pk}/", values)


def waiting(home) -> int:
    with open_bus(home.spool) as bus:
        return sum(delivery.table.num_rows for delivery in bus.read(0))


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize("page", [INTAKE, QUARANTINE])
def test_only_those_who_bring_sources_in_see_the_pages(signed_in, role, page):
    expected = 200 if role in READERS else 403
    assert signed_in(role).get(page).status_code == expected


@pytest.mark.parametrize("role", [r.value for r in Role if r.value not in READERS])
def test_nobody_else_can_upload(signed_in, role):
    assert upload(signed_in(role)).status_code == 403
    assert not IntakeRun.objects.exists()


def test_nothing_is_read_before_somebody_agrees(signed_in, home):
    browser = signed_in("pemantau")
    reply = browser.get(upload(browser).headers["Location"])
    run = IntakeRun.objects.get()
    assert run.state == "given"
    assert waiting(home) == 0
    assert reply.context["seen"].kind == "items"
    assert reply.context["form"].initial["timezone"] == "Asia/Jakarta"
    assert reply.context["form"]["field-text"].initial == "isi"
    assert inline_code(reply.text) == []


def test_the_preview_masks_people_and_escapes_what_they_wrote(signed_in):
    browser = signed_in("pemantau")
    text = browser.get(upload(browser).headers["Location"]).text
    assert "081234567890" not in text
    assert "warga_biasa" not in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_an_agreed_source_is_read_and_on_record(signed_in, people, home, at_once, chain_holds):
    browser = signed_in("analis")
    upload(browser)
    run = IntakeRun.objects.get()
    reply = agree(browser, run, platform="x")
    run.refresh_from_db()
    assert reply.headers["Location"] == f"{INTAKE}runs/{run.pk}/"
    assert (run.state, run.records, run.accepted, run.quarantined) == ("done", 3, 2, 1)
    assert waiting(home) == 2
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "intake.given",
        "intake.started",
        "intake.finished",
    ]
    assert set(AuditEvent.objects.values_list("actor_id", flat=True)) == {people["analis"].pk}
    assert chain_holds() == 3
    text = browser.get(reply.headers["Location"]).text
    assert 'value="100"' in text
    assert "hx-trigger" not in text


def test_the_mapping_can_be_corrected(signed_in, home, at_once):
    browser = signed_in("analis")
    upload(browser, "a,b\nkabar panjang sekali hari ini,salah kolom ini dulu ya\n")
    run = IntakeRun.objects.get()
    preview = browser.get(f"{INTAKE}runs/{run.pk}/?kind=items")
    assert preview.context["form"]["field-text"].initial in {"a", "b"}
    fields = {f"field-{name}": "" for name in preview.context["form"].mapped}
    agree(browser, run, **{**fields, "field-text": "b"})
    with open_bus(home.spool) as bus:
        texts = bus.read(0)[0].table["text"].to_pylist()
    assert texts == ["salah kolom ini dulu ya"]


def test_a_source_is_read_once_only(signed_in, home, at_once):
    browser = signed_in("analis")
    upload(browser)
    run = IntakeRun.objects.get()
    agree(browser, run)
    agree(browser, run)
    assert waiting(home) == 2
    with pytest.raises(Exception, match="was read already"):
        commands.agree(run, {"by_hand": {}, "kind": "items"}, by=run.by)


def test_the_same_file_again_doubles_nothing(signed_in, home, at_once):
    browser = signed_in("analis")
    for _ in range(2):
        upload(browser)
        agree(browser, IntakeRun.objects.first())
    again = IntakeRun.objects.first()
    assert (again.accepted, again.report["already_known"]) == (0, 2)
    assert waiting(home) == 2


def test_an_interrupted_run_is_noticed_and_goes_on_where_it_stopped(
    signed_in, people, home, monkeypatch
):
    browser = signed_in("analis")
    upload(browser)
    monkeypatch.setattr(background, "start", lambda run_id: None)  # the process dies at once
    run = IntakeRun.objects.get()
    agree(browser, run)
    text = browser.get(INTAKE).text
    run.refresh_from_db()
    assert run.state == "interrupted"
    assert "Interrupted" in text
    monkeypatch.setattr(background, "start", commands.read)
    agree(browser, run)
    run.refresh_from_db()
    assert (run.state, run.accepted) == ("done", 2)
    assert waiting(home) == 2


def test_a_living_run_is_not_taken_for_dead(signed_in, people):
    upload(signed_in("analis"))
    run = IntakeRun.objects.get()
    IntakeRun.objects.update(state="running")
    with background.only_reader(run.pk) as is_ours:
        assert is_ours
        background.note_interrupted()
        with background.only_reader(run.pk) as also_ours:
            assert not also_ours
    run.refresh_from_db()
    assert run.state == "running"


@pytest.mark.django_db(transaction=True)
def test_a_thread_reads_with_a_connection_of_its_own(signed_in, home, transactional_db):
    browser = signed_in("analis")
    upload(browser)
    run = IntakeRun.objects.get()
    commands.agree(run, {"by_hand": {}, "kind": "items"}, by=run.by)
    background.start(run.pk).join()
    run.refresh_from_db()
    assert (run.state, run.accepted) == ("done", 2)


def test_a_running_page_polls_and_shows_how_far_it_is(signed_in):
    browser = signed_in("analis")
    upload(browser)
    run = IntakeRun.objects.get()
    IntakeRun.objects.update(state="running", records=40, bytes_read=run.size_bytes // 2)
    with background.only_reader(run.pk):
        text = browser.get(f"{INTAKE}runs/{run.pk}/progress/").text
    assert "data-poll" in text
    assert 'value="50"' in text


def test_claims_become_known_claims_in_the_readers_name(signed_in, people, at_once):
    browser = signed_in("verifikator")
    upload(browser, CLAIMS, "cek.csv")
    agree(browser, IntakeRun.objects.get(), kind="claims")
    assert KnownClaim.objects.get().title == "BBM naik besok"
    stored = AuditEvent.objects.get(action="known_claims.stored")
    assert stored.actor_id == people["verifikator"].pk


def test_a_verifier_brings_in_claims_but_no_posts(signed_in, home, at_once):
    browser = signed_in("verifikator")
    upload(browser)
    assert agree(browser, IntakeRun.objects.get()).status_code == 403
    assert waiting(home) == 0


def test_a_file_that_leaves_a_question_asks_it(signed_in):
    browser = signed_in("analis")
    upload(browser, "judul,narasi,verdict\nBBM,katanya naik,SALAH\n")
    run = IntakeRun.objects.get()
    assert "One question first" in browser.get(f"{INTAKE}runs/{run.pk}/").text
    reply = agree(browser, run, kind="")
    assert reply.status_code == 422
    run.refresh_from_db()
    assert run.state == "given"


@pytest.mark.parametrize(
    ("text", "name"), [("", "empty.csv"), ("\x00\x01", "binary.parquet"), ("{", "x.jsonl")]
)
def test_what_cannot_be_read_is_said_in_one_sentence(signed_in, text, name):
    browser = signed_in("analis")
    reply = upload(browser, text, name)
    if reply.status_code == 302:
        reply = browser.get(reply.headers["Location"])
    assert reply.status_code == 422
    assert inline_code(reply.text) == []


def test_neither_file_nor_address_is_refused(signed_in):
    reply = signed_in("analis").post(INTAKE, {})
    assert reply.status_code == 422
    assert "Give either a file or an address." in reply.text


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/feed", "http://169.254.169.254/x", "http://localhost/x"]
)
def test_an_address_in_a_private_network_is_never_fetched(signed_in, address):
    reply = signed_in("analis").post(INTAKE, {"address": address})
    assert reply.status_code == 422
    assert not IntakeRun.objects.exists()


def test_an_address_is_fetched_once_and_read_as_it_was_shown(
    signed_in, people, home, at_once, monkeypatch
):
    fetched = []

    def load(where, options):
        if isinstance(where, Document):
            return where
        assert not options.allow_private
        fetched.append(where)
        return Document(
            name=where, body=ITEMS.encode(), content_type="text/csv", url="https://a.example/x.csv"
        )

    monkeypatch.setattr(commands.intake, "load", load)
    browser = signed_in("analis")
    browser.post(INTAKE, {"address": "https://a.example/x.csv"})
    agree(browser, IntakeRun.objects.get())
    assert fetched == ["https://a.example/x.csv"]
    assert waiting(home) == 2


def test_uploads_are_stored_under_our_own_name_for_us_alone(signed_in, home):
    upload(signed_in("analis"), name="../../etc/passwd.CSV; rm -rf")
    stored = [path for path in uploads.folder().iterdir() if path.suffix != ".lock"]
    assert [path.parent for path in stored] == [Path(home.root / "uploads")]
    assert stored[0].stat().st_mode & 0o077 == 0
    assert ".." not in stored[0].name


def test_a_file_larger_than_we_take_leaves_nothing_behind(signed_in, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_BYTES", 10)
    assert upload(signed_in("analis")).status_code == 422
    assert list(uploads.folder().iterdir()) == []


def test_another_office_sees_none_of_our_runs(signed_in, at_once):
    upload(signed_in("analis"))
    run = IntakeRun.objects.get()
    foreign = signed_in("foreign_analis")
    assert foreign.get(f"{INTAKE}runs/{run.pk}/").status_code == 404
    assert "warga.csv" not in foreign.get(INTAKE).text


# quarantine


@pytest.fixture
def held(signed_in, at_once, home) -> str:
    """The id of one row that could not be read."""
    browser = signed_in("analis")
    upload(browser)
    agree(browser, IntakeRun.objects.get())
    with Quarantine(home.intake_database) as store:
        (row,) = store.list()
    return row.row_id


def status_of(home, row_id) -> str:
    with Quarantine(home.intake_database) as store:
        return store.show(row_id).status


def test_the_quarantine_tells_reason_line_and_masked_text(signed_in, held):
    browser = signed_in("pemantau")
    text = browser.get(QUARANTINE).text
    assert held in text
    assert "line 4" in text
    one = browser.get(f"{QUARANTINE}{held}/").text
    assert "kabar tanpa waktu" in one
    assert "@lagi" not in one
    assert inline_code(text) == inline_code(one) == []


def test_a_corrected_row_is_taken_in_once(signed_in, home, held):
    browser = signed_in("analis")
    before = waiting(home)
    browser.post(f"{QUARANTINE}{held}/", {"field-published_at": "2026-03-01 12:00"})
    browser.post(f"{QUARANTINE}{held}/", {"field-published_at": "2026-03-01 12:00"})
    assert waiting(home) == before + 1
    assert status_of(home, held) == "retried"
    event = AuditEvent.objects.filter(action="quarantine.retried").get()
    assert json.loads(event.detail)["fields"] == ["published_at"]


def test_a_row_still_wrong_waits_on_with_the_new_reason(signed_in, home, held):
    reply = signed_in("analis").post(f"{QUARANTINE}{held}/", {"field-published_at": "entah"})
    assert "Still refused" in reply.text
    assert status_of(home, held) == "waiting"


def test_a_row_is_discarded_with_a_reason_that_stays_on_record(signed_in, home, held):
    browser = signed_in("analis")
    browser.post(f"{QUARANTINE}discard/", {"rows": [held], "why": "  "})
    assert status_of(home, held) == "waiting"
    browser.post(f"{QUARANTINE}discard/", {"rows": [held], "why": "duplikat"})
    assert status_of(home, held) == "discarded"
    event = AuditEvent.objects.get(action="quarantine.discarded")
    assert json.loads(event.detail) == {"rows": [held], "why": "duplikat"}


@pytest.mark.parametrize("role", ["verifikator", "auditor", "admin_sistem"])
def test_who_may_not_bring_posts_in_settles_none(signed_in, home, held, role):
    browser = signed_in(role)
    assert browser.post(f"{QUARANTINE}{held}/", {}).status_code == 403
    reply = browser.post(f"{QUARANTINE}discard/", {"rows": [held], "why": "x"})
    assert reply.status_code == 403
    assert status_of(home, held) == "waiting"


def test_an_unknown_row_is_not_found(signed_in):
    assert signed_in("analis").get(f"{QUARANTINE}q-nope/").status_code == 404
