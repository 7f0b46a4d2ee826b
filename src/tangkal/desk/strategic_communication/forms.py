"""Forms of a message: its parts, and the comment a step may need."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.forms import WebAddressField
from tangkal.desk.portal.media import AUTHENTICITY, MEDIUMS, MOST, JudgedMedia
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


class MediaForm(forms.Form):
    """One picture, video or sound that the answer judges."""

    medium = forms.ChoiceField(
        label=_("What it is"), choices=[("", "–"), *((k, v) for k, v in MEDIUMS.items())]
    )
    authenticity = forms.ChoiceField(
        label=_("What was done to it"),
        choices=[("", "–"), *((k, name) for k, (name, _sentence) in AUTHENTICITY.items())],
    )
    alt = forms.CharField(
        label=_("What it shows, in words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For whoever cannot see or hear it."),
    )
    original_context = forms.CharField(
        label=_("Where it really is from"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("When, where and by whom the original was made."),
    )
    original_link = WebAddressField(
        label=_("Address of the original"), required=False, max_length=500, assume_scheme="https"
    )
    seen_at = WebAddressField(
        label=_("Address where it circulates"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Goes out in the markup for fact-check readers; the page does not link to it."),
    )

    def judged(self) -> JudgedMedia:
        names = ("medium", "authenticity", "alt", "original_context", "original_link", "seen_at")
        return JudgedMedia(**{n: without_controls(self.cleaned_data[n]).strip() for n in names})


class BaseMediaForms(forms.BaseFormSet):  # type: ignore[type-arg]
    """As many as are filled in; one emptied by its box is left out."""

    def judged(self) -> list[JudgedMedia]:
        return [
            form.judged()
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


MediaForms = forms.formset_factory(
    MediaForm,
    formset=BaseMediaForms,
    extra=1,
    max_num=MOST,
    absolute_max=MOST,
    validate_max=True,
    can_delete=True,
)


class StepForm(forms.Form):
    """One step with the version it was decided on."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you send it back or withdraw it."),
    )
