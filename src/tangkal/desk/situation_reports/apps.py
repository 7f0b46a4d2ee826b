from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SituationReportsConfig(AppConfig):
    name = "tangkal.desk.situation_reports"
    label = "situation_reports"
    verbose_name = _("Situation reports")
    default_auto_field = "django.db.models.BigAutoField"
