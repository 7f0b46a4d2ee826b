"""Papers of a request: the evidence pack as PDF and JSON, and the statement of reasons."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.pseudonyms import name_outside
from tangkal.desk.cases import words
from tangkal.desk.cases.rules import latest_assessment, latest_gate
from tangkal.desk.platform_requests import grounds, rules
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.kinds import ALTERNATIVES, TESTS
from tangkal.desk.platform_requests.models import Item, PlatformRequest
from tangkal.desk.platform_requests.showing import ground_name
from tangkal.desk.ui.moments import in_words
from tangkal.desk.ui.papers import pdf
from tangkal.desk.ui.papers.document import EXERCISE, Block, Report, Section
from tangkal.desk.ui.platforms import platform_label
from tangkal.desk.ui.vocabulary import VERDICTS


def pack(request: PlatformRequest) -> dict[str, object]:
    """Everything that shows why this was asked, with the hash of each copy and of the whole.

    Staff stand under their pseudonyms: the pack leaves the desk.
    """
    sha256 = fingerprint(request)
    found: dict[str, object] = {
        "number": request.number,
        "public_number": request.public_number,
        "case": request.case.number,
        "office": str(request.organisation),
        "kind": request.kind,
        "state": str(request.state),
        "ground": request.ground,
        "law": request.law,
        "provision": request.provision,
        "urgency": urgency_of(request),
        "what": request.what,
        "statement": request.statement,
        "sha256_signed": sha256,
        "gate": gate_of(request),
        "verdict": verdict_of(request),
        "items": [item_of(item) for item in request.items.select_related("spread__evidence")],
        "evidence": evidence_of(request),
        "harm": harm_of(request),
        "legal_review": review_of(request.legal_by, request.legal_at, request.legal_reason),
        "data_review": review_of(request.data_by, request.data_at, request.data_reason),
        "signatures": [
            {"by": name_outside(word.by), "at": word.at.isoformat(), "sha256": word.version_sha256}
            for word in rules.signatures(request, sha256)
        ],
        "sent": {
            "at": moment(request.sent_at),
            "by": name_outside(request.sent_by) if request.sent_by else None,
            "channel": request.channel,
            "reference": request.reference,
            "told_how": request.told_how,
        },
        "letters": [
            {"number": each.number, "at": each.sent_at.isoformat(), "reference": each.reference}
            for each in request.letters.all()
        ],
        "is_exercise": request.is_exercise,
        "made_at": timezone.now().isoformat(),
    }
    found["sha256"] = hash_of(found)
    return found


def hash_of(content: dict[str, object]) -> str:
    """SHA-256 of everything but itself, as canonical JSON: whoever has the file can check it."""
    text = json.dumps(
        {key: value for key, value in content.items() if key != "sha256"},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def urgency_of(request: PlatformRequest) -> dict[str, object]:
    """How soon an answer is due, and by which law: as the file of legal grounds says now."""
    ground = grounds.current().get(request.ground)
    stands = ground is not None and ground.urgency.key == request.urgency
    return {
        "class": request.urgency,
        "hours": ground.urgency.hours if ground and stands else None,
        "law": ground.urgency.law if ground and stands else "",
    }


def gate_of(request: PlatformRequest) -> dict[str, str] | None:
    """Why this is no opinion, criticism, satire, press work or whistle-blowing."""
    gate = latest_gate(request.case)
    return {"kind": gate.kind, "reason": gate.reason} if gate else None


def harm_of(request: PlatformRequest) -> dict[str, object] | None:
    """Who is harmed, as an analyst judged it: the aim that the request serves."""
    judged = latest_assessment(request.case)
    if judged is None:
        return None
    severities = {key: value for key, value in judged.severities.items() if value}
    return {"severities": severities, "reasons": judged.reasoning, "at": judged.at.isoformat()}


def review_of(by: User | None, at: datetime | None, reasons: str) -> dict[str, str | None] | None:
    if at is None:
        return None
    return {"by": name_outside(by), "at": at.isoformat(), "reasons": reasons}


def verdict_of(request: PlatformRequest) -> dict[str, str] | None:
    verdict = request.verdict
    if verdict is None:
        return None
    return {"value": verdict.value, "claim": verdict.claim.text, "reasons": verdict.reasons}


def item_of(item: Item) -> dict[str, object]:
    copy = item.spread.evidence
    return {
        "platform": item.platform,
        "url": item.url,
        "published_at": moment(item.spread.published_at),
        "observed_at": item.spread.observed_at.isoformat(),
        "copy_sha256": copy.sha256 if copy else None,
        "copy_captured_at": copy.captured_at.isoformat() if copy else None,
        "tests": item.tests,
        "alternatives": item.alternatives,
        "answer": item.state,
        "answer_reason": item.answer,
        "answered_at": moment(item.answered_at),
    }


def evidence_of(request: PlatformRequest) -> list[dict[str, str]]:
    """What the verdict rests on."""
    if request.verdict is None:
        return []
    return [
        {
            "title": each.title,
            "source": each.source,
            "url": each.url,
            "captured_at": each.captured_at.isoformat(),
            "sha256": each.sha256,
        }
        for each in request.verdict.evidence.all()
    ]


def say(text: str) -> Block:
    return Block(kind="say", runs=[[text or "–", None]])


def lead(text: str) -> Block:
    return Block(kind="lead", runs=[[text, None]])


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    return Block(
        kind="table",
        caption=caption,
        head=tuple(head),
        rows=tuple(tuple([[cell or "–", None]] for cell in row) for row in rows),
    )


def paper(
    request: PlatformRequest,
    title: str,
    parts: Sequence[tuple[str, Sequence[Block]]],
    *,
    address: str,
) -> bytes:
    now = timezone.now()
    ground = grounds.current().get(request.ground)
    facts = [
        (_("Request"), f"{request.number} / {request.public_number}"),
        (_("What is asked"), request.get_kind_display()),
        (_("Legal ground"), ground_name(request)),
        (_("Law"), request.law),
        (_("Channel"), request.channel or (str(ground.channel) if ground else "–")),
        (_("State"), request.get_state_display()),
        (_("As of"), in_words(now)),
    ]
    return pdf.written(
        Report(
            title=title,
            reference=request.number,
            language=get_language() or "id",
            zone="Asia/Jakarta",
            series=str(_("Requests to platforms")),
            office=str(request.organisation),
            marks=(EXERCISE,) if request.is_exercise else (),
            facts=tuple((str(label), value) for label, value in facts),
            classification="",
            period="",
            as_of=in_words(now),
            address=address,
            is_secret=False,
            top_line="",
            sections=tuple(
                Section(key=f"part{n}", number=n, heading=heading, blocks=tuple(blocks))
                for n, (heading, blocks) in enumerate(parts, start=1)
            ),
        ),
        at=now,
    )


def pack_pdf(request: PlatformRequest) -> bytes:
    """The same as the JSON, for people."""
    found = pack(request)
    verdict = request.verdict
    label = VERDICTS[verdict.value].label if verdict else "–"
    parts: list[tuple[str, Sequence[Block]]] = [
        (_("What is asked"), [say(request.what), say(request.provision)]),
        (
            _("The claim and its verdict"),
            [
                say(verdict.claim.text if verdict else ""),
                say(f"{label}. {verdict.reasons}" if verdict else ""),
            ],
        ),
        (_("Why it is no protected speech"), [gate_words(request)]),
        (_("Who is harmed"), harm_words(request)),
        (_("Evidence"), [evidence_table(request)]),
        *(
            weighed_as(n, item)
            for n, item in enumerate(request.items.select_related("spread__evidence"), start=1)
        ),
        (_("Reviews"), review_words(request)),
        (_("Signatures"), [signature_table(request)]),
        (_("What was sent, and what came back"), sending_words(request)),
        (_("This pack"), [say(f"SHA-256 {found['sha256']}")]),
    ]
    address = f"{settings.TANGKAL.site_url}{reverse('platform-request', args=[request.pk])}"
    title = _("Evidence pack: request %(number)s") % {"number": request.number}
    return paper(request, title, parts, address=address)


def gate_words(request: PlatformRequest) -> Block:
    gate = latest_gate(request.case)
    return say(f"{words.GATE_KINDS.get(gate.kind, gate.kind)}. {gate.reason}" if gate else "")


def harm_words(request: PlatformRequest) -> list[Block]:
    judged = latest_assessment(request.case)
    if judged is None:
        return [say("")]
    rows = [
        (str(words.SEVERITY_ITEMS.get(key, key)), str(words.SEVERITIES[value]))
        for key, value in judged.severities.items()
        if value
    ]
    return [table(_("Harm"), (_("Harm"), _("How severe")), rows), say(judged.reasoning)]


def review_words(request: PlatformRequest) -> list[Block]:
    """The legal officer's and, where data are touched, the data protection officer's reasons."""
    found = []
    for heading, by, at, reasons in (
        (_("Legal review"), request.legal_by, request.legal_at, request.legal_reason),
        (_("Personal data"), request.data_by, request.data_at, request.data_reason),
    ):
        if at is not None:
            found += [lead(heading), say(f"{name_outside(by)}, {in_words(at)}. {reasons}")]
    return found or [say(_("None."))]


def signature_table(request: PlatformRequest) -> Block:
    signed = rules.signatures(request, fingerprint(request))
    if not signed:
        return say(_("None."))
    head = (_("Signed by"), _("When"), "SHA-256")
    return table(
        _("Signatures"),
        head,
        [(name_outside(word.by), in_words(word.at), word.version_sha256) for word in signed],
    )


def sending_words(request: PlatformRequest) -> list[Block]:
    """When it went out, the law's time for an answer, the letters, and each item's answer."""
    if request.sent_at is None:
        return [say(_("Not sent: nothing was asked of a platform."))]
    urgency = urgency_of(request)
    found = [
        say(f"{in_words(request.sent_at)}. {request.channel}. {request.reference}"),
        say(
            _("Answer due %(n)s hours after sending (%(law)s).")
            % {"n": urgency["hours"], "law": urgency["law"]}
            if urgency["hours"]
            else _("No law sets a time for the answer.")
        ),
        say(f"{_('How the person affected learns of it')}: {request.told_how}"),
    ]
    letters = [
        (str(each.number), in_words(each.sent_at), each.reference) for each in request.letters.all()
    ]
    if letters:
        head = (_("Letter"), _("When"), _("The channel’s own number"))
        found.append(table(_("Letters"), head, letters))
    answers = [(item.url, item.get_state_display(), item.answer) for item in request.items.all()]
    head = (_("Address"), _("Answer"), _("What the platform said or did"))
    return [*found, table(_("Answers"), head, answers)]


def evidence_table(request: PlatformRequest) -> Block:
    rows = [(each["title"], each["source"], each["sha256"]) for each in evidence_of(request)]
    if not rows:
        return say(_("None."))
    return table(_("Evidence"), (_("What"), _("Source"), "SHA-256"), rows)


def weighed_as(n: int, item: Item) -> tuple[str, list[Block]]:
    named = {"n": n, "platform": platform_label(item.platform)}
    return _("Item %(n)d: %(platform)s") % named, weighed(item)


def weighed(item: Item) -> list[Block]:
    """One item's address and form."""
    copy = item.spread.evidence
    found = [say(item.url)]
    if copy:
        found.append(say(f"SHA-256 {copy.sha256}, {in_words(copy.captured_at)}"))
    for key, test in TESTS.items():
        answer = item.tests.get(key) or {}
        said: dict[object, str] = {True: _("Yes"), False: _("No")}
        met = said.get(answer.get("met"), "–")
        found += [lead(str(test.question)), say(f"{met}. {answer.get('reason', '')}")]
    milder = [
        (str(ALTERNATIVES[key].label), why)
        for key, why in item.alternatives.items()
        if key in ALTERNATIVES
    ]
    if milder:
        head = (_("Milder way"), _("Why it is not enough"))
        found.append(table(_("Milder ways weighed"), head, milder))
    return found


def statement_pdf(request: PlatformRequest) -> bytes:
    """What, why, on which law, and how to object: for the person affected."""
    address = public_address(request)
    items = [(platform_label(item.platform), item.url) for item in request.items.all()]
    parts: list[tuple[str, Sequence[Block]]] = [
        (
            _("What was asked"),
            [say(request.what), table(_("Items"), (_("Platform"), _("Address")), items)],
        ),
        (_("Why"), [say(request.statement)]),
        (_("Legal basis"), [say(request.law), say(request.provision)]),
        (
            _("How to object"),
            [
                say(
                    _(
                        "Open %(address)s and write why. No name is needed. An officer who had no "
                        "part in this decides anew; the reasons are public."
                    )
                    % {"address": address}
                )
            ],
        ),
        (
            _("What this is not"),
            [say(_("The office asks; the platform decides. This office removes nothing itself."))],
        ),
    ]
    title = _("Statement of reasons: %(number)s") % {"number": request.public_number}
    return paper(request, title, parts, address=address)


def public_address(request: PlatformRequest) -> str:
    path = reverse("public-request", args=[request.public_number])
    return f"{settings.TANGKAL.site_url}{path}"
