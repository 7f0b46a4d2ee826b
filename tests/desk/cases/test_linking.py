"""Cases are linked and merged with reasons, on both sides, and come apart again until decided."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tangkal.desk.accounts.models import RoleAssignment
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.linking import commands, likely
from tangkal.desk.cases.log import entries
from tangkal.desk.cases.models import Case, CaseLink
from tangkal.desk.cases.spreads import commands as spreads
from tangkal.desk.cases.spreads.commands import Seen
from tangkal.desk.cases.states import CaseState
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db


def two(people):
    return walk.open_case(people), cases.open_case([], title="Gas langka", by=people["analis"])


def test_a_link_shows_in_both_directions_with_its_reason(people, signed_in, chain_holds):
    one, other = two(people)
    commands.link_cases(one, other, kind="follows", reason="sumber sama", by=people["analis"])
    client = signed_in("analis")
    here = client.get(reverse("case", args=[one.number])).content.decode()
    there = client.get(reverse("case", args=[other.number])).content.decode()
    assert "follows from" in here
    assert "led to" in there
    assert "sumber sama" in there
    assert entries(one)[0].subject == other.number
    assert entries(other)[0].subject == one.number
    commands.end_link(CaseLink.objects.get(), why="keliru", by=people["analis"])
    assert not CaseLink.objects.exists()
    chain_holds()


@pytest.mark.parametrize("kind", ["related", "follows", "contradicts", "part"])
def test_the_same_link_twice_and_a_link_to_itself_are_refused(people, kind):
    one, other = two(people)
    commands.link_cases(one, other, kind=kind, reason="x", by=people["analis"])
    with pytest.raises(ValidationError, match="already"):
        commands.link_cases(one, other, kind=kind, reason="x", by=people["analis"])
    with pytest.raises(ActionDenied):
        commands.link_cases(one, one, kind=kind, reason="x", by=people["analis"])
    with pytest.raises(ValidationError, match="reason"):
        commands.link_cases(other, one, kind=kind, reason=" ", by=people["analis"])


def test_real_and_exercise_are_never_joined(people):
    one, other = two(people)
    Case.objects.filter(pk=other.pk).update(is_exercise=True)
    for act in (
        lambda: commands.link_cases(one, other, kind="related", reason="x", by=people["analis"]),
        lambda: commands.merge(one, other, reason="x", by=people["analis"]),
    ):
        with pytest.raises(ActionDenied, match="exercise"):
            act()


def test_joining_across_offices_needs_rights_on_both(people, organisations):
    ours = walk.open_case(people)
    theirs = cases.open_case([], title="Lain", by=people["foreign_analis"])
    analyst = people["analis"]
    for source, into in ((ours, theirs), (theirs, ours)):
        with pytest.raises(ActionDenied):
            commands.merge(source, into, reason="x", by=analyst)
    RoleAssignment.objects.create(user=analyst, role="auditor", scope=theirs.lead_organisation)
    analyst = type(analyst).objects.get(pk=analyst.pk)
    with pytest.raises(ActionDenied, match="roles"):  # reading is not enough
        commands.merge(ours, theirs, reason="x", by=analyst)
    RoleAssignment.objects.create(user=analyst, role="analis", scope=theirs.lead_organisation)
    analyst = type(analyst).objects.get(pk=analyst.pk)
    commands.merge(ours, theirs, reason="x", by=analyst)


def filled(people) -> Case:
    signal = walk.make_signal()
    case = cases.open_case([signal], title="Harga BBM", by=people["analis"], items=[walk.item()])
    walk.with_claim(case, people)
    cases.note(case, text="catatan", by=people["analis"])
    return case


def census(case: Case) -> dict[str, int]:
    names = ("signals", "claims", "evidence", "spreads", "notes")
    return {name: getattr(case, name).count() for name in names}


def test_a_merge_moves_everything_and_taking_it_back_restores_it(people, chain_holds):
    source, into = filled(people), cases.open_case([], title="Gas", by=people["analis"])
    before = census(source), census(into), source.state
    merge = commands.merge(source, into, reason="isu yang sama", by=people["analis"])
    source.refresh_from_db()
    assert (source.state, source.merged_into) == (CaseState.CLOSED, into)
    assert set(census(source).values()) == {0}
    assert set(census(into).values()) == {1}
    with pytest.raises(ActionDenied, match="part of another"):
        cases.reopen(source, by=people["analis"], why="x")
    with pytest.raises(ActionDenied):
        commands.merge(source, into, reason="x", by=people["analis"])
    commands.undo_merge(merge, why="ternyata lain", by=people["analis"])
    source.refresh_from_db()
    assert (census(source), census(into), source.state) == before
    assert source.merged_into is None
    with pytest.raises(ActionDenied, match="already"):
        commands.undo_merge(merge, why="lagi", by=people["analis"])
    chain_holds()


def test_what_the_other_case_holds_already_stays_where_it_was(people):
    source = filled(people)
    into = cases.open_case([], title="Gas", by=people["analis"], items=[walk.item()])
    spreads_of = into.spreads.count()
    merge = commands.merge(source, into, reason="sama", by=people["analis"])
    assert merge.moved["spreads"] == []
    assert into.spreads.count() == spreads_of
    assert source.spreads.count() == 1


def test_what_a_verdict_rests_on_stays_with_its_verdict(people):
    source = walk.case_at(CaseState.VERIFICATION, people)
    walk.draft(source, people)
    into = cases.open_case([], title="Gas", by=people["analis"])
    commands.merge(source, into, reason="sama", by=people["analis"])
    assert source.claims.count() == 1
    assert source.evidence.count() == 1
    assert source.verdicts.get().claim.case_id == source.pk


def test_once_decided_nothing_is_merged_or_taken_apart(people):
    source = filled(people)
    into = walk.case_at(CaseState.ASSESSED, people)
    merge = commands.merge(source, into, reason="sama", by=people["analis"])
    walk.decide(into, people)
    with pytest.raises(ActionDenied, match="decided since"):
        commands.undo_merge(merge, why="x", by=people["analis"])
    late = walk.open_case(people)
    with pytest.raises(ActionDenied):
        commands.merge(late, into, reason="x", by=people["analis"])
    again = walk.case_at(CaseState.REOPENED, people)
    with pytest.raises(ActionDenied, match="decided once"):
        commands.merge(again, late, reason="x", by=people["analis"])


def reasons(rows) -> dict[str, int]:
    return {row.case.number: len(row.reasons) for row in rows}


def test_likely_duplicates_share_a_post_a_narrative_or_words_and_say_so(people):
    analyst = people["analis"]
    signal = walk.make_signal("narrative:A", narrative_id="N9")
    case = cases.open_case([signal], title="Harga BBM naik besok malam", by=analyst)
    spreads.add_spread(case, Seen(url="https://kabar.example/1"), by=analyst)
    wordy = cases.open_case([], title="Besok malam harga BBM naik", by=analyst)
    story = cases.open_case(
        [walk.make_signal("exercise:A", narrative_id="N9")], title="Lain sekali itu", by=analyst
    )
    post = cases.open_case([], title="Tautan yang beredar", by=analyst)
    spreads.add_spread(post, Seen(url="http://www.kabar.example/1/"), by=analyst)
    cases.open_case([], title="Vaksin gratis di puskesmas", by=analyst)
    found = likely.for_case(case, analyst)
    assert reasons(found) == {post.number: 1, wordy.number: 1, story.number: 1}
    assert found[0].case == post
    assert likely.for_case(case, people["foreign_analis"]) == []
    again = walk.make_signal("narrative:B", narrative_id="N9", title="Judul lain")
    assert case.number in reasons(likely.for_opening([again], analyst))


def test_the_pages_offer_and_do_it(people, signed_in):
    source, into = filled(people), cases.open_case([], title="Harga BBM", by=people["analis"])
    client = signed_in("analis")
    page = client.get(reverse("case-open") + f"?signal={walk.make_signal('n:Z').pk}")
    assert page.status_code == 200
    asking = reverse("case-merge", args=[source.number]) + f"?other={into.number}"
    assert into.number in client.get(asking).content.decode()
    source.refresh_from_db()
    form = {"version": source.version, "other": f"{into.number} Harga", "reason": "sama"}
    assert client.post(asking, {**form, "other": "2020-0001"}).status_code == 422
    assert client.post(asking, form).status_code == 302
    page = client.get(reverse("case", args=[source.number])).content.decode()
    assert "This case is part of" in page
    merge = into.merged_in.get()
    client.post(reverse("case-merge-undo", args=[into.number, merge.pk]), {"why": "keliru"})
    source.refresh_from_db()
    assert source.merged_into is None
    link = {"version": source.version, "other": into.number, "reason": "x", "kind": "part"}
    client.post(reverse("case-link", args=[source.number]), link)
    row = CaseLink.objects.get()
    client.post(reverse("case-unlink", args=[source.number, row.pk]), {"why": "keliru"})
    assert not CaseLink.objects.exists()
