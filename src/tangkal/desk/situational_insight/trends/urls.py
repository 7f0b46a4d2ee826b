"""Address of the trends, under /desk/trends/."""

from django.urls import path

from tangkal.desk.situational_insight.trends import views

urlpatterns = [path("", views.trends, name="trends")]
