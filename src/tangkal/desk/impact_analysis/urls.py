"""Addresses of judgement, under /desk/cases/."""

from django.urls import path

from tangkal.desk.impact_analysis import views

urlpatterns = [
    path("<str:number>/gate/", views.gate, name="case-gate"),
    path("<str:number>/impact/", views.impact, name="case-impact"),
    path("<str:number>/impact/override/", views.override, name="case-override"),
]
