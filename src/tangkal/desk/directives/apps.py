from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "tangkal.desk.directives"
    label = "directives"
    verbose_name = _("Directives to regions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A house whose facts change, or that is withdrawn, takes its directives along."""
        from tangkal.desk.directives import (  # noqa: PLC0415
            briefings,
            commands,
            indicators,
            lapsing,
        )
        from tangkal.desk.strategic_communication import (  # noqa: PLC0415
            house_commands,
            house_lapse,
        )
        from tangkal.desk.tracking_effectiveness.kpi import elsewhere  # noqa: PLC0415

        house_commands.facts_changed += [commands.renew_for, briefings.recall_for]
        house_commands.withdrawn += [commands.recall_for, briefings.recall_withdrawn]
        house_commands.came_into_force.append(lapsing.resume_for)
        house_commands.expired.append(lapsing.lapse_for)
        house_lapse.carriers.append(lapsing.carriers)
        elsewhere.register("acknowledged", indicators.acknowledged)
        elsewhere.register("coverage", indicators.coverage)
