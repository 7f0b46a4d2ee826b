"""Where two statements say the opposite: denial, direction, duty and ban, for all and for some."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.statements import Statement, acts, freed, group_of
from tangkal.strategic_communication.alignment.tokens import word_set
from tangkal.strategic_communication.alignment.topics import Nearness
from tangkal.strategic_communication.alignment.views import (
    FOR_MEMBERS,
    FOR_SENSE,
    Clash,
    Kind,
    View,
    named,
)

_VALIDITY = frozenset({"validity"})


def find_senses(view: View) -> Iterator[Clash]:
    """Opposite senses, duties, scopes and denials of one thing."""
    if view.topic < FOR_SENSE or view.is_of_another or of_others(view):
        return
    central, statement, agreeing = view.central, view.local, view.agreeing()
    if narrows(central, statement):
        return
    for concept, signs in central.signs.items():
        theirs = statement.signs.get(concept)
        if not theirs or signs & theirs or not _opposed(signs, theirs):
            continue
        if any(each.signs.get(concept, frozenset()) & signs for each in agreeing):
            continue
        if any(concept in rival.signs for rival in view.rivals):
            continue
        if any(theirs & part.signs.get(concept, frozenset()) for part in view.nearer):
            continue  # "gratis bagi warga kota, warga luar membayar": it answers the other half
        if not _shared_subject(view.near[view.at]) or _another_way(view, statement):
            continue
        if _of_another_matter(concept, central, statement):
            continue
        if concept in {"access", "validity"} and (
            _one_end(central, statement) or _one_length(central, statement)
        ):
            continue  # "buka sampai pukul 21.00", "tutup pukul 21.00"
        kind = Kind.VALIDITY if concept in _VALIDITY else Kind.NEGATION
        yield view.clash(kind, central_words=concept, rule="sense")
    yield from named("stopped", _stopped(view, agreeing))
    yield from named("duties", _duties(view, agreeing))
    yield from named("for all or some", _scopes(view))
    yield from named("negated words", _negated_words(view, agreeing))


def _of_another_matter(concept: str, central: Statement, local: Statement) -> bool:
    """Whether a sense is told of another time, a part or another thing."""
    if concept in {"cost", "penalty"} and _AFTERWARDS & {t.low for t in local.tokens}:
        return True  # "lewat dari itu denda dihitung lagi"
    if concept == "cost" and _in_part(central):
        return True  # half of it is paid, and half of it is free
    return concept == "direction" and _moves_another(central, local)


def _in_part(statement: Statement) -> bool:
    """ "potongan 50 persen": neither free nor dear."""
    return any(fact.kind == "share" and 0 < float(str(fact.value)) < 1 for fact in statement.facts)


_AFTERWARDS = frozenset({"lewat", "selepas", "sesudahnya", "setelahnya", "sesudah", "telat"})


def _another_way(view: View, local: Statement) -> bool:
    """ "hanya lewat aplikasi", "loket tidak menerima", "jalur lain tidak dibuka"."""
    if not any(part.only for part in (view.central, *view.parts)):
        return False
    first = local.words[0].stem if local.words else ""
    low = [token.low for token in local.tokens]
    others = {"lain", "lainnya"} & set(low) and lexicon.NEGATORS & set(low)
    is_new = first.startswith(_WAYS) and first not in view.central.whole
    return bool(others) or (is_new and bool(lexicon.NEGATORS & set(low)))


_WAYS = ("channel:", "site:", "means:")
_MOVING = re.compile(r"me(?:n[aiu]|ng|m|ny|l|r)[a-z]+|kenaikan|penurunan")


def _moves_another(central: Statement, local: Statement) -> bool:
    """ "tarif tidak naik", "menaikkan daya": of other things."""
    ours, theirs = _moved(central), _moved(local)
    return bool(ours and theirs) and not (ours & local.stems or theirs & central.stems)


def _moved(statement: Statement) -> frozenset[str]:
    """What rises or falls: behind a verb that moves it, in front of one that says that it moves."""
    found = set()
    for at, token in enumerate(statement.tokens):
        forms = lexicon.concept_forms().get(token.low, ())
        if not any(len(form) == 1 and concept == "direction" for form, concept, _ in forms):
            continue
        if _MOVING.fullmatch(token.low):
            found |= {word.stem for word in statement.words if at < word.at <= at + _OBJECT}
        else:
            found |= {word.stem for word in statement.words if word.at < at}
    return frozenset(found)


def _one_end(central: Statement, local: Statement) -> bool:
    """Whether both name one end: "buka sampai 5 Mei" and "tutup 5 Mei" say the same."""
    return any(
        own.kind in {"time", "date"} and own.bound == "until" and compare(own, fact) is Match.SAME
        for own in (*central.facts, *central.others)
        for fact in local.facts
    )


_THEN_OVER = (["habis", "itu"], ["setelah", "itu"], ["sesudah", "itu"], ["lalu", "ditutup"])


def _one_length(central: Statement, local: Statement) -> bool:
    """ "dibuka lima hari", "lima hari, habis itu ditutup"."""
    low = [token.low for token in local.tokens]
    then = any(low[at : at + 2] in _THEN_OVER for at in range(len(low)))
    return then and any(
        own.kind == "duration" and compare(own, fact) is Match.SAME
        for own in central.facts
        for fact in local.facts
    )


def of_others(view: View) -> bool:
    """Whether the two speak of others: closed for lorries, open for cars; zone red, zone yellow."""
    for kind in ("group", "label"):
        ours, theirs = (
            [fact for fact in statement.facts if fact.kind == kind and fact.counts]
            for statement in (view.central, view.local)
        )
        kinds = {fact.unit for fact in ours} & {fact.unit for fact in theirs}
        same = any(compare(own, fact) is Match.SAME for own in ours for fact in theirs)
        if kinds and not same:
            return True
    return False


def narrows(central: Statement, local: Statement) -> bool:
    """Whether it is said of some only: "SIM yang sudah mati tidak dapat …"."""
    low = [token.low for token in local.tokens]
    if "yang" not in low:
        return False
    at = low.index("yang")
    ours = " ".join(token.low for token in central.tokens)
    twice = lexicon.NEGATORS & set(low[at + 1 : at + 3]) and lexicon.NEGATORS & set(low[at + 4 :])
    if twice and not any(f"yang {word}" in ours for word in low[at + 1 : at + 3]):
        return True
    if twice and low[at + 1] in lexicon.NEGATORS and f"yang {low[at + 2]}" in ours:
        return True  # "yang terdaftar mendapat", "yang belum terdaftar belum dapat"
    if "yang" in [token.low for token in central.tokens] and not _says_no_one(low, at):
        return False
    if sum(word.at < at for word in local.words) not in _HEADS:
        return False
    told = [word.stem for word in local.words if at < word.at <= at + _OF_SOME]
    return bool(told) and not set(told) & central.whole


def _says_no_one(low: Sequence[str], at: int) -> bool:
    """ "guru yang absen sehari saja tidak mendapat …": what becomes of those who do not."""
    return any(
        word in lexicon.NEGATORS and set(low[k + 1 : k + 3]) & _GETS
        for k, word in enumerate(low)
        if k > at
    )


_GETS = word_set(
    "mendapat mendapatkan menerima memperoleh dapat bisa boleh berhak dilayani diterima"
)
_HEADS = frozenset({1, 2})  # topic words in front of "yang" that are its subject
_OF_SOME = 3  # tokens behind "yang" that tell which


def _opposed(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    """0 is "unchanged": it clashes with a rise and with a fall."""
    return not ours & theirs


def _shared_subject(near: Nearness) -> bool:
    return len(near.matched) >= 1 or near.backward >= 0.5


def _stopped(view: View, agreeing: Sequence[Statement]) -> Iterator[Clash]:
    """The one says that it was called off, what the other says will be."""
    central, local = view.central, view.local
    if (
        view.rivals
        or view.topic < FOR_MEMBERS
        or "validity" in central.signs
        or central.denied
        or agreeing
        or _one_end(central, local)
        or not view.near[view.at].matched
    ):
        return
    denied = {word.stem for word in central.words if word.negated}
    if "forbidden" in central.modality and _BANS & {token.low for token in local.tokens}:
        denied = set()  # "larangan … sudah dicabut" lifts what the centre bans
    if local.signs.get("validity") == frozenset({-1}) and not denied & local.stems:
        yield view.clash(Kind.NEGATION, local_words="dihentikan")


_BANS = frozenset({"larangan", "pelarangan", "pembatasan", "penutupan"})


def _one_act(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the act of one stands first among the words of the other's."""
    return bool(ours and theirs) and (ours[0] in theirs or theirs[0] in ours)


