from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactAnalysisConfig(AppConfig):
    name = "tangkal.desk.impact_analysis"
    label = "impact_analysis"
    verbose_name = _("Impact analysis")
    default_auto_field = "django.db.models.BigAutoField"
