from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecogniseConfig(AppConfig):
    name = "tangkal.desk.recognise"
    label = "recognise"
    verbose_name = _("Recognise")
    default_auto_field = "django.db.models.BigAutoField"
