"""The address that services call: printed in their settings, so it never changes."""

from django.urls import path

from tangkal.desk.tipline.views import public

urlpatterns = [path("kait/<slug:slug>/", public.hook, name="tipline-hook")]
