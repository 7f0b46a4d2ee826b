"""Directives and sheets over the API: the same people as on the screens, told apart the same."""

from typing import Any

from tests.safeguards.answers import APPROVING, READING, WRITING, Who, own, roles

CENTRE = frozenset({"penyusun", "penyetuju", "analis"})
CHECKING = CENTRE | {"verifikator"}
DIRECTING = CHECKING | {"admin_daerah"}
KEEPING = frozenset({"penyusun", "penyetuju", "admin_daerah"})
OFFICE = frozenset({"admin_daerah", "penyetuju", "penyusun", "juru_bicara", "analis"})
# An office answers for itself: nobody of the ministry does, whatever the token may do.
NOBODY_HERE = own(frozenset(), hidden=OFFICE)

TABLE = {
    "directives.list_directives": roles(READING),
    "directives.get_directive": own(READING),
    "directives.draft": own(WRITING, 201, hidden=DIRECTING),
    "directives.edit": own(WRITING, hidden=DIRECTING),
    "directives.take_step": own(WRITING, hidden=DIRECTING),
    "directives.act": own(APPROVING, hidden=APPROVING),
    "directives.list_offices": own(READING),
    "directives.list_received": roles(READING),
    "directives.get_office": own(READING),
    "directives.acknowledge": NOBODY_HERE,
    "directives.ask": NOBODY_HERE,
    "directives.reply": own(CENTRE, 201, hidden=DIRECTING),
    "directives.propose": NOBODY_HERE,
    "directives.settle": own(CENTRE, hidden=DIRECTING),
    "directives.dissent": NOBODY_HERE,
    "directives.publish": NOBODY_HERE,
    "directives.take_down": NOBODY_HERE,
    "directives.mark": own(CHECKING, hidden=DIRECTING),
    "directives.list_links": own(CENTRE, hidden=DIRECTING),
    "directives.make_links": own(CENTRE, 201, hidden=DIRECTING),
    "directives.revoke_link": own(CENTRE, hidden=DIRECTING),
    "briefings.list_briefings": roles(READING),
    "briefings.write": own(KEEPING, 201, hidden=DIRECTING),
    "briefings.approve": own(APPROVING, hidden=APPROVING),
    "briefings.hand_out": own(KEEPING, hidden=DIRECTING),
    "briefings.list_contacts": roles(KEEPING),
    "briefings.record_contact": own(KEEPING, 201, hidden=frozenset()),
    # A partner is there for who keeps them, and for nobody else.
    "briefings.withdraw": Who(ours=KEEPING, hidden=DIRECTING, hidden_from_ours=DIRECTING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    from tangkal.desk.directives import commands
    from tangkal.desk.directives.briefing_models import Briefing, Contact
    from tangkal.desk.directives.models import Directive, Link, LocalWording
    from tests.safeguards.addresses.directives import drafted

    sent = Directive.objects.get(state="DITERBITKAN")
    version = sent.house_version
    draft = drafted(version, people)
    handed = drafted(version, people)
    handed = commands.take_step(
        handed, "submit", by=people["penyusun"], expected_version=handed.version
    )
    office = {
        "directive_id": sent.pk,
        "organisation_id": people["district_analis"].organisation_id,
    }
    on_sent = {"directive_id": sent.pk}
    on_draft = ({"directive_id": draft.pk}, {"version": draft.version})
    waiting, approved = Briefing.objects.order_by("pk")
    contact = Contact.objects.get()
    words = {"house_version": version.pk, "audience": {"codes": ["99.01"]}}
    ministry = people["penyusun"].organisation_id
    at_office = (
        "get_office", "acknowledge", "ask", "reply", "propose", "dissent", "publish", "take_down",
        "mark",
    )  # fmt: skip
    return {
        "directives.get_directive": (on_sent, {}),
        "directives.draft": ({}, words),
        "directives.edit": (on_draft[0], words | on_draft[1]),
        "directives.take_step": on_draft,
        "directives.act": ({"directive_id": handed.pk}, {"version": handed.version}),
        "directives.list_offices": (on_sent, {}),
        **{f"directives.{name}": (office, {}) for name in at_office},
        "directives.settle": (office | {"wording_id": LocalWording.objects.get().pk}, {}),
        "directives.list_links": (on_sent, {}),
        "directives.make_links": (on_sent, {}),
        "directives.revoke_link": (on_sent | {"link_id": Link.objects.get().pk}, {}),
        "briefings.write": ({}, {"house_version": version.pk, "organisation": ministry}),
        "briefings.approve": ({"briefing_id": waiting.pk}, {}),
        "briefings.hand_out": ({"briefing_id": approved.pk}, {"contacts": [contact.pk]}),
        "briefings.record_contact": ({}, {"organisation": ministry}),
        "briefings.withdraw": ({"contact_id": contact.pk}, {}),
    }
