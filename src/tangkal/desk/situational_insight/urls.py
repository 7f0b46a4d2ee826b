"""Addresses of narratives and the explorer, under /desk/narratives/."""

from django.urls import path

from tangkal.desk.situational_insight import views

urlpatterns = [
    path("", views.narratives, name="narratives"),
    path("explorer/", views.explorer, name="explorer"),
    path("explorer/items.csv", views.explorer_csv, name="explorer-csv"),
    path("<str:narrative_id>/", views.narrative, name="narrative"),
]
