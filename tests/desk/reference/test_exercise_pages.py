"""Services and documents of an exercise: written, approved and read by those who take part alone.

An event's page has proofs of its own beside these (see test_exercise_hub).
"""

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import statements
from tangkal.desk.portal.models import ReferencePage
from tangkal.desk.portal.statements import StatementText
from tangkal.desk.reference import commands
from tangkal.desk.reference.files import keep_file
from tangkal.desk.reference.forms import FORMS, AboutForm, DocumentForm, HubForm
from tangkal.desk.reference.models import Entry
from tests.desk.portal.conftest import publish as publish  # noqa: PLC0414 - a fixture
from tests.desk.reference.conftest import DOCUMENT, HUB, PDF, SERVICE, TODAY, a_pdf, out

pytestmark = pytest.mark.django_db
TITLES = {"service": "Posko Latihan", "document": "Juknis Latihan"}
LISTS = (
    *("/", "/layanan/", "/layanan/?q=latihan", "/dokumen/", "/dokumen/?q=latihan", "/sitemap.xml"),
    *("/data/layanan.json", "/data/layanan.csv", "/data/dokumen.json", "/data/dokumen.csv"),
    *("/wilayah/99/", "/rss.xml", "/luring/", "/topik/"),
)


@pytest.fixture
def kept(people):
    return keep_file(a_pdf(), by=people["penyusun"])


@pytest.fixture
def drill(published, kept, organisations):
    """``drill("service")``: such a page of an exercise, out; its content may be changed."""
    Region.objects.get_or_create(code="99", defaults={"name": "Latihania", "level": "province"})

    def made(kind, **changes):
        content = {"service": SERVICE, "document": DOCUMENT | {"file": kept.sha256}}[kind]
        named = {"title": TITLES[kind], "region": "99", "is_exercise": True}
        return published(kind, content | named | changes)

    return made


def statement(headline, ministry, *, is_exercise):
    text = StatementText(
        headline=headline,
        parts=(("confirmed", "Gempa pukul 05.12."),),
        language="id",
        reference="2026-0001",
        is_exercise=is_exercise,
    )
    return statements.publish_statement(text, issuer=ministry, by=None)


@pytest.mark.parametrize("kind", TITLES)
def test_a_writer_begins_one_and_the_desk_marks_it(kind, signed_in, people, kept):
    fields = {name: value for name, value in SERVICE.items() if name != "dial"}
    if kind == "document":
        fields = {**DOCUMENT, "file": kept.sha256}
    sent = fields | {"title": TITLES[kind], "is_exercise": "on"}
    assert signed_in("penyusun").post(f"/desk/reference/new/{kind}/", sent).status_code == 302
    entry = Entry.objects.get()
    assert entry.is_exercise
    assert "is_exercise" not in entry.versions.get().content
    for address in (f"/desk/reference/{entry.pk}/", f"/desk/reference/?tab={kind}"):
        assert "LATIHAN" in signed_in("penyetuju").get(address).text, address


@pytest.mark.parametrize("kind", TITLES)
def test_it_stands_on_no_public_page_list_or_data(kind, drill, citizen, signed_in):
    page = drill(kind).page
    assert page.is_exercise
    addresses = [f"/{'layanan' if kind == 'service' else 'dokumen'}/{page.slug}{end}"
                 for end in ("/", ".json")]  # fmt: skip
    for listing in LISTS:
        reply = citizen.get(listing)
        assert reply.status_code == 200, listing
        assert TITLES[kind] not in reply.text, listing
        assert page.slug not in reply.text, listing
    assert [citizen.get(each).status_code for each in addresses] == [404, 404]
    mine = signed_in("pemantau").get(addresses[0])
    assert (mine.status_code, mine.headers["Cache-Control"]) == (200, "private, no-cache")
    assert "LATIHAN · EXERCISE" in mine.text
    assert '<meta name="robots" content="noindex">' in mine.text


def test_its_file_is_given_to_those_who_take_part_alone(drill, kept, citizen, signed_in):
    page = drill("document").page
    address = f"/dokumen/{page.slug}/berkas/{kept.sha256}/"
    assert citizen.get(address).status_code == 404
    assert b"".join(signed_in("pemantau").get(address).streaming_content) == PDF


def test_real_ones_beside_them_stay_as_they_were(drill, published, citizen):
    drill("service")
    published("service", SERVICE)
    assert SERVICE["title"] in citizen.get("/layanan/").text
    assert ReferencePage.objects.get(title=SERVICE["title"]).is_exercise is False


