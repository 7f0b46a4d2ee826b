from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingEffectivenessConfig(AppConfig):
    name = "tangkal.desk.tracking_effectiveness"
    label = "tracking_effectiveness"
    verbose_name = _("Tracking effectiveness")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.cases import rules  # noqa: PLC0415 - the models come first
        from tangkal.desk.portal.wordings import test_stopped  # noqa: PLC0415 - models exist now
        from tangkal.desk.tracking_effectiveness.evaluating import queries  # noqa: PLC0415
        from tangkal.desk.tracking_effectiveness.kpi import outcomes  # noqa: PLC0415
        from tangkal.desk.tracking_effectiveness.trial_commands import (  # noqa: PLC0415
            note_stopped,
        )

        test_stopped.connect(note_stopped, dispatch_uid="trials")
        outcomes.register()
        # A case ends once what was planned is judged, or openly left unmeasured.
        rules.waiting_evaluations.append(queries.waiting)
