"""Addresses of the crisis room, under /desk/crisis/."""

from django.urls import path

from tangkal.desk.crisis.views import activating, answering, rhythm, room, working

ONE = "<int:crisis_id>/"
urlpatterns = [
    path("", activating.crises, name="crises"),
    path("propose/", activating.propose, name="crisis-propose"),
    path("actions/", rhythm.actions, name="crisis-actions"),
    path("actions/<int:action_id>/close/", rhythm.action_close, name="crisis-action-close"),
    path("alerts/<int:alert_id>/", working.alert_received, name="crisis-alert-received"),
    path(ONE, activating.crisis, name="crisis"),
    path(f"{ONE}raise/", activating.raise_level, name="crisis-raise"),
    path(
        f"{ONE}proposals/<int:proposal_id>/<slug:action>/",
        activating.settle,
        name="crisis-proposal",
    ),
    path(f"{ONE}renew/", activating.renew, name="crisis-renew"),
    path(f"{ONE}steps/<slug:action>/", activating.step, name="crisis-step"),
    path(f"{ONE}room/", room.room, name="crisis-room"),
    path(f"{ONE}room/pulse/", room.pulse, name="crisis-pulse"),
    path(f"{ONE}room/<slug:topic>/", room.part, name="crisis-part"),
    path(f"{ONE}team/", working.team, name="crisis-team"),
    path(f"{ONE}team/give/", working.seat_give, name="crisis-seat-give"),
    path(f"{ONE}team/<int:seat_id>/hand-over/", working.hand_over, name="crisis-hand-over"),
    path(f"{ONE}team/<int:seat_id>/<slug:action>/", working.seat_act, name="crisis-seat"),
    path(f"{ONE}first-hour/<slug:step>/", working.mark, name="crisis-mark"),
    path(f"{ONE}freeze/", working.freeze, name="crisis-freeze"),
    path(f"{ONE}log/", working.log, name="crisis-log"),
    path(f"{ONE}log/<int:number>/correct/", working.correct, name="crisis-log-correct"),
    path(f"{ONE}log/files/<slug:form>/", working.log_file, name="crisis-log-file"),
    path(f"{ONE}house/", working.house, name="crisis-house"),
    path(f"{ONE}statement/", working.statement, name="crisis-statement"),
    path(f"{ONE}regions/", working.alert, name="crisis-alert"),
    path(f"{ONE}report/", working.report, name="crisis-report"),
    path(f"{ONE}questions/", answering.board, name="crisis-questions"),
    path(f"{ONE}questions/sheet/", answering.sheet, name="crisis-sheet"),
    path(f"{ONE}questions/<int:question_id>/", answering.question, name="crisis-question"),
    path(
        f"{ONE}questions/<int:question_id>/<slug:action>/",
        answering.question_step,
        name="crisis-question-step",
    ),
    path(f"{ONE}updates/", rhythm.briefing, name="crisis-briefing"),
    path(f"{ONE}updates/hours/", rhythm.change_rhythm, name="crisis-rhythm"),
    path(f"{ONE}review/", rhythm.review, name="crisis-review"),
    path(f"{ONE}review/<slug:stage>/edit/", rhythm.review_edit, name="crisis-review-edit"),
    path(f"{ONE}review/files/<slug:form>/", rhythm.review_file, name="crisis-review-file"),
    path(f"{ONE}review/actions/", rhythm.action_new, name="crisis-action-new"),
]
