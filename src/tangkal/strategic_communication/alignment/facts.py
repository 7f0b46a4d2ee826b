"""What a sentence states that can be right or wrong: amounts, times, places, who and for whom.

A fact is a measurement of the text. Two facts are compared only when they could fill the same
place in a sentence: the same kind and unit, the same role.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from tangkal.strategic_communication.alignment import dates, lexicon, units
from tangkal.strategic_communication.alignment.numerals import ORDINALS, read_numeral
from tangkal.strategic_communication.alignment.places import COUNTRY, read_place
from tangkal.strategic_communication.alignment.tokens import Token, word_set

_BELONGS_TO_NAME = word_set(
    """
dinas pemkab pemkot pemprov pemerintah bupati gubernur kota walikota rsud rumah sakit polres
polda polresta universitas dprd diskominfo dinkes dinsos disdik bpbd kpu bawaslu kejari
kesehatan sosial pendidikan perhubungan kominfo provinsi kabupaten daerah puskesmas kantor
warga masyarakat penduduk
    """
)
_AT_LEAST = (
    "minimal minimum | minimal | minimum | sekurang-kurangnya | sekurangnya | sedikit-dikitnya"
    " | sedikitnya | setidaknya | lebih dari | di atas | melebihi | diatas | luwih saka"
    " | leuwih ti | tidak kurang dari | tak kurang dari | di luar | secepat-cepatnya"
)
_AT_MOST = (
    "maksimal | maksimum | sebanyak-banyaknya | selambatnya | selambat-lambatnya | selama-lamanya"
    " | kurang dari | di bawah | dibawah | tidak lebih dari | tak lebih dari | tidak melebihi"
    " | hingga | sampai | sampai dengan | setinggi-tingginya | kurang saka | di dalam"
    " | dibatasi | dibatasi hanya | dibatasi sampai | tak sampai | tidak sampai | belum sampai"
    " | tidak mencapai | tak mencapai | belum mencapai | belum genap | sebelum genap"
)
# What is called a share or a limit is the most that there is: "jatah 60 liter", "batas usia 35".
_LIMITS = word_set("membatasi jatah jatahnya kuota kuotanya batas batasnya pembatasan plafon")
_LIMIT_REACH = 10
# "paling" and one of these, or "ter-" before it, bounds an amount from above, or from below.
_MUCH = word_set("banyak lama tinggi besar luas lambat tua jauh berat panjang mahal dalam akhir")
_LITTLE = word_set("sedikit kurang rendah kecil sempit cepat muda dekat ringan pendek murah awal")
_BEYOND = (
    "di bawah", "dibawah", "kurang dari", "belum genap", "belum sampai", "tak sampai",
    "tidak sampai", "belum mencapai", "di atas", "diatas", "lebih dari", "melebihi",
    "sebelum genap",
)  # fmt: skip
_WORDS_OF_BOUND = 3
_ABOUT = "sekitar | kurang lebih | kira-kira | hampir | sekira | kurang-lebih | watara | kira"
_AHEAD_OF = frozenset({"sebelum", "menjelang", "jelang"})
_AFTER_AT_LEAST = ("ke atas", "atau lebih", "keatas", "ka luhur", "munggah")
_AFTER_AT_MOST = ("ke bawah", "atau kurang", "kebawah")
_LATE = word_set("lambat selambatnya selambat-lambatnya ditutup berakhir terakhir batas")
_BY = word_set(
    """
