"""How the demonstration's two answered cases were judged, with what each judgement rests on.

The fraud case comes out HIGH: it carries a structured technique, two raters of its intent who
did not see one another's word, and a second look whose differences were talked over.
"""

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.impact_analysis import commands as judging
from tangkal.desk.impact_analysis import second_looks
from tangkal.desk.impact_analysis.commands import Mark
from tangkal.desk.impact_analysis.models import SecondLook

People = dict[str, User]

RUMOUR = {
    "severities": {"finances": 3, "public_order": 2, "service_delivery": 1},
    "reach": 2,
    "breakout": 3,
    "probability_term": "likely",
    "confidence": "moderate",
    "reasoning": "Beredar di beberapa platform; warga mulai mengantre dan mengisi penuh.",
}
FRAUD = {
    "severities": {"finances": 4, "service_delivery": 1},
    "reach": 2,
    "breakout": 3,
    "probability_term": "likely",
    "confidence": "moderate",
    "reasoning": "Formulirnya meminta NIK dan kode OTP; dua warga sudah melapor kehilangan uang.",
}
# What the second analyst held, without having seen the first: milder in two answers.
SECOND = FRAUD | {
    "severities": {"finances": 4, "service_delivery": 2},
    "breakout": 2,
    "reasoning": "Kerugiannya berat, tetapi saya baru melihatnya di aplikasi percakapan.",
}
HYPOTHESES = {
    "hypotheses": ["Penipu mengumpulkan data", "Program nyata yang salah dikabarkan"],
    "evidence": [
        "Formulir meminta kode OTP",
        "Alamat situs meniru alamat resmi",
        "Bantuan dengan nama serupa memang ada",
    ],
    "scores": [[2, -2], [2, -2], [0, 1]],
}


def judge_rumour(case: Case, people: People) -> None:
    """FIRST and ABCDE on the chain message, then its impact: MEDIUM."""
    analyst, seen = people["analis"], posts(case)
    judging.assess_first(
        case,
        marks=[
            Mark(item="forged_document", present="no"),
            Mark(
                item="social_proof",
                present="yes",
                note="“Orang dalam sudah mengisi penuh.”",
                evidence=seen,
            ),
            Mark(
                item="emotive_aggravation",
                present="yes",
                note="Mendesak untuk mengisi sebelum tengah malam.",
                evidence=seen,
            ),
            Mark(item="coordinated_posting", present="unclear"),
        ],
        note="Bahasanya mendesak; tidak ada dokumen yang disebut.",
        by=analyst,
    )
    judging.assess_abcde(
        case,
        actor_kind="unorganised_public",
        letters={
            "actor": "Warga yang saling meneruskan; pengirim pertama tidak diketahui.",
            "behaviour": "Pesan berantai diteruskan utuh, dengan ajakan untuk menyebarkan.",
            "content": "Harga BBM disebut naik tengah malam, tanpa nomor keputusan.",
            "degree": "Empat platform dalam satu malam; belum diberitakan media.",
            "effect": "Antrean di SPBU dan pertanyaan kepada pusat panggilan.",
        },
        scotch={
            "source": "pengirim yang tidak diketahui",
            "channel": "grup percakapan",
            "objective": "agar segera diteruskan",
            "target": "pengendara di lima kota",
            "composition": "pesan berantai",
            "hook": "kenaikan harga tengah malam",
        },
        evidence=seen,
        by=analyst,
    )
    rate(case, people, "analis", "unknown", {"repeated": "unclear"}, "Asal pesan belum diketahui.")
    commands.judge_impact(case, **RUMOUR, by=analyst)  # type: ignore[arg-type]


def judge_fraud(case: Case, people: People) -> None:
    """Intent by two raters, competing hypotheses, HIGH, and a second look that was reconciled."""
    analyst, seen = people["analis"], posts(case)
    judging.assess_first(
        case,
        marks=[
            Mark(item="fake_site", present="yes", note="Alamatnya meniru.", evidence=seen),
            Mark(item="impersonated_official", present="yes", evidence=seen),
            Mark(item="bots", present="unclear"),
        ],
        by=analyst,
    )
    cues = {"repeated": "yes", "beneficiary": "yes", "corrected_when_challenged": "no"}
    rate(case, people, "analis", "deliberate", cues, "Formulirnya dibuat untuk mengambil uang.")
    rate(
        case, people, "verifikator1", "deliberate", cues, "Situs baru muncul setiap kali diblokir."
    )
    judging.record_technique(
        case,
        technique="competing_hypotheses",
        asked="Penipuan, atau program nyata yang salah dikabarkan?",
        content=HYPOTHESES,
        changed="Tidak ada; program nyata terbantah oleh permintaan kode OTP.",
        by=analyst,
    )
    techniques = ["competing_hypotheses"]
    commands.judge_impact(case, **FRAUD, techniques=techniques, by=analyst)  # type: ignore[arg-type]
    look_again(case, people)


def look_again(case: Case, people: People) -> None:
    """Every HIGH is judged twice; here the two differ by little and talk it over."""
    second = people["analis2"]
    look = SecondLook.objects.get(case=case)
    look = second_looks.take(look, by=second, expected_version=look.version)
    look = second_looks.judge(
        look,
        **SECOND,  # type: ignore[arg-type]
        intent="deliberate",
        by=second,
        expected_version=look.version,
    )
    second_looks.reconcile(
        look,
        choice=SecondLook.Choice.FIRST,
        reconciliation="Unggahan di dua platform lain ditunjukkan; penilaian pertama tetap.",
        by=people["analis"],
        expected_version=look.version,
    )


def rate(
    case: Case, people: People, who: str, intent: str, cues: dict[str, str], reasoning: str
) -> None:
    """One rater's word on the intent behind the case's claim."""
    judging.rate_intent(
        case.claims.get(),
        intent=intent,
        cues=cues,
        reasoning=reasoning,
        disorder_type="fabricated",
        evidence=posts(case),
        by=people[who],
    )


def posts(case: Case) -> list[Evidence]:
    """Copies of what was posted: what the marks point to."""
    return list(case.evidence.filter(kind=Evidence.Kind.ITEM).order_by("pk")[:2])
