"""What polls say, in sentences."""

from django.utils.translation import gettext as _

from tangkal.desk.tracking_effectiveness.kpi.words import signed
from tangkal.desk.tracking_effectiveness.survey_models import SurveyQuestion
from tangkal.desk.tracking_effectiveness.survey_queries import Shift


def in_words(shift: Shift) -> str:
    """A change in one sentence; "no change seen" says how much there could have been."""
    if shift.change is None:
        return _("Too few answers to compare.")
    is_share = shift.question.measure == SurveyQuestion.Measure.SHARE
    factor = 100 if is_share else 1
    unit = _("points") if is_share else _("on the scale")
    values = {
        "by": signed(factor * shift.change.difference)[1:],  # the verb says which way
        "low": signed(factor * shift.change.low),
        "high": signed(factor * shift.change.high),
        "unit": unit,
        "earlier": shift.earlier.wave.label,
        "later": shift.later.wave.label,
    }
    if shift.change.direction == "no change seen":
        return (
            _(
                "%(earlier)s → %(later)s: no change seen; anything from %(low)s to %(high)s "
                "%(unit)s is plausible."
            )
            % values
        )
    said = (
        _("%(earlier)s → %(later)s: rose by %(by)s %(unit)s (plausible: %(low)s to %(high)s).")
        if shift.change.direction == "rose"
        else _("%(earlier)s → %(later)s: fell by %(by)s %(unit)s (plausible: %(low)s to %(high)s).")
    )
    return said % values
