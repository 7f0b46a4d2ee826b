"""Forms of the fast lane: a template's words, and the places of a statement."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.strategic_communication.labels import PARTS, PLACES
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.strategic_communication import holding as elements

HOLDS = timedelta(days=180)


class TemplateForm(RefusableForm):
    """The words of a first statement, with places to fill, and the day until which they hold."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("For which kind of event?")
    )
    valid_until = forms.DateField(
        label=_("Holds until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].initial = timezone.localdate() + HOLDS
        for part in elements.PARTS:
            places = ", ".join(f"{{{place}}}" for place in elements.PLACES.get(part, ()))
            self.fields[f"part_{part}"] = forms.CharField(
                label=str(PARTS[part]),
                help_text=_("Must hold: %(places)s") % {"places": places} if places else "",
                widget=forms.Textarea({"rows": 2}),
                max_length=2000,
            )

    def parts(self) -> dict[str, str]:
        return {part: self.cleaned_data[f"part_{part}"] for part in elements.PARTS}


class HoldingForm(RefusableForm):
    """One field a place; what is left open is refused when it is to be published."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    next_update_at = forms.DateTimeField(
        label=_("Next update"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Announced in the text; readers hold you to it."),
    )

    def __init__(self, *args: Any, places: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            self.fields[f"place_{place}"] = forms.CharField(
                label=str(PLACES.get(place, place)),
                required=False,
                max_length=1500,
                widget=forms.Textarea({"rows": 2}),
            )
        self.order_fields([*(f"place_{place}" for place in places), "next_update_at"])

    def values(self) -> dict[str, str]:
        return {place: self.cleaned_data[f"place_{place}"] for place in self.places}
