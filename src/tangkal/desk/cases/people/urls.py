"""Addresses of people on a case, under /desk/cases/."""

from django.urls import path

from tangkal.desk.cases.people import views

urlpatterns = [
    path("<str:number>/assign/", views.assign, name="case-assign"),
    path("<str:number>/watch/", views.watch, name="case-watch"),
    path("<str:number>/here/", views.here, name="case-here"),
]
