"""The demonstration's ways out and its request to a platform, which waits for the legal officer."""

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.channels import outlets, press_contacts
from tangkal.desk.channels.models import Kind, Outlet
from tangkal.desk.platform_requests import commands as requests
from tangkal.desk.platform_requests.kinds import TESTS

WEIGHED = {
    "legality": "Aturan platform melarang kabar palsu tentang harga barang pokok; bunyinya terang.",
    "aim": "Melindungi uang dan waktu warga yang mengantre karena kabar ini.",
    "necessity": "Klarifikasi sudah terbit; unggahan ini masih dibagikan tanpa tautan ke sana.",
    "proportionality": "Label tidak menghapus apa pun; siapa saja tetap dapat membacanya.",
}


def build(case: Case, people: dict[str, User]) -> None:
    """A feed for regional sites, whom newsrooms ask, and a label that is asked for."""
    if not Outlet.objects.exists():
        outlets.make_outlet(
            people["admin_sistem"].organisation,
            by=people["admin_sistem"],
            name="Situs pemerintah daerah (latihan)",
            sender_name="Badan Layanan Nusaraya (fiksi)",
            kind=Kind.WEBSITE,
            is_exercise=case.is_exercise,
        )
    office = case.lead_organisation
    keepers = [each for each in people.values() if press_contacts.may_keep(each, office)]
    if keepers and press_contacts.contact_for(office) is None:
        press_contacts.keep_contact(
            office,
            by=keepers[0],
            version=0,
            role="Subbagian Hubungan Masyarakat (fiksi)",
            phone="+62 21 555 0100",
            email="humas@nusaraya.example",
            hours="Setiap hari 07.00–21.00 WIB",
        )
    ask_for_label(case, people)


def ask_for_label(case: Case, people: dict[str, User]) -> None:
    """Weighed item by item and handed in: the next word is the legal officer's."""
    spreads = list(case.spreads.exclude(url="")[:2])
    if not spreads or case.platform_requests.exists():
        return
    found = requests.begin(
        case,
        kind="label",
        ground="platform_rules",
        spreads=spreads,
        what="Beri label dengan tautan ke klarifikasi harga BBM.",
        provision="Pedoman komunitas tentang kabar palsu",
        by=people["analis"],
    )
    if found.refused_rule:
        return
    found = requests.start_test(found, by=people["analis"])
    found = requests.edit(
        found,
        what=found.what,
        statement="Klaim diperiksa dua verifikator dan salah; klarifikasinya terbit di portal.",
        provision=found.provision,
        has_personal_data=False,
        by=people["analis"],
    )
    for number, item in enumerate(found.items.order_by("pk"), start=1):
        requests.weigh(
            item,
            tests={
                key: {"met": True, "reason": f"{WEIGHED[key]} (Unggahan {number}: {item.url})"}
                for key in TESTS
            },
            alternatives={
                "clarify": f"Sudah terbit, tetapi tidak sampai ke pembaca unggahan {number}."
            },
            by=people["analis"],
        )
    requests.submit(found, by=people["analis"])
