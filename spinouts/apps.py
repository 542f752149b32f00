from django.apps import AppConfig


class SpinoutsConfig(AppConfig):
    name = "spinouts"
    verbose_name = "Services and companies"
