from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategicCommunicationConfig(AppConfig):
    name = "tangkal.desk.strategic_communication"
    label = "strategic_communication"
    verbose_name = _("Strategic communication")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.cases.events import label_doubted, label_lost  # noqa: PLC0415 - needs the apps
        from tangkal.desk.strategic_communication import standing  # noqa: PLC0415

        label_lost.connect(standing.withdraw_unsupported, dispatch_uid="withdraw-unsupported")
        label_doubted.connect(standing.mark_doubted, dispatch_uid="mark-doubted")
