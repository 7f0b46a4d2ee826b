"""People on a case hear of what concerns them, see who else is here, and nobody else hears."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Mention, Presence, Watch
from tangkal.desk.cases.people import commands, queries, telling
from tangkal.desk.inbox.models import Notice
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db


def told(person, **more) -> list[str]:
    return list(Notice.objects.filter(user=person, **more).values_list("kind", flat=True))


def test_an_assignment_reaches_the_person_who_then_watches(people):
    case = walk.open_case(people)
    cases.assign(case, to=people["verifikator"], by=people["analis"])
    assert told(people["verifikator"]) == ["assigned"]
    assert Watch.objects.filter(case=case, user=people["verifikator"]).exists()
    cases.assign(case, to=people["analis"], by=people["analis"])
    assert told(people["analis"]) == []  # nobody is told of what they did themselves


def test_a_case_is_given_only_to_who_reads_it(people):
    case = walk.open_case(people)
    names = {user.username for user, _roles in queries.assignable(case)}
    assert {"analis", "verifikator", "penyetuju"} <= names
    assert names.isdisjoint({"auditor", "admin_sistem", "foreign_analis", "district_analis"})
    with pytest.raises(ValidationError):
        cases.assign(case, to=people["foreign_analis"], by=people["analis"])


def test_a_name_after_an_at_reaches_only_who_reads_the_case(people):
    case = walk.open_case(people)
    text = "Tolong @verifikator, @foreign_analis dan @tidak_ada; surel a@analis.example bukan."
    note = cases.note(case, text=text, by=people["analis"])
    assert [m.user.username for m in Mention.objects.all()] == ["verifikator"]
    assert told(people["verifikator"]) == ["mentioned"]
    assert told(people["foreign_analis"]) == []
    assert note.unreached == ["foreign_analis", "tidak_ada"]
    assert "Tolong" not in Notice.objects.get().title


def test_whoever_writes_is_told_which_names_reached_nobody(people, signed_in):
    case = walk.open_case(people)
    reply = signed_in("analis").post(
        reverse("case-note", args=[case.number]), {"text": "cek @budi."}, follow=True
    )
    assert "called @budi" in reply.content.decode()


def test_watchers_hear_of_states_evidence_and_decisions(people):
    case = walk.open_case(people)
    watcher = people["juru_bicara"]
    commands.watch(case, by=watcher)
    for reached, step in walk.STEPS[1:5]:
        step(case, people)
        assert reached
    titles = " ".join(Notice.objects.filter(user=watcher).values_list("title", flat=True))
    for word in ("triage", "verification", "approved", "judged", "decision"):
        assert word in titles
    assert "BBM" not in titles
    cases.reopen(case, by=people["analis"], why="kembali ramai")
    assert "reopened" in told(watcher)
    commands.unwatch(case, by=watcher)
    before = Notice.objects.filter(user=watcher).count()
    walk.to_triage(case, people)
    assert Notice.objects.filter(user=watcher).count() == before


def test_who_may_no_longer_read_a_case_hears_nothing_of_it(people):
    case = walk.open_case(people)
    watcher = people["juru_bicara"]
    commands.watch(case, by=watcher)
    watcher.assignments.all().delete()
    walk.to_triage(case, people)
    assert told(watcher) == []
    with pytest.raises(ActionDenied):
        commands.watch(case, by=people["foreign_analis"])


def test_watching_and_stopping_from_the_page(people, signed_in):
    case = walk.open_case(people)
    client = signed_in("verifikator")
    client.post(reverse("case-watch", args=[case.number]))
    assert people["verifikator"] in telling.watchers(case)
    page = client.get(reverse("case", args=[case.number])).content.decode()
    assert "Stop watching" in page
    client.post(reverse("case-watch", args=[case.number]), {"stop": "1"})
    assert people["verifikator"] not in telling.watchers(case)


def test_who_else_is_here_expires_and_never_names_oneself(people):
    case = walk.open_case(people)
    now = timezone.now()
    a, b = people["analis"], people["verifikator"]
    assert commands.beat(case, by=a, now=now) == []
    assert commands.beat(case, by=b, now=now) == [a]
    later = now + timedelta(seconds=60)
    assert commands.beat(case, by=a, now=later) == [b]
    gone = now + timedelta(seconds=130)
    assert commands.beat(case, by=a, now=gone) == []
    assert Presence.objects.count() == 1


def test_a_busy_page_does_not_write_at_every_poll(people, django_assert_num_queries):
    case = walk.open_case(people)
    now = timezone.now()
    commands.beat(case, by=people["analis"], now=now)
    with django_assert_num_queries(1):
        commands.beat(case, by=people["analis"], now=now + timedelta(seconds=3))


def test_the_open_page_is_told_when_the_case_changed_meanwhile(people, signed_in):
    case = walk.open_case(people)
    client = signed_in("verifikator")
    here = reverse("case-here", args=[case.number])
    version = type(case).objects.get(pk=case.pk).version
    assert "changed the case" not in client.post(here, {"version": version}).content.decode()
    walk.to_triage(case, people)
    assert "changed the case" in client.post(here, {"version": version}).content.decode()


def test_assigning_from_the_page(people, signed_in):
    case = walk.open_case(people)
    client = signed_in("analis")
    page = reverse("case-assign", args=[case.number])
    assert "Verifikator" in client.get(page).content.decode()
    version = type(case).objects.get(pk=case.pk).version
    reply = client.post(page, {"version": version, "to": people["verifikator"].pk})
    assert reply.status_code == 302
    case.refresh_from_db()
    assert case.owner == people["verifikator"]
    assert client.post(page, {"version": version, "to": ""}).status_code == 409
