"""Addresses of asking, of families of questions at the desk, and of replies."""

from django.urls import path

from tangkal.desk.questions.views import families, public, questions, replies

urlpatterns = [
    path("tanya/", public.ask, name="ask"),
    path("lapor/", public.report, name="report"),
    path("desk/questions/", families.listing, name="questions"),
    path("desk/questions/coverage/", families.coverage, name="question-coverage"),
    path("desk/questions/answer/", families.answer_many, name="questions-answer"),
    path("desk/questions/replies/", replies.replies, name="replies"),
    path("desk/questions/replies/account/", replies.account, name="reply-account"),
    path("desk/questions/replies/<int:message_id>/again/", replies.again, name="reply-again"),
    path("desk/questions/moves/<int:move_id>/undo/", families.undo, name="question-move-undo"),
    path("desk/questions/families/<int:family_id>/", families.detail, name="question-family"),
    path(
        "desk/questions/families/<int:family_id>/answer/",
        families.answer,
        name="question-family-answer",
    ),
    path(
        "desk/questions/families/<int:family_id>/close/",
        families.close,
        name="question-family-close",
    ),
    path(
        "desk/questions/families/<int:family_id>/reopen/",
        families.reopen,
        name="question-family-reopen",
    ),
    path(
        "desk/questions/families/<int:family_id>/split/",
        families.split,
        name="question-family-split",
    ),
    path(
        "desk/questions/families/<int:family_id>/merge/",
        families.merge,
        name="question-family-merge",
    ),
    path("desk/questions/<slug:receipt>/", questions.question, name="question"),
    path("desk/questions/<slug:receipt>/picture/", questions.picture, name="question-picture"),
    path(
        "desk/questions/<slug:receipt>/picture/seen/",
        questions.picture_seen,
        name="question-picture-seen",
    ),
    path("desk/questions/<slug:receipt>/answer/", questions.answer, name="question-answer"),
    path("desk/questions/<slug:receipt>/close/", questions.close, name="question-close"),
]
