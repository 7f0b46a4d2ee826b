"""Addresses of page snapshots, under /desk/cases/."""

from django.urls import path

from tangkal.desk.cases.captures import views

urlpatterns = [
    path("<str:number>/snapshots/", views.captures, name="case-captures"),
    path("<str:number>/snapshots/ask/", views.ask, name="capture-ask"),
    path("<str:number>/snapshots/<int:capture_id>/retry/", views.retry, name="capture-retry"),
]
