from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrisisConfig(AppConfig):
    name = "tangkal.desk.crisis"
    label = "crisis"
    verbose_name = _("Crisis")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The fast lane for first statements asks whether a case is in a crisis.
        from tangkal.desk.crisis.standing import is_in_active_crisis  # noqa: PLC0415
        from tangkal.desk.strategic_communication import holding  # noqa: PLC0415

        holding.crises.append(is_in_active_crisis)