naik turun bertambah berkurang meningkat menurun selisih dipotong diskon potongan memotong
memangkas dipangkas mengurangi
    """
)
_LESSENED = word_set(
    "potongan potongannya diskon diskonnya kenaikan penurunan subsidi disubsidi menyubsidi"
)
_IN_TURN = frozenset(
    {"dosis", "tahap", "gelombang", "termin", "periode", "putaran", "kloter", "sesi"}
)
_EACH = frozenset({"setiap", "tiap", "saban", "saben", "unggal"})
_CYCLES = frozenset({"hari", "minggu", "pekan", "bulan", "tahun", "triwulan", "semester"})
_MONTH_HOURS = 730  # of how often something is done; never compared with a duration
_AFTER_CHANGE = frozenset({"menjadi", "jadi", "dadi", "janten"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a sentence states."""

    kind: str  # money, share, count, duration, age, date, time, place, group, agency, …
    value: Hashable  # a number in the unit, or what the kind's reader made of it
    unit: str = ""
    bound: str = ""  # "", at_least, at_most, about; for times: "", from, until
    role: str = ""  # "", by, before, after, not, past, excluded, source, name
    first: int  # tokens
    last: int  # the token after the last one
    anchors: frozenset[str] = frozenset()  # stems and classes that stand near, what it is said of
    raw: float = 0.0  # the amount before it was brought to one unit of what it is per
    digits: int = 0  # significant digits as written, for rounding
    is_limit: bool = False  # called a quota or a limit
    is_low_end: bool = False  # of a range
    is_beyond: bool = False  # the bound itself is left out: "di bawah", "belum genap"

    @property
    def slot(self) -> tuple[str, str]:
        return self.kind, self.unit

    @property
    def counts(self) -> bool:
        """Whether the sentence itself states it, now."""
        return self.role not in {"not", "past", "source", "name"}


def read_facts(tokens: Sequence[Token]) -> list[Fact]:
    """All facts of a sentence, in order. Never raises: what cannot be read is no fact."""
    found: list[Fact] = []
    at = 0
    while at < len(tokens):
        fact = _read_one(tokens, at, found)
        if fact is None:
            at += 1
            continue
        before = found[-1] if found else None
        if before and before.is_low_end and before.last + 1 == fact.first:
            fact = replace(fact, bound="at_most")  # "0–7 tahun"
        if before and before.kind == fact.kind == "duration" and before.last == fact.first:
            together = float(str(before.value)) + float(str(fact.value))  # "32 jam 30 menit"
            found[-1] = replace(before, value=round(together, 6), raw=together, last=fact.last)
        else:
            found.append(fact)
        at = max(fact.last, at + 1)
    return _cadence(found)


def _cadence(facts: list[Fact]) -> list[Fact]:
    """ "Setiap pekan … dua kali" is one cadence, wherever its two halves stand."""
    each = next((fact for fact in facts if fact.kind == "every"), None)
    times = next(
        (f for f in facts if f.kind == "times" and not f.unit and float(str(f.value))), None
    )
    if times is None and each is not None:
        times = next(
            (f for f in facts if f.kind == "count" and 0 <= each.first - f.last <= 1), None
        )
    if each is None or times is None:
        return facts
    value = round(float(str(each.value)) / float(str(times.value)), 6)
    return [
        replace(each, value=value) if fact is each else fact for fact in facts if fact is not times
    ]


_ALL_OF_IT = word_set("seluruhnya sepenuhnya seutuhnya penuh")
_RETURNED = word_set(
    "dihapus dibebaskan dihapuskan dikembalikan mengembalikan kembali diganti mengganti"
    " pengembalian"
)


def _whole(tokens: Sequence[Token], at: int) -> Fact | None:
    """ "uang tiket dikembalikan seluruhnya" is 100 percent of it."""
    near = {token.low for token in tokens[max(0, at - 4) : at]}
    if tokens[at].low not in _ALL_OF_IT or not near & _RETURNED:
        return None
    return Fact(kind="share", value=1.0, first=at, last=at + 1, raw=1.0, digits=1)


def _read_one(tokens: Sequence[Token], at: int, before: Sequence[Fact]) -> Fact | None:
    return (
        _contact(tokens, at)
        or _whole(tokens, at)
        or _rhythm(tokens, at)
        or dates.read_time(tokens, at)
        or dates.read_date(tokens, at)
        or _amount(tokens, at)
        or _route(tokens, at)
        or _named_seat(tokens, at)
        or _member(tokens, at)
        or _office(tokens, at)
        or _place(tokens, at)
        or _site(tokens, at)
        or _label(tokens, at)
        or _ordinal(tokens, at)
    )


# ---- amounts -----------------------------------------------------------------------


