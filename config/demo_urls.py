"""The addresses of the demonstration: where it is off, they do not exist."""

from django.urls import path

from config import demo_views

app_name = "demo"
urlpatterns = [
    path("", demo_views.people, name="people"),
    path("sign-in/", demo_views.sign_in, name="sign_in"),
    path("letters/", demo_views.letters, name="letters"),
]
