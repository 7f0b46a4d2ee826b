from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlignmentConfig(AppConfig):
    name = "tangkal.desk.alignment"
    label = "alignment"
    verbose_name = _("Alignment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What an office reports is compared, and compared again when the message changes."""
        from tangkal.desk import directives  # noqa: PLC0415 - needs the apps
        from tangkal.desk.alignment import commands, indicators  # noqa: PLC0415
        from tangkal.desk.strategic_communication import house_commands  # noqa: PLC0415
        from tangkal.desk.tracking_effectiveness.kpi import elsewhere  # noqa: PLC0415

        directives.publishing.append(commands.take_publication)
        house_commands.came_into_force.append(commands.compare_again)
        elsewhere.register("alignment", indicators.alignment)
