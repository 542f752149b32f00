from django.urls import path

from accounts.views import councils

app_name = "accounts"
urlpatterns = [path("council/people/", councils.people, name="council_people")]
