"""Addresses of alerts, under /desk/alerts/."""

from django.urls import path

from tangkal.desk.alerts.views import destinations, exercises, history, rules

urlpatterns = [
    path("", history.alerts, name="alerts"),
    path("rules/", rules.rule_list, name="alert-rules"),
    path("rules/new/", rules.new_rule, name="alert-rule-new"),
    path("rules/<int:rule_id>/", rules.rule, name="alert-rule"),
    path("rules/<int:rule_id>/end/", rules.end, name="alert-rule-end"),
    path("destinations/", destinations.listing, name="alert-destinations"),
    path("destinations/new/", destinations.new, name="alert-destination-new"),
    path("destinations/<int:destination_id>/", destinations.detail, name="alert-destination"),
    path(
        "destinations/<int:destination_id>/test/", destinations.test, name="alert-destination-test"
    ),
    path(
        "destinations/<int:destination_id>/access/",
        destinations.access,
        name="alert-destination-access",
    ),
    path("exercise/", exercises.leave, name="alert-exercise"),
]
