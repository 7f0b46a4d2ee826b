"""Addresses of public notes, under /desk/cases/."""

from django.urls import path

from tangkal.desk.cases.public_notes import views

urlpatterns = [
    path("<str:number>/public-note/", views.write, name="public-note"),
    path(
        "<str:number>/public-notes/<int:note_id>/release/",
        views.release,
        name="public-note-release",
    ),
    path(
        "<str:number>/public-notes/<int:note_id>/withdraw/",
        views.withdraw,
        name="public-note-withdraw",
    ),
    path("<str:number>/questions/connect/", views.connect, name="case-questions-connect"),
]
