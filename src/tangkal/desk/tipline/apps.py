from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TiplineConfig(AppConfig):
    name = "tangkal.desk.tipline"
    label = "tipline"
    verbose_name = _("Tipline")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tangkal.desk.questions import contacts, outgoing  # noqa: PLC0415 - needs the apps
        from tangkal.desk.tipline import keeping, own_words, sending  # noqa: PLC0415

        own_words.register()
        outgoing.register("telegram", sending.by_telegram)
        outgoing.register("whatsapp", sending.by_whatsapp)
        contacts.keepers.append(keeping.contacts_in_talk)
