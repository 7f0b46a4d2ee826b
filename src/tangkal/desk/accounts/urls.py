"""Addresses of this package."""

from django.urls import URLPattern, path

from tangkal.desk.accounts import organisations, people, proving, security, signing_in, sso, views

urlpatterns: list[URLPattern] = [
    path("desk/sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("desk/sign-in/second/", signing_in.second, name="sign-in-second"),
    path("desk/sign-in/sso/", sso.begin, name="sign-in-sso"),
    path("desk/sign-in/sso/back/", sso.back, name="sign-in-sso-back"),
    path("desk/sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("desk/account/", views.account, name="account"),
    path("desk/account/language/", views.language, name="account-language"),
    path("desk/account/password/", views.password, name="account-password"),
    path("desk/account/prove/", proving.prove, name="account-prove"),
    path("desk/account/prove/send/", proving.resume, name="account-resume"),
    path("desk/account/prove/drop/", proving.drop, name="account-drop"),
    path("desk/account/security/", security.security, name="account-security"),
    path("desk/account/security/app/", security.add_app, name="account-app-add"),
    path("desk/account/security/passkey/", security.add_passkey, name="account-passkey-add"),
    path("desk/account/security/codes/", security.recovery_codes, name="account-recovery-codes"),
    path(
        "desk/account/security/<int:authenticator_id>/rename/",
        security.rename,
        name="account-authenticator-rename",
    ),
    path(
        "desk/account/security/<int:authenticator_id>/remove/",
        security.remove,
        name="account-authenticator-remove",
    ),
    path(
        "desk/account/sessions/others/end/",
        security.end_other_sessions,
        name="account-sessions-end-others",
    ),
    path(
        "desk/account/sessions/<slug:mark>/end/", security.end_session, name="account-session-end"
    ),
    path("desk/people/", people.people, name="people"),
    path("desk/people/roles/", people.roles_overview, name="roles-overview"),
    path("desk/people/new/", people.new_person, name="person-new"),
    path("desk/people/<int:person_id>/", people.person, name="person"),
    path("desk/people/<int:person_id>/roles/", people.give_role, name="person-role"),
    path(
        "desk/people/<int:person_id>/roles/<int:assignment_id>/end/",
        people.end_role,
        name="person-role-end",
    ),
    path("desk/people/<int:person_id>/training/", people.note_training, name="person-training"),
    path("desk/organisations/", organisations.organisations, name="organisations"),
    path("desk/organisations/new/", organisations.new_organisation, name="organisation-new"),
    path(
        "desk/organisations/<int:organisation_id>/",
        organisations.organisation,
        name="organisation",
    ),
    path(
        "desk/organisations/<int:organisation_id>/move/",
        organisations.move_organisation,
        name="organisation-move",
    ),
    path("desk/people/<int:person_id>/access/", people.change_access, name="person-access"),
]
