"""Addresses of messages, under /desk/messages/."""

from django.urls import path

from tangkal.desk.strategic_communication import (
    election_views,
    holding_views,
    house_views,
    plan_views,
    schedule_views,
    views,
)

urlpatterns = [
    path("", views.message_list, name="messages"),
    path("new/<str:number>/", views.new, name="message-new"),
    path("<int:message_id>/", views.message, name="message"),
    path("<int:message_id>/edit/", views.edit, name="message-edit"),
    path("<int:message_id>/publish/", views.publish, name="message-publish"),
    path("<int:message_id>/schedule/", schedule_views.schedule, name="message-schedule"),
    path("<int:message_id>/unschedule/", schedule_views.unschedule, name="message-unschedule"),
    path("<int:message_id>/countersign/", schedule_views.cosign, name="message-cosign"),
    path("<int:message_id>/freeze/", schedule_views.freeze, name="message-freeze"),
    path("elections/", election_views.periods, name="elections"),
    path("elections/<int:period_id>/end/", election_views.end, name="election-end"),
    path("elections/flag/<str:number>/", election_views.flag, name="election-flag"),
    path("first/", holding_views.holdings, name="holdings"),
    path("first/new/<str:number>/", holding_views.new, name="holding-new"),
    path("first/<int:statement_id>/", holding_views.statement, name="holding"),
    path("first/<int:statement_id>/edit/", holding_views.edit, name="holding-edit"),
    path("first/<int:statement_id>/<slug:action>/", holding_views.act, name="holding-act"),
    path("first/templates/new/", holding_views.template_new, name="holding-template-new"),
    path("first/templates/<int:template_id>/", holding_views.template, name="holding-template"),
    path(
        "first/templates/<int:template_id>/edit/",
        holding_views.template_edit,
        name="holding-template-edit",
    ),
    path(
        "first/templates/<int:template_id>/<slug:action>/",
        holding_views.template_act,
        name="holding-template-act",
    ),
    path("plans/", plan_views.plans, name="response-plans"),
    path("plans/new/<str:number>/", plan_views.plan_new, name="response-plan-new"),
    path("plans/<int:plan_id>/", plan_views.plan, name="response-plan"),
    path("plans/<int:plan_id>/edit/", plan_views.plan_edit, name="response-plan-edit"),
    path("plans/<int:plan_id>/log/", plan_views.plan_log, name="response-plan-log"),
    path("plans/<int:plan_id>/tasks/<slug:task>/", plan_views.plan_tick, name="response-plan-tick"),
    path(
        "plans/<int:plan_id>/steps/<slug:action>/", plan_views.plan_step, name="response-plan-step"
    ),
    path("houses/", house_views.houses, name="houses"),
    path("houses/new/<str:number>/", house_views.house_new, name="house-new"),
    path("houses/<int:house_id>/", house_views.house, name="house"),
    path("houses/<int:house_id>/edit/", house_views.house_edit, name="house-edit"),
    path(
        "houses/<int:house_id>/languages/<slug:language>/",
        house_views.house_translate,
        name="house-translate",
    ),
    path("houses/<int:house_id>/withdraw/", house_views.house_withdraw, name="house-withdraw"),
    path("houses/<int:house_id>/steps/<slug:action>/", house_views.house_step, name="house-step"),
    path("<int:message_id>/withdraw/", views.withdraw, name="message-withdraw"),
    path("<int:message_id>/correct/", views.correct, name="message-correct"),
    path("<int:message_id>/steps/<slug:action>/", views.step, name="message-step"),
]
