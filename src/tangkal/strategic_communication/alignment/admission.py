"""Who is let in, left out or given something, held against the whole message."""

import re
from collections.abc import Iterator, Sequence

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.message import (
    FEW,
    FOR_WHOM,
    NOT_THAT,
    SERVED,
    Found,
    Message,
    lows_of,
    shown,
    text_of,
    topics_in,
)
from tangkal.strategic_communication.alignment.statements import Statement, Word
from tangkal.strategic_communication.alignment.tokens import word_set
from tangkal.strategic_communication.alignment.views import Kind

_NEAR_MARK = 4  # tokens
_ALSO = word_set("juga pula pun termasuk bahkan sekalipun uga oge ikut turut")
_LET = word_set(
    """
boleh dibolehkan diperbolehkan diizinkan diperkenankan dipersilakan dapat bisa berhak dilayani
diterima tetap masih dipersilahkan iso kenging meunang sah
"""
)


def let_in(message: Message, local: Statement) -> Iterator[Found]:
    """Let or taken in here, what the message leaves out or bans."""
    low = lows_of(local)
    marks = [at for at, word in enumerate(low) if word in _ALSO | _LET]
    if not marks or "forbidden" in local.modality or local.only or "melanggar" in low:
        return
    if any(part.signs.get("access") == frozenset({-1}) for part in message.parts) and (
        local.signs.get("access") == frozenset({-1})
    ):
        return
    if (lexicon.NEGATORS | {"nol"}) & set(low):
        return
    out = [word for word in local.words if word.stem in message.denied]
    for word in out:
        if any(abs(word.at - at) <= _NEAR_MARK for at in marks):
            yield Kind.CONDITION, "", text_of(local, max(0, word.at - 1), word.at + 1)
            return


_MORE = word_set("juga pula pun bahkan uga oge termasuk")
_PEOPLE = re.compile(r"pe(?:ng|ny|m|n|r|l|k)?[a-z]{3,}(?<!an)")


def others_in(message: Message, local: Statement) -> Iterator[Found]:
    """ "Pelajar SD juga bisa …": some whom the message does not name, where it serves some."""
    low = lows_of(local)
    if (NOT_THAT | {"tanpa"}) & set(low) or local.only or message.for_everyone:
        return
    only = any(part.only for part in message.parts)
    if not (message.is_limited or only) or "forbidden" in local.modality:
        return
    marks = [at for at, word in enumerate(low) if word in (_MORE | _LET if only else _MORE)]
    for at in marks:
        subject = [word for word in local.words if at - FEW <= word.at < at]
        if low[at] in {"juga", "pula", "termasuk"}:  # "juga dinikmati toko"
            subject += [word for word in local.words if at < word.at <= at + 3]
        new = [
            word
            for word in subject
            if _is_people(word, low)
            and word.stem not in message.stems
            and low[word.at].removesuffix("nya") not in _WHOEVER
        ]
        if new and not any(_is_people(w, low) and w.stem in message.stems for w in subject):
            yield Kind.CONDITION, "", text_of(local, new[0].at, new[0].at + 2)
            return


_WHOEVER = word_set("penerima peserta pemohon pengguna pembeli pelanggan pengunjung pendaftar")


def _is_people(word: Word, low: Sequence[str]) -> bool:
    return word.stem.startswith("group:") or bool(_PEOPLE.fullmatch(low[word.at]))


def shut_out(message: Message, local: Statement) -> Iterator[Found]:
    """Left out here, what the message lets in: "tertutup …, termasuk ambulans"."""
    low = lows_of(local)
    shut = local.signs.get("access") == frozenset({-1}) or "forbidden" in local.modality
    if not shut or not _ALSO & set(low):
        return
    for part in message.parts:
        if "allowed" not in part.modality or not {"tetap", "kecuali", "masih"} & set(lows_of(part)):
            continue
        first = {word.stem for word in part.words[:3]}
        for at, word in enumerate(low):
            named = {each.stem for each in topics_in(local, at + 1, at + 4)}
            if word in {"termasuk", "juga", "bahkan"} and named & first:
                yield Kind.CONDITION, "", text_of(local, at, at + 3)
                return


# ---- beyond the region ---------------------------------------------------------------------

_LEVELS = word_set("kecamatan kelurahan desa kota kabupaten daerah provinsi wilayah kampung rt rw")
_OF_HERE = word_set("setempat domisili berdomisili ber-ktp ktp penduduk warga bertempat")


def from_outside(message: Message, local: Statement) -> Iterator[Found]:
    """ "warga luar kecamatan" or "dari kota mana pun", where the message serves one region."""
    low = lows_of(local)
    if not _OF_HERE & message.lows or "luar" in message.lows or "hanya" in low:
        return
    if local.modality & {"forbidden"} or NOT_THAT & set(low) or not SERVED & set(low):
        return
    for at, word in enumerate(low[:-1]):
        outside = word == "luar" and low[at + 1] in _LEVELS
        anywhere = word in _LEVELS and low[at + 1] in {"mana", "manapun", "lain"}
        if outside or anywhere:
            yield Kind.CONDITION, "", text_of(local, at, at + 3)
            return


# ---- to whom -------------------------------------------------------------------------------

_GIVEN = word_set(
    """
diberikan dibagikan disalurkan diserahkan diperuntukkan ditujukan disediakan diprioritaskan
diterima dinikmati menyasar dikhususkan dibayarkan dialokasikan disasar didapat diperoleh
"""
)
_ANYONE = word_set(
    "warga masyarakat orang penerima yang mereka semua seluruh setiap keluarga pihak penduduk anda"
)


def to_others(message: Message, local: Statement) -> Iterator[Found]:
    """ "diberikan kepada petani perorangan" where the message gives it to groups of them."""
    ours = [named for part in message.parts for named, _ in _receivers(part)]
    if not ours or message.for_everyone or local.denied or NOT_THAT & set(lows_of(local)):
        return
    known = frozenset().union(*ours)
    for named, words in _receivers(local):
        if not named & known and not named & message.stems:
            yield Kind.CONDITION, ", ".join(sorted(shown(known))), words
            return


def _receivers(statement: Statement) -> Iterator[tuple[frozenset[str], str]]:
    """Those to whom something is given: stems and words."""
    low = lows_of(statement)
    for at, word in enumerate(low):
        if word not in _GIVEN:
            continue
        first = next(
            (k + 1 for k in range(at + 1, min(at + FEW, len(low))) if low[k] in FOR_WHOM), 0
        )
        if not first and word in {"dinikmati", "menyasar", "diterima", "disasar"}:
            first = at + 1
        if not first or first >= len(low) or low[first] in _ANYONE:
            continue
        named = frozenset(each.stem for each in topics_in(statement, first, first + 3))
        if named:
            yield named, text_of(statement, first, first + 3)


FINDERS = (let_in, others_in, shut_out, from_outside, to_others)
