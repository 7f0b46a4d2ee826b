"""Requests of people about their own data: find it, show it, erase what may go, say what stays."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Evidence
from tangkal.desk.cases.states import CaseState
from tangkal.desk.portal.appeal_states import OPEN
from tangkal.desk.portal.models import Appeal, AppealContact, PublicReport
from tangkal.desk.portal.reports import read_receipt
from tangkal.desk.questions.contacts import forget, sought
from tangkal.desk.questions.models import Asked, Channel, Contact
from tangkal.desk.questions.retention import forget_pictures
from tangkal.desk.rights import retention, rules
from tangkal.desk.rights.models import Access, SubjectRequest
from tangkal.desk.rights.states import REQUEST
from tangkal.desk.workflow import check_version

# Our reading of the law (UU PDP 27/2022): 3 × 24 hours for access; to be checked by the lawyers.
HOURS = 72
SHORTEST_WORD = 6  # a shorter word would find half the evidence
CHATS = (Channel.TELEGRAM.value, Channel.WHATSAPP.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that is kept of somebody."""

    kind: str
    number: str
    data: dict[str, str]
    kept_because: str = ""  # empty: may be erased

    @property
    def can_go(self) -> bool:
        return not self.kept_because


def find(words: str, reader: User) -> list[Found]:
    """Everything kept under a receipt, an e-mail address, a chat, a number or a user name.

    Within the reader's organisations; citizens' questions belong to the portal as a whole.
    """
    words = words.strip()
    if not words:
        return []
    return [
        *questions(words),
        *askers(words),
        *appeals(words, reader),
        *accounts(words, reader),
        *evidence(words, reader),
    ]


def questions(words: str) -> list[Found]:
    return [
        Found(
            kind="question",
            number=each.receipt,
            data={"text": each.text, "url": each.url, "received": each.created_at.isoformat()},
        )
        for each in PublicReport.objects.filter(receipt=read_receipt(words) or "-")
    ]


def askers(words: str) -> list[Found]:
    """Contacts left with a question, by the very address, with the numbers of those questions."""
    ways = [(way, words) for way in Channel.values] + [(way, digits(words)) for way in CHATS]
    rows = {each for way, address in ways if address and (each := sought(way, address))}
    return [
        Found(
            kind="contact",
            number=each.pseudonym,
            data={
                "channel": each.channel,
                "language": each.language,
                "questions": ", ".join(each.asked.values_list("report__receipt", flat=True)),
                "messages": str(each.outgoing.count()),
                "last used": each.last_used_at.isoformat(),
            },
        )
        for each in sorted(rows, key=lambda found: found.pk)
    ]


def digits(words: str) -> str:
    """A telephone number without what people put between; empty where it is none."""
    found = re.sub(r"[\s().+-]", "", words)
    return found if found.isdecimal() and len(found) >= SHORTEST_WORD else ""


def contacts(words: str) -> set[int]:
    """Appeals whose sender left this address, number or name."""
    wanted = digits(words)
    found = AppealContact.objects.filter(Q(contact__iexact=words) | Q(name__iexact=words))
    keys = set(found.values_list("appeal_id", flat=True))
    if wanted:
        rows = AppealContact.objects.exclude(contact="").values_list("appeal_id", "contact")
        keys |= {pk for pk, contact in rows if digits(contact).endswith(wanted.lstrip("0"))}
    return keys


def appeals(words: str, reader: User) -> list[Found]:
    within = Q(pk__in=[])
    for path in paths(reader):
        within |= Q(review__organisation__path__startswith=path)
    wanted = Q(receipt=read_receipt(words) or "-") | Q(pk__in=contacts(words))
    rows = Appeal.objects.filter(within & wanted).select_related("sender")
    return [appeal_found(each) for each in rows]


