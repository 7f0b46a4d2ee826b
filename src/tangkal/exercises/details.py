"""Personal details that are obviously fake, yet shaped like real ones, to prove masking.

Phones use the prefix 0834, which no operator has. NIK name the kecamatan 99, which no
kabupaten has. E-mail addresses end in .example. Handles are longer than X allows, and post
numbers larger than any platform's, so that none can belong to anybody.
"""

from collections.abc import Callable

from tangkal.exercises.phrasing import Phrase


def phone(number: int) -> str:
    """A phone number nobody can have, in one of four common ways of writing."""
    last = number % 10_000
    middle = number // 10_000 % 1_000
    return (
        f"0834-0{middle:03d}-{last:04d}",
        f"08340{middle:03d}{last:04d}",
        f"+62 834-0{middle:03d}-{last:04d}",
        f"62834 0{middle:03d} {last:04d}",
    )[number % 4]


def nik(number: int) -> str:
    """A 16-digit NIK with a possible birth date and an impossible kecamatan (99)."""
    kabupaten = ("3201", "3302", "3502", "1201", "7302")[number % 5]
    day = 1 + number // 5 % 28 + (40 if number % 2 else 0)
    month, year = 1 + number // 140 % 12, 60 + number // 1680 % 40
    return f"{kabupaten}99{day:02d}{month:02d}{year:02d}{9000 + number % 999:04d}"


def email(number: int) -> str:
    """An address under .example, which is reserved and never delivered."""
    return f"warga.fiksi{number % 9973}@surat.example"


MAKERS: dict[str, Callable[[int], str]] = {"{hp}": phone, "{nik}": nik, "{email}": email}


def fill_late_slots(
    phrase: Phrase, text: str, number: int, *, place: str, someone: str
) -> tuple[str, tuple[str, ...]]:
    """Put the writer's place and fake details into a text; returns what must be masked."""
    planted: list[str] = []
    for slot in phrase.late_slots:
        if slot not in text:
            continue
        if slot == "{tempat}":
            text = text.replace(slot, place)
            continue
        detail = f"@{someone}" if slot == "{akun}" else MAKERS[slot](number)
        text = text.replace(slot, detail)
        planted.append(detail)
    return text, tuple(planted)
