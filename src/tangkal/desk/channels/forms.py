"""An outlet's form: only what its kind needs."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.alerts.sending.base import Undeliverable
from tangkal.desk.alerts.sending.hosts import split_server
from tangkal.desk.alerts.sending.telegram import TOKEN
from tangkal.desk.channels import press_contacts
from tangkal.desk.channels.models import Kind, Outlet, PressContact

MOST_READERS = {Kind.EMAIL: 2000, Kind.WHATSAPP: 1000}
SHORTEST_SECRET = 24
_NUMBER = re.compile(r"\+[1-9]\d{7,14}")  # E.164
_CHAT = re.compile(r"@[A-Za-z]\w{3,31}|-?\d{5,20}")

FIELDS: dict[str, tuple[str, ...]] = {
    Kind.EMAIL: ("server", "security", "username", "sender", "recipients"),
    Kind.TELEGRAM: ("address",),
    Kind.WHATSAPP: (
        "address",
        "template",
        "recall_template",
        "template_language",
        "recipients",
    ),
    Kind.WEBSITE: (),
}
# Secrets by name, and what each is; they are kept in the home and never shown again.
SECRETS: dict[str, dict[str, Promise]] = {
    Kind.EMAIL: {"password": lazy("Password of the mail account")},
    Kind.TELEGRAM: {"token": lazy("The bot’s token")},
    Kind.WHATSAPP: {
        "token": lazy("Access token of the Cloud API"),
        "app_secret": lazy("App secret, which signs receipts"),
        "verify_token": lazy("Word for verifying the webhook (your choice)"),
    },
    Kind.WEBSITE: {},
}
NEEDED = {Kind.EMAIL: ("server", "sender", "recipients"), Kind.TELEGRAM: ("address",)}
NEEDED |= {Kind.WHATSAPP: ("address", "template", "template_language", "recipients")}
NEEDED_SECRETS = {Kind.TELEGRAM: ("token",), Kind.WHATSAPP: ("token", "app_secret")}


_TELEPHONE = re.compile(r"\+?\d[\d ().-]{4,38}\d")


class PressContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom newsrooms ask: a person or a post, and a way to reach them."""

    class Meta:
        model = PressContact
        fields = press_contacts.FIELDS
        help_texts = {
            "name": lazy("Of a person, only where they agreed to be named in public."),
            "hours": lazy("For instance: every day 07.00–21.00 WIB."),
        }

    def clean_phone(self) -> str:
        phone = " ".join(str(self.cleaned_data["phone"]).split())
        if phone and not _TELEPHONE.fullmatch(phone):
            raise ValidationError(
                _("Write it as a newsroom dials it, for instance +62 21 555 0100.")
            )
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("name") or data.get("role") or {"name", "role"} & self.errors.keys()):
            self.add_error("role", _("Name a person or a post, so that callers know whom to ask."))
        if not (data.get("phone") or data.get("email") or {"phone", "email"} & self.errors.keys()):
            self.add_error("phone", _("Give a telephone number or an e-mail address."))
        return data

    def stored(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]).strip() for name in press_contacts.FIELDS}


