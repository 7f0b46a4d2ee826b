from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "tangkal.desk.portal"
    label = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.portal import fulltext, jump  # noqa: PLC0415 - models exist only now

        jump.register()
        post_migrate.connect(fulltext.after_migrate, sender=self, dispatch_uid="portal.fulltext")
