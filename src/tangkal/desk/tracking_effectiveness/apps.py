from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingEffectivenessConfig(AppConfig):
    name = "tangkal.desk.tracking_effectiveness"
    label = "tracking_effectiveness"
    verbose_name = _("Tracking effectiveness")
    default_auto_field = "django.db.models.BigAutoField"
