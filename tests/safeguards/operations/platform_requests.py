"""Requests to platforms and the transparency report, over the API."""

from typing import Any

from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.commands.objecting import fall_with_label
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.transparency import figures
from tangkal.desk.transparency.models import TransparencyReport
from tests.desk.platform_requests.walk import let_time_pass
from tests.safeguards.addresses.platform_requests import LATER, REASON, request_at, spread_of
from tests.safeguards.answers import APPROVING, READING, own, roles

AUTHORS = frozenset({"analis", "penyusun"})
KEEPING = AUTHORS | {"penyetuju", "hukum"}
WORKING = KEEPING | {"pejabat_pdp"}  # to whom the scope may be given
SENDING = frozenset({"penyetuju", "hukum"})
DRAFTING = frozenset({"analis", "evaluator", "hukum", "pejabat_pdp"})

TABLE = {
    "platform_requests.list_grounds": roles(READING),
    "platform_requests.list_requests": roles(READING),
    "platform_requests.get_request": own(READING),
    "platform_requests.request_file": own(READING),
    "platform_requests.begin": own(AUTHORS, 201, hidden=WORKING),
    "platform_requests.edit": own(AUTHORS, hidden=WORKING),
    "platform_requests.weigh": own(AUTHORS, hidden=WORKING),
    "platform_requests.take_step": own(AUTHORS, hidden=WORKING),
    "platform_requests.review": own(frozenset({"hukum", "pejabat_pdp"}), hidden=WORKING),
    "platform_requests.approve": own(APPROVING, hidden=SENDING),
    "platform_requests.send": own(SENDING, hidden=SENDING),
    "platform_requests.answer": own(KEEPING, hidden=WORKING),
    "platform_requests.send_letter": own(KEEPING, 201, hidden=WORKING),
    "platform_requests.restore": own(KEEPING, hidden=WORKING),
    "transparency.list_quarters": roles(READING),
    "transparency.get_quarter": own(READING),
    "transparency.draft": own(DRAFTING, 201, hidden=DRAFTING),
    "transparency.edit": own(DRAFTING, hidden=DRAFTING),
    "transparency.publish": own(APPROVING, hidden=APPROVING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    drafted = PlatformRequest.objects.get(pk=world["platform-request-edit"]["request_id"])
    tested = request_at("draft", case, people, 11)
    legal = request_at("legal", case, people, 12)
    cleared = request_at("cleared", case, people, 13)
    authorised = request_at("authorised", case, people, 14)
    sent = PlatformRequest.objects.get(pk=world["platform-request"]["request_id"])
    late = let_time_pass(request_at("sent", case, people, 15), hours=30)
    fallen = request_at("sent", case, people, 16)
    PlatformRequest.objects.exclude(pk=fallen.pk).update(verdict=None)
    fall_with_label(None, case=case, verdict=case.verdicts.first(), by=people["verifikator"])
    fallen.refresh_from_db()
    spread = spread_of(case, people, 17)
    office = case.lead_organisation
    waiting = TransparencyReport.objects.get(pk=world["transparency-edit"]["report_id"])
    quarter = {"organisation_id": office.pk, "year": LATER.year, "quarter": LATER.number}

    def at(row: PlatformRequest, **fields: Any) -> Any:
        return {"request_id": row.pk}, {"version": row.version, **fields}

    def on_item(row: PlatformRequest, **fields: Any) -> Any:
        arguments, body = at(row, **fields)
        return arguments | {"item_id": row.items.get().pk}, body

    return {
        "platform_requests.get_request": at(sent),
        "platform_requests.request_file": ({"request_id": sent.pk, "form": "json"}, {}),
        "platform_requests.begin": ({"number": case.number}, {"spreads": [spread.pk]}),
        "platform_requests.edit": at(drafted),
        "platform_requests.weigh": on_item(
            drafted, tests={"necessity": {"met": True, "reason": REASON}}
        ),
        "platform_requests.take_step": at(tested),
        "platform_requests.review": at(legal),
        "platform_requests.approve": at(cleared, seen=fingerprint(cleared)),
        "platform_requests.send": at(authorised),
        "platform_requests.answer": on_item(sent),
        "platform_requests.send_letter": at(late),
        "platform_requests.restore": at(fallen),
        "transparency.get_quarter": (quarter, {}),
        "transparency.draft": (quarter | {"quarter": 3}, {}),
        "transparency.edit": ({"report_id": waiting.pk}, {"version": waiting.version}),
        "transparency.publish": (
            {"report_id": waiting.pk},
            {
                "version": waiting.version,
                "seen": figures.sha256_of(figures.compute(office, LATER)),
            },
        ),
    }
