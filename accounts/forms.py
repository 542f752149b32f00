"""The forms of the sign-in pages: the library's own, in our words, with only the fields that are needed."""

from typing import Any

from allauth.account import forms as library
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "name": "Full name",
    "password": "Password",
    "password1": "Password",
    "oldpassword": "Your password now",
}
ADVICE = "At least 12 characters. Three words that do not belong together make a good password."
EMAIL_ERRORS = {
    "required": "Enter your e-mail address.",
    "invalid": "Enter an e-mail address in the correct format, like name@example.org.",
}


class PlainForm:
    """Labels, hints and errors in plain words; autocomplete for password managers; no placeholders."""

    fields: dict[str, forms.Field]
    labels = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It can be shown, and so be checked by eye: nobody needs to type it twice.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = ADVICE if name == "password1" else ""
            field.widget.attrs = {"autocomplete": field.widget.attrs.get("autocomplete", "off")}
            if name in {"login", "email"}:
                field.error_messages |= EMAIL_ERRORS
                # As long as our tables hold.
                field.validators.append(MaxLengthValidator(254, "Enter an e-mail address of at most 254 characters."))
            elif isinstance(field.widget, forms.PasswordInput):
                field.error_messages["required"] = f"Enter {'a' if name == 'password1' else 'your'} password."


class SignInForm(PlainForm, library.LoginForm):
    pass


class SignUpForm(PlainForm, library.SignupForm):
    """A new account: name, e-mail, password. Where the person belongs comes afterwards."""

    name = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": "Enter your full name.",
            "max_length": "Enter a name of at most 200 characters.",
        },
    )
    field_order = ["name", "email", "password1"]

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponseBase | None]:
        """Two clicks at once make one account; the second is told what anybody is told whose address is known."""
        try:
            with transaction.atomic():
                return self._saved(request)
        except IntegrityError:
            self.account_already_exists = True
            return self._saved(request)

    def _saved(self, request: HttpRequest) -> tuple[User | None, HttpResponseBase | None]:
        user, response = super().try_save(request)
        return user, response

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.name = " ".join(self.cleaned_data["name"].split())
        user.save(update_fields=["name"])


class ForgottenPasswordForm(PlainForm, library.ResetPasswordForm):
    pass


class NewPasswordForm(PlainForm, library.ResetPasswordKeyForm):
    labels = LABELS | {"password1": "New password"}


class ChangePasswordForm(PlainForm, library.ChangePasswordForm):
    labels = LABELS | {"password1": "New password"}


class SetPasswordForm(PlainForm, library.SetPasswordForm):
    pass


class ConfirmItIsYouForm(PlainForm, library.ReauthenticateForm):
    pass
