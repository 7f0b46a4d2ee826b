"""Reading leaves a line, cheaply; those who control the desk read the lines, others do not."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import timezone

from tangkal.desk.cases import commands as cases
from tangkal.desk.rights import access, reading
from tangkal.desk.rights.models import Access
from tests.desk.cases.walk import open_case
from tests.safeguards import test_urls_by_role as every
from tests.safeguards import world
from tests.safeguards.addresses import all_arguments

pytestmark = pytest.mark.django_db


def lines(**which: object) -> list[tuple[str, str, str, int]]:
    rows = Access.objects.filter(**which).order_by("pk")
    return [(r.user.username, r.kind, r.object_id, r.reads) for r in rows]


def test_one_line_a_person_thing_and_hour(people, signed_in):
    case = open_case(people)
    for who in ("analis", "analis", "auditor"):
        signed_in(who).get(f"/desk/cases/{case.number}/")

    assert lines(kind="case") == [
        ("analis", "case", case.number, 2),
        ("auditor", "case", case.number, 1),
    ]


def test_the_next_hour_is_another_line(people, signed_in):
    case = open_case(people)
    signed_in("analis").get(f"/desk/cases/{case.number}/")
    Access.objects.update(hour=timezone.now() - timedelta(hours=2))
    signed_in("analis").get(f"/desk/cases/{case.number}/")

    assert [line[3] for line in lines(kind="case")] == [1, 1]


@pytest.mark.parametrize(
    ("who", "address"),
    [("foreign_analis", "/desk/cases/{number}/"), ("admin_sistem", "/desk/cases/{number}/")],
)
def test_what_was_refused_was_not_read(people, signed_in, who, address):
    case = open_case(people)

    assert signed_in(who).get(address.format(number=case.number)).status_code in {403, 404}
    assert not Access.objects.filter(object_id=case.number).exists()


def desk_addresses() -> set[str]:
    """Every named address under /desk/ and /api/ that answers GET."""
    return {
        name
        for name in every.TABLE
        if any(
            each[0][0][0].startswith(("desk/", "api/"))
            for each in get_resolver().reverse_dict.getlist(name)
        )
    }


def test_every_page_of_the_desk_leaves_a_line_or_says_why_not(case, parts, people, signed_in):
    """Not a list of what is logged: whatever the table of addresses serves to an auditor."""
    arguments = world.build(case, people, parts) | all_arguments(case, people)
    browser, silent = signed_in("auditor"), []
    for name in sorted(desk_addresses()):
        expected, _post = every.TABLE[name]
        if expected.expected("auditor") != 200:
            continue
        before = list(Access.objects.values_list("pk", "reads"))
        answer = browser.get(every.reverse(name, kwargs=arguments.get(name)))
        if answer.status_code == 200 and before == list(Access.objects.values_list("pk", "reads")):
            silent.append(name)

    assert set(silent) <= set(access.UNLOGGED), sorted(set(silent) - set(access.UNLOGGED))
    assert all(access.UNLOGGED.values())


def test_what_is_not_logged_exists():
    assert set(access.UNLOGGED) <= {
        name for name in get_resolver().reverse_dict if isinstance(name, str)
    }


def test_a_busy_database_never_holds_a_reader_up_and_no_line_is_lost(people, monkeypatch):
    from django.db import OperationalError

    def busy(_key) -> None:
        raise OperationalError("database is locked")

    request = RequestFactory().get("/desk/cases/")
    request.user = people["analis"]
    request.resolver_match = get_resolver().resolve("/desk/cases/")
    with monkeypatch.context() as broken:
        broken.setattr(access, "upsert", busy)
        access.note(request, 200)
    access.note(request, 200)

    assert lines() == [("analis", "cases", "", 2)]


def test_a_line_costs_one_statement(people, django_assert_num_queries):
    request = RequestFactory().get("/desk/cases/")
    request.user = people["analis"]
    request.resolver_match = get_resolver().resolve("/desk/cases/")
    access.note(request, 200)

    with django_assert_num_queries(1):
        access.note(request, 200)


@pytest.mark.django_db(transaction=True)
def test_readers_at_once_count_every_read(people):
    user = people["analis"]
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)

    def read() -> None:
        for _each in range(10):
            access.upsert((user.pk, "case", "2026-0001", hour))
        connection.close()

    threads = [threading.Thread(target=read) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Access.objects.get().reads == 40


def test_auditors_see_their_own_people_and_who_read_their_cases(people, signed_in):
    case = open_case(people)
    for who in ("analis", "foreign_auditor"):
        Access.objects.create(
            user=people[who], kind="case", object_id=case.number, hour=timezone.now()
        )
    Access.objects.create(
        user=people["foreign_analis"], kind="case", object_id="9999-1", hour=timezone.now()
    )

    ours = {row.user.username for row in reading.visible(people["auditor"])}
    theirs = {row.user.username for row in reading.visible(people["foreign_auditor"])}

    assert ours == {"analis", "foreign_auditor"}
    assert theirs == {"foreign_auditor", "foreign_analis"}


@pytest.mark.parametrize(
    ("who", "status"),
    [("auditor", 200), ("penyetuju", 200), ("analis", 403), ("foreign_penyetuju", 404)],
)
def test_an_organisations_approver_sees_who_read_its_case(people, signed_in, who, status):
    case = open_case(people)
    cases.triage(case, by=people["analis"])

    assert signed_in(who).get(f"/desk/cases/{case.number}/access/").status_code == status


@pytest.mark.django_db(transaction=True)
def test_the_row_of_an_erased_reader_holds_nobody_up(people):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    access.write((10**9, "case", "2026-0001", hour))
    access.write((people["analis"].pk, "case", "2026-0001", hour))
    assert [each.user for each in Access.objects.all()] == [people["analis"]]


def test_busy_days_are_counts_and_dates(people, signed_in):
    now = timezone.now()
    for number in range(5):
        Access.objects.create(
            user=people["analis"], kind="case", object_id=str(number), hour=now, reads=2
        )
    Access.objects.create(user=people["pemantau"], kind="case", object_id="1", hour=now)

    found = list(reading.busy_days(Access.objects.all(), least=5))

    assert [(row["user__display_name"], row["things"], row["times"]) for row in found] == [
        ("Analis", 5, 10)
    ]


def test_the_log_as_a_file_names_nobody(people, signed_in):
    Access.objects.create(user=people["analis"], kind="case", object_id="1", hour=timezone.now())

    text = signed_in("auditor").get("/desk/access/csv/").content.decode()

    assert "petugas-" in text
    assert "Analis" not in text