def _amount(tokens: Sequence[Token], at: int) -> Fact | None:
    if tokens[at].low in units.BEFORE:  # Rp, US$, magnitudo
        return _with_unit_before(tokens, at)
    numeral = read_numeral(tokens, at)
    if numeral is None:
        return None
    last = at + numeral.count
    if low_end := _low_end(tokens, at, last, numeral.value):
        return low_end
    unit = units.read_unit(tokens, last)
    if unit is not None:
        kind, factor, length, name = unit
        if numeral.is_part and kind in {"people", "households"}:  # "separuh warga"
            kind, factor = "share", 1.0
        fact = _finished(tokens, at, last + length, kind, numeral.value * factor, name, at)
    elif numeral.is_part:
        fact = _finished(tokens, at, last, "share", numeral.value, "", at)
    else:
        counted = _counted(tokens, at, last, numeral.value)
        if counted is None:
            return None
        fact = counted
    return replace(fact, bound="about", digits=1) if numeral.is_vague else fact


_TO = frozenset({"-", "–", "—", "sampai", "hingga", "s.d", "sd"})


def _low_end(tokens: Sequence[Token], at: int, last: int, value: float) -> Fact | None:
    """The lower end of a range takes the unit of the upper: "0–7 tahun", "10 sampai 15 persen"."""
    if last + 1 >= len(tokens) or tokens[last].low not in _TO or not tokens[at].is_number:
        return None
    upper = read_numeral(tokens, last + 1)
    if upper is None or upper.value <= value or not tokens[last + 1].is_number:
        return None
    unit = units.read_unit(tokens, last + 1 + upper.count)
    if unit is None:
        return None
    kind, factor, _length, name = unit
    if kind == "months" and _is_age(tokens, at, last + 2 + upper.count):
        kind = "age"
    return Fact(
        kind=kind,
        value=round(value * factor, 6),
        unit=name,
        bound="at_least",
        first=at,
        last=last,
        raw=value * factor,
        digits=_digits(tokens[at]),
        is_low_end=True,
    )


def _with_unit_before(tokens: Sequence[Token], at: int) -> Fact | None:
    number = at + 1
    if number < len(tokens) and tokens[number].low == ".":
        number += 1
    numeral = read_numeral(tokens, number) if number < len(tokens) else None
    if numeral is None:
        return None
    kind, factor = units.BEFORE[tokens[at].low]
    last = number + numeral.count
    if last < len(tokens) and tokens[last].low == "rupiah":
        last += 1
    return _finished(tokens, at, last, kind, numeral.value * factor, "", number)


def _counted(tokens: Sequence[Token], at: int, last: int, value: float) -> Fact | None:
    """A number of things ("546 daerah"), or a bare number in digits."""
    noun = units.counted_noun(tokens, last)
    if not noun:
        is_bare = tokens[at].is_number or last - at > 1
        return _finished(tokens, at, last, "number", value, "", at) if is_bare else None
    member = _member(tokens, last)
    if member is not None:  # "25 ribu mahasiswa": the members stay a fact of their own
        return _finished(tokens, at, last, "count", value, str(member.value), at)
    return _finished(tokens, at, last + 1, "count", value, noun, at)


def _finished(
    tokens: Sequence[Token], at: int, last: int, kind: str, value: float, unit: str, number: int
) -> Fact:
    """The amount with what it is per, its bound and its role."""
    raw = value
    per, last = units.read_per(tokens, last, kind)
    if per and kind == "times" and per[0] in {"duration", "months"} and value:
        hours = per[1] * (_MONTH_HOURS if per[0] == "months" else 1)  # "dua kali seminggu"
        return Fact(kind="every", value=round(hours / value, 6), first=at, last=last)
    if per:
        value = value / per[1]
        unit = f"{unit} per {per[0]}" if kind == "count" else f"per {per[0]}"
    if kind == "months" and _is_age(tokens, at, last):
        kind = "age"
    bound, start = _bound(tokens, at, last)
    if kind == "times" and not bound and _limited(tokens, at):
        bound = "at_most"
    if kind == "count" and not bound and value <= _FEW and _allowed(tokens, at):
        bound = "at_most"
    if any(_follows(tokens, last, phrase) for phrase in _AFTER_AT_LEAST):
        bound, last = "at_least", last + 2
    elif any(_follows(tokens, last, phrase) for phrase in _AFTER_AT_MOST):
        bound, last = "at_most", last + 2
    elif kind in {"duration", "months"} and _is_ahead(tokens, last):
        late = {token.low for token in tokens[max(0, start - 1) : at]} & _LATE
        bound = "at_least" if late else bound  # at the latest 10 days before: 10 or more
    beyond = f" {' '.join(token.low for token in tokens[max(0, at - _WORDS_OF_BOUND) : at])} "
    return Fact(
        kind=kind,
        value=round(value, 6),
        unit=unit,
        bound=bound,
        is_beyond=bool(bound) and any(f" {form} " in beyond for form in _BEYOND),
        role=_change(tokens, start, kind),
        first=at,
        last=min(last, len(tokens)),
        raw=raw,
        digits=_digits(tokens[number]),
        is_limit=_is_limit(tokens, start),
    )


