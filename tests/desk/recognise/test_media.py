"""Pictures and videos judged with a claim: kept as fingerprints, by whom, how long, and found."""

from datetime import date
from io import BytesIO

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from benchmarks.drawn_pictures import EDITS, draw
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.recognise.media import commands, index, reading
from tangkal.desk.recognise.media.models import KnownMedia, MediaBank
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.workflow import ActionDenied
from tests.desk.markup import inline_code
from tests.recognise.media.test_pictures import png_of_size

pytestmark = pytest.mark.django_db
MATCH = "/desk/known-claims/match/"
ADD = "/desk/known-claims/kc-1/media/add/"


@pytest.fixture(autouse=True)
def fresh_index():
    index.forget()
    yield
    index.forget()


@pytest.fixture
def claim(db):
    return KnownClaim.objects.create(claim_id="kc-1", title="Banjir di kota lain", revision=1)


def picture(seed=0, edit=None) -> Image.Image:
    drawn = draw(3 * seed)
    drawn.thumbnail((400, 400))
    return EDITS[edit](drawn, np.random.default_rng(1)) if edit else drawn


def upload(shown, name="kiriman.png", kind="PNG") -> SimpleUploadedFile:
    file = BytesIO()
    shown.save(file, kind)
    return SimpleUploadedFile(name, file.getvalue())


def keep(claim, who, seed=0, **more):
    return commands.keep(claim, reading.take(upload(picture(seed))), by=who, **more)


def test_an_upload_keeps_a_fingerprint_and_no_file(signed_in, claim, chain_holds, settings):
    sent = {"file": upload(picture()), "first_seen_on": "2019-05-01"}
    reply = signed_in("verifikator").post(ADD, sent, follow=True)
    assert "The fingerprint is kept; the file is not." in reply.text
    kept = KnownMedia.objects.get()
    assert (kept.claim_id, kept.first_seen_on) == ("kc-1", date(2019, 5, 1))
    assert kept.added_by.username == "verifikator"
    assert len(kept.fingerprint) < 12_000
    assert not list(settings.MEDIA_ROOT.rglob("*.png"))
    assert AuditEvent.objects.get(action="known_media.added").actor_name == "Verifikator"
    assert chain_holds()


def test_the_question_page_finds_an_edited_copy_and_keeps_nothing(signed_in, claim, people):
    keep(claim, people["analis"], first_seen_on=date(2019, 5, 1))
    asked = {"media": upload(picture(edit="overlay"))}
    page = signed_in("analis").post(MATCH, asked)
    assert "Banjir di kota lain" in page.text
    assert "of 256 bits differ" in page.text
    assert "2019" in page.text
    assert not inline_code(page.text)
    assert KnownMedia.objects.count() == 1


def test_a_stranger_is_answered_so(signed_in, claim, people):
    keep(claim, people["analis"])
    page = signed_in("analis").post(MATCH, {"media": upload(picture(5))}).text
    assert "Nothing like it is known here." in page
    assert "Banjir" not in page


def test_a_removed_or_withdrawn_one_is_found_no_more(claim, people):
    analyst = people["analis"]
    media = keep(claim, analyst)
    asked = reading.take(upload(picture()))
    assert [one.media for one in index.find(asked)] == [media]
    commands.remove(media, by=analyst, why="keliru")
    assert index.find(asked) == []
    keep(claim, analyst)
    assert len(index.find(asked)) == 1
    KnownClaim.objects.update(is_withdrawn=True)
    assert index.find(asked) == []


@pytest.mark.parametrize("who", ["pemantau", "penyusun", "auditor", "admin_sistem"])
def test_only_analysts_and_verifiers_keep_and_remove(signed_in, claim, people, who):
    media = keep(claim, people["analis"])
    client = signed_in(who)
    assert client.post(ADD, {"file": upload(picture(2))}).status_code == 403
    removal = f"/desk/known-claims/kc-1/media/{media.pk}/remove/"
    assert client.post(removal, {"why": "x"}).status_code == 403
    assert KnownMedia.objects.count() == 1


def test_removing_needs_a_reason_and_the_audit_keeps_it(signed_in, claim, people):
    media = keep(claim, people["analis"])
    client, removal = signed_in("analis"), f"/desk/known-claims/kc-1/media/{media.pk}/remove/"
    client.post(removal, {"why": " "})
    assert KnownMedia.objects.exists()
    client.post(removal, {"why": "gambar keliru"})
    assert not KnownMedia.objects.exists()
    assert "gambar keliru" in AuditEvent.objects.get(action="known_media.removed").detail


