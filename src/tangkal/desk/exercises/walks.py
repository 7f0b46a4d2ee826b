"""Take some of the demonstration's signals through the desk, each to another place.

One clarification is out and was corrected once, one waits for its approver, a true criticism
was kept from any label and answered by no response, and the old flood video still stands at
the head of the queue: every screen has something to show, and the visitor carries on.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import commands
from tangkal.desk.cases.evidence import from_known_claim, from_words
from tangkal.desk.cases.items import lake as read_lake
from tangkal.desk.cases.models import Case, Evidence, Signal
from tangkal.desk.cases.public_notes import commands as public_notes
from tangkal.desk.cases.public_notes import connecting
from tangkal.desk.cases.response_gate import QUESTIONS
from tangkal.desk.cases.states import SignalState
from tangkal.desk.exercises import directives, houses, judging, local_texts, partners, ways
from tangkal.desk.platform_requests import commands as platform_requests
from tangkal.desk.questions.models import Family
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication.models import Message
from tangkal.engines import Lake
from tangkal.exercises.clarifications import CLARIFICATIONS, Clarification
from tangkal.pipeline.identity import item_id

People = dict[str, User]
CRITICISM = "jalan-mekarsari-rusak"
# How far each planted story is carried; the others are left to the visitor.
DEPTHS = {"bbm-naik-malam-ini": "corrected", "tautan-subsidi-palsu": "approval"}
JUDGED = {"bbm-naik-malam-ini": judging.judge_rumour, "tautan-subsidi-palsu": judging.judge_fraud}
# What somebody asked on the portal about the story that waits for its approver.
MEANWHILE = "Saya dapat tautan daftar bantuan subsidi Rp600.000, apakah ini asli?"
MOST_ITEMS = 400  # enough of a story to see which narrative carries most of it


@dataclass(slots=True)
class Stories:
    """Which items tell which planted story."""

    items: dict[str, list[str]] = field(default_factory=dict)

    def add(self, story: str, platform: str, native_id: str) -> None:
        found = self.items.setdefault(story, [])
        if len(found) < MOST_ITEMS:
            found.append(item_id(platform=platform, native_id=native_id))


def walk(stories: Stories, people: People) -> None:
    """Carry the planted stories as far as the demonstration shows them."""
    lake = read_lake()  # which knows what was joined since
    texts = {text.narrative: text for text in CLARIFICATIONS}
    for story, depth in DEPTHS.items():
        if signal := signal_of(stories.items.get(story, []), lake):
            answer(signal, texts[story], depth, people, lake)
    let_criticism_stand(stories.items.get(CRITICISM, []), people, lake)


def signal_of(items: list[str], lake: Lake) -> Signal | None:
    """The signal of the narrative that carries most of these items."""
    narratives = Counter(lake.items(items)["narrative_id"].to_pylist())
    for narrative_id, _count in narratives.most_common():
        raised = Signal.objects.filter(narrative_id=narrative_id)
        # Narratives that were joined bring their signals along, closed as duplicates.
        signal = raised.exclude(state=SignalState.DUPLICATE).first()
        if signal:
            return signal
    return None


def open_on(signal: Signal, title: str, people: People, lake: Lake) -> Case | None:
    """A case on a signal, with copies of its typical items; None where there is one already."""
    if signal.cases.exists():
        return None
    samples = lake.items(list(signal.sample_item_ids)).to_pylist()
    case = commands.open_case(
        [signal], title=title, by=people["analis"], items=samples, is_exercise=signal.is_exercise
    )
    return commands.triage(case, by=people["analis"])


def answer(signal: Signal, text: Clarification, depth: str, people: People, lake: Lake) -> None:
    """From the signal to a published clarification, or as far as `depth` says."""
    case = open_on(signal, text.claim, people, lake)
    if case is None:
        return
    verify(case, text, people)
    JUDGED[text.narrative](case, people)
    decide(case, people)
    parts = parts_of(text)
    message = messages.draft_message(case, "clarification", parts, by=people["penyusun"])
    message = step(message, "submit", people["penyusun"])
    message = step(message, "confirm_facts", people["verifikator2"])
    if depth == "approval":
        tell_meanwhile(case, people)
        return
    message = publish(message, people)
    if depth == "corrected":
        correct(
            message,
            parts | {"action": f"{text.action} Aduan SPBU: kotak tanya di portal ini."},
            people,
            reason="Menambahkan tempat melapor yang semula tidak disebut.",
        )
        houses.build(case, people)
        directives.build(case, people)
        local_texts.build(case, people)
        partners.build(case, people)
        ways.build(case, people)


def parts_of(text: Clarification) -> dict[str, str]:
    """An answer's parts in the Debunking Handbook's order."""
    return {
        "headline": text.headline,
        "fact": text.fact,
        "myth": text.myth,
        "explanation": text.explanation,
        "fact_again": f"{text.headline}.",
        "action": text.action,
    }


def tell_meanwhile(case: Case, people: People) -> None:
    """What those who asked may know until the answer is out, released by a second person."""
    family = Family.objects.filter(asked__report__text=MEANWHILE).first()
    if family is None or family.case_number:
        return
    connecting.connect(case, family, by=people["analis"])
    note = public_notes.write(
        case,
        text="Kami sedang memeriksa tautan ini. Sampai ada jawaban, jangan isi formulirnya dan "
        "jangan berikan kode OTP kepada siapa pun.",
        more_at=timezone.now() + timedelta(hours=2),
        by=people["penyusun"],
    )
    public_notes.release(note, by=people["penyetuju1"], version=note.version)


def verify(case: Case, text: Clarification, people: People) -> None:
    """Gate, evidence, and a verdict that two verifiers stand behind."""
    analyst, verifier = people["analis"], people["verifikator1"]
    claim = commands.add_claim(case, text=text.claim, by=analyst, category=text.category)
    commands.assess_gate(
        case, kind="fact_claim", reason="Menyebut harga, waktu, atau peristiwa.", by=analyst
    )
    for title, url in text.sources:
        source = from_words(
            kind=Evidence.Kind.DOCUMENT,
            title=title,
            url=url,
            source="Badan Layanan Nusaraya (fiksi)",
            text=text.fact,
            captured_at=timezone.now(),
        )
        commands.add_evidence(
            case, source, by=analyst, reliability="A", credibility="2", is_public=True
        )
    if earlier := KnownClaim.objects.filter(pk=text.claim_id).first():
        commands.add_evidence(case, from_known_claim(earlier), by=analyst)
    commands.send_to_verification(case, by=analyst)
    verdict = commands.draft_verdict(
        case,
        claim=claim,
        value=text.verdict,
        reasons=text.explanation,
        evidence=list(case.evidence.filter(kind=Evidence.Kind.DOCUMENT)),
        by=verifier,
    )
    commands.submit_verdict(verdict, by=verifier)
    commands.approve_verdict(verdict, by=people["verifikator2"], note="Sumber sudah saya buka.")


def decide(case: Case, people: People) -> None:
    commands.decide(
        case,
        option="RESPONS",
        rationale="Klaim dapat diperiksa, merugikan warga, dan masih menyebar.",
        gate_answers=gate_answers(criticism_right="no"),
        by=people["penyetuju1"],
    )


def gate_answers(*, criticism_right: str) -> dict[str, str]:
    """The response gate's six questions, answered in words the visitor can read."""
    words = {
        "checkable": "yes",
        "criticism_right": criticism_right,
        "raises_exposure": "no",
        "credible_voice": "Dinas setempat dan pengelola SPBU, bukan kementerian.",
        "least_intrusive": "Klarifikasi di portal, tanpa permintaan penurunan konten.",
        "objective": "Aduan tentang isu ini turun separuh dalam dua hari.",
    }
    return {question.key: words[question.key] for question in QUESTIONS}


