from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest

from accounts.models import User


class SignUpForm(SignupForm):
    """A new account: name, e-mail, password. Where the person belongs comes afterwards."""

    name = forms.CharField(label="Full name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
