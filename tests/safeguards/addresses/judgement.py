"""Addresses of judgement, of the way of a message, and of first statements."""

from tests.safeguards.answers import PUBLIC

TABLE = {
    "statements": PUBLIC,
    "statement": PUBLIC,
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """One of everything that these addresses lead to."""
    from tangkal.desk.portal.statements import StatementText, publish_statement

    text = StatementText(
        headline="Pernyataan awal",
        parts=(("confirmed", "Air naik."),),
        language="id",
        reference=case.number,
    )
    shown = publish_statement(text, issuer=case.lead_organisation, by=people["penyetuju"])
    return {"statement": {"slug": shown.slug}}