def step(message: Message, action: str, by: User) -> Message:
    return messages.take_step(message, action, by=by, expected_version=message.version)


def publish(message: Message, people: People) -> Message:
    approver = people["penyetuju1"]
    message = step(message, "approve", approver)
    return messages.publish(message, by=approver, expected_version=message.version)


def correct(message: Message, changed: dict[str, str], people: People, *, reason: str) -> None:
    """One visible correction, so that the public log is not an empty promise."""
    writer = people["penyusun"]
    correction = messages.begin_correction(message, by=writer, reason=reason)
    messages.save_version(correction, changed, by=writer, expected_version=correction.version)
    correction.refresh_from_db()
    correction = step(correction, "submit", writer)
    correction = step(correction, "confirm_facts", people["verifikator2"])
    publish(correction, people)


def let_criticism_stand(items: list[str], people: People, lake: Lake) -> None:
    """True criticism of the government: no label, no take-down, the service is to be mended."""
    title, analyst = "Keluhan jalan rusak yang benar adanya", people["analis"]
    if Case.objects.filter(title=title).exists():
        return
    samples = lake.items(items[:3]).to_pylist()
    signal = signal_of(items, lake) if items else None
    free = [signal] if signal is not None and not signal.cases.exists() else []
    case = commands.open_case(free, title=title, by=analyst, items=samples, is_exercise=True)
    case = commands.triage(case, by=analyst)
    commands.assess_gate(
        case,
        kind="criticism",
        reason="Kritik atas layanan, disertai foto dan tanggal; isinya benar.",
        by=analyst,
    )
    commands.judge_impact(
        case,
        severities={"reputation": 2},
        reach=1,
        breakout=2,
        probability_term="realistic_possibility",
        confidence="high",
        reasoning="Keluhan nyata. Yang perlu dijawab adalah jalannya, bukan unggahannya.",
        by=analyst,
    )
    commands.decide(
        case,
        option="TIDAK_DIRESPONS",
        rationale="Kritik benar dan sah. Diteruskan sebagai keluhan layanan, tanpa label.",
        gate_answers=gate_answers(criticism_right="yes"),
        # It may be talked of as much as it likes: looked at again once the news carries it.
        tripwire={"reach": 3, "breakout": 4},
        by=people["penyetuju1"],
    )
    commands.note(case, text="Diteruskan ke dinas pekerjaan umum untuk perbaikan.", by=analyst)
    ask_in_vain(case, people)


def ask_in_vain(case: Case, people: People) -> None:
    """Somebody asks a platform to label criticism; the rule ends it, for everybody to see."""
    spreads = list(case.spreads.exclude(url="")[:1])
    if spreads:
        platform_requests.begin(
            case,
            kind="label",
            ground="platform_rules",
            spreads=spreads,
            what="Beri label pada keluhan jalan rusak.",
            by=people["penyusun"],
        )