class OutletForm(forms.ModelForm):  # type: ignore[type-arg]
    """One outlet of one kind."""

    organisation = forms.ModelChoiceField(
        label=lazy("Organisation that speaks"), queryset=Organisation.objects.none()
    )

    class Meta:
        model = Outlet
        fields = (
            "name",
            "sender_name",
            "server",
            "security",
            "username",
            "sender",
            "address",
            "template",
            "recall_template",
            "template_language",
            "recipients",
            "is_exercise",
        )
        labels = {
            "name": lazy("Name of the outlet, as the desk shows it"),
            "sender_name": lazy("Sender, as every reader sees it"),
            "server": lazy("Mail server (host:port)"),
            "security": lazy("Encryption"),
            "username": lazy("User name at the mail server"),
            "sender": lazy("Sender’s address"),
            "template": lazy("Approved template (variables: sender, text)"),
            "recall_template": lazy("Approved template for withdrawals (same variables)"),
            "template_language": lazy("The templates’ language code"),
            "recipients": lazy("Receivers, one a line; people who asked for it"),
            "is_exercise": lazy("For exercises alone"),
        }
        widgets = {"recipients": forms.Textarea(attrs={"rows": 6})}

    def __init__(
        self, kind: Kind, organisations: QuerySet[Organisation], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.is_new = kind, self.instance.pk is None
        always = {"name", "sender_name", "is_exercise", "organisation"}
        for name in set(self.fields) - always - set(FIELDS[kind]):
            del self.fields[name]
        for name in NEEDED.get(kind, ()):
            self.fields[name].required = True
        if kind == Kind.TELEGRAM:
            self.fields["address"].label = _("Channel (@name or number)")
        if kind == Kind.WHATSAPP:
            self.fields["address"].label = _("Phone number id (of the Cloud API)")
        if self.is_new:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]
            del self.fields["is_exercise"]  # what went out as an exercise stays one
        self.add_secrets()

    def add_secrets(self) -> None:
        for name, label in SECRETS[self.kind].items():
            self.fields[name] = forms.CharField(
                label=str(label),
                required=self.is_new and name in NEEDED_SECRETS.get(self.kind, ()),
                max_length=500,
                widget=forms.PasswordInput(
                    render_value=False, attrs={"autocomplete": "new-password"}
                ),
                help_text=_("Kept, and not shown. Fill in only to replace all of them.")
                if self.instance.secret_name
                else "",
            )

    def clean_server(self) -> str:
        try:
            split_server(self.cleaned_data["server"], 587)
        except Undeliverable:
            raise ValidationError(
                _("Write host:port, for instance surel.contoh.go.id:587.")
            ) from None
        return str(self.cleaned_data["server"]).strip()

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        if self.kind == Kind.TELEGRAM and not _CHAT.fullmatch(address):
            raise ValidationError(_("A channel is @name, or a number such as -1001234567890."))
        if self.kind == Kind.WHATSAPP and not address.isdecimal():
            raise ValidationError(_("The phone number id holds digits alone."))
        return address

    def clean_recipients(self) -> str:
        lines = str(self.cleaned_data["recipients"]).replace(",", "\n").splitlines()
        found = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        for each in found:
            if self.kind == Kind.EMAIL:
                validate_email(each)
            elif not _NUMBER.fullmatch(each):
                raise ValidationError(
                    _("“%(number)s” is no number of the form +628…") % {"number": each}
                )
        if len(found) > MOST_READERS[self.kind]:
            raise ValidationError(
                _("At most %(n)d receivers; for more, use a channel.")
                % {"n": MOST_READERS[self.kind]}
            )
        return "\n".join(found)

    def clean_token(self) -> str:
        token = str(self.cleaned_data["token"]).strip()
        if token and self.kind == Kind.TELEGRAM and not TOKEN.fullmatch(token):
            raise ValidationError(_("A bot’s token looks like 123456:ABC…, as BotFather gave it."))
        return token

    def clean_app_secret(self) -> str:
        secret = str(self.cleaned_data["app_secret"]).strip()
        if secret and len(secret) < SHORTEST_SECRET:
            raise ValidationError(_("At least 24 characters, so that nobody can guess it."))
        return secret

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given = [name for name in SECRETS[self.kind] if data.get(name)]
        missing = [
            name for name in NEEDED_SECRETS.get(self.kind, ()) if given and not data.get(name)
        ]
        for name in missing:
            if name not in self.errors:
                self.add_error(name, _("All secrets are replaced together: enter this one too."))
        return data

    def secret(self) -> dict[str, str]:
        return {
            name: str(self.cleaned_data.get(name, ""))
            for name in SECRETS[self.kind]
            if self.cleaned_data.get(name)
        }

    def stored(self) -> dict[str, Any]:
        """What the command stores: the fields, without organisation and secrets."""
        left_out = {"organisation", *SECRETS[self.kind]}
        return {name: self.cleaned_data[name] for name in self.fields if name not in left_out}
