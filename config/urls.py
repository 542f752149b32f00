"""Addresses. They follow the reader; the views live in the highest app that each one touches."""

from allauth.account import views as sign_in_views
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from accounts.access import public, signed_in
from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("my-work/", views.my_work, name="my_work"),
    path("sign-in/", public(sign_in_views.login), name="account_login"),
    path("sign-out/", public(sign_in_views.logout), name="account_logout"),
    path("sign-up/", public(sign_in_views.signup), name="account_signup"),
    path("sign-up/closed/", public(sign_in_views.account_inactive), name="account_inactive"),
    path("reauthenticate/", signed_in(sign_in_views.reauthenticate), name="account_reauthenticate"),
    path("confirm-email/", public(sign_in_views.email_verification_sent), name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", public(sign_in_views.confirm_email), name="account_confirm_email"),
    path("password/change/", signed_in(sign_in_views.password_change), name="account_change_password"),
    path("password/set/", signed_in(sign_in_views.password_set), name="account_set_password"),
    path("password/forgotten/", public(sign_in_views.password_reset), name="account_reset_password"),
    path("password/forgotten/sent/", public(sign_in_views.password_reset_done), name="account_reset_password_done"),
    # The key has hyphens of its own.
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        public(sign_in_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        public(sign_in_views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("", include("accounts.urls")),
    path("", include("spinouts.urls")),
    path("", include("procurement.urls")),
    path("", include("partners.urls")),
    path("", include("scoring.urls")),
    path("administration/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("config.demo_urls")))

handler400 = "config.views.bad_request"
handler403 = "config.views.forbidden"
handler404 = "config.views.not_found"
handler429 = "config.views.too_many_requests"
handler500 = "config.views.server_error"
