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
