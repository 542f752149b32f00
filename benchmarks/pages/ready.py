"""Readies Django for what is measured."""

import base64
import os
import secrets
import tempfile

import django
from django.conf import settings
from django.core.management import call_command


def ready() -> None:
    """Django as a server would run it, without debugging, on an empty database; before any model is imported."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DEBUG="0",
        DEMO="0",
        SECRET_KEY=secrets.token_urlsafe(64),
        SEALING_KEY=base64.b64encode(secrets.token_bytes(32)).decode(),
        ALLOWED_HOSTS="testserver",
        EMAIL_URL="console:",
        STATIC_ROOT=tempfile.mkdtemp(),
        SECURE_SSL_REDIRECT="0",
    )
    settings.TEMPLATES[0]["DIRS"] = [
        settings.BASE_DIR / "templates",
        settings.BASE_DIR / "benchmarks" / "pages" / "templates",
    ]
    settings.ROOT_URLCONF = "benchmarks.pages.bare"
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
