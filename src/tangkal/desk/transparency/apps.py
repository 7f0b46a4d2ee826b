from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransparencyConfig(AppConfig):
    name = "tangkal.desk.transparency"
    label = "transparency"
    verbose_name = _("Transparency")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # All of these need the models, which exist only now.
        from tangkal.desk.rights import overview  # noqa: PLC0415
        from tangkal.desk.tracking_effectiveness.kpi import elsewhere  # noqa: PLC0415
        from tangkal.desk.transparency import indicators  # noqa: PLC0415

        elsewhere.register("transparency_on_time", indicators.on_time)
        overview.more_counts.append(indicators.for_auditors)
