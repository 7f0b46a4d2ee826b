"""Papers of a request: the evidence pack as PDF and JSON, and the statement of reasons."""

import hashlib
import json
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tangkal.desk.accounts.pseudonyms import name_outside
from tangkal.desk.platform_requests import grounds, rules
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.kinds import ALTERNATIVES, TESTS
from tangkal.desk.platform_requests.models import Item, PlatformRequest
from tangkal.desk.platform_requests.showing import ground_name
from tangkal.desk.ui.moments import in_words
from tangkal.desk.ui.papers import pdf
from tangkal.desk.ui.papers.document import EXERCISE, Block, Report, Section
from tangkal.desk.ui.vocabulary import VERDICTS


def pack(request: PlatformRequest) -> dict[str, object]:
    """Everything that shows why this was asked, with the hash of each copy and of the whole.

    Staff stand under their pseudonyms: the pack leaves the desk.
    """
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
        "urgency": request.urgency,
        "what": request.what,
        "statement": request.statement,
        "sha256_signed": fingerprint(request),
        "verdict": verdict_of(request),
        "items": [item_of(item) for item in request.items.select_related("spread__evidence")],
        "evidence": evidence_of(request),
        "legal_review": {"by": name_outside(request.legal_by), "reasons": request.legal_reason},
        "signatures": [
            {"by": name_outside(word.by), "at": word.at.isoformat(), "sha256": word.version_sha256}
            for word in rules.signatures(request, fingerprint(request))
        ],
        "sent": {
            "at": request.sent_at.isoformat() if request.sent_at else None,
            "channel": request.channel,
            "reference": request.reference,
        },
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
        "published_at": item.spread.published_at.isoformat() if item.spread.published_at else None,
        "observed_at": item.spread.observed_at.isoformat(),
        "copy_sha256": copy.sha256 if copy else None,
        "tests": item.tests,
        "alternatives": item.alternatives,
        "answer": item.state,
    }


def evidence_of(request: PlatformRequest) -> list[dict[str, str]]:
    """What the verdict rests on."""
    if request.verdict is None:
        return []
    return [
        {"title": each.title, "source": each.source, "url": each.url, "sha256": each.sha256}
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
    review = [
        lead(str(_("Legal review"))),
        say(request.legal_reason),
        *([lead(str(_("Personal data"))), say(request.data_reason)] if request.data_at else []),
    ]
    parts: list[tuple[str, Sequence[Block]]] = [
        (_("What is asked"), [say(request.what), say(request.provision)]),
        (
            _("The claim and its verdict"),
            [
                say(verdict.claim.text if verdict else ""),
                say(f"{label}. {verdict.reasons}" if verdict else ""),
            ],
        ),
        (_("Evidence"), [evidence_table(request)]),
        *(
            (_("Item %(n)d: %(platform)s") % {"n": n, "platform": item.platform}, weighed(item))
            for n, item in enumerate(request.items.select_related("spread__evidence"), start=1)
        ),
        (_("Reviews"), review),
        (_("This pack"), [say(f"SHA-256 {found['sha256']}")]),
    ]
    address = f"{settings.TANGKAL.site_url}{reverse('platform-request', args=[request.pk])}"
    title = _("Evidence pack: request %(number)s") % {"number": request.number}
    return paper(request, title, parts, address=address)


def evidence_table(request: PlatformRequest) -> Block:
    rows = [(each["title"], each["source"], each["sha256"]) for each in evidence_of(request)]
    if not rows:
        return say(_("None."))
    return table(_("Evidence"), (_("What"), _("Source"), "SHA-256"), rows)


def weighed(item: Item) -> list[Block]:
    """One item's address and form."""
    copy = item.spread.evidence
    found = [say(item.url)]
    if copy:
        found.append(say(f"SHA-256 {copy.sha256}"))
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
    items = [(item.platform, item.url) for item in request.items.all()]
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