def _one_object(mine: str, ours: Sequence[str], yours: str, theirs: Sequence[str]) -> bool:
    """Whether what the one lets and the other bans has a word in common.

    "Wajib vaksin" and "dilarang berangkat tanpa vaksin" have too, and say one thing.
    """
    return {mine, yours} == {"allowed", "forbidden"} and bool(set(ours) & set(theirs))


_SHARED = 2


def _one_matter(mine: str, yours: str, central: Statement, local: Statement) -> bool:
    """ "kios dilarang dialihkan kepada orang lain", "boleh disewakan kepada orang lain"."""
    turning = lexicon.NEGATORS | {"kecuali", "terkecuali", "selain"}
    plain = not turning & {token.low for token in (*central.tokens, *local.tokens)}
    shared = len(central.stems & local.stems) >= _SHARED
    return {mine, yours} == {"allowed", "forbidden"} and plain and shared and not central.only


def _mildly(central: Statement, local: Statement) -> bool:
    return any("jangan" in [token.low for token in each.tokens] for each in (central, local))


def _ban_without(central: Statement, local: Statement) -> bool:
    """ "tidak boleh berangkat tanpa vaksin" asks for what "wajib vaksin" asks for."""
    bans = [each for each in (central, local) if "forbidden" in each.modality]
    return any("tanpa" in [token.low for token in each.tokens] for each in bans)


