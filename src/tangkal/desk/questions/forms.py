"""What a citizen may say of the reply, and the account that replies."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.portal.attachments import Attachment, check_attachment
from tangkal.desk.portal.forms import ReportForm
from tangkal.desk.questions import contacts, mailbox
from tangkal.desk.questions.models import Channel, Mailbox

PICTURES = (".png", ".jpg", ".jpeg")
SERVER = re.compile(r"(?:[\w.-]+|\[[0-9a-f:]+\]):\d{1,5}", re.IGNORECASE)


class QuestionForm(ReportForm):
    """A question with a picture, and where its answer goes; a receipt is always enough."""

    picture = forms.FileField(
        label=lazy("A picture of it"),
        required=False,
        help_text=lazy("A PNG or JPEG of at most 5 MB, for instance a picture of the screen."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    reply = forms.ChoiceField(
        label=lazy("How shall we answer?"),
        required=False,
        choices=(
            ("", lazy("On the page of my number; I look it up myself")),
            (Channel.EMAIL.value, lazy("Also by e-mail")),
        ),
        widget=forms.RadioSelect,
    )
    email = forms.CharField(
        label=lazy("E-mail address"),
        required=False,
        max_length=contacts.LONGEST,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mailbox.can_write():
            del self.fields["reply"], self.fields["email"]
        else:
            self.fields["email"].help_text = _(
                "Kept encrypted and apart from your question, used for its answer alone, deleted"
                " %(days)d days after the last message."
            ) % {"days": contacts.KEPT_DAYS}

    def clean_picture(self) -> Attachment | None:
        upload = self.cleaned_data["picture"]
        if not upload:
            return None
        found = check_attachment(upload)
        if not found.name.lower().endswith(PICTURES):
            raise ValidationError(
                _("%(name)s is no PNG or JPEG picture; send one of those.") % {"name": found.name}
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("reply") == Channel.EMAIL and "email" in values:
            try:
                values["email"] = contacts.checked(Channel.EMAIL, values["email"])
            except ValidationError:
                self.add_error("email", _("Write an e-mail address, for instance nama@contoh.id."))
        return values


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg]
    """The account that answers citizens."""

    password = forms.CharField(
        label=lazy("Password of the mail account"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Mailbox
        fields = ("sender_name", "sender", "server", "security", "username", "is_active")
        labels = {
            "sender_name": lazy("Who speaks: the office, as readers see it"),
            "sender": lazy("Sender’s address"),
            "server": lazy("Mail server (host:port)"),
            "security": lazy("Encryption"),
            "username": lazy("User name at the mail server"),
            "is_active": lazy("Offer citizens a reply by e-mail, and send what waits"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.password:
            self.fields["password"].help_text = _(
                "Kept, and not shown. Fill in only to replace it."
            )

    def clean_server(self) -> str:
        server = str(self.cleaned_data["server"]).strip()
        if not SERVER.fullmatch(server) or not 0 < int(server.rpartition(":")[2]) < 65536:
            raise ValidationError(_("Write host:port, for instance surel.contoh.go.id:587."))
        return server

    def stored(self) -> dict[str, Any]:
        """What the command keeps."""
        return {name: self.cleaned_data[name] for name in self.fields}
