from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategicCommunicationConfig(AppConfig):
    name = "tangkal.desk.strategic_communication"
    label = "strategic_communication"
    verbose_name = _("Strategic communication")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.cases import spoken  # noqa: PLC0415
        from tangkal.desk.cases.events import label_doubted, label_lost  # noqa: PLC0415 - needs the apps
        from tangkal.desk.cases.public_notes import rules as public_notes  # noqa: PLC0415
        from tangkal.desk.portal import wordings  # noqa: PLC0415
        from tangkal.desk.strategic_communication import (  # noqa: PLC0415
            election_rules,
            freezing,
            house_changes,
            house_commands,
            house_queries,
            standing,
            validity,
        )

        spoken.between.append(house_queries.said_between)
        label_lost.connect(standing.withdraw_unsupported, dispatch_uid="withdraw-unsupported")
        label_doubted.connect(standing.mark_doubted, dispatch_uid="mark-doubted")
        house_commands.came_into_force.append(validity.confirm_pages)
        house_commands.facts_changed.append(house_changes.mark_outdated)
        house_commands.withdrawn.append(validity.end_pages)
        wordings.holds.append(freezing.hold_on)
        public_notes.bars.append(election_rules.bar_to_public_notes)
