"""Who opens which page of channels: readers look, approvers and spokespeople send and recall."""

from django.utils import timezone

from tangkal.desk.accounts.roles import Role
from tangkal.desk.channels.models import Delivery, Dispatch, Outlet
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication.models import Message
from tests.desk.strategic_communication.conftest import PARTS
from tests.safeguards import stages
from tests.safeguards.addresses.houses import house_at
from tests.safeguards.answers import (
    ADMIN,
    AUDITOR,
    LOOK,
    NO,
    NONE,
    PUBLIC,
    READING,
    Who,
    everybody,
    own,
    roles,
)

SENDING = frozenset({Role.APPROVER.value, Role.SPOKESPERSON.value})
KEEPING = ADMIN | AUDITOR
CONTACTING = SENDING | ADMIN
SEE = (own(READING), NO)

# 409: an empty form carries no version.
TABLE = {
    "dispatches": LOOK,  # filtered by office
    "dispatch": SEE,
    "dispatch-stop": (NO, own(READING, 409)),
    "dispatch-recall": (NO, own(READING, 409)),
    "dispatch-resume": (NO, own(READING, 409)),
    "delivery-resolve": (NO, own(READING, 409)),
    "message-channels": SEE,
    # An empty form names no outlet.
    "message-dispatch": (NO, Who(ours=SENDING, answer=404, hidden=READING)),
    "message-take": (NO, own(READING, 302)),
    "house-channels": SEE,
    "house-dispatch": (NO, own(SENDING, 302)),  # none of it is in force
    # No assistant is set up here: refused in plain words, whoever asks.
    "assistant-draft": (own(NONE), own(NONE)),
    "message-assistant": (own(NONE), own(NONE)),
    # What is missing on an empty form is named; a foreign office's contact is none of theirs.
    "press-contact": (own(CONTACTING, hidden=NONE), own(CONTACTING, 422, hidden=NONE)),
    "outlets": (roles(KEEPING), NO),
    "outlet-new": (roles(ADMIN), roles(ADMIN, 422)),
    "outlet": (own(KEEPING, hidden=KEEPING), own(ADMIN, 422, hidden=KEEPING)),
    "outlet-access": (NO, own(ADMIN, 409, hidden=KEEPING)),
    "broadcast": PUBLIC,
    "broadcast-json": PUBLIC,
    "broadcast-rss": PUBLIC,
    "whatsapp-hook": (everybody(403), everybody(403)),
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A dispatch that nobody knows the end of, a draft house, an outlet of each public kind."""
    office = people["penyetuju"].organisation
    message = Message.objects.filter(case=case).order_by("pk").first() or (
        messages.draft_message(case, "chat_text", PARTS, by=people["penyusun"])
    )
    version = messages.latest(message)
    house = house_at("draft", stages.case_at("decided", people).case, people)
    site, number = (
        Outlet.objects.create(
            organisation=office, name=kind, kind=kind, sender_name="Humas", slug=f"uji-{kind}"
        )
        for kind in ("website", "whatsapp")
    )
    dispatch = Dispatch.objects.create(
        outlet=site,
        case=case,
        message_version=version,
        subject="Harga tetap",
        body="Harga tetap.",
        sha256=version.sha256,
        created_by=people["penyetuju"],
        went_at=timezone.now(),
    )
    delivery = Delivery.objects.create(dispatch=dispatch, reader="x", state="TIDAK_PASTI")
    on = {"dispatch_id": dispatch.pk}
    found: dict[str, dict[str, object]] = {name: on for name in TABLE if name.startswith("disp")}
    del found["dispatches"]
    return found | {
        "delivery-resolve": on | {"delivery_id": delivery.pk},
        "message-channels": {"message_id": message.pk},
        "message-dispatch": {"message_id": message.pk},
        "message-take": {"message_id": message.pk},
        "message-assistant": {"message_id": message.pk},
        "house-channels": {"house_id": house.pk},
        "house-dispatch": {"house_id": house.pk},
        "assistant-draft": {"number": case.number},
        "press-contact": {"organisation_id": office.pk},
        "outlet": {"outlet_id": site.pk},
        "outlet-access": {"outlet_id": site.pk},
        "broadcast": {"slug": site.slug},
        "broadcast-json": {"slug": site.slug},
        "broadcast-rss": {"slug": site.slug},
        "whatsapp-hook": {"slug": number.slug},
    }
