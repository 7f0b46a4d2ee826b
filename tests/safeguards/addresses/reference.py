"""What the public looks up: everybody reads the portal, writers write, approvers publish."""

from datetime import date

from tangkal.desk.portal import reference, translations
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.reference import PageText
from tangkal.desk.portal.translations import TranslatedText
from tangkal.desk.reference import commands
from tangkal.desk.reference.files import keep_file
from tests.desk.reference.conftest import DOCUMENT, HUB, SERVICE, a_pdf
from tests.safeguards.answers import LOOK, NO, PUBLIC, READING, WRITING, own, roles

SEE = (own(READING), NO)

TABLE = {
    "hubs": PUBLIC,
    "hub": PUBLIC,
    "hub-rss": PUBLIC,
    "services": PUBLIC,
    "service": PUBLIC,
    "service-json": PUBLIC,
    "document-json": PUBLIC,
    "data-services-json": PUBLIC,
    "data-services-csv": PUBLIC,
    "data-documents-json": PUBLIC,
    "data-documents-csv": PUBLIC,
    "documents": PUBLIC,
    "document": PUBLIC,
    "document-file": PUBLIC,
    "translation": PUBLIC,
    "references": LOOK,  # filtered by office
    "reference-new": (roles(WRITING), roles(WRITING, 422)),
    # No language is named: back to the list, whoever may begin one.
    "reference-translate": (roles(WRITING, 302), roles(WRITING, 302)),
    "reference": SEE,
    "reference-file": SEE,
    "reference-edit": (own(WRITING), own(WRITING, 422)),
    "reference-step": (NO, own(READING, 409)),  # an empty form carries no version
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A page of each kind on the portal, a translation, and a draft of a document."""
    writer = people["penyusun"]
    office = writer.organisation
    kept = keep_file(a_pdf(), by=writer)
    content = DOCUMENT | {"file": kept.sha256}

    def page(kind, filled):
        rest = {k: v for k, v in filled.items() if k not in commands.NAMED_APART}
        text = PageText(kind=kind, title=filled["title"], content=rest, starts_on=date(2026, 1, 1))
        made = reference.publish_page(text, issuer=office, by=people["penyetuju"])
        return {"slug": made.slug}

    hub, document = page("hub", HUB), page("document", content)
    service = page("service", SERVICE)
    answer = Clarification.objects.order_by("pk").first()
    words = TranslatedText(
        language="jv", edition=answer.edition, headline="Rega tetep", claim_text="Mundhak", parts=()
    )
    translations.publish_translation(answer, words, by=people["penyetuju"])
    draft = commands.begin("document", content, office=office, by=writer)
    on = {"entry_id": draft.pk}
    return {
        "hub": hub,
        "hub-rss": hub,
        "service": service,
        "service-json": service,
        "document": document,
        "document-json": document,
        "document-file": document | {"sha256": kept.sha256},
        "translation": {"slug": answer.slug, "language": "jv"},
        "reference-new": {"kind": "service"},
        "reference-translate": {"slug": answer.slug},
        "reference": on,
        "reference-edit": on,
        "reference-file": on | {"sha256": kept.sha256},
        "reference-step": on | {"action": "submit"},
    }
