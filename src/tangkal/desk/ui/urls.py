"""Addresses of this package."""

from django.urls import URLPattern, path

from tangkal.desk.ui import style_guide, views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="desk"),
    path("jump/", views.jump, name="jump"),
    path("appearance/", views.theme, name="theme"),
    path("gaya/", style_guide.show, name="style-guide"),
]
