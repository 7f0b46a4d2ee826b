"""Public addresses of channels: printed on others' pages, so they never change."""

from django.urls import path

from tangkal.desk.channels.views import public

urlpatterns = [
    path("siaran/<slug:slug>.json", public.feed, name="broadcast-json"),
    path("siaran/<slug:slug>.xml", public.rss, name="broadcast-rss"),
    path("siaran/<slug:slug>/", public.widget, name="broadcast"),
    path("kanal/whatsapp/<slug:slug>/", public.whatsapp_hook, name="whatsapp-hook"),
]
