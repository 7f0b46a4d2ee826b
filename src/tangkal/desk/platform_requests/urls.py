"""Addresses of requests to platforms, under /desk/platform-requests/."""

from django.urls import path

from tangkal.desk.platform_requests.views import acting, reading

urlpatterns = [
    path("", reading.register, name="platform-requests"),
    path("grounds/", reading.legal_grounds, name="platform-request-grounds"),
    path("new/<str:number>/", acting.new, name="platform-request-new"),
    path("<int:request_id>/", reading.page, name="platform-request"),
    path("<int:request_id>/edit/", acting.edit, name="platform-request-edit"),
    path("<int:request_id>/items/<int:item_id>/", acting.item, name="platform-request-item"),
    path(
        "<int:request_id>/items/<int:item_id>/answer/",
        acting.answer,
        name="platform-request-answer",
    ),
    path("<int:request_id>/steps/<slug:action>/", acting.step, name="platform-request-step"),
    path("<int:request_id>/files/<slug:form>/", reading.take, name="platform-request-file"),
]