def appeal_found(appeal: Appeal) -> Found:
    sender = AppealContact.objects.filter(appeal=appeal).first()
    return Found(
        kind="appeal",
        number=appeal.receipt,
        data={
            "name": sender.name if sender else "",
            "contact": sender.contact if sender else "",
            "why": appeal.why,
            "link": appeal.evidence_url,
            "file": appeal.file_name,
            "received": appeal.received_at.isoformat(),
            "outcome": appeal.outcome,
        },
        kept_because=_("The appeal is still open; it needs its reasons to be decided.")
        if appeal.state in OPEN
        else "",
    )


def accounts(words: str, reader: User) -> list[Found]:
    within = Q(pk__in=[])
    for path in paths(reader):
        within |= Q(organisation__path__startswith=path)
    rows = User.objects.filter(within).filter(Q(username__iexact=words) | Q(email__iexact=words))
    return [
        Found(
            kind="account",
            number=each.username,
            data={
                "name": each.display_name,
                "e-mail": each.email,
                "office": str(each.organisation),
                "made": each.created_at.isoformat(),
                "acts on record": str(AuditEvent.objects.filter(actor_id=each.pk).count()),
                "lines of reading": str(Access.objects.filter(user=each).count()),
            },
            kept_because=_(
                "Acts of office stay on record with their author; an administrator closes the "
                "account."
            ),
        )
        for each in rows.select_related("organisation")
    ]


def evidence(words: str, reader: User) -> list[Found]:
    """Copies in cases that carry this very address or number."""
    if len(words) < SHORTEST_WORD:
        return []
    within = Q(pk__in=[])
    for path in paths(reader):
        within |= Q(case__lead_organisation__path__startswith=path)
    wanted = Q(text__icontains=words) | Q(title__icontains=words) | Q(source__icontains=words)
    rows = Evidence.objects.filter(within & wanted).select_related("case")[:200]
    held = set(retention.held_cases(timezone.localdate()).values_list("case_id", flat=True))
    return [
        Found(
            kind="evidence",
            number=f"{each.case.number}/{each.pk}",
            data={"title": each.title, "source": each.source, "text": each.text[:2000]},
            kept_because=why_evidence_stays(each, held),
        )
        for each in rows
    ]


def why_evidence_stays(each: Evidence, held: set[int]) -> str:
    if each.case_id in held:
        return _("The evidence is held: a court, an appeal or an audit waits for it.")
    if each.case.state != CaseState.CLOSED:
        return _("The case is open; its verdict must stay checkable.")
    return ""


def paths(reader: User) -> list[str]:
    """Path prefixes of the organisations whose data this officer or auditor looks after."""
    return sorted({a.scope.path for a in reader.active_assignments if a.role in rules.PROTECTING})


def visible(reader: User) -> QuerySet[SubjectRequest]:
    within = Q(pk__in=[])
    for path in paths(reader):
        within |= Q(by__organisation__path__startswith=path)
    return SubjectRequest.objects.filter(within).select_related("by", "answered_by", "changed_by")


# Commands


@transaction.atomic
def take_in(*, kind: str, asked_by: str, looked_for: str, by: User) -> SubjectRequest:
    """Register a request; its clock runs from now."""
    rules.check_protects(by)
    if kind not in SubjectRequest.Kind:
        raise ValidationError(_("%(kind)s is not a kind of request.") % {"kind": kind})
    now = timezone.now()
    request = SubjectRequest.objects.create(
        kind=kind,
        asked_by=check_reason(asked_by)[:200],
        looked_for=check_reason(looked_for)[:200],
        received_at=now,
        due_at=now + timedelta(hours=HOURS),
        by=by,
    )
    record("data_request.received", request, by=by, kind=kind)
    return request


def lock(request: SubjectRequest, version: int | None) -> SubjectRequest:
    rows = SubjectRequest.objects.select_for_update(of=("self",)).select_related("changed_by")
    found = rows.get(pk=request.pk)
    check_version(found, version)
    return found


