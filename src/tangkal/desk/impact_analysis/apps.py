from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactAnalysisConfig(AppConfig):
    name = "tangkal.desk.impact_analysis"
    label = "impact_analysis"
    verbose_name = _("Impact analysis")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.cases import judgements, measured  # noqa: PLC0415 - needs the apps
        from tangkal.desk.cases.events import impact_judged  # noqa: PLC0415
        from tangkal.desk.impact_analysis import agreement, blinding, queries, second_looks  # noqa: PLC0415

        measured.twice_judged.append(agreement.judged_twice)
        judgements.hides.append(blinding.is_blind)
        judgements.records.append(queries.recorded)
        impact_judged.connect(second_looks.offer, dispatch_uid="offer-second-look")
