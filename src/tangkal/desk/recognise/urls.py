"""Addresses of known claims, under /desk/known-claims/."""

from django.urls import path

from tangkal.desk.recognise import views

urlpatterns = [
    path("", views.known_claims, name="known-claims"),
    path("matcher/", views.matcher, name="matcher"),
    path("matcher/promote/", views.promote, name="matcher-promote"),
    path("matcher/roll-back/", views.roll_back, name="matcher-roll-back"),
    path("<str:claim_id>/", views.known_claim, name="known-claim"),
    path("<str:claim_id>/withdraw/", views.withdraw, name="known-claim-withdraw"),
]
