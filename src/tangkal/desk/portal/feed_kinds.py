"""RSS and Atom with the languages of an answer.

Atom allows an entry several alternate links, told apart by `hreflang` (RFC 4287, 4.2.7.2). RSS 2.0
knows one link an item, so its further ones are Atom's, by the namespace that RSS feeds declare for
their own address anyway. A feed of one language says so for the whole of it.
"""

from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

Reading = tuple[str, str]  # language tag, whole address


class InLanguages:
    """What both kinds do alike."""

    item_link_name = "link"

    def __init__(self, *args: Any, in_language: str = "", **kwargs: Any) -> None:
        if in_language:
            kwargs["language"] = in_language
        super().__init__(*args, **kwargs)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)  # type: ignore[misc]
        for tag, address in item.get("readings", ()):
            link = {"rel": "alternate", "hreflang": tag, "href": address, "type": "text/html"}
            handler.addQuickElement(self.item_link_name, None, link)


class Rss(InLanguages, Rss201rev2Feed):
    item_link_name = "atom:link"


class Atom(InLanguages, Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """An entry's own language, where it is not the feed's."""
        found: dict[str, str] = super().item_attributes(item)
        language = item.get("language", "")
        return found | ({"xml:lang": language} if language != self.feed["language"] else {})
