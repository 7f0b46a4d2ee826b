"""Addresses of this part of the desk, under /desk/channels/."""

from django.urls import path

from tangkal.desk.channels.assistant import views as assistant
from tangkal.desk.channels.views import dispatches, outlets, press

urlpatterns = [
    path("", dispatches.listing, name="dispatches"),
    path("<int:dispatch_id>/", dispatches.detail, name="dispatch"),
    path("<int:dispatch_id>/stop/", dispatches.stop, name="dispatch-stop"),
    path("<int:dispatch_id>/resume/", dispatches.resume, name="dispatch-resume"),
    path("<int:dispatch_id>/recall/", dispatches.recall, name="dispatch-recall"),
    path(
        "<int:dispatch_id>/deliveries/<int:delivery_id>/",
        dispatches.resolve,
        name="delivery-resolve",
    ),
    path("message/<int:message_id>/", dispatches.of_message, name="message-channels"),
    path("message/<int:message_id>/send/", dispatches.send, name="message-dispatch"),
    path("message/<int:message_id>/take/", dispatches.take, name="message-take"),
    path("message/<int:message_id>/assistant/", assistant.translate, name="message-assistant"),
    path("assistant/<str:number>/", assistant.draft, name="assistant-draft"),
    path("house/<int:house_id>/", dispatches.of_house, name="house-channels"),
    path("house/<int:house_id>/send/", dispatches.send_house, name="house-dispatch"),
    path("press-contact/<int:organisation_id>/", press.contact, name="press-contact"),
    path("outlets/", outlets.listing, name="outlets"),
    path("outlets/new/", outlets.new, name="outlet-new"),
    path("outlets/<int:outlet_id>/", outlets.detail, name="outlet"),
    path("outlets/<int:outlet_id>/access/", outlets.access, name="outlet-access"),
]
