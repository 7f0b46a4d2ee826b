"""Addresses of appeals, oversight and data protection, under /desk/."""

from django.urls import path

from tangkal.desk.rights.views import access, appeals, audit, conflicts, protection, self_correction

urlpatterns = [
    path("cases/<str:number>/conflicts/", conflicts.history, name="case-conflicts"),
    path("cases/<str:number>/conflicts/add/", conflicts.declare, name="case-conflict"),
    path(
        "cases/<str:number>/conflicts/<int:conflict_id>/lift/",
        conflicts.lift,
        name="case-conflict-lift",
    ),
    path("cases/<str:number>/access/", access.case_access, name="case-access"),
    path("access/", access.access_log, name="access-log"),
    path("access/busy/", access.busy_days, name="access-busy"),
    path("access/csv/", access.access_csv, name="access-csv"),
    path("audit/overview/", audit.overview, name="audit-overview"),
    path("audit/findings/", audit.findings, name="findings"),
    path("audit/findings/new/", audit.new_finding, name="finding-new"),
    path("audit/findings/<int:finding_id>/", audit.finding, name="finding"),
    path("audit/findings/<int:finding_id>/<slug:action>/", audit.finding_step, name="finding-step"),
    path("data/map/", protection.data_map_page, name="data-map"),
    path("data/retention/", protection.retention_page, name="retention"),
    path("data/retention/run/", protection.retention_run, name="retention-run"),
    path("data/holds/new/", protection.new_hold, name="evidence-hold"),
    path("data/holds/<int:hold_id>/end/", protection.end_hold, name="evidence-hold-end"),
    path("data/requests/", protection.data_requests, name="data-requests"),
    path("data/requests/new/", protection.new_data_request, name="data-request-new"),
    path("data/requests/<int:request_id>/", protection.data_request, name="data-request"),
    path(
        "data/requests/<int:request_id>/json/",
        protection.data_request_json,
        name="data-request-json",
    ),
    path(
        "data/requests/<int:request_id>/answer/",
        protection.answer_data_request,
        name="data-request-answer",
    ),
    path(
        "data/requests/<int:request_id>/refuse/",
        protection.refuse_data_request,
        name="data-request-refuse",
    ),
    path("data/breaches/", protection.breaches, name="breaches"),
    path("data/breaches/new/", protection.new_breach, name="breach-new"),
    path("data/breaches/<int:breach_id>/", protection.breach, name="breach"),
    path("data/breaches/<int:breach_id>/entry/", protection.breach_entry, name="breach-entry"),
    path("own-claims/", self_correction.queue, name="own-claims"),
    path("own-claims/<slug:slug>/", self_correction.question, name="own-question"),
    path("appeals/", appeals.register, name="appeals"),
    path("appeals/csv/", appeals.register_csv, name="appeals-csv"),
    path("appeals/<str:receipt>/", appeals.appeal, name="appeal"),
    path("appeals/<str:receipt>/assign/", appeals.assign, name="appeal-assign"),
    path("appeals/<str:receipt>/decide/", appeals.decide, name="appeal-decide"),
    path("appeals/<str:receipt>/tell/", appeals.tell, name="appeal-tell"),
    path("appeals/<str:receipt>/announce/", appeals.announce, name="appeal-announce"),
    path("appeals/<str:receipt>/file/", appeals.evidence, name="appeal-file"),
]
