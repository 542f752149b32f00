"""The addresses as they are while the demonstration runs."""

from django.urls import include, path

from config import urls

urlpatterns = [*urls.urlpatterns, path("demo/", include("config.demo_urls"))]
handler429 = urls.handler429
