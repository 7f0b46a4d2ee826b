from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    name = "tangkal.desk.deadlines"
    label = "deadlines"
    verbose_name = _("Deadlines")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Cases ask the office's own table from now on, and mind its pauses."""
        from tangkal.desk.cases import deadlines  # noqa: PLC0415 - the models come first
        from tangkal.desk.deadlines import queries, timing  # noqa: PLC0415

        deadlines.use(timing.current)
        deadlines.holders.append(queries.held)
