"""Walk a request to any state, as the people of the desk would."""

import uuid
from datetime import timedelta

from django.utils import timezone

from tangkal.desk.cases.models import Case
from tangkal.desk.cases.spreads import commands as spreads
from tangkal.desk.cases.spreads.commands import Seen
from tangkal.desk.platform_requests import commands
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.kinds import TESTS
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.views.public import contested
from tangkal.desk.portal.appeals import take_appeal

REASON = "Formulir palsu meminta PIN; warga kehilangan uang selama unggahan ini tayang."
STAGES = ("draft", "test", "legal", "cleared", "signed", "authorised", "sent", "received", "acted")


def add_spread(case: Case, people, path: str = "1", **fields):
    seen = Seen(url=f"https://x.com/i/status/{path}", platform="x", **fields)
    return spreads.add_spread(case, seen, by=people["analis"])


def begin(case: Case, people, *, paths=("1",), **fields) -> PlatformRequest:
    told = fields.pop("spreads", None)
    found = [add_spread(case, people, path) for path in paths] if told is None else told
    values = {
        "kind": "takedown",
        "ground": "illegal_finance",
        "spreads": found,
        "what": "Turunkan unggahan formulir palsu.",
        "by": people["analis"],
    }
    return commands.begin(case, **{**values, **fields})


def weigh(request: PlatformRequest, people, **changes):
    """Every item weighed, each with reasons of its own."""
    for number, item in enumerate(request.items.all()):
        tests = {key: {"met": True, "reason": f"{REASON} ({number}, {item.url})"} for key in TESTS}
        alternatives = {"clarify": f"Klarifikasi sudah terbit dan tidak dibaca korban. {number}"}
        commands.weigh(item, tests=tests | changes, alternatives=alternatives, by=people["analis"])


def request_at(stage: str, case: Case, people, **fields) -> PlatformRequest:
    """A request that has come so far and no further."""
    at = STAGES.index(stage)
    request = begin(case, people, **fields)
    if at >= 1:
        request = commands.start_test(request, by=people["analis"])
        commands.edit(
            request,
            what=request.what,
            statement="Klaim diperiksa dan salah; formulir ini merugikan warga.",
            provision=request.provision,
            has_personal_data=request.has_personal_data,
            by=people["analis"],
        )
        weigh(request, people)
    if at >= 2:
        request = commands.submit(request, by=people["analis"])
    if at >= 3:
        request = commands.clear(request, why="Unsur terpenuhi.", by=people["hukum"])
    for stage_of, who in ((4, "penyetuju"), (5, "second_penyetuju")):
        if at >= stage_of:
            request = commands.sign(request, by=people[who], sha256_seen=fingerprint(request))
    if at >= 6:
        request = commands.send(
            request, reference="SAMAN-1", told_how="lewat platform", by=people["penyetuju"]
        )
    if at >= 7:
        request = commands.receive(request, by=people["penyetuju"])
    if at >= 8:
        for item in request.items.all():
            request = commands.answer(item, state="acted", text="Diturunkan", by=people["analis"])
    return PlatformRequest.objects.get(pk=request.pk)


def object_to(request: PlatformRequest, why: str = "Unggahan saya laporan warga, bukan penipuan."):
    return take_appeal(
        contested(request), part="not_false", why=why, token=str(uuid.uuid4()), language="id"
    )


def let_time_pass(request: PlatformRequest, **span) -> PlatformRequest:
    """As if everything of this request had happened earlier."""
    back = timedelta(**span)
    names = ("authorised_at", "sent_at", "received_at", "created_at")
    for name in names:
        if value := getattr(request, name):
            setattr(request, name, value - back)
    request.save()
    for letter in request.letters.all():
        letter.sent_at -= back
        letter.save()
    return PlatformRequest.objects.get(pk=request.pk)


def moment_ago(**span):
    return timezone.now() - timedelta(**span)
