"""Addresses of coordination, under /desk/coordination/."""

from django.urls import path

from tangkal.desk.coordination import views

urlpatterns = [
    path("", views.overview, name="coordination"),
    path("start/", views.start, name="coordination-start"),
    path("runs/<int:run_id>/", views.run_page, name="coordination-run"),
    path("runs/<int:run_id>/<slug:form>/", views.download, name="coordination-download"),
    path("communities/<int:community_id>/", views.community_page, name="coordination-community"),
    path("allowed/", views.allowed, name="coordination-allowed"),
    path("allowed/<int:entry_id>/end/", views.end_allowed, name="coordination-allowed-end"),
]
