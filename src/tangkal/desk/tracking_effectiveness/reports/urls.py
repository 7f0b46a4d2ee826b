"""Addresses of evaluation reports, under /desk/effectiveness/reports/."""

from django.urls import path

from tangkal.desk.tracking_effectiveness.reports import views

urlpatterns = [
    path("", views.listed, name="evaluation-reports"),
    path("<int:report_id>/", views.one, name="evaluation-report"),
    path("<int:report_id>/edit/", views.edit, name="evaluation-report-edit"),
    path("<int:report_id>/files/<slug:form>/", views.take, name="evaluation-report-file"),
    path("<int:report_id>/steps/<slug:action>/", views.step, name="evaluation-report-step"),
]
