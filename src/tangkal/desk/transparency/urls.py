"""Addresses of the transparency report at the desk, under /desk/transparency/."""

from django.urls import path

from tangkal.desk.transparency.views import desk

urlpatterns = [
    path("", desk.overview, name="transparency"),
    path(
        "<int:office_id>/<int:year>-<int:quarter>/", desk.quarter_page, name="transparency-quarter"
    ),
    path("<int:office_id>/<int:year>-<int:quarter>/draft/", desk.draft, name="transparency-draft"),
    path("reports/<int:report_id>/edit/", desk.edit, name="transparency-edit"),
    path("reports/<int:report_id>/publish/", desk.publish, name="transparency-publish"),
]
