"""Addresses of the public's questions, under /desk/voids/."""

from django.urls import path

from tangkal.desk.situational_insight.voids import views

urlpatterns = [
    path("", views.voids, name="voids"),
    path("<int:question_id>/case/", views.open_case, name="void-case"),
    path("<int:question_id>/mark/", views.mark, name="void-mark"),
    path("<int:question_id>/take-back/", views.take_back, name="void-take-back"),
]
