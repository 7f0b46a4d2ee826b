from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    name = "tangkal.desk.reference"
    label = "reference"
    verbose_name = _("What the public looks up")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.reference import panels  # noqa: PLC0415 - needs the apps
        from tangkal.desk.strategic_communication import hooks  # noqa: PLC0415

        hooks.message_panels.append(panels.of_message)
