"""Forms of spreads: one place, many at once, newer figures, taking one out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.cases.models import Case
from tangkal.desk.cases.spreads.commands import Seen
from tangkal.desk.cases.spreads.figures import MOST, NAMES, Figures
from tangkal.desk.ui.refusals import RefusableForm

LOCAL = {"type": "datetime-local"}
FORMAT = "%Y-%m-%dT%H:%M"


def count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST)


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(LOCAL, format=FORMAT)
    return forms.DateTimeField(label=label, required=False, widget=widget, **more)


class FiguresForm(RefusableForm):
    at = moment(_("As of"), help_text=_("Left empty: now."))
    views = count(_("Views"))
    shares = count(_("Shares"))
    likes = count(_("Likes"))
    comments = count(_("Comments"))

    def figures(self) -> Figures:
        values = self.cleaned_data
        numbers = {name: values[name] for name in NAMES}
        return Figures(at=values["at"] or timezone.now(), **numbers)


class SpreadForm(FiguresForm):
    url = forms.CharField(
        label=_("Address of the post or page"),
        required=False,
        max_length=1000,
        help_text=_("A private poster’s name is taken out before it is stored."),
    )
    platform = forms.CharField(
        label=_("Platform"),
        required=False,
        max_length=40,
        help_text=_("Left empty: told from the address."),
    )
    published_at = moment(_("First published"))
    claim = forms.ModelChoiceField(
        Case.objects.none(), label=_("Claim"), required=False, empty_label=_("Not said")
    )
    evidence = forms.ModelChoiceField(
        Case.objects.none(),
        label=_("Evidence that shows it"),
        required=False,
        empty_label=_("None yet"),
        help_text=_("Needed where there is no address, as of a chain letter."),
    )
    is_public_institution = forms.BooleanField(
        label=_("An institution or a news outlet published it"), required=False
    )
    publisher = forms.CharField(
        label=_("Its name"),
        required=False,
        max_length=200,
        help_text=_("Only of institutions and outlets; never of a private person."),
    )
    field_order = (
        "url",
        "platform",
        "published_at",
        "claim",
        "evidence",
        "is_public_institution",
        "publisher",
        "at",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].queryset = case.claims.all()  # type: ignore[attr-defined]
        self.fields["evidence"].queryset = case.evidence.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("publisher") and not values.get("is_public_institution"):
            self.add_error(
                "publisher",
                _("Names are kept of institutions and outlets alone: tick the box, or leave it."),
            )
        if not values.get("url") and not values.get("evidence"):
            raise ValidationError(
                _("Give the address of the post, or choose the evidence that shows it.")
            )
        return values

    def seen(self) -> Seen:
        values = self.cleaned_data
        shown = self.figures()
        names = ("url", "platform", "publisher", "is_public_institution", "published_at")
        return Seen(
            **{name: values[name] for name in names}, figures=None if shown.is_empty else shown
        )


class ManyForm(RefusableForm):
    rows = forms.CharField(
        label=_("Addresses, or a table"),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_(
            "One address a line; or a table whose heading names url and any of platform, "
            "published_at, views, shares, likes, comments."
        ),
    )
    file = forms.FileField(label=_("Or a CSV file"), required=False)

    def text(self) -> str:
        """What was sent: the file where there is one.

        Raises:
            ValidationError: the file is no text of ours.
        """
        upload = self.cleaned_data["file"]
        if not upload:
            return str(self.cleaned_data["rows"])
        try:
            return bytes(upload.read(1_000_001)).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("The file is no UTF-8 text; save it as CSV UTF-8.")) from None
