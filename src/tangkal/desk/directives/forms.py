"""Forms of directives. What a command refuses is shown above the form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.directives import queries
from tangkal.desk.directives.addressing import audience_of
from tangkal.desk.directives.briefing_models import Contact
from tangkal.desk.directives.briefings import GROUPS
from tangkal.desk.portal.forms import WebAddressField
from tangkal.desk.portal.tokens import read_token
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.ui.refusals import RefusableForm


def area(rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **more)


class DirectiveForm(RefusableForm):
    """What is to be done, with which message, by whom."""

    house_version = forms.ModelChoiceField(
        MessageHouseVersion.objects.none(),
        label=_("Message house in force"),
        help_text=_("The directive carries this very version."),
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    instruction = area(label=_("What the offices are to do"), max_length=4000)
    publication = area(
        label=_("What is to be published, and where"),
        max_length=4000,
        help_text=_("The deadlines follow the priority of the case."),
    )
    everyone = forms.BooleanField(label=_("All governments of the registry"), required=False)
    trees = forms.ModelMultipleChoiceField(
        Region.objects.none(),
        label=_("Provinces with all their districts"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    codes = forms.CharField(
        label=_("Single governments, by region code"),
        required=False,
        max_length=6000,
        help_text=_("Separated by commas or spaces, e.g. 32, 33.04."),
    )
    types = forms.MultipleChoiceField(
        label=_("All offices of a type"),
        required=False,
        choices=Organisation.Type.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, writer: User, house_id: int | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        found = queries.versions_for(writer)
        keys = [each.pk for each in found if house_id in {None, each.house_id}]
        self.fields["house_version"].queryset = (  # type: ignore[attr-defined]
            MessageHouseVersion.objects.filter(pk__in=keys).select_related(
                "house__organisation", "house__case"
            )
        )
        self.fields["trees"].queryset = Region.objects.filter(parent=None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        try:
            found["audience"] = audience_of(
                everyone=bool(found.get("everyone")),
                codes=(found.get("codes") or "").replace(",", " ").split(),
                trees=[region.code for region in found.get("trees") or ()],
                types=found.get("types") or (),
            )
        except ValidationError as error:
            self.take_in(error)
        return found

    def words(self) -> dict[str, Any]:
        """What a command takes."""
        names = ("title", "instruction", "publication", "audience")
        return {name: self.cleaned_data[name] for name in names} | {
            "version": self.cleaned_data["house_version"]
        }


def first_values(directive: Any) -> dict[str, Any]:
    """A draft as its form shows it."""
    audience = directive.audience
    return {
        "house_version": directive.house_version_id,
        "title": directive.title,
        "instruction": directive.instruction,
        "publication": directive.publication,
        "everyone": audience.get("all"),
        "trees": audience.get("trees"),
        "codes": ", ".join(audience.get("codes", ())),
        "types": audience.get("types"),
        "version": directive.version,
    }


def published_file() -> forms.FileField:
    """What an office made public, at the desk and behind a link; publishing.py checks it."""
    return forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A picture (PNG, JPEG) or a PDF of at most 5 MB, or a text file."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.pdf,.txt"}),
    )


class PublicationForm(RefusableForm):
    """What was published: a text, a link or a file."""

    text = area(label=_("Paste the text"), required=False, max_length=20_000)
    url = WebAddressField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    upload = published_file()


class LinkForm(RefusableForm):
    """What the holder of a link types."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    office = forms.CharField(label=_("Your office and post"), max_length=160)
    text = area(label=_("The published text, or your question"), required=False, max_length=20_000)
    url = WebAddressField(
        label=_("Link to what you published"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    upload = published_file()
    token = forms.CharField(max_length=200, widget=forms.HiddenInput)  # see portal.tokens
    website = forms.CharField(required=False)  # no person sees it; robots fill it in

    def clean_token(self) -> str:
        name = read_token(self.cleaned_data["token"])
        if name is None:
            raise ValidationError(_("The page was open for long; please send it once more."))
        return name


class ContactForm(RefusableForm):
    """A partner who agreed to be written to."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Office"))
    kind = forms.ChoiceField(label=_("Kind of partner"), choices=Contact.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(label=_("Telephone number or e-mail"), max_length=200)
    region = forms.ModelChoiceField(Region.objects.all(), label=_("Region"), required=False)
    purpose = forms.CharField(
        label=_("What they agreed to"),
        max_length=300,
        help_text=_("In their words, e.g. “to be sent sheets about fuel prices”."),
    )
    how = forms.CharField(label=_("How they gave their consent"), max_length=300)
    consented_on = forms.DateField(
        label=_("Day of the consent"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, keeper: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["organisation"].queryset = kept_by(keeper)  # type: ignore[attr-defined]


class BriefingForm(RefusableForm):
    """One sheet for partners, on a version in force."""

    house_version = forms.ModelChoiceField(
        MessageHouseVersion.objects.none(), label=_("Message house in force")
    )
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Office"))
    title = forms.CharField(label=_("Title"), max_length=120)
    request = area(label=_("What we ask of you"), max_length=600)
    contact = forms.CharField(label=_("Whom to ask"), max_length=200)

    def __init__(self, *args: Any, keeper: User, versions: list[int], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["organisation"].queryset = kept_by(keeper)  # type: ignore[attr-defined]
        self.fields["house_version"].queryset = (  # type: ignore[attr-defined]
            MessageHouseVersion.objects.filter(pk__in=versions).select_related("house")
        )


def kept_by(keeper: User) -> Any:
    """Offices for which this person keeps contacts: those of the own roles."""
    keys = {each.scope_id for each in keeper.active_assignments if each.role in GROUPS}
    return Organisation.objects.filter(pk__in=keys)
