"""Addresses of messages, under /desk/messages/."""

from django.urls import path

from tangkal.desk.strategic_communication import views

urlpatterns = [
    path("", views.message_list, name="messages"),
    path("new/<str:number>/", views.new, name="message-new"),
    path("<int:message_id>/", views.message, name="message"),
    path("<int:message_id>/edit/", views.edit, name="message-edit"),
    path("<int:message_id>/publish/", views.publish, name="message-publish"),
    path("<int:message_id>/withdraw/", views.withdraw, name="message-withdraw"),
    path("<int:message_id>/correct/", views.correct, name="message-correct"),
    path("<int:message_id>/steps/<slug:action>/", views.step, name="message-step"),
]
