from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrisisConfig(AppConfig):
    name = "tangkal.desk.crisis"
    label = "crisis"
    verbose_name = _("Crisis")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.crisis import indicators  # noqa: PLC0415 - needs the apps

        # The fast lane for first statements asks whether a case is in a crisis.
        from tangkal.desk.crisis.standing import is_in_active_crisis  # noqa: PLC0415
        from tangkal.desk.strategic_communication import holding  # noqa: PLC0415
        from tangkal.desk.tracking_effectiveness.kpi import elsewhere  # noqa: PLC0415

        holding.crises.append(is_in_active_crisis)
        elsewhere.register("acknowledged", indicators.acknowledged)
        elsewhere.register("actions_on_time", indicators.actions_on_time)
