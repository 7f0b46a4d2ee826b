from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "tangkal.desk.following"
    label = "following"
    verbose_name = _("Following")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.following import by_chat, links, retention  # noqa: PLC0415 - needs apps
        from tangkal.desk.questions import contacts, outgoing  # noqa: PLC0415

        contacts.keepers.append(retention.contacts_kept)
        outgoing.headings.append(links.headings_of)
        by_chat.register()
