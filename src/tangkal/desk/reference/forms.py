"""One form a kind: what a writer fills in, and the content that a version keeps.

A form's ``content()`` is what gets hashed, approved and published; ``initial_of`` is its way back.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import reference
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.forms import WebAddressField
from tangkal.desk.portal.models import (
    Clarification,
    ReferenceFile,
    ReferencePage,
    Statement,
)
from tangkal.desk.portal.words import CATEGORIES, PARTS
from tangkal.desk.reference.models import Entry
from tangkal.desk.ui.refusals import RefusableForm

LONG = 6000  # characters of one field
MOST_ROWS = 30
SEPARATOR = "|"
_dialled = re.compile(r"[+]?[0-9][0-9 ().\-]{1,24}")

Content = dict[str, Any]


def words(label: Any, *, rows: int = 4, most: int = LONG, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def dial(text: str) -> str:
    """A telephone number as a telephone takes it; "" for what is none.

    >>> dial("(021) 345-6789"), dial("119"), dial("@humas")
    ('0213456789', '119', '')
    """
    plain = text.strip().lstrip("(")
    return re.sub(r"[^0-9+]", "", plain) if _dialled.fullmatch(plain) else ""


class ReferenceForm(RefusableForm):
    """What every kind has."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=lazy("Title"), max_length=200)
    region = forms.ModelChoiceField(
        Region.objects.all(), label=lazy("Region"), required=False, empty_label=lazy("Everywhere")
    )
    # Before the fields that name other pages: those have to be of the same side.
    is_exercise = forms.BooleanField(
        label=lazy("This is an exercise"),
        required=False,
        help_text=lazy("Nothing of an exercise reaches the public. It cannot be changed later."),
    )

    def __init__(self, *args: Any, begun_as: bool | None = None, **kwargs: Any) -> None:
        """Take what a form takes.

        Args:
            begun_as: whether the entry was begun as an exercise; None for one that is begun now.
        """
        super().__init__(*args, **kwargs)
        self.begun_as = begun_as
        if "version" in self.initial:  # begun already, as one or the other
            self.fields.pop("is_exercise", None)

    def is_of_exercise(self) -> bool:
        """Which side the text is of; known once its field was cleaned."""
        if self.begun_as is not None:
            return self.begun_as
        return bool(self.cleaned_data.get("is_exercise"))

    def slugs(self, name: str, route: str, rows: QuerySet[Any]) -> list[str]:
        """The pages that a field's lines name, one a line.

        Raises:
            ValidationError: naming the line that leads nowhere, or to the other side.
        """
        is_drill = self.is_of_exercise()

        def check(row: str, slug: str) -> bool:
            found = rows.filter(slug=slug).first() if slug else None
            if found and found.is_exercise != is_drill and not settings.TANGKAL.is_demo:
                raise ValidationError(
                    _("“%(row)s” is real, and this is an exercise; name what belongs to one.")
                    if is_drill
                    else _("“%(row)s” belongs to an exercise; no public page names it."),
                    params={"row": row},
                )
            return found is not None

        return slugs_of(self.cleaned_data[name], route, check)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day lies before the first."))
        return found

    def content(self) -> Content:
        """The fields as JSON, in the form's order."""
        return {
            name: as_json(self.cleaned_data[name])
            for name in self.fields
            if name not in {"version", "upload"}
        }


def as_json(value: Any) -> Any:
    if isinstance(value, Region):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return without_controls(value.replace("\r\n", "\n"))
    return "" if value is None else value


def rows_of(text: str) -> list[str]:
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("%(found)d lines are too many; at most %(most)d are taken.")
            % {"found": len(rows), "most": MOST_ROWS}
        )
    return rows


