"""What a citizen may send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.portal.reports import LONGEST


class ReportForm(forms.Form):
    """A question for a person to check. No name, no address, no number is asked for."""

    text = forms.CharField(
        label=_("What did you see?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Telephone numbers, identity numbers and e-mail addresses are removed."),
    )
    url = forms.URLField(
        label=_("Where did you see it?"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("The link, if you have it."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.HiddenInput)  # for robots only
