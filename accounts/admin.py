"""The administration site: for the people who look after the installation.

It knows councils and who works for them. It shows no competition, bid or score: nobody gets in by this door.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group

from accounts.models import Council, CouncilMember, User

# One way to sign in, with its limits on attempts. Groups give nobody anything here.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(Group)


class CouncilMemberInline(admin.TabularInline[CouncilMember, Council]):
    model = CouncilMember
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Council)
class CouncilAdmin(admin.ModelAdmin[Council]):
    list_display = ("name", "email")
    search_fields = ("name",)
    inlines = (CouncilMemberInline,)


@admin.register(User)
class UserAdmin(BaseUserAdmin[User]):
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Administration", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)
    filter_horizontal = ()
