from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from tangkal.desk.audit import connections


class AuditConfig(AppConfig):
    name = "tangkal.desk.audit"
    label = "audit"
    verbose_name = _("Audit")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(connections.prepare, dispatch_uid="audit.connections")
