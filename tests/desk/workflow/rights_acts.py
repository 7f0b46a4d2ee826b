"""What people do with appeals, findings, requests about data and breaches, as a table of acts."""

from typing import Any

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals import conflicts
from tangkal.desk.portal.models import Appeal
from tangkal.desk.rights import appeals, breaches, data_requests, findings
from tangkal.desk.rights.models import Breach, Finding, SubjectRequest
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.workflow import ActionDenied
from tests.desk.workflow.walking import Act


def give(appeal: Appeal, by: User, version: int | None, officer: User) -> object:
    return appeals.assign(
        appeal.review, officer, first_reply="Kami telaah.", by=by, version=version
    )


def give_to(username: str) -> Act:
    return Act(
        Appeal,
        "assign",
        lambda a, by, v: give(a, by, v, User.objects.get(username=username)),
    )


def decide(action: str) -> Act:
    return Act(
        Appeal,
        action,
        lambda a, by, v: appeals.decide(
            a.review,
            action,
            reason="Datanya lama.",
            by=by,
            sha256_seen=subject_of(a).sha256_now(),
            version=v,
        ),
    )


def conflict(appeal: Appeal, by: User) -> object:
    """The officer turns out to be part of it."""
    case, officer = appeal.review.case, appeal.review.officer
    if officer is None or conflicts.has_conflict(by, case):
        raise ActionDenied("nobody to be part of it")
    return conflicts.declare(case, by, by=by, reason="Saya disebut.")


def of_finding(name: str) -> Act:
    return Act(
        Finding,
        name,
        lambda f, by, v: findings.take_step(f, name, text="It is so.", by=by, version=v),
    )


def of_breach(kind: str, step: str = "") -> Act:
    return Act(
        Breach,
        step,
        lambda b, by, v: breaches.add_entry(
            b, kind=kind, text="It was done.", to_whom="them", by=by, version=v
        ),
    )


RIGHTS_ACTS: tuple[Act, ...] = (
    Act(Appeal, "assign", lambda a, by, v: give(a, by, v, by)),
    *(give_to(name) for name in ("hukum", "auditor", "penyetuju", "second_penyetuju")),
    *(decide(action) for action in ("uphold", "revise", "withdraw")),
    Act(
        Appeal,
        "tell",
        lambda a, by, v: appeals.tell_sender(
            a.review, reply="Terima kasih.", how="surat", by=by, version=v
        ),
    ),
    Act(Appeal, "announce", lambda a, by, v: appeals.announce(a.review, by=by, version=v)),
    Act(Appeal, "", lambda a, by, _v: conflict(a, by), takes_version=False),
    *(of_finding(name) for name in ("reply", "ask_again", "close")),
    Act(
        SubjectRequest,
        "answer",
        lambda r, by, v: data_requests.answer(r, letter="", by=by, version=v),
    ),
    Act(
        SubjectRequest,
        "refuse",
        lambda r, by, v: data_requests.refuse(r, reason="Bukan orangnya.", by=by, version=v),
    ),
    Act(
        SubjectRequest,
        "",
        lambda _r, by, _v: ask_for_data("access", by),
        takes_version=False,
    ),
    of_breach("note", "note"),
    of_breach("subjects"),
    of_breach("agency"),
    Act(Breach, "close", lambda b, by, v: breaches.close(b, by=by, version=v)),
)


def ask_for_data(kind: str, by: User, looked_for: str = "warga@contoh.id") -> SubjectRequest:
    return data_requests.take_in(
        kind=kind, asked_by="Warga, KTP diperlihatkan", looked_for=looked_for, by=by
    )


def oversight(people: dict[str, User], appeal: Appeal) -> list[Any]:
    """A finding, a breach, and requests to see and to erase what an appeal's sender left."""
    auditor, officer = people["auditor"], people["pejabat_pdp"]
    return [
        findings.write(title="Log kosong", text="x", organisation=auditor.organisation, by=auditor),
        breaches.open_breach(
            title="Surel salah kirim", what="nama", found_at=timezone.now(), by=officer
        ),
        ask_for_data("access", officer),
        ask_for_data("erasure", officer, appeal.receipt),
    ]
