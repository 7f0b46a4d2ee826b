"""Addresses of indicators, under /desk/effectiveness/."""

from django.urls import path

from tangkal.desk.tracking_effectiveness.kpi import views

urlpatterns = [
    path("", views.overview, name="tracking"),
    path("indicators/files/<slug:form>/", views.take, name="kpi-file"),
    path("indicators/<slug:key>/", views.one, name="kpi"),
    path("indicators/<slug:key>/cases/", views.behind, name="kpi-cases"),
    path("probabilities/", views.probabilities, name="stated-probabilities"),
    path("probabilities/<int:assessment_id>/", views.outcome, name="stated-outcome"),
]
