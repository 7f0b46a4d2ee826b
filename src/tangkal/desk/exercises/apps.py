from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExercisesConfig(AppConfig):
    name = "tangkal.desk.exercises"
    label = "exercises"
    verbose_name = _("Exercises")
    default_auto_field = "django.db.models.BigAutoField"
