"""Addresses of known claims, under /desk/known-claims/."""

from django.urls import path

from tangkal.desk.recognise import views
from tangkal.desk.recognise.media import views as media

urlpatterns = [
    path("", views.known_claims, name="known-claims"),
    path("matcher/", views.matcher, name="matcher"),
    path("matcher/promote/", views.promote, name="matcher-promote"),
    path("matcher/roll-back/", views.roll_back, name="matcher-roll-back"),
    path("media/", media.banks, name="media-banks"),
    path("media/<int:bank_id>/", media.bank, name="media-bank"),
    path("<str:claim_id>/", views.known_claim, name="known-claim"),
    path("<str:claim_id>/withdraw/", views.withdraw, name="known-claim-withdraw"),
    path("<str:claim_id>/media/add/", media.add, name="known-media-add"),
    path("<str:claim_id>/media/<int:media_id>/remove/", media.remove, name="known-media-remove"),
]
