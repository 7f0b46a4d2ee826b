"""Addresses of judgement, under /desk/cases/ and /desk/agreement/."""

from django.urls import path

from tangkal.desk.impact_analysis import judging_views, second_views, views

urlpatterns = [
    path("cases/<str:number>/gate/", views.gate, name="case-gate"),
    path("cases/<str:number>/first/", judging_views.first, name="case-first"),
    path("cases/<str:number>/abcde/", judging_views.abcde, name="case-abcde"),
    path("cases/<str:number>/intent/<int:claim_id>/", judging_views.intent, name="case-intent"),
    path(
        "cases/<str:number>/techniques/<slug:technique>/",
        judging_views.technique,
        name="case-technique",
    ),
    path("cases/<str:number>/impact/", views.impact, name="case-impact"),
    path("cases/<str:number>/impact/override/", views.override, name="case-override"),
    path("cases/<str:number>/second-look/", second_views.second_look, name="case-second-look"),
    path(
        "cases/<str:number>/second-look/<slug:action>/",
        second_views.act,
        name="case-second-look-act",
    ),
    path("agreement/", second_views.agreement_page, name="agreement"),
]
