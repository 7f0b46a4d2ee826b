"""Public bodies and the addresses that are theirs; outlets that are often imitated.

Facts: the bodies' own web sites. Names under .go.id and .mil.id are given to government bodies
alone (PANDI, the registry of .id), so every address there counts as official.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A public body or state enterprise, the names people use, and its own domains."""

    names: tuple[str, ...]  # lower case; the first is shown
    domains: tuple[str, ...]


OFFICIAL_ENDINGS = (".go.id", ".mil.id", ".desa.id")

BODIES = (
    Body(("bmkg", "badan meteorologi"), ("bmkg.go.id",)),
    Body(("bnpb", "badan nasional penanggulangan bencana"), ("bnpb.go.id",)),
    Body(("basarnas",), ("basarnas.go.id",)),
    Body(("bpjs kesehatan",), ("bpjs-kesehatan.go.id",)),
    Body(("bpjs ketenagakerjaan",), ("bpjsketenagakerjaan.go.id",)),
    Body(("kemensos", "kementerian sosial", "kemsos"), ("kemensos.go.id",)),
    Body(("kemenkes", "kementerian kesehatan"), ("kemkes.go.id",)),
    Body(("kemnaker", "kementerian ketenagakerjaan"), ("kemnaker.go.id",)),
    Body(("kemendagri", "kementerian dalam negeri", "dukcapil"), ("kemendagri.go.id",)),
    Body(("kemenkeu", "kementerian keuangan"), ("kemenkeu.go.id",)),
    Body(("kemenag", "kementerian agama"), ("kemenag.go.id",)),
    Body(
        ("kemendikdasmen", "kemendikbud", "kementerian pendidikan"),
        ("kemendikdasmen.go.id", "kemdikbud.go.id"),
    ),
    Body(
        ("komdigi", "kominfo", "kementerian komunikasi"),
        ("komdigi.go.id", "kominfo.go.id"),
    ),
    Body(("prakerja", "kartu prakerja"), ("prakerja.go.id",)),
    Body(("ditjen pajak", "direktorat jenderal pajak", "djp online"), ("pajak.go.id",)),
    Body(("bea cukai",), ("beacukai.go.id",)),
    Body(("bank indonesia",), ("bi.go.id",)),
    Body(("ojk", "otoritas jasa keuangan"), ("ojk.go.id",)),
    Body(("bpom", "badan pom"), ("pom.go.id",)),
    Body(("bkn", "badan kepegawaian negara"), ("bkn.go.id",)),
    Body(("bps", "badan pusat statistik"), ("bps.go.id",)),
    Body(("polri", "kepolisian", "mabes polri"), ("polri.go.id",)),
    Body(("kejaksaan agung",), ("kejaksaan.go.id",)),
    Body(("kpk",), ("kpk.go.id",)),
    Body(("kpu", "komisi pemilihan umum"), ("kpu.go.id",)),
    Body(("bawaslu",), ("bawaslu.go.id",)),
    Body(("imigrasi",), ("imigrasi.go.id",)),
    Body(("tni",), ("tni.mil.id",)),
    Body(("pln",), ("pln.co.id",)),
    Body(("pertamina", "mypertamina"), ("pertamina.com", "mypertamina.id")),
    Body(("bulog",), ("bulog.co.id",)),
    Body(("pos indonesia", "kantor pos"), ("posindonesia.co.id",)),
    Body(("bank bri", "brimo"), ("bri.co.id",)),
    Body(("bank bni",), ("bni.co.id",)),
    Body(("bank mandiri",), ("bankmandiri.co.id",)),
    Body(("bank btn",), ("btn.co.id",)),
)

# Parts of a host that only the body itself would carry; short or everyday words are left out.
MARKS = {
    "kemensos": "kemensos.go.id",
    "kemenkes": "kemkes.go.id",
    "kemnaker": "kemnaker.go.id",
    "kemendagri": "kemendagri.go.id",
    "kemenkeu": "kemenkeu.go.id",
    "kemenag": "kemenag.go.id",
    "kemendikbud": "kemdikbud.go.id",
    "kemendikdasmen": "kemendikdasmen.go.id",
    "kominfo": "kominfo.go.id",
    "komdigi": "komdigi.go.id",
    "prakerja": "prakerja.go.id",
    "bpjs": "bpjs-kesehatan.go.id",
    "bmkg": "bmkg.go.id",
    "bnpb": "bnpb.go.id",
    "dukcapil": "kemendagri.go.id",
    "beacukai": "beacukai.go.id",
    "bawaslu": "bawaslu.go.id",
    "mypertamina": "mypertamina.id",
    "pertamina": "pertamina.com",
    "bankmandiri": "bankmandiri.co.id",
}

# Outlets whose name is no everyday word, so that another ending or one letter changed tells.
OUTLETS = (
    "antaranews.com",
    "cnbcindonesia.com",
    "cnnindonesia.com",
    "detik.com",
    "katadata.co.id",
    "kumparan.com",
    "liputan6.com",
    "mediaindonesia.com",
    "okezone.com",
    "sindonews.com",
    "tribunnews.com",
    "turnbackhoax.id",
)

# Addresses that do not show where they lead. X's own t.co stands in every post there.
SHORTENERS = frozenset(
    {"bit.ly", "s.id", "tinyurl.com", "cutt.ly", "is.gd", "v.gd", "rb.gy", "tiny.cc", "gg.gg"}
    | {"shorturl.at", "rebrand.ly", "ow.ly", "t.ly", "shorturl.asia", "bitly.ws", "urlz.fr"}
)

# Ways to write to somebody that show no institution.
CHATS = frozenset(["wa.me", "api.whatsapp.com", "chat.whatsapp.com", "t.me", "telegram.me"])
