"""Addresses of the audit trail, under /desk/audit/."""

from django.urls import path

from tangkal.desk.audit import views

urlpatterns = [
    path("", views.trail, name="audit"),
    path("verify/", views.verify, name="audit-verify"),
    path("csv/", views.download, name="audit-csv"),
]
