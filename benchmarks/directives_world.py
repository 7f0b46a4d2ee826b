"""The desk that `directives.546` works at: a centre, 546 governments, a directive to all of them.

Each function sets Django up in the process that calls it; `directives` calls them in processes of
their own.
"""

import time
from datetime import timedelta
from typing import Any

CONTENT = {
    "umbrella": "Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026.",
    "pillars": [{"id": "p1", "text": "Harga Pertalite tidak naik.", "importance": 3,
                 "proof": ["Keputusan Menteri Nomor 7"], "source": "", "actions": ""}],
    "do_not_say": ["kelangkaan"],
    "questions": [{"question": "Sampai kapan?", "answer": "Sampai 31 Maret 2026."}],
    "slots": [],
    "translations": {},
    "locked": [{"text": "Rp10.000 per liter", "kind": "figure"}],
}  # fmt: skip


def make_desk() -> dict[str, Any]:
    """Tables, registry, people, a house in force, a directive sent to everybody, links."""
    from tangkal.desk import entry  # noqa: PLC0415 - after the home is known

    entry.prepare()
    from django.utils import timezone  # noqa: PLC0415

    from tangkal.desk.accounts.models import Organisation, User  # noqa: PLC0415
    from tangkal.desk.accounts.regions import load_governments, load_regions  # noqa: PLC0415
    from tangkal.desk.cases.models import Case, Priority  # noqa: PLC0415
    from tangkal.desk.directives import commands  # noqa: PLC0415
    from tangkal.desk.directives.addressing import audience_of, governments  # noqa: PLC0415
    from tangkal.desk.directives.commands.linking import token_of  # noqa: PLC0415
    from tangkal.desk.portal.tokens import new_token  # noqa: PLC0415
    from tangkal.desk.strategic_communication.house_commands import house_hash  # noqa: PLC0415
    from tangkal.desk.strategic_communication.house_models import (  # noqa: PLC0415
        MessageHouse,
        MessageHouseVersion,
    )

    load_regions()
    centre = Organisation.objects.create(name="Kementerian", type="kementerian")
    centre = Organisation.objects.get(pk=centre.pk)
    load_governments(centre)
    writer, approver = person("penyusun", "penyusun", centre), person("setuju", "penyetuju", centre)
    offices = list(governments())
    officers = User.objects.bulk_create(
        User(username=f"petugas{office.pk}", display_name="Petugas", organisation=office)
        for office in offices
    )
    appoint(officers)
    now = timezone.now()
    case = Case.objects.create(
        number="2026-0001", title="Isu BBM", lead_organisation=centre, opened_by=writer,
        changed_by=writer, priority=Priority.HIGH,
    )  # fmt: skip
    house = MessageHouse.objects.create(
        case=case, organisation=centre, title="Harga BBM", created_by=writer, state="BERLAKU"
    )
    version = MessageHouseVersion.objects.create(
        house=house, number=1, content=CONTENT, author=writer, truth_as_of=now,
        sha256=house_hash("id", CONTENT, now, None), approved_at=now, approved_by=approver,
    )  # fmt: skip
    draft = commands.draft_directive(
        version, title="Harga tetap", instruction="Muat.", publication="Pesan utama.",
        audience=audience_of(everyone=True), by=writer,
    )  # fmt: skip
    handed = commands.take_step(draft, "submit", by=writer, expected_version=draft.version)
    before = time.process_time()
    sent = commands.take_step(handed, "send", by=approver, expected_version=handed.version)
    send_ms = (time.process_time() - before) * 1e3
    commands.make_links(sent, by=writer)
    one = offices[0]
    found = {
        "offices": [office.pk for office in offices],
        "send_ms": send_ms,
        "links": {
            str(link.organisation_id): {
                "address": f"/arahan/{token_of(link)}/",
                "form": new_token(),
            }
            for link in sent.links.all()
        },
        "centre_page": f"/desk/directives/{sent.pk}/",
        "office_page": f"/desk/directives/{sent.pk}/offices/{one.pk}/",
        "centre_cookie": session_of(writer),
        "officer_cookie": session_of(User.objects.get(username=f"petugas{one.pk}")),
    }
    found["link_page"] = found["links"][str(one.pk)]["address"]
    for name, who in (("centre", "centre"), ("office", "officer"), ("link", "")):
        found[f"{name}_queries"] = queries(
            str(found[f"{name}_page"]), str(found[f"{who}_cookie"]) if who else ""
        )
    return found


