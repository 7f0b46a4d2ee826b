"""What somebody says about a source: where it is, and what its columns mean."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import TimeZone
from tangkal.kernel import SOURCE_KINDS
from tangkal.pipeline.mapping import FIELDS
from tangkal.sources import Kind

FIELD_LABELS = {
    "text": _("Text"),
    "title": _("Title"),
    "author": _("Account"),
    "author_name": _("Name of the account"),
    "platform": _("Platform"),
    "published_at": _("Published at"),
    "published_on": _("Published on"),
    "observed_at": _("Observed at"),
    "url": _("Address"),
    "native_id": _("Its own number"),
    "region_code": _("Region code"),
    "language": _("Language"),
    "reply_to": _("Answer to"),
    "shares": _("Shares"),
    "likes": _("Likes"),
    "views": _("Views"),
    "verdict": _("Verdict"),
    "publisher": _("Publisher"),
    "article_text": _("Article"),
    "author_is_public": _("Account is public"),
}
SOURCE_KIND_LABELS = {
    "aduan": _("Citizens’ reports"),
    "crawler": _("Monitoring tool"),
    "media": _("Media"),
    "lapor": _("SP4N-LAPOR!"),
    "daerah": _("Region"),
    "mitra": _("Partner"),
    "manual": _("Collected by hand"),
}
KINDS = [("", _("as guessed")), ("items", _("posts and other items")), ("claims", _("fact-checks"))]


class SourceForm(forms.Form):
    """A file or an address."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, JSON lines, Parquet, a feed (XML), a web page or a ClaimReview file."),
    )
    address = forms.URLField(
        label=_("or an address"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("A feed, a web page or a fact-check on the internet."),
    )

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        if not self.errors and bool(values.get("file")) == bool(values.get("address")):
            raise forms.ValidationError(_("Give either a file or an address."))
        return values


class AgreementForm(forms.Form):
    """How a source is read; one select a field of ours, named ``field-<name>``."""

    kind = forms.ChoiceField(label=_("What the rows are"), choices=KINDS, required=False)
    platform = forms.CharField(
        label=_("Platform of rows that name none"), required=False, max_length=40
    )
    source_kind = forms.ChoiceField(
        label=_("Where this comes from"),
        required=False,
        choices=[("", _("as guessed")), *((k, SOURCE_KIND_LABELS[k]) for k in SOURCE_KINDS)],
    )
    timezone = forms.ChoiceField(label=_("Clock of times without a zone"), choices=TimeZone.choices)
    is_exercise = forms.BooleanField(label=_("This is part of an exercise"), required=False)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        kind: Kind | None,
        columns: Sequence[str],
        guessed: Mapping[str, str],
        initial: Mapping[str, object],
    ) -> None:
        super().__init__(data, initial={**initial})
        self.mapped = list(FIELDS[kind]) if kind and columns else []
        choices = [("", _("– not used –")), *((column, column) for column in columns)]
        for name in self.mapped:
            self.fields[f"field-{name}"] = forms.ChoiceField(
                label=FIELD_LABELS.get(name, name),
                choices=choices,
                required=False,
                initial=guessed.get(name, ""),
            )

    def agreed(self) -> dict[str, object]:
        """What the pipeline needs, from a valid form."""
        values = dict(self.cleaned_data)
        by_hand = {
            name: values.pop(f"field-{name}")
            for name in self.mapped
            if f"field-{name}" in self.data
        }
        return {**values, "by_hand": by_hand}
