"""Languages in which an answer can be read, by BCP 47 tag, each in its own name."""

# The national language, those of Indonesia with most speakers, and visitors' languages.
OWN_NAMES = {
    "id": "Bahasa Indonesia",
    "en": "English",
    "jv": "Basa Jawa",
    "su": "Basa Sunda",
    "mad": "Basa Madhurâ",
    "min": "Baso Minangkabau",
    "bug": "Basa Ugi",
    "mak": "Basa Mangkasara’",
    "bjn": "Bahasa Banjar",
    "ace": "Bahsa Acèh",
    "ban": "Basa Bali",
    "sas": "Base Sasak",
    "bbc": "Hata Batak Toba",
    "btx": "Cakap Karo",
    "nij": "Bahasa Dayak Ngaju",
    "gor": "Bahasa Hulontalo",
    "tet": "Tetun",
    "pmy": "Melayu Papua",
    "ms": "Bahasa Melayu",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "ar": "العربية",
    "nl": "Nederlands",
    "ja": "日本語",
}
RIGHT_TO_LEFT = frozenset({"ar"})


def own_name(tag: str) -> str:
    """How its speakers call a language; the tag itself where we do not know.

    >>> own_name("jv"), own_name("xx")
    ('Basa Jawa', 'xx')
    """
    return OWN_NAMES.get(tag, tag)


def direction(tag: str) -> str:
    """For the ``dir`` attribute: "rtl" or "ltr"."""
    return "rtl" if tag in RIGHT_TO_LEFT else "ltr"
