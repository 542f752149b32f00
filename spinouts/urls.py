from django.urls import URLPattern

app_name = "spinouts"
urlpatterns: list[URLPattern] = []
