"""Addresses of deadlines, under /desk/deadlines/."""

from django.urls import path

from tangkal.desk.deadlines.views import listing, pausing, roster, settings

urlpatterns = [
    path("", listing.deadlines, name="deadlines"),
    path("count/", listing.count, name="deadline-count"),
    path("calls/<int:call_id>/", listing.acknowledge, name="deadline-acknowledge"),
    path("limits/", settings.limits, name="deadline-limits"),
    path("hours/", settings.hours, name="deadline-hours"),
    path("duty/", roster.roster, name="duty"),
    path("duty/<int:shift_id>/end/", roster.end_shift, name="duty-end"),
    path("cases/<str:number>/pause/", pausing.pause, name="case-pause"),
    path("cases/<str:number>/resume/", pausing.resume, name="case-resume"),
]
