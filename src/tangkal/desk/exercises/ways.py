"""The demonstration's ways out and its request to a platform, which waits for the legal officer."""

import random

from django.conf import settings
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.channels import commands, delivery, outlets, press_contacts, rules
from tangkal.desk.channels.models import Delivery, Dispatch, Kind, Outlet
from tangkal.desk.channels.sending.whatsapp import Receipt
from tangkal.desk.channels.states import DeliveryState
from tangkal.desk.platform_requests import commands as requests
from tangkal.desk.platform_requests.kinds import TESTS
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MessageState

ARRIVED = 3
# By name: kind, secrets, and the rest. How an address begins or ends says what becomes of it.
OUTLETS: dict[str, tuple[Kind, dict[str, str] | None, dict[str, str]]] = {
    "Situs pemerintah daerah (latihan)": (Kind.WEBSITE, None, {}),
    "Redaksi media (latihan)": (
        Kind.EMAIL,
        None,
        {
            "server": "surel.nusaraya.example:587",
            "sender": "humas@nusaraya.example",
            "recipients": "redaksi@harian-nusaraya.example\n"
            "kabar@radio-sukamaju.example\n"
            "penuh@tv-muara.example\n"
            "tidak-ada@majalah-lama.example\n"
            "meja@kantor-berita.example",
        },
    ),
    "Kanal Telegram resmi (latihan)": (
        Kind.TELEGRAM,
        {"token": "100000000:latihan-tanpa-bot-sungguhan-0000000"},
        {"address": "@nusaraya_latihan"},
    ),
    "Mitra kecamatan (latihan)": (
        Kind.WHATSAPP,
        {"token": "latihan-tanpa-akun-sungguhan", "app_secret": "latihan-tanpa-aplikasi-sungguhan"},
        {
            "address": "100000000000001",
            "template": "keterangan_resmi",
            "recall_template": "penarikan_resmi",
            "recipients": "\n".join(f"+6281255501{ending:02}" for ending in range(1, 10)),
        },
    ),
}
WEIGHED = {
    "legality": "Aturan platform melarang kabar palsu tentang harga barang pokok; bunyinya terang.",
    "aim": "Melindungi uang dan waktu warga yang mengantre karena kabar ini.",
    "necessity": "Klarifikasi sudah terbit; unggahan ini masih dibagikan tanpa tautan ke sana.",
    "proportionality": "Label tidak menghapus apa pun; siapa saja tetap dapat membacanya.",
}


def build(case: Case, people: dict[str, User]) -> None:
    """A feed for regional sites, whom newsrooms ask, and a label that is asked for."""
    open_outlets(case, people)
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
    send_out(case, people)
    ask_for_label(case, people)


def open_outlets(case: Case, people: dict[str, User]) -> None:
    """One of each kind; nobody listens at these addresses, and a demonstration asks none."""
    admin = people["admin_sistem"]
    there = set(Outlet.objects.values_list("name", flat=True))
    for name, (kind, secret, fields) in OUTLETS.items():
        if name not in there:
            outlets.make_outlet(
                admin.organisation,
                by=admin,
                secret=secret,
                name=name,
                sender_name="Badan Layanan Nusaraya (fiksi)",
                kind=kind,
                is_exercise=case.is_exercise,
                **fields,
            )


def send_out(case: Case, people: dict[str, User]) -> None:
    """The published answer through every outlet, and what came of it: the worker's own rounds.

    Only where nothing can leave the machine.
    """
    message = Message.objects.filter(case=case, state=MessageState.PUBLISHED).first()
    if not settings.TANGKAL.is_demo or message is None or Dispatch.objects.exists():
        return
    version = messages.latest(message)
    by = next(each for each in people.values() if rules.may_dispatch(each, case))
    for outlet in rules.outlets_for(case):
        commands.dispatch(version, outlet, by=by)
    while delivery.deliver(timezone.now, random.Random(0)):  # noqa: S311 - waits, not secrets
        pass
    arrive(ARRIVED)


def arrive(most: int) -> None:
    """WhatsApp tells of its first messages that they reached the telephone."""
    sent = Delivery.objects.filter(dispatch__outlet__kind=Kind.WHATSAPP, state=DeliveryState.SENT)
    for each in list(sent.select_related("dispatch__outlet")[:most]):
        told = Receipt(message_id=each.receipt, key=str(each.key), status="delivered", reason="")
        delivery.note_receipt(each.dispatch.outlet, told, timezone.now())


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
                key: {"met": True, "reason": f"{WEIGHED[key]} (Unggahan {number}.)"}
                for key in TESTS
            },
            alternatives={
                "clarify": f"Sudah terbit, tetapi tidak sampai ke pembaca unggahan {number}."
            },
            by=people["analis"],
        )
    requests.submit(found, by=people["analis"])