@transaction.atomic
def answer(
    request: SubjectRequest, *, letter: str, by: User, version: int | None = None
) -> SubjectRequest:
    """Answer a request; where it asks for erasure, erase what may go, in the same step."""
    request = lock(request, version)
    rules.check_protects(by, request.by.organisation)
    request.state = REQUEST.check(request.state, "answer", by.roles)
    found = find(request.looked_for, by)
    if request.kind == SubjectRequest.Kind.ERASURE:
        for each in found:
            if each.can_go:
                erase(each)
    words = letter.strip() or letter_text(request, found)
    return close(request, "answered", words, found, by=by)


@transaction.atomic
def refuse(
    request: SubjectRequest, *, reason: str, by: User, version: int | None = None
) -> SubjectRequest:
    """Refuse a request, saying why: somebody who could not show who they are, say."""
    request = lock(request, version)
    rules.check_protects(by, request.by.organisation)
    request.state = REQUEST.check(request.state, "refuse", by.roles)
    return close(request, "refused", check_reason(reason), [], by=by)


def close(
    request: SubjectRequest, event: str, letter: str, found: list[Found], *, by: User
) -> SubjectRequest:
    is_erasure = request.kind == SubjectRequest.Kind.ERASURE
    request.letter, request.answered_at, request.answered_by = letter, timezone.now(), by
    request.result = {
        "found": len(found),
        "erased": sum(each.can_go for each in found) if is_erasure else 0,
        "kept": [[each.kind, each.kept_because] for each in found if not each.can_go],
    }
    request.version += 1
    request.changed_by = by
    request.save()
    # Counts alone: the chain keeps for ever what this step is there to let go.
    counts = {name: request.result[name] for name in ("found", "erased")}
    record(f"data_request.{event}", request, by=by, kind=request.kind, **counts)
    return request


def erase(found: Found) -> None:
    """Blank one thing; what proves that it was there (receipt, hash) stays."""
    if found.kind == "question":
        rows = PublicReport.objects.filter(receipt=found.number)
        forget_pictures(Asked.objects.filter(report__in=rows))
        rows.update(text="", url="")
    elif found.kind == "contact":
        forget(Contact.objects.get(pseudonym=found.number))
    elif found.kind == "appeal":
        contested = Appeal.objects.filter(receipt=found.number)
        AppealContact.objects.filter(appeal__in=contested).delete()
        retention.forget_reasons(contested)
    elif found.kind == "evidence":
        retention.forget_evidence(Evidence.objects.filter(pk=found.number.rpartition("/")[2]))


def letter_text(request: SubjectRequest, found: list[Found]) -> str:
    """What was found, erased and kept, as a letter to send."""
    is_erasure = request.kind == SubjectRequest.Kind.ERASURE
    went = [each for each in found if is_erasure and each.can_go]
    stays = [each for each in found if not is_erasure or not each.can_go]
    lines = [_("To %(name)s") % {"name": request.asked_by}, ""]
    if not found:
        lines.append(_("We keep nothing under what you gave us."))
    if went:
        lines += [_("Erased:"), *(f"- {name_of(each)}" for each in went), ""]
    if stays and is_erasure:
        lines.append(_("Kept, and why:"))
        lines += [f"- {name_of(each)}: {each.kept_because}" for each in stays]
    elif stays:
        lines.append(_("What we keep of you:"))
        for each in stays:
            lines.append(f"- {name_of(each)}")
            lines += [f"    {name}: {value}" for name, value in each.data.items() if value]
    lines += ["", _("You may complain to the data protection agency.")]
    return "\n".join(lines)


def name_of(found: Found) -> str:
    names = {
        "question": _("question %(number)s"),
        "contact": _("contact %(number)s"),
        "appeal": _("appeal %(number)s"),
        "account": _("account %(number)s"),
        "evidence": _("evidence %(number)s"),
    }
    return names[found.kind] % {"number": found.number}