def _is_ahead(tokens: Sequence[Token], at: int) -> bool:
    """ "10 hari sebelum", "10 hari kerja sebelum"."""
    if at < len(tokens) and tokens[at].low in {"kerja", "kalender"}:
        at += 1
    return at < len(tokens) and tokens[at].low in _AHEAD_OF


def _limited(tokens: Sequence[Token], at: int) -> bool:
    """ "hanya dapat meminta ganti satu kali"."""
    return any(token.low in {"hanya", "cuma", "cukup"} for token in tokens[max(0, at - 6) : at])


_FEW = 10
_ALLOWED = word_set("boleh dapat berhak diperbolehkan diizinkan diperkenankan bisa")


def _allowed(tokens: Sequence[Token], at: int) -> bool:
    """ "setiap peserta boleh membawa satu sepeda motor": that is the most."""
    return len(tokens) > at and bool(
        _ALLOWED & {token.low for token in tokens[max(0, at - 2) : at]}
    )


def _is_limit(tokens: Sequence[Token], at: int) -> bool:
    """ "kuota zonasi SMP 35 persen": the noun in front says that it is the most."""
    near: list[str] = []
    for token in reversed(tokens[max(0, at - _LIMIT_REACH) : at]):
        if token.low in {",", ";", "."} or token.is_number:
            break
        near.append(token.low)
    return bool(_LIMITS & set(near)) and "tanpa" not in near


def _rhythm(tokens: Sequence[Token], at: int) -> Fact | None:
    """How often, or one unit of time: "seminggu sekali", "setiap bulan", "selama sebulan"."""
    low = tokens[at].low
    ahead = tokens[at + 1].low if at + 1 < len(tokens) else ""
    before = tokens[at - 1].low if at else ""
    if low == "hari" and (
        _follows(tokens, at, "hari yang sama") or _follows(tokens, at, "hari itu juga")
    ):
        return Fact(kind="duration", value=24.0, bound="at_most", first=at, last=at + 3)
    if low in _EACH and before != "untuk":
        return _each(tokens, at)
    word = units.ONE_EACH.get(low, "")
    kind, factor = units.BEHIND.get(word, ("", 0.0))
    # "delapan aduan dalam sebulan" tells how many came, not how long it lasts
    counts = before == "dalam" and tokens[at].low.startswith("se")
    if counts or kind not in {"duration", "months"}:
        return None
    if ahead == "sekali":
        return _cycle(word, at, at + 2)
    numeral = read_numeral(tokens, at + 1) if ahead else None
    after = at + 1 + numeral.count if numeral else len(tokens)
    if numeral and numeral.value and after < len(tokens) and tokens[after].low == "kali":
        each = _cycle(word, at, after + 1)  # "seminggu dua kali"
        return replace(each, value=float(str(each.value)) / numeral.value)
    return Fact(kind=kind, value=factor, first=at, last=at + 1)


def _each(tokens: Sequence[Token], at: int) -> Fact | None:
    """ "setiap bulan", "setiap tiga bulan"."""
    numeral = read_numeral(tokens, at + 1) if at + 1 < len(tokens) else None
    end = at + 1 + (numeral.count if numeral else 0)
    if end >= len(tokens) or tokens[end].low not in _CYCLES:
        return None
    each = _cycle(tokens[end].low, at, end + 1)
    return replace(each, value=float(str(each.value)) * (numeral.value if numeral else 1))


def _cycle(word: str, first: int, last: int) -> Fact:
    kind, factor = units.BEHIND[word]
    hours = factor * (_MONTH_HOURS if kind == "months" else 1)
    return Fact(kind="every", value=hours, first=first, last=last)


def _digits(token: Token) -> int:
    if not token.is_number:
        return 2
    return max(1, len(token.text.replace(".", "").replace(",", "").rstrip("0").lstrip("0")))


