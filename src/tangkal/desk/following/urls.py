"""Addresses of following: the public's own, in Indonesian, and the desk's figures."""

from django.urls import path

from tangkal.desk.following.views import desk, public

urlpatterns = [
    path("ikuti/", public.follow, name="follow"),
    path("ikuti/terkirim/", public.sent, name="follow-sent"),
    path("ikuti/konfirmasi/<str:token>/", public.confirm, name="follow-confirm"),
    path("ikuti/pilihan/<str:token>/", public.change, name="follow-change"),
    path("ikuti/berhenti/<str:token>/", public.stop, name="follow-stop"),
    path("desk/followers/", desk.followers, name="followers"),
]
