"""Addresses of polls, tests of wordings and what readers found helpful."""

from django.urls import path

from tangkal.desk.tracking_effectiveness import survey_views, trial_views

urlpatterns = [
    path("surveys/", survey_views.survey_list, name="surveys"),
    path("surveys/new/", survey_views.new, name="survey-new"),
    path("surveys/<int:survey_id>/", survey_views.survey, name="survey"),
    path("surveys/<int:survey_id>/bring/", survey_views.bring, name="survey-bring"),
    path("surveys/<int:survey_id>/link/", survey_views.link, name="survey-link"),
    path("surveys/<int:survey_id>/unlink/", survey_views.unlink, name="survey-unlink"),
    path("surveys/rounds/<int:wave_id>/", survey_views.wave, name="survey-wave"),
    path("surveys/rounds/<int:wave_id>/withdraw/", survey_views.withdraw, name="survey-withdraw"),
    path("surveys/rows/<int:row_id>/", survey_views.dismiss, name="survey-row"),
    path("wordings/", trial_views.trials, name="trials"),
    path("wordings/new/", trial_views.new, name="trial-new"),
    path("wordings/<int:trial_id>/", trial_views.trial, name="trial"),
    path("wordings/<int:trial_id>/edit/", trial_views.edit, name="trial-edit"),
    path("wordings/<int:trial_id>/<slug:action>/", trial_views.step, name="trial-step"),
    path("helpful/", trial_views.helpful, name="helpful-figures"),
]