def _is_age(tokens: Sequence[Token], at: int, last: int) -> bool:
    near = {token.low for token in tokens[max(0, at - 4) : at]}
    return bool(near & {"usia", "umur", "berusia", "berumur", "umure", "umurna", "yuswa"}) or (
        _follows(tokens, last, "ke atas") or _follows(tokens, last, "ke bawah")
    )


def _follows(tokens: Sequence[Token], at: int, phrase: str) -> bool:
    words = phrase.split()
    return [token.low for token in tokens[at : at + len(words)]] == words


def _bound(tokens: Sequence[Token], at: int, last: int) -> tuple[str, int]:
    """The bound whose words end right before a token (small words between allowed)."""
    end = at
    while (superlative := _superlative(tokens, end)) is None and end:
        if tokens[end - 1].low not in _MEASURED:
            break
        end -= 1
    if superlative is not None:
        return superlative
    if _kept_to(tokens, at):
        return "at_most", at - 2
    if "radius" in [token.low for token in tokens[end:at]] and tokens[end - 1].low in _TO:
        return "", end  # "hingga radius 5 km" tells how far, no more and no less
    return _worded(tokens, end)


_BANS = frozenset({"dilarang", "larangan", "melarang"})
_ASKING_PRICES = word_set("menjual dijual memasang mematok memungut menarik meminta penjualan")


def _worded(tokens: Sequence[Token], end: int) -> tuple[str, int]:
    """The bound that a form of words gives, turned where a negator stands in front."""
    for bound, forms in (("at_least", _AT_LEAST), ("at_most", _AT_MOST), ("about", _ABOUT)):
        for form in sorted(forms.split(" | "), key=len, reverse=True):
            words = form.split()
            start = end - len(words)
            if start >= 0 and [token.low for token in tokens[start:end]] == words:
                if form[:3] in {"tid", "tak"} or bound == "about":
                    return bound, start
                ahead = [token.low for token in tokens[max(0, start - 2) : start]]
                far = {token.low for token in tokens[max(0, start - 6) : start]}
                if far & _BANS and far & _ASKING_PRICES and "," not in far:
                    return ("at_most" if bound == "at_least" else "at_least"), start
                for word in ("tidak", "tak", "jangan", "dilarang"):
                    if word in ahead and (ahead[-1] == word or ahead[-1] in _MAY):
                        turned = "at_most" if bound == "at_least" else "at_least"
                        return turned, max(0, start - len(ahead) + ahead.index(word))
                return bound, start
    return "", end


def _kept_to(tokens: Sequence[Token], at: int) -> bool:
    """ "dibatasi membeli satu paket"."""
    if at < 2:
        return False
    return tokens[at - 1].low.startswith(("me", "di", "be")) and tokens[at - 2].low in _KEPT_TO


_KEPT_TO = word_set("dibatasi maksimal maksimum hanya terbatas cuma sebatas")
_MAY = frozenset({"boleh", "bisa", "dapat", "akan", "pernah"})
_MEASURED = word_set(
    "usia umur sebesar sebanyak sejumlah rp berusia radius jarak daya luas senilai seharga seluas"
    " berbobot berumur berukuran berkapasitas seberat bertarif berdaya berjarak beromzet bobot"
)


def _superlative(tokens: Sequence[Token], end: int) -> tuple[str, int] | None:
    """ "paling luas", "tertinggi": the bound that the word right before a token gives."""
    if not end:
        return None
    low = tokens[end - 1].low
    start = end - 2 if end > 1 and tokens[end - 2].low == "paling" else -1
    if start < 0:
        if not low.startswith("ter"):
            return None
        low, start = low.removeprefix("ter"), end - 1
    if low in _MUCH:
        return "at_most", start
    return ("at_least", start) if low in _LITTLE else None


_CUT_IN = frozenset({"share", "money"})  # what a discount is told in


def _change(tokens: Sequence[Token], at: int, kind: str) -> str:
    """Of a change: by how much, from what, to what."""
    end = at
    while end and tokens[end - 1].low in {"sebesar", "rp", "hanya", "cuma", "sekitar"}:
        end -= 1
    word = tokens[end - 1].low if end else ""
    if word in _AFTER_CHANGE:
        return "after"
    far = 12 if end < at or tokens[at].low in {"sebesar", "senilai"} else 3
    lessened = _LESSENED & {token.low for token in tokens[max(0, end - far) : end]}
    if word in _BY or (lessened and (far > 3 or kind in _CUT_IN)):
        return "by"
    if word in {"dari", "saka", "tina"}:
        ahead = {token.low for token in tokens[at : at + 10]}
        return "before" if ahead & (_AFTER_CHANGE | {"ke"}) else ""
    return ""


