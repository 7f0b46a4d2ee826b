"""Forms of one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """Language and clock."""

    class Meta:
        model = User
        fields = ("language", "time_zone")
        help_texts = {"time_zone": _("Every moment on the desk is shown on this clock.")}


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from the app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )


class AppForm(forms.Form):
    """The first code of a new app, and a name to know it by."""

    name = forms.CharField(
        label=_("Name"), max_length=60, required=False, help_text=_("For example: office phone.")
    )
    code = forms.CharField(
        label=_("The code the app shows now"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(forms.Form):
    """A name for a new passkey; the browser adds its answer."""

    name = forms.CharField(
        label=_("Name"), max_length=60, required=False, help_text=_("For example: office laptop.")
    )