def test_the_same_picture_is_kept_once_a_claim(signed_in, claim):
    client = signed_in("analis")
    for status in (302, 422):
        assert client.post(ADD, {"file": upload(picture())}).status_code == status
    assert KnownMedia.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (png_of_size(9_000, 9_000), "unfolds to more than is read"),
        (png_of_size(100_000, 100_000), "unfolds to more than is read"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "No fingerprint can be taken"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "No fingerprint can be taken"),
        (b"\0\0\0\x18ftypmp42" + b"\xff" * 3000, "No fingerprint can be taken"),
    ],
    ids=["pixels", "many_pixels", "playlist", "list_of_files", "broken_video"],
)
@pytest.mark.parametrize("address", [ADD, MATCH])
def test_hostile_uploads_are_refused_with_a_reason(signed_in, claim, content, words, address):
    if b"ftyp" in content:
        pytest.importorskip("av")
    file = SimpleUploadedFile("a.mp4", content)
    page = signed_in("analis").post(address, {"file" if address == ADD else "media": file})
    assert words in page.text
    assert not KnownMedia.objects.exists()


def test_a_plain_picture_is_refused(signed_in, claim):
    blank = upload(Image.new("RGB", (300, 300), "white"))
    page = signed_in("analis").post(ADD, {"file": blank})
    assert page.status_code == 422
    assert "too plain" in page.text


def test_a_verifier_sets_what_matches_and_the_next_question_follows(signed_in, claim, people):
    keep(claim, people["analis"])
    asked = reading.take(upload(picture(edit="overlay")))
    assert index.find(asked)
    bank = MediaBank.objects.get()
    address = f"/desk/known-claims/media/{bank.pk}/"
    strict = {"bits": 0, "details": 200, "asked_share": 50, "known_share": 0}
    assert signed_in("verifikator").post(address, strict).status_code == 422  # no reason
    assert signed_in("verifikator").post(address, strict | {"why": "uji"}).status_code == 302
    assert index.find(asked) == []
    told = AuditEvent.objects.get(action="media_bank.set").detail
    assert '"bits": 38' in told
    assert '"bits": 0' in told


def test_thresholds_at_which_strangers_match_are_refused(signed_in, claim, people):
    bank = commands.first_bank()
    loose = {"bits": 120, "details": 1, "asked_share": 0, "known_share": 0, "why": "x"}
    reply = signed_in("verifikator").post(f"/desk/known-claims/media/{bank.pk}/", loose)
    assert reply.status_code == 422
    with pytest.raises(ActionDenied):
        commands.set_bank(bank, {"bits": 10}, by=people["analis"], why="x")


def test_banks_are_listed_to_readers_and_made_by_a_verifier(signed_in, claim):
    address = "/desk/known-claims/media/"
    assert "Umum" in signed_in("auditor").get(address).text
    assert signed_in("analis").post(address, {"name": "Kabar bencana"}).status_code == 403
    assert signed_in("verifikator").post(address, {"name": "Kabar bencana"}).status_code == 302
    assert MediaBank.objects.filter(name="Kabar bencana").exists()
    page = signed_in("analis").get(ADD).text
    assert "Kabar bencana" in page
    assert not inline_code(page)


def test_a_video_is_found_by_its_frames_and_without_av_the_sentence_says_so(
    signed_in, claim, tmp_path, monkeypatch
):
    from tests.recognise.media.test_video import write_video

    write_video(tmp_path / "a.mp4", [1, 2, 3])
    content = (tmp_path / "a.mp4").read_bytes()
    client = signed_in("analis")
    assert client.post(ADD, {"file": SimpleUploadedFile("a.mp4", content)}).status_code == 302
    page = client.post(MATCH, {"media": SimpleUploadedFile("b.mp4", content)}).text
    assert "100% of its frames are in the known video" in page
    monkeypatch.setattr(
        "tangkal.recognise.media.apart.sys.executable", str(tmp_path / "without-av")
    )
    (tmp_path / "without-av").write_text("#!/bin/sh\necho no av\nexit 4\n")
    (tmp_path / "without-av").chmod(0o755)
    page = client.post(MATCH, {"media": SimpleUploadedFile("b.mp4", content)}).text
    assert "install the extra package av" in page