# ---- members of closed classes, places, ordinals, ways to reach -----------------------


def _member(tokens: Sequence[Token], at: int) -> Fact | None:
    if tokens[at].low == "sim" and at + 1 < len(tokens) and len(tokens[at + 1].low) == 1:
        return None  # "SIM A" is told by its letter
    for form, kind, name in lexicon.class_forms().get(tokens[at].low, ()):
        if tuple(token.low for token in tokens[at : at + len(form)]) == form:
            role = ""
            previous = tokens[at - 1].low if at else ""
            if (kind == "agency" and previous in lexicon.SOURCES) or (
                kind == "agency" and _speaks(tokens, at + len(form))
            ):
                role = "source"
            elif previous in {"kecuali", "selain", "luar"}:
                role = "excluded"
            return Fact(kind=kind, value=name, role=role, first=at, last=at + len(form))
    return None


def _speaks(tokens: Sequence[Token], at: int) -> bool:
    """Whether an agency merely says what follows ("Kemenkes mengimbau warga …")."""
    ahead = [token.low for token in tokens[at : at + 5]]
    return any(
        word in {"mengimbau", "menyatakan", "menegaskan", "menyampaikan", "meminta", "mengumumkan",
                 "menjelaskan", "mengingatkan", "memastikan", "mengajak", "menyebut", "mengatakan",
                 "menginformasikan", "ngandika", "mbetahaken"}
        for word in ahead
    )  # fmt: skip


def _place(tokens: Sequence[Token], at: int) -> Fact | None:
    read = read_place(tokens, at)
    if read is None:
        return None
    codes, length = read
    back = at - 1
    previous = tokens[back].low if back >= 0 else ""
    role = ""
    if previous in {"kecuali", "selain", "luar", "minus"} or (
        previous == "di" and back and tokens[back - 1].low in {"kecuali", "selain"}
    ):
        role = "excluded"
    elif codes != COUNTRY and _is_of_name(tokens, back):
        role = "name"
    elif (
        at == 0
        and at + length < len(tokens)
        and tokens[at + length].low in {",", "-", "–", "—", "("}
    ):
        role = "name"  # the dateline of a press release
    return Fact(kind="place", value=codes, role=role, first=at, last=at + length)


def _is_of_name(tokens: Sequence[Token], back: int) -> bool:
    """Whether a place belongs to an office's name: "Dinas Sosial Provinsi Bali"."""
    while back > 0 and tokens[back].low in {"provinsi", "kabupaten", "kota", "daerah"}:
        back -= 1
    return back >= 0 and tokens[back].low in _BELONGS_TO_NAME


# Offices that stand in no table are told by their first word and what they are for.
_ALSO_THINGS = frozenset({"badan", "lembaga", "komisi"})
_OFFICES = word_set("dinas kementerian badan balai direktorat lembaga komisi perum sekretariat")
# Named things in a district: a level word and a name that no register of regions has.
SITES = word_set(
    """
desa kelurahan kecamatan dusun kampung gedung stasiun bandara pelabuhan terminal jalan jl sungai
gunung pulau pasar lapangan waduk bendungan danau pantai jembatan taman museum masjid stadion
rusun perumahan kabupaten kota distrik gerbang hotel teluk selat bukit hutan tol gor aula kebun
    """
)
# A head word whose next word tells which of its kind is meant.
_LABELS = word_set(
    """
kelas kode jalur tipe jenis seri golongan kategori level tingkat tahap gelombang zona formulir rute
lajur blok sesi kelompok kartu status varian merek siaga klaster jenjang sim arah golongan
    """
)