def person(username: str, role: str, office: Any) -> Any:
    from tangkal.desk.accounts.models import RoleAssignment, User  # noqa: PLC0415

    user = User.objects.create(username=username, display_name=username, organisation=office)
    RoleAssignment.objects.create(user=user, role=role, scope=office)
    return User.objects.get(pk=user.pk)


def appoint(officers: list[Any]) -> None:
    from tangkal.desk.accounts.models import RoleAssignment  # noqa: PLC0415

    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=each, role="admin_daerah", scope=each.organisation) for each in officers
    )


def session_of(user: Any) -> str:
    from importlib import import_module  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import (  # noqa: PLC0415
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def queries(path: str, cookie: str) -> int:
    """Questions to the database that a page asks, once its choices are warm."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1")
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def let_minutes_pass() -> dict[str, float]:
    """Minute after minute past every deadline: is each stage called in its minute, and once?"""
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from tangkal.desk.directives import commands, timing  # noqa: PLC0415
    from tangkal.desk.directives.addressing import Organisation  # noqa: PLC0415
    from tangkal.desk.directives.models import Overdue, Recipient  # noqa: PLC0415

    Overdue.objects.all().delete()
    rows = list(Recipient.objects.select_related("organisation", "directive__organisation"))
    for row in rows:
        Recipient.objects.filter(pk=row.pk).update(next_call_at=timing.first_call(row))
    above = Organisation.objects.in_bulk()
    wanted = {
        (row.pk, call.step, call.stage): call.at
        for row in rows
        for call in timing.calls(
            row,
            len(timing.callees(row.organisation, row.directive.organisation, above)),
        )
    }
    minute = timedelta(minutes=1)
    moment = min(wanted.values()) - minute
    most, dearest, cpu, rounds = 0, 0.0, 0.0, 0
    while moment <= max(wanted.values()) + minute:
        with CaptureQueriesContext(connection) as captured:
            before = time.process_time()
            commands.call_overdue(moment)
            took = time.process_time() - before
        most, dearest = max(most, len(captured)), max(dearest, took)
        cpu, rounds = cpu + took, rounds + 1
        moment += minute
    made = {
        (each.recipient_id, each.step, each.stage): each.called_at - each.due_at
        for each in Overdue.objects.all()
    }
    late = [made[key].total_seconds() for key in wanted if key in made]
    return {
        "calls": float(len(made)),
        "calls_missing": float(len(wanted.keys() - made.keys())),
        "calls_extra": float(len(made.keys() - wanted.keys())),
        "calls_early": float(sum(seconds < 0 for seconds in late)),
        "call_late_s_max": max(late, default=0.0),
        "call_round_queries_max": float(most),
        "call_round_cpu_ms_max": dearest * 1e3,
        "call_round_cpu_ms_mean": cpu / rounds * 1e3,
    }


def held() -> dict[str, Any]:
    """What the tables and the audit chain hold of confirmations."""
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from tangkal.desk.audit.models import AuditEvent  # noqa: PLC0415
    from tangkal.desk.audit.queries import verify_chain  # noqa: PLC0415
    from tangkal.desk.directives.models import Recipient  # noqa: PLC0415

    done = Recipient.objects.exclude(acknowledged_at=None)
    return {
        "acknowledged": list(done.values_list("organisation_id", flat=True)),
        "events": AuditEvent.objects.filter(action="directive.acknowledged").count(),
        "chain_holds": verify_chain().holds,
    }
