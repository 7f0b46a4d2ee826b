"""Addresses of the inbox, under /desk/inbox/."""

from django.urls import path

from tangkal.desk.inbox import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="inbox-read-all"),
    path("kinds/", views.choose, name="inbox-kinds"),
    path("<int:notice_id>/open/", views.open_notice, name="inbox-open"),
]
