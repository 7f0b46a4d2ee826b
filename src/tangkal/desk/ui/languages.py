"""Languages of texts, named for the reader; the codes are those the detector gives."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# tangkal.text.language has the same codes; it is not imported here, because it compiles.
NAMES = {
    "id": gettext_lazy("Indonesian"),
    "jv": gettext_lazy("Javanese"),
    "su": gettext_lazy("Sundanese"),
    "min": gettext_lazy("Minangkabau"),
    "ban": gettext_lazy("Balinese"),
    "bjn": gettext_lazy("Banjarese"),
    "ms": gettext_lazy("Malay"),
    "en": gettext_lazy("English"),
    "mul": gettext_lazy("mixed with English"),
}


def language_name(code: str | None) -> str:
    """A code in words; a code of the rest of the world as it is; and where there is none, that."""
    return str(NAMES.get(code, code)) if code else _("language not told")


def language_choices() -> list[tuple[str, str]]:
    """Every language a text can be told to be in, for a filter."""
    return [(code, str(name)) for code, name in NAMES.items()]
