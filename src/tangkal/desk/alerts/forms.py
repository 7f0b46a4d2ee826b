"""Forms of destinations and rules; a secret goes in and never comes out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.alerts.models import Destination, Kind, Rule
from tangkal.desk.alerts.rules import destinations_usable
from tangkal.desk.alerts.sending import chat
from tangkal.desk.alerts.sending.base import Undeliverable
from tangkal.desk.alerts.sending.hosts import split_server
from tangkal.desk.alerts.sending.telegram import TOKEN
from tangkal.desk.early_warning.watching.models import Indicator
from tangkal.desk.early_warning.words import REASON_LABELS

FIELDS = {
    Kind.EMAIL: ("server", "security", "username", "sender", "address"),
    Kind.TELEGRAM: ("address",),
    Kind.WEBHOOK: ("address",),
    Kind.CHAT: (),
}
ADDRESS_LABELS = {
    Kind.EMAIL: lazy("Recipients, separated by commas"),
    Kind.TELEGRAM: lazy("The chat’s number or @channel"),
    Kind.WEBHOOK: lazy("Web address (https://…)"),
}
SECRET_LABELS = {
    Kind.EMAIL: lazy("Password of the mail account"),
    Kind.TELEGRAM: lazy("The bot’s token"),
    Kind.WEBHOOK: lazy("Secret that signs (at least 24 characters)"),
    Kind.CHAT: lazy("Address of the chat, with its key (mmosts://…)"),
}
SHORTEST_SECRET = 24


class DestinationForm(forms.ModelForm):  # type: ignore[type-arg]
    """One place; only what its kind needs."""

    organisation = forms.ModelChoiceField(
        label=lazy("Organisation"), queryset=Organisation.objects.none()
    )
    secret = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Destination
        fields = (
            "name",
            "server",
            "security",
            "username",
            "sender",
            "address",
            "most_an_hour",
        )
        labels = {
            "name": lazy("Name, as rules show it"),
            "server": lazy("Mail server (host:port)"),
            "security": lazy("Encryption"),
            "username": lazy("User name at the mail server"),
            "sender": lazy("Sender’s address"),
            "most_an_hour": lazy("At most so many messages an hour"),
        }

    def __init__(
        self, kind: Kind, organisations: QuerySet[Organisation], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.is_new = kind, self.instance.pk is None
        for name in set(FIELDS[Kind.EMAIL]) - set(FIELDS[kind]):
            del self.fields[name]
        if kind in ADDRESS_LABELS:
            self.fields["address"].label = ADDRESS_LABELS[kind]
            self.fields["address"].required = True
        for name in {"server", "sender"} & set(self.fields):
            self.fields[name].required = True
        if self.is_new:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]
        self.fields["secret"].label = SECRET_LABELS[kind]
        self.fields["secret"].required = self.is_new and kind != Kind.EMAIL
        if self.instance.secret_name:
            self.fields["secret"].help_text = _("Kept, and not shown. Fill in only to replace it.")

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
        if self.kind == Kind.EMAIL:
            people = [part.strip() for part in address.split(",") if part.strip()]
            for person in people:
                validate_email(person)
            return ", ".join(people)
        if self.kind == Kind.WEBHOOK and not address.startswith("https://"):
            raise ValidationError(_("The address must begin with https://."))
        return address

    def clean_secret(self) -> str:
        secret = str(self.cleaned_data["secret"]).strip()
        if not secret:
            return ""
        if self.kind == Kind.TELEGRAM and not TOKEN.fullmatch(secret):
            raise ValidationError(_("A bot’s token looks like 123456:ABC…, as BotFather gave it."))
        if self.kind == Kind.WEBHOOK and len(secret) < SHORTEST_SECRET:
            raise ValidationError(_("At least 24 characters, so that nobody can guess it."))
        if self.kind == Kind.CHAT:
            try:
                chat.check(secret)
            except Undeliverable as error:
                raise ValidationError(str(error)) from None
        return secret

    def stored(self) -> dict[str, Any]:
        """What the command stores: the fields, and of a chat's address what may be shown."""
        kept = {
            name: self.cleaned_data[name]
            for name in self.fields
            if name not in {"secret", "organisation"}
        }
        if self.kind == Kind.CHAT and self.cleaned_data["secret"]:
            kept["shown"] = chat.shown(self.cleaned_data["secret"])
        return kept


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """One rule; further calls are two fields each, so that no script is needed."""

    kinds = forms.MultipleChoiceField(
        label=lazy("Only these reasons (none chosen: any)"),
        choices=list(REASON_LABELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    regions = forms.MultipleChoiceField(
        label=lazy("Only these provinces, with what lies below (none chosen: any)"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    indicators = forms.MultipleChoiceField(
        label=lazy("Only these entries of the watch list (none chosen: any)"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    class Meta:
        model = Rule
        fields = (
            "name",
            "destination",
            "severity",
            "kinds",
            "regions",
            "indicators",
            "words",
            "growth",
            "mode",
            "digest_at",
            "group",
            "time_zone",
            "quiet_from",
            "quiet_until",
            "breaks_quiet",
        )
        labels = {
            "name": lazy("Name of the rule"),
            "destination": lazy("Tell whom"),
            "severity": lazy("From which severity on"),
            "words": lazy("Only with one of these words, separated by commas"),
            "growth": lazy("Only if it grows at least so many times in three hours"),
            "mode": lazy("When"),
            "digest_at": lazy("The daily digest goes out at"),
            "group": lazy("Group: digests of one group are one message"),
            "time_zone": lazy("Time zone of the hours"),
            "quiet_from": lazy("Quiet from"),
            "quiet_until": lazy("Quiet until"),
            "breaks_quiet": lazy("A critical signal goes out at once, quiet hours or not"),
        }
        widgets = {
            "digest_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = destinations_usable(user)
        self.fields["destination"].queryset = usable  # type: ignore[attr-defined]
        self.fields["regions"].choices = list(  # type: ignore[attr-defined]
            Region.objects.filter(level=Region.Level.PROVINCE).values_list("code", "name")
        )
        self.fields["indicators"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), str(each))
            for each in Indicator.objects.filter(is_on=True).select_related("plan")
        ]
        for name in ("regions", "indicators"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]  # nothing to choose from
        before = list(self.instance.steps.all()) if self.instance.pk else []
        for number in (1, 2, 3):
            step = before[number - 1] if len(before) >= number else None
            self.fields[f"after_{number}"] = forms.IntegerField(
                label=_("%(n)d. If nobody takes it within so many minutes") % {"n": number},
                min_value=5,
                max_value=1440,
                required=False,
                initial=step.after_minutes if step else None,
            )
            self.fields[f"then_{number}"] = forms.ModelChoiceField(
                label=_("%(n)d. … tell") % {"n": number},
                queryset=usable,
                required=False,
                initial=step.destination_id if step else None,
            )

    def clean_indicators(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["indicators"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("quiet_from")) != bool(data.get("quiet_until")):
            self.add_error("quiet_until", _("Quiet hours need a beginning and an end."))
        for number in (1, 2, 3):
            if bool(data.get(f"after_{number}")) != bool(data.get(f"then_{number}")):
                self.add_error(f"then_{number}", _("A further call needs minutes and a place."))
        return data

    def further_calls(self) -> list[tuple[int, Destination]]:
        data = self.cleaned_data
        pairs = [(data.get(f"after_{n}"), data.get(f"then_{n}")) for n in (1, 2, 3)]
        return [(minutes, place) for minutes, place in pairs if minutes and place]
