"""Addresses of deadlines, under /desk/deadlines/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
