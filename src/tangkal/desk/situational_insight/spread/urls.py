"""Addresses of a narrative's spread, under /desk/narratives/."""

from django.urls import path

from tangkal.desk.situational_insight.spread import views

urlpatterns = [
    path("<str:narrative_id>/spread/", views.spread, name="narrative-spread"),
    path("<str:narrative_id>/spread/flag/", views.flag, name="narrative-flag"),
    path("<str:narrative_id>/spread/measure/", views.measure_now, name="narrative-measure"),
    path("spread/flags/<int:flag_id>/withdraw/", views.withdraw, name="narrative-unflag"),
]
