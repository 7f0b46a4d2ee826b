"""Forms of pictures and videos judged with a claim."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.recognise.media.models import MediaBank
from tangkal.desk.ui.refusals import RefusableForm

ACCEPT = "image/png,image/jpeg,image/webp,image/gif,image/bmp,video/mp4,video/webm"


class MediaForm(RefusableForm):
    """A picture or video that was judged with a claim."""

    file = forms.FileField(
        label=_("Picture or video"),
        widget=forms.FileInput({"accept": ACCEPT}),
        help_text=_(
            "PNG, JPEG, WebP, GIF, BMP; MP4, WebM, AVI. At most 20 MB. Its fingerprint is kept,"
            " the file is not."
        ),
    )
    bank = forms.ModelChoiceField(MediaBank.objects.none(), label=_("Bank"), required=False)
    first_seen_on = forms.DateField(
        label=_("First seen in public"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("The earliest day that is known. Left empty, the day of adding counts."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bank = self.fields["bank"]
        assert isinstance(bank, forms.ModelChoiceField)
        bank.queryset = MediaBank.objects.all()
        bank.empty_label = None
        bank.initial = MediaBank.objects.first()
        if MediaBank.objects.count() < 2:
            del self.fields["bank"]


class BankForm(RefusableForm):
    """What makes a match in a bank, and why it was changed."""

    bits = forms.IntegerField(
        label=_("Bits of 256 that may differ"),
        min_value=0,
        max_value=80,
        help_text=_("For whole pictures; two that have nothing in common differ in about 128."),
    )
    details = forms.IntegerField(
        label=_("Details in one arrangement"),
        min_value=5,
        max_value=200,
        help_text=_("At least so many for a cut or a screenshot; fewer find more, and strangers."),
    )
    asked_share = forms.IntegerField(
        label=_("Percent of the asked video that the known one has"), min_value=1, max_value=100
    )
    known_share = forms.IntegerField(
        label=_("Percent of the known video that the asked one has"), min_value=0, max_value=100
    )
    why = forms.CharField(label=_("Reason"), max_length=300)


class NewBankForm(RefusableForm):
    name = forms.CharField(label=_("Name of a new bank"), max_length=80)
