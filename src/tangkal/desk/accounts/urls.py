"""Addresses of this package."""

from django.urls import URLPattern, path

from tangkal.desk.accounts import views

urlpatterns: list[URLPattern] = [
    path("desk/sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("desk/sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("desk/account/", views.account, name="account"),
    path("desk/account/language/", views.language, name="account-language"),
    path("desk/account/password/", views.password, name="account-password"),
]
