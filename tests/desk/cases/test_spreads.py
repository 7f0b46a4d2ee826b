"""A claim seen in forty posts is one issue: spreads are counted once, and never a person."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import counting
from tangkal.desk.cases.models import Case, Spread, SpreadFigure
from tangkal.desk.cases.spreads import addresses, commands, queries, reading
from tangkal.desk.cases.spreads.commands import Seen
from tangkal.desk.cases.spreads.figures import Figures
from tangkal.desk.portal.models import Clarification
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db
POST = "https://x.com/warga_biasa/status/17"


def add(case, people, url=POST, who="analis", **more):
    return commands.add_spread(case, Seen(url=url, **more), by=people[who])


SAME = [
    (POST, "https://twitter.com/lain/status/17?s=20"),
    (POST, "http://mobile.twitter.com/warga_biasa/status/17/"),
    ("https://kabar.example/a?id=3", "http://www.kabar.example/a/?utm_source=wa&id=3#atas"),
    ("https://www.facebook.com/warga/posts/9", "https://m.facebook.com/orang/posts/9"),
    ("https://www.tiktok.com/@a/video/5", "https://tiktok.com/@b/video/5?_r=1"),
    ("kabar.example/a", "https://kabar.example/a"),
]
OTHER = [
    (POST, "https://x.com/warga_biasa/status/18"),
    ("https://t.me/kanal_satu/12", "https://t.me/kanal_dua/12"),
    ("https://kabar.example/a?t=3", "https://kabar.example/a?t=4"),
    ("https://mastodon.example/@a/1", "https://mastodon.example/@b/1"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_two_spellings_of_one_post_are_one_spread(people, one, two):
    case = walk.open_case(people)
    add(case, people, one)
    with pytest.raises(ValidationError, match="counts this post already"):
        add(case, people, two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_two_posts_are_two_spreads(people, one, two):
    case = walk.open_case(people)
    before = case.spreads.count()
    add(case, people, one)
    add(case, people, two)
    assert case.spreads.count() == before + 2


@given(st.text(alphabet="abz/?&=#.:-@1 ", max_size=60))
def test_a_normalised_address_stays_as_it_is(path):
    once = addresses.normalised(f"https://kabar.example/{path}")
    assert addresses.normalised(once) == once


def test_a_posters_name_is_never_kept_and_an_institutions_is(people):
    case = walk.open_case(people)
    private = add(case, people, "https://x.com/warga_biasa/status/99")
    public = add(
        case,
        people,
        "https://x.com/KemenContoh/status/98",
        is_public_institution=True,
        publisher="Kementerian Contoh",
    )
    assert "warga_biasa" not in str(Spread.objects.filter(pk=private.pk).values())
    assert "warga_biasa" not in "".join(AuditEvent.objects.values_list("detail", flat=True))
    assert (public.url, public.publisher) == (
        "https://x.com/KemenContoh/status/98",
        "Kementerian Contoh",
    )
    assert add(case, people, "https://x.com/a/status/97", publisher="Warga").publisher == ""


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://x.com/warga_biasa", "account’s page"),
        ("https://instagram.com/warga", "account’s page"),
        ("ftp://kabar.example/a", "no web address"),
        ("javascript:alert(1)", "no web address"),
        ("kata kata", "no web address"),
        ("https://u:p@kabar.example/a", "password"),
        ("", "evidence that shows it"),
        ("https://kabar.example/" + "a" * 1000, "too long"),
    ],
)
def test_what_is_no_post_is_refused_with_the_reason(people, url, why):
    case = walk.open_case(people)
    with pytest.raises(ValidationError, match=why):
        add(case, people, url)


def test_a_chain_letter_without_an_address_rests_on_its_evidence(people):
    case = walk.open_case(people)
    proof = cases.add_evidence(case, walk.statement(), by=people["analis"])
    made = commands.add_spread(case, Seen(platform="WhatsApp"), evidence=proof, by=people["analis"])
    assert (made.platform, made.url) == ("whatsapp", "")
    with pytest.raises(ValidationError):
        commands.add_spread(case, Seen(platform="wa"), evidence=proof, by=people["analis"])
    foreign = walk.open_case(people)
    with pytest.raises(ValidationError, match="another case"):
        commands.add_spread(foreign, Seen(url=POST), evidence=proof, by=people["analis"])


def test_items_copied_on_opening_are_spreads_and_drawn_in_again_count_once(people, chain_holds):
    rows = [
        walk.item("a" * 32, author="f" * 32, views=10, narrative_id="N1"),
        walk.item("b" * 32, url="https://x.com/i/status/2", author_name="Kabar Contoh"),
        walk.item("c" * 32, url=None, platform="whatsapp"),
    ]
    case = cases.open_case([], title="BBM", by=people["analis"], items=rows[:1])
    first = case.spreads.get()
    assert (first.account, first.narrative_id, first.evidence.item_id) == ("f" * 8, "N1", "a" * 32)
    later = [{**rows[0], "observed_at": timezone.now(), "views": 90}, *rows[1:]]
    outcome = commands.draw_in(case, later, by=people["analis"])
    assert (len(outcome.added), outcome.known) == (2, 1)
    assert list(first.figures.values_list("views", flat=True)) == [10, 90]
    named = case.spreads.get(item_id="b" * 32)
    assert (named.publisher, named.account) == ("Kabar Contoh", "")
    assert named.is_public_institution
    chain_holds()


def test_an_exercises_post_is_no_spread_of_a_real_case(people):
    case = walk.open_case(people)
    with pytest.raises(ValidationError, match="exercise"):
        commands.draw_in(case, [walk.item("d" * 32, is_exercise=True)], by=people["analis"])


def test_figures_are_rows_over_time_and_none_is_overwritten(people):
    case = walk.open_case(people)
    spread = add(case, people, "https://x.com/a/status/5")
    now = timezone.now()
    for hours, views in ((3, 10), (2, 40), (3, 999)):
        shown = Figures(at=now - timedelta(hours=hours), views=views)
        commands.add_figures(spread, shown, by=people["analis"])
    row = queries.as_row(queries.spreads_of(case).get(pk=spread.pk))
    assert (row.first.views, row.latest.views, row.snapshots) == (10, 40, 2)
    for bad in (
        Figures(at=now),
        Figures(at=now + timedelta(days=1), views=1),
        Figures(at=now, views=-1),
    ):
        with pytest.raises(ValidationError):
            commands.add_figures(spread, bad, by=people["analis"])


def test_a_spread_taken_out_keeps_its_reason_and_may_be_counted_anew(people):
    case = walk.open_case(people)
    spread = add(case, people, "https://x.com/a/status/5")
    with pytest.raises(ValidationError, match="reason"):
        commands.remove_spread(spread, why=" ", by=people["analis"])
    commands.remove_spread(spread, why="kabar lain", by=people["analis"])
    assert counting.of_case(case).spreads == case.spreads.filter(removed_at=None).count()
    assert queries.removed_of(case).get().removed_why == "kabar lain"
    add(case, people, "https://x.com/a/status/5")
    with pytest.raises(ValidationError, match="taken out"):
        commands.remove_spread(spread, why="lagi", by=people["analis"])


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("pemantau", True),
        ("analis", True),
        ("verifikator", True),
        ("admin_daerah", True),
        ("penyusun", False),
        ("auditor", False),
        ("admin_sistem", False),
        ("foreign_analis", False),
    ],
)
def test_who_counts_spreads(people, who, allowed):
    case = walk.open_case(people)
    if allowed:
        add(case, people, "https://x.com/a/status/5", who=who)
        return
    with pytest.raises(ActionDenied):
        add(case, people, "https://x.com/a/status/5", who=who)


TABLE = """url;platform;terbit;tayangan;suka
https://x.com/a/status/1;;2026-03-01 10:00;12.500;3
https://x.com/a/status/2;;kemarin;1;
https://x.com/a/status/3;;;12,5 rb;
https://x.com/warga;;;;
https://twitter.com/b/status/1;;;20000;
"""


def test_a_table_counts_good_lines_and_names_each_bad_one(people):
    case = cases.open_case([], title="BBM", by=people["analis"])
    rows, refused = reading.read(TABLE)
    outcome = commands.add_spreads(case, rows, refused=refused, by=people["analis"])
    assert [s.url for s in outcome.added] == ["https://x.com/i/status/1"]
    assert outcome.known == 1
    assert sorted(line for line, _why in outcome.refused) == [3, 4, 5]
    views = SpreadFigure.objects.order_by("at").values_list("views", flat=True)
    assert sorted(views) == [12500, 20000]


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("1.500", 1500), ("1,234,567", 1234567)])
def test_numbers_are_read_as_people_write_them(text, number):
    assert reading.number_of(text) == number


@pytest.mark.parametrize("text", ["1.5", "1,5", "12 rb", "-1", "1.50.000", "٣"])
def test_a_number_that_could_mean_two_things_is_refused(text):
    with pytest.raises(ValidationError):
        reading.number_of(text)


def test_pasted_addresses_one_a_line_are_counted(people, signed_in):
    case = cases.open_case([], title="BBM", by=people["analis"])
    client = signed_in("analis")
    lines = "https://x.com/a/status/1\n\nhttps://kabar.example/b\nbukan alamat\n"
    reply = client.post(
        reverse("spread-add-many", args=[case.number]), {"rows": lines}, follow=True
    )
    page = reply.content.decode()
    assert case.spreads.count() == 2
    assert "Line 4" in page
    assert reply.status_code == 200


def test_the_four_counts_stay_apart(people, monkeypatch):
    monkeypatch.setattr(counting, "request_counters", [])
    one = cases.open_case([], title="BBM", by=people["analis"])
    two = cases.open_case([], title="Gas", by=people["analis"])
    for number in range(3):
        add(one, people, f"https://x.com/a/status/{number}")
    Clarification.objects.create(
        slug="bbm",
        claim_text="x",
        verdict="SALAH",
        headline="x",
        parts=[],
        issuer=one.lead_organisation,
        reference=one.number,
    )
    counts = counting.of_cases([one, two])
    assert (counts[one.number].spreads, counts[one.number].clarifications) == (3, 1)
    total = counting.in_all(counts.values())
    assert (total.issues, total.spreads, total.clarifications, total.requests) == (2, 3, 1, None)
    counting.request_counters.append(lambda numbers: {one.number: 2})
    assert counting.of_case(one).requests == 2
    assert counting.of_case(two).requests == 0


def test_the_pages_show_the_counts_and_foreign_cases_are_not_in_them(people, signed_in):
    case = walk.open_case(people)
    add(case, people, "https://kabar.example/b")
    page = signed_in("auditor").get(reverse("case", args=[case.number])).content.decode()
    assert "Where it was seen" in page
    client = signed_in("analis")
    page = client.get(reverse("case-spreads", args=[case.number])).content.decode()
    assert "https://kabar.example/b" in page
    ours = client.get(reverse("case-counts")).context["counts"]
    theirs = signed_in("foreign_analis").get(reverse("case-counts")).context["counts"]
    assert (ours.issues, ours.spreads, theirs.issues) == (1, 2, 0)
    listed = client.get(reverse("case-counts") + "?exercise=1").context["counts"]
    assert listed.issues == 0
    assert Case.objects.count() == 1


def test_a_spread_is_added_measured_and_taken_out_in_the_browser(people, signed_in):
    case = cases.open_case([], title="BBM", by=people["analis"])
    client = signed_in("analis")
    bad = client.post(reverse("spread-add", args=[case.number]), {"publisher": "Warga"})
    assert bad.status_code == 422
    client.post(reverse("spread-add", args=[case.number]), {"url": POST, "views": "7"})
    spread = case.spreads.get()
    client.post(reverse("spread-figures", args=[case.number, spread.pk]), {"views": "9"})
    assert spread.figures.count() == 2
    client.post(reverse("spread-remove", args=[case.number, spread.pk]), {"why": "keliru"})
    spread.refresh_from_db()
    assert spread.removed_at is not None
