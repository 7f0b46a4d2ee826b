"""The demonstration's directive: sent by two people, confirmed, asked about and published."""

from uuid import NAMESPACE_URL, uuid5

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.directives import commands
from tangkal.desk.directives.addressing import GOVERNMENTS, audience_of
from tangkal.desk.directives.commands import linking
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.models import Directive
from tangkal.desk.directives.rules import roles_for
from tangkal.desk.strategic_communication import house_queries

TEXT = "Harga BBM tidak berubah. Isi seperlunya, dan tanyakan ke Diskominfo bila ragu."
CITY = "32.73"  # whose government has no account at the desk


def build(case: Case, people: dict[str, User]) -> None:
    """One directive on the case's house in force, as far as a morning's answers go."""
    version = house_queries.in_force_on(case)
    if version is None or version.directives.exists():
        return
    draft = commands.draft_directive(
        version,
        title="Harga BBM tetap: samakan keterangan di daerah",
        instruction="Muat pesan utama di situs dan akun resmi; jawab warga dengan tanya jawabnya.",
        publication="Pesan utama, dengan nomor pengaduan daerah di tempat isian.",
        audience=audience_of(types=[kind.value for kind in GOVERNMENTS]),
        by=people["penyusun"],
    )
    handed = commands.take_step(
        draft, "submit", by=people["penyusun"], expected_version=draft.version
    )
    sent = commands.take_step(
        handed, "send", by=people["penyetuju1"], expected_version=handed.version
    )
    officer = people["admin_daerah"]
    for row in sent.recipients.select_related("organisation"):
        if roles_for(officer, row.organisation):
            commands.acknowledge(row, by=officer)
            commands.ask(row, "Apakah berlaku juga untuk SPBU di pulau luar?", by=officer)
            commands.reply(row, "Ya, harga sama di semua SPBU.", by=people["penyusun"])
            commands.publish(row, Published(text=TEXT), by=officer)
    answer_by_link(sent, people["penyusun"])


def answer_by_link(directive: Directive, writer: User) -> None:
    """An office without an account confirms through the link that it was sent."""
    linking.make_links(directive, by=writer)
    link = directive.links.filter(organisation__region_id=CITY).first()
    if link is not None:
        linking.answer_by_link(
            link,
            "acknowledge",
            name="Nining Kartawijaya",
            office="Diskominfo Kota Muara Sentosa",
            token=str(uuid5(NAMESPACE_URL, f"{link.pk} {link.made_at}")),
        )
