"""Public addresses, in Indonesian; they are printed and shared, so they never change."""

from django.urls import path

from tangkal.desk.portal import appeal_views, corrections, desk_views, feeds, statement_views, views
from tangkal.desk.portal.caching import public_page

urlpatterns = [
    path("", views.home, name="portal"),
    path("cari/", views.results, name="portal-search"),
    path("klarifikasi/<slug:slug>/", views.clarification, name="clarification"),
    path("pernyataan/", statement_views.statements, name="statements"),
    path("pernyataan/<slug:slug>/", statement_views.statement, name="statement"),
    path("klarifikasi/<slug:slug>/sanggah/", appeal_views.contest, name="appeal-new"),
    path("sanggah/status/", appeal_views.find_appeal, name="appeal-find"),
    path("sanggah/<str:receipt>/", appeal_views.appeal_status, name="appeal-status"),
    path("tanya/", views.ask, name="ask"),
    path("lapor/", views.report, name="report"),
    path("lapor/status/", views.find_report, name="report-find"),
    path("lapor/<str:receipt>/", views.report_status, name="report-status"),
    path("koreksi/", corrections.log, name="corrections"),
    path("koreksi/csv/", corrections.as_csv, name="corrections-csv"),
    path("koreksi/json/", corrections.as_json, name="corrections-json"),
    path("koreksi.xml", public_page(corrections.CorrectionsFeed()), name="corrections-feed"),
    path("tentang/", views.about, name="about"),
    path("rss.xml", public_page(feeds.Rss()), name="rss"),
    path("atom.xml", public_page(feeds.Atom()), name="atom"),
    path("klarifikasi.jsonld", views.data_feed, name="claim-reviews"),
    path("sitemap.xml", views.site_map, name="site-map"),
    path("robots.txt", views.robots, name="robots"),
    # The desk's side.
    path("desk/questions/", desk_views.questions, name="questions"),
    path("desk/questions/<slug:receipt>/", desk_views.question, name="question"),
    path("desk/questions/<slug:receipt>/answer/", desk_views.answer, name="question-answer"),
    path("desk/questions/<slug:receipt>/close/", desk_views.close, name="question-close"),
]
