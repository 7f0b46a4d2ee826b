"""A line's form: what its service needs."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.alerts.sending.telegram import TOKEN
from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline.models import Line

SHORTEST_SECRET = 24
_BOT = re.compile(r"[A-Za-z]\w{3,31}")
# Secrets by name; they are kept in the home and never shown again.
SECRETS: dict[str, dict[str, Promise]] = {
    Channel.TELEGRAM: {"token": lazy("The bot’s token")},
    Channel.WHATSAPP: {
        "token": lazy("Access token of the Cloud API"),
        "app_secret": lazy("App secret, which signs the calls"),
        "verify_token": lazy("Word for verifying the webhook (your choice)"),
    },
}


class LineForm(forms.ModelForm):  # type: ignore[type-arg]
    """One line of one service."""

    organisation = forms.ModelChoiceField(
        label=lazy("Organisation that speaks"), queryset=Organisation.objects.none()
    )

    class Meta:
        model = Line
        fields = ("sender_name", "address", "template", "template_language")
        labels = {
            "sender_name": lazy("Sender, as everybody reads it under each answer"),
            "template": lazy("Approved template for answers after a day (variables: sender, text)"),
            "template_language": lazy("The template’s language code"),
        }

    def __init__(
        self, channel: Channel, organisations: QuerySet[Organisation], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.channel, self.is_new = channel, self.instance.pk is None
        if channel == Channel.TELEGRAM:
            self.fields["address"].label = _("The bot’s user name")
            del self.fields["template"], self.fields["template_language"]
        else:
            self.fields["address"].label = _("Phone number id (of the Cloud API)")
        if self.is_new:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]
        for name, label in SECRETS[channel].items():
            self.fields[name] = forms.CharField(
                label=str(label),
                required=self.is_new,
                max_length=500,
                widget=forms.PasswordInput(
                    render_value=False, attrs={"autocomplete": "new-password"}
                ),
                help_text=""
                if self.is_new
                else _("Kept, and not shown. Fill in only to replace all of them."),
            )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip().removeprefix("@")
        if self.channel == Channel.TELEGRAM and not _BOT.fullmatch(address):
            raise ValidationError(_("A bot’s user name looks like CekFaktaBot."))
        if self.channel == Channel.WHATSAPP and not (address.isascii() and address.isdecimal()):
            raise ValidationError(_("The phone number id holds digits alone."))
        return address

    def clean_token(self) -> str:
        token = str(self.cleaned_data["token"]).strip()
        if token and self.channel == Channel.TELEGRAM and not TOKEN.fullmatch(token):
            raise ValidationError(_("A bot’s token looks like 123456:ABC…, as BotFather gave it."))
        return token

    def clean_app_secret(self) -> str:
        return self.long_enough("app_secret")

    def clean_verify_token(self) -> str:
        return self.long_enough("verify_token")

    def long_enough(self, name: str) -> str:
        secret = str(self.cleaned_data[name]).strip()
        if secret and len(secret) < SHORTEST_SECRET:
            raise ValidationError(_("At least 24 characters, so that nobody can guess it."))
        return secret

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        names = SECRETS[self.channel]
        if any(data.get(name) for name in names):
            for name in names:
                if not data.get(name) and name not in self.errors:
                    self.add_error(
                        name, _("All secrets are replaced together: enter this one too.")
                    )
        return data

    def secret(self) -> dict[str, str]:
        found = {name: str(self.cleaned_data.get(name, "")) for name in SECRETS[self.channel]}
        return {name: value for name, value in found.items() if value}

    def stored(self) -> dict[str, Any]:
        left_out = {"organisation", *SECRETS[self.channel]}
        return {name: self.cleaned_data[name] for name in self.fields if name not in left_out}
