from django.urls import path

from spinouts.views import services, ventures

app_name = "spinouts"
urlpatterns = [
    path("council/services/", services.service_list, name="service_list"),
    path("council/services/new/", services.service_new, name="service_new"),
    path("council/services/<slug:reference>/", services.service_detail, name="service_detail"),
    path("council/services/<slug:reference>/change/", services.service_change, name="service_change"),
    path("council/services/<slug:reference>/options/", services.service_options, name="service_options"),
    path("ventures/<slug:reference>/", ventures.venture, name="venture"),
]
