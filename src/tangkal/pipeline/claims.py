"""One source row → one known claim."""

from collections.abc import Mapping as Values
from datetime import datetime

from tangkal.kernel import InvalidRecord, KnownClaim
from tangkal.pipeline.identity import claim_id
from tangkal.pipeline.items import LONGEST_TEXT, as_text, clean
from tangkal.pipeline.mapping import Mapping
from tangkal.pipeline.moments import parse_day, zone_named
from tangkal.pipeline.options import IntakeOptions
from tangkal.pipeline.refusal import RowRefused
from tangkal.text.privacy import mask_personal_data

LONGEST_TITLE = 2_000


class ClaimMaker:
    """Makes known claims of one source."""

    def __init__(self, mapping: Mapping, options: IntakeOptions, *, now: datetime) -> None:
        self.mapping = mapping
        self.options = options
        self.now = now
        self._zone = zone_named(options.timezone)

    def make(self, values: Values[str, object]) -> KnownClaim:
        """The claim, personal data masked.

        Raises:
            RowRefused: no title, one as long as an article, or a date that is none.
        """
        given = self.mapping.pick(values)
        title = self._masked(given.get("title"))
        if not title:
            raise RowRefused("no title", "the row names no claim")
        if len(title) > LONGEST_TITLE:
            raise RowRefused(
                "title too long", f"the title has {len(title)} characters: is it the article?"
            )
        day = parse_day(given.get("published_on"), self._zone, self.now)
        url = as_text(given.get("url"))
        if url is not None and not url.startswith(("http://", "https://")):
            raise RowRefused("address not understood", f"{url[:100]!r} is no web address")
        publisher = as_text(given.get("publisher"))
        try:
            return KnownClaim(
                claim_id=claim_id(url=url, publisher=publisher, title=title, published_on=day),
                title=title,
                verdict=as_text(given.get("verdict")),
                publisher=publisher,
                url=url,
                published_on=day,
                language=as_text(given.get("language")),
                article_text=self._masked(given.get("article_text"))[:LONGEST_TEXT] or None,
            )
        except InvalidRecord as error:
            raise RowRefused("not a claim", str(error)) from error

    def for_quarantine(self, values: Values[str, object]) -> dict[str, object]:
        """The row as it may be kept."""
        return {
            column: self._masked(value) if isinstance(value, str) else value
            for column, value in values.items()
            if isinstance(value, str | int | float | None)
        }

    def _masked(self, value: object) -> str:
        return mask_personal_data(clean(as_text(value) or ""), self.options.public_handles)
