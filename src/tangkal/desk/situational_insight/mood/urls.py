"""Addresses of the samples read for stance, under /desk/mood/."""

from django.urls import path

from tangkal.desk.situational_insight.mood import views

urlpatterns = [
    path("", views.moods, name="moods"),
    path("<int:question_id>/", views.mood, name="mood"),
    path("<int:question_id>/read/", views.read, name="mood-read"),
    path("<int:question_id>/answer/", views.answer, name="mood-answer"),
]
