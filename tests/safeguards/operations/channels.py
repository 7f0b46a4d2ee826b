"""Outlets, dispatches, files and the assistant, as the API answers about them."""

from typing import Any

from tangkal.desk.channels import commands, outlets
from tangkal.desk.channels.models import Delivery, Dispatch, Outlet
from tests.safeguards import stages
from tests.safeguards.addresses.channels import CONTACTING, KEEPING, SENDING
from tests.safeguards.answers import ADMIN, NONE, READING, REVIEWING, own, roles
from tests.safeguards.operations import Differs

TABLE = {
    "channels.list_outlets": roles(KEEPING),
    "channels.make_outlet": Differs(ours={201: ADMIN}, theirs={422: ADMIN}),
    "channels.change_outlet": own(ADMIN, hidden=ADMIN),
    "channels.set_access": own(ADMIN, hidden=ADMIN),
    "channels.list_dispatches": roles(READING),
    "channels.get_dispatch": own(READING),
    "channels.dispatch_message": own(SENDING, 201, hidden=SENDING),
    "channels.dispatch_house": own(NONE, hidden=SENDING),  # none of it is in force
    "channels.stop": own(SENDING, hidden=SENDING),
    "channels.resume": own(SENDING, hidden=SENDING),
    "channels.get_press_contact": own(READING),
    "channels.keep_press_contact": own(CONTACTING, hidden=CONTACTING),
    "channels.recall": own(SENDING, hidden=SENDING),
    "channels.resolve": own(SENDING, hidden=SENDING),
    "channels.take_file": own(REVIEWING, 201, hidden=REVIEWING),
    "channels.get_review": own(READING),
    # No assistant is set up here: refused in plain words.
    "channels.assist_draft": own(NONE, hidden=REVIEWING),
    "channels.assist_translation": own(NONE, hidden=REVIEWING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    admin, by = people["admin_sistem"], people["juru_bicara"]
    site, second, third, fifth = (
        outlets.make_outlet(
            admin.organisation, by=admin, kind="website", name=name, sender_name="Humas"
        )
        for name in ("Satu", "Dua", "Tiga", "Lima")
    )
    decided = stages.case_at("decided", people).case
    message = stages.message_at("approved", decided, people)
    version = message.versions.get()

    def sent(outlet: Outlet, **fields: Any) -> Dispatch:
        found = commands.dispatch(version, outlet, by=by)
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()
        return found

    going, waiting = sent(site), sent(second, state="TERJADWAL")
    doubted = sent(third)
    Delivery.objects.filter(dispatch=doubted).update(state="TIDAK_PASTI")
    free = outlets.make_outlet(
        admin.organisation, by=admin, kind="website", name="Empat", sender_name="Humas"
    )
    halted = sent(fifth, state="SELESAI")
    Delivery.objects.filter(dispatch=halted).update(state="DIHENTIKAN")
    office = {"organisation_id": admin.organisation_id}
    on_message = {"message_id": message.pk}
    return {
        "channels.make_outlet": ({}, {"organisation": admin.organisation_id}),
        "channels.change_outlet": ({"outlet_id": site.pk}, {"version": 1}),
        "channels.set_access": ({"outlet_id": site.pk}, {"version": 1}),
        "channels.get_dispatch": ({"dispatch_id": going.pk}, {}),
        "channels.dispatch_message": (on_message, {"outlet": free.pk}),
        "channels.dispatch_house": (world["house-channels"], {"outlet": free.pk}),
        "channels.stop": ({"dispatch_id": waiting.pk}, {"version": 1}),
        "channels.recall": ({"dispatch_id": going.pk}, {"version": 1}),
        "channels.resume": ({"dispatch_id": halted.pk}, {"version": 1}),
        "channels.get_press_contact": (office, {}),
        "channels.keep_press_contact": (
            office,
            {"version": 0, "role": "Hubungan media", "phone": "021-555-0110"},
        ),
        "channels.resolve": (
            {"dispatch_id": doubted.pk, "delivery_id": doubted.deliveries.get().pk},
            {"version": 1},
        ),
        "channels.take_file": (on_message, {}),
        "channels.get_review": (on_message, {}),
        "channels.assist_draft": ({"number": decided.number}, {}),
        "channels.assist_translation": (on_message, {}),
    }
