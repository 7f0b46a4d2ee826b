"""What the demonstration's office did a quarter ago, and the transparency report of it.

An invented fraud was answered, corrected once and closed; platforms were asked, some refused, two
requests never went out, one was taken back after an objection. Each step is the desk's own
command, run under the hour of that quarter, and the report counts them as it would anywhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Case, Spread
from tangkal.desk.cases.spreads.commands import Seen, add_spread
from tangkal.desk.exercises import walks
from tangkal.desk.exercises.clock import Clock, standing_at
from tangkal.desk.platform_requests import commands as requests
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.kinds import TESTS
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.views.public import contested
from tangkal.desk.portal.appeals import take_appeal
from tangkal.desk.rights import appeals
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.transparency import commands as transparency
from tangkal.desk.transparency import figures
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import Quarter
from tangkal.exercises.clarifications import Clarification

People = dict[str, User]
STORY = Clarification(
    narrative="kompor-listrik-gratis",
    claim_id="",
    claim="Kompor induksi gratis dikirim kepada yang membayar ongkos kirim lewat tautan.",
    verdict="PENIPUAN",
    category="penipuan",
    headline="Pembagian kompor induksi tidak memungut ongkos kirim",
    fact=(
        "Kompor induksi dibagikan di kantor kelurahan kepada warga yang terdaftar. Tidak ada ongkos"
        " kirim dan tidak ada pendaftaran lewat tautan."
    ),
    myth="Pesan berantai yang keliru meminta ongkos kirim Rp25.000 lewat sebuah tautan.",
    explanation=(
        "Situs di tautan itu bukan milik pemerintah dan baru dibuat pekan yang sama. Uang ongkos"
        " kirim masuk ke rekening perorangan."
    ),
    action="Jangan membayar apa pun. Tanyakan jadwal pembagian kepada kelurahan Anda.",
    sources=(("Jadwal pembagian kompor", "https://energi.nusaraya.example/kompor"),),
    holding_statement="Kami sedang memeriksa pesan tentang ongkos kirim kompor induksi.",
)
IMPACT = {
    "severities": {"finances": 3, "service_delivery": 1},
    "reach": 2,
    "breakout": 2,
    "probability_term": "likely",
    "confidence": "moderate",
    "reasoning": "Puluhan warga melapor sudah membayar; tautannya beredar di dua platform.",
}
WEIGHED = {
    "legality": "Penipuan keuangan termasuk kategori yang dapat dimintakan penanganannya.",
    "aim": "Melindungi uang warga yang masih membuka tautan ini.",
    "necessity": "Klarifikasi sudah terbit; korban tetap bertambah selama unggahan ini tayang.",
    "proportionality": "Yang diminta hanya unggahan bertautan penipuan, bukan akun.",
}
FOREWORD = (
    "Latihan: semua kejadian dalam laporan ini rekaan. Satu permintaan kami salah sasaran: yang"
    " kami mintakan turun ternyata peringatan warga. Permintaan itu kami cabut dan unggahannya"
    " tayang kembali."
)
DECISION = "Angka sudah dicocokkan dengan register permintaan; yang salah disebut apa adanya."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of the quarter: its posts, and what the platform did with each."""

    platform: str
    answers: tuple[str, ...]


SENT = (
    Asked(platform="facebook", answers=("acted", "acted")),
    Asked(platform="facebook", answers=("acted", "acted")),
    Asked(platform="facebook", answers=("acted", "refused")),
    Asked(platform="facebook", answers=("refused", "refused")),
    Asked(platform="facebook", answers=("refused", "refused")),
    Asked(platform="tiktok", answers=("acted", "acted")),
    Asked(platform="tiktok", answers=("acted", "acted")),
    Asked(platform="tiktok", answers=("acted",)),
    Asked(platform="tiktok", answers=("acted",)),
)
SAID = {
    "acted": "Tidak dapat dibuka lagi.",
    "refused": "Menurut platform tidak melanggar aturannya.",
}


