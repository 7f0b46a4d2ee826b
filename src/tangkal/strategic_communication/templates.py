"""Message templates in Indonesian and English: content, not interface.

The clarification keeps the debunking order: fact first, then a warning and the myth once,
then why it is wrong, then the fact again (Debunking Handbook 2020; the order as recalled).
The holding statement carries the elements of a first crisis message: empathy, confirmed
facts, what is not yet known, how it is being found out, commitment, where to learn more
(CDC CERC), and beside them a protective action, the next update, version and issuer.
The prebunk warns first, then shows a weakened example, then refutes it.

A message is written by a named sender and read before it goes out; a template only makes
sure that nothing is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.placeholders import fill

LANGUAGES = ("id", "en")

Texts = Mapping[str, Mapping[str, str]]  # language → part → text with {names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of message: its parts in reading order, in every language."""

    code: str
    channel: str  # the channel whose length it respects, see writing.channels.LIMITS
    parts: tuple[str, ...]
    texts: Texts

    def __post_init__(self) -> None:
        for language in LANGUAGES:
            if tuple(self.texts.get(language, ())) != self.parts:
                raise InvalidInput(f"template {self.code} lacks parts in {language!r}")


# What a writer sees in brackets where the desk knows nothing: language → name → hint.
HINTS: Texts = {
    "id": {
        "headline": "fakta utama dalam satu kalimat, tanpa mengulang klaim",
        "fact": "fakta yang benar, singkat dan konkret",
        "claim": "klaim yang beredar",
        "reasons": "mengapa klaim itu tidak sesuai bukti",
        "technique": "cara yang dipakai untuk mengecoh, misalnya video lama disebut baru",
        "source": "alamat sumber resmi",
        "contact": "saluran bertanya atau melapor",
        "issuer": "nama instansi",
        "event": "apa yang terjadi, di mana, dan kapan",
        "affected": "siapa yang terdampak",
        "confirmed": "yang sudah dipastikan: apa, siapa, di mana, kapan",
        "unknown": "yang belum diketahui",
        "process": "langkah yang sedang dilakukan untuk memastikan",
        "commitment": "yang akan dilakukan untuk masyarakat",
        "protective_action": "yang perlu dilakukan masyarakat sekarang",
        "next_update": "jam dan zona waktu kabar berikutnya",
        "version": "nomor versi dan waktu berlaku",
        "spokesperson": "nama dan jabatan juru bicara",
        "quote": "kutipan yang sudah disetujui juru bicara",
        "warning": "siapa yang mungkin mencoba mengecoh, dan untuk apa",
    },
    "en": {
        "headline": "the main fact in one sentence, without repeating the claim",
        "fact": "the true fact, short and concrete",
        "claim": "the claim that circulates",
        "reasons": "why the claim does not agree with the evidence",
        "technique": "how it misleads, for instance an old video called new",
        "source": "address of the official source",
        "contact": "where to ask or report",
        "issuer": "name of the institution",
        "event": "what happened, where and when",
        "affected": "who is affected",
        "confirmed": "what is confirmed: what, who, where, when",
        "unknown": "what is not yet known",
        "process": "what is being done to find out",
        "commitment": "what will be done for the public",
        "protective_action": "what people should do now",
        "next_update": "hour and time zone of the next update",
        "version": "version number and time it holds from",
        "spokesperson": "name and office of the spokesperson",
        "quote": "a quotation the spokesperson has approved",
        "warning": "who may try to mislead, and what for",
    },
}

CLARIFICATION = Template(
    code="clarification",
    channel="portal",
    parts=("headline", "fact", "myth", "explanation", "fact_again", "action"),
    texts={
        "id": {
            "headline": "{headline}",
            "fact": "{fact}",
            "myth": "Hati-hati, beredar klaim yang tidak sesuai bukti: “{claim}”",
            "explanation": "{reasons}\n\nCara klaim ini mengecoh: {technique}.",
            "fact_again": "Jadi, yang benar: {fact}",
            "action": "Periksa di {source}. Punya pertanyaan atau menemukan hal serupa? "
            "Hubungi {contact}. Keterangan ini dikeluarkan oleh {issuer}.",
        },
        "en": {
            "headline": "{headline}",
            "fact": "{fact}",
            "myth": "Beware, a claim that the evidence does not support is circulating: “{claim}”",
            "explanation": "{reasons}\n\nHow the claim misleads: {technique}.",
            "fact_again": "So what is true: {fact}",
            "action": "Check it at {source}. Questions, or seen something similar? "
            "Contact {contact}. Issued by {issuer}.",
        },
    },
)

