"""Which language a text is in; "unsure" (None) is an answer.

pycld2 is quick and good at telling Indonesian's neighbours from the rest of the world, and
poor among them (id, ms, jv, su). There the small lists of this module decide: everyday words
that one of the four uses and the others hardly do.
"""

from collections.abc import Sequence

import pycld2

from tangkal.text.normalise import normalise, words

_MIN_LETTERS = 12  # below this the detectors guess
_NEIGHBOURS = frozenset({"id", "ms", "jv", "jw", "su"})
# Texts beyond this say nothing new about their language.
_ENOUGH_CHARACTERS = 4_000


def _listed(words_of_one_language: str) -> frozenset[str]:
    return frozenset(words_of_one_language.split())


_MARKS: dict[str, frozenset[str]] = {
    "id": _listed(
        """
        yang dengan tidak untuk dari adalah akan sudah bisa karena mereka kami kalian kamu
        gak nggak enggak ngga gue gua lu aja sih dong deh kok banget udah belum masih juga
        atau tetapi tapi kalau kalo oleh pada saat uang mobil bahwa hanya sangat lebih
        seperti tersebut harus telah menjadi bagi hingga dapat anda saya kita beredar
        warga gratis rumah itu ini ada bukan jangan sekarang besok kemarin orang anak
        bagaimana kenapa mengapa apa siapa kapan dimana semua setiap sebagai antara tahun
        hari bulan
        """
    ),
    "ms": _listed(
        """
        boleh kerana awak korang hang macam mana nak tak takde tiada wang kereta ialah
        daripada sahaja saja pun telah dah bagaimanapun cakap tengok beliau kepada bahawa
        perkara pelbagai masa manakala kerajaan seorang syarikat polis hospital isnin
        jumaat ahad ringgit esok petang budak sekolah percuma tular dakwaan pihak rakyat
        mereka adakah bilakah mengapakah terhadap ataupun turut
        """
    ),
    "jv": _listed(
        """
        iku kuwi iki kang sing ora nanging karo marang saka neng ning ing wis durung arep
        piye kepiye opo apa sopo sapa kowe aku dheweke awake dhewe bocah wong wae mung yen
        nek lan utawa amarga merga kudu iso bisa bakal lagi mau wingi sesuk dina esuk
        bengi omah mangan turu lunga mulih menyang teko teka duwe dudu akeh sithik gedhe
        cilik apik elek tenan banget matur nuwun suwun monggo mangga sampun boten mboten
        nggih inggih panjenengan kula dalem wonten saged kaliyan saking dening ngono ngene
        kabeh sak tekan rego regane kabar weruh krungu ngomong kandha jarene jare malih
        """
    ),
    "su": _listed(
        """
        nu teu henteu sareng jeung ka ti dina pikeun anu éta eta ieu abdi urang anjeun
        maneh manéh aing kuring kumaha naon saha iraha dimana mana bade badé arek rek geus
        tos parantos acan can aya euweuh teh téh mah atuh tea wae waé keur kanggo loba
        seueur saeutik leutik ageung gede alus awon goreng pisan hayang hoyong kudu kedah
        tiasa bisa bisaan balik uih indit angkat ngadangu ninggali ningali nempo ngomong
        nyarios cenah saurna cenahna isuk enjing peuting wengi dinten poe poé bulan taun
        imah bumi jalma jalmi budak barudak hatur nuhun punten mangga sumuhun muhun oge
        ogé deui lamun upami tapi kusabab sabab janten jadi
        """
    ),
}


def detect_languages(texts: Sequence[str]) -> list[str | None]:
    """Name each text's language by its ISO 639-1 code, or None where it cannot be told.

    Args:
        texts: n strings of any content.

    Returns:
        n codes such as "id", "jv", "en"; None for texts too short or too mixed to say.

    >>> detect_languages(["Iki kabar sing ora bener, kowe aja percaya karo wong kuwi", "😀"])
    ['jv', None]
    """
    return [_detect(text) for text in texts]


def _detect(text: str) -> str | None:
    folded = normalise(text[:_ENOUGH_CHARACTERS])
    if sum(map(str.isalpha, folded)) < _MIN_LETTERS:
        return None
    guess = _cld2(folded)
    marked = _most_marked(words(folded))
    if guess is None or guess in _NEIGHBOURS:
        return marked or _ISO.get(guess or "", guess)
    return guess


_ISO = {"jw": "jv"}


def _cld2(folded: str) -> str | None:
    try:
        reliable, _, found = pycld2.detect(folded, isPlainText=True, bestEffort=True)
    except pycld2.error:  # text it cannot read, e.g. unassigned code points
        return None
    code = str(found[0][1])
    if code == "un" or found[0][2] < 50 or not (reliable or code in _NEIGHBOURS):
        return None
    return code.partition("-")[0]


def _most_marked(found: Sequence[str]) -> str | None:
    """The neighbour whose own words appear most; None without a clear lead."""
    weights = {
        code: sum(_weight(word) for word in found if word in marks)
        for code, marks in _MARKS.items()
    }
    first, second = sorted(weights, key=lambda code: (-weights[code], code))[:2]
    if weights[first] == 0 or weights[first] == weights[second]:
        return None
    return first


def _weight(word: str) -> float:
    """A word that several of the four languages share says less."""
    return 1.0 / sum(word in marks for marks in _MARKS.values()) ** 2
