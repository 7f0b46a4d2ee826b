"""Notices reach whom they should, once, in their language, and nobody else reads them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tangkal.desk.inbox import commands, queries
from tangkal.desk.inbox.models import ALWAYS_TOLD, Notice, NoticeKind, Silence
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db


def tell(*people, kind="watched", url="/desk/cases/2026-0001/", title="Bukti baru", **more):
    return commands.tell(people, kind=kind, subject_url=url, title=title, **more)


def test_each_person_is_told_once_and_nobody_of_their_own_act(people):
    a, b = people["analis"], people["verifikator"]
    assert tell(a, b, a, by=b) == 1
    assert [n.user for n in Notice.objects.all()] == [a]
    assert (queries.unread_count(a), queries.unread_count(b)) == (1, 0)


def test_who_left_the_desk_is_told_nothing(people):
    person = people["analis"]
    person.is_active = False
    assert tell(person) == 0


def test_the_same_news_before_it_is_read_counts_up_and_after_reading_begins_anew(people):
    person = people["analis"]
    for _each in range(3):
        tell(person)
    assert [(n.times, n.read_at) for n in Notice.objects.all()] == [(3, None)]
    commands.mark_read(person)
    tell(person)
    assert Notice.objects.count() == 2
    assert queries.unread_count(person) == 1


def test_a_title_that_is_a_function_is_said_in_each_persons_language(people):
    a, b = people["analis"], people["verifikator"]
    a.language = "id"
    a.save()
    lazy = gettext_lazy("Nothing waits for you")
    commands.tell([a, b], kind="crisis", subject_url="/desk/", title=lambda: str(lazy))
    titles = dict(Notice.objects.values_list("user__username", "title"))
    assert titles["verifikator"] == "Nothing waits for you"
    assert titles["analis"] not in {"", "Nothing waits for you"}


def test_a_notice_carries_the_case_and_whether_it_is_an_exercise(people):
    case = walk.open_case(people)
    case.is_exercise = True
    tell(people["analis"], case=case)
    notice = Notice.objects.get()
    assert (notice.case_number, notice.is_exercise) == (case.number, True)


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("gossip", "/desk/"),
        ("watched", "https://elsewhere.example/"),
        ("watched", "//elsewhere.example/"),
        ("watched", "javascript:alert(1)"),
        ("watched", ""),
    ],
)
def test_an_unknown_kind_or_an_address_elsewhere_is_refused(people, kind, url):
    with pytest.raises(ValidationError):
        tell(people["analis"], kind=kind, url=url)
    assert not Notice.objects.exists()


def test_a_silenced_kind_is_not_told_and_others_are(people):
    person = people["analis"]
    commands.choose_kinds(person, [kind for kind in NoticeKind.values if kind != "watched"])
    assert tell(person) == 0
    assert tell(person, kind="mentioned") == 1
    commands.choose_kinds(person, NoticeKind.values)
    assert tell(person) == 1


@pytest.mark.parametrize("kind", sorted(ALWAYS_TOLD))
def test_what_others_rely_on_cannot_be_silenced(people, kind):
    with pytest.raises(ValidationError, match="cannot be silenced"):
        commands.choose_kinds(people["analis"], [k for k in NoticeKind.values if k != kind])
    assert not Silence.objects.exists()


def test_old_notices_go(people):
    tell(people["analis"])
    tell(people["analis"], title="lain")
    Notice.objects.filter(title="lain").update(at=timezone.now() - timedelta(days=91))
    assert commands.forget_before(timezone.now() - timedelta(days=90)) == 1
    assert [n.title for n in Notice.objects.all()] == ["Bukti baru"]


def test_the_bell_counts_on_every_page_in_one_query(people, signed_in):
    client = signed_in("analis")
    tell(people["analis"])
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("cases")).content.decode()
    assert "Inbox: 1 unread notice<" in page
    assert sum("inbox_notice" in query["sql"] for query in asked) == 1


def test_opening_a_notice_marks_it_read_and_leads_there(people, signed_in):
    client = signed_in("analis")
    tell(people["analis"])
    notice = Notice.objects.get()
    assert "Bukti baru" in client.get(reverse("inbox")).content.decode()
    reply = client.post(reverse("inbox-open", args=[notice.pk]))
    assert (reply.status_code, reply.url) == (302, notice.url)
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_one_may_mark_read_and_stay_or_read_everything(people, signed_in):
    client = signed_in("analis")
    for title in ("a", "b", "c"):
        tell(people["analis"], title=title)
    first = Notice.objects.first()
    reply = client.post(
        reverse("inbox-open", args=[first.pk]), {"stay": "1", "next": "/desk/inbox/?unread=1"}
    )
    assert reply.url == "/desk/inbox/?unread=1"
    assert queries.unread_count(people["analis"]) == 2
    client.post(reverse("inbox-read-all"))
    assert queries.unread_count(people["analis"]) == 0


def test_nobody_reads_or_marks_anothers_notice(people, signed_in):
    tell(people["analis"])
    notice = Notice.objects.get()
    other = signed_in("verifikator")
    assert "Bukti baru" not in other.get(reverse("inbox")).content.decode()
    assert other.post(reverse("inbox-open", args=[notice.pk])).status_code == 404
    other.post(reverse("inbox-read-all"))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_list_filters_by_kind_and_by_what_is_unread(people, signed_in):
    client = signed_in("analis")
    tell(people["analis"], title="dipantau")
    tell(people["analis"], kind="mentioned", title="disebut")
    page = client.get(reverse("inbox") + "?kind=mentioned").content.decode()
    assert "disebut" in page
    assert "dipantau" not in page
    commands.mark_read(people["analis"])
    assert "disebut" not in client.get(reverse("inbox") + "?unread=1").content.decode()


def test_preferences_are_kept_from_the_page(people, signed_in):
    client = signed_in("analis")
    wanted = [kind for kind in NoticeKind.values if kind != "deadline"]
    client.post(reverse("inbox-kinds"), {"kinds": wanted})
    assert [s.kind for s in Silence.objects.all()] == ["deadline"]
    client.post(reverse("inbox-kinds"), {"kinds": []})
    assert [s.kind for s in Silence.objects.all()] == ["deadline"]  # refused, nothing changed
