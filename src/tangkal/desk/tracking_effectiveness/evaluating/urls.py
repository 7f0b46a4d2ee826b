"""Addresses of evaluations, under /desk/effectiveness/."""

from django.urls import path

from tangkal.desk.tracking_effectiveness.evaluating import views

urlpatterns = [
    path("evaluations/", views.evaluations, name="evaluations"),
    path("evaluations/new/<str:number>/", views.new, name="evaluation-new"),
    path("evaluations/<int:plan_id>/", views.evaluation, name="evaluation"),
    path("evaluations/<int:plan_id>/edit/", views.edit, name="evaluation-edit"),
    path("evaluations/<int:plan_id>/judge/", views.judge, name="evaluation-judge"),
    path("evaluations/<int:plan_id>/readings/", views.reading, name="evaluation-reading"),
    path("evaluations/<int:plan_id>/reach/", views.reaching, name="evaluation-reach"),
    path("evaluations/<int:plan_id>/act/<slug:action>/", views.act, name="evaluation-act"),
    path("findings/", views.register, name="lessons"),
    path("findings/new/<str:number>/", views.lesson, name="lesson-new"),
    path("findings/<int:finding_id>/withdraw/", views.withdraw, name="lesson-withdraw"),
]
