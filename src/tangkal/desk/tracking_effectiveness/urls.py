"""Addresses of tracking, under /desk/effectiveness/."""

from django.urls import path

from tangkal.desk.tracking_effectiveness import views

urlpatterns = [
    path("deadlines/", views.deadline_figures, name="deadline-figures"),
    path("", views.tracking, name="tracking"),
]