def report_last_quarter(people: People) -> None:
    """Last quarter's work and its published report; all of it, or nothing yet."""
    now = timezone.now()
    office = people["analis"].organisation
    quarter = before(Quarter.of(now))
    if TransparencyReport.objects.filter(organisation=office).exists():
        return
    with transaction.atomic():
        with standing_at(quarter.starts_at + timedelta(days=40, hours=9)) as clock:
            work(people, clock)
        out = min(quarter.ends_at + timedelta(days=12, hours=10), now)
        with standing_at(quarter.ends_at + (out - quarter.ends_at) / 2) as clock:
            publish(office, quarter, people, clock, until=out)


def before(quarter: Quarter) -> Quarter:
    return Quarter.of(quarter.starts_at - timedelta(days=1))


def work(people: People, clock: Clock) -> None:
    """One case from its opening to its end, with everything that was asked of platforms."""
    case = answered(people, clock)
    for number, asked in enumerate(SENT, start=1):
        ask(case, number, asked, people, clock)
    refuse_some(case, people, clock)
    found = list(case.platform_requests.exclude(sent_at=None).order_by("pk"))
    # What stands is decided first: who takes a request back has a part in the case from then on.
    proved = "Tautannya menuju formulir penipuan; itu terbukti."
    object_to(found[-1], "uphold", proved, people, clock)
    take_back(found[-2], people, clock)
    clock.move_on(days=6)
    case.refresh_from_db()
    case = commands.evaluate(case, by=people["analis"])
    commands.close(case, by=people["evaluator"], why="Tautan mati; tidak ada laporan baru.")


def answered(people: People, clock: Clock) -> Case:
    """The fraud, checked by two, judged, answered and once corrected."""
    case = commands.open_case([], title=STORY.claim, by=people["analis"], is_exercise=True)
    case = commands.triage(case, by=people["analis"])
    clock.move_on(hours=1)
    walks.verify(case, STORY, people)
    case.refresh_from_db()
    commands.judge_impact(case, **IMPACT, by=people["analis"])  # type: ignore[arg-type]
    clock.move_on(hours=1)
    walks.decide(case, people)
    parts = walks.parts_of(STORY)
    message = messages.draft_message(case, "clarification", parts, by=people["penyusun"])
    message = walks.step(message, "submit", people["penyusun"])
    message = walks.step(message, "confirm_facts", people["verifikator2"])
    clock.move_on(minutes=40)
    message = walks.publish(message, people)
    clock.move_on(days=1)
    walks.correct(
        message,
        parts | {"action": f"{STORY.action} Yang sudah membayar dapat melapor ke kelurahan."},
        people,
        reason="Menambahkan tempat melapor bagi yang sudah membayar.",
    )
    case.refresh_from_db()
    return case


def address_of(platform: str, number: int) -> str:
    """A post that leads nowhere: its number has more digits than any platform gives."""
    host = {"facebook": "www.facebook.com/latihan/posts", "tiktok": "www.tiktok.com/@latihan/video"}
    return f"https://{host[platform]}/999{number:018d}"


def spreads_of(case: Case, number: int, platform: str, many: int, people: People) -> list[Spread]:
    found = [
        Seen(url=address_of(platform, 100 * number + each), platform=platform)
        for each in range(many)
    ]
    return [add_spread(case, seen, by=people["analis"]) for seen in found]


def begin(case: Case, spreads: list[Spread], people: People) -> PlatformRequest:
    return requests.begin(
        case,
        kind="takedown",
        ground="illegal_finance",
        spreads=spreads,
        what="Turunkan unggahan dengan tautan penipuan ongkos kirim.",
        by=people["analis"],
    )


def handed_in(case: Case, spreads: list[Spread], people: People) -> PlatformRequest:
    """Weighed post by post, and with the legal officer now."""
    found = requests.start_test(begin(case, spreads, people), by=people["analis"])
    found = requests.edit(
        found,
        what=found.what,
        statement="Dua verifikator menyatakan tautan ini penipuan; klarifikasinya ada di portal.",
        provision="",
        has_personal_data=False,
        by=people["analis"],
    )
    for number, item in enumerate(found.items.order_by("pk"), start=1):
        post = f"{found.number}, unggahan {number}"
        requests.weigh(
            item,
            tests={key: {"met": True, "reason": f"{WEIGHED[key]} ({post}.)"} for key in TESTS},
            alternatives={"clarify": f"Terbit, tetapi tidak sampai ke pembacanya ({post})."},
            by=people["analis"],
        )
    return requests.submit(found, by=people["analis"])


