"""Addresses of tracking, under /desk/effectiveness/."""

from django.urls import include, path

from tangkal.desk.tracking_effectiveness import views

urlpatterns = [
    path("", include("tangkal.desk.tracking_effectiveness.evaluating.urls")),
    path("", include("tangkal.desk.tracking_effectiveness.survey_urls")),
    path("deadlines/", views.deadline_figures, name="deadline-figures"),
    path("described/", views.described, name="tracking-described"),
    path("reports/", include("tangkal.desk.tracking_effectiveness.reports.urls")),
    path("", include("tangkal.desk.tracking_effectiveness.kpi.urls")),
]
