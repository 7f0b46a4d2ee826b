"""Public addresses, in Indonesian; they stand in letters, so they never change."""

from django.urls import path

from tangkal.desk.platform_requests.views import public

urlpatterns = [
    path("", public.find_request, name="public-request-find"),
    path("<str:number>/", public.statement, name="public-request"),
    path("<str:number>/sanggah/", public.contest, name="public-request-contest"),
]
