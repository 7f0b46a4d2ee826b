"""Addresses of what the public looks up, at the desk, under /desk/reference/."""

from django.urls import path

from tangkal.desk.reference import views

urlpatterns = [
    path("", views.listing, name="references"),
    path("new/<slug:kind>/", views.new, name="reference-new"),
    path("translate/<slug:slug>/", views.translate, name="reference-translate"),
    path("<int:entry_id>/", views.detail, name="reference"),
    path("<int:entry_id>/edit/", views.edit, name="reference-edit"),
    path("<int:entry_id>/file/<slug:sha256>/", views.draft_file, name="reference-file"),
    path("<int:entry_id>/steps/<slug:action>/", views.step, name="reference-step"),
]