def test_an_exercise_s_document_takes_the_place_of_no_real_one(
    drill, published, kept, citizen, signed_in
):
    real = published("document", DOCUMENT | {"file": kept.sha256})
    old = drill("document", title="Juknis lama")
    new = drill("document", supersedes=old.page.slug)
    stray = drill("document", title="Juknis tertukar", supersedes=real.page.slug)
    public = citizen.get(f"/dokumen/{real.page.slug}/").text
    assert ("notice--warning" in public, stray.page.slug in public) == (False, False)
    theirs = signed_in("pemantau").get(f"/dokumen/{old.page.slug}/").text
    assert f"/dokumen/{new.page.slug}/" in theirs


def test_an_exercise_s_hub_holds_its_first_statements_and_a_real_one_none_of_them(
    published, organisations, citizen, signed_in
):
    ministry = organisations["ministry"]
    real = statement("Pernyataan sungguhan", ministry, is_exercise=False)
    drill = statement("Pernyataan latihan", ministry, is_exercise=True)
    named = {"statements": [real.slug, drill.slug]}
    exercise = published("hub", HUB | named | {"title": "Gempa Latihan", "is_exercise": True})
    hub = published("hub", HUB | named)
    theirs = signed_in("pemantau").get(f"/topik/{exercise.page.slug}/").text
    assert ("Pernyataan latihan" in theirs, "Pernyataan sungguhan" in theirs) == (True, False)
    for address in (f"/topik/{hub.page.slug}/", f"/topik/{hub.page.slug}/rss.xml"):
        public = citizen.get(address).text
        assert "Pernyataan latihan" not in public, address
        assert "Pernyataan sungguhan" in public, address


FIELDS = {"title": "Gempa", "known": "Gempa.", "starts_on": TODAY.isoformat()}


@pytest.mark.parametrize(("is_drill", "why"), [(True, "is real"), (False, "to an exercise")])
def test_a_line_that_names_a_page_of_the_other_side_is_refused(
    is_drill, why, publish, organisations
):
    answers = {each: publish(headline=f"Jawaban {each}") for each in (True, False)}
    type(answers[True]).objects.filter(pk=answers[True].pk).update(is_exercise=True)
    words = {
        each: statement(f"Pernyataan {each}", organisations["ministry"], is_exercise=each)
        for each in (True, False)
    }
    sent = FIELDS | ({"is_exercise": "on"} if is_drill else {})

    def errors(side, **more):
        form = HubForm(
            sent | {"pinned": answers[side].slug, "statements": words[side].slug}, **more
        )
        return {name: str(told) for name, told in form.errors.items()}

    assert errors(is_drill) == {}
    wrong = errors(not is_drill)
    assert set(wrong) == {"pinned", "statements"}
    assert all(why in told for told in wrong.values())
    assert answers[not is_drill].slug in wrong["pinned"]
    # Of one that was begun, what it was begun as counts, whatever the field says.
    begun = errors(is_drill, initial={"version": 1}, begun_as=is_drill)
    assert begun == {}
    assert set(errors(is_drill, initial={"version": 1}, begun_as=not is_drill)) == set(wrong)


def test_a_document_names_an_older_one_of_its_own_side(drill, published, kept):
    real = published("document", DOCUMENT | {"file": kept.sha256}).page
    old = drill("document").page
    sent = {**DOCUMENT, "title": "Baru", "file": kept.sha256}
    for is_drill, own, other in ((True, old, real), (False, real, old)):
        told = sent | ({"is_exercise": "on"} if is_drill else {})
        assert DocumentForm(told | {"supersedes": f"/dokumen/{own.slug}/"}).errors == {}
        assert set(DocumentForm(told | {"supersedes": other.slug}).errors) == {"supersedes"}


def test_what_was_begun_as_one_stays_one(drill, people, citizen):
    entry = drill("service")
    commands.write(entry, SERVICE, by=people["penyusun"], expected_version=entry.version)
    entry = out(Entry.objects.get(), people)
    assert (entry.is_exercise, entry.page.is_exercise) == (True, True)
    assert citizen.get(f"/layanan/{entry.page.slug}/").status_code == 404
    writer, exercise = people["penyusun"], SERVICE | {"is_exercise": True}
    real = commands.begin("service", SERVICE, office=entry.organisation, by=writer)
    with pytest.raises(ValidationError, match="begun as real"):
        commands.write(real, exercise, by=writer, expected_version=real.version)


def test_who_we_are_is_never_rehearsed():
    assert "is_exercise" not in AboutForm().fields
    assert all("is_exercise" in FORMS[kind]().fields for kind in ("hub", "service", "document"))