def _duties(view: View, agreeing: Sequence[Statement]) -> Iterator[Clash]:
    """A duty here, a freedom or a ban there, of the same act."""
    central, local = view.central, view.local
    if not central.modality & local.modality:
        for (mine, ours), (yours, theirs) in product(acts(central), acts(local)):
            if frozenset({mine, yours}) not in lexicon.CLASHING or not (
                (_one_act(ours, theirs) and not _ban_without(central, local))
                or _one_object(mine, ours, yours, theirs)
                or _one_matter(mine, yours, central, local)
            ):
                continue
            if {mine, yours} == {"obliged", "forbidden"} and not set(theirs) <= central.whole:
                continue  # "wajib membayar", "pembayaran bertahap dilarang": a manner of it
            if {mine, yours} == {"free", "forbidden"} and _mildly(central, local):
                continue  # "tidak perlu ditukar", "jangan ditukar"
            if any(mine in each.modality for each in agreeing) and not central.everyone:
                continue
            if any(yours in part.modality and set(theirs) & part.stems for part in view.parts):
                continue  # the message says so itself, of that act
            yield view.clash(Kind.NEGATION, central_words=mine, local_words=yours)
            return
    for one, other in ((central, local), (local, central)):
        stated = {word.stem for word in other.words if word.negated is False}
        both = {
            stem
            for stem in freed(one) & stated
            if not _of_other_things(stem, one, other)
            and not _mildly(one, other)
            and not _told_of_others(view, stem, freed_here=one is local)
        }
        if "free" not in other.modality and both:
            words = sorted(both)[0]
            yield view.clash(Kind.NEGATION, central_words=words, local_words=words)
            return


def _told_of_others(view: View, stem: str, *, freed_here: bool) -> bool:
    """Whether another part of the message says of that deed what the region says."""
    if freed_here:
        return any(stem in freed(part) for part in view.parts)
    return any(
        word.stem == stem and word.negated is False and stem not in freed(part)
        for part in view.parts
        for word in part.words
    )


def _scopes(view: View) -> Iterator[Clash]:
    central, local = view.central, view.local
    if view.topic < FOR_MEMBERS or view.rivals:
        return
    papers = {stem for stem in local.stems & central.whole if stem.startswith("document:")}
    if papers and local.only:
        return  # "hanya untuk pemegang KTP": the paper that the centre asks for too
    low = [token.low for token in local.tokens]
    if any(part.everyone if local.everyone else part.only for part in view.parts):
        return  # the message knows both scopes, of two things
    if any(word == "hanya" and low[at + 1] in _HAVE_TO for at, word in enumerate(low[:-1])):
        return  # "hanya harus memesan tiket": little is asked
    told = "khusus" in [token.low for token in central.tokens] and not {"hanya", "cuma"} & set(low)
    if told:
        return  # "SPBU khusus nelayan" is a name that both use
    if central.everyone and not central.only and local.only and not local.everyone:
        yield view.clash(Kind.CONDITION, central_words="semua", local_words="hanya")
    elif central.only and not central.everyone and _for_all(local) and not local.only:
        yield view.clash(Kind.CONDITION, central_words="hanya", local_words="semua")


