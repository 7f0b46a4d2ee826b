"""What a citizen may send."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from tangkal.desk.portal.reports import LONGEST
from tangkal.desk.portal.tokens import read_token


class WebAddressField(forms.URLField):
    """An address that a browser opens: no ftp, no javascript, nothing else."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class ReportForm(forms.Form):
    """A question for a person to check. No name, no address, no number is asked for."""

    text = forms.CharField(
        label=_("What did you see?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Telephone numbers, identity numbers and e-mail addresses are removed."),
    )
    url = WebAddressField(
        label=_("Where did you see it?"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("The link, if you have it."),
    )
    token = forms.CharField(max_length=200, widget=forms.HiddenInput)  # see portal.tokens
    # No person sees this field (the template hides it); robots fill in what they find.
    website = forms.CharField(required=False)

    def clean_token(self) -> str:
        name = read_token(self.cleaned_data["token"])
        if name is None:
            raise forms.ValidationError(_("The page was open for long; please send it once more."))
        return name
