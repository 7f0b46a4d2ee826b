"""``portal.search``: is the right answer on the first page, whatever the asker's spelling?

Real circulated texts are put to the portal's own search over real headlines of fact checks, as
they are, with typing errors, and in the short forms of chats. Figures: benchmarks/README.md.
"""

import random
import tempfile
from collections.abc import Callable, Sequence

from benchmarks.recognise_turnbackhoax import shared_folder
from benchmarks.registry import Options
from benchmarks.served import ask, environment_of
from benchmarks.turnbackhoax import key, queries_of, read_pairs, read_rows
from tangkal.kernel.errors import InvalidInput

ERRORS = 0.15  # of words of four letters or more that are misspelt
SHORT = 0.7  # of words with a short form that are written so
LONGEST = 2000  # characters, as the page reads them

# Neighbours on a telephone's keyboard, letter by letter.
NEAR = {
    "a": "sqz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uok", "j": "hku", "k": "jli", "l": "ko", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol",
    "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "y": "tuh", "z": "xa",
}  # fmt: skip
# As written in chats; from everyday use, not from the list that the product reads.
CHAT = {
    "yang": "yg", "tidak": "gak", "dengan": "dgn", "untuk": "utk", "karena": "krn", "sudah": "udh",
    "belum": "blm", "jangan": "jgn", "orang": "org", "dan": "n", "saja": "aja", "juga": "jg",
    "dari": "dr", "pada": "pd", "bisa": "bs", "sampai": "smp", "kalau": "klo", "seperti": "kyk",
    "banyak": "byk", "semua": "smua", "sekarang": "skrg", "besok": "bsk", "hari": "hr",
    "rumah": "rmh", "sakit": "skt", "masyarakat": "masy", "pemerintah": "pemrnth", "mereka": "mrk",
    "kami": "kmi", "saya": "sy", "anda": "u", "tolong": "tlg", "sebarkan": "sebarin",
    "informasi": "info", "terima": "trima", "kasih": "ksh", "adalah": "adlh", "akan": "bakal",
    "harus": "hrs", "dalam": "dlm", "tersebut": "tsb", "sangat": "bgt", "benar": "bener",
    "memang": "emang", "hanya": "cuma", "membuat": "bikin", "mengambil": "ngambil",
    "melihat": "liat", "mengatakan": "blg", "meninggal": "meninggoy", "uang": "duit",
}  # fmt: skip


def run(options: Options) -> dict[str, float]:
    folder = options.data or shared_folder()
    pairs = read_pairs(folder)
    queries = queries_of(pairs)[: options.size]
    if not queries:
        raise InvalidInput(f"{folder / 'pairs.jsonl'} has no row with both a title and a narasi")
    further = [str(row.get("title") or "") for row in read_rows(folder / "titles.jsonl") or []]
    titles = list({key(t): t for t in [*(p.title for p in pairs), *further] if key(t)}.values())
    places = {key(title): number for number, title in enumerate(titles)}
    plain = [" ".join(query.post.split())[:LONGEST] for query in queries]
    draws = random.Random(options.seed)
    asked = [plain, varied(plain, misspelt, draws), varied(plain, shortened, draws)]
    with tempfile.TemporaryDirectory(prefix="tangkal-bench-") as home:
        environment = environment_of(home)
        ask(environment, "benchmarks.portal_world", "make_portal", titles)
        told = ask(environment, "benchmarks.portal_world", "search", asked)
    gold = [places[key(query.title)] for query in queries]
    took = sorted(told["ms"])
    figures = {"question_s5": share(told["bare"], gold)}
    for name, found in zip(("s5", "s5_typos", "s5_slang"), told["found"], strict=True):
        figures[name] = share(found, gold)
    return figures | {
        "first_result_ms": took[int(0.95 * (len(took) - 1))],
        "first_result_p50_ms": took[len(took) // 2],
        "changed_typos": changed(asked[0], asked[1]),
        "changed_slang": changed(asked[0], asked[2]),
        "questions": float(len(gold)),
        "answers": float(len(titles)),
    }


def share(found: Sequence[Sequence[int]], gold: Sequence[int]) -> float:
    """Of the questions, those whose own answer is among the first five."""
    return sum(right in five for five, right in zip(found, gold, strict=True)) / len(gold)


def changed(before: Sequence[str], after: Sequence[str]) -> float:
    """Of the words, those that a variant writes otherwise."""
    pairs = [
        (one, other)
        for text, variant in zip(before, after, strict=True)
        for one, other in zip(text.split(), variant.split(), strict=True)
    ]
    return sum(one != other for one, other in pairs) / len(pairs)


def varied(
    texts: Sequence[str], change: Callable[[str, random.Random], str], draws: random.Random
) -> list[str]:
    return [" ".join(change(word, draws) for word in text.split()) for text in texts]


def misspelt(word: str, draws: random.Random) -> str:
    """One slip of the finger: two letters swapped, one left out, doubled, or its neighbour."""
    if len(word) < 4 or not word.isalpha() or draws.random() >= ERRORS:
        return word
    at = draws.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return draws.choice(
        (
            before + after[0] + letter + after[1:],
            before + after,
            before + letter * 2 + after,
            before + draws.choice(NEAR.get(letter.lower(), letter)) + after,
        )
    )


def shortened(word: str, draws: random.Random) -> str:
    """The word as a chat writes it, where it has such a form."""
    short = CHAT.get(word.lower())
    return short if short and draws.random() < SHORT else word
