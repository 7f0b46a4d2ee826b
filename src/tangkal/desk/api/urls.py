"""Addresses of the API, and of the page for its tokens. Each resource has its line here."""

from django.urls import path

from tangkal.desk.api import views

urlpatterns = [
    path("desk/account/tokens/", views.token_page, name="api-tokens"),
    path("desk/account/tokens/<int:token_id>/revoke/", views.revoke, name="api-token-revoke"),
    path("api/v1/openapi.json", views.schema, name="api-schema"),
    path("api/v1/match", views.served("match", "match:read"), name="api-match"),
    path("api/v1/narratives", views.served("narratives", "narratives:read"), name="api-narratives"),
    path(
        "api/v1/narratives/<str:narrative_id>",
        views.served("narratives/{narrative_id}", "narratives:read"),
        name="api-narrative",
    ),
    path("api/<path:rest>", views.nothing, name="api-nothing"),
]
