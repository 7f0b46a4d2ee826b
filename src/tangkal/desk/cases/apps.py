from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tangkal.desk.ui import jump


class CasesConfig(AppConfig):
    name = "tangkal.desk.cases"
    label = "cases"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.cases.finding import find_case  # noqa: PLC0415 - needs the models

        jump.register("cases", find_case)
