"""One source row → one row of the INTAKE table: cleaned, checked, masked, pseudonymised."""

import re
from collections.abc import Mapping as Values
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tangkal.pipeline.counts import parse_count
from tangkal.pipeline.identity import item_id
from tangkal.pipeline.mapping import Mapping
from tangkal.pipeline.missing import is_missing
from tangkal.pipeline.moments import parse_moment, zone_named
from tangkal.pipeline.options import IntakeOptions
from tangkal.pipeline.platforms import platform_name, platform_of
from tangkal.pipeline.refusal import RowRefused
from tangkal.pipeline.regions import check_region
from tangkal.text.privacy import Pseudonymiser, mask_personal_data, strip_handle

LONGEST_TEXT = 200_000
PSEUDONYM = "pseudonym:"  # marks an author already hashed, in quarantine only

_control = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_yes = {"1", "true", "yes", "y", "ya", "benar"}


class ItemMaker:
    """Makes items of one source; remembers contents to tell equal rows apart."""

    def __init__(
        self,
        mapping: Mapping,
        options: IntakeOptions,
        pseudonymiser: Pseudonymiser,
        *,
        source: str,
        source_kind: str,
        now: datetime,
        is_outlet: bool = False,
        from_quarantine: bool = False,
    ) -> None:
        self.mapping = mapping
        self.options = options
        self.source = source
        self.source_kind = source_kind
        self.now = now
        self._pseudonymiser = pseudonymiser
        self._zone = zone_named(options.timezone)
        self._platform = platform_name(options.platform) if options.platform else None
        self._public_handles = options.public_handles
        self._is_outlet = is_outlet
        self._from_quarantine = from_quarantine
        self._first: set[str] = set()
        self._again: dict[str, int] = {}

    def make(self, values: Values[str, object]) -> dict[str, Any]:
        """The INTAKE row.

        Raises:
            RowRefused: no text, or a value that cannot be what its field means.
        """
        given = self.mapping.pick(values)
        row = self._words(given)
        row["published_at"] = parse_moment(given.get("published_at"), self._zone, self.now)
        row["region_code"] = check_region(given.get("region_code"))
        for name in ("shares", "likes", "views"):
            row[name] = parse_count(given.get(name), name)
        row["observed_at"] = self.now
        row["source"] = self.source
        row["source_kind"] = self.source_kind
        row["is_exercise"] = self.options.is_exercise
        row["declared_language"] = _language(given.get("language"))
        row["item_id"] = self._name(row, as_text(given.get("native_id")))
        reply_to = as_text(given.get("reply_to"))
        row["reply_to"] = (
            item_id(platform=row["platform"], native_id=reply_to) if reply_to else None
        )
        return row

    def remember(self, values: Values[str, object]) -> None:
        """Count a row read in an earlier run, so that later equal rows get their numbers."""
        native = self.mapping.fields.get("native_id")
        if native is not None and as_text(values.get(native)):
            return
        try:
            self.make(values)
        except RowRefused:
            return  # it went to quarantine then, and took no number

    def known_name(self, values: Values[str, object]) -> str | None:
        """The item's name where its own id gives one although other fields are refused."""
        given = self.mapping.pick(values)
        native_id = as_text(given.get("native_id"))
        try:
            return self._name(self._words(given), native_id) if native_id else None
        except RowRefused:
            return None

    def for_quarantine(self, values: Values[str, object]) -> dict[str, object]:
        """The row as it may be kept: texts masked, account names hashed or taken out."""
        author = self.mapping.fields.get("author")
        name = self.mapping.fields.get("author_name")
        mapped = set(self.mapping.fields.values())
        kept: dict[str, object] = {}
        for column, value in values.items():
            if column == author and value is not None:
                kept[column] = self._kept_author(values, value)
            elif column == name:
                kept[column] = value if self._author_of(values)[1] else None
            elif column not in mapped and _names_a_person(column):
                kept[column] = None
            elif isinstance(value, str):
                kept[column] = mask_personal_data(clean(value), self._public_handles)
            else:
                kept[column] = value if isinstance(value, int | float | None) else str(value)
        return kept

    def _kept_author(self, values: Values[str, object], value: object) -> object:
        author, public_name = self._author_of(values)
        return value if public_name else f"{PSEUDONYM}{author}"

    def _author_of(self, values: Values[str, object]) -> tuple[str | None, str | None]:
        """The author of a row whose other fields may be refused."""
        given = self.mapping.pick(values)
        try:
            url = self._url(given.get("url"))
        except RowRefused:
            url = None
        return self._author(given, self._platform_of(given, url))

    def _words(self, given: Values[str, object]) -> dict[str, Any]:
        title = self._masked(given.get("title"), "title") or None
        text = self._masked(given.get("text"), "text")
        if not text and not title:
            raise RowRefused("no text", "the row has neither text nor title")
        url = self._url(given.get("url"))
        platform = self._platform_of(given, url)
        author, author_name = self._author(given, platform)
        if url is not None:
            url = strip_handle(url, self._public_handles)
        return {
            "title": title,
            "text": text,
            "url": url,
            "platform": platform,
            "author": author,
            "author_name": author_name,
        }

    def _masked(self, value: object, field: str) -> str:
        given = as_text(value)
        if given is None:
            return ""
        text = clean(given)
        if len(text) > LONGEST_TEXT:
            raise RowRefused(
                f"{field} too long",
                f"the {field} has {len(text)} characters, at most {LONGEST_TEXT}",
            )
        return mask_personal_data(text, self._public_handles)

    def _platform_of(self, given: Values[str, object], url: str | None) -> str:
        if named := as_text(given.get("platform")):
            return platform_name(named)[:40]
        if self._platform:
            return self._platform
        return platform_of(url) if url else "unknown"

    def _url(self, value: object) -> str | None:
        text = as_text(value)
        if text is None:
            return None
        whole = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(whole)
            sound = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
        except ValueError:
            sound = False
        if not sound or " " in whole:
            raise RowRefused("address not understood", f"{text[:100]!r} is no web address")
        return whole

    def _author(self, given: Values[str, object], platform: str) -> tuple[str | None, str | None]:
        """The keyed hash, and the name where the account was declared public."""
        handle = as_text(given.get("author"))
        if handle is None:
            return None, None
        if self._from_quarantine and handle.startswith(PSEUDONYM):
            return handle.removeprefix(PSEUDONYM), None
        declared = str(given.get("author_is_public") or "").strip().lower() in _yes
        public = (
            declared
            or self._from_quarantine  # a handle kept there was public when it came
            or self._is_outlet
            or self.options.is_public(platform, handle)
        )
        shown = as_text(given.get("author_name"))
        return self._pseudonymiser.author(platform, handle), (shown or handle) if public else None

    def _name(self, row: Values[str, Any], native_id: str | None) -> str:
        if native_id:
            return item_id(
                platform=row["platform"],
                native_id=native_id,
                title=row["title"],
                text=row["text"],
            )
        content: dict[str, Any] = {
            key: row[key] for key in ("platform", "author", "published_at", "title", "text", "url")
        }
        name = item_id(native_id=None, **content)
        if name not in self._first:
            self._first.add(name)
            return name
        self._again[name] = self._again.get(name, 1) + 1
        return item_id(native_id=None, occurrence=self._again[name], **content)


def clean(text: str) -> str:
    """Text that every store accepts: without control characters and lone surrogates."""
    return _control.sub("", text).strip()


def as_text(value: object) -> str | None:
    """A value as text; None for nothing. Numbers that came as 17.0 were 17."""
    if is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _language(value: object) -> str | None:
    text = as_text(value)
    return text.lower()[:16] if text else None


def _names_a_person(column: str) -> bool:
    """Columns that hold people rather than what they said; nothing here needs them."""
    words = set(re.split(r"[\W_]+", column.lower()))
    return bool(
        words
        & {"author", "user", "username", "akun", "account", "nama", "name", "fullname", "penulis",
           "pengirim", "pelapor", "nik", "ktp", "telp", "telepon", "phone", "hp", "email",
           "screen", "sender", "profile", "uniqueid", "nickname", "bio"}
    ) and "public" not in words and "publik" not in words  # fmt: skip
