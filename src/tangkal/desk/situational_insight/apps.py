from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SituationalInsightConfig(AppConfig):
    name = "tangkal.desk.situational_insight"
    label = "situational_insight"
    verbose_name = _("Situational insight")
    default_auto_field = "django.db.models.BigAutoField"
