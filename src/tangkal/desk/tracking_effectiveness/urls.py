"""Addresses of tracking, under /desk/effectiveness/."""

from django.urls import path

from tangkal.desk.tracking_effectiveness import views

urlpatterns = [
    path("", views.tracking, name="tracking"),
]
