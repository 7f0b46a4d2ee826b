"""Directives, links and sheets: the centre sends, each office answers for itself, a link shows."""

from datetime import date

from tangkal.desk.directives import briefings, commands
from tangkal.desk.directives.addressing import audience_of
from tangkal.desk.directives.commands.linking import token_of
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.models import LocalPublication
from tangkal.desk.strategic_communication import house_queries
from tests.desk.conftest import make_person
from tests.safeguards.addresses.houses import house_at
from tests.safeguards.answers import LOOK, NO, READING, WRITING, Who, everybody, own, roles

CENTRE = frozenset({"penyusun", "penyetuju", "analis"})
CHECKING = CENTRE | {"verifikator"}
KEEPING = frozenset({"penyusun", "penyetuju", "admin_daerah"})
SEE = (own(READING), NO)
# No account of the ministry answers for the district, whatever its roles.
NOBODY_HERE = own(frozenset())
KEPT = Who(ours=KEEPING, answer=302, hidden=READING, hidden_from_ours=READING)

TABLE = {
    "directives": LOOK,  # filtered by office
    "directive-new": (roles(WRITING), roles(WRITING, 422)),
    "directive": SEE,
    "directive-edit": (own(WRITING), own(WRITING, 422)),
    # An empty form carries no version.
    "directive-step": (NO, own(READING, 409)),
    "directive-links": (own(CENTRE), NO),
    "directive-links-make": (NO, own(CENTRE, 302)),
    "directive-links-csv": (own(CENTRE), NO),
    "directive-link-revoke": (NO, own(CENTRE, 302)),
    "directive-offices": SEE,
    "directive-office": SEE,
    "directive-publish": (NO, NOBODY_HERE),
    "directive-mark": (NO, own(CHECKING, 302)),
    "directive-wording": (NO, own(CENTRE, 302)),
    "directive-answer": (NO, NOBODY_HERE),
    "directive-file": SEE,
    "directive-link": (everybody(), everybody(422)),
    "briefings": LOOK,
    "briefing-new": (roles(KEEPING), roles(KEEPING, 422)),
    "briefing": SEE,
    "briefing-pdf": SEE,
    "briefing-approve": (NO, own(frozenset({"penyetuju"}), 302)),
    "briefing-hand-out": (NO, own(KEEPING, 302)),
    "contacts": (roles(KEEPING), NO),
    "contact-new": (roles(KEEPING), roles(KEEPING, 422)),
    "contact-withdraw": (NO, KEPT),
}


def sent_to_the_district(version, people):
    """A directive that runs, with a text that the district has published."""
    draft = drafted(version, people)
    handed = commands.take_step(
        draft, "submit", by=people["penyusun"], expected_version=draft.version
    )
    return commands.take_step(
        handed, "send", by=people["second_penyetuju"], expected_version=handed.version
    )


def drafted(version, people):
    return commands.draft_directive(
        version, title="Harga tetap", instruction="Muat.", publication="Pesan utama.",
        audience=audience_of(codes=["99.01"]), by=people["penyusun"],
    )  # fmt: skip


def everything(case, people) -> dict[str, object]:
    """One of each: a draft, one sent, the district's answer, a link, sheets, a partner."""
    from tests.safeguards import stages

    answered = stages.case_at("decided", people).case
    version = house_queries.in_force(house_at("in_force", answered, people))
    district = people["district_analis"].organisation
    officer = make_person("petugas_kabupaten", district, "admin_daerah")
    sent = sent_to_the_district(version, people)
    row = sent.recipients.get()
    wording = commands.propose(row, "Rega tetep.", by=officer)
    publication = commands.publish(row, Published(text="Harga tetap."), by=officer)
    LocalPublication.objects.filter(pk=publication.pk).update(file="x.txt", file_name="x.txt")
    publication.file.storage.save("x.txt", as_file(b"Harga tetap."))
    commands.make_links(sent, by=people["penyusun"])
    ministry = people["penyusun"].organisation
    sheets = [
        briefings.write_briefing(
            version, ministry, title="Harga BBM", request="Sampaikan.", contact="112",
            by=people["penyusun"],
        )
        for _each in range(2)
    ]  # fmt: skip
    briefings.approve_briefing(sheets[1], by=people["second_penyetuju"])
    contact = briefings.record_contact(
        ministry, kind="kim", name="KIM Contoh", address="0800", purpose="lembar BBM",
        how="lisan", consented_on=date(2026, 3, 1), by=people["penyusun"],
    )  # fmt: skip
    return {
        "version": version, "draft": drafted(version, people), "sent": sent, "row": row,
        "wording": wording, "publication": publication, "link": sent.links.get(),
        "sheets": sheets, "contact": contact, "office": district,
    }  # fmt: skip


def as_file(content: bytes):
    from django.core.files.base import ContentFile

    return ContentFile(content)


def arguments(case, people) -> dict[str, dict[str, object]]:
    found = everything(case, people)
    sent = {"directive_id": found["sent"].pk}
    office = sent | {"organisation_id": found["office"].pk}
    draft = {"directive_id": found["draft"].pk}
    waiting, approved = ({"briefing_id": each.pk} for each in found["sheets"])
    return {
        "directive": sent,
        "directive-edit": draft,
        "directive-step": draft | {"action": "submit"},
        "directive-links": sent,
        "directive-links-make": sent,
        "directive-links-csv": sent,
        "directive-link-revoke": sent | {"link_id": found["link"].pk},
        "directive-offices": sent,
        "directive-office": office,
        "directive-publish": office,
        "directive-mark": office | {"action": "aligned"},
        "directive-wording": office | {"wording_id": found["wording"].pk, "action": "accept"},
        "directive-answer": office | {"action": "acknowledge"},
        "directive-file": {"publication_id": found["publication"].pk},
        "directive-link": {"token": token_of(found["link"])},
        "briefing": waiting,
        "briefing-pdf": waiting,
        "briefing-approve": waiting,
        "briefing-hand-out": approved,
        "contact-withdraw": {"contact_id": found["contact"].pk},
    }
