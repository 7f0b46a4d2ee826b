"""Addresses of planning records and of the watch list, under /desk/watch/."""

from django.urls import path

from tangkal.desk.early_warning.watching import views

urlpatterns = [
    path("", views.plan_list, name="watch-plans"),
    path("new/", views.plan_new, name="watch-plan-new"),
    path("<int:plan_id>/", views.plan_page, name="watch-plan"),
    path("<int:plan_id>/edit/", views.plan_edit, name="watch-plan-edit"),
    path("<int:plan_id>/indicators/new/", views.indicator_new, name="indicator-new"),
    path("indicators/<int:indicator_id>/", views.indicator_page, name="indicator"),
    path("indicators/<int:indicator_id>/edit/", views.indicator_edit, name="indicator-edit"),
    path("indicators/<int:indicator_id>/switch/", views.indicator_switch, name="indicator-switch"),
    path("indicators/<int:indicator_id>/mute/", views.indicator_mute, name="indicator-mute"),
    path(
        "indicators/<int:indicator_id>/threshold/",
        views.threshold_apply,
        name="indicator-threshold",
    ),
    path("mutes/", views.mute_list, name="mutes"),
    path("mutes/<int:mute_id>/end/", views.mute_end, name="mute-end"),
    path("signals/<int:signal_id>/mute/", views.signal_mute, name="signal-mute"),
    path("signals/<int:signal_id>/useful/", views.signal_useful, name="signal-useful"),
    path("usefulness/", views.usefulness, name="usefulness"),
]
