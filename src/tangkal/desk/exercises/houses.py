"""The demonstration's message house and response plan: what everyone says of the fuel rumour."""

from datetime import timedelta

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication import house_commands, plan_commands

HOUSE = {
    "umbrella": (
        "Harga BBM malam ini tetap Rp10.000 per liter dan persediaan di SPBU cukup; setiap"
        " perubahan diumumkan resmi sebelum berlaku."
    ),
    "pillars": [
        {
            "id": "harga",
            "text": "Tidak ada perubahan harga BBM malam ini: tetap Rp10.000 per liter.",
            "importance": 3,
            "proof": ["Daftar harga BBM yang berlaku"],
            "source": "https://energi.nusaraya.example/harga-bbm",
            "actions": "Periksa daftar harga resmi sebelum meneruskan pesan.",
        },
        {
            "id": "stok",
            "text": "Persediaan BBM di SPBU cukup untuk 12 hari; tanyakan ke {kontak}.",
            "importance": 2,
            "proof": ["Laporan persediaan harian SPBU"],
            "source": "https://energi.nusaraya.example/persediaan",
            "actions": "Belilah BBM seperlunya.",
        },
        {
            "id": "cara",
            "text": "Setiap perubahan harga diumumkan di kanal resmi sebelum berlaku.",
            "importance": 1,
            "proof": ["Pengumuman harga tiga tahun terakhir"],
            "source": "https://energi.nusaraya.example/pengumuman",
            "actions": "",
        },
    ],
    "do_not_say": ["kelangkaan", "panik", "orang dalam"],
    "questions": [
        {
            "question": "Mengapa ada antrean di SPBU?",
            "answer": "Pesan berantai membuat orang mengisi bersamaan; persediaannya cukup.",
        },
        {
            "question": "Kapan harga akan berubah?",
            "answer": "Belum ada keputusan. Bila ada, diumumkan resmi sebelum berlaku.",
        },
    ],
    "slots": [
        {
            "name": "kontak",
            "hint": "nomor aduan dinas di daerah",
            "example": "pusat panggilan daerah 112",
        }
    ],
    "translations": {
        "jv": {
            "umbrella": (
                "Rega BBM bengi iki tetep Rp10.000 saben liter lan persediaan ing SPBU cukup."
            ),
            "pillars": {},
        },
        "su": {
            "umbrella": "Harga BBM peuting ieu tetep Rp10.000 per liter; sadiana di SPBU cekap.",
            "pillars": {},
        },
    },
    "locked": [
        {"text": "Rp10.000 per liter", "kind": "figure"},
        {"text": "12 hari", "kind": "figure"},
        {"text": "diumumkan resmi sebelum berlaku", "kind": "promise"},
    ],
}


def plan_content(writer: User) -> dict[str, object]:
    """A plan with a day ahead of whenever the demonstration is made."""
    today = timezone.localdate()
    by, soon = (today + timedelta(days=14)).isoformat(), (today + timedelta(days=2)).isoformat()
    return {
        "option": "debunk",
        "why_option": "Antrean sudah terjadi; menunggu saja memperpanjangnya.",
        "objective": {
            "statement": "Warga di lima kota tahu bahwa harga BBM tidak berubah.",
            "measure": "Jajak pendapat 400 warga: menjawab “harga tetap”",
            "unit": "%",
            "baseline": 41.0,
            "baseline_note": "",
            "target": 65.0,
            "by": by,
        },
        "audience": "Pengendara sepeda motor dan pengemudi ojek, lewat grup percakapan.",
        "believes": "Harga naik tengah malam, jadi harus mengisi sekarang.",
        "anchor": "relationships",
        "messenger": "Pengelola SPBU dan ketua paguyuban ojek",
        "messenger_kind": "community",
        "messenger_why": "Mereka yang ditanya lebih dahulu di lapangan.",
        "strategy": "Fakta lebih dulu di tempat orang mengisi; grup paguyuban membawakan sisanya.",
        "tasks": [
            {
                "id": "t1",
                "what": "Teks pendek untuk grup paguyuban",
                "owner": str(writer),
                "owner_id": writer.pk,
                "due": soon,
            },
            {"id": "t2", "what": "Papan harga di SPBU", "owner": "Dinas setempat", "due": soon},
        ],
        "scoring": "Jajak sebelum dan sesudah, dibanding kota tanpa papan harga.",
        "counters": ["C00119", "C00178"],
    }


def build(case: Case, people: dict[str, User]) -> None:
    """A house in force and an approved plan, through the hands they would really pass."""
    if case.houses.exists():
        return
    house = house_commands.draft_house(
        case,
        title="Harga BBM tetap",
        content=HOUSE,
        by=people["penyusun"],
        expires_at=timezone.now() + timedelta(days=30),
    )
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "verifikator2"),
        ("approve", "penyetuju1"),
    ):
        house = house_commands.take_house_step(
            house, action, by=people[who], expected_version=house.version
        )
    plan = plan_commands.draft_plan(case, plan_content(people["penyusun"]), by=people["analis"])
    for action, who in (("submit", "analis"), ("approve", "penyetuju1")):
        plan = plan_commands.take_plan_step(
            plan, action, by=people[who], expected_version=plan.version
        )
    plan_commands.log_entry(
        plan, "find", "Pesan berantai di WhatsApp, Facebook, Telegram, dan X.", by=people["analis"]
    )
    plan_commands.log_entry(
        plan, "assess", "Warga mulai mengantre; kerugian sedang.", by=people["analis"]
    )
