"""Forms of a message: its parts, and the comment a step may need."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.strategic_communication.labels import PARTS
from tangkal.strategic_communication.templates import TEMPLATES

LONG_ROWS, SHORT_ROWS = 5, 2


class MessageForm(forms.Form):
    """One text area a part of the template, in reading order."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, template: str, *args: object, parts: Mapping[str, str] | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.parts = TEMPLATES[template].parts
        for part in self.parts:
            is_headline = part == "headline"
            self.fields[part] = forms.CharField(
                label=str(PARTS.get(part, part)),
                required=is_headline,
                max_length=200 if is_headline else 6000,
                initial=(parts or {}).get(part, ""),
                widget=forms.Textarea(attrs={"rows": SHORT_ROWS if is_headline else LONG_ROWS}),
            )

    def words(self) -> dict[str, str]:
        """The parts as written."""
        return {part: str(self.cleaned_data[part]) for part in self.parts}


class StepForm(forms.Form):
    """One step with the version it was decided on."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you send it back or withdraw it."),
    )
