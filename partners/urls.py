from django.urls import URLPattern, path

from partners.views import organisations

app_name = "partners"
urlpatterns: list[URLPattern] = [
    path("organisations/new/", organisations.register, name="organisation_new"),
    path("organisations/join/<str:token>/", organisations.invitation, name="invitation"),
    path("organisations/<slug:reference>/", organisations.detail, name="organisation"),
    path("organisations/<slug:reference>/invite/", organisations.invite, name="organisation_invite"),
    path(
        "organisations/<slug:reference>/withdraw-invitation/",
        organisations.withdraw_invitation,
        name="organisation_withdraw_invitation",
    ),
    path("organisations/<slug:reference>/role/", organisations.change_role, name="organisation_change_role"),
    path("organisations/<slug:reference>/remove/", organisations.remove_member, name="organisation_remove_member"),
]
