"""Addresses of the crisis room, under /desk/crisis/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
