from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "tangkal.desk.questions"
    label = "questions"
    verbose_name = _("Citizens' questions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What becomes of one question becomes of its family, and whoever asked is told."""
        from tangkal.desk.portal import interim  # noqa: PLC0415 - needs the apps
        from tangkal.desk.portal.reports import report_settled  # noqa: PLC0415
        from tangkal.desk.questions import families, queries  # noqa: PLC0415

        report_settled.connect(families.follow, dispatch_uid="questions.follow")
        interim.references.append(queries.cases_of)
