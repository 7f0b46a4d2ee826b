"""What polls say of a case's answer, as a card for its evaluation."""

from django import template

from tangkal.desk.cases.models import Case
from tangkal.desk.tracking_effectiveness import survey_queries, survey_reasons
from tangkal.desk.tracking_effectiveness.survey_words import in_words

register = template.Library()


register.filter("aside_reason", survey_reasons.in_words)


@register.inclusion_tag("tracking_effectiveness/surveys/card.html")
def case_polls(case: Case) -> dict[str, object]:
    """The last round before the answer and the newest after it; nothing where none is linked."""
    found = survey_queries.for_case(case)
    return {"rows": [(each, in_words(each.shift) if each.shift else "") for each in found]}
