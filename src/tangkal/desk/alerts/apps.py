from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "tangkal.desk.alerts"
    label = "alerts"
    verbose_name = _("Alerts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Citizens who left an e-mail address are answered by this app's way of sending."""
        from tangkal.desk.alerts import answering  # noqa: PLC0415 - needs the apps
        from tangkal.desk.questions import outgoing  # noqa: PLC0415

        outgoing.register("email", answering.send)
