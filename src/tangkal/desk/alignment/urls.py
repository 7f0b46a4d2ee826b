"""Addresses of alignment, under /desk/alignment/."""

from django.urls import path

from tangkal.desk.alignment import views

urlpatterns = [
    path("", views.alignment, name="alignment"),
    path("houses/<int:house_id>/", views.house, name="alignment-house"),
    path("houses/<int:house_id>/feeds/", views.feeds, name="alignment-feeds"),
    path("feeds/<int:feed_id>/end/", views.feed_end, name="alignment-feed-end"),
    path("texts/<int:text_id>/", views.text, name="local-text"),
    path("checks/<int:check_id>/confirm/", views.confirm, name="alignment-confirm"),
    path("checks/<int:check_id>/resolve/", views.resolve, name="alignment-resolve"),
]
