"""The demonstration's partners: who agreed, a sheet that was approved, and one that waits."""

from datetime import timedelta

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.directives import briefings
from tangkal.desk.directives.briefing_models import Contact
from tangkal.desk.strategic_communication import house_queries
from tangkal.exercises.local_sites import PARTNERS

APPROVED = {
    "title": "Harga BBM tetap: untuk pertemuan warga dan jemaah",
    "request": (
        "Bacakan kalimat utamanya pada pertemuan terdekat dan mintalah warga mengisi seperlunya."
        " Bila ditanya hal yang tidak ada di lembar ini, catat dan sampaikan kepada kami."
    ),
    "contact": "Meja layanan Badan Layanan Nusaraya, lembar@nusaraya.example",
}
WAITING = {
    "title": "Harga BBM tetap: bahan siaran KIM",
    "request": "Siarkan dua kali malam ini; tanya jawabnya dapat dibacakan bergantian.",
    "contact": "Diskominfo Provinsi Tirta Raya, pusat panggilan daerah 112",
}


def build(case: Case, people: dict[str, User]) -> None:
    """Contacts and two sheets on the case's house in force, one of them approved."""
    version = house_queries.in_force_on(case)
    if version is None or version.briefings.exists():
        return
    writer, officer = people["penyusun"], people["admin_daerah"]
    centre, province = version.house.organisation, officer.active_assignments[0].scope
    record_contacts(officer)
    sheet = briefings.write_briefing(version, centre, **APPROVED, by=writer)
    briefings.approve_briefing(sheet, by=people["penyetuju1"])
    briefings.write_briefing(version, province, **WAITING, by=officer)


def record_contacts(officer: User) -> None:
    """The partners of the officer's own office; one of them withdrew and is erased."""
    office = officer.active_assignments[0].scope
    if Contact.objects.filter(organisation=office).exists():
        return
    for each in PARTNERS:
        contact = briefings.record_contact(
            office,
            kind=each.kind,
            name=each.name,
            address=each.address,
            purpose=each.purpose,
            how=each.how,
            consented_on=timezone.localdate() - timedelta(days=each.days_ago),
            region=office.region,
            by=officer,
        )
        if each.withdrew:
            briefings.withdraw_consent(contact, by=officer)
