"""Public addresses of the transparency report, in Indonesian; they never change."""

from django.urls import path

from tangkal.desk.transparency.views import public

urlpatterns = [
    path("", public.reports, name="public-transparency"),
    path(
        "<int:office_id>/<int:year>-<int:quarter>/",
        public.report,
        name="public-transparency-report",
    ),
    path(
        "<int:office_id>/<int:year>-<int:quarter>/<slug:form>/",
        public.take,
        name="public-transparency-file",
    ),
]
