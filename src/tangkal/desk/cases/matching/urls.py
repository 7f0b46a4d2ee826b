"""Addresses of suggested matches, under /desk/."""

from django.urls import path

from tangkal.desk.cases.matching import views

urlpatterns = [
    path("known-claims/match/", views.match, name="match"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("suggestions/judge/", views.judge, name="match-judge"),
    path("suggestions/many/", views.judge_many, name="matches-judge"),
    path("suggestions/undo/", views.undo, name="matches-undo"),
    path("suggestions/link/", views.link, name="match-link"),
]
