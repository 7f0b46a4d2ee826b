"""Addresses of a case's spreads, under /desk/cases/."""

from django.urls import path

from tangkal.desk.cases.spreads import views

urlpatterns = [
    path("<str:number>/spreads/", views.spreads, name="case-spreads"),
    path("<str:number>/spreads/add/", views.add, name="spread-add"),
    path("<str:number>/spreads/add-many/", views.add_many, name="spread-add-many"),
    path("<str:number>/spreads/draw-in/", views.draw, name="spread-draw"),
    path("<str:number>/spreads/<int:spread_id>/figures/", views.figures, name="spread-figures"),
    path("<str:number>/spreads/<int:spread_id>/remove/", views.remove, name="spread-remove"),
]