def slugs_of(text: str, route: str, stands: Callable[[str, str], bool]) -> list[str]:
    """The slugs of addresses of ours, one a line; a bare slug is taken too.

    Args:
        text: the lines.
        route: the kind of page, as its address is called.
        stands: of a line and the slug in it, whether such a page stands; may refuse it too.

    Raises:
        ValidationError: naming the line that leads nowhere.
    """
    found = []
    for row in rows_of(text):
        path = "/" + row.split("//", 1)[-1].partition("/")[2] if "/" in row else ""
        slug = row
        if path:
            try:
                match = resolve(path.partition("?")[0])
            except Resolver404:
                match = None
            slug = match.kwargs["slug"] if match is not None and match.url_name == route else ""
        if not stands(row, slug):
            raise ValidationError(
                _("“%(row)s” is no page of this portal that stands; copy its address.")
                % {"row": row}
            )
        found.append(slug)
    return list(dict.fromkeys(found))


class HubForm(ReferenceForm):
    """An event: disaster, election, outbreak."""

    known = words(
        lazy("What is known, in short"),
        rows=6,
        most=1500,
        help_text=lazy(
            "Only what is confirmed. What is not known belongs here too, named as such."
        ),
    )
    channels = words(
        lazy("Official numbers and channels"),
        required=False,
        help_text=lazy("One a line: name | number or address. For example: BPBD | 117"),
    )
    starts_on = day(lazy("First day on the home page"))
    ends_on = day(lazy("Last day"), required=False)
    category = forms.ChoiceField(
        label=lazy("Gather clarifications of this topic"),
        required=False,
        help_text=lazy(
            "With a topic or a region chosen, clarifications come in by themselves; without "
            "either, only those pinned below."
        ),
    )
    since = day(lazy("Published from this day on"), required=False)
    until = day(lazy("Published until this day"), required=False)
    pinned = words(
        lazy("Clarifications on top"),
        required=False,
        help_text=lazy("Their addresses on the portal, one a line."),
    )
    statements = words(
        lazy("First statements"),
        required=False,
        help_text=lazy("Their addresses on the portal, one a line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", _("No topic"))]
        self.fields["category"].choices = [*none, *CATEGORIES.items()]  # type: ignore[attr-defined]

    def clean_channels(self) -> list[dict[str, str]]:
        found = []
        for row in rows_of(self.cleaned_data["channels"]):
            name, mark, value = (part.strip() for part in row.partition(SEPARATOR))
            if not (mark and name and value):
                raise ValidationError(
                    _("“%(row)s” is not of the form: name | number or address.") % {"row": row}
                )
            found.append({"name": name[:120], "value": value[:300], "dial": dial(value)})
        return found

    def clean_pinned(self) -> list[str]:
        published = Clarification.objects.filter(state=Clarification.State.PUBLISHED)
        return self.slugs("pinned", "clarification", published)

    def clean_statements(self) -> list[str]:
        standing = Statement.objects.filter(state=Statement.State.PUBLISHED)
        return self.slugs("statements", "statement", standing)


class ServiceForm(ReferenceForm):
    """An office, hotline or information service."""

    purpose = words(lazy("What it is for"), most=1500)
    office = forms.CharField(label=lazy("Office"), max_length=200)
    telephone = forms.CharField(label=lazy("Telephone"), max_length=60, required=False)
    address = words(lazy("Where it is"), rows=2, most=400, required=False)
    hours = words(lazy("When it is open"), rows=2, most=300, required=False)
    url = WebAddressField(
        label=lazy("Web page"), required=False, max_length=500, assume_scheme="https"
    )
    reviewed_on = day(
        lazy("Last checked on"),
        help_text=lazy("The day somebody called or looked. After 180 days readers are warned."),
    )

    def clean_reviewed_on(self) -> date:
        found: date = self.cleaned_data["reviewed_on"]
        if found > timezone.localdate():
            raise ValidationError(_("%(day)s lies ahead.") % {"day": found})
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not any(found.get(name) for name in ("telephone", "address", "url")):
            self.add_error(None, _("Give a telephone number, a place or a web page."))
        return found

    def content(self) -> Content:
        found = super().content()
        return found | {"dial": dial(found["telephone"])}


