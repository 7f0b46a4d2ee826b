from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrisisConfig(AppConfig):
    name = "tangkal.desk.crisis"
    label = "crisis"
    verbose_name = _("Crisis")
    default_auto_field = "django.db.models.BigAutoField"
