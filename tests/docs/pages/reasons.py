"""Why a signal is in the queue, and why a text matches a claim: kinds, weights, limits."""

from tangkal.desk.jobs.signals import screening_class
from tangkal.early_warning.templates import MIN_ACCOUNTS, MIN_NEW_SHARE
from tangkal.pipeline import signals
from tangkal.recognise.restraint import SAME
from tests.docs.markdown import code, head, joined, table

LEDE = "Every measurement says why. Two kinds of reasons appear at the desk."

IN_THE_QUEUE = {
    "known_claim": f"its nearest item repeats a known claim, likeness {SAME:.2f} and more",
    "burst": "an hour had more items than this narrative's past makes usual",
    "maybe_claim": f"an item resembles a known claim, likeness {signals.MAYBE_SCORE} and more, and"
    f" there are at least {signals.MAYBE_ITEMS} items",
    "template": "one sentence with exchanged words, in the last 24 hours, from at least"
    f" {MIN_ACCOUNTS} accounts of which {MIN_NEW_SHARE:.0%} were not seen in the 14 days before",
    "coordination": "three or more accounts shared the same things together, more often than"
    " chance explains",
    "report": "citizens reported it",
    "new": f"within its first day at least {signals.NEW_NARRATIVE_ITEMS} items from"
    f" {signals.NEW_NARRATIVE_AUTHORS} accounts, in a lake older than {signals.SETTLED.days} days",
    "watch": "an indicator of the watch list passed its threshold; the weight is its severity",
}
TIMES_SCORE = {"known_claim", "maybe_claim"}  # their weight falls with the likeness

ON_A_MATCH = {
    "url": ("the text carries the claim's own address", "https://contoh.example/klarifikasi/1"),
    "near_copy": ("so much of the claim's title stands in the text word for word, in percent", 92),
    "numbers": ("numbers both have, with their unit", "600 ribu, 20%"),
    "phrase": ("the longest run of words both have", "harga bbm naik"),
    "words": ("the rarest words, by stem, that both have", "subsidi, tautan"),
    "answered": (
        "words of past posts beside the words that titles answered them with, surest first",
        "gratis ↔ bantuan",
    ),
    "article": (
        "rare words of the text, at least three, that the opening of the answer has and its title"
        " has not, rarest first",
        "kupon, tautan, kuota",
    ),
    "translated": (
        "words of another language beside the Indonesian words of the title they stand for,"
        " rarest first",
        "free ↔ gratis, vaccine ↔ vaksin",
    ),
    "meaning": ("a sentence encoder reads both as near in meaning", "multilingual-e5-small"),
}


def page() -> str:
    lines = head("Reasons", "`pipeline/signals.py` and `recognise/reasons.py`", LEDE)
    lines += ["## Why a signal is in the queue", ""]
    lines += [
        "A signal holds its reasons as records with figures. Their weights are combined as those"
    ]
    lines += [
        "of independent reasons would be, `1 − Π(1 − weight)`, and order the queue. The weights"
    ]
    lines += ["are ours and claim no probability.", ""]
    weights = sorted(signals.WEIGHTS.items(), key=lambda each: -each[1])
    lines += table(
        ["kind", "weight", "what it says"],
        (
            [code(kind), f"{weight} × likeness" if kind in TIMES_SCORE else weight, words]
            for kind, weight in weights
            for words in [IN_THE_QUEUE[kind]]
        ),
    )
    high, medium = limit("HIGH"), limit("MEDIUM")
    lines += [
        f"Urgency {high} and more gets the screening deadline of high priority, {medium} that of"
    ]
    lines += ["medium, less that of low. The priority of a case is judged later, by a person.", ""]
    lines += ["## Why a text matches a known claim", ""]
    lines += table(
        ["kind", "what it says", "example"],
        ([code(k), words, code(f"{k}|{example}")] for k, (words, example) in ON_A_MATCH.items()),
    )
    lines += ["They are stored as `kind|detail` and shown in the reader's language.", ""]
    return joined(lines)


def limit(priority: str) -> float:
    """The lowest urgency, in hundredths, that gets this screening deadline."""
    return next(n / 100 for n in range(101) if screening_class(n / 100) == priority)
