from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SituationalInsightConfig(AppConfig):
    name = "tangkal.desk.situational_insight"
    label = "situational_insight"
    verbose_name = _("Situational insight")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models may be imported only once every app is known.
        from tangkal.desk.cases import breakout, measured  # noqa: PLC0415
        from tangkal.desk.situational_insight import membership  # noqa: PLC0415
        from tangkal.desk.situational_insight.spread import queries  # noqa: PLC0415

        membership.follow_everywhere()
        breakout.suggesters.append(queries.suggest)
        breakout.historians.append(queries.levels_of)
        measured.levels.append(queries.levels_of_many)
