"""What to be told of, how often, and where to."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Region
from tangkal.desk.following.commands import Pair
from tangkal.desk.following.models import Rhythm
from tangkal.desk.portal.tokens import read_token
from tangkal.desk.portal.words import CATEGORIES


class ChoicesForm(forms.Form):
    """Topics in regions; nothing ticked is everything."""

    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        choices=list(CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to be told of all."),
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_(
            "Choose none for the whole country. A province holds its regencies and cities;"
            " for one of these alone, begin on its own page."
        ),
    )
    with_province = forms.BooleanField(
        label=_("Also what concerns the whole province of a regency or city"), required=False
    )
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm, widget=forms.RadioSelect, initial=Rhythm.DAILY
    )

    def __init__(self, *args: Any, districts: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Region.objects.filter(level=Region.Level.PROVINCE).order_by("name")
        named = list(rows.values_list("code", "name"))
        if districts:
            own = Region.objects.filter(code__in=districts, parent__isnull=False)
            named = [*own.order_by("name").values_list("code", "name"), *named]
        self.fields["regions"].choices = named  # type: ignore[attr-defined]

    def pairs(self) -> list[Pair]:
        topics = self.cleaned_data["topics"] or [""]
        regions = self.cleaned_data["regions"] or [""]
        return [(topic, region) for topic in topics for region in regions]


class FollowForm(ChoicesForm):
    """The same with an e-mail address; it is confirmed from there before anything holds."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    token = forms.CharField(max_length=200, widget=forms.HiddenInput)  # see portal.tokens
    website = forms.CharField(required=False)  # no person sees this field

    field_order = ("email", "topics", "regions", "with_province", "rhythm")

    def clean_token(self) -> str:
        name = read_token(self.cleaned_data["token"])
        if name is None:
            raise forms.ValidationError(_("The page was open for long; please send it once more."))
        return name
