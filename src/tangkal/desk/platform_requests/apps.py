from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlatformRequestsConfig(AppConfig):
    name = "tangkal.desk.platform_requests"
    label = "platform_requests"
    verbose_name = _("Requests to platforms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # All of these need the models, which exist only now.
        from tangkal.desk.cases import counting  # noqa: PLC0415
        from tangkal.desk.cases.events import label_lost  # noqa: PLC0415
        from tangkal.desk.platform_requests import indicators, queries  # noqa: PLC0415
        from tangkal.desk.platform_requests.commands import objecting  # noqa: PLC0415
        from tangkal.desk.portal.appeals import appeal_taken  # noqa: PLC0415
        from tangkal.desk.tracking_effectiveness.kpi import elsewhere  # noqa: PLC0415

        appeal_taken.connect(objecting.contest, dispatch_uid="platform_requests.contest")
        label_lost.connect(objecting.fall_with_label, dispatch_uid="platform_requests.fall")
        counting.request_counters.append(queries.sent_by_case)
        elsewhere.register("takedown_complete", indicators.complete)
        elsewhere.register("takedown_refused", indicators.refused_or_reversed)
