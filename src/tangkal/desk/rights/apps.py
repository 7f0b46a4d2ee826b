from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "tangkal.desk.rights"
    label = "rights"
    verbose_name = _("Rights and oversight")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.portal.appeals import appeal_taken  # noqa: PLC0415 - needs the models
        from tangkal.desk.rights import appeals  # noqa: PLC0415

        appeal_taken.connect(appeals.open_review, dispatch_uid="rights.open_review")
