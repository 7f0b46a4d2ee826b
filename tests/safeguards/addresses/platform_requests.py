"""Requests to platforms and the transparency report: who writes, who stops, who publishes."""

from datetime import UTC, datetime

from tangkal.desk.cases.models import Case, Spread
from tangkal.desk.platform_requests import commands
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.kinds import TESTS
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.transparency import figures
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import Quarter
from tangkal.desk.transparency.states import ReportState
from tests.safeguards.answers import (
    APPROVING,
    LOOK,
    NO,
    PUBLIC,
    READING,
    everybody,
    own,
)

AUTHORS = frozenset({"analis", "penyusun"})
KEEPING = AUTHORS | {"penyetuju", "hukum"}
DRAFTING = frozenset({"analis", "evaluator", "hukum", "pejabat_pdp"})
REASON = "Formulir palsu meminta PIN; warga kehilangan uang selama unggahan ini tayang."
QUARTER, LATER = Quarter(2025, 1), Quarter(2025, 2)

# 409: an empty form carries no version.
TABLE = {
    "platform-requests": LOOK,  # filtered by office
    "platform-request-grounds": LOOK,
    "platform-request-new": (own(AUTHORS), own(AUTHORS, 422)),
    "platform-request": (own(READING), NO),
    "platform-request-edit": (own(AUTHORS), own(AUTHORS, 422)),
    "platform-request-item": (own(AUTHORS), own(AUTHORS, 422)),
    "platform-request-step": (NO, own(READING, 409)),
    "platform-request-answer": (NO, own(KEEPING, 409)),
    "platform-request-file": (own(READING), NO),
    # For the person affected, by the number that the statement of reasons names.
    "public-request-find": PUBLIC,
    "public-request": PUBLIC,
    "public-request-contest": (everybody(), everybody(400)),
    "transparency": LOOK,  # filtered by office
    "transparency-quarter": (own(READING), NO),
    "transparency-draft": (NO, own(DRAFTING, 302)),
    "transparency-edit": (NO, own(DRAFTING, 409)),
    "transparency-publish": (NO, own(APPROVING, 409)),
    "public-transparency": PUBLIC,
    "public-transparency-report": PUBLIC,
    "public-transparency-file": PUBLIC,
}


def spread_of(case: Case, people, number: int) -> Spread:
    return Spread.objects.create(
        case=case, key=f"uji-{number}", platform="x", url=f"https://x.com/i/status/{number}",
        origin=Spread.Origin.HAND, added_by=people["analis"],
    )  # fmt: skip


def request_at(stage: str, case: Case, people, number: int) -> PlatformRequest:
    """A request written by "second_analis" and signed by others than those who are asked."""
    author = people["second_analis"]
    made = commands.begin(
        case, kind="takedown", ground="illegal_finance", what="Turunkan.",
        spreads=[spread_of(case, people, number)], by=author,
    )  # fmt: skip
    assert not made.refused_rule
    if stage == "draft":
        return made
    made = commands.start_test(made, by=author)
    made = commands.edit(
        made, what="Turunkan.", statement=REASON, provision="", has_personal_data=True, by=author
    )
    for item in made.items.all():
        tests = {key: {"met": True, "reason": REASON} for key in TESTS}
        commands.weigh(item, tests=tests, alternatives={"clarify": REASON}, by=author)
    made = PlatformRequest.objects.get(pk=made.pk)
    if stage == "test":
        return made
    made = commands.submit(made, by=author)
    if stage == "legal":
        return made
    made = commands.clear(made, why="Sah.", by=people["hukum"])
    made = commands.clear_data(made, why="Boleh.", by=people["pejabat_pdp"])
    if stage == "cleared":
        return made
    for who in ("penyetuju", "second_penyetuju"):
        made = commands.sign(made, by=people[who], sha256_seen=fingerprint(made))
    if stage == "authorised":
        return made
    return commands.send(
        made, reference="SAMAN-1", told_how="lewat platform", by=people["second_penyetuju"]
    )


def reports(case: Case, people) -> tuple[TransparencyReport, TransparencyReport]:
    """A published report of a quarter long over, and a draft of the next."""
    office = case.lead_organisation
    Case.objects.get_or_create(
        number="2025-0001",
        defaults={
            "title": "Kasus lama", "lead_organisation": office, "opened_by": people["analis"],
            "opened_at": datetime(2025, 2, 1, tzinfo=UTC), "state": "SELESAI",
        },
    )  # fmt: skip
    content = figures.compute(office, QUARTER)
    out = TransparencyReport.objects.create(
        organisation=office, year=QUARTER.year, quarter=QUARTER.number, content=content,
        sha256=figures.sha256_of(content), state=ReportState.PUBLISHED,
        drafted_by=people["second_analis"], published_by=people["second_penyetuju"],
        published_at=QUARTER.due_at, decision="ya",
    )  # fmt: skip
    draft = TransparencyReport.objects.create(
        organisation=office, year=LATER.year, quarter=LATER.number,
        drafted_by=people["second_analis"],
    )  # fmt: skip
    return out, draft


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A draft, a request that waits for its platform, a published report and a draft of one."""
    draft = request_at("draft", case, people, 1)
    sent = request_at("sent", case, people, 2)
    published, waiting = reports(case, people)
    on_draft, on_sent = {"request_id": draft.pk}, {"request_id": sent.pk}
    out = {"office_id": published.organisation_id, "year": QUARTER.year, "quarter": QUARTER.number}
    public = {"number": sent.public_number}
    return {
        "platform-request-new": {"number": case.number},
        "platform-request": on_sent,
        "platform-request-edit": on_draft,
        "platform-request-item": on_draft | {"item_id": draft.items.get().pk},
        "platform-request-step": on_draft | {"action": "test"},
        "platform-request-answer": on_sent | {"item_id": sent.items.get().pk},
        "platform-request-file": on_sent | {"form": "json"},
        "public-request": public,
        "public-request-contest": public,
        "transparency-quarter": out,
        "transparency-draft": out | {"year": 2025, "quarter": 3},
        "transparency-edit": {"report_id": waiting.pk},
        "transparency-publish": {"report_id": waiting.pk},
        "public-transparency-report": out,
        "public-transparency-file": out | {"form": "csv"},
    }