def _office(tokens: Sequence[Token], at: int) -> Fact | None:
    if tokens[at].low not in _OFFICES or at + 1 >= len(tokens) or not tokens[at + 1].is_word:
        return None
    if tokens[at + 1].low in lexicon.STOP:
        return None
    if tokens[at].low in _ALSO_THINGS and not (tokens[at].is_name or tokens[at + 1].is_name):
        return None  # "berat badan minimal"
    role = ""
    previous = tokens[at - 1].low if at else ""
    if previous in {"di", "ke", "dari"} and tokens[at].low == "balai":
        return None  # "di balai latihan kerja": where, not who
    if previous in lexicon.SOURCES or _speaks(tokens, at + 2):
        role = "source"
    name = f"{tokens[at].low}:{tokens[at + 1].stem}"
    return Fact(kind="agency", value=name, role=role, first=at, last=at + 2)


_SEATS = frozenset({"puskesmas", "posyandu", "rsud", "sd", "smp", "sma", "smk", "samsat", "waduk"})
_HALLS = frozenset({"balai", "kantor", "aula", "lapangan", "gedung"})
_LEVELS = frozenset(
    {"provinsi", "desa", "kelurahan", "kecamatan", "kabupaten", "kota", "dusun", "distrik"}
)
_DASHES = frozenset({"-", "–", "—"})


def _named_seat(tokens: Sequence[Token], at: int) -> Fact | None:
    """A clinic, school or hall by its own name: "Puskesmas Lembah Hijau", "Balai Desa Suka"."""
    first = at + 1
    if tokens[at].low in _HALLS and first < len(tokens) and tokens[first].low in _LEVELS:
        first += 1
    elif tokens[at].low not in _SEATS:
        return None
    last = _name_end(tokens, first)
    if last == first or tokens[first].low in _LEVELS:
        return None
    unit = " ".join(token.low for token in tokens[at:first])
    return Fact(kind="site", value=_name(tokens, first, last), unit=unit, first=at, last=last)


def _route(tokens: Sequence[Token], at: int) -> Fact | None:
    """ "Tanjung Uban–Telaga Punggur": two names with a dash, whichever way."""
    middle = _name_end(tokens, at)
    if middle in {at, len(tokens)} or tokens[middle].low not in _DASHES:
        return None
    last = _name_end(tokens, middle + 1)
    if last == middle + 1:
        return None
    ends = sorted((_name(tokens, at, middle), _name(tokens, middle + 1, last)))
    return Fact(kind="site", value="–".join(ends), unit="route", first=at, last=last)


def _name_end(tokens: Sequence[Token], first: int) -> int:
    """The token after the capitalised words, at most three, that begin at a token."""
    last = first
    while last < len(tokens) and last - first < 3 and _is_proper(tokens[last]):
        last += 1
    return last


def _is_proper(token: Token) -> bool:
    is_time = token.low in dates.WEEKDAYS or token.low in dates.MONTHS
    is_small = token.low in units.BEFORE or token.low in lexicon.STOP
    return token.is_word and token.is_name and not is_time and not is_small


def _name(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.low for token in tokens[first:last])


def _site(tokens: Sequence[Token], at: int) -> Fact | None:
    if tokens[at].low not in SITES:
        return None
    last = at + 1
    if last < len(tokens) and tokens[last].low == ".":
        last += 1
    first = last
    last = _name_end(tokens, first)
    if last == first or tokens[first].low in {"kota", "kabupaten", "provinsi"}:
        return None  # "tepi jalan Kota Malang" names no street
    name = _name(tokens, first, last)
    level = {"jl": "jalan"}.get(tokens[at].low, tokens[at].low)
    return Fact(kind="site", value=name, unit=level, first=at, last=last)


_COMPASS = word_set("utara selatan timur barat tengah")


def _label(tokens: Sequence[Token], at: int) -> Fact | None:
    ahead = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if ahead in _COMPASS and tokens[at].is_word and tokens[at].low not in lexicon.STOP:
        unit = tokens[at].stem  # "pesisir selatan"
        return Fact(kind="label", value=ahead, unit=unit, first=at, last=at + 2)
    if tokens[at].low not in _LABELS or at + 1 >= len(tokens):
        return None
    if tokens[at].low == "rute" and tokens[at + 1].is_name:
        return None  # "rute Ampel–Boyolali" is told by its two ends
    last = at + 1
    if tokens[at].low == "kode" and tokens[last].low in {"produksi", "bets", "batch", "pos"}:
        last += 1
    if last >= len(tokens):
        return None
    token = tokens[last]
    if not (token.is_word or token.is_number) or token.low in lexicon.STOP:
        return None
    end = last + 1
    if end < len(tokens) and tokens[end].start == token.end and tokens[end].is_number:
        end += 1  # "K7"
    value = "".join(each.low for each in tokens[last:end])
    if (number := read_numeral(tokens, last)) is not None and token.is_word:
        value = f"{number.value:g}"  # "kelas lima" is "kelas 5"
    return Fact(
        kind="label", value=_ROMAN.get(value, value), unit=tokens[at].low, first=at, last=end
    )


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"} | {
    word: str(number) for word, number in ORDINALS.items()
}


