"""Addresses of situation reports, under /desk/situation-reports/."""

from django.urls import path

from tangkal.desk.situation_reports.views import acting, reading, series

urlpatterns = [
    path("", reading.overview, name="situation-reports"),
    path("series/new/", series.new, name="situation-series-new"),
    path("series/<int:series_id>/", series.page, name="situation-series"),
    path("series/<int:series_id>/edit/", series.edit, name="situation-series-edit"),
    path("series/<int:series_id>/draft/", acting.draft, name="situation-report-draft"),
    path("<int:edition_id>/", reading.edition, name="situation-report"),
    path("<int:edition_id>/print/", reading.printed, name="situation-report-print"),
    path("<int:edition_id>/figures/", reading.figures, name="situation-report-figures"),
    path("<int:edition_id>/compare/", reading.compare, name="situation-report-compare"),
    path("<int:edition_id>/files/<slug:form>/", reading.take, name="situation-report-file"),
    path("<int:edition_id>/edit/", acting.edit, name="situation-report-edit"),
    path("<int:edition_id>/correct/", acting.correct, name="situation-report-correct"),
    path("<int:edition_id>/steps/<slug:action>/", acting.step, name="situation-report-step"),
]
