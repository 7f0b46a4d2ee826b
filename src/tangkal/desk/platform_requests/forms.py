"""Forms of requests. What a command refuses is shown above the form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.cases.models import Case, Spread
from tangkal.desk.platform_requests import grounds
from tangkal.desk.platform_requests.kinds import ALTERNATIVES, TESTS, Kind, milder_than
from tangkal.desk.platform_requests.models import Item
from tangkal.desk.platform_requests.queries import requestable
from tangkal.desk.platform_requests.rules import is_named
from tangkal.desk.portal.forms import AppealForm
from tangkal.desk.portal.words import OBJECTIONS
from tangkal.desk.ui.platforms import platform_label
from tangkal.desk.ui.refusals import RefusableForm

ROWS = {"rows": 3}
SAID: dict[object, str] = {True: "yes", False: "no"}
MET = (("yes", lazy("Yes")), ("no", lazy("No")))


def area(rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **more)


class SpreadChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Spread) -> str:
        named = f" · {obj.publisher}: {_('cannot be requested')}" if is_named(obj) else ""
        return f"{platform_label(obj.platform)} · {obj.url}{named}"


class BeginForm(RefusableForm):
    """What is asked, of which items, on which legal ground."""

    kind = forms.ChoiceField(
        label=lazy("What is asked"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=lazy("From mild to hard. Ask for the mildest that is enough."),
    )
    ground = forms.ChoiceField(
        label=lazy("Legal ground"),
        help_text=lazy("There is none for the good name of an institution."),
    )
    provision = forms.CharField(
        label=lazy("The provision that is broken"),
        required=False,
        max_length=300,
        help_text=lazy("Law and article, where the ground asks for it."),
    )
    spreads = SpreadChoices(
        Spread.objects.none(),
        label=lazy("Posts and pages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Each gets a form of its own: there is no request for all at once."),
    )
    what = area(label=lazy("In words: what is asked, and of what"), max_length=4_000)
    has_personal_data = forms.BooleanField(
        label=lazy("The request or its items show personal data"),
        required=False,
        help_text=lazy("The data protection officer then has to agree."),
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [each.pk for each in requestable(case.pk)]
        found = Spread.objects.filter(pk__in=keys).order_by("platform", "pk")
        self.fields["spreads"].queryset = found  # type: ignore[attr-defined]
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (each.key, f"{each} ({each.law})") for each in grounds.current().by_key.values()
        ]


class EditForm(RefusableForm):
    """The words of a request that is still with its author."""

    what = area(label=lazy("In words: what is asked, and of what"), max_length=4_000)
    provision = forms.CharField(
        label=lazy("The provision that is broken"), required=False, max_length=300
    )
    statement = area(
        8,
        label=lazy("Statement of reasons for the person affected"),
        required=False,
        max_length=8_000,
        help_text=lazy(
            "What is asked, why, on which legal basis, and how to object. It is public under the "
            "request’s number once the request is sent."
        ),
    )
    has_personal_data = forms.BooleanField(
        label=lazy("The request or its items show personal data"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WeighForm(RefusableForm):
    """The necessity and proportionality of one single item. Half of it can be saved."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, item: Item, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.milder = milder_than(kind)
        for key, test in TESTS.items():
            stored = item.tests.get(key) or {}
            met = SAID.get(stored.get("met"))
            self.fields[f"met_{key}"] = forms.ChoiceField(
                label=str(test.question),
                choices=MET,
                widget=forms.RadioSelect,
                required=False,
                initial=met,
            )
            self.fields[f"reason_{key}"] = area(
                label=_("Reason"),
                required=False,
                max_length=4_000,
                help_text=str(test.help),
                initial=stored.get("reason", ""),
            )
        for key in self.milder:
            self.fields[f"why_{key}"] = area(
                2,
                label=str(ALTERNATIVES[key].label),
                required=False,
                max_length=2_000,
                initial=item.alternatives.get(key, ""),
            )

    @property
    def test_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"met_{key}"], self[f"reason_{key}"]) for key in TESTS]

    @property
    def alternative_fields(self) -> list[Any]:
        return [self[f"why_{key}"] for key in self.milder]

    def tests(self) -> dict[str, dict[str, object]]:
        words = self.cleaned_data
        said = {"yes": True, "no": False}
        return {
            key: {"met": said.get(words[f"met_{key}"]), "reason": words[f"reason_{key}"]}
            for key in TESTS
        }

    def alternatives(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"why_{key}"] for key in self.milder}


class ObjectionForm(AppealForm):
    """ "This request is wrong": the portal's own form, for a request to a platform."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["part"].choices = list(OBJECTIONS.items())  # type: ignore[attr-defined]
        self.fields["part"].label = _("What do you object to?")
