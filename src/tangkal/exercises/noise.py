"""What people do to a text before they post it: slang, slips, shouting, cutting, adding.

Each function is deterministic in `number`, a non-negative integer the caller drew.
"""

from tangkal.exercises.stories.common import EMOJI, GREETINGS, PASS_ON

SLANG = {
    "yang": "yg",
    "dan": "dn",
    "tidak": "gak",
    "nggak": "ga",
    "sudah": "udah",
    "belum": "blm",
    "dengan": "dgn",
    "untuk": "utk",
    "karena": "krn",
    "saja": "aja",
    "sekarang": "skrg",
    "banget": "bgt",
    "jangan": "jgn",
    "kalau": "klo",
    "sampai": "smp",
    "sebelum": "sblm",
    "orang": "org",
    "semua": "smua",
    "saya": "sy",
    "kamu": "km",
    "besok": "bsk",
    "malam": "mlm",
    "lagi": "lg",
    "dari": "dr",
    "bisa": "bs",
    "juga": "jg",
    "atau": "ato",
    "benar": "bener",
    "terima kasih": "makasih",
    "teman": "temen",
    "cuma": "cm",
    "habis": "abis",
    "hari": "hr",
    "memang": "emang",
    "lihat": "liat",
    "pakai": "pake",
    "kenapa": "knp",
    "bagaimana": "gmn",
    "segera": "sgera",
    "sebarkan": "sebarin",
    "teruskan": "terusin",
    "mulai": "mulei",
    "jadi": "jd",
}
BEFORE = (
    "Diteruskan: ",
    "Dari grup alumni: ",
    "Copas dari grup sebelah\n",
    "Barusan dapat ini 👇\n",
    "Fwd: ",
    "Sepertinya valid. ",
    "Dikirim sepupu: ",
    "Buat jaga-jaga saja. ",
    "Gimana menurut kalian? ",
)
AFTER = (
    " Semoga bermanfaat.",
    " Mohon maaf kalau sudah tahu.",
    " Admin jangan dihapus ya.",
    "\n\nDiteruskan berkali-kali",
    " Wallahu a'lam.",
    " Saya cuma meneruskan.",
    " Kasihan rakyat kecil.",
    " Ini serius lho.",
    *(mark for mark in PASS_ON if mark),
)


def with_slang(text: str, number: int) -> str:
    """Shorten about two thirds of the words that have a short form."""
    words = text.split(" ")
    return " ".join(
        SLANG.get(word, word) if (number >> (i % 31)) % 3 else word for i, word in enumerate(words)
    )


def with_slip(text: str, number: int) -> str:
    """One slip of the thumb: a letter lost, doubled or swapped with its neighbour."""
    place = 1 + number % max(1, len(text) - 2)
    token = text[text.rfind(" ", 0, place) + 1 : place + 24].split(" ", 1)[0]
    if not text[place : place + 2].isalpha() or ".example" in token or "/" in token:
        return text  # a slip in a number or an address would change what it means
    kind = number // 7 % 3
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    return text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]


def lightly_edited(text: str, number: int) -> str:
    """The same text after a careless hand: slang, a slip, capitals, an emoji."""
    kind, number = number % 5, number // 5
    if kind == 0:
        return with_slang(text, number)
    if kind == 1:
        return with_slip(with_slip(text, number), number // 3)
    if kind == 2:
        return text.upper() if "://" not in text else with_slip(text, number)
    if kind == 3:
        return text.replace(". ", "!! ").replace(", ", " ") + "!!"
    return with_slang(text, number) + EMOJI[number % len(EMOJI)]


def truncated(text: str, number: int) -> str:
    """The first 55 to 85% of the words, as a preview or a cut-off caption leaves them."""
    words = text.split(" ")
    keep = max(4, len(words) * (55 + number % 31) // 100)
    return " ".join(words[:keep]) + ("…" if keep < len(words) and number % 2 else "")


def added(text: str, number: int) -> str:
    """The whole text with somebody's words before or after it."""
    before, number = number % 3, number // 3
    if before == 0:
        return BEFORE[number % len(BEFORE)] + text
    if before == 1:
        return text + AFTER[number % len(AFTER)]
    greeting = GREETINGS[number % len(GREETINGS)]
    return f"{greeting} {text}{AFTER[number // 16 % len(AFTER)]}"


# How a copy differs from the text it was copied from, and how often (in hundredths).
VARIANTS = (("exact", 48), ("light", 22), ("added", 18), ("truncated", 12))
_EDITS = {"light": lightly_edited, "added": added, "truncated": truncated}
_DEAL = tuple(name for name, weight in VARIANTS for _ in range(weight))


def copied(text: str, number: int) -> tuple[str, str]:
    """A copy of `text` and how it was made: (text, "exact" | "light" | "added" | "truncated")."""
    number, dealt = divmod(number, len(_DEAL))
    variant = _DEAL[dealt]
    if variant == "exact":
        return text, variant
    changed = _EDITS[variant](text, number)
    return changed, variant if changed != text else "exact"
