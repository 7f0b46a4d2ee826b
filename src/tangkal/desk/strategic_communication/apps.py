from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategicCommunicationConfig(AppConfig):
    name = "tangkal.desk.strategic_communication"
    label = "strategic_communication"
    verbose_name = _("Strategic communication")
    default_auto_field = "django.db.models.BigAutoField"
