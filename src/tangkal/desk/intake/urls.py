"""Addresses of intake, under /desk/intake/."""

from django.urls import path

from tangkal.desk.intake.views import quarantine, runs

urlpatterns = [
    path("", runs.sources, name="intake"),
    path("runs/<int:run_id>/", runs.run_page, name="intake-run"),
    path("runs/<int:run_id>/progress/", runs.progress, name="intake-progress"),
    path("quarantine/", quarantine.rows, name="quarantine"),
    path("quarantine/discard/", quarantine.discard, name="quarantine-discard"),
    path("quarantine/<str:row_id>/", quarantine.row, name="quarantine-row"),
]