HOLDING_STATEMENT = Template(
    code="holding_statement",
    channel="press",
    parts=(
        "headline",
        "empathy",
        "confirmed",
        "unknown",
        "process",
        "commitment",
        "action",
        "information",
        "next_update",
    ),
    texts={
        "id": {
            "headline": "Pernyataan awal {issuer} tentang {event}",
            "empathy": "Kami memahami kekhawatiran {affected} dan turut merasakannya.",
            "confirmed": "Yang sudah kami pastikan: {confirmed}.",
            "unknown": "Yang belum kami ketahui: {unknown}.",
            "process": "Untuk memastikannya, {process}.",
            "commitment": "Kami berkomitmen: {commitment}.",
            "action": "Untuk saat ini, mohon {protective_action}.",
            "information": "Informasi resmi ada di {source}. Pertanyaan: {contact}.",
            "next_update": "Kabar berikutnya: {next_update}. "
            "Versi {version}, dikeluarkan oleh {issuer}.",
        },
        "en": {
            "headline": "First statement of {issuer} on {event}",
            "empathy": "We understand the concern of {affected} and share it.",
            "confirmed": "What we have confirmed: {confirmed}.",
            "unknown": "What we do not know yet: {unknown}.",
            "process": "To find out, {process}.",
            "commitment": "Our commitment: {commitment}.",
            "action": "For now, please {protective_action}.",
            "information": "Official information is at {source}. Questions: {contact}.",
            "next_update": "Next update: {next_update}. Version {version}, issued by {issuer}.",
        },
    },
)

# Forewarn, show a weakened example, refute it: the order of an inoculation.
PREBUNK = Template(
    code="prebunk",
    channel="press",
    parts=("headline", "warning", "myth", "explanation", "fact_again", "action"),
    texts={
        "id": {
            "headline": "{headline}",
            "warning": "Dalam waktu dekat mungkin ada yang mencoba mengecoh Anda: {warning}.",
            "myth": "Contohnya, pesan yang tidak sesuai bukti seperti ini: “{claim}”",
            "explanation": "{reasons}\n\nCara yang dipakai: {technique}.",
            "fact_again": "Yang benar: {fact}",
            "action": "Bila menerimanya, jangan teruskan. Periksa di {source} atau tanyakan ke "
            "{contact}. Keterangan ini dikeluarkan oleh {issuer}.",
        },
        "en": {
            "headline": "{headline}",
            "warning": "Soon somebody may try to mislead you: {warning}.",
            "myth": "For example, a message that the evidence does not support: “{claim}”",
            "explanation": "{reasons}\n\nHow it is done: {technique}.",
            "fact_again": "What is true: {fact}",
            "action": "If it reaches you, do not pass it on. Check it at {source} or ask "
            "{contact}. Issued by {issuer}.",
        },
    },
)

PRESS_LINE = Template(
    code="press_line",
    channel="press",
    parts=("headline", "fact", "quote", "information"),
    texts={
        "id": {
            "headline": "{headline}",
            "fact": "{fact}",
            "quote": "“{quote}” kata {spokesperson}.",
            "information": "Dokumen pendukung: {source}. Kontak media: {contact}. {issuer}.",
        },
        "en": {
            "headline": "{headline}",
            "fact": "{fact}",
            "quote": "“{quote},” said {spokesperson}.",
            "information": "Documents: {source}. Media contact: {contact}. {issuer}.",
        },
    },
)

CHAT_TEXT = Template(
    code="chat_text",
    channel="chat",
    parts=("headline", "fact", "myth", "action"),
    texts={
        "id": {
            "headline": "{headline}",
            "fact": "{fact}",
            "myth": "Yang beredar (“{claim}”) tidak sesuai bukti: {technique}.",
            "action": "Selengkapnya: {source}\n{issuer}",
        },
        "en": {
            "headline": "{headline}",
            "fact": "{fact}",
            "myth": "What circulates (“{claim}”) is not supported by evidence: {technique}.",
            "action": "More: {source}\n{issuer}",
        },
    },
)

TEMPLATES: Mapping[str, Template] = {
    template.code: template
    for template in (CLARIFICATION, PREBUNK, HOLDING_STATEMENT, PRESS_LINE, CHAT_TEXT)
}


def fill_template(code: str, values: Mapping[str, str], language: str = "id") -> dict[str, str]:
    """The template's parts in reading order, known values filled in.

    Args:
        code: a key of TEMPLATES.
        values: name → words; names without one stay open, as a hint in brackets.
        language: one of LANGUAGES.

    Raises:
        InvalidInput: an unknown template or language.

    >>> fill_template("clarification", {"fact": "Harga tetap."})["fact_again"]
    'Jadi, yang benar: Harga tetap.'
    """
    if code not in TEMPLATES:
        raise InvalidInput(f"template {code!r} is not one of {', '.join(TEMPLATES)}")
    if language not in LANGUAGES:
        raise InvalidInput(f"language {language!r} is not one of {', '.join(LANGUAGES)}")
    texts = TEMPLATES[code].texts[language]
    return {part: fill(text, values, HINTS[language]) for part, text in texts.items()}