def ask(case: Case, number: int, asked: Asked, people: People, clock: Clock) -> None:
    """Reviewed, signed by two, sent by a person, and answered by the platform."""
    spreads = spreads_of(case, number, asked.platform, len(asked.answers), people)
    found = handed_in(case, spreads, people)
    clock.move_on(hours=2)
    found = requests.clear(found, why="Unsur penipuan terpenuhi.", by=people["hukum"])
    for approver in ("penyetuju1", "penyetuju2"):
        found = requests.sign(found, by=people[approver], sha256_seen=fingerprint(found))
    clock.move_on(hours=1)
    found = requests.send(
        found,
        reference=f"SAMAN-LATIHAN-{number:03d}",
        told_how="Pemberitahuan lewat platform, dengan nomor dan alamat keberatan.",
        by=people["penyetuju1"],
    )
    clock.move_on(hours=1)
    requests.receive(found, by=people["penyetuju1"])
    clock.move_on(hours=14)
    for item, state in zip(found.items.order_by("pk"), asked.answers, strict=True):
        requests.answer(item, state=state, text=SAID[state], by=people["analis"])


def refuse_some(case: Case, people: People, clock: Clock) -> None:
    """What never went out: ended by a rule, by the legal officer, by its own author."""
    outlet = Seen(
        url=address_of("facebook", 9000),
        platform="facebook",
        publisher="Radio Kota Latihan",
        is_public_institution=True,
    )
    begin(case, [add_spread(case, outlet, by=people["analis"])], people)
    found = handed_in(case, spreads_of(case, 91, "tiktok", 1, people), people)
    clock.move_on(hours=3)
    requests.refuse(
        found, why="Unggahan ini hanya bertanya; tautannya tidak dibagikan.", by=people["hukum"]
    )
    dropped = begin(case, spreads_of(case, 92, "tiktok", 1, people), people)
    requests.drop(dropped, why="Sudah dihapus oleh pengunggahnya sendiri.", by=people["analis"])


def object_to(
    found: PlatformRequest, action: str, reason: str, people: People, clock: Clock
) -> PlatformRequest:
    """Somebody affected objects; an officer without a part in it decides, and says so in public."""
    clock.move_on(days=2)
    found = PlatformRequest.objects.get(pk=found.pk)
    appeal = take_appeal(
        contested(found),
        part="not_false",
        why="Unggahan saya memperingatkan tetangga, bukan menipu.",
        token=str(uuid5(NAMESPACE_URL, found.public_number)),
        language="id",
    )
    officer = people["auditor"]
    review = appeals.assign(
        appeal.review, officer, first_reply="Keberatan Anda kami tinjau.", by=officer
    )
    clock.move_on(days=1)
    seen = subject_of(review.appeal).sha256_now()
    review = appeals.decide(review, action, reason=reason, by=officer, sha256_seen=seen)
    review = appeals.tell_sender(review, reply=reason, how="di halaman nomornya", by=officer)
    appeals.announce(review, by=officer)
    return PlatformRequest.objects.get(pk=found.pk)


def take_back(found: PlatformRequest, people: People, clock: Clock) -> None:
    """We were wrong: withdrawn in public, and the platform restores the post."""
    reason = "Unggahan itu peringatan seorang warga dan tidak memuat tautannya."
    found = object_to(found, "withdraw", reason, people, clock)
    clock.move_on(hours=2)
    approver = people["penyetuju1"]
    found = requests.ask_restoration(found, reference="SAMAN-LATIHAN-P01", by=approver)
    clock.move_on(days=1)
    requests.restored(found, text="Unggahan tayang kembali.", by=approver)


def publish(
    office: Organisation, quarter: Quarter, people: People, clock: Clock, *, until: datetime
) -> None:
    """Drafted by the evaluator, read and published by an approver."""
    report = transparency.begin(office, quarter, by=people["evaluator"], foreword=FOREWORD)
    clock.moment = until
    seen = figures.sha256_of(figures.compute(office, quarter))
    transparency.publish(report, decision=DECISION, by=people["penyetuju1"], sha256_seen=seen)
