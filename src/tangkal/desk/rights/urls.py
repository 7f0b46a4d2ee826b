"""Addresses of appeals, oversight and data protection, under /desk/."""

from django.urls import path

from tangkal.desk.rights.views import access, appeals, conflicts

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
    path("appeals/", appeals.register, name="appeals"),
    path("appeals/csv/", appeals.register_csv, name="appeals-csv"),
    path("appeals/<str:receipt>/", appeals.appeal, name="appeal"),
    path("appeals/<str:receipt>/assign/", appeals.assign, name="appeal-assign"),
    path("appeals/<str:receipt>/decide/", appeals.decide, name="appeal-decide"),
    path("appeals/<str:receipt>/tell/", appeals.tell, name="appeal-tell"),
    path("appeals/<str:receipt>/announce/", appeals.announce, name="appeal-announce"),
    path("appeals/<str:receipt>/file/", appeals.evidence, name="appeal-file"),
]
