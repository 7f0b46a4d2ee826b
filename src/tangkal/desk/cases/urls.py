"""Addresses of the cases, under /desk/cases/."""

from django.urls import include, path

from tangkal.desk.cases.views import acting, asked, detail, listing, many, timeline, writing

urlpatterns = [
    path("", listing.case_list, name="cases"),
    path("open/", listing.open_case, name="case-open"),
    path("for-questions/<int:family_id>/", asked.open_on_questions, name="question-family-case"),
    path("assign/", many.assign_many, name="cases-assign"),
    path("export/", many.export, name="cases-export"),
    path("views/save/", many.save_view, name="case-view-save"),
    path("views/<int:view_id>/delete/", many.delete_view, name="case-view-delete"),
    path("<str:number>/", detail.case_page, name="case"),
    path("<str:number>/timeline/", timeline.case_timeline, name="case-timeline"),
    path("<str:number>/steps/<slug:action>/", acting.step, name="case-step"),
    path("<str:number>/notes/", acting.note, name="case-note"),
    path("<str:number>/take/", acting.take, name="case-take"),
    path("<str:number>/claims/add/", writing.add_claim, name="case-claim"),
    path("<str:number>/evidence/add/", writing.add_evidence, name="case-evidence"),
    path(
        "<str:number>/evidence/<int:evidence_id>/file/",
        detail.evidence_file,
        name="evidence-file",
    ),
    path(
        "<str:number>/evidence/<int:evidence_id>/grade/",
        writing.grade_evidence,
        name="evidence-grade",
    ),
    path("<str:number>/verdicts/add/", writing.draft_verdict, name="case-verdict"),
    path(
        "<str:number>/verdicts/<int:verdict_id>/revise/",
        writing.revise_verdict,
        name="verdict-revise",
    ),
    path(
        "<str:number>/verdicts/<int:verdict_id>/<slug:action>/",
        acting.verdict_step,
        name="verdict-step",
    ),
    path("<str:number>/decide/", writing.decide, name="case-decide"),
    path("", include("tangkal.desk.cases.spreads.urls")),
    path("", include("tangkal.desk.cases.captures.urls")),
    path("", include("tangkal.desk.cases.people.urls")),
    path("", include("tangkal.desk.cases.linking.urls")),
    path("", include("tangkal.desk.cases.public_notes.urls")),
]
