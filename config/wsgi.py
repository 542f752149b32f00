"""For the web server: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# All addresses with their views, which the first request would load: before the workers part (gunicorn --preload), so
# that one that is started anew answers at once.
get_resolver().url_patterns  # noqa: B018