_HAVE_TO = frozenset({"harus", "perlu", "tinggal", "wajib"})
_AREAS = frozenset({"kecamatan", "kelurahan", "desa", "kabupaten", "kota", "daerah", "wilayah"})


def _for_all(local: Statement) -> bool:
    """For everyone; "di setiap kecamatan" tells where, not who."""
    low = [token.low for token in local.tokens]
    where = any(
        word in {"setiap", "tiap", "seluruh", "semua"} and low[at + 1] in _AREAS
        for at, word in enumerate(low[:-1])
    )
    return local.everyone and not where


def _reverses(statement: Statement) -> bool:
    return any(token.low in lexicon.REVERSERS for token in statement.tokens)


def _shares_concept(token: str, local: Statement) -> bool:
    """Whether the word's own sense is compared already; of what is paid, only where both tell."""
    of = {name for form, name, _sign in lexicon.concept_forms()[token] if len(form) == 1}
    return of != {"cost"} or "cost" in local.signs


def _is_none(statement: Statement) -> bool:
    """ "tidak ada …", "nihil …": a thing is denied for what is said of it."""
    low = [token.low for token in statement.tokens]
    return bool({"nol", "nihil"} & set(low)) or any(
        word in lexicon.NEGATORS and "ada" in low[at + 1 : at + 3] for at, word in enumerate(low)
    )


def _denies(statement: Statement) -> bool:
    return any(word.negated for word in statement.words) or any(
        token.low in {"nol", "nihil", "tanpa", "bebas"} for token in statement.tokens
    )


def _only_then(statement: Statement) -> bool:
    """ "baru boleh dijual sesudah lima tahun" bans until then, and allows from then on."""
    low = [token.low for token in statement.tokens]
    at = low.index("baru") if "baru" in low else len(low)
    return bool({"setelah", "sesudah", "selepas"} & set(low[at:])) and bool(_MAY & set(low[at:]))


_MAY = frozenset({"boleh", "dapat", "bisa"})


def _left_behind(stem: str, statement: Statement) -> bool:
    """ "dari Awas menjadi Siaga": it is Awas no more."""
    low = [token.low for token in statement.tokens]
    at = next((word.at for word in statement.words if word.stem == stem), 0)
    return bool(at) and low[at - 1] == "dari" and bool({"menjadi", "ke"} & set(low[at : at + 4]))


def _of_same(agreeing: Statement, central: Statement, local: Statement, stem: str) -> bool:
    """ "Kucing tidak disuntik" is not settled by a sentence that tells of dogs."""
    subject = local.words[0].stem if local.words else stem
    return subject == stem or subject not in central.stems or subject in agreeing.stems


_BEAR = group_of("ditanggung")


def _turns_by_itself(central: Statement, local: Statement) -> bool:
    """Whether a verb, a ban or "baru … sesudah" turns what is said, so that words may differ."""
    low = {token.low for token in local.tokens}
    if central.only and "ada" in low and {"semuanya", "hanya", "melainkan"} & low:
        return True  # "tidak ada pendaftaran di sekolah, semuanya lewat laman"
    if any(_only_then(each) for each in (central, local)):
        return True
    return _reverses(central) is not _reverses(local) or (
        "forbidden" in central.modality & local.modality
    )


def _told_both_ways(view: View, stem: str, agreeing: Sequence[Statement], *, negated: bool) -> bool:
    """Whether what one denies and the other states is settled elsewhere, or of two things."""
    central, local = view.central, view.local
    if any(stem in rival.stems for rival in view.rivals):
        return True
    if _of_other_things(stem, central, local) or _left_behind(stem, central):
        return True
    if any(
        word.stem == stem and word.negated is not negated
        for part in view.parts
        for word in part.words
    ):
        return True  # the message says both, of two things
    return any(
        word.stem == stem and word.negated is negated and _of_same(each, central, local, stem)
        for each in agreeing
        for word in each.words
    )


def _of_another_doer(central: Statement, local: Statement) -> bool:
    """ "ditetapkan kementerian, bukan oleh desa", "pemerintah desa tidak menetapkan"."""
    first = next((fact for fact in local.facts if fact.kind in {"agency", "channel"}), None)
    if first is None or first.first > _HEAD:
        return False
    return any(
        own.role == "not" and own.kind == first.kind and compare(own, first) is Match.SAME
        for own in central.facts
    )


