from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tangkal.desk.ui import jump


class EarlyWarningConfig(AppConfig):
    name = "tangkal.desk.early_warning"
    label = "early_warning"
    verbose_name = _("Early warning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.early_warning.finding import find_signal  # noqa: PLC0415 - needs the apps

        jump.register("signals", find_signal)
