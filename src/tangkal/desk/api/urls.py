"""Addresses of the API and of the page for its tokens; its operations: see ``operations``."""

from django.urls import path

from tangkal.desk.api import views

urlpatterns = [
    path("desk/account/tokens/", views.token_page, name="api-tokens"),
    path("desk/account/tokens/<int:token_id>/revoke/", views.revoke, name="api-token-revoke"),
    path("api/v1/openapi.json", views.schema, name="api-schema"),
    path("api/v1/<path:rest>", views.answer, name="api"),
    path("api/<path:rest>", views.nothing, name="api-nothing"),
]