_HEAD = 3  # tokens in which the subject of a sentence begins
_OBJECT = 3  # tokens behind a verb in which its object begins


def _of_other_things(stem: str, central: Statement, local: Statement) -> bool:
    """ "tanpa membawa KTP", "bawa kantong sendiri": a verb of many uses, of two objects."""
    ours, theirs = _objects(stem, central), _objects(stem, local)
    return bool(ours and theirs) and not ours & (theirs | local.stems) and not theirs & ours


def _objects(stem: str, statement: Statement) -> frozenset[str]:
    """What stands behind a verb of many uses."""
    at = next((word.at for word in statement.words if word.stem == stem), None)
    if at is None or stem not in _OF_MANY_USES:
        return frozenset()
    behind = [word.stem for word in statement.words if at < word.at <= at + _OBJECT]
    if statement.tokens[at].low.startswith("di"):
        behind = [word.stem for word in statement.words if word.at < at]
    return frozenset(behind[:1]) or frozenset({"-"})


_OF_MANY_USES = frozenset(
    group_of(word)
    for word in word_set(
        "membawa memakai mengambil membuat menjual dijual dipakai mendatangi syarat"
    )
)


def _denied_whole(view: View, shared: Sequence[str]) -> Iterator[Clash]:
    """What the one says of itself, or of what it repeats, that it is not true."""
    central, local = view.central, view.local
    denies = local if central.denied else central
    agrees = bool(central.modality & local.modality)  # what is denied is turned already
    # "Isu bahwa dipajaki itu bohong" and "tidak dikenai pajak" deny the same.
    states = central if denies is local else local
    told = (states,) if states is local else (states, *view.parts)
    agrees |= any(
        word.negated is not False and word.stem in denies.stems
        for each in told
        for word in each.words
    )
    agrees |= _says_so_too(denies, told) or _denies_another_value(denies, told)
    is_plain = not agrees and not any(word.negated for word in denies.words)
    if shared and view.topic >= FOR_MEMBERS and is_plain:
        yield view.clash(Kind.NEGATION, central_words="", local_words="tidak benar")


def _says_so_too(denies: Statement, told: Sequence[Statement]) -> bool:
    """ "Kabar bahwa dipungut biaya itu hoaks" says that it is free."""
    return any(
        signs & each.signs.get(concept, frozenset())
        for concept, signs in denies.signs.items()
        for each in told
    )


def _denies_another_value(denies: Statement, told: Sequence[Statement]) -> bool:
    """ "Tidak benar ada karcis Rp20.000": of a sum that the message does not name."""
    values = [fact for fact in denies.facts if fact.kind not in lexicon.CLASSES]
    ours = [own for each in told for own in each.facts]
    return any(not any(compare(own, fact) is Match.SAME for own in ours) for fact in values)


def _negated_words(view: View, agreeing: Sequence[Statement]) -> Iterator[Clash]:
    """A topic word that one denies and the other states; a denied sentence denies as a whole."""
    central, local = view.central, view.local
    concepts = lexicon.concept_words()
    ours: dict[str, tuple[bool | None, str]] = {}
    for word in central.words:
        token = central.tokens[word.at].low
        if word.stem == _BEAR:
            continue  # who bears it is told elsewhere
        if ":" not in word.stem and (token not in concepts or not _shares_concept(token, local)):
            ours[word.stem] = (word.negated, token)
    theirs: dict[str, set[bool | None]] = {}
    for word in local.words:
        theirs.setdefault(word.stem, set()).add(word.negated)
    shared = [stem for stem in ours if stem in theirs]
    if central.denied is not local.denied:
        yield from _denied_whole(view, shared)
        return
    if _denies(central) and _denies(local) and (_is_none(central) or _is_none(local)):
        return  # "tak ada kendaraan yang boleh" and "kendaraan tidak boleh" say one thing
    if _turns_by_itself(central, local):
        return
    if _of_another_doer(central, local):
        return
    near = view.near[view.at]
    if len(near.matched) < _SHARED and len(central.words) > _SHARED:
        return  # one word in common is no common matter
    for stem in shared:
        negated, token = ours[stem]
        if negated is None or theirs[stem] != {not negated}:
            continue
        if _told_both_ways(view, stem, agreeing, negated=negated):
            continue
        yield view.clash(Kind.NEGATION, central_words=token, local_words=token)
