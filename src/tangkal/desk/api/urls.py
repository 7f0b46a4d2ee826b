"""Addresses of the API and of the page for its tokens; its operations: see ``operations``."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tangkal.desk.api import views


class Rest(StringConverter):
    """Whatever follows, line ends too: an address that is none is answered as a problem."""

    regex = r"[\s\S]+"


register_converter(Rest, "rest")

urlpatterns = [
    path("desk/account/tokens/", views.token_page, name="api-tokens"),
    path("desk/account/tokens/<int:token_id>/revoke/", views.revoke, name="api-token-revoke"),
    path("desk/account/tokens/api/", views.reference, name="api-reference"),
    path("api/v1/openapi.json", views.schema, name="api-schema"),
    path("api/v1/<rest:rest>", views.answer, name="api"),
    path("api/<rest:rest>", views.nothing, name="api-nothing"),
]
