"""Forms of a planning record and of an indicator, a mute and an answer."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.early_warning.watching import rules
from tangkal.desk.early_warning.watching.models import Plan, Severity

REVIEW_AFTER = timedelta(days=30)
MOST_DATES = 60


def area(
    label: Any, help_text: Any = "", rows: int = 3, *, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PlanForm(forms.Form):
    """The planning record, one question a field."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Priority issue"), max_length=120)
    objective = area(_("Objective"), _("What should people know or be able to do?"))
    audiences = area(
        _("Audiences"), _("Who may be misled, who is vulnerable, what do they believe now?")
    )
    vulnerabilities = area(
        _("Our vulnerabilities"),
        _("A gap in the policy, slow data, an earlier failure, a name that can be imitated."),
    )
    expected_narratives = area(
        _("Expected false narratives"), _("What is likely to be said that is not so?")
    )
    channels = area(_("Channels"), _("Where it would spread. Kinds of places, not persons."))
    trigger_dates = area(
        _("Trigger dates"),
        _(
            "One a line, the date first: “2027-02-18 Ramadan begins”. Elections, price changes, "
            "disaster season, religious holidays."
        ),
    )
    prepared_lines = area(_("Prepared lines"), _("What can be said at once, and who says it."))
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), required=False)
    review_on = forms.DateField(
        label=_("Review on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.CharField(label=_("What changed and why"), max_length=300, required=False)

    def __init__(
        self, *args: object, at: Organisation, plan: Plan | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = User.objects.filter(
            is_active=True,
            assignments__role__in=rules.PLANNERS,
            assignments__scope__path__startswith=at.path,
        ).distinct()
        if plan is None:
            self.fields.pop("why")
            self.initial.setdefault("review_on", timezone.localdate() + REVIEW_AFTER)

    def clean_trigger_dates(self) -> list[dict[str, str]]:
        found = []
        for line in filter(str.strip, str(self.cleaned_data["trigger_dates"]).splitlines()):
            on, _space, what = line.strip().partition(" ")
            try:
                day = date.fromisoformat(on.rstrip(":"))
            except ValueError:
                raise forms.ValidationError(
                    _("“%(line)s” does not begin with a date such as 2027-02-18."),
                    params={"line": line.strip()[:60]},
                ) from None
            found.append({"on": day.isoformat(), "what": what.strip()[:200]})
        if len(found) > MOST_DATES:
            raise forms.ValidationError(_("At most %(n)d dates."), params={"n": MOST_DATES})
        return sorted(found, key=lambda each: (each["on"], each["what"]))


def initial_of(plan: Plan) -> dict[str, object]:
    """A plan as its form shows it."""
    shown: dict[str, object] = {
        name: getattr(plan, name)
        for name in PlanForm.base_fields
        if name not in ("why", "trigger_dates")
    }
    lines = (f"{each['on']} {each['what']}" for each in plan.trigger_dates)
    return shown | {"trigger_dates": "\n".join(lines)}


class IndicatorForm(forms.Form):
    """A saved search with thresholds."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=120)
    any_of = area(
        _("One of these"),
        _(
            "One a line. A word finds its other forms and disguises (bansos, b4nsos, "
            "bantuannya); several words are looked for in this order; quotation marks ask for "
            "these very forms. Also: situs:contoh.example, lembaga: or media: and a public "
            "account’s name, klaim: and a known claim’s number."
        ),
        rows=5,
    )
    all_of = area(_("All of these"), _("Each must be there too. Also a region: wilayah:32"))
    none_of = area(_("None of these"), _("What rules a hit out."))
    items_hour = forms.IntegerField(label=_("Items in an hour"), min_value=1, required=False)
    items_day = forms.IntegerField(label=_("Items in 24 hours"), min_value=1, required=False)
    new_regions = forms.IntegerField(
        label=_("New regions in 24 hours"),
        min_value=1,
        required=False,
        help_text=_("Regions that had no hit in the week before."),
    )
    reports_percent = forms.IntegerField(
        label=_("Citizens’ reports, percent of 24 hours’ hits"),
        min_value=1,
        max_value=100,
        required=False,
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Severity.choices, initial=Severity.MEDIUM
    )


class MuteForm(forms.Form):
    """Why, and until which day."""

    reason = forms.CharField(label=_("Why muted?"), max_length=300)
    until = forms.DateField(
        label=_("Until the end of"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def end(self) -> datetime:
        """The first moment after the chosen day, on the reader's clock."""
        day = self.cleaned_data["until"] + timedelta(days=1)
        return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
