"""Addresses of this part of the desk, under /desk/tipline/."""

from django.urls import path

from tangkal.desk.tipline.views import lines, talking

urlpatterns = [
    path("", talking.listing, name="conversations"),
    path("<int:conversation_id>/", talking.detail, name="conversation"),
    path("<int:conversation_id>/take/", talking.take, name="conversation-take"),
    path("<int:conversation_id>/reply/", talking.reply, name="conversation-reply"),
    path("<int:conversation_id>/hand-back/", talking.hand_back, name="conversation-hand-back"),
    path("lines/", lines.listing, name="lines"),
    path("lines/new/", lines.new, name="line-new"),
    path("lines/<int:line_id>/", lines.detail, name="line"),
    path("lines/<int:line_id>/access/", lines.access, name="line-access"),
]
