from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "tangkal.desk.channels"
    label = "channels"
    verbose_name = _("Channels")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.cases.events import label_lost  # noqa: PLC0415 - needs the apps
        from tangkal.desk.channels import lapsing, panels, renewing, standing  # noqa: PLC0415
        from tangkal.desk.strategic_communication import (  # noqa: PLC0415
            hooks,
            house_commands,
            house_lapse,
        )

        hooks.message_panels.append(panels.of_message)
        hooks.taken_back.append(standing.recall_message)
        hooks.replaced.append(standing.recall_replaced)
        house_commands.came_into_force.append(renewing.renew_confirmed)
        house_commands.facts_changed.append(standing.recall_outdated)
        house_commands.withdrawn += [standing.recall_house, renewing.renew_withdrawn]
        house_commands.expired.append(lapsing.lapse_house)
        house_lapse.carriers.append(lapsing.carriers)
        label_lost.connect(standing.recall_unsupported, dispatch_uid="recall-unsupported")