def _ordinal(tokens: Sequence[Token], at: int) -> Fact | None:
    if tokens[at].low not in ORDINALS or not at:
        return None
    noun = tokens[at - 1].low
    if noun not in _IN_TURN:
        return None
    value = float(ORDINALS[tokens[at].low])
    return Fact(kind="ordinal", value=value, unit=noun, first=at, last=at + 1)


_ASKED = word_set(
    """
hubungi nomor hotline telepon whatsapp wa center call layanan sms telp kontak adukan lapor
laporkan pengaduan aduan pencet menelepon dihubungi keluhan telpon nelpon info tanya evakuasi
    """
)


def _is_called(tokens: Sequence[Token], at: int) -> bool:
    """ "nomor 117", "telepon 112": the number itself is told."""
    return bool(at) and tokens[at - 1].low in {"nomor", "telepon", "hubungi", "hotline", "pencet"}


def _contact(tokens: Sequence[Token], at: int) -> Fact | None:
    low = tokens[at].low
    if at and tokens[at - 1].low.removesuffix("nya") == "aplikasi" and _is_proper(tokens[at]):
        last = _name_end(tokens, at)
        name = _name(tokens, at, last).replace(" ", "")
        return Fact(kind="contact", value=name, unit="app", first=at, last=last)
    if "://" in low or low.startswith("www.") or ("." in low and low[0].isalpha()):
        unit = "mail" if "@" in low else "address"
        value = (
            low.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        )
        return Fact(kind="contact", value=value, unit=unit, first=at, last=at + 1)
    if spread := _spread_number(tokens, at):
        return spread
    if low[0].isdecimal() or low[0] == "+":
        digits = "".join(filter(str.isdecimal, low))
        near = {token.low for token in tokens[max(0, at - 5) : at]}
        if len(digits) >= _FULL_NUMBER and "/" not in low and "." not in low:
            return _phone(digits, at, at + 1)
        is_alone = units.read_unit(tokens, at + 1) is None and not near & {"rp", "jam", "pukul"}
        is_alone &= not units.counted_noun(tokens, at + 1) or "-" in low or _is_called(tokens, at)
        is_plain = digits == low.replace("-", "")
        if 3 <= len(digits) <= 8 and is_plain and near & _ASKED and is_alone:
            return Fact(kind="contact", value=digits, unit="phone", first=at, last=at + 1)
    return None


_FULL_NUMBER = 9  # digits of a number with its area or network
_LONGEST_NUMBER = 14
_LONGEST_PART = 8
_BETWEEN_PARTS = frozenset({"(", ")", "-", "–"})


def _phone(digits: str, first: int, last: int) -> Fact:
    value = "0" + digits[2:] if digits.startswith("62") else digits
    return Fact(kind="contact", value=value, unit="phone", first=first, last=last)


def _spread_number(tokens: Sequence[Token], at: int) -> Fact | None:
    """A number to call in parts: "(021) 555-0146", "0811 5500 171"."""
    first = at + (tokens[at].low == "(")
    opening = tokens[first].low if first < len(tokens) else ""
    if opening[:1] != "0" and opening[:3] != "+62":
        return None
    digits, last = "", at
    for here in range(first, len(tokens)):
        low = tokens[here].low
        if not low.removeprefix("+").replace("-", "").isdecimal():
            if low not in _BETWEEN_PARTS:
                break
            continue
        if max(map(len, low.split("-"))) > _LONGEST_PART or (here > first and low[0] == "+"):
            break
        digits, last = digits + "".join(filter(str.isdecimal, low)), here + 1
    if last <= first + 1 or not _FULL_NUMBER <= len(digits) <= _LONGEST_NUMBER:
        return None
    return _phone(digits, at, last)
