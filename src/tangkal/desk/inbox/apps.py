from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tangkal.desk.ui import bell


class InboxConfig(AppConfig):
    name = "tangkal.desk.inbox"
    label = "inbox"
    verbose_name = _("Inbox")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.inbox.queries import unread_count  # noqa: PLC0415 - needs the models

        bell.ring_with(unread_count, route="inbox")