class DocumentForm(ReferenceForm):
    """A guide (juknis) or public document."""

    summary = words(lazy("What it says, in short"), most=1500)
    office = forms.CharField(label=lazy("Office that issued it"), max_length=200)
    starts_on = day(lazy("Date of the document"))
    number = forms.CharField(label=lazy("Number or version"), max_length=80, required=False)
    supersedes = forms.CharField(
        label=lazy("Takes the place of"),
        max_length=300,
        required=False,
        help_text=lazy("The older document’s address on the portal."),
    )
    upload = forms.FileField(
        label=lazy("File"),
        required=False,
        help_text=lazy("PDF, CSV, TXT, PNG or JPEG, at most 20 MB. Leave empty to keep the file."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.csv,.txt,.png,.jpg,.jpeg"}),
    )
    file = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean_supersedes(self) -> str:
        older = reference.on_any_side(ReferencePage.Kind.DOCUMENT)
        found = self.slugs("supersedes", "document", older)
        return found[0] if found else ""

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        named = found.get("file", "")
        if not named and not found.get("upload"):
            self.add_error("upload", _("Choose the document’s file."))
        elif named and not ReferenceFile.objects.filter(sha256=named).exists():
            self.add_error("upload", _("The file %(sha256)s is not kept here.") % {"sha256": named})
        return found


class AboutForm(ReferenceForm):
    """What the office says of itself on "How we check", beside what holds for all.

    An office has one such page and says there who it is: nothing to rehearse.
    """

    is_exercise = None  # type: ignore[assignment]
    independence = words(lazy("Who we are, and what we cannot decide"), required=False)
    method = words(lazy("What is particular to how this office checks"), required=False)
    corrections = words(lazy("How this office corrects itself"), required=False)
    contacts = words(lazy("How to reach us"), required=False)
    funding = words(lazy("Who pays, and to whom we answer"), required=False)
    licence = words(lazy("Licence, where it is not CC BY 4.0"), rows=2, most=600, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        names = ("independence", "method", "corrections", "contacts", "funding", "licence")
        if not any(found.get(name) for name in names):
            self.add_error(None, _("Fill in at least one part."))
        return found


class TranslationForm(RefusableForm):
    """A clarification's words in another language, part by part beside the original."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput)
    headline = forms.CharField(label=lazy("Headline"), max_length=200)
    claim_text = words(lazy("The claim"), rows=2)

    def __init__(self, *args: Any, original: Clarification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.original = original
        self.fields["edition"].initial = original.edition
        for part in original.parts:
            if part["text"].strip():
                self.fields[f"part_{part['key']}"] = words(PARTS.get(part["key"], part["key"]))

    def originals(self) -> list[tuple[Any, str]]:
        """Each field with the words it translates."""
        told = {f"part_{part['key']}": part["text"] for part in self.original.parts}
        told |= {"headline": self.original.headline, "claim_text": self.original.claim_text}
        return [(self[name], told[name]) for name in self.fields if name in told]

    def content(self) -> Content:
        cleaned = {name: as_json(value) for name, value in self.cleaned_data.items()}
        parts = [
            {"key": part["key"], "text": cleaned.get(f"part_{part['key']}", "")}
            for part in self.original.parts
        ]
        return {
            "edition": cleaned["edition"],
            "headline": cleaned["headline"],
            "claim_text": cleaned["claim_text"],
            "parts": parts,
        }


FORMS: Mapping[str, type[ReferenceForm]] = {
    Entry.Kind.HUB: HubForm,
    Entry.Kind.SERVICE: ServiceForm,
    Entry.Kind.DOCUMENT: DocumentForm,
    Entry.Kind.ABOUT: AboutForm,
}


def initial_of(content: Mapping[str, Any]) -> Content:
    """A version's content as its form shows it."""
    found = dict(content)
    if "channels" in found:
        found["channels"] = "\n".join(
            f"{each['name']} {SEPARATOR} {each['value']}" for each in found["channels"]
        )
    for name in ("pinned", "statements"):
        if name in found:
            found[name] = "\n".join(found[name])
    for part in found.get("parts", []):
        found[f"part_{part['key']}"] = part["text"]
    return found
