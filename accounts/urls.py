from django.urls import path

from accounts.views import councils, reminders

app_name = "accounts"
urlpatterns = [
    path("council/people/", councils.people, name="council_people"),
    path("my-account/reminders/", reminders.switch, name="reminders"),
]
