"""Addresses of links and merges, under /desk/cases/."""

from django.urls import path

from tangkal.desk.cases.linking import views

urlpatterns = [
    path("<str:number>/link/", views.link, name="case-link"),
    path("<str:number>/merge/", views.merge, name="case-merge"),
    path("<str:number>/links/<int:link_id>/end/", views.unlink, name="case-unlink"),
    path("<str:number>/merges/<int:merge_id>/undo/", views.undo, name="case-merge-undo"),
]
