"""The spread of a narrative on screen: planted arrivals, flags by people, levels never lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import items
from tangkal.desk.cases.breakout import suggested_level
from tangkal.desk.jobs import spread as job
from tangkal.desk.situational_insight.models import (
    BreakoutFlag,
    BreakoutReading,
    MovedNarrative,
    Movement,
    Narrative,
    SpreadMeasure,
)
from tangkal.desk.situational_insight.spread import commands, queries, words
from tangkal.desk.situational_insight.spread.grouping import remeasure
from tangkal.desk.situational_insight.spread.measuring import measure
from tangkal.desk.workflow import ActionDenied
from tangkal.impact_analysis.breakout_history import Reached
from tangkal.situational_insight.reach import COLUMNS, FILE, shipped_assumptions
from tests.desk.cases.walk import make_signal, open_case
from tests.desk.lakes import item, lake_of
from tests.desk.markup import inline_code

PAGE = "/desk/narratives/N1/spread/"
FLAG = f"{PAGE}flag/"
HOUR = timedelta(hours=1)


@pytest.fixture
def use_lake(tmp_path, monkeypatch):
    def use(*rows):
        found = lake_of(tmp_path / f"lake{len(rows)}", *rows)
        monkeypatch.setattr(items, "open_lake", lambda _place: found)
        return found

    return use


def posts(platform, hours_ago, n, *, family="a", **fields):
    """Some posts on one platform within one hour, each by an account of its own."""
    return [
        item(
            f"{platform}{hours_ago}{family}{k}",
            platform=platform,
            hours_ago=hours_ago - k / 100,
            author=f"{platform}-{family}-{k}",
            family_id=family.ljust(32, "0"),
            **fields,
        )
        for k in range(n)
    ]


@pytest.fixture
def planted(use_lake):
    """On X 40 hours ago, on TikTok 30, a second circle 20 hours ago, three outlets 10 ago."""
    return use_lake(
        *posts("x", 40, 9, region_code="32.04", views=100),
        *posts("tiktok", 30, 4, shares=10, views=None),
        *posts("x", 20, 8, family="b", region_code="35"),
        *posts("facebook", 15, 2),
        *(
            item(f"media{n}", platform="web", hours_ago=10 - n, source_kind="media", author=None)
            | {"author_name": f"Media {n}", "source": f"rss:{n}", "family_id": f"m{n}".ljust(32)}
            for n in range(3)
        ),
    )


@pytest.fixture
def narrative(db):
    return Narrative.objects.create(
        pk="N1", machine_title="BBM naik", last_seen_at=timezone.now() - 8 * HOUR
    )


def level_of(narrative_id="N1"):
    found = queries.history_of(narrative_id).level
    return found and found.level


# -- what is measured ----------------------------------------------------------------------


def test_planted_crossings_reach_levels_and_media_are_found(planted, narrative):
    found = measure(narrative, None)

    assert [each.value for each in found.by_platform] == ["x", "tiktok", "facebook", "web"]
    assert found.bridge.outlets == ("Media 0", "Media 1", "Media 2")
    assert round(found.bridge.lag / HOUR) == 30
    assert [each.value for each in found.by_province] == ["32", "35"]
    assert found.no_province == 9
    # The second platform, then the second province, told by the hour that they came in.
    ages = {each.level: (timezone.now() - each.at) / HOUR for each in found.levels}
    assert ages == {
        1: pytest.approx(40, abs=0.2),
        2: pytest.approx(30.5, abs=0.6),
        3: pytest.approx(20.5, abs=0.6),
    }
    assert found.levels[-1].basis == "provinces"


def test_reach_is_counted_estimated_or_unknown_and_never_zero_for_unknown(planted, narrative):
    reach = {each.platform: each for each in measure(narrative, None).platforms}

    assert reach["x"].counted_views == 900
    assert reach["x"].unknown_items == 8
    assert reach["tiktok"].views.central > 40
    assert reach["facebook"].views is None


def test_groups_of_accounts_become_the_communities(planted, narrative):
    assert remeasure(narrative, None)
    kept = SpreadMeasure.objects.get()

    assert sorted(group["accounts"] for group in kept.groups) == [8, 15]
    assert kept.small_accounts == 0
    assert "x-a-0" not in str(kept.groups)
    assert list(BreakoutReading.objects.values_list("level", "basis")) == [
        (1, "groups"),
        (2, "groups"),
        (3, "groups"),
    ]


def test_an_exercise_s_items_never_count_for_a_real_narrative(use_lake, narrative):
    use_lake(*posts("x", 5, 4), *posts("tiktok", 4, 9, is_exercise=True))

    found = measure(narrative, None)

    assert [each.value for each in found.by_platform] == ["x"]
    assert [each.platform for each in found.platforms] == ["x"]


@pytest.mark.parametrize(
    "rows",
    [
        [item("a")],
        [item("a", platform="unknown", author=None, language=None)],
        [item("a", published_at=None), item("b", published_at=None)],
        [item("a", shares=10**15, likes=10**15, views=None)],
        [item("a", published_at=timezone.now() + timedelta(days=400))],
    ],
    ids=["one", "unknown", "no-moment", "huge", "future"],
)
def test_thin_or_odd_narratives_have_a_page(signed_in, use_lake, narrative, rows):
    use_lake(*rows)

    reply = signed_in("analis").get(PAGE)

    assert reply.status_code == 200
    assert inline_code(reply.text) == []


def test_everything_at_one_second_has_no_doubling_time(signed_in, use_lake, narrative):
    moment = timezone.now() - 5 * HOUR
    use_lake(*[item(f"i{n}", published_at=moment) for n in range(200)], item("z", narrative="N2"))

    assert "doubles" not in signed_in("analis").get(PAGE, headers={"accept-language": "en"}).text
    assert measure(narrative, None).growth.doubling_hours is None


def test_every_shipped_assumption_is_said_in_the_reader_s_language(settings):
    shipped = shipped_assumptions()

    with translation.override("en"):
        said = {platform: str(source) for platform, source in words.SHIPPED_SOURCES.items()}
    assert said == {platform: each.source for platform, each in shipped.items()}


def test_an_office_s_own_multipliers_count_and_a_faulty_table_is_named(
    signed_in, planted, narrative, settings
):
    path = settings.TANGKAL.home.root / FILE
    head = ",".join(COLUMNS)
    try:
        path.write_text(f"{head}\nother,1,1,1,1,1,1,survei kami 2026\n", encoding="utf-8")
        reach = {each.platform: each for each in measure(narrative, None).platforms}
        assert reach["tiktok"].views == (40, 40, 40)
        assert "survei kami 2026" in signed_in("analis").get(PAGE).text
        path.write_text(f"{head}\nother,9,1,1,1,1,1,survei\n", encoding="utf-8")
        assert "line 2" in signed_in("analis").get(PAGE).text
    finally:
        path.unlink()


# -- what is kept --------------------------------------------------------------------------


def test_a_level_reached_is_never_lost_by_retention(use_lake, planted, narrative):
    remeasure(narrative, None)
    assert level_of() == 3

    use_lake(item("late", hours_ago=1))  # the rest is past its retention
    remeasure(narrative, None)

    assert level_of() == 3


def test_a_later_measurement_moves_a_level_only_to_an_earlier_moment(db):
    now = timezone.now()
    assert commands.keep_levels("N1", [Reached(2, now, ("x",), (), None)]) == 1
    assert commands.keep_levels("N1", [Reached(2, now + HOUR, ("x",), (), None)]) == 0
    assert BreakoutReading.objects.get().reached_at == now
    commands.keep_levels("N1", [Reached(2, now - HOUR, ("x",), (), None)])
    assert BreakoutReading.objects.get().reached_at == now - HOUR


def test_what_was_known_of_a_merged_narrative_stays(db, narrative):
    commands.keep_levels("N9", [Reached(3, timezone.now(), ("x", "y"), ("1", "2"), "groups")])
    assert level_of() is None

    MovedNarrative.objects.create(narrative_id="N9", now_in="N1", number=1)
    Movement.objects.all().delete()
    Movement.objects.create(number=1)

    assert level_of() == 3


def test_the_worker_measures_what_grew_and_leaves_the_rest(planted, narrative):
    now = timezone.now()

    assert job.work(now=now) == 1
    assert job.work(now=now) == 0  # nothing new since
    Narrative.objects.update(last_seen_at=now)
    assert job.work(now=now) == 0  # measured a moment ago
    assert job.work(now=now + HOUR) == 1
    assert job.forget_before(now + HOUR) == 1
    assert level_of() == 3


# -- flags ---------------------------------------------------------------------------------


def flag(by, **changes):
    return commands.set_flag(
        "N1",
        **{
            "kind": "mainstream_media",
            "evidence": "https://contoh.id/berita",
            "happened_at": timezone.now() - HOUR,
            "by": by,
            **changes,
        },
    )


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_analysts_and_verifiers_set_flags_and_nobody_else(planted, narrative, people, role):
    if role in {Role.ANALYST.value, Role.VERIFIER.value}:
        flag(people[role])
        assert AuditEvent.objects.filter(action="breakout.flagged").count() == 1
    else:
        with pytest.raises(ActionDenied):
            flag(people[role])
        assert not BreakoutFlag.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kind": "rumour"}, "not in the list"),
        ({"evidence": "  "}, "Say where it can be seen"),
        ({"happened_at": timezone.now() + timedelta(days=2)}, "lies ahead"),
        ({"happened_at": timezone.now().replace(year=1200)}, "not plausible"),
    ],
)
def test_a_flag_without_ground_is_refused(planted, narrative, people, changes, refusal):
    with pytest.raises(ValidationError, match=refusal):
        flag(people["analis"], **changes)


def test_a_flag_raises_the_level_and_its_withdrawal_is_on_record(planted, narrative, people):
    set_ = flag(people["verifikator"], kind="public_figure")
    assert level_of() == 5
    with pytest.raises(ValidationError, match="stands already"):
        flag(people["analis"], kind="public_figure")
    with pytest.raises(ValidationError, match="reason"):
        commands.withdraw_flag(set_, why=" ", by=people["analis"])

    commands.withdraw_flag(set_, why="bukan tokohnya", by=people["analis"])

    assert level_of() is None
    assert BreakoutFlag.objects.get().withdrawn_why == "bukan tokohnya"
    with pytest.raises(ValidationError, match="already"):
        commands.withdraw_flag(set_, why="lagi", by=people["analis"])
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert {"breakout.flagged", "breakout.unflagged"} <= set(actions)


# -- pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_whoever_reads_content_reads_the_spread(signed_in, planted, narrative, role):
    expected = 200 if role in {r.value for r in CONTENT_ROLES} else 403

    assert signed_in(role).get(PAGE).status_code == expected


def test_the_page_tells_levels_reach_crossings_and_suggests_level_four(
    signed_in, planted, narrative
):
    browser = signed_in("analis")
    text = browser.get(PAGE, headers={"accept-language": "en"}).text

    assert "Breakout level 3 of 6" in text
    assert "3 news outlets carry it" in text
    assert "Media 1" in text
    assert "our assumption" in text
    assert "unknown" in text
    assert "x-a-0" not in text
    assert inline_code(text) == []


def test_the_page_calls_platforms_by_their_names(signed_in, planted, narrative):
    text = signed_in("analis").get(PAGE, headers={"accept-language": "en"}).text
    assert "First on X; on TikTok" in text
    assert '<th scope="row">TikTok</th>' in text
    assert '<th scope="row">tiktok</th>' not in text


def test_the_page_asks_the_database_a_fixed_number_of_questions(
    signed_in, planted, narrative, people, django_assert_max_num_queries
):
    remeasure(narrative, None)
    for kind in ("public_figure", "mainstream_media", "concrete_action"):
        flag(people["analis"], kind=kind)
    browser = signed_in("analis")
    browser.get(PAGE)
    with django_assert_max_num_queries(16):
        assert browser.get(PAGE).status_code == 200


def test_an_analyst_sets_and_withdraws_a_flag_on_screen(signed_in, planted, narrative):
    browser = signed_in("analis")
    form = {
        "kind": "call_for_violence",
        "evidence": "unggahan https://contoh.id/1 menyerukan pembakaran",
        "happened_at": (timezone.localtime() - HOUR).strftime("%Y-%m-%dT%H:%M"),
    }

    assert browser.get(f"{FLAG}?kind=mainstream_media").text.count("checked") == 1
    assert browser.post(FLAG, {}).status_code == 422
    assert browser.post(FLAG, form).status_code == 302
    assert level_of() == 6
    pk = BreakoutFlag.objects.get().pk
    browser.post(f"/desk/narratives/spread/flags/{pk}/withdraw/", {"why": "salah baca"})
    assert level_of() is None


def test_evidence_that_a_case_keeps_may_carry_a_flag(signed_in, planted, narrative, people):
    case = open_case(people)
    case.signals.add(make_signal(narrative_id="N1"))
    proof = case.evidence.get()
    foreign = open_case(people).evidence.get()
    browser = signed_in("analis")
    form = {
        "kind": "public_figure",
        "evidence": "",
        "happened_at": (timezone.localtime() - HOUR).strftime("%Y-%m-%dT%H:%M"),
    }

    assert browser.post(FLAG, form | {"case_evidence": foreign.pk}).status_code == 422
    assert browser.post(FLAG, form | {"case_evidence": proof.pk}).status_code == 302
    assert BreakoutFlag.objects.get().case_evidence == proof
    assert case.number in browser.get(PAGE).text


def test_measure_now_finds_groups_at_once(signed_in, planted, narrative):
    browser = signed_in("analis")
    assert browser.post(f"{PAGE}measure/").status_code == 302

    assert SpreadMeasure.objects.get().groups
    assert 'class="dot-text"' in browser.get(PAGE).text


def test_what_others_wrote_is_escaped_in_the_network(signed_in, use_lake, narrative):
    use_lake(*posts("x", 3, 9, text="<script>alert(1)</script> naik"))
    remeasure(narrative, None)

    text = signed_in("analis").get(PAGE).text

    assert "<script>alert" not in text


def test_a_narrative_past_its_retention_still_shows_its_levels(
    signed_in, use_lake, narrative, people
):
    commands.keep_levels("N1", [Reached(3, timezone.now(), ("x", "y"), ("1", "2"), "groups")])
    use_lake(item("z", narrative="N2"))

    reply = signed_in("analis").get(PAGE, headers={"accept-language": "en"})

    assert "Breakout level 3 of 6" in reply.text
    assert "past their retention" in reply.text


# -- help for a judgement ------------------------------------------------------------------


def test_a_case_is_shown_the_level_of_its_narratives(planted, narrative, people):
    case = open_case(people)
    case.signals.add(make_signal(narrative_id="N1"))
    assert suggested_level(case) is None
    remeasure(narrative, None)

    found = suggested_level(case)

    assert (found.level, found.narrative_id) == (3, "N1")
    assert "platforms" in found.why
